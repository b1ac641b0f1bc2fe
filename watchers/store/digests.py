"""Alerts that wait for a digest or for the end of quiet hours, and the digests that replace them.

An alert whose watches all have a timing is ``scheduled``; one that quiet hours stopped is ``quiet``. A digest is
one row of the outbox, and ``listed_in`` links its alerts to it: so they are sent, or sent again, with that row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from itertools import groupby

import msgspec

from watchers.model import (
    AlertId,
    Digest,
    DigestEntry,
    DigestPage,
    DigestSection,
    ItemId,
    StoredItem,
    Subscriber,
    SubscriberId,
    WatchId,
)
from watchers.model.times import Sound
from watchers.store import items, subscribers, watches
from watchers.store.database import Rows, Transaction

PAGE = 10
"""Items on a page of a digest."""
VERSION = 1
"""Format version of the rows, as in ``outbox``."""

_OFFICIAL = "coalesce(s.group_name not in ('press', 'law', 'logistics'), s.tier = 1)"
_FINAL = """exists (
        select 1 from json_each(i.facts) f where f.value ->> 'name' = 'status'
        and f.value ->> 'field' = 'document' and f.value ->> 'value' in ('final', 'in-force')
    )"""
_SHOWN = "(select o.id union all select id from outbox where joined_to = o.id)"
"""The alerts that an alert shows: itself, and those that are joined to it."""
_LIVE = f"""exists (
        select 1 from reasons r join watches w on w.id = r.watch
        where r.alert in {_SHOWN} and w.removed_at is null and not w.muted
    )"""


class SendMode(Enum):
    """How an alert is delivered now."""

    LOUD = auto()
    SILENT = auto()
    HELD = auto()
    """Not before the end of the quiet hours."""


def send_mode(rows: Rows, alert: AlertId, now: datetime) -> SendMode:
    """Return how quiet hours and the choice of sounds let an alert be delivered; an edit never makes a sound."""
    sql = f"""select o.edits is null
            and coalesce(q.mode = 'hold' or q.mode = 'urgent' and not coalesce({_OFFICIAL} and {_FINAL}, 0), 0),
            o.edits is not null or q.mode is 'silent' or case b.sound when '{Sound.ALL}' then 0
                when '{Sound.OFFICIAL}' then not coalesce({_OFFICIAL}, 0) else 1 end
        from outbox o join subscribers b on b.id = o.subscriber
        left join quiet_hours q on q.subscriber = b.id and q.from_at <= :now and q.until_at > :now
        left join items i on i.id = o.item left join sources s on s.id = i.source
        where o.id = :alert"""
    found = rows.one(sql, {"alert": alert, "now": now})
    if found is None:
        return SendMode.LOUD
    held, silent = found
    return SendMode.HELD if held else SendMode.SILENT if silent else SendMode.LOUD


# ---- collecting ------------------------------------------------------------------------------------


def due(rows: Rows, now: datetime) -> list[Subscriber]:
    """Return the subscribers for whom a digest is due: those who are not paused, and have no quiet hours that hold."""
    sql = f"""select {subscribers.COLUMNS} from subscribers b where b.paused_at is null and b.id in (
            select subscriber from timings where next_at <= :now
            union select subscriber from outbox where state = 'quiet'
        ) and not exists (
            select 1 from quiet_hours where subscriber = b.id and mode != 'silent'
            and from_at <= :now and until_at > :now
        ) order by b.id"""
    return rows.records(Subscriber, sql, {"now": now})


@dataclass(frozen=True, slots=True)
class Collected:
    """The alerts of a subscriber that a digest replaces now."""

    alerts: tuple[int, ...]
    lists: tuple[int, ...]
    """Lists of many alerts, which the digest takes apart."""


def take(tx: Transaction, subscriber: SubscriberId, now: datetime) -> Collected:
    """Return what a digest at this time contains.

    Drop the alerts whose watches were all removed or muted, and queue the notices that quiet hours held.
    """
    given = {"subscriber": subscriber, "now": now}
    sql = f"""update outbox as o set state = 'dropped' where subscriber = :subscriber and item is not null
        and id in (select id from outbox where subscriber = :subscriber and state = 'scheduled'
            union all select id from outbox where subscriber = :subscriber and state = 'quiet') and not {_LIVE}"""
    tx.execute(sql, given)
    sql = """update outbox set state = 'queued', due_at = :now where subscriber = :subscriber and state = 'quiet'
        and (notice is not null or digest is not null)"""
    tx.execute(sql, given)
    held = tx.all("select id, item from outbox where subscriber = ? and state = 'quiet' order by id", subscriber)
    sql = f"""select distinct o.id from outbox o join reasons r on r.alert in {_SHOWN} join watches w on w.id = r.watch
        where o.subscriber = :subscriber and o.state = 'scheduled' and w.removed_at is null and not w.muted
        and (w.timing is null or w.timing in (
            select id from timings where subscriber = :subscriber and next_at <= :now)) order by o.id"""
    scheduled = tx.all(sql, given)
    alerts = (*(alert for alert, item in held if item is not None), *(alert for (alert,) in scheduled))
    return Collected(alerts, tuple(alert for alert, item in held if item is None))


def enqueue(tx: Transaction, subscriber: SubscriberId, collected: Collected, heading: Digest, now: datetime) -> AlertId:
    """Enqueue a digest in place of the alerts that it collects; return its ID."""
    sql = f"""insert into outbox (version, subscriber, item, digest, state, due_at, created_at)
        select {VERSION}, id, null, ?, iif(paused_at is null, 'queued', 'held'), ?, ? from subscribers where id = ?"""
    digest = tx.insert(sql, msgspec.json.encode(heading).decode(), now, now, subscriber)
    sql = "update outbox set state = 'listed', listed_in = ? where id = ?"
    tx.each(sql, [(digest, each) for each in collected.alerts])
    for list_ in collected.lists:
        tx.execute("update outbox set listed_in = ? where listed_in = ?", digest, list_)
        tx.execute("delete from outbox where id = ?", list_)
    return AlertId(digest)


def requeue_instant(tx: Transaction, subscriber: SubscriberId, now: datetime) -> None:
    """Queue the scheduled alerts of which a watch has no timing anymore, as when two chats become one."""
    sql = """update outbox set state = iif((select paused_at from subscribers where id = :subscriber) is null,
            'queued', 'held'), due_at = :now
        where subscriber = :subscriber and state = 'scheduled' and id in (
            select r.alert from reasons r join watches w on w.id = r.watch
            where r.alert = outbox.id and w.removed_at is null and w.timing is null)"""
    tx.execute(sql, {"subscriber": subscriber, "now": now})


def seen_since(rows: Rows, subscriber: SubscriberId, since: datetime) -> int:
    """Return how many new items of a subscriber's sources were seen since then."""
    sql = """select count(*) from items i join takes t on t.source = i.source and t.subscriber = ?
        where i.seen_at >= ? and not i.baseline"""
    return rows.number(sql, subscriber, since)


