"""Questions that a person answers by typing: what the next text is about."""

from __future__ import annotations

from datetime import datetime

from watchers.model import SubscriberId
from watchers.store.database import Rows, Transaction


def add(tx: Transaction, subscriber: SubscriberId, person: int, topic: str, until: datetime) -> None:
    """Take the next text of a person as an answer about a topic, until then."""
    sql = "insert or replace into awaited_inputs (subscriber, person, topic, until) values (?, ?, ?, ?)"
    tx.execute(sql, subscriber, person, topic, until)


def topic(rows: Rows, subscriber: SubscriberId, person: int, now: datetime) -> str | None:
    """Return what the next text of a person is about; None if none is awaited."""
    sql = "select topic from awaited_inputs where subscriber = ? and person = ? and until > ?"
    found = rows.one(sql, subscriber, person, now)
    return None if found is None else str(found[0])


def end(tx: Transaction, subscriber: SubscriberId, person: int) -> None:
    """Stop awaiting a text of a person."""
    tx.execute("delete from awaited_inputs where subscriber = ? and person = ?", subscriber, person)
