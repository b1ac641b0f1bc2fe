"""Decisions, and the alerts that result from them, from queued to sent.

queued ──claim──▶ in flight ──▶ sent
  ▲  │                │
  │  └── held (paused) └──▶ queued again, or dead with its problem
  ├── dropped (its watches were removed, or an operator dropped it)
  ├── listed (one of many: a list replaces it)
  ├── gathering (a list that grows until its source's poll ends)
  └── after a restart, an alert in flight is queued again: it may have been sent
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from watchers.model import (
    Address,
    Alert,
    AlertId,
    Hit,
    ItemId,
    Match,
    Notice,
    Reason,
    SourceId,
    StoredItem,
    SubscriberId,
    WatchCount,
    WatchedEntry,
    WatchId,
)
from watchers.store import items, lists, subscribers, watches
from watchers.store.database import Rows, Transaction


@dataclass(frozen=True, slots=True)
class Caps:
    """How many alerts of one poll of a source a subscriber gets one by one; the others come as one list."""

    per_watch: int = 20
    per_source: int = 20


VERSION = 1
"""Format version of the rows, which later releases must still understand."""
ASKED_TO_WAIT = "asked to wait"
"""The problem of a message to a chat for which Telegram asked for a pause."""
TRIES_IN_ORDER = 3
"""Tries for which an alert holds up the later ones of its chat."""
MAX_RELEASED = 20
"""Held alerts that are sent one by one after a pause; the others come as one list."""
SHOWN_IN_LIST = 20
"""Items that are loaded for a list; only their number is given for the others."""


def store_matches(tx: Transaction, item: ItemId, matches: Iterable[Match], catalog: str, now: datetime) -> None:
    """Store which queries an item matched and why, with the current rule; once for each item and query."""
    tx.each(
        """insert into decisions (item, query, rule, catalogue, hits, at)
        select ?, id, rule, ?, ?, ? from queries where id = ? on conflict (item, query) do nothing""",
        [(item, catalog, msgspec.json.encode(match.hits).decode(), now.timestamp(), match.query) for match in matches],
    )


def enqueue(tx: Transaction, item: ItemId, now: datetime) -> int:
    """Enqueue an alert for each subscriber who watches a query that the item matched; return how many.

    Only subscribers who take the item's source and have not muted the watch get one. Alerts of paused subscribers
    are held; unreachable subscribers get none.
    """
    enqueued = tx.execute(
        f"""insert into outbox (version, subscriber, item, state, due_at, created_at)
        select {VERSION}, b.id, :item, iif(b.paused_at is null, 'queued', 'held'), :now, :now
        from ({_MATCHED}) met join subscribers b on b.id = met.subscriber
        where b.pause_reason is null or b.pause_reason = 'asked'
        group by b.id order by b.id
        on conflict (subscriber, item) do nothing""",
        {"item": item, "now": now.timestamp()},
    )
    tx.execute(
        f"""insert into reasons (alert, watch, decision)
        select o.id, met.watch, met.decision from ({_MATCHED}) met
        join outbox o on o.subscriber = met.subscriber and o.item = :item where true
        on conflict (alert, watch) do nothing""",
        {"item": item},
    )
    return enqueued


def collect_digest(tx: Transaction, source: SourceId, matched: Sequence[ItemId], caps: Caps, now: datetime) -> None:
    """Move the alerts of one poll that exceed the caps into one list for each subscriber.

    Every alert counts for the rarest of its watches: the one with the fewest alerts in this poll so far. At most
    ``per_watch`` alerts of each watch come one by one, and ``per_source`` in total: the first of every watch, then
    the second of every watch, and so on, the rarest watch first. An alert that was already tried keeps its place.
    If such alerts leave no place for a watch that none of them serves, its first alert is still sent separately.
    So no chat gets more than ``per_source`` alerts plus one for each of its watches.

    The list is not sent before ``release_digest``.

    Args:
        tx: The transaction.
        source: The source that was polled.
        matched: The items of the poll that matched so far. A poll is written in portions, and this runs after each.
        caps: How many alerts come one by one.
        now: The creation time of a new list.
    """
    if len(matched) <= min(caps.per_watch, caps.per_source):
        return
    items_met = msgspec.json.encode(list(matched)).decode()
    too_many = tx.all(_TOO_MANY, {"met": items_met, "per_watch": caps.per_watch, "per_source": caps.per_source})
    lists = {
        subscriber: _growing_digest(tx, source, subscriber, now)
        for subscriber in sorted({subscriber for _, subscriber in too_many})
    }
    tx.each(
        "update outbox set state = 'listed', listed_in = ? where id = ?",
        [(lists[subscriber], alert) for alert, subscriber in too_many],
    )


def release_digest(tx: Transaction, source: SourceId, now: datetime) -> None:
    """Queue the lists of a source at the end of its poll; paused subscribers' lists are held."""
    tx.execute(
        f"update outbox set state = {_WAITING}, due_at = ? where flood = ? and state = 'gathering'",
        now.timestamp(),
        source,
    )


