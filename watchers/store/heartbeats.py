"""Signs of life of each part of the service, and what troubles it."""

from __future__ import annotations

from datetime import UTC, datetime

from watchers.store.database import Rows, Transaction


def beat(tx: Transaction, name: str, now: datetime, problem: str | None = None) -> None:
    """Record that a part of the service is alive; ``problem`` says what keeps it from working, None if nothing does."""
    tx.table("heartbeats").upsert({"name": name, "at": now.timestamp(), "problem": problem}, pk="name")


def all_of(rows: Rows) -> dict[str, tuple[datetime, str | None]]:
    """Return the time of each part's last heartbeat and its problem, by name."""
    return {
        row["name"]: (datetime.fromtimestamp(row["at"], UTC), row["problem"]) for row in rows.table("heartbeats").rows
    }
