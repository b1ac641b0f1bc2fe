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
from datetime import datetime, timedelta
from hashlib import sha256

from watchers import cadence, coverage
from watchers.errors import BadStatus, FetchError, ParseError, ParseProblem, as_value
from watchers.failpoints import Failpoint, reach
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
from watchers.search import words
from watchers.store import Database, Transaction, items, outbox, sources
from watchers.store.items import NewItem
from watchers.store.outbox import Caps
from watchers.urls import host_of

NO_FLOOD = Caps()
"""The default limits for alerts that are sent one by one."""
MAX_ITEMS_PER_WRITE = 200
"""Items in one transaction, so that no command waits long for it."""
FEW = 5
"""Documents with at most this many items share a transaction with other sources."""
MAX_PAGES = 10
"""Documents fetched in one poll; a list with more pages is cut off."""
DOCUMENTS_AT_ONCE = 8
ADDED_AT_ONCE = 2
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


@dataclass(frozen=True, slots=True)
class ReadItem:
    """An unseen item, read and recognized once for both matching and storing."""

    reading: Reading
    row: NewItem


def read_item(item: Item, source: SourceId, recognizer: Recognizer) -> ReadItem:
    """Read an item and recognize what it names; takes about 0.3 ms for a headline."""
    reading = Reading(item, source, recognizer)
    return ReadItem(reading, NewItem(item, link_key(item.link), words.of_reading(reading)))


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
    _marks: dict[SourceId, tuple[bytes | None, int]] = field(default_factory=dict)
    """The SHA-256 and the ``hash`` of the last body of each source that sends the same body repeatedly."""
    _at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(DOCUMENTS_AT_ONCE))
    _that_hung: asyncio.Lock = field(default_factory=asyncio.Lock)
    """For sources whose last document hung the parser: together they occupy at most one parser."""
    _added: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(ADDED_AT_ONCE))
    """For sources that chats added, which have a parser of their own."""

    async def poll(self, source: Source, before: sources.Polled | None = None) -> Polled:
        """Fetch, parse, normalize, match and enqueue once. A failure of the source is a result, not an exception.

        ``before`` is the source's state if the caller has already read it.
        """
        if before is None:
            before = await self.database.read(sources.polled, source.id)
        try:
            fetched = await self._fetch(source, self._conditions(source, before))
            unseen = self._unseen_of(source, before, fetched)
            if isinstance(fetched, NotModified) or unseen is None:
                unchanged = _Unchanged(source, before, fetched, self.now())
                return await self.database.write_together(self._unchanged, unchanged)
            return await self._changed(source, before, fetched, unseen)
        except (FetchError, ParseError) as problem:
            failed = _Failed(source, before, as_value(problem), self.now())
            return await self.database.write_together(self._failed, failed)

    async def _changed(self, source: Source, before: sources.Polled, fetched: Modified, unseen: bytes) -> Polled:
        """Parse and store a document; ``unseen`` is the document without known items."""
        reach(Failpoint.FETCHED)
        # Parsed items are large, so they must not pile up before the writer.
        async with self._place(source, before):
            parsed = await self.parse(source, replace(fetched, body=unseen))
            reach(Failpoint.PARSED)
            if before.baseline_at is None or not parsed.next:
                return await self._take_in_all(_Document(source, before, fetched, parsed, unseen))
        parsed = await self._with_next_pages(source, fetched, parsed, patient=before.failures < PATIENCE)
        return await self._take_in_all(_Document(source, before, fetched, parsed, unseen))

    def _place(self, source: Source, before: sources.Polled) -> asyncio.Semaphore | asyncio.Lock:
        """Return what limits how many documents are parsed and written at once."""
        if not source.trusted:
            return self._added
        return self._that_hung if _has_hung(before) else self._at_once

    def _unseen_of(self, source: Source, before: sources.Polled, fetched: Fetched) -> bytes | None:
        """Return the document without known items; None if there is nothing new."""
        if isinstance(fetched, NotModified) or self._is_last_body(source, before, fetched):
            return None
        return self.unseen.of(source.id, fetched.body, self.now()) if source.kind in _CUT else fetched.body

    def _is_last_body(self, source: Source, before: sources.Polled, fetched: Modified) -> bool:
        """Return whether the body is the one that was stored last; a repeated check costs a tenth of the first."""
        mark = before.body_hash, hash(fetched.body)
        if self._marks.get(source.id) == mark:
            return True
        if _hash(fetched) != before.body_hash:
            return False
        self._marks[source.id] = mark
        return True

    def _conditions(self, source: Source, before: sources.Polled) -> Validators:
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

    async def _take_in_all(self, document: _Document) -> Polled:
        """Store a document in one or more transactions; the last one includes the source's validators."""
        sightings = oldest_first(normalize(document.parsed, document.source, self.now()))
        total = Polled(document.source, baseline=document.baseline, salvaged=document.parsed.salvaged)
        for begin in range(0, max(1, len(sightings)), MAX_ITEMS_PER_WRITE):
            total = await self._take_in_portion(_Portion(document, sightings, begin, total, self.now()))
        if document.source.kind in _CUT:
            self.unseen.remember(document.source.id, document.fetched.body, document.unseen, self.now())
        return total

    async def _take_in_portion(self, portion: _Portion) -> Polled:
        """Read the unseen items, then store them; repeat if more items became unseen meanwhile."""
        while True:
            prepared = await self._read_unseen(portion)
            reach(Failpoint.READ)
            if len(portion.all) <= FEW:
                total = await self.database.write_together(self._take_in_each, prepared)
            else:
                total = await self.database.write(self._take_in, prepared)
            if total is not None:
                reach(Failpoint.STORED)
                return total

    async def _read_unseen(self, portion: _Portion) -> _Portion:
        """Read each unseen item once, and yield to the event loop after each.

        A headline takes 0.3 ms, the longest text about 20 ms. With 200 items of 350 words the loop was never blocked
        for more than 30 ms, on two cores with four other programs running.
        """
        if not portion.sightings:
            return portion
        source = portion.document.source.id
        rows: dict[ItemKeys, NewItem] = {}
        readings: dict[ItemKeys, Reading] = {}
        for sighting in await self.database.read(items.unseen, source, portion.sightings, portion.at):
            read = read_item(sighting.item, source, self.recognizer)
            rows[sighting.keys] = read.row
            # A reading of 350 words takes 66 KB of memory, and a baseline is not matched.
            if not portion.document.baseline:
                readings[sighting.keys] = read.reading
            await asyncio.sleep(0)
        return replace(portion, rows=rows, readings=readings)

    def _take_in_each(self, tx: Transaction, portions: Sequence[_Portion]) -> list[Polled | None]:
        return [self._take_in(tx, portion) for portion in portions]

    def _take_in(self, tx: Transaction, portion: _Portion) -> Polled | None:
        """Store unseen items, match them and enqueue alerts, in one transaction; finish the poll with the last portion.

        Alerts that exceed the caps go into lists, which wait for the end of the poll. The first good poll is the
        source's baseline: its items are stored without alerts. Items are matched here and not when they are read,
        so that every rule and alias committed before this transaction applies.

        Returns:
            The result so far; None if an unseen item was not read: then nothing is written.
        """
        document, now, so_far = portion.document, portion.at, portion.so_far
        source = document.source.id
        added = items.add_unseen(tx, source, portion.sightings, portion.rows, now, document.baseline)
        if added is None:
            return None
        owed, met = 0, so_far.met
        for identifier, keys in [] if document.baseline else added:
            matches = self.index.match(portion.readings[keys])
            outbox.decide(tx, identifier, matches, self.recognizer.catalog.version, now)
            owed += outbox.owe(tx, identifier, now) if matches else 0
            met += (identifier,) if matches else ()
        outbox.gather(tx, source, met, self.caps, now)
        total = replace(so_far, new=so_far.new + len(added), owed=so_far.owed + owed, met=met)
        total = self._finish(tx, portion, total) if portion.is_last else total
        reach(Failpoint.STORING)
        return total

    def _finish(self, tx: Transaction, portion: _Portion, total: Polled) -> Polled:
        """Release the lists and store the source's new state, after the last item of a document."""
        document, now = portion.document, portion.at
        outbox.let_go(tx, document.source.id, now)
        dates = (sighting.item.published for sighting in portion.all)
        told = [date for date in dates if date is not None and date <= now]
        newest = max(told, default=None) if document.baseline else now if total.new else None
        wishes = document.wishes
        contents = sources.Contents(
            body_hash=_hash(document.fetched),
            wishes=None if wishes == document.before.wishes else wishes,
            newest_at=newest,
            rhythm=coverage.rhythm(told),
        )
        sources.take_in(tx, document.source.id, contents)
        poll = _good_poll(document.source, document.before, document.fetched, wishes, now)
        sources.settle(tx, [poll])
        return replace(total, turn=_turn(tx, poll))

    def _unchanged(self, tx: Transaction, cases: Sequence[_Unchanged]) -> list[Polled]:
        polls = [_good_poll(case.source, case.before, case.fetched, case.before.wishes, case.at) for case in cases]
        sources.settle(tx, polls)
        return [
            Polled(case.source, unchanged=True, turn=_turn(tx, poll)) for case, poll in zip(cases, polls, strict=True)
        ]

    def _failed(self, tx: Transaction, cases: Sequence[_Failed]) -> list[Polled]:
        return [self._fail(tx, case) for case in cases]

    def _fail(self, tx: Transaction, case: _Failed) -> Polled:
        source, before, problem, now = case.source, case.before, case.problem, case.at
        status = problem.status if isinstance(problem, BadStatus) else None
        missing_since = before.missing_since or (now if status == 404 else None)
        gone = before.gone_at is not None or cadence.is_gone(status, missing_since, now)
        due_at = self._again_at(case, gone)
        failure = sources.Failure(now, due_at, type(problem).__name__, _detail(problem), status == 404, gone)
        sources.fail(tx, source.id, failure)
        turn = Gone() if gone and before.gone_at is None else None
        return Polled(source, problem=problem, turn=turn, host_rests=_leave_alone(tx, problem, due_at - now, now))

    def _again_at(self, case: _Failed, gone: bool) -> datetime:
        every = case.source.every
        if gone:
            return cadence.next_probe(case.at, every, self.jitter())
        retry_after = case.problem.retry_after if isinstance(case.problem, BadStatus) else None
        failures = case.before.failures + 1
        return cadence.next_due(case.at, every, failures=failures, retry_after=retry_after, jitter=self.jitter())


