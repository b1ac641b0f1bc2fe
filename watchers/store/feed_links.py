"""The secret ends of the addresses at which chats read their alerts as a feed, and what these feeds contain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from watchers.model import Alert, Subscriber, SubscriberId
from watchers.store import alert_rows, subscribers
from watchers.store.database import Rows, Transaction, time_of


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An alert in a feed."""

    alert: Alert
    updated_at: datetime
    """When it was enqueued, or changed since."""


def secret_of(rows: Rows, subscriber: SubscriberId) -> str | None:
    """Return the end of a subscriber's address; None if there is none."""
    row = rows.one("select secret from feed_links where subscriber = ?", subscriber)
    return None if row is None else str(row[0])


def set_secret(tx: Transaction, subscriber: SubscriberId, secret: str) -> None:
    """Give a subscriber another address; the old one is not found anymore."""
    sql = """insert into feed_links (subscriber, secret) values (?, ?)
        on conflict (subscriber) do update set secret = excluded.secret"""
    tx.execute(sql, subscriber, secret)


def owner(rows: Rows, secret: str) -> Subscriber | None:
    """Return whose feed is at an address; None if it is nobody's."""
    sql = f"""select {subscribers.COLUMNS} from subscribers b join feed_links l on l.subscriber = b.id
        where l.secret = ?"""
    return rows.record(Subscriber, sql, secret)


def entries(rows: Rows, subscriber: SubscriberId, limit: int) -> list[FeedEntry]:
    """Return the newest alerts of a subscriber, newest first, whatever became of them in the chat.

    Alerts that wait for a digest or for the end of a pause are among them, since a feed disturbs nobody. Those that
    were dropped are not, nor those that an earlier alert shows.
    """
    newest = """select id from outbox where subscriber = ? and item is not null and edits is null
        and state not in ('dropped', 'joined') order by id desc limit ?"""
    found = alert_rows.load(rows, f"o.id in ({newest})", subscriber, limit)
    return [FeedEntry(alert, _updated(rows, alert)) for alert in reversed(found)]


def _updated(rows: Rows, alert: Alert) -> datetime:
    row = rows.one("select max(created_at) from outbox where edits = ?", alert.id)
    return (time_of(row[0]) if row else None) or alert.created_at
