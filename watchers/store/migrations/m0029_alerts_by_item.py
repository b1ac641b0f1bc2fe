"""Find the alerts for an item without reading all alerts: each item that matches or changes asks for them."""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Add the index."""
    database.execute("create index outbox_by_item on outbox (item)")