_CUT = (SourceKind.RSS, SourceKind.ATOM)
"""Kinds whose items can be separated without parsing."""


@dataclass(frozen=True, slots=True)
class _Document:
    """A fetched and parsed document to store, and the source's state before the poll."""

    source: Source
    before: sources.Polled
    fetched: Modified
    parsed: Parsed
    unseen: bytes
    """The part of the body that was parsed, without known items."""

    @property
    def baseline(self) -> bool:
        return self.before.baseline_at is None

    @property
    def wishes(self) -> cadence.Wishes:
        return cadence.Wishes(self.parsed.ttl, self.parsed.skip_hours, self.parsed.skip_days)


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
    rows: Mapping[ItemKeys, NewItem] = field(default_factory=dict)
    """Its unseen items, for storing."""
    readings: Mapping[ItemKeys, Reading] = field(default_factory=dict)
    """The same items, for matching; empty for a baseline."""

    @property
    def sightings(self) -> Sequence[Sighting]:
        return self.all[self.begin : self.begin + MAX_ITEMS_PER_WRITE]

    @property
    def is_last(self) -> bool:
        return self.begin + MAX_ITEMS_PER_WRITE >= len(self.all)


@dataclass(frozen=True, slots=True)
class _Unchanged:
    """A poll without new items, and the source's state before it."""

    source: Source
    before: sources.Polled
    fetched: Fetched
    at: datetime


