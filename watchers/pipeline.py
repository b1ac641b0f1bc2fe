"""The path of an item from its source to the alerts in the outbox. Read this first.

     source ─▶ fetch ─▶ parse ─▶ normalize ─▶ read ──────▶ take in ──────────────────▶ outbox ─▶ (bot) deliver
               HTTP     in a     identity,    each unseen  one transaction: unseen
                        child    dates        item once    items, matches, alerts

A restart at any point loses nothing: the source's validators are written with the last of its items, so what was
not committed is fetched again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from watchers import cadence, coverage
from watchers.cadence import SourceState
from watchers.errors import BadStatus, FetchError, ParseError, ParseProblem, as_value
from watchers.feeds import templates
from watchers.feeds.delta import Unseen
from watchers.feeds.process import Parse
from watchers.http import Fetch
from watchers.items.identity import link_key, normalize, oldest_first
from watchers.matching import Index, Reading, Recognizer
from watchers.model import (
    Fetched,
    Item,
    ItemId,
    ItemKeys,
    Modified,
    NotModified,
    Parsed,
    Sighting,
    Source,
    SourceId,
    SourceKind,
    Validators,
)
from watchers.search.question import words_of
from watchers.store import Database, Transaction, items, outbox, sources
from watchers.store.items import NewItem
from watchers.store.outbox import Caps
from watchers.urls import host_of

NO_FLOOD = Caps()
"""The default limits for alerts that are sent one by one."""
MAX_ITEMS_PER_WRITE = 200
"""Items in one transaction, so that no command waits long for it."""
MAX_PAGES = 10
"""Documents fetched in one poll; a list with more pages is cut off."""
DOCUMENTS_AT_ONCE = 8
"""Documents being parsed and written at the same time; others wait as bytes."""
PATIENCE = 3
"""Consecutive polls that may fail before a list is stored without the pages that cannot be fetched."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The source has a new URL, after enough permanent redirects over a long enough time."""

    to: str
    into: SourceId | None
    """The source that already has this URL and takes over; None if there is none."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The source is permanently gone: from now on it is only checked for its return."""


@dataclass(frozen=True, slots=True)
class Polled:
    """The result of one poll."""

    source: Source
    new: int = 0
    """Items stored."""
    owed: int = 0
    """Alerts enqueued."""
    baseline: bool = False
    unchanged: bool = False
    salvaged: bool = False
    """Whether the document was damaged and read item by item."""
    problem: FetchError | ParseError | None = None
    met: tuple[ItemId, ...] = ()
    """The new items that matched queries."""
    turn: Moved | Gone | None = None
    """A permanent change of the source."""
    host_rests: bool = False
    """Whether the host asked us to wait: its other sources wait too."""


