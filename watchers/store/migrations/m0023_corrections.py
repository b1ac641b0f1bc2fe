"""Let a chat store the phrases in which a name is not meant, beside the names that it gave."""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    database.execute("alter table own_names add column is_correction integer not null default 0")
    database.execute("drop index own_names_by_key")
    database.execute("create unique index own_names_by_key on own_names (subscriber, key, entity, is_correction)")
