"""Add the entries of lists, and the versions in which they came.

``list_versions.state`` is baseline, stored, held or approved; ``changes`` has the changed entries by name, as JSON.
``outbox.list_version`` belongs to a message that lists the watched entries which a version changed.
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)


_STATEMENTS = (
    """create table list_entries (
        id integer primary key,
        source text not null references sources (id) on delete cascade,
        key blob not null,
        digest blob not null,
        name_key blob not null,
        content text not null,
        unique (source, key)
    ) strict""",
    "create index list_entries_by_name on list_entries (source, name_key)",
    """create table list_versions (
        id integer primary key,
        source text not null references sources (id) on delete cascade,
        state text not null,
        seen_at real not null,
        sha256 blob not null,
        bytes integer not null,
        entries integer not null,
        added integer not null,
        removed integer not null,
        changed integer not null,
        changes text not null default '[]'
    ) strict""",
    "create index list_versions_by_source on list_versions (source, id)",
    "alter table outbox add column list_version integer references list_versions (id)",
)
