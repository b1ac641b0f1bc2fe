"""A new database for each test: made once, then copied, which is faster than most tests; and damage to one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from watchers.store import Database

_made: list[bytes] = []


async def open_new(path: Path, kind: type[Database] = Database) -> Database:
    """Open the database at the path. If there is none, it is as the first start leaves it."""
    if not _made:
        with TemporaryDirectory() as folder:
            async with await Database.open(Path(folder) / "new.db") as database:
                pass
            _keep(database.path)
    _lay(path)
    return await kind.open(path)


def _keep(path: Path) -> None:
    _made.append(path.read_bytes())


def _lay(path: Path) -> None:
    if not path.exists():
        path.write_bytes(_made[0])


PAGE = 4096
"""Bytes of a page, SQLite's default."""


def root_of(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("select rootpage from sqlite_master where name = ?", (table,)).fetchone()[0])


def leaves(path: Path, table: str) -> list[int]:
    """The pages that an inner root refers to, without the last; the file format's section 1.6."""
    body, number = path.read_bytes(), root_of(path, table)
    page = body[(number - 1) * PAGE : number * PAGE]
    assert page[0] == 5, "an inner page of a table"
    cells = int.from_bytes(page[3:5])
    offsets = [int.from_bytes(page[12 + 2 * at : 14 + 2 * at]) for at in range(cells)]
    return [int.from_bytes(page[offset : offset + 4]) for offset in offsets]


def spoil(path: Path, *pages: int) -> None:
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE)
            file.write(b"\xff" * PAGE)
