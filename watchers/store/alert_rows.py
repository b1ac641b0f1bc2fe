"""Rows of the outbox as alerts: with their item and reasons, or with the items of their list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from watchers.model import (
    Alert,
    AlertId,
    Digest,
    Edit,
    EditCause,
    ItemId,
    Notice,
    OtherReport,
    Reason,
    StoredItem,
    Subscriber,
    SubscriberId,
    WatchCount,
    WatchedEntry,
    WatchId,
)
from watchers.store import digests, items, lists, stories, subscribers, watches
from watchers.store.database import Rows, record

SHOWN_IN_LIST = 20
"""Items that are loaded for a list; only their number is given for the others."""


RAREST = """counted as (select *, count(*) over (partition by subscriber, watch) as met from alerted),
    rarest as (
        select * from (select *, row_number() over (partition by alert order by met, watch) as choice from counted)
        where choice = 1
    )"""
"""Reduce ``alerted``, a row for each alert and watch, to a row for each alert with the rarest of its watches."""


def by_id(rows: Rows, alert: AlertId) -> Alert | None:
    """Return an alert by id, also after it was sent, with removed and muted watches; None if there is none."""
    found = load(rows, "o.id = ?", alert)
    return found[0] if found else None


def own(rows: Rows, subscriber: SubscriberId, alert: AlertId) -> Alert | None:
    """Return an alert of a subscriber as ``by_id`` does; None if it is another's."""
    found = by_id(rows, alert)
    return found if found is not None and found.subscriber.id == subscriber else None


def by_message(rows: Rows, subscriber: SubscriberId, message: str) -> Alert | None:
    """Return the alert that was sent as this message; None if there is none."""
    found = load(rows, "o.subscriber = ? and o.message = ?", subscriber, message)
    return found[0] if found else None


def for_item(rows: Rows, subscriber: SubscriberId, item: ItemId) -> tuple[Alert, str, datetime | None] | None:
    """Return the subscriber's alert for an item, its state, and when it was sent; None if there is no alert."""
    found = load(rows, "o.subscriber = ? and o.item = ?", subscriber, item)
    if not found:
        return None
    state, sent_at = rows.all("select state, sent_at from outbox where id = ?", found[0].id)[0]
    return found[0], state, None if sent_at is None else datetime.fromtimestamp(sent_at, UTC)


def matched(rows: Rows, item: ItemId, watch: WatchId) -> bool:
    """Return whether the item, when it came, matched the query that the watch has now."""
    sql = "select 1 from decisions d join watches w on w.query = d.query where d.item = ? and w.id = ?"
    return rows.one(sql, item, watch) is not None


# ---- rows ------------------------------------------------------------------------------------------

_FLOOD = "(select coalesce(nullif(s.name, ''), s.id) from sources s where s.id = o.flood)"
_ITEM = "iif(o.edits is null, o.item, (select item from outbox where id = o.edits))"
_ABSTRACT = f"(select a.text from abstracts a where a.item = {_ITEM} and a.language = b.language)"
_ALERT = f"""o.id as alert, {_ITEM} as item, o.attempts, o.ambiguous, o.created_at, o.notice, o.edits, o.digest,
    {_FLOOD} as flood, o.list_version as version, {_ABSTRACT} as abstract, {subscribers.COLUMNS}"""
_FROM = f"select {_ALERT} from outbox o join subscribers b on b.id = o.subscriber"
_NOTICES = msgspec.json.Decoder(Notice)
_HEADINGS = msgspec.json.Decoder(Digest)


def load(rows: Rows, condition: str, *parameters: Any, live: bool = False) -> list[Alert]:
    """Return the alerts of the rows ``o`` of the outbox that meet a condition.

    With ``live``, watches that were removed or muted are not given as reasons.
    """
    found = rows.mappings(f"{_FROM} where {condition} order by o.id", *parameters)
    stored = items.by_ids(rows, {row["item"] for row in found if row["item"] is not None})
    return [_alert(rows, row, stored.get(row["item"]), live) for row in found]


