"""Watches, and the queries that watches with the same meaning share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watchers.model import QueryId, SubscriberId, Watch, WatchId
from watchers.store.database import Rows, Transaction


def query(tx: Transaction, rule: str) -> QueryId:
    """Return the id of the query with this canonical text; create it if nobody watched it before."""
    known = tx.number("select id from queries where rule = ?", rule)
    return QueryId(known or tx.insert("insert into queries (rule) values (?)", rule))


def queries(rows: Rows, after: int = 0, limit: int = -1) -> list[tuple[QueryId, str, str]]:
    """Return watched queries by id: id, canonical text, and the text as one of their watchers typed it.

    Only those after the id ``after``, and at most ``limit`` of them; -1 means all.
    """
    return rows.all(
        # With a cross join SQLite keeps this order of the tables and finds a portion without sorting the rest.
        """select q.id, q.rule, min(w.typed) from queries q cross join watches w on w.query = q.id
        where w.removed_at is null and q.id > ? group by q.id order by q.id limit ?""",
        *(after, limit),
    )


def count_queries(rows: Rows) -> int:
    """Return how many queries ``queries`` returns without a limit."""
    return rows.number("select count(distinct query) from watches where removed_at is null")


def is_watched(rows: Rows, identifier: QueryId) -> bool:
    """Return whether an active watch has this query, muted or not."""
    return rows.one("select 1 from watches where query = ? and removed_at is null limit 1", identifier) is not None


def add(
    tx: Transaction,
    subscriber: SubscriberId,
    identifier: QueryId,
    typed: str,
    now: datetime,
    meaning: QueryId | None = None,
) -> Watch:
    """Store a new watch with the subscriber's next number.

    ``meaning`` is its query without the subscriber's own names, if that is another query.
    """
    sql = """insert into watches (subscriber, number, query, meaning, typed, created_at, timing)
        select :to, coalesce(max(number), 0) + 1, :query, :meaning, :typed, :now,
            (select new_timing from subscribers where id = :to)
        from watches where subscriber = :to"""
    added = tx.insert(sql, {"to": subscriber, "query": identifier, "meaning": meaning, "typed": typed, "now": now})
    return by_id(tx, WatchId(added))


def by_id(rows: Rows, identifier: WatchId) -> Watch:
    """Return a watch, active or removed, which must be stored."""
    watch = rows.record(Watch, f"{_SELECT} where w.id = ?", identifier)
    assert watch is not None
    return watch


def of(rows: Rows, subscriber: SubscriberId) -> list[Watch]:
    """Return a subscriber's active watches, by number."""
    return rows.records(Watch, f"{_ACTIVE} order by w.number", subscriber)


def of_query(rows: Rows, subscriber: SubscriberId, identifier: QueryId) -> Watch | None:
    """Return the subscriber's active watch for a query; None if there is none."""
    return rows.record(Watch, f"{_ACTIVE} and w.query = ?", subscriber, identifier)


def by_number(rows: Rows, subscriber: SubscriberId, number: int) -> Watch | None:
    """Return an active watch by its number; None if there is none."""
    return rows.record(Watch, f"{_ACTIVE} and w.number = ?", subscriber, number)


def removed(rows: Rows, subscriber: SubscriberId, number: int) -> Watch | None:
    """Return a removed watch by its number; None if there is none."""
    removed = f"{_SELECT} where w.subscriber = ? and w.number = ? and w.removed_at is not null"
    return rows.record(Watch, removed, subscriber, number)


def update(tx: Transaction, identifier: WatchId, /, **columns: Any) -> None:
    """Set columns of a watch, such as ``timing``. One with ``removed_at`` keeps its row, so that it can be restored."""
    tx.update("watches", identifier, **columns)


def change(tx: Transaction, subscriber: SubscriberId, number: int, **columns: Any) -> Watch | None:
    """Set columns of an active watch, found by its number, and return it; None if there is none."""
    watch = by_number(tx, subscriber, number)
    if watch is None:
        return None
    update(tx, watch.id, **columns)
    return by_id(tx, watch.id)


@dataclass(frozen=True, slots=True)
class Activity:
    """How many alerts a watch brought."""

    watch: WatchId
    count: int
    """Since the beginning of the period."""
    today: int
    last_at: datetime | None
    """When the last one came, as far as alerts are kept; None if there was none."""


def activity(rows: Rows, subscriber: SubscriberId, since: datetime, today: datetime) -> list[Activity]:
    """Return how many alerts each active watch brought, since one moment and since another."""
    return rows.records(
        Activity,
        # Reasons are found by their alerts only.
        """with brought as materialized (
            select r.watch, sum(o.created_at >= :since) as count, sum(o.created_at >= :today) as today,
                max(o.created_at) as last_at
            from outbox o join reasons r on r.alert = o.id where o.subscriber = :subscriber group by r.watch
        )
        select w.id as watch, coalesce(b.count, 0) as count, coalesce(b.today, 0) as today, b.last_at
        from watches w left join brought b on b.watch = w.id
        where w.subscriber = :subscriber and w.removed_at is null""",
        {"subscriber": subscriber, "since": since, "today": today},
    )


def count_alerts(rows: Rows, subscriber: SubscriberId, since: datetime) -> int:
    """Return how many items became alerts of a subscriber since then, without those that another alert shows."""
    sql = """select count(*) from outbox
        where subscriber = ? and item is not null and created_at >= ? and state not in ('joined', 'dropped')"""
    return rows.number(sql, subscriber, since)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a watch, active or removed, means with and without its subscriber's own names."""

    watch: WatchId
    query: QueryId
    """The current query, with the own names."""
    meaning: QueryId
    """The query without them."""
    rule: str
    typed: str
    typed_before: str | None


def meanings(rows: Rows, subscriber: SubscriberId) -> list[Meaning]:
    """Return the meanings of all watches of a subscriber, including removed ones, which may be restored."""
    sql = """select w.id as watch, w.query, q.id as meaning, q.rule, w.typed, w.typed_before
        from watches w join queries q on q.id = coalesce(w.meaning, w.query)
        where w.subscriber = ? order by w.id"""
    return rows.records(Meaning, sql, subscriber)


COLUMNS = """w.id, w.number, w.typed, q.rule, w.muted, w.query, w.created_at, w.typed_before, w.timing,
    w.label, w.muted_until"""
_SELECT = f"select {COLUMNS} from watches w join queries q on q.id = w.query"
_ACTIVE = f"{_SELECT} where w.subscriber = ? and w.removed_at is null"
