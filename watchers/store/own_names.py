"""Names that subscribers gave to entities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NewType

from watchers.entities import EntityId
from watchers.model import SubscriberId
from watchers.rules import OwnName, own_name
from watchers.store.database import Rows, Transaction

OwnNameId = NewType("OwnNameId", int)


@dataclass(frozen=True, slots=True)
class Stored:
    """A name with its id."""

    id: OwnNameId
    name: OwnName


def of(rows: Rows, subscriber: SubscriberId) -> list[Stored]:
    """The names in force, in the order in which they were given."""
    found = rows.all(f"{_SELECT} where subscriber = ? and removed_at is null order by id", subscriber)
    return list(map(_stored, found))


def by_id(rows: Rows, subscriber: SubscriberId, identifier: OwnNameId) -> Stored | None:
    """One of the subscriber's names, in force or taken back."""
    row = rows.one(f"{_SELECT} where subscriber = ? and id = ?", subscriber, identifier)
    return _stored(row) if row else None


def give(tx: Transaction, subscriber: SubscriberId, name: OwnName, now: datetime) -> Stored:
    """Stores a name; one that was taken back is in force again."""
    row = tx.all(
        """insert into own_names (subscriber, entity, name, key, created_at) values (?, ?, ?, ?, ?)
        on conflict (subscriber, key, entity) do update set removed_at = null, name = excluded.name returning id""",
        subscriber,
        name.entity,
        name.phrase.surface,
        name.key,
        now.timestamp(),
    )
    return Stored(OwnNameId(row[0][0]), name)


def take_back(tx: Transaction, identifier: OwnNameId, now: datetime) -> None:
    tx.execute("update own_names set removed_at = ? where id = ?", now.timestamp(), identifier)


def move(tx: Transaction, old: SubscriberId, new: SubscriberId) -> None:
    """Hands the names on; where the other has given one already, that one stays."""
    tx.execute(
        """update own_names set subscriber = ? where subscriber = ?
        and key not in (select key from own_names where subscriber = ?)""",
        new,
        old,
        new,
    )


_SELECT = "select id, entity, name from own_names"


def _stored(row: tuple[Any, ...]) -> Stored:
    identifier, entity, name = row
    return Stored(OwnNameId(identifier), own_name(EntityId(entity), name))
