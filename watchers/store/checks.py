"""How often each source was polled on each day (UTC), how often it answered, and how often it had something new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from watchers.model import SourceId
from watchers.store.database import Rows, Transaction

KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Checks:
    """Polls of one or more sources."""

    polls: int = 0
    answers: int = 0
    """Polls that got a document that could be read, or the answer that it has not changed."""
    changes: int = 0
    """Polls that brought new items."""

    def __add__(self, other: Checks) -> Checks:
        """Return the polls of both."""
        return Checks(self.polls + other.polls, self.answers + other.answers, self.changes + other.changes)


NO_CHECKS = Checks()
FAILED = Checks(polls=1)
UNCHANGED = Checks(polls=1, answers=1)
CHANGED = Checks(polls=1, answers=1, changes=1)


def count(tx: Transaction, source: SourceId, checks: Checks, now: datetime) -> None:
    """Add polls of a source to those of today."""
    sql = """insert into checks (source, day, polls, answers, changes) values (?, ?, ?, ?, ?)
        on conflict (source, day) do update set polls = polls + excluded.polls,
            answers = answers + excluded.answers, changes = changes + excluded.changes"""
    tx.execute(sql, source, now.date().isoformat(), checks.polls, checks.answers, checks.changes)


def since(rows: Rows, day: date) -> dict[SourceId, Checks]:
    """Return the polls of each source from a day on; sources without a poll are left out."""
    sql = "select source, sum(polls), sum(answers), sum(changes) from checks where day >= ? group by source"
    return {SourceId(source): Checks(*counts) for source, *counts in rows.all(sql, day.isoformat())}


def prune(tx: Transaction, now: datetime) -> None:
    """Delete the polls of days more than a year ago."""
    tx.execute("delete from checks where day < ?", (now - KEPT).date().isoformat())
