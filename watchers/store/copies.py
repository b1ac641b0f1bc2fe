"""Complete copies of the database: made while the service runs, verified, and put back in its place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from watchers.errors import DatabaseDamaged, DatabaseTooNew, DatabaseUnwritable, NoDatabase, NotOurDatabase
from watchers.model import Address, AlertId
from watchers.store import schema
from watchers.store.file import LOGS, OWNER_ONLY, lock_database, named_error, open_for_reading

_PENDING = "state in ('queued', 'in flight')"
COUNTS_AMBIGUOUS = 12
"""The version of the tables from which on ambiguous sends are counted."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a verified copy holds."""

    size_bytes: int
    version: int
    """Of the tables; an older one is migrated at the next start."""
    subscribers: int
    watches: int
    items: int
    pending: int
    """Alerts that were not sent yet when the copy was made."""
    newest: datetime | None
    """When the newest item was stored, which is about when the copy was made."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A copy that was put in the place of the database."""

    contents: Contents
    set_aside: Path | None
    """Where the replaced database is now; None if there was none."""
    repeats: tuple[Repeat, ...]
    """The pending alerts of the copy, which may be sent a second time."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """An alert that was pending when a copy was made, and may have been sent since."""

    alert: AlertId
    address: Address
    title: str
    """Of its item; "" for a list or a notice."""


def write_copy(path: Path, copy: Path) -> Contents:
    """Write a complete copy of the database at ``path``, and verify it.

    The copy holds every committed transaction, including those in the write-ahead log. Neither readers nor the
    writer wait for it, and only its owner may read it.

    Raises:
        StoreError: The database cannot be read, or the copy not be written; no file remains.
    """
    if not path.is_file():
        raise NoDatabase(path, "there is no such file")
    if copy.exists():
        raise DatabaseUnwritable(copy, "the file exists already")
    return _rewrite(path, copy)


def verify(copy: Path, of: Path | None = None) -> Contents:
    """Check every page and reference of a copy, and return what it holds.

    Args:
        copy: The file to check.
        of: The file that errors name, if it was copied just now.

    Raises:
        StoreError: It is damaged, empty, another program's, or from a newer version.
    """
    if not copy.is_file():
        raise NoDatabase(copy, "there is no such file")
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return _contents(of or copy, copy.stat().st_size, connection)
    except sqlite3.DatabaseError as error:
        raise named_error(of or copy, error) from error


def restore(copy: Path, path: Path, now: datetime) -> Restored:
    """Put a verified copy in the place of the database at ``path``, and set that database aside.

    Args:
        copy: The copy, which is not changed.
        path: The database; its service must not run.
        now: The time, for the name of the database that is set aside.

    Raises:
        StoreError: The copy cannot be used, the service is running, or a file cannot be written. The database is
            in its place then, unchanged.
    """
    if not copy.is_file():
        raise NoDatabase(copy, "there is no such file")
    lock = lock_database(path)
    try:
        if path.exists() and copy.samefile(path):
            raise DatabaseUnwritable(path, "the copy is the database itself")
        new = path.with_name(f"{path.name}.restoring")
        new.unlink(missing_ok=True)
        contents = _rewrite(copy, new)
        repeats = _mark_repeats(new, contents.version)
        aside = _set_aside(path, now) if path.exists() else None
        new.replace(path)
        return Restored(contents, aside, repeats)
    except sqlite3.DatabaseError as error:
        raise named_error(path, error) from error
    except OSError as error:
        raise DatabaseUnwritable(path, error.strerror or str(error)) from error
    finally:
        lock.release()


def _mark_repeats(copy: Path, version: int) -> tuple[Repeat, ...]:
    """Count one ambiguous send for each pending alert of a copy, so that the alert says so; return these alerts."""
    with closing(sqlite3.connect(copy)) as connection:
        found = connection.execute(
            f"""select o.id, b.address, coalesce(i.title, '') from outbox o join subscribers b on b.id = o.subscriber
            left join items i on i.id = o.item where {_PENDING} order by o.id"""
        ).fetchall()
        if version >= COUNTS_AMBIGUOUS:
            connection.execute(f"update outbox set ambiguous = ambiguous + 1 where {_PENDING}")
            connection.commit()
    return tuple(Repeat(AlertId(alert), Address(address), title) for alert, address, title in found)


def _set_aside(path: Path, now: datetime) -> Path:
    """Give a database a second name, and move its write-ahead log, which must not meet another database.

    The first name stays until it is replaced, so an interruption never leaves a start without a database.
    """
    aside = path.with_name(f"{path.name}.replaced-{now:%Y%m%dT%H%M%SZ}")
    aside.hardlink_to(path)
    for suffix in LOGS:
        file = path.with_name(path.name + suffix)
        if file.exists():
            file.rename(aside.with_name(aside.name + suffix))
    return aside


def _rewrite(path: Path, copy: Path) -> Contents:
    """Write what ``path`` holds to the new file ``copy``, verify it, and return when it is on the disk."""
    partial = copy.with_name(f"{copy.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
        with closing(open_for_reading(path)) as connection:
            connection.execute("vacuum into ?", (str(partial),))
        contents = verify(partial, of=path)
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.rename(copy)
    except sqlite3.DatabaseError as error:
        raise named_error(path, error) from error
    except OSError as error:
        raise DatabaseUnwritable(copy, error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return contents


def _contents(copy: Path, size_bytes: int, connection: sqlite3.Connection) -> Contents:
    def number(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0] or 0)

    if number("pragma application_id") != schema.APPLICATION_ID:
        raise NotOurDatabase(copy, "the file belongs to another program")
    if (version := number("pragma user_version")) > schema.VERSION:
        raise DatabaseTooNew(copy, f"version {version}, this program knows {schema.VERSION}")
    (verdict,) = connection.execute("pragma integrity_check(1)").fetchone()
    if verdict != "ok" or connection.execute("pragma foreign_key_check").fetchone():
        raise DatabaseDamaged(copy, verdict if verdict != "ok" else "rows refer to rows that are not there")
    newest = number("select cast(max(seen_at) as integer) from items")
    return Contents(
        size_bytes,
        version,
        number("select count(*) from subscribers"),
        number("select count(*) from watches where removed_at is null"),
        number("select count(*) from items"),
        number(f"select count(*) from outbox where {_PENDING}"),
        datetime.fromtimestamp(newest, UTC) if newest else None,
    )
