"""What operators do in the chat: look at the service, settle dead letters, write to everybody, back up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from watchers.model import AlertId, News, Notice, SubscriberId
from watchers.services.maintenance import Backups, back_up, newest_backup
from watchers.services.operations import Overview, overview
from watchers.store import additions, dead_letters, figures, outbox, subscribers
from watchers.store.copies import Contents
from watchers.store.database import Database, Rows, Transaction, reading, writing
from watchers.store.dead_letters import DeadLetter
from watchers.store.subscribers import SearchId

NEVER = 1
"""The year that stands for a backup that was never made."""


@dataclass(frozen=True, slots=True)
class AdminOverview:
    """How the service is, and how many people use it."""

    service: Overview
    chats: int
    watches: int
    undecided: int
    """Sources that wait for an operator's decision."""
    backup: datetime | None
    """When the newest backup was made."""


@dataclass(frozen=True, slots=True)
class Administration:
    """What operators see and do; the caller checks that an operator asks."""

    database: Database
    backups: Backups
    now: Callable[[], datetime]

    @reading
    def overview(self, rows: Rows) -> AdminOverview:
        """Return how the service is."""
        newest = newest_backup(self.backups.folder)
        return AdminOverview(
            service=overview(rows, self.now(), operator=True),
            chats=figures.chats(rows),
            watches=figures.watches(rows),
            undecided=len(additions.undecided(rows)),
            backup=None if newest.year == NEVER else newest,
        )

    @reading
    def dead_letters(self, rows: Rows) -> list[DeadLetter]:
        """Return the alerts that were given up, the oldest first."""
        return dead_letters.all_of(rows)

    @writing
    def retry(self, tx: Transaction, alert: AlertId | None) -> int:
        """Queue a dead letter again, or all of them; return how many."""
        return dead_letters.retry(tx, alert, self.now())

    @writing
    def drop(self, tx: Transaction, alert: AlertId | None) -> int:
        """Drop a dead letter for good, or all of them; return how many."""
        return dead_letters.drop(tx, alert)

    @reading
    def recipients(self, rows: Rows) -> int:
        """Return how many chats an announcement would reach."""
        return len(subscribers.one_per_chat(rows))

    @writing
    def announce(self, tx: Transaction, operator: SubscriberId, identifier: SearchId) -> int | None:
        """Enqueue a stored text for every chat that can be reached, once; return how many.

        Return None if the text was sent before, or was deleted.
        """
        text = subscribers.searched(tx, operator, identifier)
        if text is None:
            return None
        subscribers.drop_search(tx, operator, identifier)
        now = self.now()
        return outbox.notify(tx, subscribers.one_per_chat(tx), Notice(News.ANNOUNCEMENT, text, now), now)

    async def back_up(self) -> Contents:
        """Make a backup now. Raises StoreError or OSError."""
        return await back_up(self.database, self.backups, self.now())
