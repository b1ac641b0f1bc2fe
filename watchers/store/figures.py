"""Counts and lags over all subscribers, for metrics and the status page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from watchers.model import SourceId
from watchers.store import subscriptions
from watchers.store.database import Rows

RECENT = 5_000
"""Rows at the end of the outbox in which recent sends are looked for: alerts are sent nearly in their order."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How many of each were stored since the database was created, deleted ones included."""

    items: int
    matches: int
    alerts: int
    """With notices and lists."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits to be sent."""

    count: int
    oldest: datetime | None
    """When the oldest alert that waits was enqueued; None if none waits."""


@dataclass(frozen=True, slots=True)
class SentRecord:
    """An alert that was sent, and how long that took."""

    sent_at: datetime
    from_fetched: timedelta
    from_published: timedelta | None
    """None if the publisher gave no time."""


def totals(rows: Rows) -> Totals:
    """Return the highest IDs, which count the rows without reading them."""
    return Totals(*(rows.number(f"select max(id) from {table}") for table in ("items", "decisions", "outbox")))


def queue(rows: Rows) -> Queue:
    """Return how many alerts are queued or in flight, and since when the oldest waits."""
    count, oldest = rows.all("select count(*), min(created_at) from outbox where state in ('queued', 'in flight')")[0]
    return Queue(count, None if oldest is None else _utc(oldest))


def dead(rows: Rows) -> int:
    """Return how many alerts were given up."""
    return rows.number("select count(*) from outbox where state = 'dead'")


def sent_since(rows: Rows, since: datetime) -> list[SentRecord]:
    """Return the alerts about items that were sent after ``since``, among the newest ``RECENT`` of the outbox."""
    found = rows.all(
        """select o.sent_at, o.sent_at - i.seen_at, o.sent_at - i.published_at
        from outbox o join items i on i.id = o.item
        where o.id > (select max(id) from outbox) - ? and o.sent_at > ? order by o.sent_at""",
        RECENT,
        since.timestamp(),
    )
    return [
        SentRecord(_utc(sent_at), _span(fetched), None if published is None else _span(published))
        for sent_at, fetched, published in found
    ]


def sent_per_day(rows: Rows, first: date) -> dict[date, int]:
    """Return how many alerts were sent on each day, in UTC, from the first one on; days without any are left out."""
    found = rows.all(
        """select cast(sent_at / 86400 as integer) as day, count(*) from outbox
        where sent_at >= ? and item is not null group by day""",
        datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp(),
    )
    return {_utc(day * 86_400).date(): count for day, count in found}


def shared_sources(rows: Rows) -> frozenset[SourceId]:
    """Return the active sources that are for everyone, without those that chats added for themselves."""
    found = rows.all(f"select s.id from sources s where s.active and {subscriptions.SHARED}")
    return frozenset(SourceId(identifier) for (identifier,) in found)


def _span(seconds: float) -> timedelta:
    """Return a duration; a publisher's or a changed clock can make it negative, which counts as zero."""
    return timedelta(seconds=max(seconds, 0.0))


def _utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def chats(rows: Rows) -> int:
    """Return how many chats there are; the topics of a group are one chat."""
    return len({address.partition("/")[0] for (address,) in rows.all("select address from subscribers")})


def watches(rows: Rows) -> int:
    """Return how many watches are active."""
    return rows.number("select count(*) from watches where removed_at is null")
