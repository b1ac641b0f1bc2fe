"""Everything that is stored about a chat and its topics: counted, and deleted for good (hazard S7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watchers.model import Address, QueryId, SubscriberId
from watchers.store import additions, subscribers, targets
from watchers.store.additions import Addition
from watchers.store.database import Rows, Transaction


@dataclass(frozen=True, slots=True)
class StoredData:
    """How much is stored about a chat, with its topics."""

    watches: int
    """Removed ones included: their text is stored too."""
    aliases: int
    """With what does not count as a name."""
    sources: int
    """That the chat added."""
    saved: int
    alerts: int
    searches: int


def count(rows: Rows, chat: str) -> StoredData:
    """Return how much is stored about a chat."""
    ids = [each.id for each in subscribers.in_chat(rows, chat)]
    return StoredData(
        watches=_count(rows, "watches", ids),
        aliases=_count(rows, "own_names", ids),
        sources=len(_additions(rows, ids)),
        saved=_count(rows, "saved_items", ids),
        alerts=_count(rows, "outbox", ids),
        searches=_count(rows, "searches", ids),
    )


def delete(tx: Transaction, chat: Address, now: datetime) -> list[QueryId]:
    """Delete everything about a chat and its topics. Return the queries that nobody watches anymore.

    Receipts of updates and the times of replies stay until they are deleted with all others, after three days.
    """
    # What is deleted is overwritten too, in the file and not only in its tables.
    tx.execute("pragma secure_delete = on")
    there = subscribers.in_chat(tx, chat)
    ids = [each.id for each in there]
    queries = _queries(tx, ids)
    added = _additions(tx, ids)
    for subscriber in there:
        for addition in additions.of(tx, subscriber.id):
            additions.drop(tx, subscriber.id, addition, now)
    for identifier in ids:
        tx.execute("delete from subscribers where id = ?", identifier)
    for addition in added:
        _delete_source(tx, addition)
    tx.execute("delete from moves where old = ? or new = ?", chat, chat)
    tx.execute("delete from open_chats where chat = ?", chat)
    tx.execute("delete from refusals where address = ? or address glob ?", chat, f"{chat}/*")
    tx.execute("update updates set person = null where person = cast(? as integer) and answered_at is not null", chat)
    tx.execute("delete from replies where address = ? or address glob ?", chat, f"{chat}/*")
    targets.rewind(tx)
    tx.execute("pragma secure_delete = fast")
    return [query for query in queries if _is_unwatched(tx, query)]


def _count(rows: Rows, table: str, ids: list[SubscriberId]) -> int:
    return sum(rows.number(f"select count(*) from {table} where subscriber = ?", each) for each in ids)


def _additions(rows: Rows, ids: list[SubscriberId]) -> list[Addition]:
    return list({addition.id: addition for each in ids for addition in additions.of(rows, each)}.values())


def _queries(rows: Rows, ids: list[SubscriberId]) -> list[QueryId]:
    """Return the queries of the subscribers' watches and of their alerts."""
    found: dict[Any, None] = {}
    for each in ids:
        sql = """select query from watches where subscriber = :id
            union select meaning from watches where subscriber = :id and meaning is not null
            union select d.query from outbox o join reasons r on r.alert = o.id join decisions d on d.id = r.decision
            where o.subscriber = :id"""
        found |= dict.fromkeys(query for (query,) in rows.all(sql, {"id": each}))
    return list(found)


def _is_unwatched(tx: Transaction, query: QueryId) -> bool:
    """Return whether no watch has a query, and delete it then with its matches, as far as no alert shows them."""
    if tx.one("select 1 from watches where query = ? or meaning = ?", query, query) is not None:
        return tx.one("select 1 from watches where query = ? and removed_at is null", query) is None
    tx.execute("delete from decisions where query = ? and id not in (select decision from reasons)", query)
    tx.execute("delete from queries where id = ? and id not in (select query from decisions)", query)
    return True


def _delete_source(tx: Transaction, addition: Addition) -> None:
    """Delete a source that only these subscribers had, with its items, unless somebody was sent some of them."""
    source = addition.source.id
    used = """select 1 from takes where source = :source
        union all select 1 from outbox where flood = :source
        union all select 1 from sources where merged_into = :source"""
    if addition.everyone or tx.one(used, {"source": source}) is not None:
        return
    sql = "delete from items where source = ? and id not in (select item from outbox where item is not null)"
    tx.execute(sql, source)
    if tx.one("select 1 from items where source = ?", source) is None:
        tx.execute("delete from item_keys where source = ?", source)
        tx.execute("delete from sources where id = ?", source)
