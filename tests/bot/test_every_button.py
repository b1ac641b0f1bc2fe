"""Every kind of button that a person can be shown does something, in three languages, and its label is not cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from bot.callbacks import KINDS, decode
from bot.messages.rows import fit_in_a_row
from bot.messages.text import LANGUAGES, load, plain
from tests.bot.test_dispatch import APPS
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_state import Button, Sent
from tests.fakes.ports import Clock
from tests.fakes.talk import Talk, talk
from watchers.rules.forms import Forms

pytestmark = [pytest.mark.service, pytest.mark.slow]

ANN = 7
MAX_KIND, MAX_LABEL = 12, 3
"""How often a kind is pressed at most, and under one label."""
LINES = """/start|/settings|/watch quota|/watch TSMC 關稅|/watch tariff|/watch wool zinc|/watch TSMC|/unwatch W2
    /watches|/packs|/search quota|/why https://ustr.example/1|/deadlines|/alias TSMC 護國神山|/settings|/sources|/status
    /export|/settings|/timezone|/quiet|/digest|/privacy|/forgetme|/feed|/trends|/trends W1|/review|/help|/pause
    TSMC or quota|https://ustr.example/2|tariff""".replace("\n", "|").split("|")
DEADLINES = "Comments due March 20, 2026. Effective April 7, 2026."
LEFT_OUT = {"ForgetChat", "SetLanguage", "ChooseLanguage", "SwitchGroup"}
"""After these, nothing is stored, another language is spoken, or old items are not of this chat."""
ELSEWHERE = set(
    """AddPack AddSource Announce ApproveAll ApproveHeldList ApproveSource BackUp ChooseGroup CopyWatches
    DeclineGroup DigestPage DropAnnouncement DropDead EndReminder EndSilence HowToAnnounce KeepHolding
    KeepRules LetMembers MakeInstant Mute NotMeantName PlaceSource ReadAnew RefuseAll RefuseSource
    RemoveSource RenewFeed RestorePicked RetryDead Reword SetSpike ShowAdmin ShowDeadLetters ShowHeldList ShowIncidents
    ShowSaved ShowUnfit SnoozeReminder SourcesPage Unmute WatchTimed WithoutPart""".split()
)
"""Kinds that operators, groups and channels are shown, or that need more than this; other tests press them."""


def buttons(api: FakeBotApi) -> Iterator[tuple[Sent, Button, str]]:
    """Yield each button that can be seen with its message and its kind, those of the newest message first."""
    for sent in reversed(api.shown(ANN)):
        for row in sent.buttons:
            for button, kind in kinds(row):
                yield sent, button, kind


@cache
def kinds(row: tuple[Button, ...]) -> list[tuple[Button, str]]:
    """Return the buttons of a row that call us back, each with its kind."""
    assert fit_in_a_row([each.text for each in row]), row
    callbacks = ((each, decode(each.data)) for each in row if each.data)
    return [(each, type(callback.payload).__name__) for each, callback in callbacks if callback is not None]


class Person:
    """Presses what is shown, and looks at what that does."""

    def __init__(self, bot: Talk, language: str) -> None:
        self.pressed: Counter[str] = Counter()
        self._labels: Counter[tuple[str, str]] = Counter()
        self._bot = bot
        self._app = APPS[language]
        self._too_old = plain(load()[language].format("old-button"))

    async def says(self, *lines: str) -> None:
        for line in lines:
            await self._bot.says(ANN, line.strip(), app=self._app)

    async def presses_everything(self) -> None:
        """Press the kind that was pressed least, until there is nothing new to press."""
        while (following := self._next()) is not None:
            await self._press(*following)

    def _next(self) -> tuple[Sent, Button, str] | None:
        open_ = [
            (sent, button, kind)
            for sent, button, kind in buttons(self._bot.api)
            if kind not in LEFT_OUT and self.pressed[kind] < MAX_KIND and self._labels[kind, button.text] < MAX_LABEL
        ]
        return min(open_, key=lambda each: (self._labels[each[2], each[1].text], self.pressed[each[2]]), default=None)

    async def _press(self, sent: Sent, button: Button, kind: str) -> None:
        self.pressed[kind] += 1
        self._labels[kind, button.text] += 1
        api = self._bot.api
        said, edited = len(api.sent), len(api.edited)
        query = await api.press_data(sent, button.data, language_code=self._app)
        await self._bot.settled()
        (toast,) = (each.text for each in api.answered if each.query_id == query)
        new = [*api.sent[said:], *(each for each in api.edited[edited:] if differs(each, sent))]
        assert toast or new, f"{kind} does nothing"
        assert not any(self._too_old in each.text for each in new), f"{kind} is too old"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_kind_of_button_does_something(
    language: str, tmp_path: Path, forms: Forms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    async with FakeBotApi(longest_poll=0.2) as api, talk(api, tmp_path / "talk.db", forms, Clock()) as bot:
        await bot.house.settle_in()
        person = Person(bot, language)
        await person.says("/start")
        await bot.publishes("A new entity on the SDN list", "OFAC adds it.")
        await person.says(*LINES, "/resume")
        for number in range(7):
            await bot.publishes(f"Wool quota, a tariff and TSMC exports {number}", DEADLINES)
        await person.says("/search quota", "/watch nickel quota", "/packs", "/deadlines", "/watches")
        await person.presses_everything()
        await person.says("/saved", "/deadlines", "/digest 8:00 daily")
        await bot.publishes("A tariff and a quota on TSMC rise")
        bot.house.clock.pass_by(timedelta(days=12, hours=2))
        await bot.works()
        await person.presses_everything()
        assert bot.failures.seen == []
        assert api.violations == []
    assert sorted({kind.__name__ for kind in KINDS} - set(person.pressed)) == sorted(LEFT_OUT | ELSEWHERE)


def differs(shown: Sent, before: Sent) -> bool:
    """Return whether a person sees that a message changed."""
    return (shown.text, shown.buttons) != (before.text, before.buttons)
