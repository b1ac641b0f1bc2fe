"""Random conversations with the whole bot: no error answer, no lost watch, no unanswered update.

``pytest tests/bot/test_random_conversations.py --long`` plays a thousand of them.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
import uvloop
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.callbacks import decode
from bot.callbacks.personal import ForgetChat
from bot.callbacks.start import RemovePack
from bot.callbacks.watch_screens import RemovePicked, RemoveWatch, Reword
from bot.callbacks.watching import OnlyWords, ReadAnew, UndoOnlyWords, Unwatch, WithoutPart
from bot.messages.text import load
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_state import Sent
from tests.fakes.bot_api_updates import Said
from tests.fakes.ports import Clock
from tests.fakes.talk import OPERATOR, Talk, talk
from watchers.rules import forms as word_forms
from watchers.store import Rows

pytestmark = pytest.mark.service

WORDS = load()
FORMS = word_forms.load()
LONG = "--long" in sys.argv
ANN, BEN, GROUP, SUPERGROUP = 7, 8, -500, -1_000_000_000_500
TOPIC = 3
ADMIN, MEMBER = 11, 12
APPS = {ANN: "en", BEN: "ja", OPERATOR: "zh-hant", ADMIN: "zh-hant", MEMBER: "en"}
ERRORS = tuple(words.format(key) for words in WORDS.values() for key in ("went-wrong", "trouble-full"))
TAKING_AWAY = (
    *(
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
    ),
)
"""Buttons after which a watch may be gone, or have another text."""
LINES = st.sampled_from(
    """/start|/watch quota|/watch steel levy|/watch TSMC|/watch tariff -cotton|/watch|/watch (|/watches|/unwatch W1
    /unwatch W2|/unwatch W9|/packs|/search quota|/search (|/pause|/resume|/why|/why https://ustr.example/1
    /alias TSMC 護國神山|/alias TSMC -護國神山|/alias|/alias -|/sources|/status|/addsource|/import|/import quota
    /export|/settings|/language|/timezone|/timezone Taipei|/timezone nowhere|/quiet|/quiet 22-7|/quiet off|/digest
    /digest daily 8:00|/digest W1 weekly mon 9:00|/digest now|/digest W1 now|/channel|/privacy|/forgetme|/help
    ／watch 関税|/WATCH 關稅、晶片|/watches@tradewatch_test_bot""".replace("\n", "|").split("|")
).map(str.strip)
TALK = st.sampled_from(["quota", "台積電 關稅", "help", "https://ustr.example/1", "(", "Taipei", "x" * 3_000, "<b>&"])
OPERATED = st.sampled_from(["/admin", "/broadcast Hello", "/broadcast"])
TITLES = st.sampled_from(["TSMC tariff", "quota cut", "steel levy rises", "Nothing of note", "台積電 關稅"])
T = TypeVar("T")


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

    def teardown(self) -> None:
        self._run(self._end())
        self._runner.close()
        self._folder.cleanup()

    # ---- what happens ------------------------------------------------------------------------------

    @initialize()
    def begins(self) -> None:
        """The bot starts, and everybody has said something."""
        self._run(self._start())

    @rule(who=st.sampled_from([ANN, BEN, OPERATOR]), line=LINES | TALK)
    def writes(self, who: int, line: str) -> None:
        """A person writes in private: there is an answer."""
        self._step(self._say(who, line, who), takes_away=line.startswith("/unwatch"))
        assert self._new(), f"{line} is not answered"

    @rule(line=OPERATED)
    def operates(self, line: str) -> None:
        """The operator writes, and may then press."""
        self._step(self._say(OPERATOR, line, OPERATOR))
        assert self._new()

    @rule(who=st.sampled_from([ADMIN, MEMBER]), line=LINES, topic=st.sampled_from([None, TOPIC]))
    def writes_in_the_group(self, who: int, line: str, topic: int | None) -> None:
        """Somebody sends a command to the group: there is an answer."""
        self._step(self._say(self._group, line, who, topic), takes_away=line.startswith("/unwatch"))
        assert self._new(), f"{line} is not answered in the group"

    @rule(nth=st.integers(0, 10_000), who=st.sampled_from([ADMIN, MEMBER]), old=st.booleans())
    def presses(self, nth: int, who: int, old: bool) -> None:
        """Somebody presses a button that can be seen now, or one that an edit replaced since."""
        chats = (ANN, BEN, OPERATOR, GROUP, SUPERGROUP)
        shown = self._api.sent if old else [sent for chat in chats for sent in self._api.shown(chat)]
        buttons = [(sent, each.data) for sent in shown for row in sent.buttons for each in row if each.data]
        if buttons:
            sent, data = buttons[nth % len(buttons)]
            callback = decode(data)
            taken = callback is not None and isinstance(callback.payload, TAKING_AWAY)
            self._step(self._press(sent, data, who), takes_away=taken)

    @precondition(lambda self: self._last is not None)
    @rule(line=LINES | TALK)
    def edits(self, line: str) -> None:
        """Somebody edits the last message: it is answered, and nothing that it changed is taken back."""
        assert self._last is not None
        self._step(self._edit(self._last, line), takes_away=line.startswith("/unwatch"))

    @rule(title=TITLES)
    def publishes(self, title: str) -> None:
        """A source publishes something."""
        self._step(self._bot.publishes(title))

    @precondition(lambda self: self._group == GROUP)
    @rule()
    def group_becomes_a_supergroup(self) -> None:
        """The group gets another ID, and keeps its watches."""
        before = self._watches()
        self._group = SUPERGROUP
        self._run(self._migrate())
        moved = {(chat.replace(str(GROUP), str(SUPERGROUP)), typed) for chat, typed in before}
        assert moved <= self._watches()

    @rule()
    def restarts(self) -> None:
        """The process ends, and the next one goes on."""
        self._step(self._restart())

    @rule()
    def leaves_and_returns(self) -> None:
        """The bot is removed from the group and added again."""
        self._step(self._leave())

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        """Nobody writes for some hours."""
        self._clock.pass_by(timedelta(hours=hours))

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
        assert self._run(self._bot.house.database.read(_dead)) == 0

    def _new(self) -> list[Sent]:
        return [*self._api.sent[self._said :], *self._api.edited[self._edited :]]

    def _watches(self) -> set[tuple[str, str]]:
        return self._run(self._bot.house.database.read(_active))

    async def _start(self) -> None:
        self._api = await self._stack.enter_async_context(FakeBotApi(longest_poll=0.2))
        for chat in (GROUP, SUPERGROUP):
            self._api.set_member(chat, ADMIN, "administrator")
            self._api.set_member(chat, MEMBER, "member")
        await self._open()
        await self._bot.house.settle_in()
        for chat, who in ((ANN, ANN), (BEN, BEN), (OPERATOR, OPERATOR), (GROUP, ADMIN)):
            await self._bot.says(chat, "/watch quota", who, APPS[who])

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


def _active(rows: Rows) -> set[tuple[str, str]]:
    return set(
        rows.all(
            """select b.address, w.typed from watches w join subscribers b on b.id = w.subscriber
            where w.removed_at is null"""
        )
    )


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
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
