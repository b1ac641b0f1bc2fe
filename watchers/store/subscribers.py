"""Subscribers: the address and language of their alerts, whether these are held, their aliases and searches.

A chat is the part of an address before the slash: ``-5/7`` is topic 7 of the chat ``-5``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NewType

from watchers.model import Address, EntityId, PauseReason, Subscriber, SubscriberId, chat_of
from watchers.store import subscriptions
from watchers.store.database import Rows, Transaction

MAX_SEARCHES = 50
"""Searches kept for each subscriber; the buttons of older answers stop working."""

AliasId = NewType("AliasId", int)
SearchId = NewType("SearchId", int)
"""A rule that a subscriber searched for."""


_ALIAS = "id, entity, name, key, is_correction"


@dataclass(frozen=True, slots=True)
class StoredAlias:
    """A name that a subscriber gave to an entity."""

    id: AliasId
    entity: EntityId
    name: str
    """The name as the subscriber typed it."""
    key: str
    """A key that is equal for names with equivalent spelling."""
    is_correction: bool
    """Whether it is a phrase in which a name of the entity is not meant."""


def subscribe(tx: Transaction, address: Address, language: str, now: datetime) -> Subscriber:
    """Return the subscriber at the address; create it if there is none, taking all sources that are for everyone."""
    sql = "insert into subscribers (address, language, created_at) values (?, ?, ?) on conflict (address) do nothing"
    identifier = tx.insert(sql, address, language, now)
    subscriber = at(tx, address)
    assert subscriber is not None
    if subscriber.id == identifier:
        subscriptions.subscribe_to_all(tx, subscriber.id)
    return subscriber


def at(rows: Rows, address: Address) -> Subscriber | None:
    """Return the subscriber at an address; None before its first message."""
    return rows.record(Subscriber, f"{_SELECT} where b.address = ?", address)


def at_or_moved(rows: Rows, address: Address) -> Subscriber | None:
    """Return the subscriber at an address, or at the address that its chat moved to; None if there is none."""
    chat, slash, topic = address.partition("/")
    moved = f"{_SELECT} where b.address = coalesce((select new from moves where old = ?), ?) || ?"
    return rows.record(Subscriber, moved, chat, chat, slash + topic)


def renumbered(rows: Rows, address: Address) -> bool:
    """Return whether a move changed the numbers of watches: the chat's old buttons name the wrong ones."""
    return rows.one("select 1 from moves where old = ? and renumbered", chat_of(address)) is not None


def in_chat(rows: Rows, chat: str) -> list[Subscriber]:
    """Return the subscriber at a chat and those at its topics, by id."""
    return rows.records(
        Subscriber,
        f"{_SELECT} where b.address = ? or (b.address > ? and b.address < ?) order by b.id",
        *(chat, f"{chat}/", f"{chat}0"),  # 0 follows the slash in ASCII
    )


def in_closed_topics(rows: Rows) -> list[SubscriberId]:
    """Return the subscribers whose topic is closed, and the general one of their group too."""
    return rows.column("select id from subscribers where pause_reason = ? order by id", PauseReason.CLOSED)


def one_per_chat(rows: Rows) -> list[SubscriberId]:
    """Return a subscriber of each chat that can be reached: of a group with topics, the first one."""
    sql = "select id, address from subscribers where pause_reason is not ? order by id"
    found = rows.all(sql, PauseReason.UNREACHABLE)
    return list({chat_of(address): SubscriberId(identifier) for identifier, address in reversed(found)}.values())


def followers(rows: Rows, source: str, limit: int) -> list[Subscriber]:
    """Return the first subscribers who take a source, by id."""
    taken = f"{_SELECT} join takes t on t.subscriber = b.id where t.source = ? order by b.id limit ?"
    return rows.records(Subscriber, taken, source, limit)


def update(tx: Transaction, identifier: SubscriberId, /, **columns: Any) -> None:
    """Set columns of a subscriber, such as ``language``."""
    tx.update("subscribers", identifier, **columns)


def pause(tx: Transaction, identifier: SubscriberId, reason: PauseReason, now: datetime) -> None:
    """Pause a subscriber: hold queued alerts and all future ones. A pause that it asked for keeps that reason."""
    sql = "update subscribers set paused_at = ?, pause_reason = ? where id = ? and pause_reason is not 'asked'"
    tx.execute(sql, now, reason, identifier)
    tx.execute("update outbox set state = 'held' where subscriber = ? and state = 'queued'", identifier)