# ---- showing ---------------------------------------------------------------------------------------


def page(rows: Rows, digest: AlertId, number: int) -> DigestPage:
    """Return a page of a digest, by watches in the order of their numbers; a page that does not exist is the last."""
    sql = """select o.id, min(w.number), w.id from outbox o join reasons r on r.alert = o.id
        join watches w on w.id = r.watch where o.listed_in = ? group by o.id order by min(w.number), o.id desc"""
    listed = rows.all(sql, digest)
    pages = max(1, -(-len(listed) // PAGE))
    number = min(number, pages - 1)
    shown = listed[number * PAGE : (number + 1) * PAGE]
    entries = _entries(rows, [AlertId(alert) for alert, _, _ in shown])
    sections = tuple(
        DigestSection(
            watches.by_id(rows, WatchId(watch)),
            sum(its == watch for _, _, its in listed),
            tuple(entries[alert] for alert, _, _ in group),
        )
        for watch, group in groupby(shown, key=lambda row: row[2])
    )
    sql = "select count(*) from outbox where joined_to in (select id from outbox where listed_in = ?)"
    joined = rows.number(sql, digest)
    return DigestPage(number, pages, number * PAGE + 1, sections, len(listed) + joined)


def _entries(rows: Rows, alerts: Sequence[AlertId]) -> dict[AlertId, DigestEntry]:
    """Return each alert's item with those of the alerts that are joined to it, in order of their arrival."""
    sql = """select coalesce(joined_to, id), item from outbox
        where id in (select value from json_each(:alerts)) or joined_to in (select value from json_each(:alerts))
        order by joined_to is not null, id"""
    found = rows.all(sql, {"alerts": list(alerts)})
    stored = items.by_ids(rows, {ItemId(item) for _, item in found})
    by_alert: dict[AlertId, list[StoredItem]] = {}
    for alert, item in found:
        by_alert.setdefault(AlertId(alert), []).append(stored[item])
    return {alert: DigestEntry(first, tuple(also)) for alert, (first, *also) in by_alert.items()}
