"""What operators do in the chat: look at the service, settle dead letters, write to everybody, back up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from watchers.model import AlertId, Change, HeldList, News, Notice, SubscriberId
from watchers.services.maintenance import Backups, back_up, newest_backup
from watchers.services.operations import Overview, overview
from watchers.store import additions, dead_letters, figures, lists, outbox, subscribers
from watchers.store.copies import Contents
from watchers.store.database import Database, Rows, Transaction, reading, writing
from watchers.store.dead_letters import DeadLetter
from watchers.store.subscribers import SearchId


@dataclass(frozen=True, slots=True)
class AdminOverview:
    """How the service is, and how many people use it."""

    service: Overview
    chats: int
    watches: int
    undecided: int
    """Sources that wait for an operator's decision."""
    held: tuple[HeldList, ...]
    """Lists that were replaced as a whole, and wait too."""
    backup: datetime | None
    """When the newest backup was made; None if there is none."""


@dataclass(frozen=True, slots=True)
class HeldEntries:
    """A list that waits for an operator, and the names of some entries that it adds, removes or changes."""

    held: HeldList
    names: tuple[tuple[Change, str], ...]


@dataclass(frozen=True, slots=True)
class Administration:
    """What operators see and do; the caller checks that an operator asks."""

    database: Database
    backups: Backups
    now: Callable[[], datetime]

    @reading
    def overview(self, rows: Rows) -> AdminOverview:
        """Return how the service is."""
        return AdminOverview(
            service=overview(rows, self.now(), operator=True),
            chats=figures.chats(rows),
            watches=figures.watches(rows),
            undecided=len(additions.undecided(rows)),
            held=tuple(lists.held(rows)),
            backup=newest_backup(self.backups.folder),
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
    def held_list(self, rows: Rows, number: int) -> HeldEntries | None:
        """Return a list that waits for an operator, with names of its entries; None if it does not wait any more."""
        held = _held(rows, number)
        return None if held is None else HeldEntries(held, tuple(lists.held_names(rows, number)))

    @writing
    def approve_list(self, tx: Transaction, number: int, seal: int) -> HeldList | None:
        """Approve a held list and poll it at once; return it, or None if it does not wait any more.

        If its seal is another, a later version with other counts is held: return it without approving it.
        """
        held = _held(tx, number)
        if held is not None and held.seal == seal:
            lists.approve(tx, held.source, self.now())
        return held

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


def _held(rows: Rows, number: int) -> HeldList | None:
    return next((each for each in lists.held(rows) if each.number == number), None)
