"""Mutes of sources and stories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from watchers.model import ItemId, SourceId, SubscriberId
from watchers.store.database import Rows, Transaction
from watchers.store.stories import StoryId

MuteId = NewType("MuteId", int)


@dataclass(frozen=True, slots=True)
class Mute:
    """A source or a story that brings a subscriber no alerts."""

    id: MuteId
    source: SourceId
    """"" for the mute of a story."""
    story: StoryId
    """0 for the mute of a source."""
    name: str
    """The name of the source, or the first title of the story; "" if that was deleted."""
    until: datetime | None
    """None if it lasts until somebody ends it."""


SILENCED = """exists (
        select 1 from mutes m where m.subscriber = w.subscriber and (m.until is null or m.until > :now) and (
            m.source = i.source or m.story > 0 and m.story = (select story from stories where item = i.id)
        )
    )"""
"""Whether the subscriber of the watch ``w`` muted the source or the story of the item ``i``."""


def mute(tx: Transaction, subscriber: SubscriberId, source: SourceId, story: StoryId, until: datetime | None) -> MuteId:
    """Mute a source, or a story, for a subscriber; a mute that exists gets another end."""
    sql = """insert into mutes (subscriber, source, story, until) values (?, ?, ?, ?)
        on conflict (subscriber, source, story) do update set until = excluded.until returning id"""
    (identifier,) = tx.column(sql, subscriber, source, story, until)
    return MuteId(identifier)


def of(rows: Rows, subscriber: SubscriberId, now: datetime) -> list[Mute]:
    """Return the mutes of a subscriber that last, oldest first."""
    sql = """select m.id, m.source, m.story, m.until, coalesce(
            (select coalesce(nullif(name, ''), id) from sources where id = m.source),
            (select title from items where id = m.story), '') as name
        from mutes m where m.subscriber = ? and (m.until is null or m.until > ?) order by m.id"""
    return rows.records(Mute, sql, subscriber, now)


def story_of(rows: Rows, item: ItemId) -> StoryId | None:
    """Return the story of an item; None if it was not filed under one."""
    story = rows.number("select story from stories where item = ?", item)
    return StoryId(story) if story else None


def end(tx: Transaction, subscriber: SubscriberId, identifier: MuteId) -> bool:
    """End a mute of a subscriber. Return whether there was one."""
    return tx.execute("delete from mutes where id = ? and subscriber = ?", identifier, subscriber) > 0


def is_silenced(rows: Rows, subscriber: SubscriberId, item: ItemId, now: datetime) -> bool:
    """Return whether a subscriber muted the source or the story of an item."""
    sql = f"select 1 from items i, (select :subscriber as subscriber) w where i.id = :item and {SILENCED}"
    return rows.one(sql, {"subscriber": subscriber, "item": item, "now": now}) is not None


def any_due(rows: Rows, now: datetime) -> bool:
    """Return whether the time of some mute is over."""
    sql = """select 1 where exists (select 1 from watches where muted_until <= :now)
        or exists (select 1 from mutes where until <= :now)"""
    return rows.one(sql, {"now": now}) is not None
