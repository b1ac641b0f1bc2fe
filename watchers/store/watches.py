"""Watches and the queries that they share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from watchers.model import QueryId, SubscriberId, Watch, WatchId
from watchers.store.database import Rows, Transaction


def query(tx: Transaction, rule: str) -> QueryId:
    """The id of a meaning, by its canonical text; made if nobody watched it before."""
    tx.execute("insert into queries (rule) values (?) on conflict (rule) do nothing", rule)
    return QueryId(tx.number("select id from queries where rule = ?", rule))


def queries(rows: Rows) -> list[tuple[QueryId, str, str]]:
    """All watched queries: id, canonical text, and the text as one of their watchers typed it."""
    return [
        (QueryId(identifier), rule, typed)
        for identifier, rule, typed in rows.all(
            """select q.id, q.rule, min(w.typed) from queries q join watches w on w.query = q.id
            where w.removed_at is null group by q.id"""
        )
    ]


def is_watched(rows: Rows, identifier: QueryId) -> bool:
    return rows.one("select 1 from watches where query = ? and removed_at is null limit 1", identifier) is not None


def query_of(rows: Rows, watch: WatchId) -> QueryId:
    return QueryId(rows.number("select query from watches where id = ?", watch))


def add(tx: Transaction, subscriber: SubscriberId, identifier: QueryId, typed: str, now: datetime) -> Watch:
    """A new watch under the subscriber's next number."""
    number = tx.number("select max(number) from watches where subscriber = ?", subscriber) + 1
    tx.execute(
        "insert into watches (subscriber, number, query, typed, created_at) values (?, ?, ?, ?, ?)",
        subscriber,
        number,
        identifier,
        typed,
        now.timestamp(),
    )
    watch = by_number(tx, subscriber, number)
    assert watch is not None
    return watch


def of(rows: Rows, subscriber: SubscriberId) -> list[Watch]:
    """A subscriber's watches in force, by number."""
    found = rows.all(f"{_SELECT} where w.subscriber = ? and w.removed_at is null order by w.number", subscriber)
    return [watch(row) for row in found]


def of_query(rows: Rows, subscriber: SubscriberId, identifier: QueryId) -> Watch | None:
    """The subscriber's watch in force for a query."""
    row = rows.one(f"{_SELECT} where w.subscriber = ? and w.query = ? and w.removed_at is null", subscriber, identifier)
    return watch(row) if row else None


def by_number(rows: Rows, subscriber: SubscriberId, number: int) -> Watch | None:
    """A watch in force by its number."""
    row = rows.one(f"{_SELECT} where w.subscriber = ? and w.number = ? and w.removed_at is null", subscriber, number)
    return watch(row) if row else None


def removed(rows: Rows, subscriber: SubscriberId, number: int) -> Watch | None:
    """A watch that was removed, by its number."""
    row = rows.one(
        f"{_SELECT} where w.subscriber = ? and w.number = ? and w.removed_at is not null", subscriber, number
    )
    return watch(row) if row else None


def remove(tx: Transaction, identifier: WatchId, now: datetime) -> None:
    tx.execute("update watches set removed_at = ? where id = ?", now.timestamp(), identifier)


def restore(tx: Transaction, identifier: WatchId) -> None:
    tx.execute("update watches set removed_at = null where id = ?", identifier)


def mute(tx: Transaction, identifier: WatchId, muted: bool) -> None:
    tx.execute("update watches set muted = ? where id = ?", int(muted), identifier)


def count(rows: Rows) -> int:
    """All watches in force."""
    return rows.number("select count(*) from watches where removed_at is null")


COLUMNS = "w.id, w.number, w.typed, q.rule, w.muted"
_SELECT = f"select {COLUMNS} from watches w join queries q on q.id = w.query"


def watch(row: tuple[Any, ...]) -> Watch:
    """From a row of ``COLUMNS``."""
    identifier, number, typed, rule, muted = row
    return Watch(WatchId(identifier), number, typed, rule, bool(muted))
