"""What is wrong with which source since when, and who was told of it: so that each is told once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from watchers.model import News, SourceId
from watchers.store.database import Rows, Transaction


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong with a source."""

    since: datetime
    operators_told: bool = False
    subscribers_told: bool = False


def of_active(rows: Rows) -> dict[SourceId, dict[News, Trouble]]:
    """What was wrong when it was last looked, by source."""
    found: dict[SourceId, dict[News, Trouble]] = {}
    for source, trouble, since, operators_at, subscribers_at in rows.all(
        """select source, trouble, since, operators_at, subscribers_at from troubles
        where source in (select id from sources where active)"""
    ):
        told = Trouble(datetime.fromtimestamp(since, UTC), operators_at is not None, subscribers_at is not None)
        found.setdefault(SourceId(source), {})[News(trouble)] = told
    return found


def begin(tx: Transaction, source: SourceId, trouble: News, since: datetime) -> None:
    tx.execute(
        "insert or ignore into troubles (source, trouble, since) values (?, ?, ?)",
        source,
        trouble.value,
        since.timestamp(),
    )


def operators_told(tx: Transaction, source: SourceId, trouble: News, now: datetime) -> None:
    tx.table("troubles").update((source, trouble.value), {"operators_at": now.timestamp()})


def subscribers_told(tx: Transaction, source: SourceId, trouble: News, now: datetime) -> None:
    tx.table("troubles").update((source, trouble.value), {"subscribers_at": now.timestamp()})


def end(tx: Transaction, source: SourceId, trouble: News) -> None:
    tx.table("troubles").delete_where("source = ? and trouble = ?", [source, trouble.value])


def forget_others(tx: Transaction) -> None:
    """What was wrong with sources that are polled no more is of no interest."""
    tx.table("troubles").delete_where("source not in (select id from sources where active)")