def read_item(item: Item, source: SourceId, recognizer: Recognizer) -> tuple[NewItem, Reading]:
    """Read an item and recognize what it names, once for both storing and matching; takes 0.3 ms for a headline."""
    reading = Reading(item, source, recognizer)
    return NewItem(item, link_key(item.link), words_of(reading)), reading


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
    caps: Caps = NO_FLOOD
    """How many alerts of one poll are sent one by one."""
    unseen: Unseen = field(default_factory=Unseen)
    """Removes known items from a feed before it is parsed."""
    _at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(DOCUMENTS_AT_ONCE))
    _that_hung: asyncio.Lock = field(default_factory=asyncio.Lock)
    """For sources whose last document hung the parser: together they occupy at most one parser."""

    async def poll(self, source: Source, before: SourceState | None = None) -> Polled:
        """Fetch, parse, normalize, match and enqueue once. A failure of the source is a result, not an exception.

        ``before`` is the source's state if the caller has already read it.
        """
        if before is None:
            before = await self.database.read(sources.state, source.id)
        try:
            fetched = await self._fetch(source, self._conditions(source, before))
            unseen = self._unseen_of(source, before, fetched)
            if isinstance(fetched, NotModified) or unseen is None:
                return await self.database.write(self._unchanged, source, before, fetched)
            return await self._changed(source, before, fetched, unseen)
        except (FetchError, ParseError) as problem:
            return await self.database.write(self._failed, source, before, as_value(problem))

    async def _changed(self, source: Source, before: SourceState, fetched: Modified, unseen: bytes) -> Polled:
        """Parse and store a document; ``unseen`` is the document without known items."""
        # Parsed items are large, so they must not pile up before the writer.
        async with self._that_hung if _has_hung(before) else self._at_once:
            parsed = await self.parse(source, replace(fetched, body=unseen))
            if before.baseline_at is None or not parsed.next:
                return await self._take_in_all(_Document(source, before, fetched, parsed), unseen)
        parsed = await self._with_next_pages(source, fetched, parsed, patient=before.failures < PATIENCE)
        return await self._take_in_all(_Document(source, before, fetched, parsed), unseen)

    def _unseen_of(self, source: Source, before: SourceState, fetched: Fetched) -> bytes | None:
        """Return the document without known items; None if there is nothing new."""
        if isinstance(fetched, NotModified) or _hash(fetched) == before.body_hash:
            return None
        return self.unseen.of(source.id, fetched.body, self.now()) if source.kind in _CUT else fetched.body

    def _conditions(self, source: Source, before: SourceState) -> Validators:
        whole = cadence.wants_whole(before.whole_at, source.every, self.now())
        return Validators() if whole else before.validators

    async def _fetch(self, source: Source, validators: Validators) -> Fetched:
        """Fetch the source, with a templated URL filled in for today.

        A redirect of a filled-in URL contains the filled-in values, so it is not kept as the source's new URL.
        """
        url = templates.to_fetch(source, self.now())
        if url == source.url:
            return await self.fetch(source, validators)
        if templates.has_days(source.url):
            validators = Validators()
        return replace(await self.fetch(replace(source, url=url), validators), moved_to=None)

    async def _with_next_pages(self, source: Source, fetched: Modified, first: Parsed, *, patient: bool) -> Parsed:
        """Return the document with its next pages, as long as no item on a page was seen before.

        Lists begin with the newest item, so a page with a known item is the last that can contain a new one. A page
        that cannot be fetched fails the whole poll, so that no items in between are lost; if not ``patient``, after
        repeated failures, it ends the list. The last page is stored first, so that what a crash leaves out is
        fetched again.
        """
        page, found = first, list(first.items)
        been = {fetched.url}
        while await self._goes_on(source, fetched.url, page, been):
            been.add(page.next)
            try:
                answer = await self._fetch(replace(source, url=page.next), Validators())
                if isinstance(answer, NotModified):
                    break
                page = await self.parse(source, answer)
            except (FetchError, ParseError):
                if patient:
                    raise
                break
            found = [*page.items, *found]
        return replace(first, items=tuple(found))

    async def _goes_on(self, source: Source, begun_at: str, page: Parsed, been: set[str]) -> bool:
        """Return whether to fetch the next page: same host, not fetched yet, within the limit, no known item so far."""
        if not page.next or page.next in been or len(been) >= MAX_PAGES:
            return False
        if host_of(page.next) != host_of(begun_at):
            return False
        sightings = normalize(page, source, self.now())
        return await self.database.read(items.all_unseen, source.id, sightings)

    async def _take_in_all(self, document: _Document, unseen: bytes) -> Polled:
        """Store a document in one or more transactions; the last one includes the source's validators."""
        source = document.source
        sightings = oldest_first(normalize(document.parsed, source, self.now()))
        total = Polled(source, baseline=document.baseline, salvaged=document.parsed.salvaged)
        for begin in range(0, max(1, len(sightings)), MAX_ITEMS_PER_WRITE):
            portion = _Portion(document, sightings, begin, total, self.now())
            while (stored := await self._take_in_portion(portion)) is None:
                pass
            total = stored
        if source.kind in _CUT:
            self.unseen.remember(source.id, document.fetched.body, unseen, self.now())
        return total

    async def _take_in_portion(self, portion: _Portion) -> Polled | None:
        """Read each unseen item once, yield to the event loop after each, and store them.

        A headline takes 0.3 ms, the longest text about 20 ms. With 200 items of 350 words the loop was never blocked
        for more than 30 ms, on two cores with four other programs running.

        Returns:
            The result so far; None if more items became unseen meanwhile: then nothing is written.
        """
        source = portion.document.source.id
        rows: dict[ItemKeys, NewItem] = {}
        readings: dict[ItemKeys, Reading] = {}
        for sighting in await self.database.read(items.unseen, source, portion.sightings, portion.at):
            rows[sighting.keys], reading = read_item(sighting.item, source, self.recognizer)
            # A reading of 350 words takes 66 KB of memory, and a baseline is not matched.
            if not portion.document.baseline:
                readings[sighting.keys] = reading
            await asyncio.sleep(0)
        return await self.database.write(self._take_in, portion, rows, readings)

    def _take_in(
        self,
        tx: Transaction,
        portion: _Portion,
        rows: Mapping[ItemKeys, NewItem],
        readings: Mapping[ItemKeys, Reading],
    ) -> Polled | None:
        """Store unseen items, match them and enqueue alerts, in one transaction; finish the poll with the last portion.

        Alerts that exceed the caps go into lists, which wait for the end of the poll. The first good poll is the
        source's baseline: its items are stored without alerts. Items are matched here and not when they are read,
        so that every rule and alias committed before this transaction applies.
        """
        document, now, so_far = portion.document, portion.at, portion.so_far
        source = document.source.id
        added = items.add_unseen(tx, source, portion.sightings, rows, now, document.baseline)
        if added is None:
            return None
        owed, met = 0, so_far.met
        for identifier, keys in added:
            if keys in readings and (matches := self.index.match(readings[keys])):
                outbox.decide(tx, identifier, matches, self.recognizer.catalog.version, now)
                owed += outbox.owe(tx, identifier, now)
                met += (identifier,)
        outbox.gather(tx, source, met, self.caps, now)
        total = replace(so_far, new=so_far.new + len(added), owed=so_far.owed + owed, met=met)
        return self._finish(tx, portion, total) if portion.is_last else total

    def _finish(self, tx: Transaction, portion: _Portion, total: Polled) -> Polled:
        """Release the lists and store the source's new state, after the last item of a document."""
        document, now = portion.document, portion.at
        parsed, before = document.parsed, document.before
        outbox.let_go(tx, document.source.id, now)
        dates = (sighting.item.published for sighting in portion.all)
        told = [date for date in dates if date is not None and date <= now]
        newest = max(told, default=None) if document.baseline else now if total.new else None
        after = replace(
            before,
            body_hash=_hash(document.fetched),
            ttl=parsed.ttl,
            skip_hours=" ".join(map(str, parsed.skip_hours)),
            skip_days=" ".join(map(str, parsed.skip_days)),
            newest_at=newest or before.newest_at,
            rhythm=coverage.rhythm(told) or before.rhythm,
        )
        return replace(total, turn=_settle(tx, document.source, after, document.fetched, now))

    def _unchanged(self, tx: Transaction, source: Source, before: SourceState, fetched: Fetched) -> Polled:
        return Polled(source, unchanged=True, turn=_settle(tx, source, before, fetched, self.now()))

    def _failed(self, tx: Transaction, source: Source, before: SourceState, problem: FetchError | ParseError) -> Polled:
        now = self.now()
        status, retry_after = (problem.status, problem.retry_after) if isinstance(problem, BadStatus) else (None, None)
        missing_since = before.missing_since or (now if status == 404 else None)
        gone = before.gone_at is not None or cadence.is_gone(status, missing_since, now)
        failures, jitter = before.failures + 1, self.jitter()
        if gone:
            due_at = cadence.next_probe(now, source.every, jitter)
        else:
            due_at = cadence.next_due(now, source.every, failures=failures, retry_after=retry_after, jitter=jitter)
        after = replace(
            before,
            polled_at=now,
            due_at=due_at,
            failures=failures,
            failing_since=before.failing_since or now,
            problem=type(problem).__name__,
            detail=_detail(problem),
            missing_since=missing_since,
            gone_at=before.gone_at or (now if gone else None),
        )
        sources.save(tx, after)
        rest = cadence.host_rest(status, retry_after, due_at - now)
        if isinstance(problem, BadStatus) and rest is not None:
            sources.leave_alone(tx, problem.url, now + rest)
        turn = Gone() if gone and before.gone_at is None else None
        return Polled(source, problem=problem, turn=turn, host_rests=rest is not None)


