"""Every command and button, in every language, alone and in a group, over the real watchlist."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.callbacks import Payload
from bot.callbacks.searching import Newer, Older, Why
from bot.callbacks.settings import Resume
from bot.callbacks.start import AddPack, RemovePack, SetLanguage, ShowTopics
from bot.callbacks.talking import ShowHelp
from bot.callbacks.watching import (
    KeepRules,
    Mute,
    OnlyWords,
    ReadAnew,
    RemoveAlias,
    Restore,
    RestoreAlias,
    UndoOnlyWords,
    Unmute,
    Unwatch,
    WatchesPage,
    WatchSuggested,
    WithoutPart,
)
from bot.chat import SILENCE, Button, Press, Reply, Request
from bot.commands import COMMANDS
from bot.dispatch import Access, Answering
from bot.messages.text import LANGUAGES, language_for, load
from tests.fakes.ports import document, item
from tests.fakes.situations import LIMIT, METI, House
from tests.fakes.telegram_html import read
from watchers.errors import DatabaseFull
from watchers.matching import Recognizer
from watchers.model import Address, AlertId, PauseReason, Subscriber
from watchers.search.indexing import index
from watchers.services.chats import Chats
from watchers.services.watches import Watchlist
from watchers.store import Rows, items, outbox

pytestmark = pytest.mark.service

WORDS = load()
EVERYONE = Access(frozenset(), frozenset())
ANN = Address("7")
GROUP = Address("-1005/12")
APPS = {"en": "en-GB", "zh-Hant": "zh-hans", "ja": "ja"}
"""What a person's app says, by the language that we speak then."""
NEXT: list[Payload] = [ShowTopics(all=False), WatchesPage(0), ShowHelp()]
"""Below an answer that has no button of its own."""


class Chat:
    """One person, or one in a group, who talks to the bot."""

    def __init__(self, house: House, address: Address = ANN, app: str = "en", access: Access = EVERYONE) -> None:
        self.house = house
        self.address = address
        self.woken = 0
        self.user = 7
        self._app = app
        self.answering = Answering(
            house.watchlist,
            WORDS,
            access,
            house.clock,
            self._wake,
            house.additions,
            Chats(house.watchlist),
        )

    async def says(self, text: str, replied_to: str | None = None) -> Reply:
        return await self._ask(text=text, replied_to=replied_to)

    async def presses(self, action: Payload | None) -> Reply:
        """Press a button of a message that the chat was sent, so that the bot knows the chat."""
        if await self.house.watchlist.subscriber_for(self.address) is None:
            await self.house.watchlist.subscribe(self.address, language_for(self._app))
        return await self._ask(press=Press(action))

    async def subscriber(self) -> Subscriber:
        known = await self.house.watchlist.subscriber(self.address)
        assert known is not None
        return known

    async def rules(self) -> list[tuple[str, str, bool]]:
        watches = await self.house.watchlist.watches(await self.subscriber())
        return [(watch.name, watch.typed, watch.muted) for watch in watches]

    def _wake(self) -> None:
        self.woken += 1

    async def _ask(self, text: str = "", press: Press | None = None, replied_to: str | None = None) -> Reply:
        private = not self.address.startswith("-")
        reply = await self.answering(Request(self.address, private, self.user, self._app, text, press, replied_to))
        assert reply.silent or read(reply.html).text.strip()
        return reply


@pytest.fixture
def ann(house: House) -> Chat:
    return Chat(house)


def shown(reply: Reply) -> str:
    return read(reply.html).text


def actions(reply: Reply) -> list[Payload]:
    return [button.payload for row in reply.buttons for button in row if isinstance(button, Button)]


async def published(house: House, title: str = "A quota on wool", guid: str = "1") -> None:
    await house.poll(document(item(title, guid=guid, link=f"https://ustr.example/{guid}", body="The quota ends.")))


async def state(house: House) -> list[list[tuple[object, ...]]]:
    """All that a chat can change."""

    def look(rows: Rows) -> list[list[tuple[object, ...]]]:
        return [
            rows.all("select address, language, pause_reason from subscribers order by id"),
            rows.all("select subscriber, number, typed, muted, removed_at is null from watches order by id"),
            rows.all("select subscriber, item, state from outbox order by id"),
            rows.all("select subscriber, entity, name, removed_at is null from own_names order by id"),
        ]

    return await house.database.read(look)


# ---- every command ---------------------------------------------------------------------------------

