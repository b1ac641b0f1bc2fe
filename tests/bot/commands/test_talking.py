"""Words, links, greetings, pictures and edited messages: each is answered with the next step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.callbacks import Payload
from bot.callbacks.settings import SetMode
from bot.callbacks.talking import (
    AddLink,
    ChangeDraft,
    DropDraft,
    ShowDraft,
    ShowFound,
    ShowHelp,
    ShowLinkTopic,
    WhyLink,
)
from bot.callbacks.watching import Unwatch, WatchSuggested, WatchTimed
from bot.chat import SILENCE, Button, Reply, Request
from bot.messages.text import LANGUAGES, load, plain
from tests.bot.test_dispatch import ANN, APPS, NEXT, Chat, actions, published, shown
from tests.fakes.ports import document, item
from tests.fakes.situations import House
from watchers.model import Address

pytestmark = pytest.mark.service

MESSAGE = Request(ANN, True, 7, "en", "")


@pytest.fixture
def ann(house: House) -> Chat:
    return Chat(house)


async def sent(chat: Chat, request: Request) -> Reply:
    return await chat.answering(request)


async def wools(house: House, count: int) -> None:
    """So many items about wool were stored within three days."""
    for day in range(3):
        titles = (f"Wool quota {day}-{number}" for number in range(count // 3))
        await house.poll(document(*(item(title, guid=title) for title in titles)))
        house.clock.pass_by(timedelta(days=1))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_typed_words_are_shown_as_a_watch_with_what_they_would_have_matched(language: str, house: House) -> None:
    chat = Chat(house, ANN, APPS[language])
    await published(house)
    reply = await chat.says("quota, levy")
    assert {"en": "Watch this?", "zh-Hant": "要追蹤嗎？", "ja": "ウォッチしますか？"}[language] in shown(reply)
    assert "quota" in shown(reply)
    assert "A quota on wool" in shown(reply)
    assert actions(reply) == [WatchSuggested(1), ChangeDraft(1), ShowFound(1), DropDraft()]
    assert await chat.rules() == []


async def test_a_press_on_watch_replaces_the_draft_with_the_watch(ann: Chat) -> None:
    await ann.says("quota, levy")
    reply = await ann.presses(WatchSuggested(1))
    assert reply.edits
    assert await ann.rules() == [("W1", "quota, levy", False)]
    assert Unwatch(1) in actions(reply)


async def test_words_that_match_nothing_name_the_word_that_blocks_them(ann: Chat, house: House) -> None:
    await published(house)
    reply = await ann.says("quota zinc")
    assert "What blocks it: zinc. Without it: one match" in shown(reply)
    without, typed, *_ = actions(reply)
    await ann.presses(without)
    await ann.presses(typed)
    assert await ann.rules() == [("W1", "quota", False), ("W2", "quota zinc", False)]


@pytest.mark.parametrize("daily", [True, False])
async def test_more_than_twenty_a_day_start_as_a_digest_or_at_once_as_the_person_says(
    daily: bool, ann: Chat, house: House
) -> None:
    await wools(house, 90)
    reply = await ann.says("wool")
    assert "About 30 a day. As one daily digest?" in shown(reply)
    assert actions(reply)[:2] == [WatchTimed(1, daily=True), WatchTimed(1, daily=False)]
    watched = await ann.presses(WatchTimed(1, daily=daily))
    assert watched.edits
    assert ("comes as one daily digest at 08:00" in shown(watched)) is daily
    assert (SetMode(1, "now") in actions(watched)) is daily
    timed = "daily at 08:00" if daily else "at once"
    assert f"W1 wool · {timed}" in shown(await ann.says("/digest"))


async def test_more_than_twenty_a_day_can_be_narrowed_by_what_part_of_them_share(ann: Chat, house: House) -> None:
    for day in range(3):
        titles = [f"Wool {word} {day}-{number}" for number in range(10) for word in ("quota", "levy", "prices")]
        await house.poll(document(*(item(title, guid=title) for title in titles)))
        house.clock.pass_by(timedelta(days=1))
    reply = await ann.says("wool, cotton")
    narrow = [button for row in reply.buttons for button in row if isinstance(button, Button) and "➕" in button.label]
    assert {button.label for button in narrow} < {f"➕ {word} · 10 a day" for word in ("quota", "levy", "prices")}
    assert len(narrow) == 2
    draft = await ann.presses(narrow[0].payload)
    assert draft.edits
    word = narrow[0].label.split()[1]
    assert f"wool or cotton, and {word}" in shown(draft)
    (watch, *_) = actions(draft)
    await ann.presses(watch)
    assert await ann.rules() == [("W1", f"(wool, cotton) {word}", False)]


async def test_a_link_to_a_stored_item_offers_to_watch_what_its_title_names(ann: Chat, house: House) -> None:
    await house.poll(document(item("A tariff hits TSMC", link="https://ustr.example/1")))
    assert ShowLinkTopic(1) in actions(await ann.says("https://ustr.example/1?utm_source=chat"))
    assert "Watch this? tariff and TSMC" in shown(await ann.presses(ShowLinkTopic(1)))


async def test_an_unknown_link_is_about_the_names_in_its_address(ann: Chat) -> None:
    await ann.says("https://news.example/2026/tsmc-fears-for-its-margin")
    assert "Watch this? TSMC" in shown(await ann.presses(ShowLinkTopic(1)))
    _, topic, _ = actions(await ann.says("https://news.example/?p=123"))
    reply = await ann.presses(topic)
    assert "does not say what it is about" in shown(reply)
    assert actions(reply) == NEXT


async def test_a_draft_that_is_changed_can_be_copied_and_shown_again(ann: Chat) -> None:
    await ann.says("quota, levy")
    change = await ann.presses(ChangeDraft(1))
    assert "<code>quota, levy</code>" in change.html
    assert actions(change) == [ShowDraft(1)]
    back = await ann.presses(ShowDraft(1))
    assert (change.edits, back.edits) == (True, True)
    assert "Watch this? quota or levy" in shown(back)


async def test_all_matches_of_a_draft_are_shown_in_a_separate_message(ann: Chat, house: House) -> None:
    await published(house)
    await ann.says("quota")
    found = await ann.presses(ShowFound(1))
    assert not found.edits
    assert "A quota on wool" in shown(found)


async def test_a_draft_that_is_dropped_is_not_watched(ann: Chat) -> None:
    await ann.says("quota")
    dropped = await ann.presses(DropDraft())
    assert dropped.edits
    assert actions(dropped) == NEXT
    assert await ann.rules() == []


@pytest.mark.parametrize("button", [ShowDraft(9), ChangeDraft(9), ShowFound(9), WhyLink(9), AddLink(9)])
async def test_the_button_of_a_draft_that_was_deleted_is_too_old(button: Payload, ann: Chat) -> None:
    assert "too old" in shown(await ann.presses(button))


async def test_words_that_are_not_a_rule_are_answered_with_what_is_wrong_and_a_button_for_what_is_meant(
    ann: Chat,
) -> None:
    reply = await ann.says("quota - levy")
    assert "Which one?" in shown(reply)
    assert all(isinstance(action, WatchSuggested) for action in actions(reply))
    assert actions(reply)


@pytest.mark.parametrize("said", ["?", "？", "hi", "你好", "幫助", "こんにちは", "使い方"])
async def test_a_greeting_and_a_cry_for_help_are_answered_with_how_to_begin(said: str, ann: Chat) -> None:
    reply = await ann.says(said)
    assert "Type what to follow" in shown(reply)
    assert actions(reply) == NEXT


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_label_of_a_button_that_somebody_types_opens_what_the_button_opens(
    language: str, house: House
) -> None:
    chat, t = Chat(house, ANN, APPS[language]), load()[language]
    await chat.says("/watch quota")
    screens = {"button-my-watches": "/watches", "button-settings": "/settings", "button-help": "/help"}
    for key, command in screens.items():
        label = plain(t.format(key)).removeprefix("⚙️ ")
        reply = await chat.says(f"{label}。")
        assert shown(reply) == shown(await chat.says(command))
        assert not reply.edits


async def test_the_help_button_lists_the_commands(ann: Chat) -> None:
    assert shown(await ann.presses(ShowHelp())) == shown(await ann.says("/help"))


@pytest.mark.parametrize(
    "said", ["https://ustr.example/1", "look: https://ustr.example/1, please", "HTTPS://ustr.example/1"]
)
async def test_a_link_is_answered_with_what_can_be_done_with_it(said: str, ann: Chat, house: House) -> None:
    await published(house)
    reply = await ann.says(said)
    assert shown(reply) == "What about this link?"
    assert actions(reply) == [WhyLink(1), ShowLinkTopic(1), AddLink(1)]
    assert "A quota on wool" not in shown(reply)
    assert "You were not alerted." in shown(await ann.presses(WhyLink(1)))


async def test_a_link_that_no_source_had_is_reported_as_unknown(ann: Chat) -> None:
    await ann.says("www.example.org/news")
    assert "No source had an item" in shown(await ann.presses(WhyLink(1)))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_picture_is_answered_with_how_to_begin(language: str, house: House) -> None:
    chat = Chat(house, ANN, APPS[language])
    reply = await sent(chat, replace(MESSAGE, user_language=APPS[language], has_media=True))
    assert {"en": "I read text only.", "zh-Hant": "我只看得懂文字。", "ja": "テキストのみ対応です。"}[
        language
    ] in shown(reply)
    assert actions(reply) == NEXT


async def test_edited_words_are_shown_as_a_watch_again(ann: Chat) -> None:
    reply = await sent(ann, replace(MESSAGE, text="quota", edited=True))
    assert "Watch this? quota" in shown(reply)


async def test_an_edited_watch_is_shown_and_not_added(ann: Chat) -> None:
    await ann.says("/watch levy")
    reply = await sent(ann, replace(MESSAGE, text="/watch quota", edited=True))
    assert "Watch this? quota" in shown(reply)
    assert await ann.rules() == [("W1", "levy", False)]


async def test_another_edited_change_is_not_carried_out_again(ann: Chat) -> None:
    await ann.says("/watch levy")
    reply = await sent(ann, replace(MESSAGE, text="/unwatch W1", edited=True))
    assert "I don’t carry out a command again" in shown(reply)
    assert await ann.rules() == [("W1", "levy", False)]


async def test_an_edited_question_is_answered_again(ann: Chat) -> None:
    assert "Commands" in shown(await sent(ann, replace(MESSAGE, text="/help", edited=True)))


async def test_a_full_width_slash_begins_a_command(ann: Chat) -> None:
    assert "W1 saved" in shown(await ann.says("／watch quota"))


async def test_what_people_write_in_a_group_is_left_alone(house: House) -> None:
    for said in ("help", "https://ustr.example/1", "quota"):
        assert await Chat(house, Address("-1005")).says(said) == SILENCE
