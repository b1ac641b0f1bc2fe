"""What operators watch: counts and lags for metrics, and everything that the status page shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from watchers.cadence import Health
from watchers.model import News, Source, SourceId
from watchers.services.source_health import POLLED_WITHIN, SourceStatus, statuses
from watchers.store import Rows, database_bytes, figures, health, items, targets
from watchers.store.figures import Queue, SentRecord, Totals
from watchers.store.targets import TargetReport

CHART_DAYS = 30
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figures:
    """The values of the metrics that come from the database."""

    totals: Totals
    queue: Queue
    dead: int
    sent: tuple[SentRecord, ...]
    """Since the last time."""
    sources: Mapping[Health, int]
    """How many polled sources are in each state, zeros included."""
    parts: Mapping[str, datetime]
    """The last heartbeat of each part."""
    database_bytes: int
    targets: tuple[TargetReport, ...]
    """How the delivery to each target besides Telegram goes."""


@dataclass(frozen=True, slots=True)
class Incident:
    """A problem of a source that people were or will be notified of."""

    source: Source
    kind: News
    since: datetime


@dataclass(frozen=True, slots=True)
class Lag:
    """How long alerts took: half of them at most ``median``, and 95 of 100 at most ``p95``."""

    count: int
    median: timedelta
    p95: timedelta


@dataclass(frozen=True, slots=True)
class Overview:
    """What the status page shows."""

    statuses: tuple[SourceStatus, ...]
    polled: int
    """How many of the sources were read within ``POLLED_WITHIN``."""
    last_poll: datetime | None
    seen_today: int
    """New items since midnight, UTC."""
    seen_in_a_day: int
    incidents: tuple[Incident, ...]
    """The oldest first."""
    days: tuple[tuple[date, int], ...]
    """Alerts sent on each of the last ``CHART_DAYS`` days, today last."""
    from_published: Lag | None
    """Of the alerts of the last day; None if there were none."""
    from_fetched: Lag | None
    queue: Queue
    dead: int
    parts: Mapping[str, tuple[datetime, str | None]]
    """The last heartbeat of each part, and its problem."""
    database_bytes: int

    @property
    def well(self) -> int:
        """How many of the sources are well."""
        return sum(status.well for status in self.statuses)


def measure(rows: Rows, since: datetime, now: datetime) -> Figures:
    """Return the values of the metrics, with the alerts that were sent after ``since``."""
    states = Counter(status.health for status in statuses(rows, now))
    return Figures(
        totals=figures.totals(rows),
        queue=figures.queue(rows),
        dead=figures.dead(rows),
        sent=tuple(figures.sent_since(rows, since)),
        sources={verdict: states[verdict] for verdict in Health},
        parts={name: at for name, (at, _) in health.heartbeats(rows).items()},
        database_bytes=database_bytes(rows),
        targets=tuple(targets.report(rows)),
    )


def overview(rows: Rows, now: datetime, operator: bool) -> Overview:
    """Return what the status page shows; only operators see sources that chats added for themselves."""
    found = statuses(rows, now)
    if not operator:
        shared = figures.shared_sources(rows)
        found = tuple(status for status in found if status.source.id in shared)
    reads = [status.state.ok_at for status in found if status.state.ok_at is not None]
    sent = figures.sent_since(rows, now - DAY)
    return Overview(
        statuses=found,
        polled=sum(at >= now - POLLED_WITHIN for at in reads),
        last_poll=max(reads, default=None),
        seen_today=items.new_since(rows, now.replace(hour=0, minute=0, second=0, microsecond=0)),
        seen_in_a_day=items.new_since(rows, now - DAY),
        incidents=_incidents(rows, {status.source.id: status.source for status in found}),
        days=_days(rows, now.date()),
        from_published=_lag([each.from_published for each in sent if each.from_published is not None]),
        from_fetched=_lag([each.from_fetched for each in sent]),
        queue=figures.queue(rows),
        dead=figures.dead(rows),
        parts=health.heartbeats(rows),
        database_bytes=database_bytes(rows),
    )


def _incidents(rows: Rows, known: Mapping[SourceId, Source]) -> tuple[Incident, ...]:
    found = [
        Incident(known[each.source], each.trouble, each.since)
        for each in health.incidents(rows)
        if each.source in known
    ]
    return tuple(sorted(found, key=lambda incident: incident.since))


def _days(rows: Rows, today: date) -> tuple[tuple[date, int], ...]:
    first = today - (CHART_DAYS - 1) * DAY
    counts = figures.sent_per_day(rows, first)
    days = [first + number * DAY for number in range(CHART_DAYS)]
    return tuple((day, counts.get(day, 0)) for day in days)


def _lag(lags: Sequence[timedelta]) -> Lag | None:
    if not lags:
        return None
    in_order = sorted(lags)
    return Lag(len(in_order), in_order[len(in_order) // 2], in_order[len(in_order) * 95 // 100])
