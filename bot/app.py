"""The composition root: build a running service from a Config. It supplies the wall clock and random numbers."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.chat import Send
from bot.commands.context import Operation
from bot.config.document import is_default_folder
from bot.config.settings import Config
from bot.delivery.channels import open_channels
from bot.delivery.pacing import Pace
from bot.delivery.targets import Channel, TargetDelivery
from bot.delivery.worker import Delivery
from bot.dispatch import Access, Answering
from bot.error_reports import ErrorReports
from bot.heartbeats import Heartbeats
from bot.messages import deadlines
from bot.messages import text as texts
from bot.messages.text import Translator
from watchers import matching
from watchers.feeds.added import AddedParser, by_trust
from watchers.feeds.process import ParsingChild, ParsingChildren, answers
from watchers.http import Fetcher, Limits, Network, Poster
from watchers.http.posting import Completions, Endpoint
from watchers.lists import Lists
from watchers.matching import Index, Recognizer, Sample, sample
from watchers.model import Address, Source
from watchers.pipeline import Pipeline
from watchers.polled import Polled
from watchers.polling.health_monitor import HealthMonitor
from watchers.polling.poller import Poller
from watchers.polling.schedule import Job, Schedule
from watchers.search import indexing
from watchers.services.abstracts import Abstracts
from watchers.services.chats import Chats
from watchers.services.deadlines import Reminders
from watchers.services.digests import Digests
from watchers.services.discovery import Discoverer
from watchers.services.maintenance import Backups, Maintenance, Retention
from watchers.services.pages import Pages
from watchers.services.reviews import ReviewJob
from watchers.services.sources import Additions, Policy
from watchers.services.spikes import Spikes
from watchers.services.watches import Watchlist
from watchers.store import Database, Rows, Transaction, inbox, items, sources, subscribers, targets
from watchers.store.floods import Caps

TICK = timedelta(seconds=0.5)
BEAT = timedelta(seconds=5)
SAMPLED_ITEMS = 500
RECEIPTS_KEPT = timedelta(days=3)
"""Telegram repeats an update that was not confirmed for at most one day."""
VISIT_DEADLINE = timedelta(seconds=5)
"""Time limit for parsing one page or list that a person sent; a source has longer."""


def now() -> datetime:
    """Return the wall clock time, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - one of the places that read it


def jitter() -> float:
    """Return a random number from -1 to 1, so that sources that failed together are not retried together."""
    return random.uniform(-1.0, 1.0)


