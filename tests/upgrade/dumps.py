"""Databases as SQL text that can be read, compared and committed.

A dump holds every table with its rows, then indexes and triggers, and keeps ``application_id`` and
``user_version``. A full-text table is dumped as its rows, not as its shadow tables: SQLite builds its index anew
when they are inserted. Ports of this machine are placeholders, and times are moved when a dump is restored, so
that a database is always as old as it was when its program was stopped.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

MADE_AT = "-- made at "
"""Begins the first line, which ends with the seconds since 1970 at which the program was stopped."""
SMALLEST_TIME = 1e9
"""Numbers above this, in columns declared ``real``, are times in seconds since 1970; those below are durations."""


def dump(path: Path, made_at: float, placeholders: Mapping[str, str]) -> str:
    """Return the database as SQL, each key of ``placeholders`` in it replaced by its value."""
    with closing(sqlite3.connect(path)) as connection:
        sql = "\n".join(_statements(connection))
    for found, word in placeholders.items():
        sql = sql.replace(found, word)
    return f"{MADE_AT}{made_at:.0f}\n{sql}\n"


def restore(sql: str, path: Path, now: float, placeholders: Mapping[str, str]) -> None:
    """Make the database at ``path`` from a dump, each value of ``placeholders`` in it replaced by its key."""
    for found, word in placeholders.items():
        sql = sql.replace(word, found)
    made_at = float(sql.partition("\n")[0].removeprefix(MADE_AT))
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)
        _move_times(connection, now - made_at)
        connection.commit()


def _statements(connection: sqlite3.Connection) -> Iterator[str]:
    for pragma in ("application_id", "user_version"):
        yield f"pragma {pragma}={connection.execute(f'pragma {pragma}').fetchone()[0]};"
    yield "begin;"
    for name, sql in _tables(connection):
        yield f"{sql};"
        yield from _inserts(connection, name, virtual=sql.lower().startswith("create virtual"))
    for (sql,) in connection.execute(
        "select sql from sqlite_master where type in ('index', 'trigger') and sql is not null order by rowid"
    ):
        yield f"{sql};"
    yield "commit;"


def _tables(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Name and definition of each table but the shadow tables of full-text tables, in the order they were made."""
    shadows = {name for _, name, kind, *_ in connection.execute("pragma table_list") if kind == "shadow"}
    found = connection.execute("select name, sql from sqlite_master where type = 'table' order by rowid")
    return [(name, sql) for name, sql in found if name not in shadows and not name.startswith("sqlite_")]


def _inserts(connection: sqlite3.Connection, table: str, virtual: bool) -> Iterator[str]:
    columns = [row[1] for row in connection.execute(f"pragma table_info({table})")]
    columns = ["rowid", *columns] if virtual else columns
    quoted = " || ', ' || ".join(f"quote({column})" for column in columns)
    for (values,) in connection.execute(f"select {quoted} from {table}"):
        yield f"insert into {table} ({', '.join(columns)}) values ({values});"


def _move_times(connection: sqlite3.Connection, seconds: float) -> None:
    for table, _ in _tables(connection):
        for _, column, kind, *_ in connection.execute(f"pragma table_info({table})").fetchall():
            if kind.lower() == "real":
                connection.execute(
                    f"update {table} set {column} = {column} + ? where {column} > ?", (seconds, SMALLEST_TIME)
                )
