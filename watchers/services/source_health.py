"""Report the health of sources: by group for a subscriber, and of all sources for /status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watchers.cadence import Health, SourceState, health, silence
from watchers.model import Group, Source, Subscriber
from watchers.services.service import Service
from watchers.store import Rows, Transaction, database_bytes, items, outbox, sources, subscriptions, watches
from watchers.store import health as stored
from watchers.store.database import reading, writing
from watchers.store.outbox import Waiting
from watchers.store.sources import NO_CHECKS, Checks

POLLED_WITHIN = timedelta(hours=3)
"""The period in which polled sources are counted; nearly all are due more often."""
CHECKED_DAYS = 7
"""The days, today included, whose polls are counted."""
DAY = timedelta(days=1)
_WELL = (Health.FRESH, Health.QUIET, Health.MOVED)
_TROUBLED = (Health.GONE, Health.BLOCKED, Health.FAILING, Health.LATE, Health.MOVED)


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source and its health."""

    source: Source
    state: SourceState
    health: Health
    silence: timedelta
    """How long it has published nothing; zero if unknown."""
    checks: Checks = NO_CHECKS
    """Its polls on the last ``CHECKED_DAYS`` days, today included."""

    @property
    def well(self) -> bool:
        """Whether it answers, and is not silent for longer than usual."""
        return self.health in _WELL


@dataclass(frozen=True, slots=True)
class GroupStatus:
    """The sources of a group, and whether the subscriber is subscribed to them."""

    group: Group | None
    """None for the sources that have no group."""
    on: bool
    sources: tuple[SourceStatus, ...]

    @property
    def well(self) -> int:
        """How many of the sources are well."""
        return sum(status.well for status in self.sources)


@dataclass(frozen=True, slots=True)
class Report:
    """Evidence that silence means no news: what was polled and seen, and what is pending for whom."""

    statuses: tuple[SourceStatus, ...]
    """The sources that the subscriber may know of."""
    troubled: tuple[SourceStatus, ...]
    """Of all sources, those that are not well or have moved."""
    polled: int
    """How many sources were polled within ``POLLED_WITHIN``."""
    last_poll: datetime | None
    seen_today: int
    """New items since midnight, UTC."""
    seen_in_a_day: int
    watches: int
    muted: int
    waiting: Waiting
    """What waits for the subscriber."""
    groups_off: int
    queue: int
    """Pending alerts to all subscribers."""
    overdue_since: datetime | None
    database_bytes: int
    telegram: tuple[datetime, str | None] | None
    """Telegram's last heartbeat and its current problem; None if there was never one."""

    @property
    def well(self) -> int:
        """How many of the subscriber's sources are well."""
        return sum(status.well for status in self.statuses)


@dataclass(frozen=True, slots=True)
class Coverage(Service):
    """What subscribers may know of the health of sources, and which groups of them they get."""

    @reading
    def count_healthy(self, rows: Rows) -> tuple[int, int]:
        """Return how many sources are polled, and how many of them answered well the last time."""
        states = [state for _, state in sources.active(rows)]
        return len(states), sum(state.ok_at is not None and state.problem is None for state in states)

    @writing
    def switch(self, tx: Transaction, subscriber: Subscriber, group: Group | None, on: bool) -> None:
        """Subscribe to the sources of a group, including those added later, or unsubscribe."""
        subscriptions.switch(tx, subscriber.id, group, on)

    @reading
    def groups(self, rows: Rows, subscriber: Subscriber) -> tuple[GroupStatus, ...]:
        """Return the groups that have sources, in the order of ``Group``, and the sources of no group last."""
        off = subscriptions.groups_off(rows, subscriber.id)
        found = _known(rows, subscriber, statuses(rows, self.now()))
        grouped = [GroupStatus(group, group not in off, _of(group, found)) for group in (*Group, None)]
        return tuple(group for group in grouped if group.sources)

    @reading
    def report(self, rows: Rows, subscriber: Subscriber) -> Report:
        """Return everything that /status shows."""
        now = self.now()
        polled, last_poll = sources.polls_since(rows, now - POLLED_WITHIN)
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        mine = watches.of(rows, subscriber.id)
        found = statuses(rows, now)
        return Report(
            statuses=_known(rows, subscriber, found),
            troubled=tuple(status for status in found if status.health in _TROUBLED),
            polled=polled,
            last_poll=last_poll,
            seen_today=items.new_since(rows, midnight),
            seen_in_a_day=items.new_since(rows, now - DAY),
            watches=len(mine),
            muted=sum(watch.muted for watch in mine),
            waiting=outbox.waiting_for(rows, subscriber.id),
            groups_off=len(subscriptions.groups_off(rows, subscriber.id)),
            queue=outbox.waiting(rows),
            overdue_since=outbox.oldest_overdue(rows),
            database_bytes=database_bytes(rows),
            telegram=stored.heartbeats(rows).get("telegram"),
        )


def statuses(rows: Rows, now: datetime) -> tuple[SourceStatus, ...]:
    """Return all polled sources with their health, by name."""
    checked = sources.checks_since(rows, now.date() - timedelta(days=CHECKED_DAYS - 1))
    found = [
        replace(status_of(source, state, now), checks=checked.get(source.id, NO_CHECKS))
        for source, state in sources.active(rows)
    ]
    return tuple(sorted(found, key=lambda status: (status.source.name.casefold(), status.source.id)))


def status_of(source: Source, state: SourceState, now: datetime) -> SourceStatus:
    """Return a source with its health at ``now``."""
    return SourceStatus(source, state, health(state, now), silence(state, now))


def _known(rows: Rows, subscriber: Subscriber, found: Sequence[SourceStatus]) -> tuple[SourceStatus, ...]:
    """Return the sources without those that other subscribers added for themselves."""
    known = sources.ids(rows, subscriber.id)
    return tuple(status for status in found if status.source.id in known)


def _of(group: Group | None, found: Sequence[SourceStatus]) -> tuple[SourceStatus, ...]:
    return tuple(status for status in found if status.source.group is group)
