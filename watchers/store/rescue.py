"""Rescue what a damaged database still holds: the rows that can be read go into a new file."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from sqlite_utils import Database as SqliteUtils

from watchers import errors
from watchers.store import file, schema

log = logging.getLogger(__name__)

_WORDS = "item_words"
"""The full-text table, which is filled anew from the items."""


def rescue(path: Path, why: str) -> errors.DatabaseFailed:
    """Copy the readable rows to ``FILE.rescued-N``, unless a copy is there, and return the error that says so."""
    if kept := file.rescued(path):
        return errors.DatabaseFailed(path, f"{why}; a copy from before is in {kept}")
    copy = file.next_rescued(path)
    partial = copy.with_name(f"{copy.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        partial.touch(mode=file.OWNER_ONLY, exist_ok=False)
        with closing(file.open_for_reading(path)) as damaged, closing(sqlite3.connect(partial)) as new:
            copied = _copy(damaged, new)
        partial.rename(copy)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        log.critical("database_lost", extra={"why": str(error)})
        return errors.DatabaseFailed(path, f"{why}, and its rows cannot be copied ({error})")
    log.critical("database_failed", extra={"why": why, "copy": str(copy), "rows": copied})
    return errors.DatabaseFailed(path, f"{why}; the {copied} rows that can be read are in {copy}")


def _copy(damaged: sqlite3.Connection, new: sqlite3.Connection) -> int:
    """Copy all tables and return how many rows there are; rows that refer to lost ones are left out."""
    schema.migrations.apply(SqliteUtils(new, execute_plugins=False))
    new.execute("pragma foreign_keys=off")
    tables = _tables(new)
    for table in tables:
        new.execute(f"delete from {table}")
        columns = [name for _, name, *_ in new.execute(f"pragma table_info({table})")]
        insert = f"insert or ignore into {table} ({', '.join(columns)}) values ({', '.join('?' * len(columns))})"
        new.executemany(insert, _rows(damaged, table, columns))
    _leave_out_what_refers_to_lost_rows(new, tables)
    new.execute("insert or ignore into recognised values (1, '', 0)")
    new.execute("update recognised set state = '', pending = (select coalesce(max(id), 0) + 1 from items)")
    new.execute(f"pragma application_id={schema.APPLICATION_ID}")
    new.execute(f"pragma user_version={schema.VERSION}")
    new.commit()
    return sum(int(new.execute(f"select count(*) from {table}").fetchone()[0]) for table in tables)


def _tables(connection: sqlite3.Connection) -> list[str]:
    sql = f"""select name from sqlite_master where type = 'table' and name not like 'sqlite_%'
        and name not like '{_WORDS}%' and name not like '\\_%' escape '\\'"""
    return [name for (name,) in connection.execute(sql)]


def _rows(damaged: sqlite3.Connection, table: str, columns: list[str]) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a table from both ends, each up to the first page that cannot be read."""
    keys = [name for _, name, _, _, _, place in damaged.execute(f"pragma table_info({table})") if place] or ["rowid"]
    for direction in ("asc", "desc"):
        order = ", ".join(f"{key} {direction}" for key in keys)
        try:
            yield from damaged.execute(f"select {', '.join(columns)} from {table} order by {order}")
        except sqlite3.DatabaseError as error:
            log.warning("rows_lost", extra={"table": table, "why": str(error)})
        else:
            return


def _leave_out_what_refers_to_lost_rows(new: sqlite3.Connection, tables: list[str]) -> None:
    """Delete rows whose parent is missing, and then those that refer to these."""
    references = [
        (table, column, parent, key or "rowid")
        for table in tables
        for _, _, parent, column, key, *_ in new.execute(f"pragma foreign_key_list({table})")
    ]
    left = 1
    while left:
        left = 0
        for table, column, parent, key in references:
            left += new.execute(
                f"delete from {table} where {column} is not null and {column} not in (select {key} from {parent})"
            ).rowcount