_RAREST = """counted as (select *, count(*) over (partition by subscriber, watch) as met from owed),
    rarest as (
        select * from (select *, row_number() over (partition by alert order by met, watch) as choice from counted)
        where choice = 1
    )"""
"""Reduce ``owed``, a row for each alert and watch, to a row for each alert with the rarest of its watches."""

_TOO_MANY = f"""with owed as (
        select distinct o.id as alert, o.subscriber, r.watch,
            o.state in ('queued', 'held', 'in flight', 'sent') as single,
            o.state in ('queued', 'held') and o.attempts = 0 as untried
        from json_each(:met) met
        join decisions d on d.item = met.value
        join watches w on w.query = d.query
        join outbox o on o.subscriber = w.subscriber and o.item = d.item
        join reasons r on r.alert = o.id
    ),
    {_RAREST},
    ranked as (
        select *, row_number() over (partition by subscriber, watch order by untried, alert) as rank
        from rarest where single
    ),
    placed as (
        select *, row_number() over (partition by subscriber order by untried, rank, met, watch) as place,
            row_number() over (partition by subscriber order by rank, met, watch) as fair_place
        from ranked
    )
    select alert, subscriber from placed
    where untried and (rank > :per_watch or place > :per_source)
    and not (
        rank = 1 and fair_place <= :per_source
        and watch not in (select watch from owed where single and not untried)
    )
    order by alert"""


def _growing_digest(tx: Transaction, source: SourceId, subscriber: int, now: datetime) -> int:
    """Return the id of the list that the poll fills for the subscriber; create it if there is none."""
    known = tx.one(
        "select id from outbox where flood = ? and subscriber = ? and state = 'gathering'", source, subscriber
    )
    if known is not None:
        return int(known[0])
    return tx.insert(
        f"""insert into outbox (version, subscriber, item, flood, state, due_at, created_at)
        values ({VERSION}, ?, null, ?, 'gathering', ?, ?)""",
        subscriber,
        source,
        *[now.timestamp()] * 2,
    )


def notify(tx: Transaction, to: Sequence[SubscriberId], notice: Notice, now: datetime) -> int:
    """Enqueue a notice for each subscriber, held if the subscriber is paused; return how many."""
    written = msgspec.to_builtins(notice)
    if not notice.rewritten:
        # The rows of notices about sources stay as they always were.
        del written["rewritten"]
    return tx.execute(
        f"""insert into outbox (version, subscriber, item, notice, state, due_at, created_at)
        select {VERSION}, id, null, :notice, iif(paused_at is null, 'queued', 'held'), :now, :now
        from subscribers where id in (select value from json_each(:to)) order by id""",
        {
            "notice": msgspec.json.encode(written).decode(),
            "to": msgspec.json.encode(list(to)).decode(),
            "now": now.timestamp(),
        },
    )


_MATCHED = """select w.subscriber as subscriber, w.id as watch, d.id as decision
    from decisions d
    join items i on i.id = d.item
    join watches w on w.query = d.query and w.removed_at is null and not w.muted
    join takes t on t.subscriber = w.subscriber and t.source = i.source
    where d.item = :item"""


# ---- delivery --------------------------------------------------------------------------------------


