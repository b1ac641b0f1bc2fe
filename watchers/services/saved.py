"""Save the items of alerts for later, list them and remove them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from watchers.model import AlertId, Subscriber
from watchers.store import Database, Transaction, alert_rows, saved
from watchers.store.database import writing
from watchers.store.saved import SavedId, SavedItem, ToSave


@dataclass(frozen=True, slots=True)
class Saved:
    """The saved items of subscribers, in the database."""

    database: Database
    now: Callable[[], datetime]

    @writing
    def add(self, tx: Transaction, subscriber: Subscriber, alert: AlertId) -> SavedId | None:
        """Save the item of an alert. Return None for a list or another subscriber's alert."""
        found = alert_rows.by_id(tx, alert)
        if found is None or found.item is None or found.subscriber.id != subscriber.id:
            return None
        stored = found.item
        title = " ".join(stored.item.title.original.split()) or stored.item.link
        return saved.add(tx, subscriber.id, ToSave(stored.id, title, stored.item.link, stored.source_name), self.now())

    async def of(self, subscriber: Subscriber) -> list[SavedItem]:
        """Return the saved items, newest first."""
        return await self.database.read(saved.of, subscriber.id)

    async def remove(self, subscriber: Subscriber, identifier: SavedId) -> bool:
        """Remove a saved item. Return whether there was one."""
        return await self.database.write(saved.remove, subscriber.id, identifier)
