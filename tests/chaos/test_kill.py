"""The process is killed while it sends; beside it, so is a sender that marks items as seen and sends from memory."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.bot_process import ROOT, World, alerts_of, ended, feed_item, is_alert
from tests.fakes.bell import eventually
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_script import Scripted
from tests.fakes.feeds import FeedServer

Figure = Callable[[str, str], None]


@dataclass(frozen=True)
class Size:
    chats: int
    items: int
    kills: int

    @property
    def alerts(self) -> int:
        return self.chats * self.items


SHORT, LONG = Size(20, 8, 4), Size(100, 100, 10)


@pytest.mark.slow
@pytest.mark.hazard("D1")
@pytest.mark.hazard("D2")
@pytest.mark.fault("kill")
async def test_killed_again_and_again_it_loses_nothing(around: World, long: bool, figure: Figure) -> None:
    size, chance = LONG if long else SHORT, random.Random(11)
    chats = list(range(1001, 1001 + size.chats))
    caps = {"per_watch": size.items, "per_source": size.items}
    around.configure("ustr", delivery={"per_second": 30}, flood=caps)
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe(dict.fromkeys(chats, ("quota",)))
    titles = [f"quota number {number}" for number in range(size.items)]
    around.publish("ustr", *titles)
    around.api.judge("sendMessage", lambda call: Scripted(delay=0.05, accept=True))
    in_flight = 0
    for kill in range(size.kills):
        wanted = size.alerts * (kill + 1) // (size.kills + 2)
        await around.until(lambda: sum(map(is_alert, around.api.sent)) >= wanted)  # noqa: B023  awaited within the round
        await asyncio.sleep(chance.random() * 0.2)
        process.kill()
        await process.wait()
        in_flight += around.states().get("in flight", 0)
        process = await around.start()
    await around.until(lambda: around.states() == {"sent": size.alerts})
    assert await ended(process) == 0
    in_order = [title for (title,) in around.rows("select title from items where not baseline order by id")]
    received = {chat: alerts_of(around.api, chat) for chat in chats}
    lost = sum(len(set(in_order) - set(titles)) for titles in received.values())
    twice = sum(len(titles) - len(set(titles)) for titles in received.values())
    out_of_order = sum(list(dict.fromkeys(titles)) != in_order for titles in received.values())
    naive = await naive_sender_loses(around.folder, titles, chats, size.kills)
    figure(
        "kill",
        f"{size.alerts} alerts, {size.kills} kills: lost {lost}, twice {twice} ({in_flight} were in flight), "
        f"out of order {out_of_order}; a sender that marks first and sends from memory lost {naive}",
    )
    assert (lost, out_of_order) == (0, 0)
    assert twice <= in_flight
    assert naive > 0, "the drill would not notice a loss"


async def naive_sender_loses(folder: Path, titles: list[str], chats: list[int], kills: int) -> int:
    """Return how many of the same messages the naive sender loses, killed as often at like moments."""
    async with FakeBotApi() as api, FeedServer() as feeds:
        feeds.publish("ustr", *map(feed_item, titles))
        command = (sys.executable, "-m", "tests.chaos.naive_sender", feeds.url("ustr"), f"{api.base_url}{api.token}")
        arguments = (*command, str(folder / "naive.db"), *map(str, chats))
        wanted = len(titles) * len(chats)
        for _ in range(kills):
            process = await asyncio.create_subprocess_exec(*arguments, cwd=ROOT)
            sent = len(api.sent)
            share = wanted // (kills + 2)
            polls = len(feeds.requests_of("ustr"))
            await eventually(lambda: len(api.sent) >= sent + share or len(feeds.requests_of("ustr")) > polls + 1)  # noqa: B023  awaited within the round
            process.kill()
            await process.wait()
        with closing(sqlite3.connect(folder / "naive.db")) as connection:
            assert connection.execute("select count(*) from seen").fetchone() == (len(titles),)
        received = Counter((sent.chat_id, sent.text) for sent in api.sent)
        return wanted - len(received)