def resume(tx: Transaction, identifier: SubscriberId) -> None:
    """End a pause; ``floods.release`` then queues the held alerts."""
    update(tx, identifier, paused_at=None, pause_reason=None)


def hold_all_but(tx: Transaction, allowed: Collection[Address], now: datetime) -> int:
    """Pause every subscriber whose chat is not in ``allowed``; return how many."""
    others = tx.all("select id, address from subscribers where paused_at is null")
    refused = [identifier for identifier, address in others if chat_of(address) not in allowed]
    for identifier in refused:
        pause(tx, SubscriberId(identifier), PauseReason.UNREACHABLE, now)
    return len(refused)


# ---- aliases ---------------------------------------------------------------------------------------


def own_names(rows: Rows, subscriber: SubscriberId) -> list[StoredAlias]:
    """Return the subscriber's active aliases and corrections, oldest first."""
    active = f"select {_ALIAS} from own_names where subscriber = ? and removed_at is null order by id"
    return rows.records(StoredAlias, active, subscriber)


def aliases(rows: Rows, subscriber: SubscriberId) -> list[StoredAlias]:
    """Return the subscriber's active aliases, oldest first."""
    return [each for each in own_names(rows, subscriber) if not each.is_correction]


def alias(rows: Rows, subscriber: SubscriberId, identifier: AliasId) -> StoredAlias | None:
    """Return one of the subscriber's aliases, active or removed; None if the subscriber has no such alias."""
    one = f"select {_ALIAS} from own_names where subscriber = ? and id = ? and not is_correction"
    return rows.record(StoredAlias, one, subscriber, identifier)


def add_alias(
    tx: Transaction,
    subscriber: SubscriberId,
    entity: EntityId,
    name: str,
    key: str,
    now: datetime,
    is_correction: bool = False,
) -> AliasId:
    """Store an alias or a correction and return its id; a removed one becomes active again."""
    sql = """insert into own_names (subscriber, entity, name, key, created_at, is_correction) values (?, ?, ?, ?, ?, ?)
        on conflict (subscriber, key, entity, is_correction)
        do update set removed_at = null, name = excluded.name returning id"""
    (identifier,) = tx.column(sql, subscriber, entity, name, key, now, is_correction)
    return AliasId(identifier)


def remove_alias(tx: Transaction, identifier: AliasId, now: datetime) -> None:
    """Mark an alias as removed; its row is kept so that it can be restored."""
    tx.update("own_names", identifier, removed_at=now)


# ---- corrections ------------------------------------------------------------------------------------


def corrections(rows: Rows, subscriber: SubscriberId) -> list[StoredAlias]:
    """Return the phrases in which a name is not meant, for this subscriber, oldest first."""
    return [each for each in own_names(rows, subscriber) if each.is_correction]


# ---- searches --------------------------------------------------------------------------------------


def keep_search(tx: Transaction, subscriber: SubscriberId, typed: str, now: datetime) -> SearchId:
    """Store a searched rule for the buttons of the answer; return its id, which is the same for the same rule."""
    sql = """insert into searches (subscriber, typed, at) values (?, ?, ?)
        on conflict (subscriber, typed) do update set at = excluded.at returning id"""
    (identifier,) = tx.column(sql, subscriber, typed, now)
    older = (
        "subscriber = ? and id not in (select id from searches where subscriber = ? order by at desc, id desc limit ?)"
    )
    tx.delete("searches", older, subscriber, subscriber, MAX_SEARCHES)
    return SearchId(identifier)


def searched(rows: Rows, subscriber: SubscriberId, identifier: SearchId) -> str | None:
    """Return the rule as it was typed; None if it was deleted or belongs to another subscriber."""
    row = rows.one("select typed from searches where id = ? and subscriber = ?", identifier, subscriber)
    return None if row is None else str(row[0])


def drop_search(tx: Transaction, subscriber: SubscriberId, identifier: SearchId) -> None:
    """Delete a stored rule or text."""
    tx.delete("searches", "id = ? and subscriber = ?", identifier, subscriber)


SYNTAX = 2
"""The version of the syntax in which the rules of new subscribers are stored."""


def with_old_syntax(rows: Rows, limit: int) -> list[Subscriber]:
    """Return subscribers whose rules are stored in an older syntax, by id."""
    return rows.records(Subscriber, f"{_SELECT} where b.syntax < ? order by b.id limit ?", SYNTAX, limit)


COLUMNS = "b.id, b.address, b.language, b.pause_reason as paused, b.zone"
_SELECT = f"select {COLUMNS} from subscribers b"
