"""Notices about a source: that it is dead, late, moved, gone, or back."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from bot.callbacks import KeepRules, ReadAnew
from bot.chat import Button, Reply, Row
from bot.messages.layout import blocks, plain
from bot.messages.sources import problem
from bot.messages.words import Html, Words
from watchers.model import News, Notice

MAX_READ_ANEW = 8
"""Watches with a button; the others can be typed again."""
MAX_RULE_LENGTH = 200


def notice(told: Notice, words: Words, now: datetime) -> Reply:
    """Return one message; only a notice about rules has buttons, as a press can do nothing about a source."""
    return Reply(blocks([_said(told, words, words.moment(told.since, now))]), _buttons(told, words))


def _buttons(told: Notice, words: Words) -> tuple[Row, ...]:
    """Return a button for the new reading of each of the first watches, two in a row, and one that keeps them all."""
    if not told.rewritten:
        return ()
    buttons = [
        Button(plain(words.say("button-read-anew", name=f"W{each.number}")), ReadAnew(each.number))
        for each in told.rewritten[:MAX_READ_ANEW]
    ]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    return (*rows, (Button(plain(words.say("button-keep-rules")), KeepRules()),))


def _reread(told: Notice, words: Words) -> Html:
    listed = (
        words.say("notice-reread-watch", name=f"W{each.number}", typed=_short(each.typed), kept=_short(each.explicit))
        for each in told.rewritten
    )
    return blocks([words.say("notice-reread"), *listed])


def _short(rule: str) -> str:
    return rule if len(rule) <= MAX_RULE_LENGTH else rule[: MAX_RULE_LENGTH - 1] + "…"


def _said(told: Notice, words: Words, since: Html) -> Html:
    match told.news:
        case News.DEAD:
            why = problem(told.problem, told.detail, words)
            return words.say("notice-dead", source=told.source, at=since, why=why)
        case News.GONE:
            return words.say("notice-gone", source=told.source, at=since)
        case News.LATE:
            return words.say("notice-late", source=told.source, at=since)
        case News.MOVED:
            return words.say("notice-moved", source=told.source, url=told.url)
        case News.BACK:
            return words.say("notice-back", source=told.source, at=since)
        case News.REREAD:
            return _reread(told, words)
        case _:
            assert_never(told.news)
