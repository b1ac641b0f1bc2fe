"""Mark the subscribers whose rules are written in the first syntax, in which ``or`` and ``from`` were words.

A background job prints them in the explicit syntax of today (``watchers.services.rereading``).
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    database.execute("alter table subscribers add column syntax integer not null default 2")
    database.execute("update subscribers set syntax = 1")
