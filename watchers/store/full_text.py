"""The full-text table: one row of words for each item, and which items are not indexed yet.

``watchers.search.words`` decides the words of an item; a version identifies everything that the words depend on.
Items are indexed as they are stored. If the version changes, or the file is older than the table, the stored items
wait: a background job works from the newest to the oldest, and the table ``recognised`` records its progress.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from watchers.model import ItemId
from watchers.store.database import Rows, Transaction


class ItemWords(NamedTuple):
    """One row of the table: words with spaces between them."""

    title: str
    body: str
    title_names: str
    """The entities that the title names, each once."""
    body_names: str
    facts: str
    """The words that ``source:``, ``lang:``, ``country:`` and codes are searched in."""


def begin(tx: Transaction, version: str) -> None:
    """Mark all stored items for indexing if another version wrote their words. Call it once before items are added."""
    tx.execute(
        "update recognised set state = ?, pending = (select coalesce(max(id), 0) + 1 from items) where state <> ?",
        version,
        version,
    )


def is_current(rows: Rows, version: str) -> bool:
    """Return whether the words of all stored items have this version; "" never matches."""
    return (
        version != "" and rows.one(f"select 1 from recognised where state = ? and not {_ANY_WAIT}", version) is not None
    )


def percent_indexed(rows: Rows) -> int | None:
    """Return the percentage of stored items that are indexed, 0 to 99; None once all are."""
    if rows.one(f"select 1 where {_ANY_WAIT}") is None:
        return None
    # The plus sign makes SQLite count in an index, not in the rows with their texts.
    waiting, total = rows.all(f"select sum(+id < ({_PENDING})), count(*) from items")[0]
    return int(min(99, 100 * (total - waiting) // total))


def waiting(rows: Rows, limit: int) -> list[ItemId]:
    """Return the newest items that are not indexed yet, newest first."""
    found = rows.all(f"select id from items where id < ({_PENDING}) order by id desc limit ?", limit)
    return [ItemId(identifier) for (identifier,) in found]


def put(tx: Transaction, item: ItemId, words: ItemWords) -> None:
    """Index a new item."""
    tx.execute(f"insert into item_words ({_COLUMNS}) values (?, ?, ?, ?, ?, ?)", item, *words)


def catch_up(tx: Transaction, batch: Iterable[tuple[ItemId, ItemWords]]) -> None:
    """Index the items that ``waiting`` returned; skip those that were deleted meanwhile."""
    for item, words in batch:
        tx.execute("delete from item_words where rowid = ?", item)
        tx.execute(
            f"insert into item_words ({_COLUMNS}) select id, ?, ?, ?, ?, ? from items where id = ?", *words, item
        )
        tx.execute("update recognised set pending = min(pending, ?)", item)


_COLUMNS = "rowid, title, body, title_names, body_names, facts"
_PENDING = "select pending from recognised"
_ANY_WAIT = f"exists (select 1 from items where id < ({_PENDING}))"