def _alert(rows: Rows, row: dict[str, Any], item: StoredItem | None, live: bool) -> Alert:
    identifier, edits, digest, version = AlertId(row["alert"]), row["edits"], row["digest"], row["version"]
    first = identifier if edits is None else AlertId(edits)
    listed, count = _listed(rows, identifier) if item is None else ((), 0)
    return Alert(
        id=identifier,
        subscriber=record(Subscriber, row),
        item=item,
        reasons=_reasons(rows, first, live),
        listed=listed,
        listed_count=count,
        attempts=row["attempts"],
        ambiguous=row["ambiguous"],
        created_at=datetime.fromtimestamp(row["created_at"], UTC),
        notice=None if row["notice"] is None else _NOTICES.decode(row["notice"]),
        flood=row["flood"] or "",
        watches=_watches(rows, identifier) if listed else (),
        also=() if item is None else _also(rows, first, live),
        thread=None if item is None else stories.thread_of(rows, first),
        edit=None if edits is None else _edit(rows, identifier, first),
        change=None
        if version is None
        else lists.change(rows, version, identifier, _watched(rows, identifier, listed, live)),
        digest=None if digest is None else _HEADINGS.decode(digest),
        page=None if digest is None else digests.page(rows, identifier, 0),
        abstract=row["abstract"] or "",
    )


def _also(rows: Rows, alert: AlertId, live: bool) -> tuple[OtherReport, ...]:
    """Return the items whose alerts are shown with this one; with ``live``, only those that still have a reason."""
    joined = stories.joined_to(rows, alert)
    stored = items.by_ids(rows, [each.item for each in joined])
    others = [OtherReport(stored[each.item], _reasons(rows, each.alert, live)) for each in joined]
    return tuple(each for each in others if each.reasons)


def _edit(rows: Rows, identifier: AlertId, edits: AlertId) -> Edit:
    """Return what an edit replaces. An ID with a colon is of a message in a chat that has moved since."""
    sql = """select first.message, o.change, exists (
            select 1 from outbox other where other.edits = first.id and other.message <> first.message
        ) from outbox o join outbox first on first.id = o.edits where o.id = ?"""
    message, change, replied = rows.all(sql, identifier)[0]
    sql = "select change, created_at from outbox where edits = ? and change <> ? order by id desc limit 1"
    newest = rows.one(sql, edits, EditCause.ALSO)
    return Edit(
        alert=edits,
        message=None if message is None or ":" in message else message,
        may_reply=message is not None and change != EditCause.ALSO and not replied,
        change=None if newest is None else EditCause(newest[0]),
        changed_at=None if newest is None else datetime.fromtimestamp(newest[1], UTC),
    )


def _watched(rows: Rows, heading: int, listed: Iterable[StoredItem], live: bool) -> list[WatchedEntry]:
    """Return the items of a list that have reasons, with those of the alert that the list replaces."""
    sql = "select id from outbox where listed_in = ? and item = ?"
    found = ((stored, _reasons(rows, rows.number(sql, heading, stored.id), live)) for stored in listed)
    return [WatchedEntry(stored, reasons) for stored, reasons in found if reasons]


def _reasons(rows: Rows, alert: int, live: bool) -> tuple[Reason, ...]:
    sql = f"""select d.hits, {watches.COLUMNS} from reasons r join decisions d on d.id = r.decision
        join watches w on w.id = r.watch join queries q on q.id = w.query
        where r.alert = ? and (not ? or (w.removed_at is null and not w.muted)) order by w.number"""
    found = rows.mappings(sql, alert, live)
    return tuple(record(Reason, {"watch": row, "hits": msgspec.json.decode(row["hits"])}) for row in found)


def _watches(rows: Rows, heading: int) -> tuple[WatchCount, ...]:
    """Return the watches that the items of a list matched, with their counts, the rarest first."""
    sql = f"""select count(*) as count, {watches.COLUMNS} from outbox o join reasons r on r.alert = o.id
        join watches w on w.id = r.watch join queries q on q.id = w.query
        where o.listed_in = ? group by w.id order by count(*), w.number"""
    return tuple(record(WatchCount, {**row, "watch": row}) for row in rows.mappings(sql, heading))


def _listed(rows: Rows, heading: int) -> tuple[tuple[StoredItem, ...], int]:
    """Return the items of a list to show, shared fairly between its watches, and its total number of items."""
    count = rows.number("select count(*) from outbox where listed_in = ?", heading)
    shown = rows.column(_SHOWN, heading, SHOWN_IN_LIST)
    stored = items.by_ids(rows, shown)
    return tuple(stored[item] for item in shown), count


_SHOWN = f"""with alerted as (
        select o.id as alert, o.subscriber, o.item, r.watch from outbox o left join reasons r on r.alert = o.id
        where o.listed_in = ?
    ),
    {RAREST},
    ranked as (select *, row_number() over (partition by watch order by alert desc) as rank from rarest)
    select item from (select * from ranked order by rank, met, watch limit ?) order by met, watch, alert desc"""
