"""The composition root: Config in, running service out. The wall clock and chance are read here."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.chat import Send
from bot.config import Config, is_default_folder
from bot.delivery.pacing import Pace
from bot.delivery.worker import Delivery
from bot.dispatch import Access, Answering
from bot.heartbeats import Heartbeats
from bot.messages import words as texts
from bot.messages.words import Words
from watchers import entities
from watchers.feeds.process import ParsingChild, ParsingChildren
from watchers.http import Fetcher, Limits, Network
from watchers.matching import Index, Recognizer, Sample, sample
from watchers.model import Address, Source
from watchers.pipeline import Pipeline, Polled
from watchers.polling.health_monitor import Lookout
from watchers.polling.poller import Poller
from watchers.polling.schedule import Job, Schedule
from watchers.rules import forms
from watchers.search import indexing
from watchers.services.discovery import Discoverer
from watchers.services.sources import Additions, Policy
from watchers.services.watches import Watchlist
from watchers.store import Database, Rows, Transaction, items, sources, subscribers
from watchers.store.outbox import Caps

TICK = timedelta(seconds=0.5)
BEAT = timedelta(seconds=5)
SAMPLED_ITEMS = 500
VISIT = timedelta(seconds=5)
"""For one page or list that somebody sent; a source has longer."""


def now() -> datetime:
    """The wall clock, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - one of the two places that read it


def jitter() -> float:
    """From -1 to 1, so that sources which failed together are not asked together again."""
    return random.uniform(-1.0, 1.0)


