"""Signs of life of the parts of the service, and problems of sources with those to whom they were reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from watchers.model import News, SourceId
from watchers.store.database import Rows, Transaction, row_of


def beat(tx: Transaction, name: str, now: datetime, problem: str | None = None) -> None:
    """Record that a part of the service is alive; ``problem`` says what keeps it from working, None if nothing does."""
    tx.put("heartbeats", "name", name=name, at=now, problem=problem)


def heartbeats(rows: Rows) -> dict[str, tuple[datetime, str | None]]:
    """Return the time of each part's last heartbeat and its problem, by name."""
    found = rows.all("select name, at, problem from heartbeats")
    return {name: (datetime.fromtimestamp(at, UTC), problem) for name, at, problem in found}


@dataclass(frozen=True, slots=True)
class StoredIncident:
    """A problem of a source, and when it was reported; None if it was not."""

    source: SourceId
    trouble: News
    since: datetime
    operators_at: datetime | None = None
    subscribers_at: datetime | None = None


def incidents(rows: Rows) -> list[StoredIncident]:
    """Return the problems of active sources found by the last check."""
    return rows.records(StoredIncident, "select * from troubles where source in (select id from sources where active)")


def keep(tx: Transaction, incident: StoredIncident) -> None:
    """Store a problem, or to whom a known one was reported."""
    tx.put("troubles", ("source", "trouble"), **row_of(incident))


def end(tx: Transaction, incident: StoredIncident) -> None:
    """Delete a problem that is over; the next occurrence is reported again."""
    tx.delete("troubles", "source = ? and trouble = ?", incident.source, incident.trouble)


def forget_others(tx: Transaction) -> None:
    """Delete the problems of sources that are not active."""
    tx.delete("troubles", "source not in (select id from sources where active)")