@dataclass(slots=True)
class Service:
    """The opened service, without a front end; ``run`` starts polling and delivery."""

    database: Database
    watchlist: Watchlist
    answering: Answering
    words: Mapping[str, Translator]
    heartbeats: Heartbeats
    sources: tuple[Source, ...]
    rules: int
    """Active queries at startup."""
    parser_restarts: Callable[[], int]
    """Returns how many parsing processes had to be replaced."""
    _config: Config
    _recognizer: Recognizer
    _pipeline: Pipeline
    _channels: list[Channel]
    """Where else the messages of chats go."""
    _model: Completions | None
    """What writes abstracts; None without a model."""
    _wakers: list[Callable[[], None]] = field(default_factory=list)
    _delivery: Delivery | None = None
    """What sends while ``run`` is active."""

    async def run(
        self,
        send: Send,
        stop: asyncio.Event,
        polled: Callable[[Polled], None] = lambda polled: None,
        halted: Callable[[], str | None] = lambda: None,
    ) -> None:
        """Poll and deliver until ``stop`` is set, then finish what is in progress within a few seconds.

        ``polled`` is called with each finished poll; ``halted`` returns why nothing may be sent now, or None.
        """
        delivery, elsewhere = self._senders(send, halted)
        poller = Poller(self.database, self._pipeline, now, partial(self._on_polled, polled))
        reports = ErrorReports(self.database, self._operators, now, self.wake)
        schedule = self._schedule(poller, reports, stop)
        sending = [
            asyncio.create_task(delivery.run(), name="delivery"),
            asyncio.create_task(elsewhere.run(), name="targets"),
        ]
        scheduling = asyncio.create_task(schedule.run(), name="schedule")
        indexed = asyncio.create_task(indexing.index(self.database, self._recognizer), name="indexing")
        stopping = asyncio.create_task(stop.wait(), name="stop")
        logging.getLogger().addHandler(reports)
        try:
            await asyncio.wait({*sending, scheduling, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            logging.getLogger().removeHandler(reports)
            delivery.stop()
            elsewhere.stop()
            for task in (scheduling, indexed, stopping):
                task.cancel()
            await poller.stop()
            await asyncio.gather(scheduling, indexed, stopping, return_exceptions=True)
            self._wakers.clear()
            await asyncio.gather(*sending)
        for task in (scheduling, indexed):
            if not task.cancelled():
                task.result()

    @property
    def _operators(self) -> tuple[Address, ...]:
        return tuple(Address(str(user)) for user in self._config.access.operators)

    def _senders(self, send: Send, halted: Callable[[], str | None]) -> tuple[Delivery, TargetDelivery]:
        """Return what sends to chats, and what sends to targets besides Telegram."""
        pace, ambiguous = Pace(self._config.delivery.per_second), self._config.delivery.ambiguous
        delivery = Delivery(self.database, send, pace, self.words, now, halted, self.watchlist.move, ambiguous)
        delivery.alive = lambda halted: self.heartbeats.beat("delivery", halted)
        elsewhere = TargetDelivery(self.database, self._channels, self.words, now)
        self._delivery = delivery
        self._wakers += [delivery.wake, elsewhere.wake]
        return delivery, elsewhere

    def _on_polled(self, polled: Callable[[Polled], None], result: Polled) -> None:
        if result.enqueued:
            self.wake()
        polled(result)

    def _schedule(self, poller: Poller, reports: ErrorReports, stop: asyncio.Event) -> Schedule:
        schedule = Schedule(self._jobs(poller, reports, stop))
        poller.held = lambda: self.heartbeats.held
        poller.alive = lambda: self.heartbeats.beat("polling", schedule.problem())
        return schedule

    def _jobs(self, poller: Poller, reports: ErrorReports, stop: asyncio.Event) -> list[Job]:
        """Return all periodic work."""
        monitor = HealthMonitor(self.database, self._operators, self._config.notices.operators_after, now, self.wake)
        digests = Digests(self.database, now, self.wake)
        reminders = Reminders(self.database, now, self.wake)
        reviews = ReviewJob(self.watchlist.reviews, self.wake)
        return [
            Job("tick", TICK, poller.tick, run_at_start=True),
            Job("wind_back", BEAT, poller.wind_back, run_at_start=True),
            Job("heartbeats", BEAT, self.heartbeats.write, run_at_start=True),
            Job("database", BEAT, partial(self._check_database, stop)),
            Job("parser", timedelta(seconds=20), self._probe_parser, run_at_start=True),
            Job("digests", BEAT, digests.run, run_at_start=True),
            Job("mutes", BEAT, self.watchlist.mutes.run, run_at_start=True),
            Job("error_reports", BEAT, reports.run),
            Job("spikes", timedelta(minutes=5), Spikes(self.database, now, self.wake).run),
            Job("reviews", timedelta(minutes=1), reviews.run, run_at_start=True),
            Job("reminders", timedelta(minutes=1), reminders.run, run_at_start=True),
            Job("lookout", timedelta(minutes=5), monitor.check),
            Job("maintenance", timedelta(hours=1), self._maintenance().run, run_at_start=True, deletes_by_age=True),
            Job("closed_topics", timedelta(hours=1), self._release_closed, run_at_start=True),
            Job("forget_receipts", timedelta(hours=6), self._forget_receipts, run_at_start=True, deletes_by_age=True),
            *([] if self._model is None else [self._abstracts(self._model)]),
        ]

    def _abstracts(self, model: Completions) -> Job:
        job = Abstracts(self.database, now, self.wake, model, self._recognizer)
        return Job("abstracts", timedelta(seconds=2), job.run)

    async def _check_database(self, stop: asyncio.Event) -> None:
        """Stop if the database was deleted, replaced or damaged: what it held is copied when it is closed."""
        if await self.database.is_lost():
            stop.set()

    async def _probe_parser(self) -> None:
        """Note that the parsing process is alive, if it is."""
        if await answers(self._pipeline.parse):
            self.heartbeats.beat("parser")

    def _maintenance(self) -> Maintenance:
        operation = operation_of(self._config)
        return Maintenance(self.database, operation.retention, operation.backups, self._config.backup.hour, now)

    async def _release_closed(self) -> None:
        if await self.watchlist.release_closed():
            self.wake()

    async def _forget_receipts(self) -> None:
        await self.database.write(inbox.forget, now() - RECEIPTS_KEPT)

    def wake(self) -> None:
        """Wake the delivery: the outbox has something new."""
        for wake in self._wakers:
            wake()

    async def calendar(self, secret: str) -> bytes | None:
        """Return the calendar at the address with this secret end, in its chat's language; None if there is none."""
        found = await self.watchlist.deadlines.by_secret(secret)
        if found is None:
            return None
        owner, listed = found
        t = self.words.get(owner.language, self.words[texts.DEFAULT_LANGUAGE])
        return await asyncio.to_thread(deadlines.calendar, listed, t)

    async def membership(self, address: Address, present: bool) -> None:
        """Hold or release the alerts of a chat and its topics: the bot was removed or added, or a topic opened."""
        if not present:
            await self.answering.chats.hold(address)
            return
        if self._delivery is not None:
            # A refusal from before is written first: otherwise it would hold the chat that is open again.
            await self._delivery.settled(address)
        if await self.answering.chats.release(address):
            self.wake()

    async def moved(self, old: Address, new: Address) -> None:
        """Move subscribers from a group to the supergroup that it became."""
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
        given: The sources to use instead of the configured ones.
        on_rules_loading: Called while the index is filled, with how many rules were read and their total.
    """
    make_default_folder(config)
    recognizer = matching.load()
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(await Database.open(config.database))
        children = await stack.enter_async_context(ParsingChildren())
        fetcher = await stack.enter_async_context(Fetcher(network_of(config), Limits(total=config.polling.timeout)))
        index = Index(recognizer, await database.read(_sample))
        watchlist = Watchlist(database, index, recognizer, now, config.limits.watches_per_chat)
        rules = await watchlist.load(on_rules_loading)
        await database.write(items.begin_indexing, recognizer.version)
        additions = await _open_additions(config, database, fetcher, stack)
        await _register(given if given is not None else config.all_sources(), config, database, additions)
        channels = open_channels(config.targets, await stack.enter_async_context(Poster()), now)
        await database.write(targets.register, [channel.target for channel in channels])
        service: Service
        answering = _answering(config, watchlist, additions, lambda: service.wake())
        service = Service(
            database=database,
            watchlist=watchlist,
            answering=answering,
            words=answering.languages,
            heartbeats=Heartbeats(database, now),
            sources=tuple(source for source, _ in await database.read(sources.active)),
            rules=rules,
            parser_restarts=lambda: children.lost,
            _config=config,
            _recognizer=recognizer,
            _pipeline=await _open_pipeline(config, database, index, recognizer, fetcher, children, stack),
            _channels=channels,
            _model=await _open_model(config, stack),
        )
        tune_garbage_collection()
        yield service


async def _register(known: tuple[Source, ...], config: Config, database: Database, additions: Additions) -> None:
    """Write the sources and the chats of the configuration into the database."""
    await database.write(sources.register, known, now())
    await additions.yield_to_configured(known)
    await database.write(_hold_strangers, config)


async def _open_pipeline(
    config: Config,
    database: Database,
    index: Index,
    recognizer: Recognizer,
    fetcher: Fetcher,
    children: ParsingChildren,
    stack: AsyncExitStack,
) -> Pipeline:
    added = await stack.enter_async_context(AddedParser())
    # A separate process, so that no page delays a feed; it starts on first use.
    articles = ParsingChild()
    stack.push_async_exit(articles)
    return Pipeline(
        fetch=fetcher,
        parse=by_trust(children.parse, added.parse),
        database=database,
        index=index,
        recognizer=recognizer,
        now=now,
        jitter=jitter,
        lists=Lists(database, fetcher.download, children.parse, now),
        pages=Pages(fetcher, articles.article, config.network.user_agent),
        caps=Caps(config.flood.per_watch, config.flood.per_source),
    )


def _answering(config: Config, watchlist: Watchlist, additions: Additions, deliver: Callable[[], None]) -> Answering:
    return Answering(
        watchlist,
        texts.load(),
        Access(frozenset(map(str, config.access.allow)), frozenset(config.access.operators)),
        now,
        deliver,
        additions,
        Chats(watchlist),
        operation=operation_of(config),
        public_url=str(config.web.public_url or "") if config.web.port is not None else "",
    )


async def _open_model(config: Config, stack: AsyncExitStack) -> Completions | None:
    model = config.model
    if model.address is None or model.name is None:
        return None
    endpoint = Endpoint(model.address.get_secret_value(), model.name, model.secret, model.timeout)
    return await stack.enter_async_context(Completions(endpoint))


async def _open_additions(config: Config, database: Database, fetcher: Fetcher, stack: AsyncExitStack) -> Additions:
    # A separate process, so that what people send never delays the sources; it starts on first use.
    visitor = ParsingChild(deadline=VISIT_DEADLINE)
    stack.push_async_exit(visitor)
    discoverer = Discoverer(fetcher, visitor.parse, visitor.page, now)
    return Additions(database, discoverer, visitor.outlines, adding_policy(config), now)


def _hold_strangers(tx: Transaction, config: Config) -> None:
    """Hold all alerts to chats that are not allowed any more, if access is restricted."""
    if config.access.allow:
        # A private chat has the ID of its user.
        allowed = {Address(str(chat)) for chat in (*config.access.allow, *config.access.operators)}
        subscribers.hold_all_but(tx, allowed, now())


def tune_garbage_collection() -> None:
    """Exclude the objects that exist now from garbage collection, and collect less often, as the command line does.

    Catalog and index are permanent, so collections need not scan them. Nearly everything that a poll allocates
    is freed by reference counting when it ends, and with hundreds of polls running each collection finds it alive.
    """
    gc.freeze()
    gc.set_threshold(20_000)


def network_of(config: Config) -> Network:
    """Return how publishers are asked, and which private networks sources may be on."""
    return Network(config.network.user_agent, config.network.allow_private)


def operation_of(config: Config) -> Operation:
    """Return how long data is kept, where backups are, and how to reach the operator."""
    kept = config.retention
    retention = Retention(kept.items, kept.keys, kept.alerts, kept.evidence)
    return Operation(config.access.contact or "", retention, Backups(config.backup_folder, config.backup.keep))


def adding_policy(config: Config) -> Policy:
    """Return the limits and rules for sources that chats add."""
    limits = config.limits
    return Policy(limits.sources_per_chat, limits.sources_added, config.additions.approve, config.polling.every)


def _sample(rows: Rows) -> Sample:
    """Return stored items from which the index learns rare words; in a new database, it goes by word length."""
    newest = items.newest_ids(rows, None)[:SAMPLED_ITEMS]
    return sample(stored.item for stored in items.by_ids(rows, newest).values())


def make_default_folder(config: Config) -> None:
    """Create the folder of the default database; the operator must create any other."""
    if is_default_folder(config.database, config.folder):
        # If permission is denied, opening the database reports it.
        with contextlib.suppress(PermissionError):
            config.database.parent.mkdir(mode=0o700, exist_ok=True)
