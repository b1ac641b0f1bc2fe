"""Add which kinds of errors the operators were notified of."""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    database.execute("create table error_reports (kind text primary key, at real not null) strict, without rowid")
