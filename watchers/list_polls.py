"""Polls of lists, whose changed entries become items; see ``watchers.lists``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watchers import cadence, lists
from watchers.cadence import SourceState
from watchers.errors import ParseError
from watchers.lists import ListNews, Lists
from watchers.matching import Index, Reading, Recognizer
from watchers.model import Download, ItemId, NotModified, Source, Validators
from watchers.polled import Polled, settle, unchanged
from watchers.search.question import read_item
from watchers.store import Database, Transaction, evidence, items, outbox, sources
from watchers.store import lists as stored_lists
from watchers.store.items import NewItem

MAX_PAGE_FAILURES = 3
"""Consecutive polls that may fail before a list is stored without the part that cannot be fetched or read."""


@dataclass(frozen=True, slots=True)
class ListPolls:
    """The steps of a poll of a list."""

    lists: Lists
    database: Database
    index: Index
    recognizer: Recognizer
    now: Callable[[], datetime]

    async def poll(
        self, source: Source, before: SourceState, validators: Validators, place: asyncio.Semaphore | asyncio.Lock
    ) -> Polled:
        """Poll once; ``place`` limits how many documents are read at once. Raises FetchError and ParseError."""
        asked = replace(source, url=cadence.to_fetch(source, self.now()))
        # A document that cannot be read must not hold up the newer ones.
        stuck = before.problem == ParseError.__name__ and before.failures >= MAX_PAGE_FAILURES
        fetched = await self.lists.fetch(asked, validators, None if stuck else before.body_hash)
        if isinstance(fetched, NotModified):
            return await self.database.write(unchanged, source, before, fetched, self.now())
        with fetched.file:
            if fetched.version == before.body_hash:
                return await self.database.write(unchanged, source, before, fetched, self.now())
            async with place:
                news = await self.lists.compare(source, before, fetched)
        rows: list[tuple[NewItem, Reading]] = []
        for each in news.changes:
            rows.append(read_item(lists.item_of(each, source), source.id, self.recognizer))
            await asyncio.sleep(0)
        return await self.database.write(self._take_in, source, before, fetched, news, rows)

    def _take_in(
        self,
        tx: Transaction,
        source: Source,
        before: SourceState,
        fetched: Download,
        news: ListNews,
        rows: Sequence[tuple[NewItem, Reading]],
    ) -> Polled:
        """Store a version, its changes as items, and one message for each chat that watches some of them."""
        now, matched = self.now(), list[ItemId]()
        version = lists.store(tx, source, news)
        for new, reading in rows:
            identifier = items.insert(tx, source.id, new, now, False)
            if matches := self.index.match(reading):
                outbox.store_matches(tx, identifier, matches, self.recognizer.catalog.version, now)
                if outbox.enqueue(tx, identifier, now):
                    evidence.keep(tx, identifier, (evidence.of_download(fetched, now),))
                matched.append(identifier)
        enqueued = stored_lists.collect(tx, source.id, version, matched, now)
        after = replace(before, body_hash=fetched.version, newest_at=now if rows else before.newest_at)
        change = settle(tx, source, after, fetched, now)
        sources.count_poll(tx, source.id, sources.CHANGED if rows else sources.UNCHANGED, now)
        baseline = before.baseline_at is None
        return Polled(source, len(rows), enqueued, baseline, change=change)
