"""Counts of items by day, spikes of watches, and weekly reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from watchers.model import ItemId, Subscriber, SubscriberId, Watch, WatchId
from watchers.store import subscribers, watches
from watchers.store.database import Rows, Transaction, record, time_of

_DATE = "coalesce(i.published_at, i.seen_at)"
_MATCHED = """decisions d join items i on i.id = d.item and not i.baseline
    join takes t on t.source = i.source and t.subscriber = w.subscriber"""


@dataclass(frozen=True, slots=True)
class DatedItem:
    """An item with its time and its story."""

    id: ItemId
    at: datetime
    story: int
    """Equal for items of the same story."""


@dataclass(frozen=True, slots=True)
class SpikeWatch:
    """A watch whose spikes are notified."""

    watch: Watch
    subscriber: Subscriber
    times: int
    """How many times its usual number a day it must have."""


@dataclass(frozen=True, slots=True)
class WatchActivity:
    """How many items a watch matched."""

    watch: Watch
    count: int
    last_at: datetime | None
    """When it last matched an item; None if it never did."""


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """A chat for which a weekly review is due."""

    subscriber: Subscriber
    last_at: datetime
    next_at: datetime


def dated(rows: Rows, ids: Sequence[ItemId]) -> list[DatedItem]:
    """Return the times and stories of items, oldest first."""
    sql = f"""select i.id, {_DATE} as at, coalesce(s.story, i.id) as story
        from items i left join stories s on s.item = i.id
        where i.id in (select value from json_each(?)) order by 2, 1"""
    return rows.records(DatedItem, sql, list(ids))


# ---- spikes ----------------------------------------------------------------------------------------


def spike_of(rows: Rows, watch: WatchId) -> int | None:
    """Return from how many times its usual number on a watch's spikes are notified; None if they are not."""
    row = rows.one("select spike from watches where id = ?", watch)
    return None if row is None else row[0]


def with_spikes(rows: Rows) -> list[SpikeWatch]:
    """Return the watches whose spikes are notified: active, not muted, and of chats that are not paused."""
    sql = f"""select w.spike as times, w.id as watch, {subscribers.COLUMNS}
        from watches w join subscribers b on b.id = w.subscriber
        where w.spike is not null and w.removed_at is null and not w.muted and b.paused_at is null order by w.id"""
    return [
        record(SpikeWatch, {**row, "watch": watches.by_id(rows, row["watch"]), "subscriber": row})
        for row in rows.mappings(sql)
    ]


def matched_since(rows: Rows, watch: WatchId, since: datetime) -> list[DatedItem]:
    """Return the items that a watch matched as they came, from a moment on, oldest first."""
    sql = f"""select i.id, d.at, coalesce(s.story, i.id) as story from watches w cross join {_MATCHED}
        left join stories s on s.item = i.id where w.id = ? and d.query = w.query and d.at >= ?
        order by d.at, i.id"""
    return rows.records(DatedItem, sql, watch, since)


def note_spike(tx: Transaction, watch: WatchId, day: date) -> bool:
    """Record that a chat is notified of a spike on a day; return False if it was before."""
    sql = "insert into spikes (watch, day) values (?, ?) on conflict (watch, day) do nothing"
    return tx.execute(sql, watch, day.isoformat()) > 0


def was_noted(rows: Rows, watch: WatchId, day: date) -> bool:
    """Return whether a chat was notified of a spike on a day."""
    return rows.one("select 1 from spikes where watch = ? and day = ?", watch, day.isoformat()) is not None


# ---- weekly reviews --------------------------------------------------------------------------------


def set_review(tx: Transaction, subscriber: SubscriberId, last_at: datetime, next_at: datetime) -> None:
    """Send a chat its weekly review at a time, about what came after ``last_at``."""
    sql = """insert into reviews (subscriber, last_at, next_at) values (?, ?, ?)
        on conflict (subscriber) do update set last_at = excluded.last_at, next_at = excluded.next_at"""
    tx.execute(sql, subscriber, last_at, next_at)


def end_reviews(tx: Transaction, subscriber: SubscriberId) -> None:
    """Send a chat no weekly reviews anymore."""
    tx.execute("delete from reviews where subscriber = ?", subscriber)


def next_review(rows: Rows, subscriber: SubscriberId) -> datetime | None:
    """Return when the next weekly review of a chat is due; None if it gets none."""
    row = rows.one("select next_at from reviews where subscriber = ?", subscriber)
    return None if row is None else time_of(row[0])


def reviews_due(rows: Rows, now: datetime) -> list[ReviewDue]:
    """Return the chats for which a weekly review is due: those who are not paused."""
    sql = f"""select r.last_at, r.next_at, {subscribers.COLUMNS} from reviews r
        join subscribers b on b.id = r.subscriber
        where r.next_at <= ? and b.paused_at is null order by r.next_at"""
    return [record(ReviewDue, {**row, "subscriber": row}) for row in rows.mappings(sql, now)]


def activity(rows: Rows, subscriber: SubscriberId, since: datetime) -> list[WatchActivity]:
    """Return the active watches of a chat with how many items each matched since then, by number."""
    sql = f"""select (select count(*) from {_MATCHED} where d.query = w.query and d.at >= :since) as count,
            (select max(d.at) from {_MATCHED} where d.query = w.query) as last_at, {watches.COLUMNS}
        from watches w join queries q on q.id = w.query
        where w.subscriber = :subscriber and w.removed_at is null and not w.muted order by w.number"""
    found = rows.mappings(sql, {"subscriber": subscriber, "since": since})
    return [record(WatchActivity, {**row, "watch": row}) for row in found]


def alerts_since(rows: Rows, subscriber: SubscriberId, since: datetime) -> int:
    """Return how many items a chat was sent since then, alone, in lists or with others of their stories."""
    sql = """select count(*) from outbox where subscriber = ? and item is not null and edits is null
        and created_at >= ? and state in ('sent', 'listed', 'joined')"""
    return rows.number(sql, subscriber, since)
