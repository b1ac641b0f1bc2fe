"""Add names and timed mutes of watches, mutes of sources and stories, saved items, and shared rules.

``muted_until`` is null for a watch that is not muted, or until it is unmuted. ``mutes`` has a source or a story;
``until`` is null if it lasts until it is ended. ``saved_items`` keeps what it shows, since the item may be deleted.
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)


_STATEMENTS = (
    "alter table watches add column label text not null default ''",
    "alter table watches add column muted_until real",
    "create index watches_by_mute on watches (muted_until) where muted_until is not null",
    """create table mutes (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        source text not null default '',
        story integer not null default 0,
        until real,
        unique (subscriber, source, story)
    ) strict""",
    """create table saved_items (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        item integer not null,
        title text not null,
        link text not null,
        source text not null,
        at real not null,
        unique (subscriber, item)
    ) strict""",
    """create table shares (
        token text primary key,
        typed text not null,
        at real not null
    ) strict""",
)
