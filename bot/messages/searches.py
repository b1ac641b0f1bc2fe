"""Stored items that match a rule: the pages of a search, and the back-test of a new watch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.callbacks import Newer, Older
from bot.chat import Button, Reply
from bot.messages.alerts import heading, line, matched_words, origin
from bot.messages.layout import blocks
from bot.messages.words import Html, Words
from watchers.search import Find, Found
from watchers.services.watches import Searched

MAX_RULE_LENGTH = 200
ENOUGH_ITEMS = 20
"""Fewer items say nothing about whether a rule matches nearly all of them."""
NEARLY_ALL = 0.8
LONG_ENOUGH = timedelta(days=2)
"""A shorter time says nothing about how many match a day."""


def page(searched: Searched, words: Words, edits: bool = False) -> Reply:
    """Return a page of results, each with its source, date and matched words, and buttons to turn the page."""
    found = searched.page
    parts = [_title(searched, words), *(_find(find, words) for find in found.finds)]
    if found.until is not None:
        parts.append(words.say("search-reached", until=words.date(found.until)))
    if found.percent_indexed is not None:
        parts.append(words.say("still-indexing", percent=found.percent_indexed))
    turns = []
    if found.newer is not None:
        turns.append(Button(words.say("search-newer"), Newer(searched.search, found.newer.item)))
    if found.older is not None:
        turns.append(Button(words.say("search-older"), Older(searched.search, found.older.item)))
    return Reply(blocks(parts, "\n\n"), (tuple(turns),) if turns else (), edits)


def back_tested(found: Found, words: Words, now: datetime) -> Iterator[Html]:
    """Yield how many items a rule would have matched, how many that is a day, and the newest."""
    if found.since is None:
        yield words.say("watch-nothing-kept")
        return
    if found.percent_indexed is not None:
        yield words.say("still-indexing", percent=found.percent_indexed)
    key = "watch-found" if found.complete else "watch-found-partly"
    span = duration(now, found.since, words)
    yield words.say(key, count=found.count, looked=found.looked_at, span=span, pace=_pace(found, words, now))
    if found.looked_at >= ENOUGH_ITEMS and found.count > NEARLY_ALL * found.looked_at:
        yield words.say("watch-nearly-all", count=found.count, looked=found.looked_at)
    yield from newest(found, words)


def newest(found: Found, words: Words) -> Iterator[Html]:
    """Yield the newest items that a rule would have matched."""
    for find in found.newest:
        yield line(find.stored, words)


def duration(now: datetime, since: datetime, words: Words) -> Html:
    """Return “6 hours”, rounded up to whole minutes, hours or days."""
    minutes = max(1, -(-int((now - since).total_seconds()) // 60))
    if minutes < 60:
        return words.say("span-minutes", count=minutes)
    if minutes < 48 * 60:
        return words.say("span-hours", count=-(-minutes // 60))
    return words.say("span-days", count=-(-minutes // (24 * 60)))


def _pace(found: Found, words: Words, now: datetime) -> Html:
    """Return how many match a day; empty if the time is too short to tell."""
    assert found.since is not None
    span = now - found.since
    if span < LONG_ENOUGH:
        return Html("")
    daily = found.count / (span / timedelta(days=1))
    return words.say("watch-pace", count=round(daily)) if daily >= 1 else words.say("watch-pace-rare")


def _title(searched: Searched, words: Words) -> Html:
    found = searched.page
    typed = searched.typed
    rule = typed if len(typed) <= MAX_RULE_LENGTH else typed[: MAX_RULE_LENGTH - 1] + "…"
    if found.first is not None and found.total is not None:
        last = found.first + len(found.finds) - 1
        return words.say("search-found", rule=rule, count=found.total, first=found.first, last=last)
    if not found.finds and found.until is None:
        return words.say("search-nothing" if found.newer is None else "search-no-more", rule=rule)
    return words.say("search-some", rule=rule)


def _find(find: Find, words: Words) -> Html:
    matched = words.say("search-matched", words=matched_words(find.hits, words))
    return Html(f"{heading(find.stored, words, find.hits)}\n{origin(find.stored, words)}\n{matched}")