_CUT = (SourceKind.RSS, SourceKind.ATOM)
"""Kinds whose items can be separated without parsing."""


@dataclass(frozen=True, slots=True)
class _Document:
    """A fetched and parsed document to store, and the source's state before the poll."""

    source: Source
    before: SourceState
    fetched: Modified
    parsed: Parsed

    @property
    def baseline(self) -> bool:
        return self.before.baseline_at is None


@dataclass(frozen=True, slots=True)
class _Portion:
    """The part of a document that is stored in one transaction."""

    document: _Document
    all: Sequence[Sighting]
    """All items of the document, oldest first."""
    begin: int
    """Index in ``all`` of the first item of this portion."""
    so_far: Polled
    """The result of the previous portions."""
    at: datetime

    @property
    def sightings(self) -> Sequence[Sighting]:
        return self.all[self.begin : self.begin + MAX_ITEMS_PER_WRITE]

    @property
    def is_last(self) -> bool:
        return self.begin + MAX_ITEMS_PER_WRITE >= len(self.all)


def _has_hung(before: SourceState) -> bool:
    return before.problem == ParseError.__name__ and before.detail == ParseProblem.TOO_SLOW.value


def _settle(tx: Transaction, source: Source, state: SourceState, fetched: Fetched, now: datetime) -> Moved | None:
    """Store the state of a source after a good poll.

    Move the source after enough permanent redirects over a long enough time; return the move, None if not made.
    """
    move = cadence.moving(state.move, fetched.moved_to, now)
    after = replace(
        state,
        etag=fetched.validators.etag,
        last_modified=fetched.validators.last_modified,
        polled_at=now,
        ok_at=now,
        due_at=cadence.next_due(now, source.every, fresh_for=fetched.fresh_for, hints=state.hints),
        baseline_at=state.baseline_at or now,
        whole_at=now if isinstance(fetched, Modified) else state.whole_at,
        failures=0,
        failing_since=None,
        problem=None,
        detail=None,
        missing_since=None,
        gone_at=None,
        moved_to=move.to if move else None,
        moved_since=move.since if move else None,
        moved_polls=move.polls if move else 0,
    )
    sources.save(tx, after)
    if move is None or not cadence.has_moved(move, now):
        return None
    return Moved(move.to, sources.relocate(tx, source.id, move.to))


def _detail(problem: FetchError | ParseError) -> str | None:
    match problem:
        case BadStatus():
            return str(problem.status)
        case ParseError():
            return problem.problem.value
    return None


def _hash(fetched: Modified) -> bytes:
    return sha256(fetched.body).digest()
