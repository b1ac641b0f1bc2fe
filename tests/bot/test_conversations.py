"""Every conversation of docs/subscribers.md, replayed with the whole bot against the fake Bot API."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.messages.text import language_for
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_state import Sent
from tests.fakes.ports import Clock
from tests.fakes.talk import Talk, talk
from watchers.matching import Recognizer
from watchers.model import Address
from watchers.rules.forms import Forms

pytestmark = pytest.mark.service

PAGE = Path(__file__).resolve().parents[2] / "docs" / "subscribers.md"
ANN, GROUP = 7, -1_000_000_000_500
PEOPLE = {"admin": 11, "member": 12}
LANGUAGES = {"Conversations": "en", "使用說明（繁體中文）": "zh-hant", "使い方（日本語）": "ja"}


@dataclass(frozen=True, slots=True)
class Conversation:
    """A block of the page."""

    name: str
    app: str
    """The language of the person's app."""
    lines: tuple[str, ...]


def conversations() -> Iterator[Conversation]:
    """Every block, with the language of its section."""
    section = title = ""
    lines: list[str] | None = None
    for line in PAGE.read_text("utf-8").splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        elif line.startswith("### "):
            title = line.removeprefix("### ")
        elif line == "```chat":
            lines = []
        elif line == "```" and lines is not None:
            yield Conversation(title, LANGUAGES[section], tuple(lines))
            lines = None
        elif lines is not None:
            lines.append(line)


ALL = tuple(conversations())


class Replay:
    """Plays what people do, and compares what the bot says."""

    def __init__(self, bot: Talk, app: str) -> None:
        self._bot = bot
        self._app = app
        self._chat = ANN
        self._said = 0
        self._edited = 0
        self._toast = ""

    async def play(self, line: str) -> None:
        sign, _, rest = line.partition(" ")
        match sign:
            case "👤" | "👆" | "👥":
                self._mark()
                await self._act(sign, rest)
            case "📰":
                self._mark()
                await self._bot.publishes(rest)
            case "🤖":
                new = self._new()
                assert any(said(sent.text, rest) for sent in new), f"{line}: {[sent.text for sent in new]}"
            case "📎":
                assert [sent.document.file_name for sent in self._new() if sent.document] == [rest]
            case "💬":
                assert rest in self._toast
            case _:
                raise AssertionError(line)

    async def _act(self, sign: str, rest: str) -> None:
        if sign == "👆":
            await self._press(rest, ANN)
        elif sign == "👤":
            await self._bot.says(ANN, rest, app=self._app)
        elif rest == "+admin":
            await self._join()
        else:
            who, _, what = rest.partition(": ")
            if what.startswith("👆 "):
                await self._press(what.removeprefix("👆 "), PEOPLE[who])
            else:
                await self._bot.says(self._chat, what, PEOPLE[who], self._app)

    async def _join(self) -> None:
        """The admin adds the bot to the group."""
        self._chat = GROUP
        for name, user in PEOPLE.items():
            self._bot.api.set_member(GROUP, user, "administrator" if name == "admin" else "member")
        # Who adds the bot has an app in English here, and the group speaks its own language.
        await self._bot.house.watchlist.subscribe(Address(str(GROUP)), language_for(self._app))
        await self._bot.api.my_chat_member(GROUP, "member", user_id=PEOPLE["admin"])
        await self._bot.settled()

    async def _press(self, label: str, user: int) -> None:
        shown = [sent for sent in reversed(self._bot.api.shown(self._chat)) if label in labels(sent)]
        assert shown, f"no button {label}"
        self._toast = await self._bot.presses(shown[0], label, user, self._app)

    def _mark(self) -> None:
        self._said, self._edited = len(self._bot.api.sent), len(self._bot.api.edited)

    def _new(self) -> list[Sent]:
        return [*self._bot.api.sent[self._said :], *self._bot.api.edited[self._edited :]]


def labels(sent: Sent) -> list[str]:
    return [button.text for row in sent.buttons for button in row]


def said(text: str, expected: str) -> bool:
    """Whether the parts between the ellipses appear in the text, in their order."""
    parts = [re.escape(re.sub(r"\s+", " ", part.strip())) for part in expected.split(" … ")]
    return re.search(".*".join(parts), re.sub(r"\s+", " ", text)) is not None


@pytest.fixture
async def api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncIterator[FakeBotApi]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    async with FakeBotApi(longest_poll=0.2) as api:
        yield api
        assert api.violations == []


@pytest.mark.parametrize("conversation", ALL, ids=lambda each: f"{each.app}: {each.name}")
async def test_the_conversation_goes_as_the_page_says(
    conversation: Conversation, api: FakeBotApi, tmp_path: Path, forms: Forms, recognizer: Recognizer
) -> None:
    async with talk(api, tmp_path / "talk.db", forms, Clock(), recognizer) as bot:
        await bot.house.settle_in()
        replay = Replay(bot, conversation.app)
        for line in conversation.lines:
            await replay.play(line)
        assert bot.failures.seen == []


def test_each_language_has_the_same_conversations() -> None:
    shapes = {app: [[line[0] for line in each.lines] for each in ALL if each.app == app] for app in LANGUAGES.values()}
    assert len(shapes["en"]) == 5
    assert shapes["en"] == shapes["zh-hant"] == shapes["ja"]