@dataclass(slots=True)
class Service:
    """Everything behind the front doors, made ready; ``run`` sets it going."""

    database: Database
    watchlist: Watchlist
    answering: Answering
    words: Mapping[str, Words]
    heartbeats: Heartbeats
    sources: tuple[Source, ...]
    rules: int
    """Queries in force at start."""
    _config: Config
    _recognizer: Recognizer
    _pipeline: Pipeline
    _woken: list[Callable[[], None]] = field(default_factory=list)

    async def run(
        self,
        send: Send,
        stop: asyncio.Event,
        polled: Callable[[Polled], None] = lambda polled: None,
        halted: Callable[[], str | None] = lambda: None,
    ) -> None:
        """Polls and delivers until ``stop``, then ends what is under way within a few seconds.

        ``polled`` hears of every finished poll; ``halted`` says what forbids sending at the moment.
        """
        pace = Pace(self._config.delivery.per_second)
        delivery = Delivery(self.database, send, pace, self.words, now, halted, self.watchlist.move)
        self._woken.append(delivery.wake)

        def heard(result: Polled) -> None:
            if result.owed:
                delivery.wake()
            polled(result)

        poller = Poller(self.database, self._pipeline, now, heard)
        operators = tuple(Address(str(user)) for user in self._config.access.operators)
        lookout = Lookout(self.database, operators, self._config.notices.operators_after, now, delivery.wake)
        schedule = Schedule(
            [
                Job("tick", TICK, poller.tick, run_at_start=True),
                Job("wind_back", BEAT, poller.wind_back, run_at_start=True),
                Job("heartbeats", BEAT, self.heartbeats.write, run_at_start=True),
                Job("lookout", timedelta(minutes=5), lookout.look),
                Job("tidy", timedelta(days=1), poller.tidy, run_at_start=True),
            ]
        )
        poller.held = lambda: self.heartbeats.held
        poller.alive = lambda: self.heartbeats.beat("polling", schedule.problem())
        delivery.alive = lambda halted: self.heartbeats.beat("delivery", halted)
        delivering = asyncio.create_task(delivery.run(), name="delivery")
        scheduling = asyncio.create_task(schedule.run(), name="schedule")
        stopping = asyncio.create_task(stop.wait(), name="stop")
        indexed = asyncio.create_task(indexing.run(self.database, self._recognizer), name="indexing")
        try:
            await asyncio.wait({delivering, scheduling, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            delivery.stop()
            for task in (scheduling, stopping, indexed):
                task.cancel()
            await poller.stop()
            await asyncio.gather(scheduling, stopping, indexed, return_exceptions=True)
            self._woken.remove(delivery.wake)
            await delivering
        for task in (scheduling, indexed):
            if not task.cancelled():
                task.result()

    def wake(self) -> None:
        """There is something new to deliver."""
        for wake in self._woken:
            wake()

    async def membership(self, address: Address, present: bool) -> None:
        """The bot was taken into a chat, or put out of it."""
        if not present:
            await self.watchlist.unreachable(address)
        elif await self.watchlist.reachable(address):
            self.wake()

    async def moved(self, old: Address, new: Address) -> None:
        """A group has become a supergroup, or is found to have been one."""
        await self.watchlist.moved(old, new)
        self.wake()


@asynccontextmanager
async def open_service(
    config: Config,
    given: tuple[Source, ...] | None = None,
    on_rules_loading: Callable[[int, int], None] = lambda read, total: None,
) -> AsyncIterator[Service]:
    """Open the database, fill the index and register the sources. Raises StoreError if the database cannot be used.

    Args:
        config: All settings.
        given: The sources, in place of those of the configuration.
        on_rules_loading: Called while the index is filled, with how many rules are read, and of how many.
    """
    make_default_folder(config)
    known = given if given is not None else config.all_sources()
    recognizer = Recognizer(entities.load(), forms.load())
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(await Database.open(config.database))
        children = await stack.enter_async_context(ParsingChildren())
        network = Network(config.network.user_agent, config.network.allow_private)
        fetcher = await stack.enter_async_context(Fetcher(network, Limits(total=config.polling.timeout)))
        index = Index(recognizer, await database.read(_sample))
        watchlist = Watchlist(database, index, recognizer, now, config.limits.watches_per_chat)
        rules = await watchlist.load(on_rules_loading)
        await indexing.begin(database, recognizer)
        await database.write(sources.register, known, now())
        additions = await _open_additions(config, database, fetcher, stack)
        await additions.make_way(known)
        access = Access(frozenset(map(str, config.access.allow)), frozenset(config.access.operators))
        await database.write(_hold_strangers, config)
        words = texts.load()
        service: Service
        service = Service(
            database=database,
            watchlist=watchlist,
            answering=Answering(watchlist, words, access, now, lambda: service.wake(), additions),
            words=words,
            heartbeats=Heartbeats(database, now),
            sources=tuple(source for source, _ in await database.read(sources.active)),
            rules=rules,
            _config=config,
            _recognizer=recognizer,
            _pipeline=Pipeline(
                fetch=fetcher,
                parse=children.parse,
                database=database,
                index=index,
                recognizer=recognizer,
                now=now,
                jitter=jitter,
                caps=Caps(config.flood.per_watch, config.flood.per_source),
            ),
        )
        spare_the_collector()
        yield service


async def _open_additions(config: Config, database: Database, fetcher: Fetcher, stack: AsyncExitStack) -> Additions:
    # Of its own, lest what people send keep the sources waiting; it is started when first asked.
    visitor = ParsingChild(deadline=VISIT)
    stack.push_async_exit(visitor)
    discoverer = Discoverer(fetcher, visitor.parse, visitor.page, now)
    return Additions(database, discoverer, visitor.outlines, adding_policy(config), now)


def _hold_strangers(tx: Transaction, config: Config) -> None:
    """Where the bot is not for everyone, nothing goes to those who were let in before and are no longer."""
    if config.access.allow:
        # In a private chat, chat and user have the same id.
        allowed = {Address(str(chat)) for chat in (*config.access.allow, *config.access.operators)}
        subscribers.hold_all_but(tx, allowed, now())


def spare_the_collector() -> None:
    """Has Python's collector of cycles leave alone what stays, and look less often at what comes and goes.

    Catalog and index are here to stay: it need not walk through them again and again. What a poll makes is
    nearly all gone without it when the poll is over, and with hundreds under way every look finds them alive.
    """
    gc.freeze()
    gc.set_threshold(20_000)


def adding_policy(config: Config) -> Policy:
    """How much chats may add."""
    limits = config.limits
    return Policy(limits.sources_per_chat, limits.sources_added, config.additions.approve, config.polling.every)


def _sample(rows: Rows) -> Sample:
    """Stored items by which the index tells rare words; a new database has none, and it goes by their length."""
    newest = items.newest_ids(rows, None)[:SAMPLED_ITEMS]
    return sample(stored.item for stored in items.by_ids(rows, newest).values())


def make_default_folder(config: Config) -> None:
    """Make the folder of the default database; any other is the operator's to make."""
    if is_default_folder(config.database, config.folder):
        # Where that is forbidden, opening the database says so in words.
        with contextlib.suppress(PermissionError):
            config.database.parent.mkdir(exist_ok=True)