def next_per_subscriber(rows: Rows, now: datetime, limit: int = 2_000) -> list[tuple[AlertId, Address]]:
    """Return the ID and address of the next alert of each subscriber, if it is due, longest waiting first.

    The next one is the oldest that waits. After ``TRIES_IN_ORDER`` failed tries an alert no longer holds up those
    after it while it waits for its next try. An alert that was tried in what is now the future is due: the clock was
    set back.
    """
    # Go from subscriber to subscriber by the index: however many alerts wait, only few of each are read.
    found = rows.all(
        """with recursive waiting (subscriber) as (
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
        order by o.id limit :limit""",
        {"now": now.timestamp(), "limit": limit, "in_order": TRIES_IN_ORDER},
    )
    return [(AlertId(identifier), Address(address)) for identifier, address in found]


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

    Return None if it is no longer queued (paused, moved), and if its watches were all removed or muted meanwhile: it
    is dropped then. Watches that were removed or muted are not given as reasons.
    """
    claimed = tx.execute(
        """update outbox set state = 'in flight', attempts = attempts + 1, tried_at = ?
        where id = ? and state = 'queued'""",
        now.timestamp(),
        alert,
    )
    if not claimed:
        return None
    (found,) = _alerts(tx, tx.all(f"{_FROM} where o.id = ?", alert), live=True)
    if found.reasons or (found.change.watched if found.change else found.item is None):
        return replace(found, attempts=found.attempts - 1)
    tx.execute("update outbox set state = 'dropped' where id = ?", alert)
    return None


def sent(tx: Transaction, alert: AlertId, message: str, now: datetime) -> None:
    """Mark an alert as sent: Telegram confirmed it with this message id."""
    tx.execute(
        "update outbox set state = 'sent', sent_at = ?, message = ?, problem = null where id = ?",
        now.timestamp(),
        message,
        alert,
    )


def requeue(tx: Transaction, alert: AlertId, due_at: datetime, problem: str, counts: bool) -> None:
    """Requeue an alert; ``counts`` says whether the attempt counts (a request to wait does not)."""
    tx.execute(
        f"update outbox set state = {_WAITING}, due_at = ?, problem = ?, attempts = attempts - ? where id = ?",
        due_at.timestamp(),
        problem,
        0 if counts else 1,
        alert,
    )


def count_ambiguous(tx: Transaction, alert: AlertId) -> None:
    """Count an attempt that may have been delivered."""
    tx.execute("update outbox set ambiguous = ambiguous + 1 where id = ?", alert)


def is_overtaken(rows: Rows, alert: AlertId) -> bool:
    """Return whether a later alert of the same subscriber was sent."""
    return (
        rows.one(
            """select 1 from outbox o join outbox later on later.subscriber = o.subscriber and later.id > o.id
            where o.id = ? and later.state = 'sent' limit 1""",
            alert,
        )
        is not None
    )


def presume_sent(tx: Transaction, alert: AlertId, why: str, now: datetime) -> None:
    """Mark an alert as sent although that is unknown, because the operator wants no repetitions."""
    tx.execute("update outbox set state = 'sent', sent_at = ?, problem = ? where id = ?", now.timestamp(), why, alert)


def hold(tx: Transaction, alert: AlertId, problem: str) -> None:
    """Hold an alert until its subscriber is reachable again."""
    tx.execute("update outbox set state = 'held', problem = ? where id = ?", problem, alert)


def dead_letter(tx: Transaction, alert: AlertId, problem: str) -> None:
    """Mark an alert as dead: it is not tried again; its row and its problem are kept."""
    tx.execute("update outbox set state = 'dead', problem = ? where id = ?", problem, alert)


def recover(tx: Transaction, now: datetime) -> int:
    """Requeue at startup the alerts that were in flight when the last process ended; return how many.

    They may have been sent already. Lists that were still growing are queued as they are.
    """
    tx.execute(f"update outbox set state = {_WAITING}, due_at = ? where state = 'gathering'", now.timestamp())
    return tx.execute(
        f"""update outbox set state = {_WAITING}, due_at = ?, problem = 'restart', ambiguous = ambiguous + 1
        where state = 'in flight'""",
        now.timestamp(),
    )


@dataclass(frozen=True, slots=True)
class Recent:
    """What the pace of a new process must take into account."""

    sent: list[tuple[Address, float]]
    """Where messages were sent, and how many seconds ago."""
    held: list[tuple[Address, datetime]]
    """Addresses for which Telegram asked for a pause, and its end."""


def recent(rows: Rows, now: datetime, since: datetime) -> Recent:
    """Return the messages since then, alerts and replies, and the pauses that last."""
    sent = rows.all(
        """select b.address, ? - o.tried_at from outbox o join subscribers b on b.id = o.subscriber
        where o.tried_at > ? union all select address, ? - sent_at from replies where sent_at > ?""",
        *[now.timestamp(), since.timestamp()] * 2,
    )
    held = rows.all(
        """select b.address, o.due_at from outbox o join subscribers b on b.id = o.subscriber
        where o.state in ('queued', 'in flight') and o.problem = :wait and o.due_at > :now
        union all select address, due_at from replies
        where sent_at is null and problem = :wait and due_at > :now""",
        {"now": now.timestamp(), "wait": ASKED_TO_WAIT},
    )
    return Recent(
        [(Address(address), ago) for address, ago in sent],
        [(Address(address), datetime.fromtimestamp(until, UTC)) for address, until in held],
    )


# A subscriber who paused while an alert was in flight does not get it through a retry.
_WAITING = "iif((select paused_at from subscribers where id = subscriber) is null, 'queued', 'held')"


def release(tx: Transaction, subscriber: SubscriberId, now: datetime) -> tuple[int, int]:
    """Queue what was held during a pause: 20 alerts and all notices separately, the other alerts as one list.

    The 20 are the newest of every watch, then the second newest of every watch, and so on, the rarest watch first.

    Returns:
        How many alerts are sent one by one, and how many are in the list.
    """
    held = tx.all(_HELD, subscriber)
    one_by_one = [alert for alert, place in held if place <= MAX_RELEASED]
    others = [alert for alert, place in held if place > MAX_RELEASED]
    if others:
        heading = tx.insert(
            f"""insert into outbox (version, subscriber, item, state, due_at, created_at)
            values ({VERSION}, ?, null, 'queued', ?, ?)""",
            subscriber,
            *[now.timestamp()] * 2,
        )
        tx.each("update outbox set state = 'listed', listed_in = ? where id = ?", [(heading, each) for each in others])
        _join_lists(tx, heading)
    tx.each(
        "update outbox set state = 'queued', due_at = ? where id = ?", [(now.timestamp(), each) for each in one_by_one]
    )
    tx.execute(
        "update outbox set state = 'queued', due_at = ? where subscriber = ? and state = 'held' and notice is not null",
        now.timestamp(),
        subscriber,
    )
    listed = tx.number("select count(*) from outbox where listed_in = ?", heading) if others else 0
    return len(one_by_one), listed


# Lists have no watch and come after all alerts.
_HELD = f"""with owed as (
        select o.id as alert, o.subscriber, r.watch from outbox o left join reasons r on r.alert = o.id
        where o.subscriber = ? and o.state = 'held' and o.notice is null
    ),
    {_RAREST},
    ranked as (select *, row_number() over (partition by watch order by alert desc) as rank from rarest)
    select alert, row_number() over (order by watch is null, rank, met, watch) as place from ranked order by alert"""


def _join_lists(tx: Transaction, heading: int) -> None:
    """Merge held lists that are in the new list into it: their alerts move over, and they are deleted."""
    for (list_,) in tx.all("select id from outbox where listed_in = ? and item is null", heading):
        tx.execute("update outbox set listed_in = ? where listed_in = ?", heading, list_)
        tx.execute("delete from outbox where id = ?", list_)


# ---- looking back ----------------------------------------------------------------------------------


def by_id(rows: Rows, alert: AlertId) -> Alert | None:
    """Return an alert by id, also after it was sent, with removed and muted watches; None if there is none."""
    found = _alerts(rows, rows.all(f"{_FROM} where o.id = ?", alert))
    return found[0] if found else None


def by_message(rows: Rows, subscriber: SubscriberId, message: str) -> Alert | None:
    """Return the alert that was sent as this message; None if there is none."""
    found = _alerts(rows, rows.all(f"{_FROM} where o.subscriber = ? and o.message = ?", subscriber, message))
    return found[0] if found else None


def for_item(rows: Rows, subscriber: SubscriberId, item: ItemId) -> tuple[Alert, str, datetime | None] | None:
    """Return the subscriber's alert for an item, its state, and when it was sent; None if there is no alert."""
    found = rows.all(f"{_FROM} where o.subscriber = ? and o.item = ?", subscriber, item)
    if not found:
        return None
    state, sent_at = rows.all("select state, sent_at from outbox where id = ?", found[0][0])[0]
    return _alerts(rows, found)[0], state, None if sent_at is None else datetime.fromtimestamp(sent_at, UTC)


