"""Rules that were searched for, stored so that the buttons of an answer can refer to them."""

from __future__ import annotations

from datetime import datetime

from watchers.model import SearchId, SubscriberId
from watchers.store.database import Rows, Transaction

MAX_KEPT = 50
"""Searches kept for each subscriber; the buttons of older answers stop working."""


def keep(tx: Transaction, subscriber: SubscriberId, typed: str, now: datetime) -> SearchId:
    """Store a rule and return its id, which is the same if the subscriber searches for it again."""
    kept = tx.table("searches")
    kept.upsert({"subscriber": subscriber, "typed": typed, "at": now.timestamp()}, pk=("subscriber", "typed"))
    kept.delete_where(
        """subscriber = :subscriber and id not in (
            select id from searches where subscriber = :subscriber order by at desc, id desc limit :most)""",
        {"subscriber": subscriber, "most": MAX_KEPT},
    )
    return SearchId(tx.number("select id from searches where subscriber = ? and typed = ?", subscriber, typed))


def typed(rows: Rows, subscriber: SubscriberId, identifier: SearchId) -> str | None:
    """Return the rule as it was typed; None if it was deleted or belongs to another subscriber."""
    row = rows.one("select typed from searches where id = ? and subscriber = ?", identifier, subscriber)
    return None if row is None else str(row[0])
