"""Problems of sources, since when, and to whom they were reported, so that each is reported once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from watchers.model import News, SourceId
from watchers.store.database import Rows, Transaction


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem of a source, and to whom it was reported."""

    since: datetime
    operators_told: bool = False
    subscribers_told: bool = False


def of_active(rows: Rows) -> dict[SourceId, dict[News, Trouble]]:
    """Return the problems of active sources found by the last check, by source."""
    found: dict[SourceId, dict[News, Trouble]] = {}
    for source, trouble, since, operators_at, subscribers_at in rows.all(
        """select source, trouble, since, operators_at, subscribers_at from troubles
        where source in (select id from sources where active)"""
    ):
        told = Trouble(datetime.fromtimestamp(since, UTC), operators_at is not None, subscribers_at is not None)
        found.setdefault(SourceId(source), {})[News(trouble)] = told
    return found


def begin(tx: Transaction, source: SourceId, trouble: News, since: datetime) -> None:
    """Store a new problem, not yet reported to anyone; an existing one is kept."""
    tx.execute(
        "insert or ignore into troubles (source, trouble, since) values (?, ?, ?)",
        source,
        trouble.value,
        since.timestamp(),
    )


def operators_told(tx: Transaction, source: SourceId, trouble: News, now: datetime) -> None:
    """Record that the problem was reported to the operators."""
    tx.table("troubles").update((source, trouble.value), {"operators_at": now.timestamp()})


def subscribers_told(tx: Transaction, source: SourceId, trouble: News, now: datetime) -> None:
    """Record that the problem was reported to the subscribers."""
    tx.table("troubles").update((source, trouble.value), {"subscribers_at": now.timestamp()})


def end(tx: Transaction, source: SourceId, trouble: News) -> None:
    """Delete a problem that is over; the next occurrence is reported again."""
    tx.table("troubles").delete_where("source = ? and trouble = ?", [source, trouble.value])


def forget_others(tx: Transaction) -> None:
    """Delete the problems of sources that are no longer active."""
    tx.table("troubles").delete_where("source not in (select id from sources where active)")
