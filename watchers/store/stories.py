"""Stories: the story of each item, the keys that find earlier items of it, and alerts that one message serves.

Only items that match a watch are filed. A *story* is a procedure or an affair with all its steps; an *event* is one
step of it, which several sources report. Both are named by the first item about them.

An alert about an event of which its chat has an alert is joined: its state is ``joined`` and ``joined_to`` is the alert
that shows it. Nothing is sent for it, except an edit of that alert's message.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from watchers.model import AlertId, Group, ItemId, SubscriberId, Thread
from watchers.store.database import Rows, Transaction, record

StoryId = NewType("StoryId", int)
EventId = NewType("EventId", int)

MAX_EARLIER = 30
"""Earlier items that are compared with a new one."""


@dataclass(frozen=True, slots=True)
class Place:
    """The story to which an item belongs, and the event in it."""

    story: StoryId
    event: EventId


@dataclass(frozen=True, slots=True)
class Filed:
    """An earlier item with its place, and what it reports as bytes."""

    item: ItemId
    place: Place
    telling: bytes


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of an item, and how long each kind finds it."""

    passing: frozenset[int]
    passing_lasts: timedelta
    lasting: frozenset[int]
    lasting_lasts: timedelta


def earlier(rows: Rows, keys: Iterable[int], now: datetime) -> list[Filed]:
    """Return the items that share keys which still last: those with the most such keys, of as many the newest."""
    sql = """select item, story, event, telling from (
            select item, count(*) as shared from story_keys
            where key in (select value from json_each(:keys)) and until >= :now group by item
        ) join stories using (item) order by shared desc, item desc limit :limit"""
    found = rows.mappings(sql, {"keys": list(keys), "now": now, "limit": MAX_EARLIER})
    return [record(Filed, {**row, "place": row}) for row in found]


def file(tx: Transaction, item: ItemId, place: Place, telling: bytes, keys: Keys, now: datetime) -> None:
    """File an item under its keys."""
    sql = "insert into stories (item, story, event, telling) values (?, ?, ?, ?) on conflict (item) do nothing"
    tx.execute(sql, item, place.story, place.event, telling)
    until = {
        **dict.fromkeys(keys.passing, now + keys.passing_lasts),
        **dict.fromkeys(keys.lasting, now + keys.lasting_lasts),
    }
    sql = "insert into story_keys (key, item, until) values (?, ?, ?) on conflict do nothing"
    tx.each(sql, [(key, item, last) for key, last in until.items()])


def prune(tx: Transaction, now: datetime) -> None:
    """Delete the keys that find nothing anymore."""
    tx.execute("delete from story_keys where until < ?", now)


def join(tx: Transaction, item: ItemId) -> tuple[list[AlertId], int]:
    """Join the alerts for an item that were not tried yet to earlier ones about its event.

    An alert is joined to the first one about the event that was sent, waits, or is in a list.

    Returns:
        The alerts that show more now, once each, and how many alerts were joined to them.
    """
    sql = f"""update outbox set state = 'joined', joined_to = ({LEAD})
        where item = :item and state in ('queued', 'held', 'scheduled') and attempts = 0 and exists ({LEAD})"""
    count = tx.execute(sql, {"item": item})
    sql = "select distinct joined_to from outbox where item = ? and joined_to is not null"
    return tx.column(sql, item) if count else [], count


# SQLite keeps the order of a cross join: by the few items of the event, not by all alerts of a chat.
LEAD = """select lead.id from stories mine
    cross join stories s on s.event = mine.event and s.item <> mine.item
    cross join outbox lead on lead.item = s.item and lead.subscriber = outbox.subscriber
    where mine.item = :item and lead.id < outbox.id
    and (lead.state in ('queued', 'held', 'quiet', 'in flight', 'sent')
        or lead.state = 'listed' and (select state from outbox where id = lead.listed_in) not in ('dead', 'dropped')
        or lead.state = 'scheduled' and outbox.state = 'scheduled')
    order by lead.id limit 1"""


def shown_with(rows: Rows, subscriber: SubscriberId, item: ItemId) -> AlertId | None:
    """Return the alert that shows the subscriber's alert for an item; None if that is not joined to another."""
    sql = "select joined_to from outbox where subscriber = ? and item = ? and state = 'joined'"
    found = rows.one(sql, subscriber, item)
    return None if found is None else AlertId(found[0])


@dataclass(frozen=True, slots=True)
class Joined:
    """An alert that is shown with an earlier one, and the item that it is about."""

    alert: AlertId
    item: ItemId


def joined_to(rows: Rows, lead: AlertId) -> Sequence[Joined]:
    """Return the alerts that one alert shows besides itself, in order of their arrival."""
    return rows.records(Joined, "select id as alert, item from outbox where joined_to = ? order by id", lead)


def thread_of(rows: Rows, alert: AlertId) -> Thread | None:
    """Return the first message of an alert's story in its chat; None if this is the first, or that was not sent."""
    found = rows.all(THREAD, alert)
    messages = [message for message, _ in found if message is not None and ":" not in message]
    official = any(group is not None and Group(group).official for _, group in found)
    return Thread(messages[0], official) if messages else None


THREAD = """select lead.message, s.group_name from outbox o
    join stories mine on mine.item = o.item
    cross join stories other on other.story = mine.story and other.item <> mine.item
    cross join outbox lead on lead.item = other.item and lead.subscriber = o.subscriber and lead.id < o.id
    join items i on i.id = other.item join sources s on s.id = i.source
    where o.id = ? and (lead.message is not null or lead.state = 'joined')
    order by lead.id"""