def matched(rows: Rows, item: ItemId, watch: WatchId) -> bool:
    """Return whether the item, when it came, matched the query that the watch has now."""
    found = rows.one(
        "select 1 from decisions d join watches w on w.query = d.query where d.item = ? and w.id = ?", item, watch
    )
    return found is not None


def prune(tx: Transaction, before: datetime) -> int:
    """Delete finished alerts that were enqueued before a moment, and return how many."""
    finished = "state not in ('queued', 'in flight', 'held', 'gathering') and created_at < ?"
    listed = tx.execute(
        f"delete from outbox where {finished} and listed_in in (select id from outbox where {finished})",
        *[before.timestamp()] * 2,
    )
    kept = "id not in (select listed_in from outbox where listed_in is not null)"
    return listed + tx.execute(
        f"delete from outbox where {finished} and listed_in is null and {kept}", before.timestamp()
    )


def waiting(rows: Rows) -> int:
    """Return how many alerts are queued or in flight."""
    return rows.number("select count(*) from outbox where state in ('queued', 'in flight')")


def waiting_for(rows: Rows, subscriber: SubscriberId) -> tuple[int, int]:
    """Return how many alerts of a subscriber are queued or in flight, and how many are held."""
    states = "sum(state in ('queued', 'in flight')), sum(state = 'held')"
    waits, held = rows.all(f"select {states} from outbox where subscriber = ?", subscriber)[0]
    return int(waits or 0), int(held or 0)


