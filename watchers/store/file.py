"""The database file: its lock, its permissions, its checks, and its migrations with the copy before them."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from glob import escape
from itertools import count
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from sqlite_utils import Database as SqliteUtils

from watchers import errors
from watchers.errors import StoreError
from watchers.store import schema

log = logging.getLogger(__name__)

BUSY_TIMEOUT_MS = 60_000
"""Milliseconds that a second process (a backup) may hold the lock; this never blocks the event loop."""
WAIT_MS = 500
"""Milliseconds of that in one attempt: a waiting writer checks this often whether the service is stopping."""
HEADER_BYTES = 100
OWNER_ONLY = 0o600
"""Mode of the database and of every file beside it: they hold what people watch, and their chat IDs."""
LOGS = ("-wal", "-shm")
"""Suffixes of the files that SQLite keeps beside a database in use."""
ROOM_FOR_COPIES = 2
"""Free space to require, in database sizes: one for the copy, one for what migrations write."""


@contextmanager
def _errors_named(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise named_error(path, error) from error
    except OSError as error:
        raise errors.DatabaseUnwritable(path, error.strerror or str(error)) from error


def lock_database(path: Path) -> FileLock:
    """Acquire the lock file next to the database, held while it is open; the system releases it if we are killed."""
    # FileLock would create a missing folder, even for a mistyped path.
    if not path.parent.is_dir():
        raise errors.DatabaseUnwritable(path, "the folder is missing")
    lock = FileLock(f"{path}.lock", timeout=0, mode=OWNER_ONLY, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise errors.DatabaseInUse(path, "another process has it open") from error
    except OSError as error:
        raise errors.DatabaseUnwritable(path, error.strerror or str(error)) from error
    return lock


def refuse_early(path: Path) -> None:
    """Refuse a database of which a look at its folder says enough; everything is checked again when it is opened.

    Raises:
        StoreError: Another process has it open, it is empty, or it was deleted while it was in use.
    """
    with _errors_named(path):
        if not path.parent.is_dir():
            return
        lock_database(path).release()
        _refuse_empty(path)
        if not path.exists():
            _refuse_deleted(path)


@contextmanager
def look_into(path: Path, mode: Literal["ro", "rw"] = "ro") -> Iterator[sqlite3.Connection]:
    """Open a database while a service may be running: nothing is locked or migrated.

    With ``mode`` rw it may be written; what is not committed at the end is rolled back.

    Raises:
        StoreError: The file is missing, is not one of ours, or has an older schema.
    """
    if not path.exists():
        raise errors.NoDatabase(path, "there is no such file")
    _refuse_empty(path)
    with _errors_named(path), closing(_open_beside(path, mode)) as connection:
        application, version, _ = _header(connection)
        if application != schema.APPLICATION_ID:
            raise errors.NotOurDatabase(path, "the file belongs to another program")
        if version < schema.VERSION:
            why = "an older program wrote it; a start of the service brings it up to date"
            raise errors.DatabaseTooOld(path, why)
        yield connection


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Open a database, which is created if it is missing, checked and migrated."""
    with _errors_named(path), ExitStack() as stack:
        if not path.exists():
            _refuse_deleted(path)
            _create(path.resolve())
        _refuse_empty(path)
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000, check_same_thread=False)
        stack.callback(connection.close)
        _check(path, connection)
        _restrict(path)
        connection.execute("pragma journal_mode=wal")
        # NORMAL can lose the last commits on power loss: an alert would be sent twice.
        connection.execute("pragma synchronous=full")
        # What a savepoint may have to undo is kept in a temporary file, and a container may have no place for one.
        connection.execute("pragma temp_store=memory")
        _migrate(path, SqliteUtils(connection, execute_plugins=False))
        connection.execute("pragma foreign_keys=on")
        # What people wrote is overwritten when it is deleted, where that costs no further writes.
        connection.execute("pragma secure_delete=fast")
        connection.execute(f"pragma busy_timeout={WAIT_MS}")
        stack.pop_all()
        return connection


