"""A list that was replaced as a whole, from the notice to its approval, by operators and by nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.callbacks.admin import ShowHeldList
from bot.chat import Reply
from bot.messages.alerts import notice
from tests.bot.commands.test_admin import ANN, APPS, OPERATOR, WORDS, Chat, payloads, shown
from tests.fakes.situations import House
from tests.watchers.test_lists import NEW, ROWS, UK, listed, poll, republished, versions
from watchers.model import News
from watchers.polling.health_monitor import HealthMonitor
from watchers.store import lists, sources
from watchers.store.lists import VersionState

pytestmark = pytest.mark.service


@pytest.fixture
async def held(house: House) -> House:
    """A list that was replaced as a whole."""
    await listed(house)
    await poll(house, [*republished(), NEW])
    return house


async def told(house: House, language: str = "en") -> Reply:
    """The notice that the operator gets."""
    operator = await house.watchlist.subscribe(OPERATOR, language)
    await HealthMonitor(house.database, [OPERATOR], timedelta(), house.clock, lambda: None).check()
    (row,) = await house.enqueued(operator)
    assert row.notice is not None
    assert row.notice.news is News.HELD
    return notice(row.notice, WORDS[language], house.clock())


async def state(house: House) -> VersionState:
    return (await versions(house))[0].state


@pytest.mark.parametrize(
    ("language", "counts", "buttons"),
    [
        (
            "en",
            "Before: 5 entries. Now: 6. 6 added, 5 removed, 0 changed.",
            ["✅ Approve", "Keep holding", "🔎 Show entries"],
        ),
        (
            "zh-Hant",
            "原有 5 筆，現有 6 筆：新增 6 筆，移除 5 筆，變更 0 筆。",
            ["✅ 核准", "繼續保留", "🔎 查看項目"],
        ),
        (
            "ja",
            "以前は 5 件、現在は 6 件：追加 6 件、削除 5 件、変更 0 件。",
            ["✅ 承認", "保留を続ける", "🔎 項目を見る"],
        ),
    ],
)
async def test_the_notice_names_the_list_its_counts_and_what_can_be_done(
    held: House, language: str, counts: str, buttons: list[str]
) -> None:
    reply = await told(held, language)
    first, second, third, _ = shown(reply).splitlines()
    assert "UK list" in first
    assert second == counts
    assert "tradewatch lists approve uk.list" in third
    assert [button.label for row in reply.buttons for button in row] == buttons


@pytest.mark.parametrize("language", ["en", "zh-Hant", "ja"])
async def test_an_operator_looks_at_the_entries_and_approves_the_list(held: House, language: str) -> None:
    question = await told(held, language)
    operator = Chat(held, app=APPS[language])
    entries = await operator.presses(payloads(question)[2])
    assert entries.edits
    assert "➕ Ostrov Shipping" in shown(entries)
    assert "➖ Northern Quota Bank" in shown(entries)
    reply = await operator.presses(payloads(entries)[0])
    assert reply.edits
    assert shown(reply) == shown(WORDS[language].reply("held-approved", list="UK list"))
    assert await state(held) is VersionState.APPROVED
    assert UK.id in {source.id for source, _ in await held.database.read(sources.due, held.clock())}
    ann = await held.person("ann", "ostrov", "quota")
    assert (await poll(held, [*republished(), NEW])).enqueued == 1
    (alert,) = [alert for alert in await held.enqueued(ann) if alert.item is None]
    assert alert.listed_count == 1
    again = await operator.presses(payloads(entries)[0])
    assert again.html == WORDS[language].format("held-over")


async def test_an_operator_keeps_a_list_held_and_can_approve_it_later(held: House) -> None:
    question = await told(held)
    operator = Chat(held)
    kept = await operator.presses(payloads(question)[1])
    assert "stays held" in shown(kept)
    assert await state(held) is VersionState.HELD
    await operator.presses(payloads(kept)[0])
    assert await state(held) is VersionState.APPROVED


async def test_what_the_message_does_not_show_is_not_approved(held: House) -> None:
    question = await told(held)
    await poll(held, republished())
    operator = Chat(held)
    reply = await operator.presses(payloads(question)[0])
    assert "nothing was approved" in shown(reply)
    assert "5 added, 5 removed" in shown(reply)
    assert await state(held) is VersionState.HELD
    await operator.presses(payloads(reply)[0])
    assert await state(held) is VersionState.APPROVED


async def test_a_list_that_came_back_as_it_was_waits_for_no_approval(held: House) -> None:
    question = await told(held)
    await poll(held, (*ROWS, NEW))
    for payload in payloads(question):
        reply = await Chat(held).presses(payload)
        assert shown(reply) == "This list waits for no approval anymore."
    assert await state(held) is VersionState.STORED


@pytest.mark.parametrize("place", [0, 1, 2])
async def test_rights_are_checked_when_a_button_is_pressed(held: House, place: int) -> None:
    question = await told(held)
    ann = Chat(held, ANN)
    await ann.says("/start")
    reply = await ann.presses(payloads(question)[place])
    assert reply.html == WORDS["en"].format("operators-only")
    assert await state(held) is VersionState.HELD


async def test_the_overview_counts_the_lists_that_wait_and_opens_them(held: House) -> None:
    operator = Chat(held)
    reply = await operator.says("/admin")
    assert "One list waits for approval" in shown(reply)
    (version,) = await held.database.read(lists.held)
    assert ShowHeldList(version.number) in payloads(reply)
