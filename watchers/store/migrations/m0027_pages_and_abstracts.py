"""Add whether the pages of a source's items are fetched, and what a model wrote about items.

``abstracts.text`` is empty while the model was only asked in vain.
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)


_STATEMENTS = (
    "alter table sources add column pages integer not null default 0",
    """create table abstracts (
        item integer not null references items (id) on delete cascade,
        language text not null,
        text text not null,
        attempts integer not null,
        due_at real not null,
        primary key (item, language)
    ) strict, without rowid""",
)
