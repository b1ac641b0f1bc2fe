"""Alerts that were given up, which an operator may list, retry and drop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from watchers.model import Address, AlertId
from watchers.store.database import Rows, Transaction


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An alert that was given up."""

    id: AlertId
    address: Address
    title: str
    """Of its item; "" for a list or a notice."""
    created_at: datetime
    attempts: int
    ambiguous: int
    """How many of the attempts may have been delivered."""
    problem: str


def all_of(rows: Rows) -> list[DeadLetter]:
    """Return all dead letters, the oldest first."""
    sql = """select o.id, b.address, coalesce(i.title, '') as title, o.created_at, o.attempts, o.ambiguous,
        coalesce(o.problem, '') as problem from outbox o join subscribers b on b.id = o.subscriber
        left join items i on i.id = o.item where o.state = 'dead' order by o.id"""
    return rows.records(DeadLetter, sql)


def retry(tx: Transaction, alert: AlertId | None, now: datetime) -> int:
    """Queue a dead letter again, or all of them; return how many. Those of a paused subscriber are held."""
    sql = """update outbox set due_at = :now, attempts = 0, problem = null,
        state = iif((select paused_at from subscribers where id = subscriber) is null, 'queued', 'held')
        where state = 'dead' and (:alert is null or id = :alert)"""
    return tx.execute(sql, {"now": now, "alert": alert})


def drop(tx: Transaction, alert: AlertId | None) -> int:
    """Drop a dead letter for good, or all of them; return how many."""
    sql = "update outbox set state = 'dropped' where state = 'dead' and (:alert is null or id = :alert)"
    return tx.execute(sql, {"alert": alert})
