"""Add received updates with their effects and replies, ambiguous sends, and who may change a group's watches.

``updates.content`` is '' once answered; ``replies.content`` once sent. ``outbox.ambiguous`` counts the attempts
that may have been delivered. In the chats of ``open_chats`` every member may change watches.
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)


_STATEMENTS = (
    """create table updates (
        id integer primary key,
        person integer,
        content text not null,
        at real not null,
        answered_at real
    ) strict""",
    "create index updates_waiting on updates (person) where answered_at is null",
    """create table effects (
        update_id integer not null,
        job text not null,
        nth integer not null,
        result blob not null,
        primary key (update_id, job, nth)
    ) strict, without rowid""",
    """create table refusals (
        person integer primary key,
        address text not null,
        language text not null,
        count integer not null
    ) strict""",
    """create table replies (
        id integer primary key,
        address text not null,
        content text not null,
        due_at real not null,
        attempts integer not null default 0,
        created_at real not null,
        sent_at real,
        problem text
    ) strict""",
    "create index replies_waiting on replies (address, id) where sent_at is null",
    "create index replies_sent on replies (sent_at) where sent_at is not null",
    "alter table outbox add column ambiguous integer not null default 0",
    "create table open_chats (chat text primary key) strict, without rowid",
)
