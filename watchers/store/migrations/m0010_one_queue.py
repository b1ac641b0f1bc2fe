"""Index the polled sources by due time."""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)


_STATEMENTS = (
    "drop index sources_by_due",
    "drop index sources_by_poll",
    "create index sources_waiting on sources (due_at) where active and merged_into is null",
)
