"""A story that more sources tell edits the message of its alert; a new step of it is a reply to that."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat import SendRefused
from bot.messages.explanations import describe
from bot.telegram.gateway import Gateway
from tests.bot.delivery.test_worker import WORDS, delivering, people, settled
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_script import refusal
from tests.fakes.ports import document, item
from tests.fakes.queued import next_alerts, take_off
from tests.fakes.sends import Sends
from tests.fakes.situations import METI, USTR, House
from watchers import facts
from watchers.model import Group, Source
from watchers.model.times import DAILY
from watchers.services.digests import Digests
from watchers.services.explanations import ItemExplanation
from watchers.store import Transaction, sources

pytestmark = pytest.mark.service

LINK = "https://news.example/silk"
OFFICE = replace(USTR, group=Group.US)


async def publish(
    house: House, source: Source, title: str, link: str = LINK, body: str = "", language: str = ""
) -> None:
    house.clock.pass_by(timedelta(minutes=1))
    published = item(title, title, link, body, "", language)
    await house.poll(document(replace(published, facts=facts.in_text(title, body))), source=source)


async def test_the_copy_of_another_source_is_edited_into_the_message_without_a_new_one(
    house: House, api: FakeBotApi, gateway: Gateway
) -> None:
    await people(house, "7")
    await publish(house, USTR, "A quota for silk")
    async with delivering(house, gateway):
        await settled(house, {"sent": 1})
        await publish(house, METI, "Silk: a quota")
        await settled(house, {"sent": 2, "joined": 1})
    (message,) = api.shown(7)
    assert "USTR · seen" in message.text
    assert "also METI 12:02 UTC" in message.text
    assert (len(api.sent), len(api.edited)) == (1, 1)


@pytest.mark.parametrize(("language", "shown"), [("en", True), ("zh-Hant", False)])
async def test_the_title_of_a_copy_in_the_language_of_the_chat_is_shown(
    house: House, api: FakeBotApi, gateway: Gateway, language: str, shown: bool
) -> None:
    await people(house, "7")
    await publish(house, USTR, "絹に輸入枠 quota", language="ja")
    async with delivering(house, gateway):
        await settled(house, {"sent": 1})
        await publish(house, METI, "Silk: a quota", language=language)
        await settled(house, {"sent": 2, "joined": 1})
    (message,) = api.shown(7)
    first, *others = message.text.splitlines()
    assert "絹に輸入枠" in first
    assert ("Silk: a quota" in others) == shown


async def test_a_copy_that_comes_before_the_alert_is_sent_is_in_its_first_message(
    house: House, api: FakeBotApi, gateway: Gateway
) -> None:
    await people(house, "7")
    await publish(house, USTR, "A quota for silk")
    await publish(house, METI, "Silk: a quota")
    async with delivering(house, gateway):
        await settled(house, {"sent": 1, "joined": 1})
    assert "also METI" in api.sent[0].text
    assert api.edited == []


async def test_where_editing_is_not_allowed_any_more_nothing_is_sent(
    house: House, api: FakeBotApi, gateway: Gateway
) -> None:
    await people(house, "7")
    await publish(house, USTR, "A quota for silk")
    api.script("editMessageText", refusal(400, "Bad Request: message can't be edited"))
    async with delivering(house, gateway):
        await settled(house, {"sent": 1})
        await publish(house, METI, "Silk: a quota")
        await settled(house, {"sent": 1, "joined": 1, "dropped": 1})
    assert len(api.sent) == 1


@pytest.mark.hazard("D2")
async def test_a_copy_that_comes_while_the_alert_is_in_flight_at_a_kill_is_shown_after_it(
    house: House, api: FakeBotApi, gateway: Gateway
) -> None:
    await people(house, "7")
    await publish(house, USTR, "A quota for silk")

    def claim(tx: Transaction) -> bool:
        (alert,) = next_alerts(tx, house.clock())
        return take_off(tx, alert.id, house.clock())

    assert await house.database.write(claim)
    await publish(house, METI, "Silk: a quota")
    async with delivering(house, gateway):
        await settled(house, {"sent": 2, "joined": 1})
    assert len(api.sent) == 1
    assert "also METI" in api.shown(7)[0].text


async def test_the_official_text_is_a_reply_that_says_so(house: House, api: FakeBotApi, gateway: Gateway) -> None:
    await people(house, "7")
    await house.database.write(sources.register, [OFFICE, METI], house.clock())
    await publish(house, METI, "Quota for silk, docket USTR-2026-0031", "https://news.example/1")
    async with delivering(house, gateway):
        await settled(house, {"sent": 1})
        body = "A quota under docket USTR-2026-0031."
        await publish(house, OFFICE, "Determination on Silk", "https://ustr.example/1", body)
        await settled(house, {"sent": 2})
    reported, official = api.sent
    assert official.reply_to == reported.message_id
    assert official.text.startswith("🏛 Now official")
    assert "Now official" not in reported.text


async def test_a_story_whose_watch_was_muted_meanwhile_is_not_sent_again(
    house: House, api: FakeBotApi, gateway: Gateway
) -> None:
    ann = await house.person("7", "quota")
    await publish(house, USTR, "A quota for silk")
    async with delivering(house, gateway):
        await settled(house, {"sent": 1})
        await house.watchlist.mute(ann, 1, muted=True)
        await publish(house, METI, "Silk: a quota")
        await settled(house, {"sent": 1})
    assert (len(api.sent), api.edited) == (1, [])


async def test_why_says_with_which_alert_a_copy_was_shown(house: House) -> None:
    ann = await house.person("7", "quota")
    await publish(house, USTR, "A quota for silk")
    await publish(house, METI, "Silk: a quota")
    explained = await house.watchlist.why(ann, LINK)
    assert isinstance(explained, ItemExplanation)
    said = {language: describe(explained, words, house.watchlist.catalog).html for language, words in WORDS.items()}
    assert "shown with the alert for W1 of" in said["en"]
    assert "已併入 W1" in said["zh-Hant"]
    assert "W1 の通知にまとめました" in said["ja"]


async def test_a_digest_counts_its_stories_and_their_sources(house: House, api: FakeBotApi, gateway: Gateway) -> None:
    ann = await house.person("7", "quota")
    await house.watchlist.times.set_timing(ann, 1, DAILY)
    await publish(house, USTR, "A quota for silk")
    await publish(house, METI, "Silk: a quota")
    house.clock.pass_by(timedelta(days=1))
    await Digests(house.database, house.clock, lambda: None).run()
    async with delivering(house, gateway):
        await settled(house, {"listed": 1, "joined": 1, "sent": 1})
    assert "2 items, one story" in api.sent[0].text
    assert "1. A quota for silk · 2 sources" in api.sent[0].text


async def test_a_digest_lists_an_item_of_which_only_the_watch_of_a_copy_is_not_muted(
    house: House, api: FakeBotApi, gateway: Gateway
) -> None:
    ann = await house.person("7", "quota", "steel")
    for number in (1, 2):
        await house.watchlist.times.set_timing(ann, number, DAILY)
    await publish(house, USTR, "A quota for silk")
    await publish(house, METI, "Steel and silk: a quota")
    await house.watchlist.mute(ann, 1, True)
    house.clock.pass_by(timedelta(days=1))
    await Digests(house.database, house.clock, lambda: None).run()
    async with delivering(house, gateway):
        await settled(house, {"listed": 1, "joined": 1, "sent": 1})
    assert "1. A quota for silk · 2 sources" in api.sent[0].text


async def test_an_alert_that_is_given_up_leaves_its_place_to_its_copy(
    house: House, api: FakeBotApi, gateway: Gateway
) -> None:
    await people(house, "7")
    await publish(house, USTR, "A quota for silk")
    await publish(house, METI, "Silk: a quota")
    too_long = refusal(400, "Bad Request: message is too long")
    api.script("sendMessage", too_long, too_long)
    async with delivering(house, gateway):
        await settled(house, {"dead": 1, "sent": 2})
    assert [sent.text.startswith("Silk: a quota") for sent in api.sent] == [True, False]


async def test_a_copy_is_not_joined_to_an_entry_of_a_digest_that_was_given_up(house: House, sends: Sends) -> None:
    ann = await house.person("7", "quota")
    await house.watchlist.times.set_timing(ann, 1, DAILY)
    await publish(house, USTR, "A quota for silk")
    sends.meets("7", SendRefused("Bad Request"))
    await house.watchlist.times.set_timing(ann, 1, None)
    async with delivering(house, sends):
        await settled(house, {"listed": 1, "dead": 1, "sent": 1})
        await publish(house, METI, "Silk: a quota")
        await settled(house, {"listed": 1, "dead": 1, "sent": 2})
    assert ">Silk: a <u>quota</u>" in sends.sent_to("7")[-1]


async def test_a_changed_item_whose_alert_was_dropped_alerts_for_a_watch_that_it_matches_only_now(
    house: House, sends: Sends
) -> None:
    ann = await house.person("7", "quota", "steel")
    await house.poll(document(item("A quota for silk", "a", LINK)))
    await house.watchlist.mute(ann, 1, True)
    async with delivering(house, sends):
        await settled(house, {"dropped": 1})
        await house.poll(document(item("A tax on steel", "a", LINK)))
        await settled(house, {"sent": 1})
    assert "A tax on <u>steel</u>" in sends.sent_to("7")[0]


async def test_a_changed_item_does_not_wait_for_a_digest_if_it_matches_a_watch_that_sends_at_once(
    house: House, sends: Sends
) -> None:
    ann = await house.person("7", "quota", "steel")
    await house.watchlist.times.set_timing(ann, 1, DAILY)
    await house.poll(document(item("A quota for silk", "a", LINK)))
    await house.poll(document(item("A quota for steel", "a", LINK)))
    async with delivering(house, sends):
        await settled(house, {"sent": 1})
    assert ("W1" in sends.sent_to("7")[0], "W2" in sends.sent_to("7")[0]) == (True, True)


async def test_why_says_of_a_copy_that_the_alert_which_shows_it_still_waits(house: House) -> None:
    ann = await house.person("7", "quota")
    await house.watchlist.times.set_timing(ann, 1, DAILY)
    await publish(house, USTR, "A quota for silk")
    await publish(house, METI, "Silk: a quota")
    explained = await house.watchlist.why(ann, LINK)
    assert isinstance(explained, ItemExplanation)
    said = describe(explained, WORDS["en"], house.watchlist.catalog).html
    assert ("shown with the alert" in said, "waiting for the next digest" in said) == (True, True)