@dataclass(frozen=True, slots=True)
class _Failed:
    """A failed poll, and the source's state before it."""

    source: Source
    before: sources.Polled
    problem: FetchError | ParseError
    at: datetime


def _has_hung(before: sources.Polled) -> bool:
    return before.problem == ParseError.__name__ and before.detail == ParseProblem.TOO_SLOW.value


def _good_poll(
    source: Source, before: sources.Polled, fetched: Fetched, wishes: cadence.Wishes, now: datetime
) -> sources.GoodPoll:
    return sources.GoodPoll(
        source=source.id,
        at=now,
        due_at=cadence.next_due(now, source.every, fresh_for=fetched.fresh_for, wishes=wishes),
        validators=fetched.validators,
        move=cadence.moving(before.move, fetched.moved_to, now),
        whole=isinstance(fetched, Modified),
    )


def _turn(tx: Transaction, poll: sources.GoodPoll) -> Moved | None:
    """Move the source after enough permanent redirects over a long enough time; return the move, None if not made."""
    if poll.move is None or not cadence.has_moved(poll.move, poll.at):
        return None
    return Moved(poll.move.to, sources.relocate(tx, poll.source, poll.move.to))


def _leave_alone(tx: Transaction, problem: FetchError | ParseError, wait: timedelta, now: datetime) -> bool:
    """Make all sources of a host wait if its error requires it; return whether it does."""
    rest = cadence.host_rest(problem.status, problem.retry_after, wait) if isinstance(problem, BadStatus) else None
    if rest is None or not isinstance(problem, BadStatus):
        return False
    sources.leave_alone(tx, problem.url, now + rest)
    return True


def _detail(problem: FetchError | ParseError) -> str | None:
    match problem:
        case BadStatus():
            return str(problem.status)
        case ParseError():
            return problem.problem.value
    return None


def _hash(fetched: Modified) -> bytes:
    return sha256(fetched.body).digest()
