"""Matches, and the alerts that result from them, from queued to sent.

queued ──claim──▶ in flight ──▶ sent
  ▲  │                │
  │  └── held (paused) └──▶ queued again, or dead with its problem
  ├── dropped (its watches were removed, or an operator dropped it)
  ├── listed (one of many: a list replaces it)
  ├── joined (an earlier alert about the same event shows it; see ``watchers.store.stories``)
  ├── gathering (a list that grows until its source's poll ends)
  ├── scheduled (until the digest of its watches) or quiet (until the end of quiet hours), then listed in a digest
  └── after a restart, an alert in flight is queued again: it may have been sent

An edit of a sent alert (``watchers.store.edits``) is a row with the same states.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import msgspec

from watchers.model import Address, Alert, AlertId, ItemId, Match, Notice, SubscriberId
from watchers.store import alert_rows, digests, mutes, targets
from watchers.store.database import Rows, Transaction, time_of

VERSION = 1
"""Format version of the rows, which later releases must still understand."""
ASKED_TO_WAIT = "asked to wait"
"""The problem of a message to a chat for which Telegram asked for a pause."""
WAITING = "iif((select paused_at from subscribers where id = subscriber) is null, 'queued', 'held')"
"""The state of a row that waits again: a subscriber who paused meanwhile does not get it through a retry."""
TRIES_IN_ORDER = 3
"""Tries for which an alert holds up the later ones of its chat."""


def store_matches(tx: Transaction, item: ItemId, matches: Iterable[Match], catalog: str, now: datetime) -> None:
    """Store which queries an item matched and why, with the current rule; once for each item and query."""
    sql = """insert into decisions (item, query, rule, catalogue, hits, at)
        select ?, id, rule, ?, ?, ? from queries where id = ? on conflict (item, query) do nothing"""
    tx.each(sql, [(item, catalog, match.hits, now, match.query) for match in matches])


def enqueue(tx: Transaction, item: ItemId, now: datetime) -> int:
    """Enqueue an alert for each subscriber who watches a query that the item matched just now; return how many.

    Only subscribers who take the item's source and have not muted it, the story or the watch get one. Alerts of
    paused subscribers are held; unreachable subscribers get none. If all of its watches have digests, the alert waits
    for the first one. Mutes whose time is over end first. A changed item can match more watches: an alert that was
    dropped or waits for a digest is enqueued for them.
    """
    end_mutes(tx, now)
    sql = f"""insert into outbox (version, subscriber, item, state, due_at, created_at)
        select {VERSION}, b.id, :item,
            case when not max(met.timing is null) then 'scheduled'
                when b.paused_at is null then 'queued' else 'held' end,
            :now, :now
        from ({_MATCHED}) met join subscribers b on b.id = met.subscriber
        where b.pause_reason is not 'unreachable'
        group by b.id order by b.id
        on conflict (subscriber, item) do update set state = excluded.state, due_at = excluded.due_at
        where state = 'dropped' or state = 'scheduled' and excluded.state <> 'scheduled'"""
    enqueued = tx.execute(sql, {"item": item, "now": now})
    sql = f"""insert into reasons (alert, watch, decision)
        select o.id, met.watch, met.decision from ({_MATCHED}) met
        join outbox o on o.subscriber = met.subscriber and o.item = :item where true
        on conflict (alert, watch) do nothing"""
    tx.execute(sql, {"item": item, "now": now})
    return enqueued


def end_mutes(tx: Transaction, now: datetime) -> int:
    """Unmute the watches whose time is over, and delete such mutes of sources and stories; return how many."""
    ended = tx.execute("update watches set muted = 0, muted_until = null where muted_until <= ?", now)
    return ended + tx.execute("delete from mutes where until <= ?", now)


def notify(tx: Transaction, to: Sequence[SubscriberId], notice: Notice, now: datetime) -> int:
    """Enqueue a notice for each subscriber, held if the subscriber is paused; return how many."""
    written = msgspec.to_builtins(notice)
    # Fields that a notice does not use are left out, so that notices about sources keep their old form.
    for name in ("rewritten", "spike", "review", "deadline", "held"):
        if not written[name]:
            del written[name]
    sql = f"""insert into outbox (version, subscriber, item, notice, state, due_at, created_at)
        select {VERSION}, id, null, :notice, iif(paused_at is null, 'queued', 'held'), :now, :now
        from subscribers where id in (select value from json_each(:to)) order by id"""
    return tx.execute(sql, {"notice": written, "to": list(to), "now": now})


_MATCHED = f"""select w.subscriber as subscriber, w.id as watch, d.id as decision, w.timing as timing
    from decisions d
    join items i on i.id = d.item
    join watches w on w.query = d.query and w.removed_at is null and not w.muted
    join takes t on t.subscriber = w.subscriber and t.source = i.source
    where d.item = :item and d.at = :now and not {mutes.SILENCED}"""


# ---- delivery --------------------------------------------------------------------------------------


def next_per_subscriber(rows: Rows, now: datetime) -> list[tuple[AlertId, Address]]:
    """Return the ID and address of the next alert of each subscriber, if it is due, longest waiting first.

    The next one is the oldest that waits. After ``TRIES_IN_ORDER`` failed tries an alert does not hold up those
    after it while it waits for its next try. An alert that was tried in what is now the future is due: the clock was
    set back.
    """
    # Go from subscriber to subscriber by the index: however many alerts wait, only few of each are read.
    sql = """with recursive waiting (subscriber) as (
            select min(subscriber) from outbox where state in ('queued', 'in flight')
            union all
            select (
                select min(subscriber) from outbox
                where state in ('queued', 'in flight') and subscriber > waiting.subscriber
            ) from waiting where subscriber is not null
        )
        select o.id, b.address from waiting join outbox o on o.id = (
            select id from outbox where state in ('queued', 'in flight') and subscriber = waiting.subscriber
            and (attempts < :in_order or due_at <= :now or coalesce(tried_at, created_at) > :now + 1)
            order by id limit 1
        ) join subscribers b on b.id = o.subscriber
        where o.state = 'queued' and (o.due_at <= :now or coalesce(o.tried_at, o.created_at) > :now + 1)
        order by o.id limit 2000"""
    return rows.all(sql, {"now": now, "in_order": TRIES_IN_ORDER})


@dataclass(frozen=True, slots=True)
class SentAlert:
    """An alert that Telegram confirmed."""

    id: AlertId
    message: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """What one transaction of the delivery does: mark alerts as sent, and claim another."""

    sent: tuple[SentAlert, ...]
    claim: AlertId | None
    at: datetime


def advance(tx: Transaction, step: Step) -> Alert | None:
    """Do a step, and return the alert that it claims; see ``claim``."""
    for each in step.sent:
        sent(tx, each.id, each.message, each.at)
    return None if step.claim is None else claim(tx, step.claim, step.at)


def claim(tx: Transaction, alert: AlertId, now: datetime) -> Alert | None:
    """Mark an alert as in flight before it is sent, and return it.

    Return None if it is not queued any more (paused, moved), and if its watches were all removed or muted meanwhile, or
    if it edits an alert that has no message: it is dropped then. Watches that were removed or muted are not given as
    reasons. Quiet hours may hold it.
    """
    mode = digests.send_mode(tx, alert, now)
    if mode is digests.SendMode.HELD:
        tx.execute("update outbox set state = 'quiet' where id = ? and state = 'queued'", alert)
        return None
    sql = """update outbox set state = 'in flight', attempts = attempts + 1, tried_at = ?
        where id = ? and state = 'queued'"""
    claimed = tx.execute(sql, now, alert)
    if not claimed:
        return None
    (found,) = alert_rows.load(tx, "o.id = ?", alert, live=True)
    if _is_to_be_sent(found):
        return replace(found, attempts=found.attempts - 1, silent=mode is digests.SendMode.SILENT)
    tx.execute("update outbox set state = 'dropped' where id = ?", alert)
    return None


def _is_to_be_sent(alert: Alert) -> bool:
    """Return whether an alert still has a reason, and an edit a message to replace or to reply to."""
    if (alert.item is not None and not alert.all_reasons) or (alert.change is not None and not alert.change.watched):
        return False
    return alert.edit is None or alert.edit.message is not None or alert.edit.may_reply


def sent(tx: Transaction, alert: AlertId, message: str, now: datetime) -> None:
    """Mark an alert as sent: Telegram confirmed it with this message id."""
    sql = "update outbox set state = 'sent', sent_at = ?, message = ?, problem = null where id = ?"
    tx.execute(sql, now, message, alert)


def requeue(tx: Transaction, alert: AlertId, due_at: datetime, problem: str, counts: bool) -> None:
    """Requeue an alert; ``counts`` says whether the attempt counts (a request to wait does not)."""
    sql = f"update outbox set state = {WAITING}, due_at = ?, problem = ?, attempts = attempts - ? where id = ?"
    tx.execute(sql, due_at, problem, 0 if counts else 1, alert)


def count_ambiguous(tx: Transaction, alert: AlertId) -> None:
    """Count an attempt that may have been delivered."""
    tx.execute("update outbox set ambiguous = ambiguous + 1 where id = ?", alert)


def is_overtaken(rows: Rows, alert: AlertId) -> bool:
    """Return whether a later alert of the same subscriber was sent."""
    sql = """select 1 from outbox o join outbox later on later.subscriber = o.subscriber and later.id > o.id
        where o.id = ? and later.state = 'sent' limit 1"""
    return rows.one(sql, alert) is not None


def presume_sent(tx: Transaction, alert: AlertId, why: str, now: datetime) -> None:
    """Mark an alert as sent although that is unknown, because the operator wants no repetitions."""
    tx.execute("update outbox set state = 'sent', sent_at = ?, problem = ? where id = ?", now, why, alert)


def hold(tx: Transaction, alert: AlertId, problem: str) -> None:
    """Hold an alert until its subscriber is reachable again."""
    tx.execute("update outbox set state = 'held', problem = ? where id = ?", problem, alert)


def drop(tx: Transaction, alert: AlertId, problem: str) -> None:
    """Drop what is not worth a report: its row and its problem are kept."""
    tx.execute("update outbox set state = 'dropped', problem = ? where id = ?", problem, alert)


def dead_letter(tx: Transaction, alert: AlertId, problem: str) -> None:
    """Mark an alert as dead: it is not tried again; its row and its problem are kept.

    The first of the alerts that it was to show takes its place.
    """
    tx.execute("update outbox set state = 'dead', problem = ? where id = ?", problem, alert)
    if successor := tx.number("select min(id) from outbox where joined_to = ?", alert):
        tx.execute(f"update outbox set state = {WAITING}, joined_to = null where id = ?", successor)
        tx.execute("update outbox set joined_to = ? where joined_to = ?", successor, alert)


def recover(tx: Transaction, now: datetime) -> int:
    """Requeue at startup the alerts that were in flight when the last process ended; return how many.

    They may have been sent already. Lists that were still growing are queued as they are.
    """
    tx.execute(f"update outbox set state = {WAITING}, due_at = ? where state = 'gathering'", now)
    sql = f"""update outbox set state = {WAITING}, due_at = ?, problem = 'restart', ambiguous = ambiguous + 1
        where state = 'in flight'"""
    return tx.execute(sql, now)


@dataclass(frozen=True, slots=True)
class Recent:
    """What the pace of a new process must take into account."""

    sent: list[tuple[Address, float]]
    """Where messages were sent, and how many seconds ago."""
    held: list[tuple[Address, datetime]]
    """Addresses for which Telegram asked for a pause, and its end."""


def recent(rows: Rows, now: datetime, since: datetime) -> Recent:
    """Return the messages since then, alerts and replies, and the pauses that last."""
    sql = """select b.address, ? - o.tried_at from outbox o join subscribers b on b.id = o.subscriber
        where o.tried_at > ? union all select address, ? - sent_at from replies where sent_at > ?"""
    sent = rows.all(sql, *[now, since] * 2)
    sql = """select b.address, o.due_at from outbox o join subscribers b on b.id = o.subscriber
        where o.state in ('queued', 'in flight') and o.problem = :wait and o.due_at > :now
        union all select address, due_at from replies
        where sent_at is null and problem = :wait and due_at > :now"""
    held = rows.all(sql, {"now": now, "wait": ASKED_TO_WAIT})
    return Recent(sent, [(address, datetime.fromtimestamp(until, UTC)) for address, until in held])


# ---- looking back ----------------------------------------------------------------------------------


def prune(tx: Transaction, before: datetime) -> int:
    """Delete finished alerts that were enqueued before a moment, and return how many."""
    finished = "state not in ('queued', 'in flight', 'held', 'gathering', 'scheduled', 'quiet') and created_at < ?"
    sql = f"delete from outbox where {finished} and listed_in in (select id from outbox where {finished})"
    listed = tx.execute(sql, before, before)
    kept = f"id not in (select listed_in from outbox where listed_in is not null) and not {targets.AWAITED}"
    deleted = tx.execute(f"delete from outbox where {finished} and listed_in is null and {kept}", before)
    targets.rewind(tx)
    return listed + deleted


def waiting(rows: Rows) -> int:
    """Return how many alerts are queued or in flight."""
    return rows.number("select count(*) from outbox where state in ('queued', 'in flight')")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many messages to a subscriber wait, by what they wait for."""

    sending: int
    """Queued, or in flight."""
    held: int
    """For the end of a pause."""
    scheduled: int
    """For the next digest."""
    quiet: int
    """For the end of the quiet hours."""


def waiting_for(rows: Rows, subscriber: SubscriberId) -> Waiting:
    """Return how many messages to a subscriber wait."""
    counted = rows.all("select state, count(*) from outbox where subscriber = ? group by state", subscriber)
    by_state = dict(counted)
    sending = by_state.get("queued", 0) + by_state.get("in flight", 0)
    return Waiting(sending, *(by_state.get(state, 0) for state in ("held", "scheduled", "quiet")))


def oldest_overdue(rows: Rows) -> datetime | None:
    """Return the earliest due time of all waiting alerts, which may be in the future; None if none waits."""
    (earliest,) = rows.column("select min(due_at) from outbox where state in ('queued', 'in flight')")
    return time_of(earliest)
