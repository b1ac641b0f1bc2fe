"""Situations that the tests of pipeline and watchlist begin with: a house with sources, and people who watch."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.fakes.databases import open_new
from tests.fakes.lists_here import comparing_here
from tests.fakes.ports import Clock, Newsroom, Step, document
from tests.fakes.small_world import SMALL
from watchers.errors import ParseError, ParseProblem
from watchers.lists import Lists
from watchers.matching import Index, Recognizer
from watchers.model import Address, Alert, FeedPage, Modified, Outline, Source, SourceId, Subscriber, Watch
from watchers.pipeline import Pipeline
from watchers.polled import Polled
from watchers.rules.forms import Forms
from watchers.services.discovery import Discoverer
from watchers.services.sources import Additions, Policy
from watchers.services.watches import RuleAdded, Watchlist
from watchers.store import Database, Rows, alert_rows, items, sources
from watchers.store.floods import Caps

USTR = Source(SourceId("ustr.rss"), "https://ustr.example/feed", "USTR", country="US")
METI = Source(SourceId("meti.rss"), "https://meti.example/feed", "METI", language="ja", country="JP")
LIMIT = 5
NO_CAPS = Caps(10_000, 10_000)
"""However many come at once, they come one by one."""


# asyncio prints what a fixture returns, for an error that nobody sees: so much takes a tenth of a second.
@dataclass(repr=False)
class House:
    """Everything that runs when the service runs, with a scripted world around it."""

    database: Database
    index: Index
    watchlist: Watchlist
    pipeline: Pipeline
    newsroom: Newsroom
    clock: Clock
    additions: Additions

    async def poll(self, *steps: Step, source: Source = USTR) -> Polled:
        """Polls the source once for each step; answers what the last poll brought."""
        for step in steps:
            self.newsroom.says(source.id, step)
            polled = await self.pipeline.poll(source)
        return polled

    async def settle_in(self) -> None:
        """Both sources had their first poll, with nothing in it."""
        for source in (USTR, METI):
            await self.poll(document(), source=source)

    async def person(self, name: str = "ann", *rules: str) -> Subscriber:
        """A subscriber who watches the rules."""
        subscriber = await self.watchlist.subscribe(Address(name), "en")
        for rule in rules:
            await self.watching(subscriber, rule)
        return subscriber

    async def watching(self, subscriber: Subscriber, rule: str) -> Watch:
        added = await self.watchlist.watch(subscriber, rule)
        assert isinstance(added, RuleAdded)
        return added.watch

    async def enqueued(self, subscriber: Subscriber) -> list[Alert]:
        """All alerts of the subscriber, whatever their state, oldest first."""

        def read(rows: Rows) -> list[Alert]:
            found = rows.all("select id from outbox where subscriber = ? order by id", subscriber.id)
            alerts = (alert_rows.by_id(rows, identifier) for (identifier,) in found)
            return [alert for alert in alerts if alert is not None]

        return await self.database.read(read)

    async def titles_owed(self, subscriber: Subscriber) -> list[str]:
        return [alert.item.item.title.original for alert in await self.enqueued(subscriber) if alert.item]


@asynccontextmanager
async def open_house(
    path: Path,
    forms: Forms,
    clock: Clock,
    kind: type[Database] = Database,
    recognizer: Recognizer | None = None,
    limit: int = LIMIT,
) -> AsyncIterator[House]:
    """A house over the database at the path, as it is after a start; without a recognizer, with the small catalog."""
    recognizer = recognizer or _small(forms)
    index = Index(recognizer)
    newsroom = Newsroom()
    async with await open_new(path, kind) as database:
        await database.write(sources.register, [USTR, METI], clock())
        watchlist = Watchlist(database, index, recognizer, clock, limit)
        await watchlist.load()
        await database.write(items.begin_indexing, recognizer.version)
        lists = Lists(database, newsroom.download, newsroom.parse, clock, comparing_here)
        pipeline = Pipeline(newsroom.fetch, newsroom.parse, database, index, recognizer, clock, lambda: 0.0, lists)
        pipeline = replace(pipeline, caps=NO_CAPS)
        discoverer = Discoverer(newsroom.fetch, newsroom.parse, _no_page, clock)
        additions = Additions(database, discoverer, _no_list, Policy(), clock)
        yield House(database, index, watchlist, pipeline, newsroom, clock, additions)


_made: list[Recognizer] = []


def _small(forms: Forms) -> Recognizer:
    """The recognizer of the small catalog, made once: nothing in it changes, and making it takes longer than a poll."""
    if not _made or _made[0].forms is not forms:
        _made[:] = [Recognizer(replace(SMALL, version="test"), forms)]
    return _made[0]


async def _no_page(fetched: Modified) -> FeedPage:
    raise ParseError(ParseProblem.NOT_A_FEED)


async def _no_list(body: bytes) -> tuple[Outline, ...]:
    raise ParseError(ParseProblem.NOT_A_FEED)
