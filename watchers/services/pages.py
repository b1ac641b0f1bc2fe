"""Fetch the pages of items whose feed gives no text, where the operator allows it, and take the text of the article.

Manners: robots.txt is respected, pages of one host are fetched one after another with a gap, and at most a few for
each poll. An item whose page gives no text is stored as the feed has it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from watchers.errors import BadStatus, FetchError, ParseError
from watchers.feeds.process import ReadArticle
from watchers.http import Fetch
from watchers.http.robots import CLOSED, NO_RULES, Robots, read_robots
from watchers.items.identity import Sighting
from watchers.model import DOCUMENT, Item, Modified, Source, TextUse, Validators
from watchers.urls import host_of, origin_of

log = logging.getLogger(__name__)

MAX_PAGES: Final = 5
"""Pages fetched in one poll; the other items are stored without a text."""
TOTAL: Final = timedelta(seconds=20)
"""Time for these pages, so that no alert waits long for them."""
GAP: Final = timedelta(seconds=2)
"""Time between two pages of one host, if its robots.txt asks for none."""
ROBOTS_LAST: Final = timedelta(days=1)
"""How long a robots.txt that was read counts."""
CLOSED_LASTS: Final = timedelta(hours=1)
"""How long a host whose robots.txt could not be read is left alone."""


class Pages:
    """Texts of pages. ``user_agent`` is for sources without their own."""

    def __init__(self, fetch: Fetch, read: ReadArticle, user_agent: str, gap: timedelta = GAP) -> None:
        self._fetch = fetch
        self._read = read
        self._user_agent = user_agent
        self._gap = gap
        self._known: dict[tuple[str, str], tuple[Robots, float]] = {}
        """The rules of each host for each agent, and until when they count, in seconds of loop time."""
        self._turns: dict[str, asyncio.Lock] = {}
        self._free_at: dict[str, float] = {}
        """When the next page of a host may be fetched, in seconds of loop time."""

    async def with_texts(self, source: Source, sightings: Sequence[Sighting]) -> list[Sighting]:
        """Return the items, those without a text with that of their page where it could be fetched."""
        found = {sighting.keys: sighting for sighting in sightings}
        try:
            async with asyncio.timeout(TOTAL.total_seconds()):
                for sighting in _without_text(source, sightings):
                    found[sighting.keys] = replace(sighting, item=await self._with_text(source, sighting.item))
        except TimeoutError:
            log.warning("pages_too_slow", extra={"source": source.id})
        return list(found.values())

    async def _with_text(self, source: Source, item: Item) -> Item:
        try:
            page = await self._page(source, item.link)
            article = await self._read(page, item.title.original) if page else None
        except (FetchError, ParseError) as problem:
            log.info("page_without_text", extra={"source": source.id, "why": str(problem)})
            return item
        if article is None:
            return item
        given = (fact for fact in item.facts if fact.field == DOCUMENT)
        return replace(item, body=article.body, facts=(*given, *article.facts))

    async def _page(self, source: Source, url: str) -> Modified | None:
        """Return a page; None if the robots.txt of its host, or of the one that it leads to, does not allow it."""
        robots = await self._robots(source, url)
        if not robots.allow(url):
            return None
        host, gap = host_of(url), max(self._gap, robots.delay)
        if gap > TOTAL:
            return None
        loop = asyncio.get_running_loop()
        async with self._turns.setdefault(host, asyncio.Lock()):
            await asyncio.sleep(self._free_at.get(host, 0.0) - loop.time())
            try:
                page = await self._fetch(_as_source(source, url), Validators())
            finally:
                self._free_at[host] = loop.time() + gap.total_seconds()
        if not isinstance(page, Modified) or "html" not in page.content_type.lower():
            return None
        led_to = page.url != url and origin_of(page.url) != origin_of(url)
        if led_to and not (await self._robots(source, page.url)).allow(page.url):
            return None
        return page

    async def _robots(self, source: Source, url: str) -> Robots:
        """Return the rules of a page's host. A host without them allows everything; one that fails, nothing."""
        origin, agent = origin_of(url), source.user_agent or self._user_agent
        now = asyncio.get_running_loop().time()
        self._known = {each: known for each, known in self._known.items() if known[1] > now}
        if (origin, agent) not in self._known:
            robots, lasts = await self._asked(source, origin, agent)
            self._known[origin, agent] = robots, now + lasts.total_seconds()
        return self._known[origin, agent][0]

    async def _asked(self, source: Source, origin: str, agent: str) -> tuple[Robots, timedelta]:
        try:
            answer = await self._fetch(_as_source(source, f"{origin}/robots.txt"), Validators())
        except FetchError as error:
            missing = isinstance(error, BadStatus) and 400 <= error.status < 500 and error.status != 429
            return (NO_RULES, ROBOTS_LAST) if missing else (CLOSED, CLOSED_LASTS)
        return read_robots(answer.body, agent) if isinstance(answer, Modified) else CLOSED, ROBOTS_LAST


def _without_text(source: Source, sightings: Iterable[Sighting]) -> list[Sighting]:
    """Return the newest items whose pages may be fetched: each has its own link, and the terms allow it."""
    if not source.pages or source.text is not TextUse.SUMMARY:
        return []
    bare = [each for each in sightings if each.item.link and not each.item.body.original and not each.keys.shared]
    return bare[-MAX_PAGES:]


def _as_source(source: Source, url: str) -> Source:
    """Return the source with another address. Only on its own host may it reach private networks as it does."""
    return replace(source, url=url, trusted=source.trusted and host_of(url) == host_of(source.url))
