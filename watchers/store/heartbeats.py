"""Signs of life of each part of the service, and what troubles it."""

from __future__ import annotations

from datetime import UTC, datetime

from watchers.store.database import Rows, Transaction


def beat(tx: Transaction, name: str, now: datetime, problem: str | None = None) -> None:
    """The part is alive now; ``problem`` says what keeps it from working, None where nothing does."""
    tx.execute(
        """insert into heartbeats (name, at, problem) values (?, ?, ?)
        on conflict (name) do update set at = excluded.at, problem = excluded.problem""",
        name,
        now.timestamp(),
        problem,
    )


def all_of(rows: Rows) -> dict[str, tuple[datetime, str | None]]:
    """Each part's last sign of life and its problem."""
    return {
        name: (datetime.fromtimestamp(at, UTC), problem)
        for name, at, problem in rows.all("select name, at, problem from heartbeats")
    }
