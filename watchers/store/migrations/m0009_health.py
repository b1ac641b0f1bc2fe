"""Add the groups that subscribers switched off, and which source problems were reported to whom.

``group_name`` is '' for sources without a group. In the outbox, ``notice`` is the content of a message that is
not about an item, and ``flood`` is the source whose many simultaneous items a list replaces.
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)


_STATEMENTS = (
    """create table groups_off (
        subscriber integer not null references subscribers (id) on delete cascade,
        group_name text not null,
        primary key (subscriber, group_name)
    ) strict, without rowid""",
    """create table troubles (
        source text not null references sources (id) on delete cascade,
        trouble text not null,
        since real not null,
        operators_at real,
        subscribers_at real,
        primary key (source, trouble)
    ) strict, without rowid""",
    "alter table outbox add column notice text",
    "alter table outbox add column flood text references sources (id)",
    "create index outbox_gathering on outbox (flood) where state = 'gathering'",
)
