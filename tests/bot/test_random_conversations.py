"""Random conversations with the whole bot: no error answer, no lost watch, no unanswered update.

``pytest tests/bot/test_random_conversations.py --long`` plays a thousand of them.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
import uvloop
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.callbacks import decode
from bot.callbacks.personal import ForgetChat
from bot.callbacks.start import RemovePack
from bot.callbacks.watching import (
    OnlyWords,
    ReadAnew,
    RemovePicked,
    RemoveWatch,
    Reword,
    UndoOnlyWords,
    Unwatch,
    WithoutPart,
)
from bot.messages.text import load
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_state import Sent
from tests.fakes.bot_api_updates import Said, chat, user
from tests.fakes.ports import Clock
from tests.fakes.talk import OPERATOR, Talk, talk
from watchers.rules import forms as word_forms
from watchers.store import Rows

pytestmark = pytest.mark.service

WORDS = load()
FORMS = word_forms.load()
LONG = "--long" in sys.argv
ANN, BEN, GROUP, SUPERGROUP, CHANNEL = 7, 8, -500, -1_000_000_000_500, -1_000_000_000_700
TOPIC = 3
ADMIN, MEMBER = 11, 12
APPS = {ANN: "en", BEN: "ja", OPERATOR: "zh-hant", ADMIN: "zh-hant", MEMBER: "en"}
ERRORS = tuple(words.format(key) for words in WORDS.values() for key in ("went-wrong", "trouble-full"))
TAKING_AWAY = (
    ForgetChat,
    OnlyWords,
    ReadAnew,
    RemovePack,
    RemovePicked,
    RemoveWatch,
    Reword,
    UndoOnlyWords,
    Unwatch,
    WithoutPart,
)
"""Buttons after which a watch may be gone, or have another text."""
LINES = st.sampled_from(
    """/start|/watch quota|/watch steel levy|/watch TSMC|/watch tariff -cotton|/watch|/watch (|/watches|/unwatch W1
    /unwatch W2|/unwatch W9|/unwatch|/packs|/search quota|/search (|/pause|/resume|/why|/why https://ustr.example/1
    /alias TSMC 護國神山|/alias TSMC -護國神山|/alias|/alias -|/sources|/status|/addsource|/import|/import quota
    /export|/export evidence|/settings|/language|/timezone|/timezone Taipei|/timezone nowhere|/quiet|/quiet 22-7
    /quiet off|/digest|/digest daily 8:00|/digest W1 weekly mon 9:00|/digest now|/digest W1 now|/channel|/privacy
    /forgetme|/help|/saved|/deadlines|/trends|/trends W1|/review|/feed|／watch 関税|/WATCH 關稅、晶片
    /watches@tradewatch_test_bot""".replace("\n", "|").split("|")
).map(str.strip)
TALK = st.sampled_from(
    [
        "quota",
        "台積電 關稅",
        "help",
        "https://ustr.example/1",
        "(",
        "Taipei",
        "x" * 300,
        "x" * 4_000,
        "<b>&",
        "-",
        "/nonsense",
        "/watchs " + "x" * 4_080,
    ]
)
OPERATED = st.sampled_from(["/admin", "/broadcast Hello", "/broadcast"])
TITLES = st.sampled_from(["TSMC tariff", "quota cut", "steel levy rises", "Nothing of note", "台積電 關稅"])
BODIES = st.sampled_from(["", "Comments due March 20, 2026. Effective April 7, 2026."])
FILES = st.sampled_from(
    [b"# Tradewatch watches\nquota\nsteel levy\n(\n", b"<opml><body><outline/></body></opml>", b"\x00\xff", b""]
)
LINK = re.compile(r"start(?:group)?=([A-Za-z0-9_-]+)")
ENGLISH = re.compile(r"\b(the|your|this|is|are|not|with|for|and|from)\b")
"""Words of English that no title, rule or name in these conversations has."""
PEOPLE, MEMBERS = st.sampled_from([ANN, BEN, OPERATOR]), st.sampled_from([ADMIN, MEMBER])
RULE = re.compile("<code>[^<]*</code>")
T = TypeVar("T")


def steps(*kinds: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Draw one of the kinds with its values; each is its weight, what it calls, and where the values come from."""
    weighted = [place for place, (weight, *_) in enumerate(kinds) for _ in range(weight)]
    drawn = [st.tuples(st.just(act), *values) for _, act, *values in kinds]
    return st.sampled_from(weighted).flatmap(drawn.__getitem__)


class Conversations(RuleBasedStateMachine):
    """Two people, an operator and a group, who write, press, edit and move, and a bot that restarts."""

    def __init__(self) -> None:
        super().__init__()
        self._runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
        self._folder = tempfile.TemporaryDirectory()
        self._clock = Clock()
        self._stack = AsyncExitStack()
        self._group = GROUP
        self._last: Said | None = None
        self._said = self._edited = 0

    def teardown(self) -> None:
        self._run(self._end())
        self._runner.close()
        self._folder.cleanup()

    # ---- what happens ------------------------------------------------------------------------------

    @initialize()
    def begins(self) -> None:
        """The bot starts, and everybody has said something."""
        self._run(self._start())

    def writes(self, who: int, line: str) -> None:
        """A person writes in private: there is an answer."""
        self._step(self._say(who, line, who), takes_away=line.startswith("/unwatch"))
        assert self._new(), f"{line} is not answered"

    def writes_in_the_group(self, who: int, line: str, topic: int | None) -> None:
        """Somebody sends a command to the group: there is an answer."""
        self._step(self._say(self._group, line, who, topic), takes_away=line.startswith("/unwatch"))
        assert self._new(), f"{line} is not answered in the group"

    def presses(self, nth: int, who: int, old: bool) -> None:
        """Somebody presses a button that can be seen now, or one that an edit replaced since."""
        self._press_one(self._api.sent if old else self._shown(), nth, who)

    def presses_on(self, nths: list[int], who: int) -> None:
        """Somebody presses a button of the newest message, then one of what that brought."""
        for nth in nths:
            newest = [*self._api.sent[-1:], *self._new()][-1]
            self._press_one([sent for sent in self._shown() if sent.message_id == newest.message_id], nth, who)

    def replies(self, nth: int, who: int, line: str) -> None:
        """Somebody replies to a message of the bot: an answer to its question, or about an alert."""
        shown = self._shown()
        if shown:
            sent = shown[nth % len(shown)]
            writer = sent.chat_id if sent.chat_id > 0 else who
            self._step(self._reply(sent, line, writer), takes_away=True)
            assert sent.chat_id < 0 or self._new(), f"{line} as a reply is not answered"

    def follows_a_link(self, nth: int, who: int) -> None:
        """Somebody opens a link to the bot that a message holds."""
        links = [link for sent in self._api.sent for link in LINK.findall(f"{sent.html} {sent.markup}")]
        if links:
            self._step(self._say(who, f"/start {links[nth % len(links)]}", who))
            assert self._new()

    def sends_a_file(self, who: int, content: bytes) -> None:
        """Somebody sends watches, sources or something else."""
        self._step(self._send_file(who, content))
        assert self._new()

    def shares(self, who: int, place: bool) -> None:
        """Somebody shares where they are, or chooses a channel."""
        self._step(self._share(who, place))
        assert self._new()

    def edits(self, line: str) -> None:
        """Somebody edits the last message: it is answered, and nothing that it changed is taken back."""
        if self._last is not None:
            self._step(self._edit(self._last, line), takes_away=line.startswith("/unwatch"))

    def publishes(self, title: str, body: str, nths: list[int]) -> None:
        """A source publishes something, and somebody presses buttons of the last alert about it."""
        self._step(self._bot.publishes(title, body))
        if self._new():
            self.presses_on(nths, ADMIN)

    def group_becomes_a_supergroup(self) -> None:
        """The group gets another ID, and keeps its watches."""
        if self._group == SUPERGROUP:
            return
        before = self._watches()
        self._group = SUPERGROUP
        self._run(self._migrate())
        moved = {(address.replace(str(GROUP), str(SUPERGROUP)), typed) for address, typed in before}
        assert moved <= self._watches()

    def restarts(self) -> None:
        """The process ends, and the next one goes on."""
        self._step(self._restart())

    def leaves_and_returns(self) -> None:
        """The bot is removed from the group and added again."""
        self._step(self._leave())

    def time_passes(self, hours: int) -> None:
        """Nobody writes for some hours or a week, and what is due comes."""
        self._clock.pass_by(timedelta(hours=hours))
        self._step(self._bot.works())

    # One rule, since Hypothesis switches half of several rules off, and plays the shortest ones most of the time.
    @rule(
        step=steps(
            (4, writes, PEOPLE, LINES | TALK),
            (1, writes, st.just(OPERATOR), OPERATED),
            (3, writes_in_the_group, MEMBERS, LINES, st.sampled_from([None, TOPIC])),
            (2, presses, st.integers(0, 10_000), MEMBERS, st.booleans()),
            (8, presses_on, st.lists(st.integers(0, 100), min_size=1, max_size=4), MEMBERS),
            (2, replies, st.integers(0, 10_000), MEMBERS, LINES | TALK),
            (1, follows_a_link, st.integers(0, 10_000), PEOPLE),
            (1, sends_a_file, PEOPLE, FILES),
            (1, shares, PEOPLE, st.booleans()),
            (1, edits, LINES | TALK),
            (4, publishes, TITLES, BODIES, st.lists(st.integers(0, 100), max_size=5)),
            (1, group_becomes_a_supergroup),
            (1, restarts),
            (1, leaves_and_returns),
            (2, time_passes, st.integers(1, 30) | st.integers(150, 170)),
        )
    )
    def goes_on(self, step: tuple[Any, ...]) -> None:
        """One thing of these happens."""
        act, *values = step
        act(self, *values)

    # ---- how ---------------------------------------------------------------------------------------

    def _run(self, what: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(what)

    def _step(self, what: Coroutine[Any, Any, None], takes_away: bool = False) -> None:
        """Do something, and check that nothing went wrong and no watch was lost."""
        before = self._watches()
        self._said, self._edited = len(self._api.sent), len(self._api.edited)
        self._run(what)
        assert takes_away or before <= self._watches(), before - self._watches()
        assert self._bot.failures.seen == []
        assert self._api.violations == []
        assert [sent.html for sent in self._new() if sent.html in ERRORS] == []
        assert self._half_english() == []
        assert self._run(self._bot.house.database.read(_dead)) == 0

    def _press_one(self, shown: Sequence[Sent], nth: int, who: int) -> None:
        """Press one of the buttons of these messages, if there are any."""
        buttons = [(sent, each.data) for sent in shown for row in sent.buttons for each in row if each.data]
        if buttons:
            sent, data = buttons[nth % len(buttons)]
            callback = decode(data)
            taken = callback is not None and isinstance(callback.payload, TAKING_AWAY)
            self._step(self._press(sent, data, who), takes_away=taken)

    def _shown(self) -> list[Sent]:
        chats = (ANN, BEN, OPERATOR, GROUP, SUPERGROUP, CHANNEL)
        return [sent for each in chats for sent in self._api.shown(each)]

    def _half_english(self) -> list[str]:
        """Return new messages with English words to chats that speak another language; rules may be in English."""
        languages = self._run(self._bot.house.database.read(_languages))
        new = [sent for sent in self._new() if languages.get(place(sent), "en") != "en"]
        return [sent.text for sent in new if ENGLISH.search(RULE.sub("", sent.html))]

    def _new(self) -> list[Sent]:
        return [*self._api.sent[self._said :], *self._api.edited[self._edited :]]

    def _watches(self) -> set[tuple[str, str]]:
        return self._run(self._bot.house.database.read(_active))

    async def _start(self) -> None:
        self._api = await self._stack.enter_async_context(FakeBotApi(longest_poll=0.2))
        for group in (GROUP, SUPERGROUP):
            self._api.set_member(group, ADMIN, "administrator")
            self._api.set_member(group, MEMBER, "member")
        self._api.set_chat_username(CHANNEL, "channel", "chip_desk")
        self._api.set_member(CHANNEL, ANN, "creator")
        self._api.set_member(CHANNEL, BEN, "member")
        await self._open()
        await self._bot.house.settle_in()
        for where, who in ((ANN, ANN), (BEN, BEN), (OPERATOR, OPERATOR), (GROUP, ADMIN)):
            await self._bot.says(where, "/watch quota", who, APPS[who])

    async def _open(self) -> None:
        self._process = AsyncExitStack()
        running = talk(self._api, Path(self._folder.name) / "talk.db", FORMS, self._clock)
        self._bot: Talk = await self._process.enter_async_context(running)

    async def _restart(self) -> None:
        await self._process.aclose()
        await self._open()

    async def _end(self) -> None:
        if hasattr(self, "_process"):
            await self._process.aclose()
        await self._stack.aclose()

    async def _say(self, chat: int, line: str, who: int, topic: int | None = None) -> None:
        self._last = await self._api.say(chat, line, user_id=who, language_code=APPS[who], thread_id=topic)
        await self._bot.settled()

    async def _edit(self, last: Said, line: str) -> None:
        await self._api.edit(last, line)
        await self._bot.settled()

    async def _reply(self, sent: Sent, line: str, who: int) -> None:
        await self._api.say(sent.chat_id, line, user_id=who, language_code=APPS[who], reply_to=sent)
        await self._bot.settled()

    async def _send_file(self, who: int, content: bytes) -> None:
        await self._api.send_file(who, "watches.txt", content, language_code=APPS[who])
        await self._bot.settled()

    async def _share(self, who: int, place: bool) -> None:
        shared = {"location": {"latitude": 25.03, "longitude": 121.56}}
        chosen = {"chat_shared": {"request_id": 1, "chat_id": CHANNEL}}
        message = {"message_id": 900_000, "date": 1_796_000_000, "chat": chat(who, "private")}
        by = {"from": user(who, APPS[who])}
        await self._api.deliver("message", message | by | (shared if place else chosen))
        await self._bot.settled()

    async def _press(self, sent: Sent, data: str, who: int) -> None:
        user = sent.chat_id if sent.chat_id > 0 else who
        query = await self._api.press_data(sent, data, user_id=user, language_code=APPS[user])
        await self._bot.settled()
        assert any(each.query_id == query for each in self._api.answered), f"the press {data} is not answered"

    async def _migrate(self) -> None:
        await self._api.migrate(GROUP, SUPERGROUP)
        await self._bot.settled()

    async def _leave(self) -> None:
        for status in ("kicked", "member"):
            await self._api.my_chat_member(self._group, status, user_id=ADMIN)
            await self._bot.settled()


def place(sent: Sent) -> str:
    """Return the address of a message."""
    return str(sent.chat_id) if sent.thread_id is None else f"{sent.chat_id}/{sent.thread_id}"


def _active(rows: Rows) -> set[tuple[str, str]]:
    return set(
        rows.all(
            """select b.address, w.typed from watches w join subscribers b on b.id = w.subscriber
            where w.removed_at is null"""
        )
    )


def _languages(rows: Rows) -> dict[str, str]:
    return dict(rows.all("select address, language from subscribers"))


def _dead(rows: Rows) -> int:
    return rows.number("select count(*) from outbox where state = 'dead'")


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", os.fspath(tmp_path))


TestConversations = Conversations.TestCase
TestConversations.settings = settings(
    max_examples=1_000 if LONG else 15,
    stateful_step_count=30 if LONG else 15,
    # To shorten a conversation that failed takes longer than to play a thousand.
    phases=[Phase.generate] if LONG else list(Phase),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
