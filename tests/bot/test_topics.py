"""Topics of a group that are deleted or closed: their alerts are neither lost nor in the way of others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_script import Call, Scripted, refusal
from tests.fakes.bot_api_updates import chat, user
from tests.fakes.ports import Clock
from tests.fakes.talk import Talk, talk
from watchers.model import Address
from watchers.rules.forms import Forms
from watchers.store import Rows

pytestmark = pytest.mark.service

ANN, ADMIN, GROUP = 7, 11, -1_000_000_000_500
TOPIC, OTHER = 12, 13
OPENED = {
    **{"message_id": 900, "date": 1_796_000_000, "chat": chat(GROUP, "supergroup"), "from": user(ADMIN)},
    "forum_topic_reopened": {},
}


@pytest.fixture
async def bot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, forms: Forms) -> AsyncIterator[Talk]:
    """A group whose topics, the general one too, and a person watch the same."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    async with FakeBotApi(longest_poll=0.2) as api, talk(api, tmp_path / "talk.db", forms, Clock()) as bot:
        await bot.house.settle_in()
        api.set_member(GROUP, ADMIN, "administrator")
        for topic in (None, TOPIC, OTHER):
            await bot.says(GROUP, "/watch quota", ADMIN, topic=topic)
        await bot.says(ANN, "/watch quota")
        yield bot
        assert bot.failures.seen == []
        assert api.violations == []


def shut(api: FakeBotApi, why: str, *topics: int | None) -> None:
    """Let Telegram refuse what goes to these topics of the group; None is the general one."""

    def judge(call: Call) -> Scripted | None:
        there = call.chat_id == GROUP and call.parameters.get("message_thread_id") in topics
        return refusal(400, f"Bad Request: {why}") if there else None

    api.judge("sendMessage", judge)


async def states(bot: Talk) -> list[str]:
    """The states of all alerts."""

    def read(rows: Rows) -> list[str]:
        return [state for (state,) in rows.all("select state from outbox order by id")]

    return await bot.house.database.read(read)


def places(api: FakeBotApi, text: str) -> list[tuple[int, int | None]]:
    return sorted(((sent.chat_id, sent.thread_id) for sent in api.sent if text in sent.text), key=repr)


@pytest.mark.hazard("D7")
@pytest.mark.parametrize("why", ["message thread not found", "TOPIC_DELETED", "TOPIC_CLOSED"])
async def test_the_alerts_of_a_topic_that_is_gone_come_in_the_general_one_and_act_for_their_own(
    bot: Talk, why: str
) -> None:
    shut(bot.api, why, TOPIC)
    await bot.publishes("Quota on wool")
    assert await states(bot) == ["sent"] * 4
    assert places(bot.api, "Quota on wool") == sorted(
        [(GROUP, None), (GROUP, None), (GROUP, OTHER), (ANN, None)], key=repr
    )
    theirs = next(sent for sent in bot.api.sent if f",{TOPIC}," in str(sent.buttons) and "Quota on wool" in sent.text)
    await bot.presses(theirs, "🔕 Mute ▾", ADMIN)
    await bot.presses(theirs, "W1 quota", ADMIN)
    await bot.presses(theirs, "24 h", ADMIN)
    muted = {
        address: [watch.muted for watch in await bot.house.watchlist.watches(subscriber)]
        for address in (str(GROUP), f"{GROUP}/{TOPIC}", f"{GROUP}/{OTHER}")
        if (subscriber := await bot.house.watchlist.subscriber(Address(address))) is not None
    }
    assert muted == {str(GROUP): [False], f"{GROUP}/{TOPIC}": [True], f"{GROUP}/{OTHER}": [False]}


@pytest.mark.hazard("D7")
async def test_what_a_closed_group_misses_is_held_and_comes_once_when_it_is_opened(bot: Talk) -> None:
    shut(bot.api, "TOPIC_CLOSED", None, TOPIC)
    for number in (1, 2, 3):
        await bot.publishes(f"Quota {number}")
        assert places(bot.api, f"Quota {number}") == sorted([(GROUP, OTHER), (ANN, None)], key=repr)
    assert sorted(await states(bot)) == ["held"] * 6 + ["sent"] * 6
    bot.api.judge("sendMessage", lambda call: None)
    await bot.api.deliver("message", OPENED)
    await bot.settled()
    assert await states(bot) == ["sent"] * 12
    for number in (1, 2, 3):
        everywhere = [(GROUP, None), (GROUP, TOPIC), (GROUP, OTHER), (ANN, None)]
        assert places(bot.api, f"Quota {number}") == sorted(everywhere, key=repr)


@pytest.mark.hazard("D5")
@pytest.mark.hazard("D7")
@pytest.mark.parametrize(
    ("refused", "last", "returns"),
    [
        # Before the last try, which is in the general topic, each of the others was tried.
        (refusal(400, "Bad Request: TOPIC_CLOSED"), {None}, lambda api: api.deliver("message", OPENED)),
        (refusal(403, "Forbidden: kicked"), {None, TOPIC, OTHER}, lambda api: api.my_chat_member(GROUP, "member")),
    ],
    ids=["closed", "kicked"],
)
async def test_a_refusal_that_arrives_after_the_group_is_open_again_holds_nothing(
    bot: Talk, refused: Scripted, last: set[int | None], returns: Callable[[FakeBotApi], Awaitable[None]]
) -> None:
    answers, waiting = asyncio.Event(), 0

    def judge(call: Call) -> Scripted | None:
        nonlocal waiting
        if call.chat_id != GROUP or answers.is_set():
            return None
        if call.parameters.get("message_thread_id") not in last:
            return refused
        waiting += 1
        return replace(refused, held=answers)

    bot.api.judge("sendMessage", judge)
    publishing = asyncio.create_task(bot.publishes("Quota on wool"))
    await bot.api.wait_until(lambda: waiting == 3)
    await returns(bot.api)
    await bot.api.wait_until(lambda: bot.api.waiting_updates == 0)
    answers.set()
    await publishing
    await bot.settled()
    assert await states(bot) == ["sent"] * 4


@pytest.mark.hazard("D7")
async def test_what_is_held_for_a_closed_group_is_tried_again_though_nobody_says_that_it_was_opened(bot: Talk) -> None:
    shut(bot.api, "TOPIC_CLOSED", None, TOPIC, OTHER)
    await bot.publishes("Quota on wool")
    for tried in (1, 2):
        assert await bot.releases() == 3, tried
        assert sorted(await states(bot)) == ["held"] * 3 + ["sent"]
    bot.api.judge("sendMessage", lambda call: None)
    assert await bot.releases() == 3
    assert await states(bot) == ["sent"] * 4
    assert await bot.releases() == 0
