"""The path of an item from its source to the alerts in the outbox. Read this first.

     source ─▶ fetch ─▶ parse ─▶ normalize ─▶ read ──────▶ take in ──────────────────▶ outbox ─▶ (bot) deliver
               HTTP     in a     identity,    each unseen  one transaction: unseen
                        child    dates        item once    items, matches, alerts

A restart at any point loses nothing: the source's validators are written with the last of its items, so what was
not committed is fetched again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from itertools import chain
from typing import NamedTuple

from watchers import cadence
from watchers.cadence import SourceState
from watchers.errors import FetchError, ParseError, ParseProblem, as_value
from watchers.feeds.process import Parse
from watchers.http import Fetch
from watchers.items.identity import ItemKeys, Sighting, normalize, oldest_first, slid_in
from watchers.list_polls import MAX_PAGE_FAILURES, ListPolls
from watchers.lists import Lists
from watchers.matching import Index, Reading, Recognizer
from watchers.model import (
    EditCause,
    Fetched,
    ItemId,
    Modified,
    NotModified,
    Parsed,
    Source,
    SourceId,
    SourceKind,
    Validators,
)
from watchers.polled import Polled, fail, finish, unchanged
from watchers.search.question import read_item
from watchers.services import deadline_changes
from watchers.services.pages import Pages
from watchers.store import (
    Database,
    Rows,
    Transaction,
    deadlines,
    edits,
    evidence,
    floods,
    items,
    outbox,
    revisions,
    sources,
    stories,
)
from watchers.store.evidence import Evidence
from watchers.store.failpoints import Failpoint, reach
from watchers.store.floods import Caps, Flood
from watchers.store.items import NewItem
from watchers.store.revisions import Revision
from watchers.stories.relation import Stories
from watchers.urls import host_of

NO_ALERTS = Flood()
NO_FLOOD = Caps()
"""The default limits for alerts that are sent one by one."""
MAX_ITEMS_PER_WRITE = 200
"""Items in one transaction, so that no command waits long for it."""
MAX_ROWS_PER_WRITE = 6_000
"""Rows after which a transaction ends: those of about 3,000 alerts."""
MAX_YIELD_SECONDS = 1.0
"""The longest pause between two transactions of a portion."""
MAX_PAGES = 10
"""Documents fetched in one poll; a list with more pages is cut off."""
DOCUMENTS_AT_ONCE = 8
ADDED_AT_ONCE = 2
"""Documents being parsed and written at the same time; others wait as bytes."""


_Revised = tuple[Revision, NewItem, Reading]
"""An item that its publisher changed, read again."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The steps of a poll and the ports that they need: network, parser, database, index, clock and randomness."""

    fetch: Fetch
    parse: Parse
    database: Database
    index: Index
    recognizer: Recognizer
    """The same recognizer that the index uses."""
    now: Callable[[], datetime]
    """The current time in UTC."""
    jitter: Callable[[], float]
    """Returns a random number from -1 to 1."""
    lists: Lists
    pages: Pages | None = None
    """What fetches the pages of items without a text; None: nothing does."""
    caps: Caps = NO_FLOOD
    """How many alerts of one poll are sent one by one."""
    stories: Stories = field(init=False)
    _at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(DOCUMENTS_AT_ONCE))
    _that_hung: asyncio.Lock = field(default_factory=asyncio.Lock)
    """For sources whose last document hung the parser: together they occupy at most one parser."""
    _added: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(ADDED_AT_ONCE))
    """For sources that chats added, which have a separate parser."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "stories", Stories(self.recognizer))

    async def poll(self, source: Source, before: SourceState | None = None) -> Polled:
        """Fetch, parse, normalize, match and enqueue once. A failure of the source is a result, not an exception.

        ``before`` is the source's state if the caller has already read it.
        """
        if before is None:
            before = await self.database.read(sources.state, source.id)
        whole = cadence.wants_whole(before.whole_at, source.every, before.rhythm, self.now())
        validators = Validators() if whole else before.validators
        try:
            if source.kind is SourceKind.LIST:
                polls = ListPolls(self.lists, self.database, self.index, self.recognizer, self.now)
                return await polls.poll(source, before, validators, self._place(source, before))
            fetched = await self._fetch(source, validators)
            if isinstance(fetched, NotModified) or _hash(fetched) == before.body_hash:
                return await self.database.write(unchanged, source, before, fetched, self.now())
            return await self._changed(source, before, fetched)
        except (FetchError, ParseError) as problem:
            return await self.database.write(fail, source, before, as_value(problem), self.now(), self.jitter())

    def _place(self, source: Source, before: SourceState) -> asyncio.Semaphore | asyncio.Lock:
        """Return what limits how many documents are parsed and written at once."""
        if not source.trusted:
            return self._added
        hung = before.problem == ParseError.__name__ and before.detail == ParseProblem.TOO_SLOW.value
        return self._that_hung if hung else self._at_once

    async def _changed(self, source: Source, before: SourceState, fetched: Modified) -> Polled:
        """Parse and store a document, with its next pages if it has any."""
        reach(Failpoint.FETCHED)
        # Parsed items are large, so they must not pile up before the writer.
        async with self._place(source, before):
            parsed = await self.parse(source, fetched)
            reach(Failpoint.PARSED)
            if before.baseline_at is None or not parsed.next:
                return await self._take_in_all(source, before, fetched, parsed, ())
        parsed, pages = await self._with_next_pages(
            source, fetched, parsed, patient=before.failures < MAX_PAGE_FAILURES
        )
        return await self._take_in_all(source, before, fetched, parsed, pages)

    async def _fetch(self, source: Source, validators: Validators) -> Fetched:
        """Fetch the source, with a templated URL filled in for today.

        A redirect of a filled-in URL contains the filled-in values, so it is not kept as the source's new URL.
        """
        url = cadence.to_fetch(source, self.now())
        if url == source.url:
            return await self.fetch(source, validators)
        if cadence.has_days(source.url):
            validators = Validators()
        return replace(await self.fetch(replace(source, url=url), validators), moved_to=None)

    async def _with_next_pages(
        self, source: Source, fetched: Modified, first: Parsed, *, patient: bool
    ) -> tuple[Parsed, tuple[Evidence, ...]]:
        """Return the document with its next pages, as long as no item on a page was seen before, and these pages.

        Lists begin with the newest item, so a page with a known item is the last that can contain a new one. A page
        that cannot be fetched fails the whole poll, so that no items in between are lost; if not ``patient``, after
        repeated failures, it ends the list. The last page is stored first, so that what a crash leaves out is
        fetched again.
        """
        page, found = first, list(first.items)
        pages: list[Evidence] = []
        been = {fetched.url}
        while await self._goes_on(source, fetched.url, page, been):
            been.add(page.next)
            try:
                answer = await self._fetch(replace(source, url=page.next), Validators())
                if isinstance(answer, NotModified):
                    break
                page = await self.parse(source, answer)
                pages.append(await evidence.preserve(source, answer, self.now()))
            except (FetchError, ParseError):
                if patient:
                    raise
                break
            found = [*page.items, *found]
        return replace(first, items=tuple(found)), tuple(pages)

    async def _goes_on(self, source: Source, begun_at: str, page: Parsed, been: set[str]) -> bool:
        """Return whether to fetch the next page: same host, not fetched yet, within the limit, no known item so far."""
        if not page.next or page.next in been or len(been) >= MAX_PAGES:
            return False
        if host_of(page.next) != host_of(begun_at):
            return False
        sightings = normalize(page, source, self.now())
        unseen = await self.database.read(items.unseen, source.id, sightings, self.now())
        return 0 < len(sightings) == len(unseen)

    async def _take_in_all(
        self, source: Source, before: SourceState, fetched: Modified, parsed: Parsed, pages: tuple[Evidence, ...]
    ) -> Polled:
        """Store a document in one or more transactions; the last one includes the source's validators."""
        sightings = oldest_first(normalize(parsed, source, self.now()))
        result = Polled(source, baseline=before.baseline_at is None, salvaged=parsed.salvaged)
        intake = _Intake(before, fetched, parsed, sightings, result, pages)
        while not intake.complete:
            await self._take_in_portion(intake)
        return intake.result

    async def _take_in_portion(self, intake: _Intake) -> None:
        """Read each unseen item once, yield to the event loop after each, and store them.

        If more items became unseen meanwhile, what is left of the portion is read again. A headline takes 0.3 ms, the
        longest text about 20 ms. With 200 items of 350 words the loop was never blocked for more than 30 ms, on two
        cores with four others busy.
        """
        source = intake.result.source.id
        unseen, changed = await self.database.read(_news, source, intake.portion, self.now())
        intake.slid_in = slid_in(intake.portion, unseen)
        rows, readings = await self._read(intake, unseen)
        revised: list[_Revised] = []
        for revision in changed:
            revised.append((revision, *read_item(revision.sighting.item, source, self.recognizer)))
            await asyncio.sleep(0)
        if (readings or changed) and not intake.begin:
            first = await evidence.preserve(intake.result.source, intake.fetched, self.now())
            intake.pages = (first, *intake.pages)
        reach(Failpoint.READ)
        changes, whole = iter(revised), False
        loop = asyncio.get_running_loop()
        while not whole:
            began = loop.time()
            stored = await self.database.write(self._take_in, intake, rows, readings, changes)
            if stored is None:
                return
            reach(Failpoint.STORED)
            intake.result, intake.flood, whole = stored
            if not whole:
                # Deliveries get as much of the writer's time as a flood.
                await asyncio.sleep(min(loop.time() - began, MAX_YIELD_SECONDS))
        intake.complete = intake.is_last
        intake.begin += MAX_ITEMS_PER_WRITE

    async def _read(
        self, intake: _Intake, unseen: Sequence[Sighting]
    ) -> tuple[Mapping[ItemKeys, NewItem], Mapping[ItemKeys, Reading]]:
        """Return the rows of unseen items, and the readings of those that are to be matched."""
        rows: dict[ItemKeys, NewItem] = {}
        readings: dict[ItemKeys, Reading] = {}
        for sighting in await self._with_texts(intake, unseen):
            rows[sighting.keys], reading = read_item(sighting.item, intake.result.source.id, self.recognizer)
            # A reading of 350 words takes 66 KB of memory, and what was there before is not matched.
            if not intake.result.baseline and sighting.keys not in intake.slid_in:
                readings[sighting.keys] = reading
            await asyncio.sleep(0)
        return rows, readings

    async def _with_texts(self, intake: _Intake, unseen: Sequence[Sighting]) -> Sequence[Sighting]:
        """Return the unseen items with the texts of their pages; what is a baseline or slid in is not fetched."""
        if self.pages is None or intake.result.baseline:
            return unseen
        wanted = [each for each in unseen if each.keys not in intake.slid_in and each.keys not in intake.fetched_texts]
        texts = await self.pages.with_texts(intake.result.source, wanted)
        intake.fetched_texts |= {each.keys: each for each in texts}
        return [intake.fetched_texts.get(each.keys, each) for each in unseen]

    def _take_in(
        self,
        tx: Transaction,
        intake: _Intake,
        rows: Mapping[ItemKeys, NewItem],
        readings: Mapping[ItemKeys, Reading],
        revised: Iterator[_Revised],
    ) -> _Stored | None:
        """Store unseen items, match them and enqueue alerts, in one transaction; finish the poll with the last portion.

        After ``MAX_ROWS_PER_WRITE`` the transaction ends, so that deliveries and replies go on, and another follows.

        Items that their publisher changed are stored and matched again; alerts that were sent for them are edited.
        Alerts that exceed the caps go into lists, which wait for the end of the poll. The first good poll is the
        source's baseline: its items are stored without alerts. Items are matched here and not when they are read,
        so that every rule and alias committed before this transaction applies.

        Returns:
            The result so far; None if an unseen item was not read: then nothing is written.
        """
        so_far, now = intake.result, self.now()
        source, baseline = so_far.source.id, so_far.baseline
        new = items.store_unseen(tx, source, intake.portion, rows, now, baseline, intake.slid_in)
        if new is None:
            return None
        arriving = (self._arrive(tx, intake, each, rows[keys], readings.get(keys), now) for each, keys in new)
        revising = (self._revise(tx, each, intake.pages, now) for each in revised)
        whole, done = True, list[_Taken]()
        for each in chain(arriving, revising):
            done.append(each)
            if tx.rows_written > MAX_ROWS_PER_WRITE:
                whole = False
                break
        matched = [each.item for each in done if each.alerts is not None]
        flood = floods.collect_list(tx, source, intake.flood, matched, self.caps, now)
        stored, enqueued = sum(each.is_new for each in done), sum(each.alerts or 0 for each in done)
        total = replace(so_far, new=so_far.new + stored, enqueued=so_far.enqueued + enqueued)
        if whole and intake.is_last:
            floods.release_list(tx, source, now)
            published = [sighting.item.published for sighting in intake.sightings]
            after = replace(intake.before, body_hash=_hash(intake.fetched))
            total = finish(tx, total, after, intake.fetched, intake.parsed, published, now)
        reach(Failpoint.STORING)
        return _Stored(total, flood, whole)

    def _arrive(
        self, tx: Transaction, intake: _Intake, item: ItemId, new: NewItem, reading: Reading | None, now: datetime
    ) -> _Taken:
        """Match an item that was stored, unless it was there before, and enqueue its alerts."""
        if reading is None:
            return _Taken(item, is_new=True)
        # Without facts an item names no procedure.
        if new.item.facts:
            deadline_changes.after_arrival(tx, item, new.item, now)
        matches = self.index.match(reading)
        if not matches:
            return _Taken(item, is_new=True)
        outbox.store_matches(tx, item, matches, self.recognizer.catalog.version, now)
        self.stories.file(tx, item, new, reading, intake.result.source, now)
        return _Taken(item, is_new=True, alerts=_enqueue(tx, item, intake.pages, now))

    def _revise(self, tx: Transaction, each: _Revised, pages: tuple[Evidence, ...], now: datetime) -> _Taken:
        """Store a changed item, and enqueue edits of its alerts, and alerts for watches that it matches only now."""
        revision, new, reading = each
        item = revision.item
        dated = deadlines.of_item(tx, item)
        if not items.rewrite(tx, item, new) or revision.baseline:
            return _Taken(item)
        matches = revisions.rematch(tx, item, self.index.match(reading))
        before = edits.shown(tx, item)
        outbox.store_matches(tx, item, matches, self.recognizer.catalog.version, now)
        enqueued = _enqueue(tx, item, pages, now) if matches else None
        edits.enqueue(tx, before, revision.change, now)
        deadline_changes.after_correction(tx, item, dated, now)
        return _Taken(item, alerts=enqueued)


