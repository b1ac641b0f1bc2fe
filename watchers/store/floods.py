"""Lists that replace many alerts: of one poll, or of one pause.

A list of a poll grows until the poll ends; the alerts in it are never sent one by one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from watchers.model import ItemId, SourceId, SubscriberId
from watchers.store import alert_rows, outbox
from watchers.store.database import Transaction


@dataclass(frozen=True, slots=True)
class Caps:
    """How many alerts of one poll of a source a subscriber gets one by one; the others come as one list.

    Every alert counts for the rarest of its watches: the one with the fewest alerts in this poll so far. At most
    ``per_watch`` alerts of each watch come one by one, and ``per_source`` in total: the first of every watch, then
    the second of every watch, and so on, the rarest watch first. An alert that was already tried keeps its place.
    If such alerts leave no place for a watch that none of them serves, its first alert is still sent separately.
    So no chat gets more than ``per_source`` alerts plus one for each of its watches.
    """

    per_watch: int = 20
    per_source: int = 20


MAX_RELEASED = 20
"""Held alerts that are sent one by one after a pause; the others come as one list."""


@dataclass(frozen=True, slots=True)
class Flood:
    """The alerts of one poll so far, as much of them as later ones are compared with."""

    few: tuple[ItemId, ...] = ()
    """The items that matched, while they are too few for a list."""
    met: Mapping[int, int] = field(default_factory=dict)
    """How many alerts each watch has."""
    single: Mapping[int, Mapping[int, tuple[int, ...]]] = field(default_factory=dict)
    """The alerts of each subscriber that come one by one, with their watches."""
    lists: Mapping[int, int] = field(default_factory=dict)
    """The list of each subscriber who has one."""


def collect_list(
    tx: Transaction, source: SourceId, so_far: Flood, matched: Sequence[ItemId], caps: Caps, now: datetime
) -> Flood:
    """Move the alerts of one poll that exceed the caps into one list for each subscriber, which ``release_list`` sends.

    A poll is stored in parts, and each costs as much as it has alerts, however many came before.

    Args:
        tx: The transaction.
        source: The source that was polled.
        so_far: What this function returned for the parts that are stored.
        matched: The items of this part that matched.
        caps: How many alerts come one by one.
        now: The creation time of a new list.
    """
    matched, least = (*so_far.few, *matched), min(caps.per_watch, caps.per_source)
    if not so_far.met and len(matched) <= least:
        return Flood(matched)
    found = tx.all(_ALERTS, {"items": list(matched)})
    met, single, lists = Counter(so_far.met), dict(so_far.single), dict(so_far.lists)
    met.update(watch for *_, watch in found)
    arrived = _one_by_one(found)
    single |= {subscriber: {**single.get(subscriber, {}), **alerts} for subscriber, alerts in arrived.items()}
    many = [subscriber for subscriber in arrived if len(single[subscriber]) > least]
    untried = dict(tx.all(_UNTRIED, {"alerts": [alert for subscriber in many for alert in single[subscriber]]}))
    listed: list[tuple[int, int]] = []
    for subscriber in many:
        alerts = {alert: watches for alert, watches in single[subscriber].items() if alert in untried}
        too_many = _too_many(alerts, untried, met, caps)
        if too_many and subscriber not in lists:
            lists[subscriber] = _growing_list(tx, source, subscriber, now)
        listed += ((lists[subscriber], alert) for alert in sorted(too_many))
        single[subscriber] = {alert: watches for alert, watches in alerts.items() if alert not in too_many}
    _move(tx, listed)
    return Flood((), met, single, lists)


def _one_by_one(found: Iterable[tuple[int, int, int, int]]) -> Mapping[int, Mapping[int, tuple[int, ...]]]:
    """Return the alerts of each subscriber that come one by one, with their watches."""
    arrived: defaultdict[int, dict[int, tuple[int, ...]]] = defaultdict(dict)
    for alert, subscriber, is_single, watch in found:
        if is_single:
            arrived[subscriber][alert] = (*arrived[subscriber].get(alert, ()), watch)
    return arrived


def _move(tx: Transaction, alerts: Sequence[tuple[int, int]]) -> None:
    """Move alerts into lists, in one statement: each of many would cost more the larger the transaction is.

    SQLite goes through its undo log of the savepoint at the end of each statement.
    """
    sql = """update outbox set state = 'listed', listed_in = json_extract(each.value, '$[0]')
        from json_each(:alerts) each where outbox.id = json_extract(each.value, '$[1]')"""
    tx.execute(sql, {"alerts": alerts})


_SINGLE = "state in ('queued', 'held', 'in flight', 'sent')"
# SQLite keeps the order of a cross join: by the items of this part, however many alerts there are.
_ALERTS = f"""select o.id, o.subscriber, {_SINGLE}, r.watch from json_each(:items) met
    cross join outbox o on o.item = met.value cross join reasons r on r.alert = o.id order by o.id, r.watch"""
_UNTRIED = f"""select o.id, state in ('queued', 'held') and attempts = 0 from json_each(:alerts) each
    cross join outbox o on o.id = each.value where {_SINGLE}"""


def _too_many(
    alerts: Mapping[int, tuple[int, ...]], untried: Mapping[int, int], met: Mapping[int, int], caps: Caps
) -> set[int]:
    """Return those of one subscriber's alerts that do not come one by one."""
    rarest = {alert: min(watches, key=lambda watch: (met[watch], watch)) for alert, watches in alerts.items()}
    served = {watch for alert, watches in alerts.items() if not untried[alert] for watch in watches}
    rank = dict[int, int]()
    of_watch = Counter[int]()
    for alert in sorted(alerts, key=lambda alert: (untried[alert], alert)):
        of_watch[rarest[alert]] += 1
        rank[alert] = of_watch[rarest[alert]]
    fair = sorted(alerts, key=lambda alert: (rank[alert], met[rarest[alert]], rarest[alert]))
    first = {alert for alert in fair[: caps.per_source] if rank[alert] == 1 and rarest[alert] not in served}
    placed = sorted(fair, key=untried.__getitem__)
    beyond = {*placed[caps.per_source :], *(alert for alert in alerts if rank[alert] > caps.per_watch)}
    return {alert for alert in beyond - first if untried[alert]}


def release_list(tx: Transaction, source: SourceId, now: datetime) -> None:
    """Queue the lists of a source at the end of its poll; paused subscribers' lists are held."""
    sql = f"update outbox set state = {outbox.WAITING}, due_at = ? where flood = ? and state = 'gathering'"
    tx.execute(sql, now, source)


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
        _move(tx, [(heading, each) for each in others])
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
