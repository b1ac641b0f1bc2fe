"""Add what edits the message of an alert, and the guids that find an item when its publisher corrects it.

``outbox.edits`` is the alert whose message is sent anew, and ``change`` says why. ``items.guid_key`` is null for
items that were stored before, or that have no guid.
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)


_STATEMENTS = (
    "alter table outbox add column edits integer references outbox (id) on delete cascade",
    "alter table outbox add column change text",
    "create index outbox_edits on outbox (edits) where edits is not null",
    "alter table items add column guid_key blob",
    "create index items_by_guid on items (guid_key) where guid_key is not null",
)
