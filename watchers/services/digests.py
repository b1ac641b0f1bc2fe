"""Collect what waits for a digest, and enqueue the digest: one message with the evidence that nothing is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watchers.model import Digest, SilentSource, Subscriber
from watchers.model.times import MAX_PAUSES, Every, next_time, quiet_window
from watchers.services.service import EnqueuingJob
from watchers.services.source_health import SourceStatus, statuses
from watchers.store import Rows, Transaction, digests, subscriptions, timings

MAX_SILENT = 3
"""Sources that a digest or a review names as not read."""
_RANKS = {Every.HOUR: 0, Every.DAY: 1, Every.WEEK: 2}


@dataclass(frozen=True, slots=True)
class Digests(EnqueuingJob):
    """The job that enqueues digests when they are due."""

    async def run(self) -> None:
        """Compute the next quiet hours of those whose last ones are over, and enqueue every digest that is due."""
        now = self.now()
        for subscriber in await self.database.read(timings.with_old_window, now):
            await self.database.write(_next_quiet_hours, subscriber, now)
        for subscriber in await self.database.read(timings.with_wrong_time, now, MAX_PAUSES):
            await self.database.write(_correct, subscriber, now)
        due = await self.database.read(digests.due, now)
        if not due:
            return
        found = await self.database.read(statuses, now)
        for subscriber in due:
            await self.database.write(collect, subscriber, found, now)
        self.on_enqueued()


def collect(tx: Transaction, subscriber: Subscriber, found: Sequence[SourceStatus], now: datetime) -> None:
    """Enqueue the digest of a subscriber in place of the alerts that waited for it, and compute the next times.

    Several digests that are due at once become one. A daily or weekly one is also enqueued if it is empty: its proof
    is that nothing was found. ``found`` are all sources with their health.
    """
    due = [each for each in timings.of(tx, subscriber.id) if each.next_at <= now]
    collected = digests.take(tx, subscriber.id, now)
    watched = sum(timings.watched(tx, each.id) for each in due)
    kinds = [each.timing.every for each in due if timings.watched(tx, each.id)]
    proves = any(every is not Every.HOUR for every in kinds)
    if collected.alerts or collected.lists or proves:
        every = max(kinds, key=_RANKS.__getitem__, default=None)
        since = min((each.last_at for each in due), default=now)
        seen = digests.seen_since(tx, subscriber.id, since)
        heading = Digest(every, now, seen, watched, *covered(tx, subscriber, found))
        digests.enqueue(tx, subscriber.id, collected, heading, now)
    zone = subscriber.timezone
    for each in due:
        timings.set_times(tx, each.id, now, next_time(each.timing, zone, now))
    timings.remove_unused(tx, subscriber.id)


def covered(
    rows: Rows, subscriber: Subscriber, found: Sequence[SourceStatus]
) -> tuple[int, int, tuple[SilentSource, ...]]:
    """Return how many sources a subscriber has, how many of them are well, and the others, at most MAX_SILENT."""
    subscribed = subscriptions.of(rows, subscriber.id)
    mine = [status for status in found if status.source.id in subscribed]
    ill = sorted((each for each in mine if not each.well), key=lambda each: (each.source.tier, -each.silence))
    silent = tuple(SilentSource(each.source.shown_name, each.silence) for each in ill[:MAX_SILENT])
    return len(mine), len(mine) - len(ill), silent


def _next_quiet_hours(tx: Transaction, subscriber: Subscriber, now: datetime) -> None:
    quiet = timings.quiet_hours(tx, subscriber.id)
    if quiet is not None:
        zone = subscriber.timezone
        timings.set_quiet(tx, subscriber.id, quiet, quiet_window(quiet, zone, now))


def _correct(tx: Transaction, subscriber: Subscriber, now: datetime) -> None:
    """Recompute the times of digests that are too far away: the clock was wrong when they were computed."""
    zone = subscriber.timezone
    for each in timings.of(tx, subscriber.id):
        if each.next_at > now + MAX_PAUSES[each.timing.every]:
            timings.set_times(tx, each.id, min(each.last_at, now), next_time(each.timing, zone, now))
