"""Names that subscribers gave to entities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NewType

from watchers.model import EntityId, SubscriberId
from watchers.store.database import Rows, Transaction

OwnNameId = NewType("OwnNameId", int)


@dataclass(frozen=True, slots=True)
class StoredName:
    """A stored name."""

    id: OwnNameId
    entity: EntityId
    name: str
    """The name as the subscriber typed it."""
    key: str
    """A key that is equal for names with equivalent spelling."""


def of(rows: Rows, subscriber: SubscriberId) -> list[StoredName]:
    """Return the subscriber's active names, oldest first."""
    found = rows.all(f"{_SELECT} where subscriber = ? and removed_at is null order by id", subscriber)
    return list(map(_stored, found))


def by_id(rows: Rows, subscriber: SubscriberId, identifier: OwnNameId) -> StoredName | None:
    """Return one of the subscriber's names, active or removed; None if the subscriber has no such name."""
    row = rows.one(f"{_SELECT} where subscriber = ? and id = ?", subscriber, identifier)
    return _stored(row) if row else None


def give(tx: Transaction, subscriber: SubscriberId, entity: EntityId, name: str, key: str, now: datetime) -> OwnNameId:
    """Store a name and return its id; a removed name becomes active again."""
    ((identifier,),) = tx.all(
        """insert into own_names (subscriber, entity, name, key, created_at) values (?, ?, ?, ?, ?)
        on conflict (subscriber, key, entity) do update set removed_at = null, name = excluded.name returning id""",
        subscriber,
        entity,
        name,
        key,
        now.timestamp(),
    )
    return OwnNameId(identifier)


def take_back(tx: Transaction, identifier: OwnNameId, now: datetime) -> None:
    """Mark a name as removed; its row is kept so that it can be restored."""
    tx.table("own_names").update(identifier, {"removed_at": now.timestamp()})


def move(tx: Transaction, old: SubscriberId, new: SubscriberId) -> None:
    """Move the names to another subscriber, except for names that it has already given."""
    tx.execute(
        """update own_names set subscriber = ? where subscriber = ?
        and key not in (select key from own_names where subscriber = ?)""",
        new,
        old,
        new,
    )


_SELECT = "select id, entity, name, key from own_names"


def _stored(row: tuple[Any, ...]) -> StoredName:
    identifier, entity, name, key = row
    return StoredName(OwnNameId(identifier), EntityId(entity), name, key)
