"""What is sent to targets besides Telegram: the messages of a chat's outbox, in their order.

A target has no rows until it is tried: what is still to be sent follows from the outbox, so that nothing
that a chat gets can be missing. A message that the outbox holds back, or replaces with a list, is held back here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watchers.model import Address, Alert, AlertId
from watchers.store import alert_rows, digests, subscribers
from watchers.store.database import Rows, Transaction, record

TRIES_IN_ORDER = 8
"""Tries for which a message holds up the later ones of its target."""

_READY = "('queued', 'in flight', 'sent', 'dead')"
_UNFINISHED = "('queued', 'in flight', 'held', 'gathering', 'scheduled', 'quiet')"
AWAITED = f"""exists (
        select 1 from targets t join subscribers b on b.address = t.address
        where b.id = outbox.subscriber and outbox.id > t.after and outbox.state in {_READY} and not exists (
            select 1 from target_deliveries d where d.target = t.name and d.alert = outbox.id and d.state != 'waiting'
        )
    )"""
"""The condition that a target still has to get a row of the outbox."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where else the messages of a chat go, by its name in the configuration."""

    name: str
    address: Address


@dataclass(frozen=True, slots=True)
class Due:
    """The next message to a target."""

    alert: AlertId
    at: datetime
    """When it may be tried; in the past for one that was not tried yet."""


@dataclass(frozen=True, slots=True)
class TargetReport:
    """How the delivery to a target goes."""

    name: str
    waiting: int
    dead: int
    problem: str | None
    """Of the last failed try of a message that waits; None without any."""


def register(tx: Transaction, configured: Sequence[Target]) -> None:
    """Store the configured targets and forget the others. A new one gets what is enqueued from now on."""
    named = {each.name for each in configured}
    for name in tx.column("select name from targets"):
        if name not in named:
            tx.execute("delete from targets where name = ?", name)
    newest = tx.number("select coalesce(max(id), 0) from outbox")
    for each in configured:
        known = subscribers.at_or_moved(tx, each.address)
        sql = """insert into targets (name, address, after) values (?, ?, ?)
            on conflict (name) do update set address = excluded.address"""
        tx.execute(sql, each.name, known.address if known else each.address, newest)


def rewind(tx: Transaction) -> None:
    """Make up for rows of the outbox that were deleted: SQLite gives their IDs to the next ones."""
    tx.execute("update targets set after = min(after, (select coalesce(max(id), 0) from outbox))")


def next_due(rows: Rows, target: Target, now: datetime) -> Due | None:
    """Return the next message to a target; None if nothing waits, or if quiet hours hold it.

    After ``TRIES_IN_ORDER`` failed tries, a message does not hold up those after it while it waits for its next try.
    """
    subscriber = subscribers.at_or_moved(rows, target.address)
    if subscriber is None:
        return None
    sql = f"""select o.id as alert, coalesce(d.due_at, o.created_at) as at, o.state from outbox o
        join targets t on t.name = :target and o.id > t.after
        left join target_deliveries d on d.target = t.name and d.alert = o.id
        where o.subscriber = :subscriber and o.state in {_READY} and coalesce(d.state, 'waiting') = 'waiting'
        and (coalesce(d.attempts, 0) < {TRIES_IN_ORDER} or d.due_at <= :now) order by o.id limit 1"""
    given = {"target": target.name, "subscriber": subscriber.id, "now": now}
    row = next(iter(rows.mappings(sql, given)), None)
    held = digests.SendMode.HELD
    if row is None or (row["state"] == "queued" and digests.send_mode(rows, row["alert"], now) is held):
        return None
    return record(Due, row)