def oldest_overdue(rows: Rows) -> datetime | None:
    """Return the earliest due time of all waiting alerts, which may be in the future; None if none waits."""
    row = rows.one("select min(due_at) from outbox where state in ('queued', 'in flight')")
    return None if row is None or row[0] is None else datetime.fromtimestamp(row[0], UTC)


_FLOOD = "(select coalesce(nullif(s.name, ''), s.id) from sources s where s.id = o.flood)"
_ALERT = (
    f"o.id, o.item, o.attempts, o.ambiguous, o.created_at, o.notice, {_FLOOD}, o.list_version, {subscribers.COLUMNS}"
)
_FROM = f"select {_ALERT} from outbox o join subscribers b on b.id = o.subscriber"


_NOTICES = msgspec.json.Decoder(Notice)


def _alerts(rows: Rows, found: Sequence[tuple[Any, ...]], live: bool = False) -> list[Alert]:
    stored = items.by_ids(rows, {row[1] for row in found if row[1] is not None})
    alerts: list[Alert] = []
    for identifier, item, attempts, ambiguous, created_at, notice, flood, version, *subscriber in found:
        listed, count = _listed(rows, identifier) if item is None else ((), 0)
        alerts.append(
            Alert(
                id=AlertId(identifier),
                subscriber=subscribers.subscriber(tuple(subscriber)),
                item=stored[item] if item is not None else None,
                reasons=_reasons(rows, identifier, live),
                listed=listed,
                listed_count=count,
                attempts=attempts,
                ambiguous=ambiguous,
                created_at=datetime.fromtimestamp(created_at, UTC),
                notice=None if notice is None else _NOTICES.decode(notice),
                flood=flood or "",
                watches=_watches(rows, identifier) if listed else (),
                change=None
                if version is None
                else lists.change(rows, version, _watched(rows, identifier, listed, live)),
            )
        )
    return alerts


def _watched(rows: Rows, heading: int, listed: Iterable[StoredItem], live: bool) -> list[WatchedEntry]:
    """Return the items of a list that have reasons, with those of the alert that the list replaces."""
    sql = "select id from outbox where listed_in = ? and item = ?"
    found = ((stored, _reasons(rows, rows.number(sql, heading, stored.id), live)) for stored in listed)
    return [WatchedEntry(stored, reasons) for stored, reasons in found if reasons]


def _reasons(rows: Rows, alert: int, live: bool) -> tuple[Reason, ...]:
    found = rows.all(
        f"""select d.hits, {watches.COLUMNS} from reasons r join decisions d on d.id = r.decision
        join watches w on w.id = r.watch join queries q on q.id = w.query
        where r.alert = ? and (not ? or (w.removed_at is null and not w.muted)) order by w.number""",
        alert,
        live,
    )
    return tuple(
        Reason(watches.watch(tuple(watch)), msgspec.json.decode(hits, type=tuple[Hit, ...])) for hits, *watch in found
    )


def _watches(rows: Rows, heading: int) -> tuple[WatchCount, ...]:
    """Return the watches that the items of a list matched, with their counts, the rarest first."""
    found = rows.all(
        f"""select count(*), {watches.COLUMNS} from outbox o join reasons r on r.alert = o.id
        join watches w on w.id = r.watch join queries q on q.id = w.query
        where o.listed_in = ? group by w.id order by count(*), w.number""",
        heading,
    )
    return tuple(WatchCount(watches.watch(tuple(watch)), count) for count, *watch in found)


def _listed(rows: Rows, heading: int) -> tuple[tuple[StoredItem, ...], int]:
    """Return the items of a list to show, shared fairly between its watches, and its total number of items."""
    count = rows.number("select count(*) from outbox where listed_in = ?", heading)
    shown = [ItemId(item) for (item,) in rows.all(_SHOWN, heading, SHOWN_IN_LIST)]
    stored = items.by_ids(rows, shown)
    return tuple(stored[item] for item in shown), count


_SHOWN = f"""with owed as (
        select o.id as alert, o.subscriber, o.item, r.watch from outbox o left join reasons r on r.alert = o.id
        where o.listed_in = ?
    ),
    {_RAREST},
    ranked as (select *, row_number() over (partition by watch order by alert desc) as rank from rarest)
    select item from (select * from ranked order by rank, met, watch limit ?) order by met, watch, alert desc"""
