"""Let a chat see how much is stored about it, and delete all of it (hazard S7)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from watchers.matching import Index
from watchers.model import Address
from watchers.services.service import Service
from watchers.store import personal
from watchers.store.database import Rows, Transaction, reading
from watchers.store.personal import StoredData as StoredData


@dataclass(frozen=True, slots=True)
class PersonalData(Service):
    """What is stored about chats, in the database and the index."""

    index: Index

    @reading
    def stored(self, rows: Rows, chat: Address) -> StoredData:
        """Return how much is stored about a chat and its topics."""
        return personal.count(rows, chat)

    async def forget(self, chat: Address) -> StoredData:
        """Delete everything about a chat and its topics in one transaction. Return how much there was."""
        deleted = await self.database.write(self._delete, chat)
        await self.database.fold()
        return deleted

    def _delete(self, tx: Transaction, chat: Address) -> StoredData:
        counted = personal.count(tx, chat)
        for query in personal.delete(tx, chat, self.now()):
            tx.after_commit(partial(self.index.remove, query))
        return counted
