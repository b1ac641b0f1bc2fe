"""Add which story an item tells, the keys that find earlier tellings, and alerts that an earlier one shows.

``story`` and ``event`` are the items that told them first, which may have been deleted since. ``outbox.joined_to``
is the alert whose message shows this one, whose state is then 'joined'.
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)


_STATEMENTS = (
    """create table stories (
        item integer primary key references items (id) on delete cascade,
        story integer not null,
        event integer not null,
        telling blob not null
    ) strict""",
    "create index stories_by_story on stories (story)",
    "create index stories_by_event on stories (event)",
    """create table story_keys (
        key integer not null,
        item integer not null references stories (item) on delete cascade,
        until real not null,
        primary key (key, item)
    ) strict, without rowid""",
    "create index story_keys_by_item on story_keys (item)",
    "alter table outbox add column joined_to integer references outbox (id) on delete cascade",
    "create index outbox_joined on outbox (joined_to) where joined_to is not null",
)
