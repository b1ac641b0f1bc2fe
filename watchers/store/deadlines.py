"""The deadlines of items, who is reminded of them, which reminders were enqueued, and the addresses of calendars."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from watchers.items.dates import chosen
from watchers.model import DOCUMENT, Deadline, Fact, Item, ItemId, Subscriber, SubscriberId
from watchers.store import subscribers
from watchers.store.database import Rows, Transaction, record

_COLUMNS = f"d.item, d.kind, d.day, d.field = '{DOCUMENT}' as is_stated"
_BATCH_SIZE = 200
"""Stored items whose deadlines are filled in by one transaction, which takes about 5 ms."""


# ---- the deadlines of items ------------------------------------------------------------------------


def fill(tx: Transaction, item: ItemId, content: Item) -> None:
    """Store the deadlines that an item has now, in place of those that it had."""
    rows = _rows(item, content.facts, {"title": content.title.original, "body": content.body.original})
    kinds = [row[1] for row in rows]
    tx.execute("delete from deadlines where item = ? and kind not in (select value from json_each(?))", item, kinds)
    tx.each(_UPSERT, rows)


def has_pending(rows: Rows) -> bool:
    """Return whether there are stored items whose deadlines are not filled in yet."""
    return rows.number("select below from deadlines_pending") > 0


def fill_next(tx: Transaction) -> None:
    """Fill in the deadlines of the next stored items, newest first."""
    below = tx.number("select below from deadlines_pending")
    found = tx.all("select id, title, body, facts from items where id < ? order by id desc limit ?", below, _BATCH_SIZE)
    for identifier, title, body, facts in found:
        facts = msgspec.json.decode(facts, type=tuple[Fact, ...])
        tx.each(_UPSERT, _rows(identifier, facts, {"title": title, "body": body}))
    tx.execute("update deadlines_pending set below = ?", found[-1][0] if found else 0)


def of_item(rows: Rows, item: ItemId) -> tuple[Deadline, ...]:
    """Return the deadlines of an item that were neither extended nor withdrawn by another."""
    sql = f"select {_COLUMNS} from deadlines d where d.item = ? and d.replaced_by is null order by d.day, d.kind"
    return tuple(rows.records(Deadline, sql, item))


def ahead(rows: Rows, items: Collection[ItemId], first: date, last: date) -> tuple[Deadline, ...]:
    """Return the deadlines of some items from one day to another, the earliest first."""
    sql = f"""select {_COLUMNS} from deadlines d where d.day between ? and ? and d.replaced_by is null
        and d.item in (select value from json_each(?)) order by d.day, d.item, d.kind"""
    return tuple(rows.records(Deadline, sql, str(first), str(last), list(items)))


def items_ahead(rows: Rows, subscriber: SubscriberId, first: date, last: date) -> frozenset[ItemId]:
    """Return the items of a subscriber's sources that have deadlines from one day to another."""
    sql = """select distinct d.item from deadlines d join items i on i.id = d.item
        join takes t on t.source = i.source and t.subscriber = ?
        where d.day between ? and ? and d.replaced_by is null"""
    return frozenset(rows.column(sql, subscriber, str(first), str(last)))


def of_same_procedure(rows: Rows, item: ItemId, since: date) -> tuple[Deadline, ...]:
    """Return the deadlines from a day on of earlier items that name a docket or case that this item names."""
    sql = f"""with mine as (
            select f.value ->> 'name' as name, f.value ->> 'value' as value from items i, json_each(i.facts) f
            where i.id = :item and name in ('docket', 'case')
        )
        select {_COLUMNS} from deadlines d join items i on i.id = d.item
        where d.day >= :since and d.item < :item and d.replaced_by is null and exists (
            select 1 from json_each(i.facts) f join mine on mine.name = f.value ->> 'name'
            and mine.value = f.value ->> 'value'
        ) order by d.day, d.item, d.kind"""
    return tuple(rows.records(Deadline, sql, {"item": item, "since": str(since)}))


def replace(tx: Transaction, deadline: Deadline, by: ItemId) -> None:
    """Mark a deadline as extended or withdrawn by a later item."""
    tx.execute("update deadlines set replaced_by = ? where item = ? and kind = ?", by, deadline.item, deadline.kind)


def _rows(item: int, facts: Collection[Fact], texts: dict[str, str]) -> list[tuple[Any, ...]]:
    return [
        (item, fact.name, fact.value, fact.field, texts.get(fact.field, "")[fact.start : fact.end])
        for fact in chosen(facts)
    ]


_UPSERT = """insert into deadlines (item, kind, day, field, raw) values (?, ?, ?, ?, ?)
    on conflict (item, kind) do update set field = excluded.field, raw = excluded.raw,
        replaced_by = iif(day = excluded.day, replaced_by, null), day = excluded.day"""


# ---- reminders -------------------------------------------------------------------------------------


def remind(tx: Transaction, subscriber: SubscriberId, item: ItemId, now: datetime) -> None:
    """Let a subscriber be reminded of the deadlines of an item; nothing changes if it is already."""
    sql = """insert into reminders (subscriber, item, asked_at, active) values (?, ?, ?, 1)
        on conflict (subscriber, item) do update set
            asked_at = iif(active, asked_at, excluded.asked_at), active = 1"""
    tx.execute(sql, subscriber, item, now)


