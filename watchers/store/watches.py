"""Watches and the queries that they share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from watchers.model import QueryId, SubscriberId, Watch, WatchId
from watchers.store.database import Rows, Transaction


def query(tx: Transaction, rule: str) -> QueryId:
    """The id of a meaning, by its canonical text; made if nobody watched it before."""
    tx.execute("insert into queries (rule) values (?) on conflict (rule) do nothing", rule)
    return QueryId(tx.number("select id from queries where rule = ?", rule))


def queries(rows: Rows, after: int = 0, limit: int = -1) -> list[tuple[QueryId, str, str]]:
    """Watched queries by id: id, canonical text, and the text as one of their watchers typed it.

    Those after an id, at most ``limit`` of them; all where nothing is said.
    """
    return [
        (QueryId(identifier), rule, typed)
        for identifier, rule, typed in rows.all(
            # Crossed, SQLite keeps this order of the tables, and finds a portion without sorting all that follow.
            """select q.id, q.rule, min(w.typed) from queries q cross join watches w on w.query = q.id
            where w.removed_at is null and q.id > ? group by q.id order by q.id limit ?""",
            after,
            limit,
        )
    ]


def count_queries(rows: Rows) -> int:
    """Return how many queries ``queries`` returns without a limit."""
    return rows.number("select count(distinct query) from watches where removed_at is null")


def is_watched(rows: Rows, identifier: QueryId) -> bool:
    return rows.one("select 1 from watches where query = ? and removed_at is null limit 1", identifier) is not None


def query_of(rows: Rows, watch: WatchId) -> QueryId:
    return QueryId(rows.number("select query from watches where id = ?", watch))


def add(
    tx: Transaction,
    subscriber: SubscriberId,
    identifier: QueryId,
    typed: str,
    now: datetime,
    meaning: QueryId | None = None,
) -> Watch:
    """A new watch under the subscriber's next number.

    ``meaning`` is what it means without the subscriber's own names, where that is another query.
    """
    number = tx.number("select max(number) from watches where subscriber = ?", subscriber) + 1
    row = {"subscriber": subscriber, "number": number, "query": identifier, "meaning": meaning, "typed": typed}
    tx.table("watches").insert({**row, "created_at": now.timestamp()})
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
    tx.table("watches").update(identifier, {"removed_at": now.timestamp()})


def restore(tx: Transaction, identifier: WatchId) -> None:
    tx.table("watches").update(identifier, {"removed_at": None})


def mute(tx: Transaction, identifier: WatchId, muted: bool) -> None:
    tx.table("watches").update(identifier, {"muted": int(muted)})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a watch means without its subscriber's own names, in force or removed."""

    watch: WatchId
    query: QueryId
    """In force: with the own names."""
    meaning: QueryId
    """Without them."""
    rule: str
    typed: str


def meanings(rows: Rows, subscriber: SubscriberId) -> list[Meaning]:
    """All watches of a subscriber, the removed ones too: each may be put back."""
    found = rows.all(
        """select w.id, w.query, q.id, q.rule, w.typed
        from watches w join queries q on q.id = coalesce(w.meaning, w.query)
        where w.subscriber = ? order by w.id""",
        subscriber,
    )
    return [
        Meaning(WatchId(watch), QueryId(query), QueryId(meaning), rule, typed)
        for watch, query, meaning, rule, typed in found
    ]


def point(tx: Transaction, watch: WatchId, identifier: QueryId, meaning: QueryId) -> None:
    """Gives a watch another query; its number and text stay."""
    tx.table("watches").update(watch, {"query": identifier, "meaning": meaning})


def retype(tx: Transaction, watch: WatchId, typed: str, before: str | None) -> None:
    """Another text for a watch, and the one that Undo goes back to."""
    tx.table("watches").update(watch, {"typed": typed, "typed_before": before})


def typed_before(rows: Rows, watch: WatchId) -> str | None:
    """What a watch was before its text was changed; None where it was not."""
    row = rows.one("select typed_before from watches where id = ?", watch)
    return row[0] if row else None


def since(rows: Rows, subscriber: SubscriberId) -> dict[WatchId, datetime]:
    """When each watch in force was made."""
    found = rows.all("select id, created_at from watches where subscriber = ? and removed_at is null", subscriber)
    return {WatchId(watch): datetime.fromtimestamp(at, UTC) for watch, at in found}


COLUMNS = "w.id, w.number, w.typed, q.rule, w.muted"
_SELECT = f"select {COLUMNS} from watches w join queries q on q.id = w.query"


def watch(row: tuple[Any, ...]) -> Watch:
    """From a row of ``COLUMNS``."""
    identifier, number, typed, rule, muted = row
    return Watch(WatchId(identifier), number, typed, rule, bool(muted))
