"""Add the chats whose id changed, and whether that changed the numbers of watches."""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    database.execute(_TABLE)


_TABLE = """create table moves (
    old text primary key,
    new text not null,
    renumbered integer not null default 0
) strict, without rowid"""
