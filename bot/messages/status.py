"""The answer to /status: short enough for a phone, with more for operators."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.callbacks import ShowGroups
from bot.chat import Button, Reply
from bot.messages.layout import blocks
from bot.messages.searches import duration
from bot.messages.sources import line
from bot.messages.words import Html, Words
from watchers.coverage import Health
from watchers.model import Subscriber
from watchers.services.operations import Overview
from watchers.services.source_health import POLLED_WITHIN, Report, Standing

MAX_SILENT = 5
MAX_TROUBLED = 12


def report(found: Report, subscriber: Subscriber, words: Words, now: datetime, operator: bool) -> Reply:
    """Return which sources are read and how they are doing, and what is pending for the chat."""
    parts = [*coverage(found, words, now), *_chat(found, subscriber, words)]
    if operator:
        parts += _operation(found, words, now)
    return Reply(blocks(parts), ((Button(words.say("status-sources"), ShowGroups()),),))


def coverage(found: Report | Overview, words: Words, now: datetime) -> Iterator[Html]:
    """Yield which sources are read, what was seen, and which are silent."""
    yield words.say("status-healthy", count=len(found.standings), healthy=found.well)
    if found.last_poll is None:
        yield words.say("status-not-polled")
    else:
        last = duration(now, min(found.last_poll, now), words)
        yield words.say("status-polled", count=found.polled, hours=POLLED_WITHIN.seconds // 3600, last=last)
    yield words.say("status-seen", today=found.seen_today, count=found.seen_in_a_day)
    silent = [standing for standing in found.standings if standing.health in (Health.QUIET, Health.LATE)]
    silent.sort(key=lambda standing: standing.silence, reverse=True)
    if silent:
        yield words.say("status-silent", count=len(silent))
        yield from (_silence(standing, words, now) for standing in silent[:MAX_SILENT])


def _silence(standing: Standing, words: Words, now: datetime) -> Html:
    usual = "status-silent-usual" if standing.health is Health.QUIET else "status-silent-unusual"
    key = usual if standing.record.rhythm is not None else "status-silent-unknown"
    span = duration(now, now - standing.silence, words)
    return words.say(key, source=standing.source.name or standing.source.id, span=span)


def _chat(found: Report, subscriber: Subscriber, words: Words) -> Iterator[Html]:
    yield Html("")
    yield words.say("status-chat", watches=found.watches, count=found.muted)
    if subscriber.paused is not None:
        yield words.say("status-paused", held=found.held)
    else:
        yield words.say("status-waiting", count=found.waiting)
    if found.groups_off:
        yield words.say("status-groups-off", count=found.groups_off)


def _operation(found: Report, words: Words, now: datetime) -> Iterator[Html]:
    yield Html("")
    yield words.say("status-operation")
    yield _queue(found, words, now)
    yield words.say("status-database", size=size(found.database_bytes))
    yield _telegram(found, words, now)
    worst_first = list(Health)
    troubled = sorted(found.troubled, key=lambda standing: worst_first.index(standing.health))
    yield words.say("status-troubled", count=len(troubled))
    yield from (line(standing, words, now) for standing in troubled[:MAX_TROUBLED])
    if len(troubled) > MAX_TROUBLED:
        rest = troubled[MAX_TROUBLED:]
        yield words.say("why-more", count=len(rest))


def _queue(found: Report, words: Words, now: datetime) -> Html:
    if found.overdue_since is None or found.overdue_since >= now:
        return words.say("status-queue", count=found.queue)
    return words.say("status-queue-overdue", count=found.queue, at=words.moment(found.overdue_since, now))


def _telegram(found: Report, words: Words, now: datetime) -> Html:
    if found.telegram is None:
        return words.say("status-telegram-never")
    at, trouble = found.telegram
    span = duration(now, min(at, now), words)
    return (
        words.say("status-telegram-trouble", why=trouble, span=span)
        if trouble
        else words.say("status-telegram", span=span)
    )


def size(size_bytes: int) -> str:
    """Return a size in megabytes."""
    mega = size_bytes / 1_000_000
    return f"{mega:.1f} MB" if mega < 100 else f"{mega:,.0f} MB"
