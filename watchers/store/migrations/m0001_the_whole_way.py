"""Create the tables of sources, items, watches, decisions and the outbox."""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)


_STATEMENTS = (
    """create table sources (
        id text primary key,
        name text not null,
        url text not null,
        kind text not null,
        language text,
        country text,
        every real not null,
        text_use text not null,
        tier integer not null,
        active integer not null default 1,
        due_at real not null,
        polled_at real,
        ok_at real,
        baseline_at real,
        failures integer not null default 0,
        problem text,
        etag text,
        last_modified text,
        body_hash blob
    ) strict""",
    "create index sources_by_due on sources (active, due_at)",
    """create table items (
        id integer primary key,
        source text not null references sources (id),
        link text not null,
        link_key blob,
        title text not null,
        body text not null,
        tokens blob not null,
        language text not null,
        country text,
        published_at real,
        seen_at real not null,
        baseline integer not null
    ) strict""",
    "create index items_by_seen on items (seen_at)",
    "create index items_by_link on items (link_key)",
    """create table item_keys (
        source text not null references sources (id),
        key blob not null,
        at real not null,
        primary key (source, key)
    ) strict, without rowid""",
    "create index item_keys_by_age on item_keys (at)",
    """create table subscribers (
        id integer primary key,
        address text not null unique,
        language text not null,
        paused_at real,
        pause_reason text,
        created_at real not null
    ) strict""",
    """create table takes (
        subscriber integer not null references subscribers (id) on delete cascade,
        source text not null references sources (id) on delete cascade,
        primary key (subscriber, source)
    ) strict, without rowid""",
    """create table queries (
        id integer primary key,
        rule text not null unique
    ) strict""",
    """create table watches (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        number integer not null,
        query integer not null references queries (id),
        typed text not null,
        muted integer not null default 0,
        created_at real not null,
        removed_at real,
        unique (subscriber, number)
    ) strict""",
    "create index watches_by_query on watches (query) where removed_at is null",
    """create table decisions (
        id integer primary key,
        item integer not null references items (id) on delete cascade,
        query integer not null references queries (id),
        rule text not null,
        catalogue text not null,
        hits text not null,
        at real not null,
        unique (item, query)
    ) strict""",
    """create table outbox (
        id integer primary key,
        version integer not null,
        subscriber integer not null references subscribers (id) on delete cascade,
        item integer references items (id),
        state text not null,
        due_at real not null,
        attempts integer not null default 0,
        created_at real not null,
        tried_at real,
        sent_at real,
        message text,
        problem text,
        listed_in integer references outbox (id),
        unique (subscriber, item)
    ) strict""",
    "create index outbox_waiting on outbox (subscriber, id) where state in ('queued', 'in flight')",
    "create index outbox_by_message on outbox (subscriber, message) where message is not null",
    "create index outbox_by_list on outbox (listed_in) where listed_in is not null",
    """create table reasons (
        alert integer not null references outbox (id) on delete cascade,
        watch integer not null references watches (id) on delete cascade,
        decision integer not null references decisions (id),
        primary key (alert, watch)
    ) strict, without rowid""",
    """create table heartbeats (
        name text primary key,
        at real not null,
        problem text
    ) strict""",
)
