"""Which part of the catalog a source is in, and where its lists have what, as JSON."""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    database.execute("alter table sources add column group_name text")
    database.execute("alter table sources add column mapping text not null default '{}'")
