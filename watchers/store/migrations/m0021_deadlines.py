"""Add the deadlines of items, who is reminded of them, and the addresses of calendars.

A background job fills in those of the stored items (``watchers.services.deadlines``).

``deadlines.day`` is a date; ``raw`` is how the text writes it, '' if the publisher states it in a field.
``replaced_by`` is the item that extended or withdrew it. ``deadlines_pending.below`` is the item ID below which the
deadlines of items are not filled in yet. ``subscribers.reminds_since`` is null unless all deadlines are reminded of.
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)


_STATEMENTS = (
    """create table deadlines (
        item integer not null references items (id) on delete cascade,
        kind text not null,
        day text not null,
        field text not null,
        raw text not null,
        replaced_by integer references items (id) on delete set null,
        primary key (item, kind)
    ) strict, without rowid""",
    "create index deadlines_by_day on deadlines (day)",
    "create index deadlines_replaced on deadlines (replaced_by) where replaced_by is not null",
    """create table deadlines_pending (
        one integer primary key check (one = 1),
        below integer not null
    ) strict""",
    "insert into deadlines_pending select 1, coalesce(max(id), 0) + 1 from items",
    """create table reminders (
        subscriber integer not null references subscribers (id) on delete cascade,
        item integer not null references items (id) on delete cascade,
        asked_at real not null,
        active integer not null,
        snoozed_until real,
        primary key (subscriber, item)
    ) strict, without rowid""",
    "create index reminders_by_item on reminders (item)",
    """create table reminded (
        subscriber integer not null references subscribers (id) on delete cascade,
        item integer not null references items (id) on delete cascade,
        kind text not null,
        day text not null,
        days_before integer not null,
        primary key (subscriber, item, kind, day, days_before)
    ) strict, without rowid""",
    "create index reminded_by_item on reminded (item)",
    "alter table subscribers add column reminds_since real",
    """create table calendars (
        subscriber integer primary key references subscribers (id) on delete cascade,
        secret text not null unique
    ) strict""",
)
