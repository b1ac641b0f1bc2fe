"""How many database jobs a request takes: each waits for its turn after those of all others."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import pytest

from tests.bot.test_dispatch import Chat, shown
from tests.fakes.ports import Clock, document, item
from tests.fakes.situations import House, open_house
from watchers.rules.forms import Forms
from watchers.store import Database, Rows, Transaction

pytestmark = pytest.mark.service

P = ParamSpec("P")
T = TypeVar("T")


class CountingDatabase(Database):
    """Count the jobs that are asked for."""

    reads = 0
    writes = 0

    async def read(self, job: Callable[Concatenate[Rows, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        self.reads += 1
        return await super().read(job, *args, **kwargs)

    async def write(self, job: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        self.writes += 1
        return await super().write(job, *args, **kwargs)


class CountingChat(Chat):
    """A chat that has spoken before, and counts what its next words cost."""

    async def counted(self, text: str) -> tuple[str, int, int]:
        """What is answered, and after how many reads and writes."""
        database = self.house.database
        assert isinstance(database, CountingDatabase)
        before = database.reads, database.writes
        reply = await self.says(text)
        return shown(reply), database.reads - before[0], database.writes - before[1]


@pytest.fixture
async def chat(tmp_path: Path, forms: Forms) -> AsyncIterator[CountingChat]:
    async with open_house(tmp_path / "tradewatch.db", forms, Clock(), CountingDatabase) as house:
        await house.settle_in()
        await publish(house, 25)
        chat = CountingChat(house)
        await chat.says("/start")
        yield chat


async def publish(house: House, count: int) -> None:
    titles = (f"TSMC warns of tariffs, part {number}" for number in range(count))
    await house.poll(document(*(item(title, guid=title) for title in titles)))


async def test_a_watch_takes_three_reads_and_one_write(chat: CountingChat) -> None:
    told, reads, writes = await chat.counted("/watch TSMC tariffs")
    assert "25 matches in the last minute (items checked: 25)" in told
    assert (reads, writes) == (3, 1)


async def test_a_watch_whose_matches_must_be_decided_one_by_one_takes_no_more_where_they_are_few(
    chat: CountingChat,
) -> None:
    told, reads, writes = await chat.counted('/watch "part 1" NEAR/3 tariffs')
    assert "One match in the last minute (items checked: 25)" in told
    assert (reads, writes) == (3, 1)


@pytest.mark.parametrize("typed", ["TSMC tariffs", "tariffs TSMC"])
async def test_what_is_watched_already_is_found_in_two_reads_and_one_write(typed: str, chat: CountingChat) -> None:
    await chat.says("/watch TSMC tariffs")
    told, reads, writes = await chat.counted(f"/watch {typed}")
    assert told.startswith("You already have that watch: W1")
    assert (reads, writes) == (2, 1)


async def test_what_is_not_a_rule_writes_its_suggestion_alone(chat: CountingChat) -> None:
    told, reads, writes = await chat.counted("/watch (TSMC")
    assert told.startswith("Problem at character 1")
    assert (reads, writes) == (2, 1)
