"""Received updates until they are answered, the replies to them until they are sent, and what was refused.

received ──answered──▶ receipt (the ID only; kept for some days, since Telegram may repeat an update for one)
└▶ replies, in the same transaction ──sent──▶ when, for the pace after a restart
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from watchers.model import Address
from watchers.store.database import Rows, Transaction

TRIES_IN_ORDER = 3
"""Tries for which a reply holds up the later ones to its chat."""


@dataclass(frozen=True, slots=True)
class Received:
    """One update as it is stored."""

    id: int
    """Telegram's update_id."""
    person: int | None
    """Who asks for something; None for nobody: such an update is never refused."""
    content: str
    address: Address
    """Where a notice about refused updates of this person goes."""
    language: str
    """The person's language, for that notice."""


@dataclass(frozen=True, slots=True)
class RefusedUpdates:
    """How many updates of a person were not carried out, because too many waited."""

    address: Address
    language: str
    count: int


@dataclass(frozen=True, slots=True)
class PendingReply:
    """A reply to send."""

    id: int
    address: Address
    content: str
    attempts: int
    created_at: float
    """Seconds since 1970."""


def take(tx: Transaction, received: Iterable[Received], max_waiting: int, now: datetime) -> list[int]:
    """Store updates. Return the IDs of those to carry out: neither known nor beyond ``max_waiting`` of one person."""
    accepted: list[int] = []
    for each in received:
        waiting = "select count(*) from updates where person = ? and answered_at is null"
        refused = each.person is not None and tx.number(waiting, each.person) >= max_waiting
        sql = """insert into updates (id, person, content, at, answered_at) values (?, ?, ?, ?, ?)
            on conflict (id) do nothing"""
        new = tx.execute(sql, each.id, each.person, "" if refused else each.content, now, now if refused else None)
        if new and refused:
            _refuse(tx, each)
        elif new:
            accepted.append(each.id)
    return accepted


def waiting(rows: Rows) -> list[str]:
    """Return the content of all updates that are not answered yet, in the order of their IDs."""
    return rows.column("select content from updates where answered_at is null order by id")


def answered(tx: Transaction, update: int, now: datetime) -> RefusedUpdates | None:
    """Reduce an update to its receipt.

    Returns:
        What was refused to its person, if none of their updates waits anymore; it is reported only once.
    """
    tx.execute("update updates set answered_at = ?, content = '' where id = ?", now, update)
    tx.execute("delete from effects where update_id = ?", update)
    sql = """delete from refusals where person = (select person from updates where id = ?) and not exists (
            select 1 from updates u where u.person = refusals.person and u.answered_at is null
        ) returning address, language, count"""
    return tx.record(RefusedUpdates, sql, update)


def _refuse(tx: Transaction, received: Received) -> None:
    sql = """insert into refusals (person, address, language, count) values (?, ?, ?, 1)
        on conflict (person) do update set count = count + 1, address = excluded.address"""
    tx.execute(sql, received.person, received.address, received.language)


# ---- replies ---------------------------------------------------------------------------------------


def enqueue(tx: Transaction, address: Address, content: str, now: datetime) -> None:
    """Store a reply to send."""
    sql = "insert into replies (address, content, due_at, created_at) values (?, ?, ?, ?)"
    tx.execute(sql, address, content, now, now)


def next_replies(rows: Rows, now: datetime) -> list[tuple[int, Address]]:
    """Return the ID and address of the oldest reply to each address, if it is due.

    After ``TRIES_IN_ORDER`` failed tries a reply does not hold up those after it while it waits for its next try.
    """
    sql = """select id, address from (
            select min(id) as first from replies
            where sent_at is null and (attempts < :in_order or due_at <= :now or created_at > :now + 1) group by address
        ) join replies on id = first
        where due_at <= :now or created_at > :now + 1 order by id"""
    return rows.all(sql, {"now": now, "in_order": TRIES_IN_ORDER})


def reply(rows: Rows, identifier: int) -> PendingReply | None:
    """Return a reply that is not sent yet, or None."""
    sql = "select id, address, content, attempts, created_at from replies where id = ? and sent_at is null"
    return rows.record(PendingReply, sql, identifier)


def reply_sent(tx: Transaction, identifier: int, now: datetime) -> None:
    """Keep only when and where a reply was sent; also for one that is given up."""
    tx.execute("update replies set sent_at = ?, content = '' where id = ?", now, identifier)


def requeue_reply(tx: Transaction, identifier: int, due_at: datetime, problem: str, counts: bool) -> None:
    """Send a reply later; ``counts`` says whether this attempt counts."""
    sql = "update replies set due_at = ?, problem = ?, attempts = attempts + ? where id = ?"
    tx.execute(sql, due_at, problem, int(counts), identifier)


def move(tx: Transaction, old: str, new: str) -> None:
    """Send what waits for a chat and its topics to the chat's new address."""
    sql = """update replies set address = ? || substr(address, ?)
        where sent_at is null and (address = ? or address glob ?)"""
    tx.execute(sql, new, len(old) + 1, old, f"{old}/*")


def forget(tx: Transaction, before: datetime) -> int:
    """Delete receipts and the times of replies that are older; return how many receipts."""
    tx.execute("delete from replies where sent_at < ?", before)
    return tx.execute("delete from updates where answered_at < ?", before)
