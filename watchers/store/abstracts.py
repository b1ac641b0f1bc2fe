"""What a model wrote about items, by language: an abstract, or how often it was asked in vain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watchers.model import AlertId, ItemId, TextUse
from watchers.store.database import Rows, Transaction

MAX_ATTEMPTS = 3
"""Questions about an item in a language; after that, its alerts have the extract only."""
RECENT = timedelta(hours=1)
"""The age of alerts that still get an abstract."""
NEWEST = 1_000
"""Rows of the outbox that are searched for them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item about which an abstract is wanted, and the language."""

    item: ItemId
    language: str


def wanted(rows: Rows, now: datetime, limit: int) -> list[Wanted]:
    """Return the items of recent alerts that have no abstract in the language of their chat, the newest first.

    Only items whose terms allow their text to be shown count.
    """
    sql = """select o.item, b.language from outbox o join subscribers b on b.id = o.subscriber
        join items i on i.id = o.item join sources s on s.id = i.source
        where o.id > (select max(id) from outbox) - :newest and o.created_at >= :since
        and o.state in ('queued', 'held', 'quiet', 'scheduled', 'in flight', 'sent')
        and s.text_use = :summary and i.body <> '' and not exists (
            select 1 from abstracts a where a.item = o.item and a.language = b.language
            and (a.text <> '' or a.attempts >= :attempts or a.due_at > :now)
        ) group by o.item, b.language order by o.item desc limit :limit"""
    known = {"newest": NEWEST, "summary": TextUse.SUMMARY, "attempts": MAX_ATTEMPTS}
    return rows.records(Wanted, sql, {**known, "since": now - RECENT, "now": now, "limit": limit})


def store(tx: Transaction, about: Wanted, text: str, due_at: datetime) -> None:
    """Store an abstract; with "" as its text, that the model was asked in vain, and when to ask again."""
    sql = """insert into abstracts (item, language, text, attempts, due_at) values (?, ?, ?, 1, ?)
        on conflict (item, language) do update set text = excluded.text, attempts = attempts + 1,
        due_at = excluded.due_at"""
    tx.execute(sql, about.item, about.language, text, due_at)


def shown(rows: Rows, about: Wanted) -> Sequence[AlertId]:
    """Return the alerts that were sent about the item in the language, which an edit can show the abstract in."""
    sql = """select o.id from outbox o join subscribers b on b.id = o.subscriber
        where o.item = ? and b.language = ? and o.state in ('sent', 'in flight') order by o.id"""
    return rows.column(sql, about.item, about.language)
