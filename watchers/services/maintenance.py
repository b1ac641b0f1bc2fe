"""What keeps the database small and safe: delete what is old, reclaim its space, and back up every night."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from watchers.errors import StoreError
from watchers.store import Database, Rows, Transaction, copies, deadlines, evidence, items, outbox, sources, stories

log = logging.getLogger(__name__)

MIN_FREE_SHARE = 0.25
"""Share of free pages in the file from which reclaiming them is worth rewriting it."""
_NAME = "tradewatch-%Y%m%dT%H%M%SZ.db"


@dataclass(frozen=True, slots=True)
class Retention:
    """How long items are kept."""

    items: timedelta
    """Items that no alert refers to."""
    keys: timedelta
    """The identities of items: one that reappears within this time is not new."""
    alerts: timedelta
    """Alerts that were sent or given up, and with them their items."""
    evidence: timedelta
    """Documents of official sources that brought alerts."""


@dataclass(frozen=True, slots=True)
class Backups:
    """Where nightly backups go, and how many are kept."""

    folder: Path
    keep: int
    """0 makes none."""


DEFAULT_RETENTION = Retention(timedelta(days=90), timedelta(days=180), timedelta(days=400), timedelta(days=400))
NO_BACKUPS = Backups(Path("backups"), 0)


@dataclass(slots=True)
class Maintenance:
    """Periodic work on the database, called about once an hour."""

    database: Database
    retention: Retention
    backups: Backups
    hour: int
    """When the night begins, from 0 to 23, UTC: backups and compaction wait for it."""
    now: Callable[[], datetime]
    _compacted: datetime | None = field(init=False, default=None)

    async def run(self) -> None:
        """Delete what is old; at night, back up and compact, each once."""
        deleted = await self.database.write(_delete_old, self.retention, self.now())
        if deleted:
            log.info("tidied", extra={"items": deleted})
        night = last_night(self.now(), self.hour)
        if self.backups.keep:
            newest = newest_backup(self.backups.folder)
            if newest is None or newest < night:
                with suppress(StoreError, OSError):
                    await back_up(self.database, self.backups, self.now())
        if self.now().hour == self.hour and self._compacted != night and await self.database.read(_is_quiet):
            self._compacted = night
            await self.database.compact()
            log.info("database_compacted")


async def back_up(database: Database, backups: Backups, now: datetime) -> copies.Contents:
    """Make a backup, delete all but the newest, and return what it holds.

    Raises:
        StoreError: The copy cannot be made; this is logged.
        OSError: The folder cannot be used; this is logged.
    """
    copy = new_backup(backups.folder, now)
    if copy.exists():
        # Somebody asked twice within a second.
        return await asyncio.to_thread(copies.verify, copy)
    try:
        backups.folder.mkdir(mode=0o700, exist_ok=True)
        contents = await asyncio.to_thread(copies.write_copy, database.path, copy)
        # One that an operator makes by hand is kept even if nightly ones are not.
        for old in made_backups(backups.folder)[: -max(backups.keep, 1)]:
            old.unlink()
    except (StoreError, OSError) as error:
        log.error("backup_failed", extra={"copy": str(copy), "why": str(error)})
        raise
    log.info("backup_made", extra={"copy": str(copy), "bytes": contents.size_bytes})
    return contents


def last_night(now: datetime, hour: int) -> datetime:
    """Return the latest moment, not after ``now``, at which a night began."""
    today = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def new_backup(folder: Path, now: datetime) -> Path:
    """Return the file name of a backup that is made now."""
    return folder / f"{now:{_NAME}}"


def made_backups(folder: Path) -> list[Path]:
    """Return the backups in a folder, oldest first."""
    return sorted(folder.glob("tradewatch-????????T??????Z.db"))


def newest_backup(folder: Path) -> datetime | None:
    """Return when the newest backup in a folder was made; None if there is none."""
    made = made_backups(folder)
    return datetime.strptime(made[-1].name, _NAME).replace(tzinfo=UTC) if made else None


def _delete_old(tx: Transaction, retention: Retention, now: datetime) -> int:
    sources.prune_hosts(tx, now)
    sources.prune_polls(tx, now)
    evidence.prune(tx, now - retention.evidence)
    deadlines.prune(tx, (now - timedelta(days=2)).date())
    outbox.prune(tx, now - retention.alerts)
    stories.prune(tx, now)
    return items.prune(tx, now - retention.items, now - retention.keys)


def _is_quiet(rows: Rows) -> bool:
    """Return whether there is much to reclaim and nothing waits to be sent."""
    free, pages = rows.number("pragma freelist_count"), rows.number("pragma page_count")
    return free > MIN_FREE_SHARE * pages and not outbox.waiting(rows)