SAID = (
    "/start",
    "/watch quota",
    "/watches",
    "/unwatch W1",
    "/packs",
    "/search quota",
    "/pause",
    "/resume",
    "/why https://ustr.example/1",
    "/deadlines",
    "/alias TSMC 護國神山",
    "/sources",
    "/status",
    "/help",
    "/addsource what is this",
    "/import",
    "/export",
    "/settings",
    "/language",
    "/timezone",
    "/quiet",
    "/digest",
    "/channel",
    "/saved",
    "/privacy",
    "/trends quota",
    "/review",
    "/feed",
    "/forgetme",
)
BARE = ("/watch", "/unwatch", "/search", "/why", "/alias", "/addsource")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", [ANN, Address("-1005"), GROUP])
async def test_every_command_is_answered_in_the_language_of_the_chat(
    address: Address, language: str, house: House
) -> None:
    chat = Chat(house, address, APPS[language])
    await chat.says("/watch quota")
    await published(house)
    assert {said.split()[0].removeprefix("/") for said in SAID} == set(COMMANDS)
    told = [await chat.says(said.replace(" ", "@Bot ", 1) if " " in said else f"{said}@Bot") for said in (*SAID, *BARE)]
    assert not any(reply.silent for reply in told)
    assert (await chat.subscriber()).language == language
    english = Chat(house, Address("99"), "en")
    await english.says("/watch quota")
    same = [said for said, reply in zip((*SAID, *BARE), told, strict=True) if reply == await english.says(said)]
    assert language == "en" or same == []


async def test_a_watch_is_confirmed_in_words_with_what_it_would_have_matched(ann: Chat, house: House) -> None:
    await published(house)
    reply = await ann.says("/watch quota, levy")
    assert shown(reply).startswith("W1 saved: quota or levy\n")
    assert "One match in the last minute (items checked: 1):" in shown(reply)
    assert "A quota on wool" in shown(reply)
    assert actions(reply) == [Unwatch(1)]


async def test_who_begins_is_greeted_and_offered_the_other_languages(ann: Chat) -> None:
    reply = await ann.says("/start")
    assert "What do you follow?" in shown(reply)
    assert actions(reply)[-2:] == [SetLanguage("zh-Hant"), SetLanguage("ja")]
    await ann.says("/watch quota")
    assert "one watch; 2 of 2 sources are OK" in shown(await ann.says("/start"))


async def test_an_unknown_command_is_answered_in_private_and_left_alone_in_a_group(house: House) -> None:
    assert "No such command: /foo" in shown(await Chat(house).says("/foo bar"))


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("/whach TSMC <", "/watch TSMC <"),
        ("/SETTING", "/settings"),
        ("/watchs", "/watches"),
        ("/whach " + "x" * 4_089, "/watch"),
    ],
)
async def test_a_misspelled_command_is_answered_with_the_one_that_was_meant(
    typed: str, instead: str, house: House
) -> None:
    reply = await Chat(house).says(typed)
    assert shown(reply).endswith(f"Did you mean {instead}?")
    assert actions(reply) == NEXT
    assert "&lt;b&gt;" in (await Chat(house).says("/<b>" + "x" * 500)).html
    assert await Chat(house, GROUP).says("/foo") == SILENCE


async def test_plain_text_is_offered_as_a_watch_in_private_and_left_alone_in_a_group(house: House) -> None:
    assert "Watch this? steel and tariffs" in shown(await Chat(house).says(" steel tariffs "))
    assert await Chat(house, GROUP).says("hello everybody") == SILENCE
    assert await house.watchlist.subscriber(GROUP) is None


