"""Lists that replace many alerts: of one poll, or of one pause.

A list of a poll grows until the poll ends; the alerts in it are never sent one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watchers.model import ItemId, SourceId, SubscriberId
from watchers.store import alert_rows, outbox
from watchers.store.database import Transaction


@dataclass(frozen=True, slots=True)
class Caps:
    """How many alerts of one poll of a source a subscriber gets one by one; the others come as one list."""

    per_watch: int = 20
    per_source: int = 20


MAX_RELEASED = 20
"""Held alerts that are sent one by one after a pause; the others come as one list."""


def collect_list(tx: Transaction, source: SourceId, matched: Sequence[ItemId], caps: Caps, now: datetime) -> None:
    """Move the alerts of one poll that exceed the caps into one list for each subscriber.

    Every alert counts for the rarest of its watches: the one with the fewest alerts in this poll so far. At most
    ``per_watch`` alerts of each watch come one by one, and ``per_source`` in total: the first of every watch, then
    the second of every watch, and so on, the rarest watch first. An alert that was already tried keeps its place.
    If such alerts leave no place for a watch that none of them serves, its first alert is still sent separately.
    So no chat gets more than ``per_source`` alerts plus one for each of its watches.

    The list is not sent before ``release_list``.

    Args:
        tx: The transaction.
        source: The source that was polled.
        matched: The items of the poll that matched so far. A poll is written in portions, and this runs after each.
        caps: How many alerts come one by one.
        now: The creation time of a new list.
    """
    if len(matched) <= min(caps.per_watch, caps.per_source):
        return
    given = {"met": list(matched), "per_watch": caps.per_watch, "per_source": caps.per_source}
    too_many = tx.all(_TOO_MANY, given)
    lists = {
        subscriber: _growing_list(tx, source, subscriber, now)
        for subscriber in sorted({subscriber for _, subscriber in too_many})
    }
    sql = "update outbox set state = 'listed', listed_in = ? where id = ?"
    tx.each(sql, [(lists[subscriber], alert) for alert, subscriber in too_many])


def release_list(tx: Transaction, source: SourceId, now: datetime) -> None:
    """Queue the lists of a source at the end of its poll; paused subscribers' lists are held."""
    sql = f"update outbox set state = {outbox.WAITING}, due_at = ? where flood = ? and state = 'gathering'"
    tx.execute(sql, now, source)


_TOO_MANY = f"""with alerted as (
        select distinct o.id as alert, o.subscriber, r.watch,
            o.state in ('queued', 'held', 'in flight', 'sent') as single,
            o.state in ('queued', 'held') and o.attempts = 0 as untried
        from json_each(:met) met
        join decisions d on d.item = met.value
        join watches w on w.query = d.query
        join outbox o on o.subscriber = w.subscriber and o.item = d.item
        join reasons r on r.alert = o.id
    ),
    {alert_rows.RAREST},
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
        and watch not in (select watch from alerted where single and not untried)
    )
    order by alert"""


def _growing_list(tx: Transaction, source: SourceId, subscriber: int, now: datetime) -> int:
    """Return the id of the list that the poll fills for the subscriber; create it if there is none."""
    sql = "select id from outbox where flood = ? and subscriber = ? and state = 'gathering'"
    known = tx.one(sql, source, subscriber)
    if known is not None:
        return int(known[0])
    sql = f"""insert into outbox (version, subscriber, item, flood, state, due_at, created_at)
        values ({outbox.VERSION}, ?, null, ?, 'gathering', ?, ?)"""
    return tx.insert(sql, subscriber, source, now, now)


def release(tx: Transaction, subscriber: SubscriberId, now: datetime) -> tuple[int, int]:
    """Queue what was held during a pause: 20 alerts and all notices and edits separately, the other alerts as one list.

    The 20 are the newest of every watch, then the second newest of every watch, and so on, the rarest watch first.

    Returns:
        How many alerts are sent one by one, and how many are in the list.
    """
    held = tx.all(_HELD, subscriber)
    one_by_one = [alert for alert, place in held if place <= MAX_RELEASED]
    others = [alert for alert, place in held if place > MAX_RELEASED]
    if others:
        sql = f"""insert into outbox (version, subscriber, item, state, due_at, created_at)
            values ({outbox.VERSION}, ?, null, 'queued', ?, ?)"""
        heading = tx.insert(sql, subscriber, now, now)
        tx.each("update outbox set state = 'listed', listed_in = ? where id = ?", [(heading, each) for each in others])
        _join_lists(tx, heading)
    sql = "update outbox set state = 'queued', due_at = ? where id = ?"
    tx.each(sql, [(now, each) for each in one_by_one])
    sql = """update outbox set state = 'queued', due_at = ? where subscriber = ? and state = 'held'
        and (notice is not null or edits is not null)"""
    tx.execute(sql, now, subscriber)
    listed = tx.number("select count(*) from outbox where listed_in = ?", heading) if others else 0
    return len(one_by_one), listed


# Lists have no watch and come after all alerts.
_HELD = f"""with alerted as (
        select o.id as alert, o.subscriber, r.watch from outbox o left join reasons r on r.alert = o.id
        where o.subscriber = ? and o.state = 'held' and o.notice is null and o.edits is null
    ),
    {alert_rows.RAREST},
    ranked as (select *, row_number() over (partition by watch order by alert desc) as rank from rarest)
    select alert, row_number() over (order by watch is null, rank, met, watch) as place from ranked order by alert"""


def _join_lists(tx: Transaction, heading: int) -> None:
    """Merge held lists that are in the new list into it: their alerts move over, and they are deleted."""
    for list_ in tx.column("select id from outbox where listed_in = ? and item is null", heading):
        tx.execute("update outbox set listed_in = ? where listed_in = ?", heading, list_)
        tx.execute("delete from outbox where id = ?", list_)
