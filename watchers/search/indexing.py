"""The background job that indexes stored items: those of an older file, and all of them after a change of version.

New items are indexed as they are stored and never wait for the job. It reads and recognizes outside of
transactions, writes a few items at a time, and resumes after a restart where it stopped.
"""

from __future__ import annotations

import asyncio
import logging
import time

from watchers.errors import StoreError
from watchers.matching import Reading, Recognizer
from watchers.model import StoredItem
from watchers.search.question import words_of
from watchers.store import Database, items

BATCH_SIZE = 20
"""Items in one transaction, which takes about 5 ms."""
PAUSE_SECONDS = 0.02
"""Pause between two transactions, for other writers and the event loop."""
LOG_INTERVAL_SECONDS = 10.0

log = logging.getLogger(__name__)


async def begin(database: Database, recognizer: Recognizer) -> None:
    """Mark stored items for the job if their words have another version. Call it once before the first poll."""
    await database.write(items.begin_indexing, recognizer.version)


async def run(database: Database, recognizer: Recognizer) -> None:
    """Index all items that are not indexed yet, newest first. Until it is done, searches report its progress."""
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