def claim(tx: Transaction, target: Target, alert: AlertId, now: datetime) -> Alert | None:
    """Count a try before it is made, and return the alert with the tries before.

    Return None for what is left out: an alert whose watches were all removed or muted before it was sent anywhere, and
    an update of an alert that the target did not get, or that was up to date when it was sent.
    """
    sql = """insert into target_deliveries (target, alert, state, attempts, due_at) values (:target, :alert, 'waiting',
        1, :now) on conflict (target, alert) do update set attempts = attempts + 1, due_at = :now"""
    tx.execute(sql, {"target": target.name, "alert": alert, "now": now})
    is_queued = tx.one("select 1 from outbox where id = ? and state = 'queued'", alert) is not None
    found = alert_rows.load(tx, "o.id = ?", alert, live=is_queued)
    if not found or not _is_to_be_sent(tx, target, found[0]):
        _finish(tx, target, alert, "dropped", now)
        return None
    tries = tx.number("select attempts from target_deliveries where target = ? and alert = ?", target.name, alert)
    return replace(found[0], attempts=tries - 1)


def _is_to_be_sent(tx: Transaction, target: Target, alert: Alert) -> bool:
    if alert.edit is None:
        return alert.item is None or bool(alert.all_reasons)
    # An alert shows its item as it was when its last try was claimed, which is when it was due.
    before = "select 1 from target_deliveries where target = ? and alert = ? and state = 'sent' and due_at <= ?"
    return tx.one(before, target.name, alert.edit.alert, alert.created_at) is not None


def sent(tx: Transaction, target: Target, alert: AlertId, now: datetime) -> None:
    """Record that the target accepted a message."""
    _finish(tx, target, alert, "sent", now)


def dead(tx: Transaction, target: Target, alert: AlertId, problem: str, now: datetime) -> None:
    """Record that a message is given up, and why."""
    _finish(tx, target, alert, "dead", now)
    tx.execute("update target_deliveries set problem = ? where target = ? and alert = ?", problem, target.name, alert)


def retry(tx: Transaction, target: Target, alert: AlertId, due_at: datetime, problem: str) -> None:
    """Let a message be tried again."""
    sql = "update target_deliveries set due_at = ?, problem = ? where target = ? and alert = ?"
    tx.execute(sql, due_at, problem, target.name, alert)


def is_overtaken(rows: Rows, target: Target, alert: AlertId) -> bool:
    """Return whether the target accepted a later message."""
    later = "select 1 from target_deliveries where target = ? and alert > ? and state = 'sent' limit 1"
    return rows.one(later, target.name, alert) is not None


def report(rows: Rows) -> list[TargetReport]:
    """Return how the delivery to each target goes, by name."""
    sql = f"""select t.name, (
            select count(*) from outbox o join subscribers b on b.id = o.subscriber
            left join target_deliveries d on d.target = t.name and d.alert = o.id
            where b.address = t.address and o.id > t.after and o.state in {_READY}
            and coalesce(d.state, 'waiting') = 'waiting'
        ) as waiting, (
            select count(*) from target_deliveries d where d.target = t.name and d.state = 'dead'
        ) as dead, (
            select d.problem from target_deliveries d where d.target = t.name and d.state = 'waiting'
            order by d.alert limit 1
        ) as problem from targets t order by t.name"""
    return rows.records(TargetReport, sql)


def _finish(tx: Transaction, target: Target, alert: AlertId, state: str, now: datetime) -> None:
    sql = "update target_deliveries set state = ?, sent_at = ?, problem = null where target = ? and alert = ?"
    tx.execute(sql, state, now, target.name, alert)
    # Everything before the first message that may still be sent need not be looked at again.
    sql = f"""update targets set after = coalesce((
            select min(o.id) - 1 from outbox o left join target_deliveries d on d.target = :target and d.alert = o.id
            where o.id > targets.after and o.subscriber = (select subscriber from outbox where id = :alert)
            and (o.state in {_UNFINISHED} or (o.state in {_READY} and coalesce(d.state, 'waiting') = 'waiting'))
        ), :alert) where name = :target"""
    tx.execute(sql, {"target": target.name, "alert": alert})
