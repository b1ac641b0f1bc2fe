"""Counts and lags over all subscribers, for metrics and the status page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from watchers.model import SourceId, chat_of
from watchers.store import subscriptions
from watchers.store.database import Rows, time_of

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
    return Queue(count, time_of(oldest))


def dead(rows: Rows) -> int:
    """Return how many alerts were given up."""
    return rows.number("select count(*) from outbox where state = 'dead'")


def sent_since(rows: Rows, since: datetime) -> list[SentRecord]:
    """Return the alerts about items that were sent after ``since``, among the newest ``RECENT`` of the outbox."""
    # A publisher's or a changed clock can make a duration negative, which counts as zero.
    sql = """select o.sent_at, max(o.sent_at - i.seen_at, 0) as from_fetched,
            max(o.sent_at - i.published_at, 0) as from_published
        from outbox o join items i on i.id = o.item
        where o.id > (select max(id) from outbox) - ? and o.sent_at > ? order by o.sent_at"""
    return rows.records(SentRecord, sql, RECENT, since)


def sent_per_day(rows: Rows, first: date) -> dict[date, int]:
    """Return how many alerts were sent on each day, in UTC, from the first one on; days without any are left out."""
    sql = """select date(sent_at, 'unixepoch') as day, count(*) from outbox
        where sent_at >= ? and item is not null group by day"""
    found = rows.all(sql, datetime(first.year, first.month, first.day, tzinfo=UTC))
    return {date.fromisoformat(day): count for day, count in found}


def shared_sources(rows: Rows) -> frozenset[SourceId]:
    """Return the active sources that are for everyone, without those that chats added for themselves."""
    return frozenset(rows.column(f"select s.id from sources s where s.active and {subscriptions.SHARED}"))


def chats(rows: Rows) -> int:
    """Return how many chats there are; the topics of a group are one chat."""
    return len({chat_of(address) for address in rows.column("select address from subscribers")})


def watches(rows: Rows) -> int:
    """Return how many watches are active."""
    return rows.number("select count(*) from watches where removed_at is null")
