"""Find the feeds at an address that a person typed, and read each once, within a budget of requests and time."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from watchers.errors import AddressRefused, BadStatus, FetchError, ParseError, ParseProblem, TooSlow, as_value
from watchers.feeds.addresses import known_feeds, read_address, settled, usual_places
from watchers.feeds.process import Parse, ReadPage
from watchers.http import Fetch
from watchers.items.identity import normalize
from watchers.model import FeedPage, Item, Modified, Parsed, Source, SourceId, SourceKind, Validators
from watchers.urls import canonical_feed, host_of

MAX_REQUESTS: Final = 12
WITHIN: Final = timedelta(seconds=25)
MAX_RESULTS: Final = 5
SHOWN: Final = 3
MAX_NAME_LENGTH: Final = 120
AT_ONCE: Final = 4
"""Searches that run at the same time; further ones wait."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that was found and read."""

    url: str
    title: str
    """The feed's title, or its host if it has none."""
    kind: SourceKind
    language: str
    """The language of most items; "" if unknown."""
    items: int
    newest: tuple[Item, ...]
    """At most three items, newest first."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """The result of looking for feeds at an address."""

    address: str
    """The address as understood, or as typed if it could not be understood."""
    candidates: tuple[Candidate, ...]
    """At most five feeds, the most likely first."""
    problem: FetchError | ParseError | None
    """Why the address could not be read; None if it is a feed, or a page without feeds."""


@dataclass(frozen=True, slots=True)
class Discoverer:
    """Find feeds through the fetch and parse ports; the address guard of ``fetch`` applies to every request."""

    fetch: Fetch
    parse: Parse
    read_page: ReadPage
    now: Callable[[], datetime]
    within: timedelta = WITHIN
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def __call__(self, typed: str, trusted: bool = False) -> Discovered:
        """Return the feeds found at what was typed; ``trusted`` also allows the permitted private networks."""
        try:
            meant = read_address(typed)
        except AddressRefused as problem:
            return Discovered(typed, (), as_value(problem))
        visit = _Visit(self, trusted)
        async with self._places:
            try:
                async with asyncio.timeout(self.within.total_seconds()):
                    await visit.any_of(meant)
            except TimeoutError:
                visit.problem = visit.problem or TooSlow(meant[0], "too slow")
        return visit.result(meant[0])


@dataclass(slots=True)
class _Visit:
    """One search, from the address itself to guesses, until something is found or the budget is spent."""

    by: Discoverer
    trusted: bool
    problem: FetchError | ParseError | None = None
    _seen: set[str] = field(default_factory=set)
    """The addresses that were requested."""
    _found: dict[str, Candidate] = field(default_factory=dict)
    _address: str = ""

    def result(self, address: str) -> Discovered:
        """Return what was found so far."""
        found = tuple(self._found.values())
        return Discovered(self._address or address, found, None if found else self.problem)

    async def any_of(self, meant: Sequence[str]) -> None:
        """Search at each possible address, until one answers."""
        for address in meant:
            if await self._feeds(known_feeds(address)) or await self._at(address):
                return

    async def _at(self, address: str) -> bool:
        """Search at one address. Return False if nothing answers."""
        match await self._get(address):
            case Modified() as fetched:
                self.problem = None
                await self._feeds_of(address, fetched)
            case BadStatus() as problem:
                # Sites that block robots from their pages often allow them to read the feed.
                self.problem = problem
                await self._feeds(usual_places(address), enough=1)
            case problem:
                self.problem = self.problem or problem
                return False
        return True

    async def _feeds_of(self, address: str, fetched: Modified) -> None:
        self._address = fetched.url
        if await self._take(address, fetched):
            return
        try:
            page = await self.by.read_page(fetched)
        except ParseError as problem:
            self.problem = as_value(problem)
            return
        await self._named_by(page, fetched.url)

    async def _named_by(self, page: FeedPage, url: str) -> None:
        """Try the feeds that the page declares, then those that it links to, then the usual places."""
        declared = [link.url for link in page.declared]
        known = known_feeds(page.canonical)
        if await self._feeds([*known, *declared], enough=MAX_RESULTS):
            return
        if await self._feeds([link.url for link in page.linked], enough=SHOWN, most=MAX_REQUESTS // 3):
            return
        await self._feeds(usual_places(url), enough=1)

    async def _feeds(self, urls: Iterable[str], enough: int = MAX_RESULTS, most: int = MAX_REQUESTS) -> bool:
        """Fetch ``most`` addresses at most, until ``enough`` are feeds. Return whether any is."""
        before = len(self._found)
        for url in list(dict.fromkeys(urls))[:most]:
            if len(self._found) - before >= enough:
                break
            fetched = await self._get(url)
            if isinstance(fetched, Modified):
                await self._take(url, fetched)
        return len(self._found) > before

    async def _get(self, url: str) -> Modified | FetchError | None:
        """Fetch an address. Return None if it was fetched before or the request budget is spent."""
        if len(self._seen) >= MAX_REQUESTS or url in self._seen:
            return None
        self._seen.add(url)
        try:
            fetched = await self.by.fetch(self._source(url), Validators())
        except FetchError as problem:
            return as_value(problem)
        assert isinstance(fetched, Modified), "without validators there is no 304"
        return fetched

    async def _take(self, url: str, fetched: Modified) -> bool:
        """Return whether a document is a feed, and keep it as a candidate if so."""
        source = self._source(settled(url, fetched.url), _kind(fetched))
        try:
            parsed = await self.by.parse(source, fetched)
        except ParseError as problem:
            if problem.problem not in (ParseProblem.HTML, ParseProblem.NOT_A_FEED):
                self.problem = self.problem or as_value(problem)
            return False
        items = [sighting.item for sighting in normalize(parsed, source, self.by.now())]
        self._found.setdefault(canonical_feed(source.url), _candidate(source, parsed, items))
        return True

    def _source(self, url: str, kind: SourceKind = SourceKind.RSS) -> Source:
        return Source(SourceId("discover"), url, kind=kind, trusted=self.trusted)


def _kind(fetched: Modified) -> SourceKind:
    """Guess the kind from the start of the document; the parser of any kind reads all three."""
    if fetched.body[:4_000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return SourceKind.JSON_FEED
    return SourceKind.ATOM if b"<feed" in fetched.body[:4_000] else SourceKind.RSS


def _candidate(source: Source, parsed: Parsed, items: list[Item]) -> Candidate:
    spoken = Counter(item.language for item in items).most_common(1)
    return Candidate(
        url=source.url,
        title=parsed.title[:MAX_NAME_LENGTH].strip() or host_of(source.url) or source.url,
        kind=source.kind,
        language=spoken[0][0] if spoken else parsed.language,
        items=len(items),
        newest=tuple(_newest_first(items)[:SHOWN]),
    )


def _newest_first(items: list[Item]) -> list[Item]:
    """Sort by date if every item has one; else keep the document's order, which is newest first in most feeds."""
    dated = [(item.published, -at, item) for at, item in enumerate(items) if item.published is not None]
    if len(dated) < len(items):
        return items
    return [item for _, _, item in sorted(dated, key=lambda each: each[:2], reverse=True)]
