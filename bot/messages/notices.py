"""Notices about a source: dead, late, moved, gone, or back; and about an alert that may be missing."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from bot.chat import Reply
from bot.messages.layout import blocks, linked
from bot.messages.sources import problem
from bot.messages.words import Html, Words, escape
from watchers.model import News, Notice


def notice(told: Notice, words: Words, now: datetime) -> Reply:
    """Return one message, without buttons: there is nothing that a press could do."""
    return Reply(blocks([_said(told, words, words.moment(told.since, now))]))


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
        case News.MISSING:
            title = linked(told.url, escape(told.source))
            return words.say("notice-missing", title=title) if told.source else words.say("notice-missing-list")
        case _:
            assert_never(told.news)
