"""A database of an older version between the two fakes, ready to be started by the program of today."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.bot_process import World, world
from tests.fakes.databases import open_new
from tests.fakes.feed_moods import status
from tests.upgrade.dumps import restore
from tests.upgrade.scenario import feed_item

DATABASES = Path(__file__).parent / "databases"


@pytest.fixture
async def around(name: str, tmp_path: Path) -> AsyncIterator[World]:
    """The database ``name`` with its configuration; its feeds show what they showed when it was made.

    Whatever a test does with it, it has the tables of a new database at the end, and a copy of the old one beside it.
    """
    async with world(tmp_path) as around:
        put_back(around, name)
        old = version(around.database)
        yield around
        async with await open_new(tmp_path / "new.db"):
            pass
        assert version(around.database) == version(tmp_path / "new.db")
        assert schema(around.database) == schema(tmp_path / "new.db")
        assert around.rows("pragma foreign_key_check") == []
        assert copies(around.database) == ({old: old} if old < version(around.database) else {})


def schema(path: Path) -> dict[str, set[str]]:
    """The columns of each table, and the names of indexes and triggers."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("select type, name from sqlite_master order by name").fetchall()
        columns = {
            name: {
                f"{row[1]} {row[2]} {row[3]} {row[4]} {row[5]}"
                for row in connection.execute(f"pragma table_info({name})")
            }
            for kind, name in found
            if kind == "table"
        }
        return columns | {kind: {name for each, name in found if each == kind} for kind in ("index", "trigger")}


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("pragma user_version").fetchone()[0])


def copies(path: Path) -> dict[int, int]:
    """The copies beside a database: the version in the name of each, and the one in the file."""
    return {int(copy.name.rpartition("-")[2]): version(copy) for copy in path.parent.glob(f"{path.name}.before-*")}


def put_back(around: World, name: str) -> None:
    placeholders = {
        around.api.base_url.removesuffix("/bot"): "http://API",
        around.feeds.url("").removesuffix("/").removeprefix("http://"): "FEEDS",
        str(around.folder): "FOLDER",
    }
    settings = (DATABASES / name / "config.yaml").read_text("utf-8")
    for found, word in placeholders.items():
        settings = settings.replace(word, found)
    around.config.write_text(settings, "utf-8")
    restore((DATABASES / name / "database.sql").read_text("utf-8"), around.database, time.time(), placeholders)
    for url, title in around.rows("select s.url, i.title from items i join sources s on s.id = i.source order by i.id"):
        around.feeds.publish(str(url).rpartition("/")[2], feed_item(str(title)))
    around.feeds.set_mood("gone", status(410))
    around.feeds.set_mood("shaky", status(503))
