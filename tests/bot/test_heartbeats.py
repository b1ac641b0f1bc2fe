"""Signs of life are written together, and say when the database cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.heartbeats import Heartbeats
from tests.fakes.situations import House
from watchers.errors import DatabaseFull
from watchers.polling.poller import Poller
from watchers.store import Database, Rows

pytestmark = pytest.mark.service


class FullDisk:
    """A database that cannot write while the disk is full."""

    def __init__(self, database: Database) -> None:
        self.full = False
        self._database = database

    async def write(self, job: Callable[..., object], *arguments: object) -> object:
        if self.full:
            raise DatabaseFull(self._database.path, "database or disk is full")
        return await self._database.write(job, *arguments)


def beats(rows: Rows) -> dict[str, tuple[float, str | None]]:
    return {name: (at, problem) for name, at, problem in rows.all("select name, at, problem from heartbeats")}


async def test_only_parts_that_were_alive_since_the_last_writing_are_written(house: House) -> None:
    heartbeats = Heartbeats(house.database, house.clock)
    heartbeats.beat("polling")
    heartbeats.beat("delivery", "halted")
    await heartbeats.write()
    first = house.clock().timestamp()
    assert await house.database.read(beats) == {"polling": (first, None), "delivery": (first, "halted")}
    house.clock.pass_by(timedelta(seconds=5))
    heartbeats.beat("delivery")
    await heartbeats.write()
    assert await house.database.read(beats) == {"polling": (first, None), "delivery": (first + 5, None)}


async def test_no_polls_begin_while_signs_of_life_cannot_be_written(empty_house: House) -> None:
    disk = FullDisk(empty_house.database)
    heartbeats = Heartbeats(disk, empty_house.clock)  # type: ignore[arg-type]  # of its shape
    poller = Poller(empty_house.database, empty_house.pipeline, empty_house.clock, lambda polled: None)
    poller.held = lambda: heartbeats.held
    poller.alive = lambda: heartbeats.beat("polling")
    disk.full = True
    await heartbeats.write()
    await poller.tick()
    assert empty_house.newsroom.asked == []
    disk.full = False
    await heartbeats.write()
    assert await empty_house.database.read(beats) == {}
    await poller.tick()
    await heartbeats.write()
    await poller.stop()
    assert list(await empty_house.database.read(beats)) == ["polling"]
