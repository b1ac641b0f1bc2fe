"""One writer thread with one connection, one read-only connection, and a lock against a second process."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from glob import escape
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from filelock import FileLock, Timeout
from sqlite_utils import Database as SqliteUtils
from sqlite_utils.db import Table

from watchers.errors import (
    DatabaseDamaged,
    DatabaseFull,
    DatabaseInUse,
    DatabaseTooNew,
    DatabaseTooOld,
    DatabaseUnwritable,
    EmptyDatabase,
    NotOurDatabase,
    StoreError,
)
from watchers.store import before_migration, receipts, schema

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C")
R = TypeVar("R")

BUSY_TIMEOUT_MS = 60_000
"""Milliseconds that a second process (a backup) may hold the lock; this never blocks the event loop."""
HEADER_BYTES = 100
OWNER_ONLY = 0o600
"""Mode of the database and of every file beside it: they hold what people watch, and their chat IDs."""
MAX_SHARED_JOBS = 400
"""Cases in one transaction: each is short, and a command waits for one transaction at most."""
GATHERING_SECONDS = 0.01
"""How long further cases may join the next shared transaction."""
WAIT_MS = 500
"""Milliseconds of that in one attempt: a waiting writer checks this often whether the service is stopping."""


TableName = Literal[
    "additions",
    "heartbeats",
    "offers",
    "own_names",
    "searches",
    "subscribers",
    "takes",
    "troubles",
    "watches",
]
"""Tables whose rows are read and written through sqlite-utils, which creates a missing table: the type checker must
catch a misspelled name."""


class Rows:
    """Read access for a job. Rows are tuples; everything is fetched before the job ends.

    Parameters are the values for ``?`` in order, or one mapping for ``:name``.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def table(self, name: TableName) -> Table:
        """Return the sqlite-utils table, whose rows are mappings. A call costs up to 0.2 ms (ADR 0016)."""
        return Table(SqliteUtils(self._connection, recursive_triggers=False, execute_plugins=False), name)

    def all(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        return self._connection.execute(sql, _bound(parameters)).fetchall()

    def one(self, sql: str, *parameters: Any) -> tuple[Any, ...] | None:
        """Return the first row of a query; None if there is none."""
        row: tuple[Any, ...] | None = self._connection.execute(sql, _bound(parameters)).fetchone()
        return row

    def number(self, sql: str, *parameters: Any) -> int:
        """Return the first value of the first row; 0 if there is no row or the value is null."""
        row = self.one(sql, *parameters)
        return int(row[0]) if row and row[0] is not None else 0


class Transaction(Rows):
    """Write access for a job: everything is committed, or nothing."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._after_commit: list[Callable[[], None]] = []

    def execute(self, sql: str, *parameters: Any) -> int:
        """Run one statement and return how many rows it changed."""
        return self._connection.execute(sql, _bound(parameters)).rowcount

    def each(self, sql: str, parameters: Iterator[tuple[Any, ...]] | list[tuple[Any, ...]]) -> None:
        """Run one statement once for each tuple of parameters."""
        self._connection.executemany(sql, parameters)

    def insert(self, sql: str, *parameters: Any) -> int:
        """Run an insert and return the new row's id."""
        return int(self._connection.execute(sql, parameters).lastrowid or 0)

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run the action in the writer thread once the transaction is committed; never after a rollback."""
        self._after_commit.append(action)

    def committed(self) -> None:
        """Run the actions that were registered with ``after_commit``, in order."""
        for action in self._after_commit:
            action()


def database_bytes(rows: Rows) -> int:
    """Return the size of the database file in bytes, without the write-ahead log."""
    return rows.number("pragma page_count") * rows.number("pragma page_size")


@dataclass(frozen=True, slots=True)
class _Gathered:
    """A case that waits for a shared transaction."""

    job: Callable[[Transaction, list[Any]], Sequence[Any]]
    case: Any
    answer: asyncio.Future[Any]


def _all_done(transaction: Transaction, batch: Sequence[_Gathered]) -> list[Any]:
    """Run each distinct job once with all its cases; return the results in the order of the batch."""
    jobs: dict[Callable[..., Any], list[int]] = {}
    for place, each in enumerate(batch):
        jobs.setdefault(each.job, []).append(place)
    results: list[Any] = [None] * len(batch)
    for job, places in jobs.items():
        found = job(transaction, [batch[place].case for place in places])
        for place, result in zip(places, found, strict=True):
            results[place] = result
    return results


def _hand_on(answer: asyncio.Future[Any], done: asyncio.Future[Any]) -> None:
    if answer.done():
        return
    if done.cancelled():
        answer.cancel()
    elif error := done.exception():
        answer.set_exception(error)
    else:
        answer.set_result(done.result()[0])


def _bound(parameters: tuple[Any, ...]) -> Any:
    """Return the values for ``?`` unchanged, or the one mapping for ``:name``."""
    return parameters[0] if len(parameters) == 1 and isinstance(parameters[0], dict) else parameters


class Database:
    """An open database; use ``async with await Database.open(path) as database``."""

    def __init__(self, path: Path, lock: FileLock) -> None:
        self.path = path
        self._lock = lock
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._writer: sqlite3.Connection
        self._reader: sqlite3.Connection
        self._closing = False
        self._gathered: list[_Gathered] = []
        self._sharing = False

    @classmethod
    async def open(cls, path: Path) -> Database:
        """Lock, open, check and migrate a database file.

        Raises:
            StoreError: The file cannot be used; the subclass says why.
        """
        database = cls(path, lock_database(path))
        loop = asyncio.get_running_loop()
        try:
            database._writer = await loop.run_in_executor(database._writing, _open_for_writing, path)
            database._reader = await loop.run_in_executor(database._reading, open_for_reading, path)
        except BaseException:
            database._stop()
            raise
        return database

    async def __aenter__(self) -> Database:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Wait for running jobs, fold the write-ahead log into the file and release the lock.

        A job that still waits for a second process to end its transaction is abandoned.
        """
        self._closing = True
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._reading, self._reader.close)
        await loop.run_in_executor(self._writing, self._close_writer)
        self._stop()

    async def write(self, job: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a job in one transaction in the writer thread. It is never half done, even when canceled.

        While a command is carried out (``watchers.store.receipts``), the job is done once for that command.
        """
        if (receipt := receipts.current()) is not None:
            job = receipt.once(job)
        return await self._run(self._writing, lambda: self._transact(job, *args, **kwargs))

    async def write_together(self, job: Callable[[Transaction, list[C]], Sequence[R]], case: C) -> R:
        """Run a job for this case together with all other waiting cases: one transaction, one sync.

        The job receives the cases and returns their results in the same order. It may run twice: if the shared
        transaction fails, it is rolled back and each case gets a separate one. An action that the job registers
        with ``after_commit`` must not affect other cases.
        """
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._gathered.append(_Gathered(job, case, answer))
        if not self._sharing:
            self._share()
        return await answer

    async def compact(self) -> None:
        """Give the space of deleted rows back to the disk. The writer is busy meanwhile, seconds for a gigabyte."""
        await self._run(self._writing, self._compact)

    async def read(self, job: Callable[Concatenate[Rows, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a job on the read-only connection, concurrently with the writer."""
        return await self._run(self._reading, lambda: job(Rows(self._reader), *args, **kwargs))

    def _share(self) -> None:
        """Write the waiting cases in one transaction; new cases collect meanwhile."""
        if self._closing:
            for each in self._gathered:
                each.answer.cancel()
            self._gathered = []
        batch, self._gathered = self._gathered[:MAX_SHARED_JOBS], self._gathered[MAX_SHARED_JOBS:]
        self._sharing = bool(batch)
        if batch:
            written = self._run(self._writing, partial(self._transact, _all_done, batch))
            written.add_done_callback(lambda done: self._shared(batch, done))

    def _shared(self, batch: list[_Gathered], done: asyncio.Future[list[Any]]) -> None:
        error = None if done.cancelled() else done.exception()
        if done.cancelled() or error is not None:
            self._not_shared(batch, error)
        else:
            for each, result in zip(batch, done.result(), strict=True):
                if not each.answer.done():
                    each.answer.set_result(result)
        # A single case runs at once; under load, a short wait lets each sync serve more cases.
        if self._gathered:
            asyncio.get_running_loop().call_later(GATHERING_SECONDS, self._share)
        else:
            self._sharing = False

    def _not_shared(self, batch: list[_Gathered], error: BaseException | None) -> None:
        """Fail all cases if the database cannot be used; otherwise run each alone, so that only a faulty one fails."""
        for each in batch:
            if error is None:
                each.answer.cancel()
            elif isinstance(error, StoreError) or len(batch) == 1:
                if not each.answer.done():
                    each.answer.set_exception(error)
            else:
                alone = self._run(self._writing, partial(self._transact, _all_done, [each]))
                alone.add_done_callback(partial(_hand_on, each.answer))

    def _run(self, executor: ThreadPoolExecutor, job: Callable[[], T]) -> asyncio.Future[T]:
        def guarded() -> T:
            with self._named_errors():
                return job()

        return asyncio.get_running_loop().run_in_executor(executor, guarded)

    def _transact(self, job: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        transaction = Transaction(self._writer)
        self._begin()
        try:
            result = job(transaction, *args, **kwargs)
            self._writer.commit()
        except BaseException:
            self._writer.rollback()
            raise
        transaction.committed()
        return result

    def _compact(self) -> None:
        self._writer.execute("vacuum")
        self._writer.execute("pragma wal_checkpoint(truncate)")

    def _begin(self) -> None:
        deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
        while True:
            try:
                self._writer.execute("begin immediate")
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or self._closing or time.monotonic() > deadline:
                    raise
            else:
                return

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise named_error(self.path, error) from error

    def _close_writer(self) -> None:
        # If the disk is full or another process reads, the log stays next to the file, which is just as safe.
        with suppress(sqlite3.DatabaseError):
            self._writer.execute("pragma wal_checkpoint(truncate)")
        self._writer.close()

    def _stop(self) -> None:
        self._writing.shutdown()
        self._reading.shutdown()
        self._lock.release()


@contextmanager
def look_into(path: Path) -> Iterator[Rows]:
    """Open a database for reading while a service may be running: nothing is locked, migrated or written.

    Raises:
        StoreError: The file is missing, is not one of ours, or has an older schema.
    """
    with _opened(path, "ro") as connection:
        yield Rows(connection)


@contextmanager
def amend(path: Path) -> Iterator[Transaction]:
    """Change a database in one short transaction while a service may be running, which sees the change afterwards.

    Only for rows of which the service keeps nothing in memory.

    Raises:
        StoreError: The file is missing, is not one of ours, or has an older schema.
    """
    with _opened(path, "rw") as connection:
        connection.execute("begin immediate")
        transaction = Transaction(connection)
        yield transaction
        connection.commit()
        transaction.committed()


@contextmanager
def _opened(path: Path, mode: Literal["ro", "rw"]) -> Iterator[sqlite3.Connection]:
    """Open a database of ours beside a running service; what is not committed at the end is rolled back."""
    if not path.exists():
        raise DatabaseUnwritable(path, "there is no such file")
    _refuse_empty(path)
    try:
        with closing(_connected(path, mode)) as connection:
            (application,) = connection.execute("pragma application_id").fetchone()
            if application != schema.APPLICATION_ID:
                raise NotOurDatabase(path, "the file belongs to another program")
            (version,) = connection.execute("pragma user_version").fetchone()
            if version < schema.VERSION:
                raise DatabaseTooOld(path, "an older program wrote it; a start of the service brings it up to date")
            yield connection
    except sqlite3.DatabaseError as error:
        raise named_error(path, error) from error


def lock_database(path: Path) -> FileLock:
    """Acquire the lock file next to the database, held while it is open; the system releases it if we are killed."""
    # FileLock would create a missing folder, even for a mistyped path.
    if not path.parent.is_dir():
        raise DatabaseUnwritable(path, "the folder is missing")
    lock = FileLock(f"{path}.lock", timeout=0, mode=OWNER_ONLY, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise DatabaseInUse(path, "another process has it open") from error
    except OSError as error:
        raise DatabaseUnwritable(path, error.strerror or str(error)) from error
    return lock


def _open_for_writing(path: Path) -> sqlite3.Connection:
    try:
        if not path.exists():
            _create(path.resolve())
        _refuse_empty(path)
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000, check_same_thread=False)
    except sqlite3.DatabaseError as error:
        raise named_error(path, error) from error
    except OSError as error:
        raise DatabaseUnwritable(path, error.strerror or str(error)) from error
    try:
        _check(path, connection)
        _restrict(path)
        connection.execute("pragma journal_mode=wal")
        # NORMAL can lose the last commits on power loss: an alert would be sent twice.
        connection.execute("pragma synchronous=full")
        database = SqliteUtils(connection, execute_plugins=False)
        _migrate(path, database)
        connection.execute("pragma foreign_keys=on")
        connection.execute(f"pragma busy_timeout={WAIT_MS}")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise named_error(path, error) from error
    except StoreError:
        connection.close()
        raise
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
        raise EmptyDatabase(path, "the file is empty")


def _restrict(path: Path) -> None:
    """Take the rights of others on our files away, which earlier versions left to the umask."""
    beside = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", ".lock"))
    for file in (path, *beside, *path.parent.glob(f"{escape(path.name)}.before-*")):
        # A file may be missing, and some network file systems have no modes.
        with suppress(OSError):
            status = file.stat()
            if status.st_uid == os.geteuid() and status.st_mode & 0o077:
                file.chmod(OWNER_ONLY)


def _check(path: Path, connection: sqlite3.Connection) -> None:
    # SQLite treats a file shorter than its header as an empty database and would overwrite it.
    if path.stat().st_size < HEADER_BYTES:
        raise NotOurDatabase(path, "too short for a database")
    tables = connection.execute("select count(*) from sqlite_master").fetchone()[0]
    (application,) = connection.execute("pragma application_id").fetchone()
    (version,) = connection.execute("pragma user_version").fetchone()
    if application != schema.APPLICATION_ID and tables:
        raise NotOurDatabase(path, "the file belongs to another program")
    if version > schema.VERSION:
        raise DatabaseTooNew(path, f"version {version}, this program knows {schema.VERSION}")
    (verdict,) = connection.execute("pragma quick_check(1)").fetchone()
    if verdict != "ok":
        raise DatabaseDamaged(path, verdict)


def _migrate(path: Path, database: SqliteUtils) -> None:
    """Apply pending migrations with foreign keys off, so that a referenced table may be rebuilt."""
    if schema.migrations.pending(database):
        before_migration.keep_copy(path, database.conn)
    # Before the tables, so that an interrupted start leaves a file that is recognized as ours.
    database.execute(f"pragma application_id={schema.APPLICATION_ID}")
    schema.migrations.apply(database)
    if database.execute("pragma foreign_key_check").fetchone():
        raise DatabaseDamaged(path, "rows refer to rows that are not there")
    database.execute(f"pragma user_version={schema.VERSION}")


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Return a read-only connection, usable in any thread; it waits for other processes."""
    return _connected(path, "ro")


def _connected(path: Path, mode: Literal["ro", "rw"]) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, check_same_thread=False)
    connection.execute(f"pragma busy_timeout={BUSY_TIMEOUT_MS}")
    return connection


def _is_busy(error: sqlite3.DatabaseError) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


def named_error(path: Path, error: sqlite3.DatabaseError) -> Exception:
    """Return a StoreError for an SQLite error that someone can act on, else the error itself."""
    code = getattr(error, "sqlite_errorcode", 0)
    match code & 0xFF:
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return DatabaseFull(path, str(error))
        case sqlite3.SQLITE_BUSY:
            return DatabaseInUse(path, str(error))
        case sqlite3.SQLITE_CORRUPT:
            return DatabaseDamaged(path, str(error))
        case sqlite3.SQLITE_NOTADB:
            return NotOurDatabase(path, str(error))
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return DatabaseUnwritable(path, str(error))
        case _:
            return error