@pytest.mark.parametrize(
    ("rule", "column", "told"),
    [
        ("(TSMC", 1, "bracket"),
        ('TSMC "tariff', 6, "quotation mark"),
        ("TSMC, , -", 9, "needs a term"),
        ("-cotton", 1, "exclusions alone"),
        ("colour:red quota", 1, "no field colour:"),
        ("x", 1, "too short"),
        ("quota - levy", 7, "Which one?"),
        ("the of", 1, "say nothing"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_bad_rule_is_answered_with_its_column(
    rule: str, column: int, told: str, language: str, house: House
) -> None:
    chat = Chat(house, app=APPS[language])
    reply = await chat.says(f"/watch {rule}")
    assert str(column) in shown(reply)
    assert await chat.rules() == []
    if language == "en":
        assert f"character {column}" in shown(reply)
        assert told in shown(reply)


async def test_a_chat_has_so_many_watches_and_no_more(ann: Chat) -> None:
    for number in range(LIMIT):
        await ann.says(f"/watch quota{number}")
    assert f"You have {LIMIT} watches" in shown(await ann.says("/watch one more"))
    assert len(await ann.rules()) == LIMIT


async def test_the_same_meaning_is_watched_once_however_it_is_typed(ann: Chat) -> None:
    await ann.says("/watch TSMC quota")
    assert "You already have that watch: W1" in shown(await ann.says("/watch 台積電   QUOTA"))
    await ann.presses(Mute(1))
    reply = await ann.says("/watch TSMC quota")
    assert "(muted)" in shown(reply)
    assert actions(reply) == [Unmute(1)]


@pytest.mark.parametrize("typed", ["W1", "w1", "1", " W1 ", "quota", "QUOTA"])
async def test_a_watch_is_taken_away_by_its_name(typed: str, ann: Chat) -> None:
    await ann.says("/watch quota")
    reply = await ann.says(f"/unwatch {typed}")
    assert shown(reply) == "One watch deleted\nW1 quota"
    assert actions(reply) == [Restore(1), WatchesPage(0)]
    assert await ann.rules() == []


@pytest.mark.parametrize("typed", ["W2", "W0", "999999999"])
async def test_a_watch_that_does_not_exist_is_answered_with_a_message_about_that(typed: str, ann: Chat) -> None:
    assert "You have no watch W" in shown(await ann.says(f"/unwatch {typed}"))


async def test_unwatch_alone_is_answered_with_an_example(ann: Chat) -> None:
    assert "/unwatch W1" in shown(await ann.says("/unwatch"))


@pytest.mark.parametrize("typed", ["quota", "W", "-1", "9" * 30, "١"])
async def test_a_name_that_no_watch_has_is_answered_with_a_message_about_that(typed: str, ann: Chat) -> None:
    assert f"No watch is called “{typed}”" in shown(await ann.says(f"/unwatch {typed}"))


async def test_a_pause_holds_alerts_and_resume_says_how_many_come(ann: Chat, house: House) -> None:
    await ann.says("/watch quota")
    assert actions(await ann.says("/pause")) == [Resume()]
    await published(house)
    assert "Alerts are paused" in shown(await ann.says("/watch levy"))
    assert "one alert was held" in shown(await ann.says("/resume"))
    assert "nothing was held" in shown(await ann.says("/resume"))
    assert ann.woken == 2


# ---- search ----------------------------------------------------------------------------------------


async def test_a_search_shows_what_is_stored_with_source_date_and_the_words_that_matched(
    ann: Chat, house: House
) -> None:
    await published(house)
    reply = await ann.says("/search quota, levy")
    assert shown(reply).startswith("quota, levy: one stored item")
    assert '<a href="https://ustr.example/1">A <u>quota</u> on wool</a>' in reply.html
    assert "USTR · seen 1 Mar 2026" in shown(reply)
    assert "🔎 quota" in shown(reply)
    assert actions(reply) == [WatchSuggested(1)]
    assert await ann.rules() == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_pages_of_a_search_are_turned_in_place(language: str, house: House) -> None:
    chat = Chat(house, app=APPS[language])
    for number in range(7):
        await published(house, f"Quota {number}", str(number))
    first = await chat.says("/search quota")
    assert "Quota 6" in shown(first)
    older, watch = actions(first)
    assert watch == WatchSuggested(1)
    assert isinstance(older, Older)
    second = await chat.presses(older)
    assert (first.edits, second.edits) == (False, True)
    assert "Quota 1" in shown(second)
    assert "Quota 2" not in shown(second)
    (newer,) = actions(second)
    assert isinstance(newer, Newer)
    assert shown(await chat.presses(newer)) == shown(first)


async def test_while_stored_items_are_indexed_a_search_and_a_new_watch_say_so(ann: Chat, house: House) -> None:
    await published(house)
    recognizer = Recognizer(replace(house.watchlist.catalog, version="newer"), house.pipeline.recognizer.forms)
    await house.database.write(items.begin_indexing, recognizer.version)
    for typed in ("/search quota", "/watch quota"):
        assert "Still indexing stored items: 0 % done." in shown(await ann.says(typed))
    await index(house.database, recognizer)
    for typed in ("/search quota", "/watch levy"):
        assert "indexing" not in shown(await ann.says(typed))


async def test_a_search_that_finds_nothing_offers_to_watch(ann: Chat) -> None:
    reply = await ann.says("/search wool -<cotton>")
    assert "No stored item matches wool -<cotton>" in shown(reply)
    await ann.presses(*actions(reply))
    assert await ann.rules() == [("W1", "wool -<cotton>", False)]


async def test_a_search_for_what_is_not_a_rule_is_answered_with_its_column(ann: Chat) -> None:
    assert "character 1" in shown(await ann.says("/search (TSMC"))


@pytest.mark.parametrize("action", [Older(1, 1), Newer(9, 9), Older(10**18 - 1, 10**18 - 1)])
async def test_the_button_of_a_search_that_is_gone_says_so(action: Payload, ann: Chat) -> None:
    assert "too old" in shown(await ann.presses(action))


# ---- why -------------------------------------------------------------------------------------------


async def test_why_with_a_link_shows_the_matched_words(ann: Chat, house: House) -> None:
    await ann.says("/watch quota")
    await published(house)
    said = shown(await ann.says("/why https://ustr.example/1?utm_source=mail"))
    assert "Seen " in said
    assert " from USTR." in said
    assert "W1 quota" in said
    assert "“quota” in the title" in said
    assert "It is waiting to be sent." in said


async def test_why_not_shows_the_verdict_of_each_watch_today(ann: Chat, house: House) -> None:
    await published(house)
    house.clock.pass_by(timedelta(minutes=1))
    await ann.says("/watch quota")
    await ann.says("/watch levy")
    said = shown(await ann.says("/why https://ustr.example/1"))
    assert "You were not alerted." in said
    assert "By today’s rules:\nW1 quota matches it.\nNot sent: you added this watch after" in said
    assert "W2 levy does not match:\n  · missing: levy" in said
    assert "had an item with this link" in shown(await ann.says("/why https://ustr.example/none"))
    assert "had an item with this link" in shown(await ann.says("/why ustr.example/none"))
    assert "/why LINK" in shown(await ann.says("/why W1"))
    assert "/why LINK" in shown(await ann.says("/why TSMC tariffs"))


async def test_why_names_an_item_of_the_baseline_as_such(empty_house: House) -> None:
    chat = Chat(empty_house)
    await chat.says("/watch quota")
    await published(empty_house)
    assert "when its source was first read" in shown(await chat.says("/why https://ustr.example/1"))


async def test_why_in_reply_to_an_alert_shows_its_reasons(ann: Chat, house: House) -> None:
    await ann.says("/watch quota")
    await published(house)
    await house.database.write(outbox.sent, AlertId(1), "77", house.clock())
    assert "“quota” in the title" in shown(await ann.says("/why", replied_to="77"))
    assert "isn’t one of my alerts" in shown(await ann.says("/why", replied_to="78"))


async def test_the_alerts_of_others_are_nobodys_business(ann: Chat, house: House) -> None:
    await ann.says("/watch quota")
    await published(house)
    other = Chat(house, Address("8"))
    assert "isn’t one of my alerts" in shown(await other.presses(Why(1)))
    assert "“quota” in the title" in shown(await ann.presses(Why(1)))


async def test_why_in_reply_works_out_the_other_watches_too(ann: Chat, house: House) -> None:
    await ann.says("/watch quota")
    await ann.says("/watch quota -wool")
    await published(house)
    await house.database.write(outbox.sent, AlertId(1), "77", house.clock())
    said = shown(await ann.says("/why", replied_to="77"))
    assert "You got it because:\nW1 quota" in said
    assert "W2 quota -wool does not match:\n  · excluded by “wool” in the title, for wool" in said
    assert "Sent " in said


@pytest.mark.parametrize("language", LANGUAGES)
async def test_why_says_in_every_language_which_gate_closed(language: str, house: House) -> None:
    chat = Chat(house, app=APPS[language])
    await chat.says("/watch @us.bis wool, @us.bis levy")
    await chat.says("/watch fab")
    await chat.says("/watch CHIPS Act")
    await published(house, "BIS and the European Chips Act")
    said = shown(await chat.says("/why https://ustr.example/1"))
    assert "BIS" in said
    if language == "en":
        assert "“BIS” in the title does not count for Bureau of Industry and Security: " in said
        assert "no related term in the item" in said
        assert "it is part of the longer name “European Chips Act”" in said


# ---- names -----------------------------------------------------------------------------------------


async def test_a_name_is_given_listed_and_taken_back(ann: Chat) -> None:
    await ann.says("/watch TSMC")
    reply = await ann.says("/alias TSMC 護國神山")
    assert shown(reply).splitlines() == [
        "護國神山 is now a name of TSMC, in this chat only.",
        "Watches affected: W1",
    ]
    assert actions(reply) == [RemoveAlias(1)]
    assert "TSMC: 護國神山" in shown(await ann.says("/alias"))
    assert "Your own names for it: 護國神山" in shown(await ann.says("/alias TSMC"))
    said = shown(await ann.says("/watch TSMC quota"))
    assert said.startswith("W2 saved: TSMC and quota\nNames count in every language and script, and as 護國神山.")
    assert "護國神山 = TSMC" in shown(await ann.says("/watch 護國神山 wool"))
    taken = await ann.says("/alias TSMC -護國神山")
    assert "not a name of TSMC anymore" in shown(taken)
    assert actions(taken) == [RestoreAlias(1)]
    again = await ann.presses(RestoreAlias(1))
    assert (again.edits, actions(again)) == (True, [RemoveAlias(1)])
    undone = await ann.presses(RemoveAlias(1))
    assert (undone.edits, actions(undone)) == (True, [RestoreAlias(1)])
    assert "護國神山" not in shown(await ann.says("/alias TSMC")).partition("/alias")[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "typed",
    [
        "TSCM 護國神山",
        "BIS 那個局",
        "TSMC 🚢",
        "TSMC x",
        "TSMC " + "x" * 70,
        "TSMC Yahoo! Fab",
        "TSMC 台積電",
        "TSMC 高通",
        "TSMC -護國神山",
        "<b> &",
    ],
)
async def test_a_name_that_cannot_be_is_answered_with_what_to_type_instead(
    typed: str, language: str, house: House
) -> None:
    chat = Chat(house, app=APPS[language])
    reply = await chat.says(f"/alias {typed}")
    assert "<code>/" in reply.html
    assert "own_names" not in reply.html
    assert (await state(house))[-1] == []


async def test_why_names_the_watch_as_it_was_typed_and_the_own_name_that_matched(ann: Chat, house: House) -> None:
    await ann.says("/watch TSMC")
    await ann.says("/alias TSMC 護國神山")
    await published(house, "護國神山擴廠")
    said = shown(await ann.presses(Why(1)))
    assert "W1 TSMC" in said
    assert "“護國神山” in the title" in said


async def test_an_ambiguous_name_is_shown_with_its_meaning_and_may_be_only_the_word(ann: Chat, house: House) -> None:
    reply = await ann.says("/watch BIS")
    assert "BIS = Bureau of Industry and Security" in shown(reply)
    assert [button.label for row in reply.buttons for button in row] == ["Undo", "Only the word “BIS”"]
    assert actions(reply) == [Unwatch(1), OnlyWords(1)]
    worded = await ann.presses(OnlyWords(1))
    assert shown(worded).startswith("W1 changed: “BIS”\n")
    assert (worded.edits, actions(worded)) == (True, [UndoOnlyWords(1)])
    assert await ann.rules() == [("W1", '"BIS"', False)]
    before = await ann.presses(UndoOnlyWords(1))
    assert (before.edits, actions(before)) == (True, [OnlyWords(1)])
    assert await ann.rules() == [("W1", "BIS", False)]


async def test_of_several_names_all_may_be_only_words(ann: Chat) -> None:
    reply = await ann.says("/watch TSMC tariff quota")
    assert [button.label for row in reply.buttons for button in row] == ["Undo", "Only these words"]
    await ann.presses(OnlyWords(1))
    assert await ann.rules() == [("W1", '"TSMC" "tariff" quota', False)]
    assert actions(await ann.says('/watch @TSMC "tariff"')) == [Unwatch(2)]


async def test_what_is_not_obvious_in_a_reading_is_remarked(ann: Chat) -> None:
    said = shown(await ann.says("/watch TSMC or Qualcomm tariffs")).splitlines()
    assert said[0] == "W1 saved: TSMC or Qualcomm, and tariffs"
    assert '“or” means that one of them is enough. The word itself: "or"' in said
    said = shown(await ann.says("/watch wool from Peru")).splitlines()
    assert 'Left out: from. The exact phrase: "wool from Peru"' in said


async def test_a_dash_between_two_words_is_asked_with_a_button_for_each_reading(ann: Chat) -> None:
    reply = await ann.says("/watch quota - wool")
    assert [button.label for row in reply.buttons for button in row] == ["▶️ quota -wool", "▶️ quota wool"]
    assert shown(await ann.presses(actions(reply)[0])).startswith("W1 saved: quota, not wool")
    assert await ann.rules() == [("W1", "quota -wool", False)]


async def test_a_refused_rule_is_one_press_from_what_is_meant(ann: Chat) -> None:
    reply = await ann.says("/watch quota (steel, wool")
    assert shown(reply).endswith("Try: quota (steel, wool)")
    await ann.presses(actions(reply)[0])
    assert await ann.rules() == [("W1", "quota (steel, wool)", False)]
    assert actions(await ann.says("/watch -")) == NEXT


async def test_a_watch_that_would_have_matched_nothing_names_what_blocks_it(ann: Chat, house: House) -> None:
    await published(house)
    reply = await ann.says("/watch quota zinc")
    assert "⚠️ What blocks it: zinc. Without it: one match:" in shown(reply)
    assert "A quota on wool" in shown(reply)
    assert [button.label for row in reply.buttons for button in row if "Without" in button.label] == [
        "▶️ Without “zinc”"
    ]
    without = await ann.presses(WithoutPart(1, 1, 2))
    assert shown(without).startswith("W1 changed: quota")
    assert await ann.rules() == [("W1", "quota", False)]
    assert shown(await ann.presses(UndoOnlyWords(1))).startswith("W1 changed: quota and zinc")


# ---- buttons ---------------------------------------------------------------------------------------

PRESSES: dict[str, tuple[tuple[str, ...], Payload]] = {
    "undo": (("/watch quota",), Unwatch(1)),
    "put back": (("/watch quota", "/unwatch 1"), Restore(1)),
    "put back what is there": (("/watch quota",), Restore(1)),
    "put back what is watched again": (("/watch quota", "/unwatch 1", "/watch quota"), Restore(1)),
    "mute": (("/watch quota",), Mute(1)),
    "unmute": (("/watch quota",), Unmute(1)),
    "a watch that there is not": ((), Mute(9)),
    "why": ((), Why(1)),
    "a page": (("/watch quota",), WatchesPage(3)),
    "a language": ((), SetLanguage("ja")),
    "a language that there is not": ((), SetLanguage("tlh")),
    "resume": (("/pause",), Resume()),
    "only the words": (("/watch TSMC",), OnlyWords(1)),
    "only the words of what has no name": (("/watch quota",), OnlyWords(1)),
    "only the words of what is watched so": (('/watch "TSMC"', "/watch TSMC"), OnlyWords(2)),
    "as before": (("/watch TSMC",), UndoOnlyWords(1)),
    "without the part that blocks it": (("/watch quota wool",), WithoutPart(1, 1, 2)),
    "a suggested rule": (("/watch quota - wool",), WatchSuggested(1)),
    "a suggested rule that there is not": ((), WatchSuggested(9)),
    "a new reading": (("/watch quota",), ReadAnew(1)),
    "keep the rules": ((), KeepRules()),
    "take a name back": (("/alias TSMC 護國神山",), RemoveAlias(1)),
    "give a name again": (("/alias TSMC 護國神山", "/alias TSMC -護國神山"), RestoreAlias(1)),
    "a name that there is not": ((), RestoreAlias(9)),
    "a pack": ((), AddPack("eu-trade")),
    "a pack of which a watch is there": (("/watch CBAM",), AddPack("eu-trade")),
    "a pack that there is not": ((), AddPack("none")),
    "undo of watches that there are not": ((), RemovePack(1, 6)),
}


@pytest.mark.parametrize(("before", "action"), PRESSES.values(), ids=list(PRESSES))
async def test_a_button_pressed_twice_does_what_it_does_once(
    before: tuple[str, ...], action: Payload, ann: Chat, house: House
) -> None:
    for said in before:
        await ann.says(said)
    await ann.presses(action)
    once = await state(house)
    assert not (await ann.presses(action)).silent
    assert await state(house) == once


async def test_undo_and_put_back_take_turns(ann: Chat) -> None:
    await ann.says("/watch quota")
    undone = await ann.presses(Unwatch(1))
    assert (undone.edits, actions(undone), await ann.rules()) == (True, [Restore(1), WatchesPage(0)], [])
    restored = await ann.presses(Restore(1))
    assert (restored.edits, await ann.rules()) == (True, [("W1", "quota", False)])


async def test_a_watch_that_was_put_back_matches_again(ann: Chat, house: House) -> None:
    await ann.says("/watch quota")
    await ann.presses(Unwatch(1))
    await published(house, guid="1")
    await ann.presses(Restore(1))
    await published(house, guid="2")
    assert len(await house.enqueued(await ann.subscriber())) == 1


async def test_a_muted_watch_owes_nothing(ann: Chat, house: House) -> None:
    await ann.says("/watch quota")
    assert actions(await ann.presses(Mute(1))) == [Unmute(1)]
    await published(house)
    assert await house.enqueued(await ann.subscriber()) == []
    assert "W1 quota · 🔕 muted" in shown(await ann.says("/watches"))


async def test_a_language_that_was_chosen_stays_whatever_the_app_says(ann: Chat, house: House) -> None:
    assert "何を追いますか" in shown(await ann.presses(SetLanguage("ja")))
    assert "ウォッチ" in shown(await Chat(house, ANN, "en").says("/watches"))


async def test_a_button_that_is_too_old_is_answered_with_a_message_about_that(ann: Chat) -> None:
    assert "too old" in shown(await ann.presses(None))


async def test_a_button_for_a_chat_or_topic_that_never_spoke_is_too_old_and_makes_no_subscriber(house: House) -> None:
    answering = Chat(house).answering
    for address in ("7", "-1005/999"):
        reply = await answering(Request(Address(address), False, 7, "en", "", Press(Resume())))
        assert "too old" in shown(reply)
        assert await house.watchlist.subscriber(Address(address)) is None


# ---- X13: buttons of version 1 on messages whose topic Telegram does not report -------------------

GENERAL = Address("-1005")


async def in_two_topics(house: House) -> dict[Address, Chat]:
    """A forum in which each of two topics has a W1, and the second was sent its alert as message 31."""
    chats = {address: Chat(house, address) for address in (GENERAL, GROUP)}
    await chats[GENERAL].says("/watch levy")
    await chats[GROUP].says("/watch quota")
    await published(house)
    (alert,) = await house.enqueued(await chats[GROUP].subscriber())
    await house.database.write(outbox.sent, alert.id, "31", house.clock())
    return chats


async def press_unplaced(chat: Chat, payload: Payload, message: str) -> Reply:
    return await chat.answering(Request(GENERAL, False, 7, "en", "", Press(payload, unplaced_message=message)))


@pytest.mark.hazard("X13")
async def test_an_old_mute_under_an_alert_mutes_in_the_topic_of_the_alert_and_is_answered_there(house: House) -> None:
    chats = await in_two_topics(house)
    reply = await press_unplaced(chats[GENERAL], Mute(1), "31")
    assert reply.silent
    assert [(notice.address, shown(notice.reply)) for notice in reply.notices] == [
        (GROUP, "W1 muted: quota\nby an admin")
    ]
    assert await chats[GROUP].rules() == [("W1", "quota", True)]
    assert await chats[GENERAL].rules() == [("W1", "levy", False)]


@pytest.mark.hazard("X13")
async def test_an_old_button_without_a_known_topic_is_too_old_and_does_nothing(house: House) -> None:
    chats = await in_two_topics(house)
    before = await state(house)
    assert "too old" in shown(await press_unplaced(chats[GENERAL], Mute(1), "32"))
    assert await state(house) == before


@pytest.mark.hazard("X13")
async def test_an_old_button_in_a_chat_without_topics_works(house: House) -> None:
    for address in ("-1005", "-10051", "-10050/3", "-100"):
        await Chat(house, Address(address)).says("/watch levy")
    chat = Chat(house, GENERAL)
    (notice,) = (await press_unplaced(chat, Mute(1), "32")).notices
    assert notice.address == GENERAL
    assert await chat.rules() == [("W1", "levy", True)]


async def test_the_pages_of_the_list_are_turned_in_place(house: House) -> None:
    generous = Watchlist(house.database, house.index, house.watchlist.recognizer, house.clock, 100)
    house.watchlist = generous
    ann = Chat(house)
    for number in range(12):
        await ann.says(f"/watch quota{number}")
    first = await ann.says("/watches")
    assert not first.edits
    assert [action for action in actions(first) if isinstance(action, WatchesPage)] == [WatchesPage(1)]
    second = await ann.presses(WatchesPage(1))
    assert second.edits
    assert [action for action in actions(second) if isinstance(action, WatchesPage)] == [WatchesPage(0)]
    assert "W12 quota11" in shown(second)


# ---- D13: everything twice -------------------------------------------------------------------------

DAY = (
    *("/start", "/watch quota", "/watch levy", "/watches", "/unwatch W1"),
    *("/search quota", "/pause", "/why", "/help", "/resume"),
)
PRESSED: tuple[Payload, ...] = (Mute(2), Unwatch(2), Restore(1), SetLanguage("ja"), Unmute(1), Resume(), WatchesPage(0))


@pytest.mark.hazard("D13")
async def test_a_day_in_which_every_update_comes_twice_ends_as_any_other(house: House, empty_house: House) -> None:
    ends = []
    for times, address in ((1, "8"), (2, "9")):
        chat = Chat(house, Address(address))
        for said in DAY:
            for _ in range(times):
                await chat.says(said)
        for action in PRESSED:
            for _ in range(times):
                await chat.presses(action)
        subscriber = await chat.subscriber()
        ends.append((await chat.rules(), subscriber.language, subscriber.paused))
    assert ends[0] == ends[1]
    assert ends[0] == ([("W1", "quota", False)], "ja", None)


# ---- who may ---------------------------------------------------------------------------------------

PRIVATE_BOT = Access(allow=frozenset({"7", "-1005"}), operators=frozenset({42}))


@pytest.mark.parametrize(
    ("address", "user", "admitted"),
    [
        ("7", 7, True),
        ("-1005", 1, True),
        ("-1005/12", 1, True),
        ("8", 8, False),
        ("-1006", 7, False),
        ("8", 42, True),
        ("-1006", 42, True),
    ],
)
async def test_who_may_use_a_private_bot(address: str, user: int, admitted: bool, house: House) -> None:
    chat = Chat(house, Address(address), access=PRIVATE_BOT)
    chat.user = user
    reply = await chat.says("/watch quota")
    assert ("W1 saved" in shown(reply)) is admitted
    if not admitted:
        assert address in shown(reply)
        assert await house.watchlist.subscriber(Address(address)) is None
        assert "private" in shown(await chat.presses(Resume()))


async def test_a_group_that_is_not_admitted_is_left_to_talk(house: House) -> None:
    chat = Chat(house, Address("-1006"), access=PRIVATE_BOT)
    assert await chat.says("good morning") == SILENCE
    assert await chat.says("/weather") == SILENCE


# ---- what goes wrong -------------------------------------------------------------------------------


class TroubledWatchlist(Watchlist):
    """A watchlist whose writes fail."""

    trouble: Callable[[], Exception] = RuntimeError

    async def watch(self, subscriber: Subscriber, typed: str):  # type: ignore[no-untyped-def]  # it never answers
        raise self.trouble()


def troubled(house: House, trouble: Callable[[], Exception], app: str) -> Chat:
    watchlist = TroubledWatchlist(house.database, house.index, house.watchlist.recognizer, house.clock, LIMIT)
    watchlist.trouble = trouble
    house.watchlist = watchlist
    return Chat(house, app=app)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_command_that_breaks_is_answered_and_written_down(
    language: str, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    chat = troubled(house, lambda: ValueError("a mistake of ours"), APPS[language])
    reply = await chat.says("/watch secret plans")
    assert reply.html == WORDS[language].format("went-wrong")
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.getMessage() == "answer_failed"
    assert record.exc_info
    assert "secret plans" not in caplog.text.partition("Traceback")[0]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_full_disk_is_reported_to_the_person_who_wanted_to_save(language: str, house: House) -> None:
    chat = troubled(house, lambda: DatabaseFull(house.database.path, "database or disk is full"), APPS[language])
    assert (await chat.says("/watch quota")).html == WORDS[language].format("trouble-full")


async def test_who_had_blocked_the_bot_and_begins_again_gets_what_waited(ann: Chat, house: House) -> None:
    await ann.says("/watch quota")
    await house.watchlist.unreachable(ANN)
    assert (await ann.subscriber()).paused is PauseReason.UNREACHABLE
    await ann.says("/start")
    assert (await ann.subscriber()).paused is None
    assert ann.woken == 1


async def test_who_asked_for_a_pause_and_begins_again_keeps_it(ann: Chat) -> None:
    await ann.says("/pause")
    await ann.says("/start")
    assert (await ann.subscriber()).paused is PauseReason.ASKED


async def test_the_answer_names_the_days_that_are_kept(ann: Chat, house: House) -> None:
    await published(house)
    house.clock.pass_by(timedelta(hours=5, minutes=30))
    await house.poll(document(item("A levy", guid="9")), source=METI)
    assert "in the last 6 hours" in shown(await ann.says("/watch quota"))
