"""Add what goes beyond alerts in Telegram: targets, links to feeds, spikes and weekly reviews.

What comes after the alert ``targets.after`` is still to be sent to the target, unless ``target_deliveries`` says
that it was sent, given up or left out. ``watches.spike`` is how many times its usual number of items a day a watch
must have for a notice, null for none; ``spikes.day`` is a date in the zone of the chat.
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)


_STATEMENTS = (
    """create table targets (
        name text primary key,
        address text not null,
        after integer not null
    ) strict, without rowid""",
    """create table target_deliveries (
        target text not null references targets (name) on delete cascade,
        alert integer not null references outbox (id) on delete cascade,
        state text not null,
        attempts integer not null,
        due_at real not null,
        sent_at real,
        problem text,
        primary key (target, alert)
    ) strict, without rowid""",
    "create index target_deliveries_by_alert on target_deliveries (alert)",
    """create table feed_links (
        subscriber integer primary key references subscribers (id) on delete cascade,
        secret text not null unique
    ) strict""",
    "alter table watches add column spike integer",
    "create index watches_with_spikes on watches (subscriber) where spike is not null",
    "create index decisions_by_query on decisions (query, at)",
    """create table spikes (
        watch integer not null references watches (id) on delete cascade,
        day text not null,
        primary key (watch, day)
    ) strict, without rowid""",
    """create table reviews (
        subscriber integer primary key references subscribers (id) on delete cascade,
        last_at real not null,
        next_at real not null
    ) strict""",
)
