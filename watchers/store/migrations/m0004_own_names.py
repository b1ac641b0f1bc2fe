"""Names that subscribers gave to entities, and what a watch means without them.

``meaning`` is null if it equals the query; ``typed_before`` is what Undo restores.
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)


_STATEMENTS = (
    """create table own_names (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        entity text not null,
        name text not null,
        key text not null,
        created_at real not null,
        removed_at real
    ) strict""",
    "create unique index own_names_by_key on own_names (subscriber, key, entity)",
    "alter table watches add column meaning integer references queries (id)",
    "alter table watches add column typed_before text",
)