class _Taken(NamedTuple):
    """An item that was taken in, and how many alerts were enqueued for it; None if it matches nothing new."""

    item: ItemId
    is_new: bool = False
    alerts: int | None = None


class _Stored(NamedTuple):
    """A document so far, after one transaction; ``whole`` if nothing of its portion is left."""

    result: Polled
    flood: Flood
    whole: bool


@dataclass(slots=True)
class _Intake:
    """A document that is being stored, in portions of one transaction each."""

    before: SourceState
    """The source's state before the poll."""
    fetched: Modified
    parsed: Parsed
    sightings: Sequence[Sighting]
    """All items of the document, oldest first."""
    result: Polled
    """The result of the portions that are stored."""
    pages: tuple[Evidence, ...]
    """What the items were read from: without the first page until an unseen item is found."""
    begin: int = 0
    """Index in ``sightings`` of the first item of the next portion."""
    flood: Flood = NO_ALERTS
    complete: bool = False
    slid_in: Collection[ItemKeys] = ()
    """Items of the portion that were there before the list showed them, so that nobody is alerted."""

    fetched_texts: dict[ItemKeys, Sighting] = field(default_factory=dict)
    """Unseen items with the texts of their pages, which are fetched once."""

    @property
    def portion(self) -> Sequence[Sighting]:
        return self.sightings[self.begin : self.begin + MAX_ITEMS_PER_WRITE]

    @property
    def is_last(self) -> bool:
        return self.begin + MAX_ITEMS_PER_WRITE >= len(self.sightings)


def _news(
    rows: Rows, source: SourceId, portion: Sequence[Sighting], now: datetime
) -> tuple[list[Sighting], list[Revision]]:
    """Return what a document has that is not stored: new items, and changes of known ones."""
    unseen = items.unseen(rows, source, portion, now)
    new = {sighting.keys for sighting in unseen}
    known = [sighting for sighting in portion if sighting.keys not in new]
    return unseen, revisions.find(rows, source, known, now) if known else []


def _enqueue(tx: Transaction, item: ItemId, pages: tuple[Evidence, ...], now: datetime) -> int:
    """Enqueue an alert for each chat that watches it, or edit the earlier alert about its story; return how many new.

    What alerts keeps its documents.
    """
    enqueued = outbox.enqueue(tx, item, now)
    if enqueued:
        evidence.keep(tx, item, pages)
    earlier, joined = stories.join(tx, item)
    if earlier:
        edits.enqueue(tx, earlier, EditCause.ALSO, now)
    return enqueued - joined


def _hash(fetched: Modified) -> bytes:
    return sha256(fetched.body).digest()