def end_reminder(tx: Transaction, subscriber: SubscriberId, item: ItemId, now: datetime) -> None:
    """Remind a subscriber no more of an item, although it is reminded of all."""
    sql = """insert into reminders (subscriber, item, asked_at, active) values (?, ?, ?, 0)
        on conflict (subscriber, item) do update set active = 0, snoozed_until = null"""
    tx.execute(sql, subscriber, item, now)


def snooze(tx: Transaction, subscriber: SubscriberId, item: ItemId, until: datetime, now: datetime) -> None:
    """Remind a subscriber once more at a time."""
    remind(tx, subscriber, item, now)
    tx.execute("update reminders set snoozed_until = ? where subscriber = ? and item = ?", until, subscriber, item)


def reminds_of_all(rows: Rows, subscriber: SubscriberId) -> bool:
    """Return whether a subscriber is reminded of all deadlines."""
    return rows.number("select reminds_since is not null from subscribers where id = ?", subscriber) == 1


def remind_of_all(tx: Transaction, subscriber: SubscriberId, since: datetime | None) -> None:
    """Remind a subscriber of the deadlines of all alerts from a time on; None ends all its reminders."""
    subscribers.update(tx, subscriber, reminds_since=since)
    if since is None:
        tx.execute("delete from reminders where subscriber = ?", subscriber)


def reminded_of(rows: Rows, item: ItemId) -> list[SubscriberId]:
    """Return the subscribers who want to be reminded of an item."""
    sql = f"select distinct subscriber from ({_ASKED}) where item = :item order by subscriber"
    return rows.column(sql, {"item": item})


@dataclass(frozen=True, slots=True)
class Asked:
    """A deadline of which a subscriber wants to be reminded."""

    subscriber: Subscriber
    deadline: Deadline
    asked_at: datetime
    days_before: frozenset[int]
    """How many days before the deadline the reminders are that were enqueued already."""


def asked(rows: Rows, first: date, last: date) -> list[Asked]:
    """Return the deadlines from one day to another of which subscribers want to be reminded, the earliest first."""
    sql = f"""select {_COLUMNS}, a.asked_at, {subscribers.COLUMNS}, (
            select json_group_array(days_before) from reminded r where r.subscriber = a.subscriber
            and r.item = d.item and r.kind = d.kind and r.day = d.day
        ) as days_before
        from deadlines d join ({_ASKED}) a on a.item = d.item join subscribers b on b.id = a.subscriber
        where d.day between :first and :last and d.replaced_by is null order by d.day, d.item, d.kind, b.id"""
    return [
        record(
            Asked, {**row, "subscriber": row, "deadline": row, "days_before": msgspec.json.decode(row["days_before"])}
        )
        for row in rows.mappings(sql, {"first": str(first), "last": str(last)})
    ]


def mark(tx: Transaction, subscriber: SubscriberId, deadline: Deadline, days_before: int) -> bool:
    """Store that a reminder was enqueued. Return False if it was before."""
    sql = "insert or ignore into reminded (subscriber, item, kind, day, days_before) values (?, ?, ?, ?, ?)"
    return tx.execute(sql, subscriber, deadline.item, deadline.kind, str(deadline.day), days_before) == 1


@dataclass(frozen=True, slots=True)
class Snoozed:
    """A reminder that is repeated now."""

    subscriber: SubscriberId
    item: ItemId


def snoozed(rows: Rows, now: datetime) -> list[Snoozed]:
    """Return the reminders to repeat now."""
    sql = "select subscriber, item from reminders where active and snoozed_until <= ? order by subscriber, item"
    return rows.records(Snoozed, sql, now)


def end_snooze(tx: Transaction, each: Snoozed) -> bool:
    """Store that a reminder was repeated. Return False if it was before."""
    sql = """update reminders set snoozed_until = null
        where subscriber = ? and item = ? and snoozed_until is not null"""
    return tx.execute(sql, each.subscriber, each.item) == 1


def prune(tx: Transaction, before: date) -> None:
    """Delete the reminders of items that have no deadline after a day."""
    sql = "delete from reminders where item not in (select item from deadlines where day >= ?)"
    tx.execute(sql, str(before))
    tx.execute("delete from reminded where day < ?", str(before))


_ASKED = """select subscriber, item, asked_at from reminders where active
    union select o.subscriber, o.item, o.created_at from subscribers b
    join outbox o on o.subscriber = b.id and o.item is not null and o.created_at >= b.reminds_since
    where b.reminds_since is not null and o.state != 'dropped' and not exists (
        select 1 from reminders r where r.subscriber = o.subscriber and r.item = o.item
    )"""


# ---- calendars -------------------------------------------------------------------------------------


def calendar_secret(tx: Transaction, subscriber: SubscriberId, new: str) -> str:
    """Return the secret end of a subscriber's calendar address: ``new`` if there is none yet."""
    tx.execute("insert into calendars (subscriber, secret) values (?, ?) on conflict do nothing", subscriber, new)
    ((secret,),) = tx.all("select secret from calendars where subscriber = ?", subscriber)
    return str(secret)


def calendar_owner(rows: Rows, secret: str) -> Subscriber | None:
    """Return the subscriber whose calendar has an address; None if there is none."""
    sql = f"""select {subscribers.COLUMNS}
        from calendars c join subscribers b on b.id = c.subscriber where c.secret = ?"""
    return rows.record(Subscriber, sql, secret)
