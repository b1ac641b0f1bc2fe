"""The first two minutes: from /start over a topic to the first example of an alert."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.callbacks import Payload
from bot.callbacks.settings import ChooseTimes, LetMembers, MakeInstant
from bot.callbacks.start import RemovePack, SetLanguage, ShowPack, ShowTopics, WatchPack, WhyItem
from bot.callbacks.watching import (
    Mute,
    NameWatch,
    PickWatches,
    Restore,
    SharePack,
    ShowWatch,
    TryWatch,
    Unmute,
    Unwatch,
    WatchesPage,
)
from bot.chat import Button, Reply, Request
from bot.messages.items import rule_title
from bot.messages.text import LANGUAGES, load
from tests.bot.test_dispatch import ANN, APPS, Chat, actions, shown
from tests.fakes.ports import document, item
from tests.fakes.situations import House
from watchers.entities import Catalog
from watchers.matching import Index, Recognizer
from watchers.model import Address
from watchers.rules import ChatAliases
from watchers.services import packs
from watchers.services.refining import excluding
from watchers.services.watches import Watchlist

pytestmark = pytest.mark.service

PACKS = {pack.id: pack for pack in packs.load().all}
EU, CUSTOMS = PACKS["eu-trade"], PACKS["customs"]
GROUP = Address("-1005")


@pytest.fixture
def ann(house: House) -> Chat:
    house.watchlist = Watchlist(house.database, house.index, house.watchlist.recognizer, house.clock, 100)
    return Chat(house)


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row if isinstance(button, Button)]


async def stored(house: House, *titles: str) -> None:
    """The source had these items when it was read for the first time."""
    await house.poll(
        document(*(item(title, guid=title, link=f"https://ustr.example/{len(title)}") for title in titles))
    )


def examples(reply: Reply) -> list[str]:
    return [shown(each.reply) for each in reply.notices]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_greeting_offers_six_topics_all_of_them_and_the_other_languages(language: str, house: House) -> None:
    reply = await Chat(house, ANN, APPS[language]).says("/start")
    others = [SetLanguage(tag) for tag in LANGUAGES if tag != language]
    first: list[Payload] = [ShowPack(identifier, 0) for identifier in list(PACKS)[:6]]
    assert actions(reply) == [*first, ShowTopics(all=True), *others]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_language_renders_the_greeting_again_in_its_message(language: str, house: House) -> None:
    chat = Chat(house, ANN, "en")
    await chat.says("/start")
    reply = await chat.presses(SetLanguage(language))
    assert reply.edits
    assert shown(reply) == shown(await Chat(house, Address("8"), APPS[language]).says("/start"))
    assert (await chat.subscriber()).language == language


async def test_a_chat_with_watches_is_welcomed_back_in_the_language_that_it_chooses(ann: Chat) -> None:
    await ann.says("/watch quota")
    assert actions(await ann.says("/start"))[:2] == [ShowTopics(all=False), WatchesPage(0)]
    assert "歡迎回來" in shown(await ann.presses(SetLanguage("zh-Hant")))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_pack_shows_its_watches_how_much_they_bring_and_the_newest_item(language: str, house: House) -> None:
    chat = Chat(house, ANN, APPS[language])
    await stored(house, "CBAM certificates go on sale", "Wool")
    house.clock.pass_by(timedelta(days=4))
    reply = await chat.presses(ShowPack(EU.id, 0))
    lines = shown(reply).splitlines()
    assert lines[0].startswith(f"{EU.sign} {EU.names[language]} · ")
    assert lines[1:7] == [f"✅ {number} {entry.titles[language]}" for number, entry in enumerate(EU.entries, 1)]
    assert "CBAM certificates go on sale" in lines[7]
    assert reply.edits
    assert actions(reply)[6:] == [WatchPack(EU.id, 0), SharePack(EU.id), ShowTopics(all=False)]


async def test_a_watch_that_is_switched_off_is_shown_so_and_switched_on_again(ann: Chat) -> None:
    reply = await ann.presses(ShowPack(EU.id, 0b10))
    assert shown(reply).splitlines()[2].startswith("⬜ 2 ")
    assert labels(reply)[:3] == ["1 ✓", "2", "3 ✓"]
    assert actions(reply)[:2] == [ShowPack(EU.id, 0b11), ShowPack(EU.id, 0)]
    assert "▶️ Watch these 5" in labels(reply)


async def test_a_pack_without_a_chosen_watch_cannot_be_watched(ann: Chat) -> None:
    reply = await ann.presses(ShowPack(EU.id, 0b111111))
    assert "no watch chosen" in shown(reply)
    assert not any(isinstance(action, WatchPack) for action in actions(reply))


async def test_an_empty_store_shows_a_sample_and_no_figure(ann: Chat) -> None:
    said = shown(await ann.presses(ShowPack(CUSTOMS.id, 0)))
    assert f"Sample headline: {CUSTOMS.sample['en']}" in said
    assert "a day" not in said


async def test_a_pack_of_which_nothing_is_stored_says_so(ann: Chat, house: House) -> None:
    await stored(house, "Wool")
    assert "Nothing in the last 30 days." in shown(await ann.presses(ShowPack(EU.id, 0)))


async def test_only_the_chosen_watches_are_added(ann: Chat) -> None:
    reply = await ann.presses(WatchPack(EU.id, 0b111101))
    assert [rule for _, rule, _ in await ann.rules()] == [EU.rules[1]]
    assert actions(reply)[0] == RemovePack(1, 1)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_newest_match_follows_as_an_alert_marked_as_an_example(language: str, house: House) -> None:
    house.watchlist = Watchlist(house.database, house.index, house.watchlist.recognizer, house.clock, 100)
    chat = Chat(house, ANN, APPS[language])
    await stored(house, "CBAM certificates go on sale")
    reply = await chat.presses(WatchPack(EU.id, 0))
    assert reply.edits
    (example, *_) = (each.reply for each in reply.notices)
    mark = {"en": "Example from ", "zh-Hant": "範例：", "ja": "例："}[language]
    assert shown(example).startswith(mark)
    assert "CBAM certificates go on sale" in shown(example)
    assert "🔎" in shown(example)
    assert actions(example) == [WhyItem(1)]
    assert await house.enqueued(await chat.subscriber()) == []
    explained = await chat.presses(WhyItem(1))
    assert "W1" in shown(explained)


async def test_the_reasons_of_an_example_are_those_watches_of_the_pack_that_match_it(ann: Chat, house: House) -> None:
    await stored(house, "EU US tariffs: a deal on steel quota")
    (example, *_) = examples(await ann.presses(WatchPack(EU.id, 0)))
    assert "W6" in example
    assert "W1" not in example


async def test_the_sample_follows_on_an_empty_store(ann: Chat, house: House) -> None:
    (sample, *_) = examples(await ann.presses(WatchPack("eu-trade", 0)))
    assert sample.startswith("Sample: this is how an alert looks\n" + EU.sample["en"])
    assert "🔎 EU, antidumping → W2" in sample


async def test_nothing_follows_when_every_watch_of_the_pack_is_there_already(ann: Chat) -> None:
    await ann.presses(WatchPack(EU.id, 0))
    assert (await ann.presses(WatchPack(EU.id, 0))).notices == ()


async def test_an_example_whose_item_was_deleted_has_an_old_button(ann: Chat) -> None:
    assert "too old" in shown(await ann.presses(WhyItem(99)))


async def added(chat: Chat) -> Reply:
    answering = chat.answering
    return await answering(Request(chat.address, False, 7, "en", "", joined=True))


async def test_a_group_is_greeted_when_the_bot_is_added_and_learns_who_may_change_watches(house: House) -> None:
    reply = await added(Chat(house, GROUP))
    assert "Only admins may change watches." in shown(reply)
    assert actions(reply) == [ShowTopics(all=False), LetMembers(may=True)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_group_is_shown_the_command_since_nothing_else_that_it_writes_is_read(
    language: str, house: House
) -> None:
    group, person = Chat(house, GROUP, APPS[language]), Chat(house, ANN, APPS[language])
    for payload in (ShowTopics(all=False), ShowTopics(all=True)):
        assert "/watch TSMC" in shown(await group.presses(payload)).replace("台積電", "TSMC")
        assert "/watch" not in shown(await person.presses(payload))


async def test_a_group_that_has_watches_is_welcomed_back(house: House) -> None:
    chat = Chat(house, GROUP)
    await chat.says("/watch quota")
    assert "Welcome back" in shown(await added(chat))


async def test_a_noisy_watch_of_a_pack_starts_as_a_digest_and_can_be_made_instant(ann: Chat, house: House) -> None:
    for day in range(3):
        await house.poll(document(*(item(f"CBAM certificate {day}-{n}", guid=f"{day}-{n}") for n in range(30))))
        house.clock.pass_by(timedelta(days=1))
    number = 1 + next(at for at, entry in enumerate(EU.entries) if "CBAM" in entry.text)
    reply = await ann.presses(WatchPack(EU.id, 0))
    assert f"W{number}: more than 20 a day, so one daily digest at 08:00." in shown(reply)
    assert actions(reply)[0] == MakeInstant(number)
    await ann.presses(ChooseTimes("any"))
    digests = shown(await ann.says("/digest")).splitlines()
    assert [line.endswith("daily at 08:00, in one digest") for line in digests if line.startswith("W")] == [
        entry + 1 == number for entry in range(len(EU.entries))
    ]
    await ann.presses(MakeInstant(number))
    assert "daily at 08:00" not in shown(await ann.says("/digest"))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_watch_of_a_pack_is_called_by_its_title_wherever_it_is_named(language: str, house: House) -> None:
    house.watchlist = Watchlist(house.database, house.index, house.watchlist.recognizer, house.clock, 100)
    chat = Chat(house, ANN, APPS[language])
    await stored(house)
    await chat.presses(WatchPack(EU.id, 0))
    entry = EU.entries[0]
    title = entry.titles[language]
    presses: tuple[Payload, ...] = (Mute(1), Unmute(1), Unwatch(1), Restore(1), PickWatches(1, 0))
    replies = [await chat.says("/watches"), await chat.says("/digest"), *[await chat.presses(each) for each in presses]]
    for reply in replies:
        assert title in shown(reply)
        assert entry.text not in shown(reply)
    assert f"W1 {title}\n{entry.text}" in shown(await chat.presses(ShowWatch(1)))
    await chat.presses(NameWatch(1))
    await chat.says("Mine", replied_to="1")
    assert f"W1 Mine\n{title}\n{entry.text}\n" in shown(await chat.presses(ShowWatch(1)))
    await chat.presses(NameWatch(1))
    await chat.says("-", replied_to="1")
    assert title in shown(await chat.says(f"/unwatch {title}"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_of_a_pack_keeps_its_title_when_something_is_excluded(language: str, catalog: Catalog) -> None:
    own, t = ChatAliases(catalog), load()[language]
    for entry in (entry for pack in PACKS.values() for entry in pack.entries):
        typed = excluding(entry.text, own.reread("wool"), own)
        assert rule_title(typed, t) == f"{entry.titles[language]} -wool"
        assert rule_title(f"{entry.text} wool", t) == f"{entry.text} wool"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_words_of_a_pack_are_explained_by_their_names_in_the_language_of_the_reader(
    language: str, house: House, recognizer: Recognizer
) -> None:
    house.watchlist = Watchlist(house.database, Index(recognizer), recognizer, house.clock, 100)
    chat = Chat(house, ANN, APPS[language])
    await house.poll(document(item("芯片", link="https://ustr.example/chips")))
    await chat.presses(WatchPack("chip-controls", 0))
    reply = shown(await chat.says("/why https://ustr.example/chips"))
    words = {"en": "Semiconductors", "zh-Hant": "半導體", "ja": "半導体"}
    assert words[language] in reply
    tested, named = shown(await chat.presses(TryWatch(1))), shown(await chat.presses(NameWatch(1)))
    assert {"en": "Export controls", "zh-Hant": "出口管制", "ja": "輸出規制"}[language] in tested
    for said in (reply, tested, named):
        assert language == "en" or not re.search("semiconductors|export controls|Entity List", said)
