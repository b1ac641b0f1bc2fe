"""Rules that were searched for, so that the buttons of an answer know them again."""

from __future__ import annotations

from datetime import datetime

from watchers.model import SearchId, SubscriberId
from watchers.store.database import Rows, Transaction

MAX_KEPT = 50
"""Of one subscriber; the buttons of older answers have gone out of use."""


def keep(tx: Transaction, subscriber: SubscriberId, typed: str, now: datetime) -> SearchId:
    """The id under which a rule is known to its subscriber, also when it is asked again."""
    kept = tx.table("searches")
    kept.upsert({"subscriber": subscriber, "typed": typed, "at": now.timestamp()}, pk=("subscriber", "typed"))
    kept.delete_where(
        """subscriber = :subscriber and id not in (
            select id from searches where subscriber = :subscriber order by at desc, id desc limit :most)""",
        {"subscriber": subscriber, "most": MAX_KEPT},
    )
    return SearchId(tx.number("select id from searches where subscriber = ? and typed = ?", subscriber, typed))


def typed(rows: Rows, subscriber: SubscriberId, identifier: SearchId) -> str | None:
    """The rule as it was typed; None where it is no longer kept, or is another subscriber's."""
    row = rows.one("select typed from searches where id = ? and subscriber = ?", identifier, subscriber)
    return None if row is None else str(row[0])
