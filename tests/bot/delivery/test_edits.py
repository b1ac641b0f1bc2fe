"""An alert whose item changed is edited in its chat, with the guarantees of an alert, and never as a second one."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from bot.chat import ChatUnreachable, NotSent, SendRefused
from bot.telegram.gateway import Gateway
from tests.bot.delivery.test_worker import at_rest, delivering, people, rows_of, settled
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_script import refusal, too_many
from tests.fakes.ports import document, item
from tests.fakes.queued import next_alerts
from tests.fakes.sends import Sends
from tests.fakes.situations import House
from watchers.model import Address, AlertId, EditCause
from watchers.store import Transaction, edits, outbox

pytestmark = pytest.mark.service

LINK = "https://ustr.example/a"
NOT_FOUND = refusal(400, "Bad Request: message to edit not found")


async def publish(house: House, title: str) -> None:
    await house.poll(document(item(title, "a", LINK)))


async def sent_then_corrected(house: House, send: Sends | Gateway, chat: str = "7") -> None:
    """One alert is sent to the chat, and then the title of its item changes."""
    await people(house, chat)
    await publish(house, "A quota for silk")
    async with delivering(house, send):
        await settled(house, {"sent": 1})
    house.clock.pass_by(timedelta(minutes=10))
    await publish(house, "A quota for wool")


def _tried(sends: Sends, times: int) -> bool:
    return len(sends.tried) == times


async def also(house: House) -> None:
    """Another source has the story of the first alert."""

    def job(tx: Transaction) -> int:
        return edits.enqueue(tx, [AlertId(1)], EditCause.ALSO, house.clock())

    assert await house.database.write(job) == 1


async def test_the_message_is_replaced_and_says_when_it_was_corrected(
    house: House, api: FakeBotApi, gateway: Gateway
) -> None:
    await sent_then_corrected(house, gateway)
    async with delivering(house, gateway):
        await settled(house, {"sent": 2})
    (message,) = api.shown(7)
    assert "A quota for wool" in message.text and "silk" not in message.text
    assert "✎ corrected 12:10 UTC" in message.text
    assert (len(api.sent), [edit.message_id for edit in api.edited]) == (1, [api.sent[0].message_id])
    assert [button.data for row in message.buttons for button in row if button.data] == [
        button.data for row in api.sent[0].buttons for button in row if button.data
    ], "its buttons are those of the alert"


async def test_a_deleted_message_is_replied_to_once_and_later_changes_stay_silent(
    house: House, api: FakeBotApi, gateway: Gateway
) -> None:
    await sent_then_corrected(house, gateway)
    api.script("editMessageText", NOT_FOUND, NOT_FOUND)
    async with delivering(house, gateway):
        await settled(house, {"sent": 2})
        await publish(house, "A quota for tin")
        await settled(house, {"sent": 2, "dropped": 1})
    assert ["✎ corrected" in message.text for message in api.sent] == [False, True]
    assert api.sent[1].reply_to == api.sent[0].message_id


async def test_additional_facts_are_edits_and_not_messages(house: House, api: FakeBotApi, gateway: Gateway) -> None:
    await people(house, "7")
    await publish(house, "A quota for silk")
    api.script("editMessageText", NOT_FOUND)
    async with delivering(house, gateway):
        await settled(house, {"sent": 1})
        await also(house)
        await settled(house, {"sent": 1, "dropped": 1})
        await also(house)
        await settled(house, {"sent": 2, "dropped": 1})
    assert (len(api.sent), len(api.edited)) == (1, 0), "the second one changed nothing"


@pytest.mark.hazard("D2")
async def test_an_edit_under_way_at_a_kill_is_made_after_it(house: House, sends: Sends) -> None:
    await sent_then_corrected(house, sends)

    def claim(tx: Transaction) -> bool:
        (edit,) = next_alerts(tx, house.clock())
        return outbox.claim(tx, edit.id, house.clock()) is not None

    assert await house.database.write(claim)
    async with delivering(house, sends):
        await settled(house, {"sent": 2})
    assert [tried.replaces for tried in sends.tried] == [None, "1"]
    assert "repeat" not in sends.tried[1].html


async def test_an_edit_is_retried_until_it_is_made(house: House, sends: Sends) -> None:
    await sent_then_corrected(house, sends)
    sends.meets("7", NotSent("500"), NotSent("500"))
    async with delivering(house, sends):
        for tries in (2, 3):
            await sends.until(partial(_tried, sends, tries))
            await at_rest(house)
            house.clock.pass_by(timedelta(minutes=1))
        await settled(house, {"sent": 2})
    assert [tried.replaces for tried in sends.tried] == [None, "1", "1", "1"]


async def test_an_edit_that_is_refused_is_not_a_dead_letter_and_nobody_is_notified(house: House, sends: Sends) -> None:
    await sent_then_corrected(house, sends)
    sends.meets("7", SendRefused("no"))
    async with delivering(house, sends):
        await settled(house, {"sent": 1, "dropped": 1})
    assert len(sends.tried) == 2


async def test_an_edit_waits_for_the_end_of_a_pause(house: House, sends: Sends) -> None:
    await sent_then_corrected(house, sends)
    ann = await house.watchlist.subscriber(Address("7"))
    assert ann is not None
    sends.meets("7", ChatUnreachable("blocked"))
    async with delivering(house, sends):
        await settled(house, {"sent": 1, "held": 1})
        await house.watchlist.resume(ann)
        await settled(house, {"sent": 2})
    assert sends.tried[-1].replaces == "1"


async def test_after_a_move_the_correction_is_a_message_of_the_new_chat(house: House, sends: Sends) -> None:
    await sent_then_corrected(house, sends, "-5")
    await house.database.write(house.watchlist.move, Address("-5"), Address("-100"))
    async with delivering(house, sends):
        await settled(house, {"sent": 2})
    (tried,) = sends.to("-100")
    assert (tried.replaces, "corrected" in tried.html) == (None, True)


@pytest.mark.parametrize(("language", "says"), [("en", "✎ corrected"), ("zh-Hant", "更正標題"), ("ja", "見出し訂正")])
async def test_each_chat_reads_of_the_correction_in_its_language(
    house: House, sends: Sends, language: str, says: str
) -> None:
    await people(house, "7")
    ann = await house.watchlist.subscriber(Address("7"))
    assert ann is not None
    await house.watchlist.times.set_language(ann, language)
    await publish(house, "A quota for silk")
    async with delivering(house, sends):
        await settled(house, {"sent": 1})
        await publish(house, "A quota for wool")
        await settled(house, {"sent": 2})
    assert says in sends.tried[-1].html
    assert await rows_of(house, "change") == [(None,), ("corrected",)]


async def test_an_edit_that_comes_too_soon_waits_as_long_as_telegram_asks(
    house: House, api: FakeBotApi, gateway: Gateway
) -> None:
    await sent_then_corrected(house, gateway)
    api.script("editMessageText", too_many(30), too_many(30))
    async with delivering(house, gateway):
        for calls in (1, 2):
            await api.wait_until(lambda: len(api.calls_of("editMessageText")) == calls)  # noqa: B023
            await at_rest(house)
            assert await rows_of(house, "state, problem, attempts") == [
                ("sent", None, 1),
                ("queued", outbox.ASKED_TO_WAIT, 0),
            ]
            house.clock.pass_by(timedelta(seconds=31))
        await settled(house, {"sent": 2})
    assert (len(api.sent), len(api.edited)) == (1, 1)


async def test_an_edit_that_was_made_before_is_done(house: House, api: FakeBotApi, gateway: Gateway) -> None:
    await sent_then_corrected(house, gateway)
    api.script("editMessageText", refusal(400, "Bad Request: message is not modified: it is exactly the same"))
    async with delivering(house, gateway):
        await settled(house, {"sent": 2})
    assert (len(api.sent), api.edited) == (1, [])


async def test_a_correction_of_a_message_that_is_too_old_for_an_edit_is_a_reply(
    house: House, api: FakeBotApi, gateway: Gateway
) -> None:
    await sent_then_corrected(house, gateway)
    api.script("editMessageText", refusal(400, "Bad Request: message can't be edited"))
    async with delivering(house, gateway):
        await settled(house, {"sent": 2})
    assert api.sent[1].reply_to == api.sent[0].message_id
    assert "✎ corrected" in api.sent[1].text
