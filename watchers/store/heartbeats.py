"""Signs of life of each part of the service, and what troubles it."""

from __future__ import annotations

from datetime import UTC, datetime

from watchers.store.database import Rows, Transaction


def beat(tx: Transaction, name: str, now: datetime, problem: str | None = None) -> None:
    """The part is alive now; ``problem`` says what keeps it from working, None where nothing does."""
    tx.table("heartbeats").upsert({"name": name, "at": now.timestamp(), "problem": problem}, pk="name")


def all_of(rows: Rows) -> dict[str, tuple[datetime, str | None]]:
    """Each part's last sign of life and its problem."""
    return {
        row["name"]: (datetime.fromtimestamp(row["at"], UTC), row["problem"]) for row in rows.table("heartbeats").rows
    }
