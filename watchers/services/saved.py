"""Save the items of alerts for later, list them and remove them."""

from __future__ import annotations

from dataclasses import dataclass

from watchers.model import AlertId, Subscriber
from watchers.services.service import Service
from watchers.store import Transaction, alert_rows, saved
from watchers.store.database import writing
from watchers.store.saved import SavedId, SavedItem


@dataclass(frozen=True, slots=True)
class Saved(Service):
    """The saved items of subscribers, in the database."""

    @writing
    def add(self, tx: Transaction, subscriber: Subscriber, alert: AlertId) -> SavedId | None:
        """Save the item of an alert. Return None for a list or another subscriber's alert."""
        found = alert_rows.own(tx, subscriber.id, alert)
        return saved.add(tx, subscriber.id, found.item, self.now()) if found and found.item else None

    async def of(self, subscriber: Subscriber) -> list[SavedItem]:
        """Return the saved items, newest first."""
        return await self.database.read(saved.of, subscriber.id)

    async def remove(self, subscriber: Subscriber, identifier: SavedId) -> bool:
        """Remove a saved item. Return whether there was one."""
        return await self.database.write(saved.remove, subscriber.id, identifier)
