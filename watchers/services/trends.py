"""Count what a watch, a pack or any rule matched by day, and name the peaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from watchers.model import ItemId, StoredItem, Subscriber, Watch
from watchers.rules import Or, Rule, joined, meaning_of
from watchers.search import Matching, matching
from watchers.services import packs
from watchers.services.aliases import RuleService
from watchers.services.packs import Pack
from watchers.store import items, subscribers, trends, watches
from watchers.store.database import Rows, Transaction, reading, writing
from watchers.store.subscribers import SearchId
from watchers.store.trends import DatedItem

Period = Literal[30, 90]

MAX_PEAKS = 3
PEAK_FACTOR = 2.0
"""How many times the mean of the period a peak has."""
MIN_PEAK = 3
BEFORE = timedelta(days=60)
"""The time before a month from which its usual number is computed."""
LONG_ENOUGH = timedelta(days=14)
"""The least of that time of which items must be stored."""
TIME_LIMIT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a trend is about."""

    typed: str
    rule: Rule
    watch: Watch | None = None
    pack: Pack | None = None


@dataclass(frozen=True, slots=True)
class TrendPeak:
    """A day with many items."""

    place: int
    """Among the days, from 0."""
    count: int
    stored: StoredItem
    """An item of the story that most of them belong to."""


@dataclass(frozen=True, slots=True)
class Trend:
    """Items by day."""

    id: SearchId
    """Where the words that were asked for are stored."""
    topic: Topic
    first: date
    """In the zone of the chat, as all days here."""
    counts: tuple[int, ...]
    usual: float | None
    """How many items such a period usually has; None if that is unknown."""
    peaks: tuple[TrendPeak, ...]
    """The highest first."""
    complete: bool
    """False if time ran out before all items were counted."""
    spike: int | None
    """From how many times its usual number on the watch's spikes are notified; None if they are not."""

    @property
    def total(self) -> int:
        """Return the number of items."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Trends(RuleService):
    """Compute trends from the stored items of a chat's sources."""

    async def of(self, subscriber: Subscriber, typed: str, days: Period) -> Trend:
        """Return the trend of a watch (``W3``), a pack or a rule. Raises RuleError if it is something else."""
        topic = await self._topic(subscriber, typed)
        zone = subscriber.timezone
        today = self.now().astimezone(zone).date()
        first = today - timedelta(days=days - 1)
        start = datetime(first.year, first.month, first.day, tzinfo=zone)
        since = start - BEFORE if days == 30 else start
        asked = (topic.rule, self.recognizer, since, subscriber.id, TIME_LIMIT)
        found: Matching = await matching(self.database, *asked)
        return await self._count(subscriber, topic, found, start, days)

    async def stored(self, subscriber: Subscriber, identifier: SearchId, days: Period) -> Trend | None:
        """Return the trend of what was asked for before; None if it was deleted."""
        typed = await self.database.read(subscribers.searched, subscriber.id, identifier)
        return None if typed is None else await self.of(subscriber, typed, days)

    @writing
    def set_spike(self, tx: Transaction, subscriber: Subscriber, number: int, times: int | None) -> Watch | None:
        """Notify a chat of the spikes of a watch, or not. Return None if no watch has this number."""
        return watches.change(tx, subscriber.id, number, spike=times)

    @reading
    def _topic(self, rows: Rows, subscriber: Subscriber, typed: str) -> Topic:
        own = self.aliases.own(rows, subscriber.id)
        number = typed.strip().upper().removeprefix("W")
        watch = watches.by_number(rows, subscriber.id, int(number)) if number.isdecimal() and len(number) < 9 else None
        if watch is not None and (rule := self.aliases.rule_of(watch, own)) is not None:
            return Topic(typed, own.put_into(rule), watch=watch)
        pack = pack_named(typed)
        understood = self.aliases.understand(rows, subscriber, pack.rules if pack else [typed])
        rule = joined(Or, [own.put_into(each.rule) for each in understood])
        if pack is None:
            meaning = meaning_of(rule)
            watch = next((each for each in watches.of(rows, subscriber.id) if each.rule == meaning), None)
        return Topic(typed, rule, watch=watch, pack=pack)

    @writing
    def _count(
        self, tx: Transaction, subscriber: Subscriber, topic: Topic, found: Matching, start: datetime, days: Period
    ) -> Trend:
        dated = trends.dated(tx, found.ids)
        _, oldest = items.stored_since(tx, start - BEFORE, subscriber.id)
        during = [each for each in dated if each.at >= start]
        assert start.tzinfo is not None
        counts = by_day(during, start.date(), days, start.tzinfo)
        return Trend(
            id=subscribers.keep_search(tx, subscriber.id, topic.typed, self.now()),
            topic=topic,
            first=start.date(),
            counts=counts,
            usual=_usual(len(dated) - len(during), start, oldest) if days == 30 else None,
            peaks=_peaks(tx, during, counts, start),
            complete=found.complete,
            spike=trends.spike_of(tx, topic.watch.id) if topic.watch else None,
        )


def pack_named(typed: str) -> Pack | None:
    """Return the pack with this ID or this name in any language; None without one."""
    wanted = typed.strip().casefold()
    for pack in packs.load().all:
        names = (pack.id, *pack.short.values(), *pack.names.values())
        if wanted in {name.casefold() for name in names}:
            return pack
    return None


def by_day(dated: Sequence[DatedItem], first: date, days: int, zone: tzinfo) -> tuple[int, ...]:
    """Return how many items each of so many days has, from the first on."""
    counted = Counter((each.at.astimezone(zone).date() - first).days for each in dated)
    return tuple(counted[place] for place in range(days))


def _usual(before: int, start: datetime, oldest: datetime | None) -> float | None:
    """Return how many items 30 days usually have, by the time before; None if too little of it is stored."""
    stored = min(start - oldest, BEFORE) if oldest is not None else timedelta()
    return None if stored < LONG_ENOUGH else before * (timedelta(days=30) / stored)


def _peaks(rows: Rows, dated: Sequence[DatedItem], counts: Sequence[int], start: datetime) -> tuple[TrendPeak, ...]:
    least = max(MIN_PEAK, PEAK_FACTOR * sum(counts) / len(counts))
    places = [place for place in sorted(range(len(counts)), key=lambda place: -counts[place]) if counts[place] >= least]
    peaks: list[tuple[int, ItemId]] = []
    for place in places[:MAX_PEAKS]:
        day = start.date() + timedelta(days=place)
        there = [each for each in dated if each.at.astimezone(start.tzinfo).date() == day]
        (story, _), *_ = Counter(each.story for each in there).most_common(1)
        peaks.append((place, next(each.id for each in there if each.story == story)))
    stored = items.by_ids(rows, [item for _, item in peaks])
    return tuple(TrendPeak(place, counts[place], stored[item]) for place, item in peaks)
