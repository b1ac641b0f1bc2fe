"""Subscribers: the address and language of their alerts, and whether these are held."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from watchers.model import Address, PauseReason, Subscriber, SubscriberId
from watchers.store import takes
from watchers.store.database import Rows, Transaction


def subscribe(tx: Transaction, address: Address, language: str, now: datetime) -> Subscriber:
    """Return the subscriber at the address; create it if there is none, taking all sources that are for everyone."""
    identifier = tx.insert(
        "insert into subscribers (address, language, created_at) values (?, ?, ?) on conflict (address) do nothing",
        address,
        language,
        now.timestamp(),
    )
    subscriber = at(tx, address)
    assert subscriber is not None
    if subscriber.id == identifier:
        takes.begin(tx, subscriber.id)
    return subscriber


def at(rows: Rows, address: Address) -> Subscriber | None:
    """Return the subscriber at an address; None before its first message."""
    row = rows.one(f"select {COLUMNS} from subscribers b where b.address = ?", address)
    return subscriber(row) if row else None


def in_chat(rows: Rows, chat: str) -> list[Subscriber]:
    """Return the subscriber at a chat and those at its topics, by id."""
    found = rows.all(
        f"select {COLUMNS} from subscribers b where b.address = ? or (b.address > ? and b.address < ?) order by b.id",
        *(chat, f"{chat}/", f"{chat}0"),  # 0 follows the slash in ASCII
    )
    return list(map(subscriber, found))


def set_language(tx: Transaction, identifier: SubscriberId, language: str) -> None:
    """Store the language of a subscriber's messages."""
    tx.table("subscribers").update(identifier, {"language": language})


def pause(tx: Transaction, identifier: SubscriberId, reason: PauseReason, now: datetime) -> None:
    """Pause a subscriber: hold queued alerts and all future ones."""
    tx.table("subscribers").update(identifier, {"paused_at": now.timestamp(), "pause_reason": reason.value})
    tx.execute("update outbox set state = 'held' where subscriber = ? and state = 'queued'", identifier)


def resume(tx: Transaction, identifier: SubscriberId) -> None:
    """End a pause; ``outbox.release`` then queues the held alerts."""
    tx.table("subscribers").update(identifier, {"paused_at": None, "pause_reason": None})


def hold_all_but(tx: Transaction, allowed: Collection[Address], now: datetime) -> int:
    """Pause every subscriber whose chat is not in ``allowed``; return how many."""
    others = tx.all("select id, address from subscribers where paused_at is null")
    refused = [identifier for identifier, address in others if address.partition("/")[0] not in allowed]
    for identifier in refused:
        pause(tx, SubscriberId(identifier), PauseReason.UNREACHABLE, now)
    return len(refused)


SYNTAX = 2
"""The version of the syntax in which the rules of new subscribers are stored."""


def with_old_syntax(rows: Rows, limit: int) -> list[Subscriber]:
    """Return subscribers whose rules are stored in an older syntax, by id."""
    found = rows.all(f"select {COLUMNS} from subscribers b where b.syntax < ? order by b.id limit ?", SYNTAX, limit)
    return list(map(subscriber, found))


def set_syntax(tx: Transaction, identifier: SubscriberId) -> None:
    """Record that all rules of a subscriber are stored in the syntax of today."""
    tx.table("subscribers").update(identifier, {"syntax": SYNTAX})


COLUMNS = "b.id, b.address, b.language, b.pause_reason"


def subscriber(row: tuple[Any, ...]) -> Subscriber:
    """Return the subscriber of a row that begins with ``COLUMNS``."""
    identifier, address, language, reason = row[:4]
    return Subscriber(SubscriberId(identifier), Address(address), language, PauseReason(reason) if reason else None)
