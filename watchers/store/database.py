"""One writer thread with one connection, one read-only connection, and a lock against a second process."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, Protocol, TypeVar

import msgspec
from filelock import FileLock
from sqlite_utils import Database as SqliteUtils
from sqlite_utils.db import Table

from watchers.errors import DatabaseDamaged, NotOurDatabase, StoreError
from watchers.store import file, receipts
from watchers.store.file import named_error
from watchers.store.rescue import rescue

P = ParamSpec("P")
T = TypeVar("T")

MAX_SHARED_JOBS = 400
"""Jobs in one transaction: the first gets its result when the last is done."""


TableName = Literal["additions", "heartbeats", "offers", "own_names", "searches", "subscribers", "troubles", "watches"]
"""Tables that sqlite-utils writes. It creates a missing one, so that mypy must catch a misspelled name."""


def _as_json(values: Any) -> str:
    return msgspec.json.encode(values).decode()


# How values are stored: times in seconds since 1970, durations in seconds, sequences and mappings as JSON.
_ADAPTERS: dict[type, Callable[[Any], Any]] = {
    datetime: datetime.timestamp,
    timedelta: timedelta.total_seconds,
    list: _as_json,
    tuple: _as_json,
    dict: _as_json,
}
for kind, adapter in _ADAPTERS.items():
    sqlite3.register_adapter(kind, adapter)


def record(kind: type[T], row: dict[str, Any]) -> T:
    """Return a row as a dataclass whose fields are named as the columns; other columns are ignored."""
    return msgspec.convert(row, kind, strict=False)


def row_of(value: Any) -> dict[str, Any]:
    """Return the fields of a dataclass as columns."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def time_of(seconds: float | None) -> datetime | None:
    """Return a stored time; None if there is none."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


class Rows:
    """Read access for a job. Everything is fetched before the job ends.

    Parameters are the values for ``?`` in order, or one mapping for ``:name``.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def records(self, kind: type[T], sql: str, *parameters: Any) -> list[T]:
        """Return all rows of a query as ``record`` does."""
        return [record(kind, row) for row in self.mappings(sql, *parameters)]

    def record(self, kind: type[T], sql: str, *parameters: Any) -> T | None:
        """Return the first row of a query as ``record`` does; None if there is none."""
        return next(iter(self.records(kind, sql, *parameters)), None)

    def mappings(self, sql: str, *parameters: Any) -> list[dict[str, Any]]:
        """Return all rows of a query by the names of their columns."""
        found = self._connection.execute(sql, _bound(parameters))
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    def all(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Return all rows of a query as tuples."""
        return self._connection.execute(sql, _bound(parameters)).fetchall()

    def column(self, sql: str, *parameters: Any) -> list[Any]:
        """Return the first value of each row of a query."""
        return [value for value, *_ in self._connection.execute(sql, _bound(parameters))]

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
        self.actions: list[Callable[[], None]] = []
        """What to run after the commit."""
        self._changes_before = connection.total_changes

    @property
    def rows_written(self) -> int:
        """Return how many rows this job has inserted, updated and deleted so far."""
        return self._connection.total_changes - self._changes_before

    def execute(self, sql: str, *parameters: Any) -> int:
        """Run one statement and return how many rows it changed."""
        return self._connection.execute(sql, _bound(parameters)).rowcount

    def each(self, sql: str, parameters: Iterator[tuple[Any, ...]] | list[tuple[Any, ...]]) -> None:
        """Run one statement once for each tuple of parameters."""
        self._connection.executemany(sql, parameters)

    def insert(self, sql: str, *parameters: Any) -> int:
        """Run an insert and return the new row's id."""
        return int(self._connection.execute(sql, _bound(parameters)).lastrowid or 0)

    def add(self, table: TableName, **columns: Any) -> int:
        """Insert a row and return its id."""
        return int(self._table(table).insert(_stored(columns)).last_pk or 0)

    def put(self, table: TableName, key: str | tuple[str, ...], **columns: Any) -> None:
        """Insert a row, or set its columns if there is one with the same key."""
        self._table(table).upsert(_stored(columns), pk=key)

    def update(self, table: TableName, identifier: int, **columns: Any) -> None:
        """Set columns of the row with this id. Raises NotFoundError."""
        self._table(table).update(identifier, _stored(columns))

    def delete(self, table: TableName, where: str, *parameters: Any) -> None:
        """Delete the rows that meet a condition in SQL."""
        self._table(table).delete_where(where, list(parameters))

    def _table(self, name: TableName) -> Table:
        return Table(SqliteUtils(self._connection, recursive_triggers=False, execute_plugins=False), name)

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run the action in the writer thread once the transaction is committed; never after a rollback."""
        self.actions.append(action)


def _stored(columns: dict[str, Any]) -> dict[str, Any]:
    """Return values as sqlite3's adapters store them; sqlite-utils has other ones for times and durations."""
    return {name: _ADAPTERS.get(type(value), lambda value: value)(value) for name, value in columns.items()}


def database_bytes(rows: Rows) -> int:
    """Return the size of the database file in bytes, without the write-ahead log."""
    return rows.number("pragma page_count") * rows.number("pragma page_size")


@dataclass(slots=True)
class _Job:
    """A write that waits for a transaction, then its result."""

    run: Callable[[Transaction], Any]
    outcome: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


def _bound(parameters: tuple[Any, ...]) -> Any:
    """Return the values for ``?`` unchanged, or the one mapping for ``:name``."""
    return parameters[0] if len(parameters) == 1 and isinstance(parameters[0], dict) else parameters


class HasDatabase(Protocol):
    """A class with jobs as methods."""

    @property
    def database(self) -> Database:
        """Return where the jobs run."""


S = TypeVar("S", bound=HasDatabase)


def reading(job: Callable[Concatenate[S, Rows, P], T]) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """Make a method of a service run on the read-only connection; callers await it, without the rows."""

    @wraps(job)
    async def method(service: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await service.database.read(lambda rows: job(service, rows, *args, **kwargs))

    return method


def writing(job: Callable[Concatenate[S, Transaction, P], T]) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """Make a method of a service run in a transaction; callers await it, without the transaction."""

    @wraps(job)
    async def method(service: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await service.database.write(lambda tx: job(service, tx, *args, **kwargs))

    return method


class Database:
    """An open database; use ``async with await Database.open(path) as database``."""

    def __init__(self, path: Path, lock: FileLock) -> None:
        self.path = path
        self._lock = lock
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._writer: sqlite3.Connection
        self._reader: sqlite3.Connection
        self._identity: file.Identity
        self._closing = False
        self._waiting: deque[_Job] = deque()
        self._damage: StoreError | None = None

    @classmethod
    async def open(cls, path: Path) -> Database:
        """Lock, open, check and migrate a database file.

        Raises:
            StoreError: The file cannot be used; the subclass says why.
        """
        database = cls(path, file.lock_database(path))
        loop = asyncio.get_running_loop()
        try:
            database._writer = await loop.run_in_executor(database._writing, file.open_for_writing, path)
            database._reader = await loop.run_in_executor(database._reading, file.open_for_reading, path)
            database._identity = file.identity(path)
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

        Raises:
            DatabaseGone: The file was deleted or replaced; what it held was copied beside it.
            DatabaseFailed: The file was found to be damaged; what can be read was copied beside it.
        """
        self._closing = True
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._reading, self._reader.close)
        lost = await loop.run_in_executor(self._writing, self._close_writer)
        self._stop()
        if lost is not None:
            raise lost

    async def is_lost(self) -> bool:
        """Return whether the file was deleted, replaced or damaged, so that it must be closed, which copies it."""
        if self._damage is not None:
            return True
        return await asyncio.get_running_loop().run_in_executor(self._reading, file.is_gone, self.path, self._identity)

    async def write(self, job: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a job in a transaction in the writer thread. It is never half done, even when canceled.

        While a command is carried out (``watchers.store.receipts``), the job is done once for that command.

        Jobs that wait for the writer share a transaction, and thereby its sync; one that fails is undone alone.
        """
        if (receipt := receipts.current.get()) is not None:
            job = receipt.once(job)
        loop = asyncio.get_running_loop()
        waiting = _Job(lambda transaction: job(transaction, *args, **kwargs), loop.create_future())
        self._waiting.append(waiting)
        self._writing.submit(self._write_waiting, loop)
        result: T = await waiting.outcome
        return result

    async def compact(self) -> None:
        """Give the space of deleted rows back to the disk. The writer is busy meanwhile, seconds for a gigabyte."""
        await asyncio.get_running_loop().run_in_executor(self._writing, self._compact)

    async def fold(self) -> None:
        """Fold the write-ahead log into the file, so that what was deleted is in neither; skipped while in use."""
        await asyncio.get_running_loop().run_in_executor(self._writing, self._fold)

    async def read(self, job: Callable[Concatenate[Rows, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a job on the read-only connection, concurrently with the writer."""

        def guarded() -> T:
            try:
                return job(Rows(self._reader), *args, **kwargs)
            except sqlite3.DatabaseError as error:
                raise self._named(error) from error

        return await asyncio.get_running_loop().run_in_executor(self._reading, guarded)

    def _write_waiting(self, loop: asyncio.AbstractEventLoop) -> None:
        """Run the waiting jobs up to one whose actions must run before the next job, and commit them.

        Their results are handed to the loop in one call.
        """
        batch: list[_Job] = []
        actions: list[Callable[[], None]] = []
        try:
            while self._waiting and len(batch) < MAX_SHARED_JOBS and not actions:
                job = self._waiting.popleft()
                if not job.outcome.cancelled():
                    batch.append(job)
                    if len(batch) == 1:
                        self._begin()
                    actions = self._attempt(job)
            self._writer.commit()
            for action in actions:
                action()
        except BaseException as error:  # noqa: BLE001 - it is raised where the job is awaited
            self._writer.rollback()
            for job in batch:
                job.error = error
        with suppress(RuntimeError):  # the loop is closed, and nobody waits anymore
            loop.call_soon_threadsafe(self._hand_over, batch)

    def _hand_over(self, batch: list[_Job]) -> None:
        for job in batch:
            if job.outcome.cancelled():
                continue
            if job.error is None:
                job.outcome.set_result(job.result)
            else:
                job.outcome.set_exception(self._named(job.error))

    def _attempt(self, job: _Job) -> list[Callable[[], None]]:
        """Run a job and undo its writes if it fails. Return the actions that it registered with ``after_commit``."""
        transaction = Transaction(self._writer)
        self._writer.execute("savepoint job")
        try:
            job.result = job.run(transaction)
        except BaseException as error:
            if not self._writer.in_transaction:
                raise  # SQLite rolled all jobs back
            self._writer.execute("rollback to job")
            job.error = error
        self._writer.execute("release job")
        return [] if job.error else transaction.actions

    def _named(self, error: BaseException) -> BaseException:
        """Return the error as ``named_error`` does, and remember damage."""
        named = named_error(self.path, error)
        if isinstance(named, DatabaseDamaged | NotOurDatabase):
            self._damage = named
        return named

    def _compact(self) -> None:
        try:
            self._writer.execute("vacuum")
            self._writer.execute("pragma wal_checkpoint(truncate)")
        except sqlite3.DatabaseError as error:
            raise self._named(error) from error

    def _fold(self) -> None:
        # While another connection reads, or the disk is full, the log stays until the next time.
        with suppress(sqlite3.DatabaseError):
            self._writer.execute("pragma wal_checkpoint(truncate)")

    def _begin(self) -> None:
        deadline = time.monotonic() + file.BUSY_TIMEOUT_MS / 1000
        while True:
            try:
                self._writer.execute("begin immediate")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or self._closing or time.monotonic() > deadline:
                    raise
            else:
                return

    def _close_writer(self) -> StoreError | None:
        lost: StoreError | None = None
        if file.is_gone(self.path, self._identity):
            lost = file.rescue(self.path, self._writer)
        elif self._damage is not None:
            lost = rescue(self.path, self._damage.why)
        self._fold()
        self._writer.close()
        return lost

    def _stop(self) -> None:
        self._writing.shutdown()
        self._reading.shutdown()
        self._lock.release()


@contextmanager
def look_into(path: Path) -> Iterator[Rows]:
    """Open a database for reading while a service may be running, as ``file.look_into`` does."""
    with file.look_into(path) as connection:
        yield Rows(connection)


@contextmanager
def amend(path: Path) -> Iterator[Transaction]:
    """Change a database in one short transaction while a service may be running, which sees the change afterwards.

    Only for rows of which the service keeps nothing in memory.

    Raises:
        StoreError: The file is missing, is not one of ours, or has an older schema.
    """
    with file.look_into(path, "rw") as connection:
        connection.execute("begin immediate")
        yield Transaction(connection)
        connection.commit()
