"""Chats whose id changed, as a Telegram group's does when it becomes a supergroup (hazard X14).

The topics of a chat move with it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from watchers.model import Address, PauseReason, Subscriber, SubscriberId, chat_of
from watchers.store import digests, floods, inbox, subscribers, subscriptions, timings
from watchers.store.database import Transaction

Point = Callable[[Transaction, SubscriberId], object]
"""Link each watch of a subscriber to the query that it means with the subscriber's own names."""


def move(tx: Transaction, old: Address, new: Address, now: datetime, point: Point) -> None:
    """Change the addresses of all subscribers of a chat to another chat; idempotent.

    If both addresses have a subscriber, the old one's watches, sources, names, searches and alerts are merged into
    the new one's, and one of several equal watches is kept. The new address is reachable, so alerts that were held
    because the old one was not are released.
    """
    before, after = chat_of(old), chat_of(new)
    if before == after:
        return
    sql = "insert into moves (old, new) values (?, ?) on conflict (old) do update set new = excluded.new"
    tx.execute(sql, before, after)
    tx.execute("update moves set new = ? where new = ?", after, before)
    tx.execute("delete from moves where old = ?", after)
    inbox.move(tx, before, after)
    tx.execute("update or replace open_chats set chat = ? where chat = ?", after, before)
    for mine in subscribers.in_chat(tx, before):
        address = Address(after + mine.address.removeprefix(before))
        _set_aside_messages(tx, mine.id, before)
        if (there := subscribers.at(tx, address)) is None:
            tx.execute("update subscribers set address = ? where id = ?", address, mine.id)
            _reach(tx, mine, mine.paused, now)
        else:
            _join(tx, mine, there, now, point)


def _set_aside_messages(tx: Transaction, subscriber: SubscriberId, chat: str) -> None:
    """Prefix message ids with their chat id, because the new chat counts its messages from 1 again."""
    sql = """update outbox set message = ? || ':' || message
        where subscriber = ? and message is not null and instr(message, ':') = 0"""
    tx.execute(sql, chat, subscriber)


def _reach(tx: Transaction, subscriber: Subscriber, paused: PauseReason | None, now: datetime) -> None:
    """Release held alerts, unless the chat asked for a pause."""
    if paused is PauseReason.ASKED:
        subscribers.pause(tx, subscriber.id, PauseReason.ASKED, now)
        return
    subscribers.resume(tx, subscriber.id)
    floods.release(tx, subscriber.id, now)


_KEPT_ONCE = ("takes", "searches", "quiet_hours", "mutes", "saved_items", "reminders", "reminded", "calendars")
"""Tables whose rows move to the new subscriber, unless it has the same ones."""


def _join(tx: Transaction, mine: Subscriber, there: Subscriber, now: datetime, point: Point) -> None:
    above = tx.number("select max(number) from watches where subscriber = ?", there.id)
    tx.execute("update watches set subscriber = ?, number = number + ? where subscriber = ?", there.id, above, mine.id)
    for table in _KEPT_ONCE:
        tx.execute(f"update or ignore {table} set subscriber = ? where subscriber = ?", there.id, mine.id)
    _join_sources(tx, mine.id, there.id)
    _join_alerts(tx, mine.id, there.id)
    _join_settings(tx, mine, there, now)
    sql = """update own_names set subscriber = ? where subscriber = ?
        and (key, is_correction) not in (select key, is_correction from own_names where subscriber = ?)"""
    tx.execute(sql, there.id, mine.id, there.id)
    timings.join(tx, mine.id, there.id)
    tx.execute("delete from subscribers where id = ?", mine.id)
    point(tx, there.id)
    _merge_equal_watches(tx, there.id)
    digests.requeue_instant(tx, there.id, now)
    if above:
        tx.execute("update moves set renumbered = 1 where old = ?", chat_of(mine.address))
        _close_gaps(tx, there.id, above)


def _merge_equal_watches(tx: Transaction, subscriber: SubscriberId) -> None:
    """Keep the lowest-numbered of several active watches with the same query, and give it the reasons of all."""
    kept: dict[int, int] = {}
    for watch, query in tx.all(
        "select id, query from watches where subscriber = ? and removed_at is null order by number", subscriber
    ):
        first = kept.setdefault(query, watch)
        if first == watch:
            continue
        tx.execute("update or ignore reasons set watch = ? where watch = ?", first, watch)
        sql = """update watches set created_at = min(created_at, (select created_at from watches where id = ?))
            where id = ?"""
        tx.execute(sql, watch, first)
        tx.execute("delete from watches where id = ?", watch)


def _close_gaps(tx: Transaction, subscriber: SubscriberId, above: int) -> None:
    """Renumber the watches above a number consecutively, active ones first."""
    sql = "select id from watches where subscriber = ? and number > ? order by removed_at is not null, number"
    came = tx.all(sql, subscriber, above)
    # Use negative numbers in between: the numbers of a subscriber's watches must stay unique at every step.
    tx.each("update watches set number = ? where id = ?", [(-place, watch) for place, (watch,) in enumerate(came, 1)])
    tx.execute("update watches set number = ? - number where subscriber = ? and number < 0", above, subscriber)


def _join_sources(tx: Transaction, mine: SubscriberId, there: SubscriberId) -> None:
    """Give the new subscriber the added sources of both, and drop all of groups that one of them switched off."""
    tx.execute("update additions set asked_by = ? where asked_by = ?", there, mine)
    tx.execute("update offers set subscriber = ? where subscriber = ?", there, mine)
    for group in subscriptions.groups_off(tx, mine) | subscriptions.groups_off(tx, there):
        subscriptions.switch(tx, there, group, on=False)


def _join_settings(tx: Transaction, mine: Subscriber, there: Subscriber, now: datetime) -> None:
    """Keep the language of the older subscriber, what only it chose, and a pause that either of them asked for."""
    sql = """update subscribers set language = m.language, created_at = m.created_at
        from (select language, created_at from subscribers where id = ?) m
        where id = ? and subscribers.created_at >= m.created_at"""
    tx.execute(sql, mine.id, there.id)
    sql = """update subscribers as b set zone = coalesce(b.zone, m.zone),
            reminds_since = coalesce(b.reminds_since, m.reminds_since)
        from (select zone, reminds_since from subscribers where id = ?) m where b.id = ?"""
    tx.execute(sql, mine.id, there.id)
    _reach(tx, there, PauseReason.ASKED if PauseReason.ASKED in (mine.paused, there.paused) else None, now)


_BEST_FIRST = "sent,in flight,queued,held,quiet,joined,listed,gathering,scheduled,dead,dropped".split(",")
"""Which of two alerts for one item to keep: nothing is sent twice, and nothing is lost."""


def _join_alerts(tx: Transaction, mine: SubscriberId, there: SubscriberId) -> None:
    """Give the new subscriber the alerts of both; merge two alerts for one item, with the reasons of both."""
    sql = """select a.id, a.state, b.id, b.state from outbox a join outbox b on b.item = a.item
        where a.subscriber = ? and b.subscriber = ?"""
    twice = tx.all(sql, mine, there)
    for moved, its_state, known, state in twice:
        better = _BEST_FIRST.index(its_state) < _BEST_FIRST.index(state)
        kept, other = (moved, known) if better else (known, moved)
        tx.execute("update or ignore reasons set alert = ? where alert = ?", kept, other)
        tx.execute("update outbox set joined_to = ? where joined_to = ?", kept, other)
        tx.execute("update outbox set edits = ? where edits = ?", kept, other)
        tx.execute("delete from outbox where id = ?", other)
    tx.execute("update outbox set subscriber = ? where subscriber = ?", there, mine)
