"""Index the stored items that are not indexed yet, in the background."""

from __future__ import annotations

import asyncio
import logging
import time

from watchers.errors import StoreError
from watchers.matching import Reading, Recognizer
from watchers.model import StoredItem
from watchers.search.question import words_of
from watchers.store import Database, items

log = logging.getLogger(__name__)

BATCH_SIZE = 20
"""Items that are indexed in one transaction, which takes about 5 ms."""
PAUSE_SECONDS = 0.02
"""Pause between two such transactions, for other writers and the event loop."""
LOG_INTERVAL_SECONDS = 10.0


async def index(database: Database, recognizer: Recognizer) -> None:
    """Index all items that are not indexed yet, newest first: those of an older file, or of another version.

    New items are indexed as they are stored and never wait for this. It reads and recognizes outside of transactions,
    writes a few items at a time, and resumes after a restart where it stopped. Until it is done, searches report its
    progress.
    """
    logged_at = float("-inf")
    try:
        while batch := await database.read(items.not_indexed, BATCH_SIZE):
            await _index(database, recognizer, batch)
            if time.monotonic() - logged_at > LOG_INTERVAL_SECONDS:
                logged_at = time.monotonic()
                _, percent = await database.read(items.indexed)
                log.info("recognising", extra={"pending": batch[-1].id, "percent": percent})
            await asyncio.sleep(PAUSE_SECONDS)
    except StoreError as error:
        log.error("recognising_held", extra={"problem": type(error).__name__, "why": error.why})


async def _index(database: Database, recognizer: Recognizer, batch: list[StoredItem]) -> None:
    indexed = []
    for stored in batch:
        reading = Reading(stored.item, stored.source, recognizer)
        indexed.append((stored.id, words_of(reading)))
        await asyncio.sleep(0)
    await database.write(items.index, indexed)