def _create(path: Path) -> None:
    """Create an empty database of ours that only its owner can read; SQLite gives its other files the same mode.

    It gets its name once its header is on the disk, so no crash leaves an empty file under that name.
    """
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
    with closing(sqlite3.connect(new)) as connection:
        connection.execute(f"pragma application_id={schema.APPLICATION_ID}")
    # SQLite ignores the logs of a missing database only while the file is empty.
    for suffix in ("-wal", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    new.rename(path)


def _refuse_empty(path: Path) -> None:
    """Raise EmptyDatabase for a file of 0 bytes, which SQLite would take for a new database."""
    if path.is_file() and not path.stat().st_size:
        raise errors.EmptyDatabase(path, "the file is empty")


def _refuse_deleted(path: Path) -> None:
    """Raise DatabaseGone if the file was deleted while a service ran, which kept a copy."""
    if kept := rescued(path):
        raise errors.DatabaseGone(path, f"it was deleted while it was in use, and its content is in {kept}")


def _restrict(path: Path) -> None:
    """Take the rights of others on our files away, which earlier versions left to the umask."""
    beside = (path.with_name(path.name + suffix) for suffix in (*LOGS, ".lock"))
    for file in (path, *beside, *path.parent.glob(f"{escape(path.name)}.before-*")):
        # A file may be missing, and some network file systems have no modes.
        with suppress(OSError):
            status = file.stat()
            if status.st_uid == os.geteuid() and status.st_mode & 0o077:
                file.chmod(OWNER_ONLY)


def _check(path: Path, connection: sqlite3.Connection) -> None:
    # SQLite treats a file shorter than its header as an empty database and would overwrite it.
    if path.stat().st_size < HEADER_BYTES:
        raise errors.NotOurDatabase(path, "too short for a database")
    application, version, tables = _header(connection)
    if application != schema.APPLICATION_ID and tables:
        raise errors.NotOurDatabase(path, "the file belongs to another program")
    if version > schema.VERSION:
        raise errors.DatabaseTooNew(path, f"version {version}, this program knows {schema.VERSION}")
    (verdict,) = connection.execute("pragma quick_check(1)").fetchone()
    if verdict != "ok":
        raise errors.DatabaseDamaged(path, verdict)


def _header(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """Return the application that the file belongs to, the version of its tables, and how many these are."""
    asked = ("pragma application_id", "pragma user_version", "select count(*) from sqlite_master")
    application, version, tables = (connection.execute(sql).fetchone()[0] for sql in asked)
    return application, version, tables


def _migrate(path: Path, database: SqliteUtils) -> None:
    """Apply pending migrations with foreign keys off, so that a referenced table may be rebuilt."""
    if schema.migrations.pending(database):
        keep_copy(path, database.conn)
    # Before the tables, so that an interrupted start leaves a file that is recognized as ours.
    database.execute(f"pragma application_id={schema.APPLICATION_ID}")
    schema.migrations.apply(database)
    if database.execute("pragma foreign_key_check").fetchone():
        raise errors.DatabaseDamaged(path, "rows refer to rows that are not there")
    database.execute(f"pragma user_version={schema.VERSION}")


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Open a read-only connection, which waits for a writer as long as the service does."""
    return _open_beside(path, "ro")


def _open_beside(path: Path, mode: Literal["ro", "rw"]) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, check_same_thread=False)
    connection.execute(f"pragma busy_timeout={BUSY_TIMEOUT_MS}")
    return connection


def named_error(path: Path, error: BaseException) -> BaseException:
    """Return a StoreError for an SQLite error that someone can act on, else the error itself."""
    code = getattr(error, "sqlite_errorcode", 0)
    kind = errors.DatabaseDamaged if code in _UNREADABLE else _ERRORS.get(code & 0xFF)
    return error if kind is None else kind(path, str(error))


_UNREADABLE = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS)
"""The disk does not give back what was written to it; other errors of the disk end when it has room again."""
_ERRORS: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_FULL: errors.DatabaseFull,
    sqlite3.SQLITE_IOERR: errors.DatabaseFull,
    sqlite3.SQLITE_BUSY: errors.DatabaseInUse,
    sqlite3.SQLITE_CORRUPT: errors.DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: errors.NotOurDatabase,
    sqlite3.SQLITE_READONLY: errors.DatabaseUnwritable,
    sqlite3.SQLITE_CANTOPEN: errors.DatabaseUnwritable,
    sqlite3.SQLITE_PERM: errors.DatabaseUnwritable,
}


# ---- a database whose file is gone -----------------------------------------------------------------


Identity = tuple[tuple[int, int] | None, ...]
"""Device and inode of a database and of its logs; None for one that is not there."""


def identity(path: Path) -> Identity:
    """Return what distinguishes the files of an open database from others with their names."""
    return tuple(_inode(path.with_name(path.name + suffix)) for suffix in ("", *LOGS))


def is_gone(path: Path, known: Identity) -> bool:
    """Return whether a file that had this identity was deleted or replaced; False if that cannot be determined.

    SQLite does not notice: it goes on reading and writing a file without a name, which disappears with the process.
    """
    try:
        return any(was is not None and now != was for was, now in zip(known, identity(path), strict=True))
    except OSError:
        return False


def _inode(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status.st_dev, status.st_ino


def rescue(path: Path, connection: sqlite3.Connection) -> errors.DatabaseGone:
    """Copy what a connection still reads to ``FILE.rescued-N``, and return the error that says so."""
    gone = "it was deleted or replaced while it was in use"
    copy = next_rescued(path)
    try:
        _write(connection, copy)
    except (OSError, sqlite3.Error) as error:
        log.critical("database_lost", extra={"why": str(error)})
        return errors.DatabaseGone(path, f"{gone}, and its content cannot be copied ({error})")
    log.critical("database_gone", extra={"copy": str(copy)})
    return errors.DatabaseGone(path, f"{gone}, and its content is in {copy}")


def rescued(path: Path) -> Path | None:
    """Return the newest copy of what a database held that was lost; None if there is none."""
    kept = path.parent.glob(f"{escape(path.name)}.rescued-*[0-9]")
    return max(kept, key=lambda copy: copy.stat().st_mtime, default=None)


def next_rescued(path: Path) -> Path:
    """Return the name of the next such copy."""
    copies = (path.with_name(f"{path.name}.rescued-{number}") for number in count(1))
    return next(copy for copy in copies if not copy.exists())


# ---- the copy before a migration -------------------------------------------------------------------


def free_bytes(folder: Path) -> int:
    """Return the free bytes of the disk that holds the folder."""
    return shutil.disk_usage(folder).free


def keep_copy(path: Path, connection: sqlite3.Connection, free: Callable[[Path], int] = free_bytes) -> Path | None:
    """Copy the database to ``FILE.before-N``, where N is its ``user_version``.

    The copy holds every committed transaction, including those in the write-ahead log, and only its owner may
    read it. An existing copy is kept: it may be older, but restarting an interrupted upgrade must not replace it
    with half-migrated tables.

    Migrations are transactional, so a failed copy is only logged and does not stop the upgrade.

    Args:
        path: The database, next to which the copy is made.
        connection: Open on it, outside a transaction.
        free: Returns the free bytes of a folder.

    Returns:
        The path of the new copy; None if none was made.
    """
    _, version, _ = _header(connection)
    if version == 0:
        return None  # new, or the first start was interrupted: nothing is stored yet
    copy = path.with_name(f"{path.name}.before-{version}")
    if copy.exists():
        log.warning("database_copy_kept", extra={"copy": str(copy)})
        return None
    try:
        wanted = ROOM_FOR_COPIES * path.stat().st_size
        if free(path.parent) < wanted:
            log.warning("database_not_copied", extra={"copy": str(copy), "why": f"less than {wanted} bytes are free"})
            return None
        _write(connection, copy)
    except (OSError, sqlite3.Error) as error:
        log.warning("database_not_copied", extra={"copy": str(copy), "why": str(error)})
        return None
    log.info("database_copied", extra={"copy": str(copy)})
    return copy


def _write(connection: sqlite3.Connection, copy: Path) -> None:
    """Write the copy under a temporary name first, so that a partial copy is never mistaken for a complete one."""
    partial = copy.with_name(f"{copy.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        partial.touch(mode=0o600, exist_ok=False)
        with closing(sqlite3.connect(partial)) as target:
            connection.backup(target)
        partial.rename(copy)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
