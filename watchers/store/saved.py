"""Items that subscribers saved, with what their list shows: the item itself may be deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from watchers.model import StoredItem, SubscriberId
from watchers.store.database import Rows, Transaction

SavedId = NewType("SavedId", int)

MAX_SAVED = 500
"""Saved items of a subscriber; the oldest make room for new ones."""


@dataclass(frozen=True, slots=True)
class SavedItem:
    """An item that a subscriber saved."""

    id: SavedId
    title: str
    link: str
    """"" if it has none."""
    source: str
    """The name of its source."""
    at: datetime
    """When it was saved."""


def add(tx: Transaction, subscriber: SubscriberId, stored: StoredItem, now: datetime) -> SavedId:
    """Save an item; one that is saved already stays where it is in the list."""
    title = " ".join(stored.item.title.original.split()) or stored.item.link
    sql = """insert into saved_items (subscriber, item, title, link, source, at) values (?, ?, ?, ?, ?, ?)
        on conflict (subscriber, item) do nothing"""
    tx.execute(sql, subscriber, stored.id, title, stored.item.link, stored.source_name, now)
    sql = """delete from saved_items where subscriber = :subscriber and id not in (
            select id from saved_items where subscriber = :subscriber order by id desc limit :most)"""
    tx.execute(sql, {"subscriber": subscriber, "most": MAX_SAVED})
    return SavedId(tx.number("select id from saved_items where subscriber = ? and item = ?", subscriber, stored.id))


def remove(tx: Transaction, subscriber: SubscriberId, identifier: SavedId) -> bool:
    """Remove a saved item. Return whether there was one."""
    return tx.execute("delete from saved_items where id = ? and subscriber = ?", identifier, subscriber) > 0


def of(rows: Rows, subscriber: SubscriberId) -> list[SavedItem]:
    """Return the saved items of a subscriber, newest first."""
    sql = "select id, title, link, source, at from saved_items where subscriber = ? order by id desc"
    return rows.records(SavedItem, sql, subscriber)
