"""A database of an older version between the two fakes, ready to be started by the program of today."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.bot_process import World, world
from tests.fakes.feed_moods import status
from tests.upgrade.dumps import restore
from tests.upgrade.scenario import feed_item

DATABASES = Path(__file__).parent / "databases"


@pytest.fixture
async def around(name: str, tmp_path: Path) -> AsyncIterator[World]:
    """The database ``name`` with its configuration; its feeds show what they showed when it was made."""
    async with world(tmp_path) as around:
        put_back(around, name)
        yield around


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
