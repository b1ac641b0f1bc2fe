"""Typed values of an item's text, as JSON."""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    database.execute("alter table items add column facts text not null default '[]'")
