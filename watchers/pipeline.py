"""The whole way of an item, from its source to the alerts that it owes. Read this first.

     source ─▶ fetch ─▶ parse ─▶ normalise ─▶ take in ──────────────────────────▶ outbox ─▶ (bot) deliver
               httpx    in a     identity,    one transaction: unseen items,
                        child    dates        their matches, the alerts owed

A restart at any point loses nothing: what was not committed is fetched again, since the source's
validators are written with the last of its items.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

from watchers import cadence, coverage
from watchers.errors import BadStatus, FetchError, ParseError
from watchers.fetch import Fetch
from watchers.match import Index, Recogniser
from watchers.model import Fetched, ItemId, Modified, NotModified, Parsed, Sighting, Source, Validators
from watchers.normalise import normalise, oldest_first
from watchers.parsing import Parse
from watchers.sources import addresses
from watchers.store import Database, Transaction, items, outbox, sources
from watchers.store.outbox import Caps

MOST_IN_ONE_WRITE = 200
"""Items in one transaction: no command waits long behind it."""
NO_FLOOD = Caps()
MOST_PAGES = 10
"""Documents of one poll; behind them a list is left alone."""
PATIENCE = 3
"""Polls in a row that may fail before a list is taken in as far as it can be had."""


@dataclass(frozen=True, slots=True)
class Polled:
    """What one poll brought."""

    source: Source
    new: int = 0
    owed: int = 0
    baseline: bool = False
    unchanged: bool = False
    problem: FetchError | ParseError | None = None
    met: tuple[ItemId, ...] = ()
    """The new items that met queries."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The ports that the way needs: network, parser, database, index, clock and chance."""

    fetch: Fetch
    parse: Parse
    database: Database
    index: Index
    recogniser: Recogniser
    """The same that the index asks."""
    now: Callable[[], datetime]
    jitter: Callable[[], float]
    """A number from -1 to 1."""
    caps: Caps = NO_FLOOD
    """What of one poll is too much to come one by one."""

    async def poll(self, source: Source) -> Polled:
        """Goes the whole way once. A source's own failure is a result, not an exception."""
        before = await self.database.read(sources.polled, source.id)
        try:
            fetched = await self._fetch(source, before.validators)
            if isinstance(fetched, NotModified) or _hash(fetched) == before.body_hash:
                return await self.database.write(self._unchanged, source, fetched, self.now())
            parsed = await self.parse(source, fetched)
            if before.baseline_at is not None:
                parsed = await self._with_next_pages(source, fetched, parsed, patient=before.failures < PATIENCE)
        except (FetchError, ParseError) as problem:
            return await self.database.write(self._failed, source, problem, before.failures + 1, self.now())
        sightings = oldest_first(normalise(parsed, source, self.now()))
        return await self._take_in_all(source, fetched, parsed, sightings, baseline=before.baseline_at is None)

    async def _fetch(self, source: Source, validators: Validators) -> Fetched:
        """Asks at the address of today, where the source's changes by the day."""
        asked = replace(source, url=addresses.to_fetch(source, self.now()))
        return await self.fetch(asked, Validators() if addresses.has_days(source.url) else validators)

    async def _with_next_pages(self, source: Source, fetched: Modified, first: Parsed, *, patient: bool) -> Parsed:
        """The document with what it goes on with, page by page while nothing on a page was seen before.

        Lists begin with the newest, so that a page with a known item is the last that can hold a new one. A
        page that cannot be had fails the poll as a whole, so that nothing is lost between; where polls fail on
        and on, it ends the list. The last page is taken in first: what a crash leaves out is asked for again.
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
        """Whether the page that comes next is to be had: on the same host, not yet seen, and not one too many."""
        if not page.next or page.next in been or len(been) >= MOST_PAGES:
            return False
        if urlsplit(page.next).hostname != urlsplit(begun_at).hostname:
            return False
        sightings = normalise(page, source, self.now())
        return await self.database.read(items.all_unseen, source.id, sightings)

    async def _take_in_all(
        self, source: Source, fetched: Modified, parsed: Parsed, sightings: Sequence[Sighting], baseline: bool
    ) -> Polled:
        """In several writes, each whole in itself; the source's validators go with the last."""
        total = Polled(source, baseline=baseline)
        for at in range(0, max(1, len(sightings)), MOST_IN_ONE_WRITE):
            chunk = sightings[at : at + MOST_IN_ONE_WRITE]
            settles = (fetched, parsed) if at + MOST_IN_ONE_WRITE >= len(sightings) else None
            taken = await self.database.write(self._take_in, source, chunk, settles, baseline, total.met, self.now())
            total = replace(total, new=total.new + taken.new, owed=total.owed + taken.owed, met=taken.met)
        return total

    def _take_in(
        self,
        tx: Transaction,
        source: Source,
        sightings: Sequence[Sighting],
        settles: tuple[Modified, Parsed] | None,
        baseline: bool,
        met: tuple[ItemId, ...],
        now: datetime,
    ) -> Polled:
        """The one transaction: unseen items, what they match, the alerts owed, when the source is next due.

        ``met`` are the items of this poll that met queries before. What comes in masses is put into lists,
        which wait for the end of the poll. The first good poll is the source's baseline: its items are stored, and
        nobody is told.
        """
        added = items.add_unseen(tx, source.id, sightings, now, baseline, self.recogniser)
        owed = 0
        for identifier, item in [] if baseline else added:
            matches = self.index.match(item, source.id)
            outbox.decide(tx, identifier, matches, self.recogniser.catalogue.version, now)
            owed += outbox.owe(tx, identifier, now) if matches else 0
            met += (identifier,) if matches else ()
        outbox.gather(tx, source.id, met, self.caps, now)
        if settles is not None:
            outbox.let_go(tx, source.id, now)
            fetched, parsed = settles
            due_at = cadence.next_due(now, source.every, fresh_for=fetched.fresh_for, ttl=parsed.ttl)
            dates = [sighting.item.published for sighting in sightings]
            told = [date for date in dates if date is not None and date <= now]
            newest = max(told, default=None) if baseline else now if added else None
            rhythm = coverage.rhythm(told)
            sources.settle(tx, source.id, fetched.validators, _hash(fetched), due_at, now, newest, rhythm)
        return Polled(source, len(added), owed, baseline, met=met)

    def _unchanged(self, tx: Transaction, source: Source, fetched: Fetched, now: datetime) -> Polled:
        due_at = cadence.next_due(now, source.every, fresh_for=fetched.fresh_for)
        sources.settle(tx, source.id, fetched.validators, None, due_at, now)
        return Polled(source, unchanged=True)

    def _failed(
        self, tx: Transaction, source: Source, problem: FetchError | ParseError, failures: int, now: datetime
    ) -> Polled:
        retry_after = problem.retry_after if isinstance(problem, BadStatus) else None
        due_at = cadence.next_due(now, source.every, failures=failures, retry_after=retry_after, jitter=self.jitter())
        sources.fail(tx, source.id, type(problem).__name__, due_at, now, _detail(problem))
        return Polled(source, problem=problem)


def _detail(problem: FetchError | ParseError) -> str | None:
    match problem:
        case BadStatus():
            return str(problem.status)
        case ParseError():
            return problem.problem.value
    return None


def _hash(fetched: Modified) -> bytes:
    return sha256(fetched.body).digest()
