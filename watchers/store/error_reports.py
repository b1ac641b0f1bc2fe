"""Which kinds of unexpected errors the operators were notified of, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from watchers.model import News, Notice, SubscriberId
from watchers.store import outbox
from watchers.store.database import Transaction

REPORTED_EVERY = timedelta(hours=1)
"""A kind of error is reported at most once in this time."""


def report(tx: Transaction, errors: Mapping[str, datetime], to: Sequence[SubscriberId], now: datetime) -> int:
    """Enqueue a notice about each kind of error that was not reported within the hour; return how many notices.

    Args:
        tx: The transaction.
        errors: When each kind occurred first.
        to: The operators.
        now: The time.
    """
    tx.execute("delete from error_reports where at <= ? or at > ?", now - REPORTED_EVERY, now)
    count = 0
    for kind, since in errors.items():
        if tx.execute("insert or ignore into error_reports (kind, at) values (?, ?)", kind, now):
            count += outbox.notify(tx, to, Notice(News.ERROR, kind, since), now)
    return count
