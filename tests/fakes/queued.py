"""What waits to be carried out and to be sent, as tests look at it."""

from __future__ import annotations

from datetime import datetime

from watchers.model import Alert, AlertId
from watchers.store import Rows, Transaction, alert_rows, outbox


def next_alerts(rows: Rows, now: datetime) -> list[Alert]:
    """The next alert of each subscriber, if it is due."""
    found = (alert_rows.by_id(rows, identifier) for identifier, _ in outbox.next_per_subscriber(rows, now))
    return [alert for alert in found if alert is not None]


def take_off(tx: Transaction, alert: AlertId, now: datetime) -> bool:
    """Claims one alert; False where that is no longer possible."""
    return outbox.claim(tx, alert, now) is not None


def count_waiting(rows: Rows) -> int:
    """How many received updates are not answered yet."""
    return rows.number("select count(*) from updates where answered_at is null")


def count_replies(rows: Rows) -> int:
    """How many replies are not sent yet."""
    return rows.number("select count(*) from replies where sent_at is null")
