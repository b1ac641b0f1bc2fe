"""Add sources from subscribers, and the feeds offered to subscribers and not yet taken."""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)


_STATEMENTS = (
    """create table additions (
        id integer primary key,
        source text not null unique references sources (id) on delete cascade,
        state text not null,
        everyone integer not null,
        trusted integer not null,
        wanted text,
        asked_by integer references subscribers (id) on delete set null,
        at real not null
    ) strict""",
    """create table offers (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        url text not null,
        name text not null,
        kind text not null,
        language text,
        trusted integer not null,
        at real not null
    ) strict""",
)
