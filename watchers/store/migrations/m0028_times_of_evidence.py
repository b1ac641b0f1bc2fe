"""Add when each document brought each item: the same bytes can bring another one much later."""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    database.execute("alter table evidence add column fetched_at real not null default 0")
    database.execute("update evidence set fetched_at = (select fetched_at from documents where sha256 = document)")
