"""Look after the watches of a chat: how much each brings, which ones bring too much or nothing, names, removal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from watchers.model import Subscriber, Watch
from watchers.model.times import Timing, moment
from watchers.search import MANY_A_DAY
from watchers.services import packs
from watchers.services.service import Service
from watchers.store import Rows, Transaction, timings, watches
from watchers.store.database import reading, writing

PERIOD = timedelta(days=30)
"""For which alerts are counted, and after which a watch without any is pointed out."""
MIN_AGE = timedelta(days=2)
"""A shorter time says nothing about how many alerts come in a day."""
MAX_LABEL_LENGTH = 40


class Unfit(StrEnum):
    """What is wrong with how much a watch brings."""

    NOISY = "noisy"
    SILENT = "silent"
    """It never brought an alert."""


@dataclass(frozen=True, slots=True)
class WatchStatus:
    """A watch, when it sends, and how much it brings."""

    watch: Watch
    timing: Timing | None
    """None: at once."""
    count: int
    """Alerts in the last 30 days."""
    a_day: float | None
    """Alerts a day in the last 30 days, or since it was added; None if that is too short to tell."""
    today: int
    """Alerts since local midnight."""
    last_at: datetime | None
    """When the last one came; None if none is stored."""
    unfit: Unfit | None
    """None if there is nothing to point out."""


@dataclass(frozen=True, slots=True)
class Watches:
    """All watches of a subscriber."""

    all: tuple[WatchStatus, ...]
    """By number."""
    today: int
    """How many items became alerts since local midnight."""


@dataclass(frozen=True, slots=True)
class Overview(Service):
    """Look after the watches of subscribers, in the database."""

    @reading
    def of(self, rows: Rows, subscriber: Subscriber) -> Watches:
        """Return all active watches with how much they bring."""
        now = self.now()
        midnight = moment(now.astimezone(subscriber.timezone).date(), 0, subscriber.timezone)
        brought = {each.watch: each for each in watches.activity(rows, subscriber.id, now - PERIOD, midnight)}
        found = tuple(
            _status(watch, timings.of_watch(rows, watch), brought[watch.id], now)
            for watch in watches.of(rows, subscriber.id)
        )
        return Watches(found, watches.count_alerts(rows, subscriber.id, midnight))

    async def one(self, subscriber: Subscriber, number: int) -> WatchStatus | None:
        """Return one watch with how much it brings; None if no watch has this number."""
        found = await self.of(subscriber)
        return next((each for each in found.all if each.watch.number == number), None)

    @reading
    def named(self, rows: Rows, subscriber: Subscriber, words: str) -> tuple[Watch, ...]:
        """Return the watches with this name or rule; if there are none, those whose name or rule contains the words.

        The title that a starter pack gives a rule counts as a name.
        """
        sought, titles, language = words.casefold(), packs.load().titles, subscriber.language
        known = [
            (each, [name.casefold() for name in (each.label, each.typed, titles.get(each.typed, {}).get(language, ""))])
            for each in watches.of(rows, subscriber.id)
        ]
        same = tuple(each for each, names in known if sought in names)
        return same or tuple(each for each, names in known if any(sought in name for name in names))

    @writing
    def rename(self, tx: Transaction, subscriber: Subscriber, number: int, label: str) -> Watch | None:
        """Name a watch; "" takes its name away. Return None if no watch has this number."""
        return watches.change(tx, subscriber.id, number, label=" ".join(label.split())[:MAX_LABEL_LENGTH])


def _status(watch: Watch, timing: Timing | None, brought: watches.Activity, now: datetime) -> WatchStatus:
    age = now - (watch.created_at or now)
    a_day = brought.count / (min(age, PERIOD) / timedelta(days=1)) if age >= MIN_AGE else None
    is_noisy = timing is None and a_day is not None and a_day > MANY_A_DAY
    is_silent = brought.last_at is None and age >= PERIOD
    unfit = Unfit.NOISY if is_noisy else Unfit.SILENT if is_silent else None
    if watch.muted:
        unfit = None
    return WatchStatus(watch, timing, brought.count, a_day, brought.today, brought.last_at, unfit)
