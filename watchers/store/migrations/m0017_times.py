"""Add time zones, quiet hours, sounds, and the timings of digests.

``timing`` is null for alerts at once, ``zone`` for the default of the language. ``quiet_hours`` has the current
or the next interval from ``from_at`` to ``until_at``. ``outbox.digest`` is the heading of a digest, as JSON.
``awaited_inputs.topic`` says what the next text of a person is about.
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)


_STATEMENTS = (
    "alter table subscribers add column zone text",
    "alter table subscribers add column sound text not null default 'all'",
    """create table timings (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        every text not null,
        minute integer not null,
        weekday integer not null,
        last_at real not null,
        next_at real not null,
        unique (subscriber, every, minute, weekday)
    ) strict""",
    "create index timings_by_time on timings (next_at)",
    "alter table subscribers add column new_timing integer references timings (id) on delete set null",
    "alter table watches add column timing integer references timings (id) on delete set null",
    "create index watches_by_timing on watches (timing) where timing is not null",
    """create table quiet_hours (
        subscriber integer primary key references subscribers (id) on delete cascade,
        mode text not null,
        start integer not null,
        stop integer not null,
        from_at real not null,
        until_at real not null
    ) strict""",
    "create index quiet_hours_by_end on quiet_hours (until_at)",
    "alter table outbox add column digest text",
    "create index outbox_scheduled on outbox (subscriber) where state = 'scheduled'",
    "create index outbox_quiet on outbox (subscriber) where state = 'quiet'",
    """create table awaited_inputs (
        subscriber integer not null references subscribers (id) on delete cascade,
        person integer not null,
        topic text not null,
        until real not null,
        primary key (subscriber, person)
    ) strict, without rowid""",
)
