"""Metrics in the format of Prometheus: counted here, or read from the database at each scrape."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import prometheus_client as prometheus
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.chat import Outcome, Reply, Send
from watchers.model import Address
from watchers.services import operations
from watchers.services.operations import Figures
from watchers.store import Database
from watchers.store.figures import SentRecord

LOOP_INTERVAL_SECONDS = 0.25
LAG_BUCKETS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400)
LOOP_BUCKETS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Metrics:
    """All metrics of one service."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        troubles: Callable[[], list[str]],
        parser_restarts: Callable[[], int],
    ) -> None:
        """Begin counting.

        Args:
            database: Read at each scrape.
            now: The wall clock.
            troubles: Returns what keeps the service from working; it may block.
            parser_restarts: Returns how many parsing processes had to be replaced.
        """
        self._database = database
        self._now = now
        self._troubles = troubles
        self._parser_restarts = parser_restarts
        self._scraped_at = now()
        self._one_scrape = asyncio.Lock()
        prometheus.disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, with the time at which it was created
        self._registry = prometheus.CollectorRegistry()
        prometheus.ProcessCollector(registry=self._registry)
        self._sends = prometheus.Counter(
            "tradewatch_sends", "Messages given to Telegram, by outcome.", ["outcome"], registry=self._registry
        )
        self._from_published = self._lag("published", "From the publisher's time of an item to its alert being sent.")
        self._from_fetched = self._lag("fetched", "From an item being fetched to its alert being sent.")
        self._loop_lag = prometheus.Histogram(
            "tradewatch_loop_lag_seconds",
            "How late the event loop runs what is due.",
            buckets=LOOP_BUCKETS,
            registry=self._registry,
        )

    def counted(self, send: Send) -> Send:
        """Return the same ``Send``, with its outcomes counted."""

        async def counting(address: Address, reply: Reply) -> Outcome:
            outcome = await send(address, reply)
            self._sends.labels(type(outcome).__name__).inc()
            return outcome

        return counting

    async def measure_the_loop(self) -> None:
        """Measure until cancelled how late the event loop is."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LOOP_INTERVAL_SECONDS
            await asyncio.sleep(LOOP_INTERVAL_SECONDS)
            self._loop_lag.observe(max(loop.time() - due, 0.0))

    async def render(self) -> bytes:
        """Return all metrics. Raises StoreError if the database cannot be read."""
        now = self._now()
        async with self._one_scrape:  # so that no alert is observed twice
            figures = await self._database.read(operations.measure, self._scraped_at, self._now())
            self._observe(figures.sent)
        healthy = not await asyncio.to_thread(self._troubles)
        stored = _Stored(figures, now, healthy, self._parser_restarts())
        return prometheus.generate_latest(self._registry) + prometheus.generate_latest(_registry_of(stored))

    def _observe(self, alerts: Sequence[SentRecord]) -> None:
        for sent in alerts:
            self._scraped_at = max(self._scraped_at, sent.sent_at)
            self._from_fetched.observe(sent.from_fetched.total_seconds())
            if sent.from_published is not None:
                self._from_published.observe(sent.from_published.total_seconds())

    def _lag(self, begin: str, describes: str) -> prometheus.Histogram:
        name = f"tradewatch_{begin}_to_sent_seconds"
        return prometheus.Histogram(name, describes, buckets=LAG_BUCKETS, registry=self._registry)


@dataclass(slots=True, eq=False)
class _Stored(Collector):
    """The values that are read at a scrape."""

    _figures: Figures
    _now: datetime
    _healthy: bool
    _parser_restarts: int

    def collect(self) -> Iterator[Metric]:
        """Yield one metric after another."""
        found = self._figures
        yield _counter("items", "Items stored since the database was created.", found.totals.items)
        yield _counter("matches", "Matches of an item and a query.", found.totals.matches)
        yield _counter("alerts", "Alerts, lists and notices enqueued.", found.totals.alerts)
        yield _counter("parser_restarts", "Parsing processes that were lost and replaced.", self._parser_restarts)
        yield _gauge("healthy", "1 if the health check passes, otherwise 0.", float(self._healthy))
        yield _gauge("queue", "Alerts that wait to be sent.", found.queue.count)
        age = self._age(found.queue.oldest) if found.queue.oldest else 0.0
        yield _gauge("queue_age_seconds", "How long the oldest alert waits to be sent.", age)
        yield _gauge("dead_letters", "Alerts that were given up.", found.dead)
        yield _gauge("database_bytes", "Size of the database file.", found.database_bytes)
        waiting = {target.name: target.waiting for target in found.targets}
        yield _gauges("target_queue", "Messages that wait for a target.", "target", waiting)
        given_up = {target.name: target.dead for target in found.targets}
        yield _gauges("target_dead", "Messages to a target given up.", "target", given_up)
        states = {health.value: count for health, count in found.sources.items()}
        yield _gauges("sources", "Polled sources, by state.", "state", states)
        ages = {part: self._age(at) for part, at in found.parts.items()}
        yield _gauges("heartbeat_age_seconds", "Time since a part last showed that it is alive.", "part", ages)

    def _age(self, at: datetime) -> float:
        return max(self._now - at, timedelta(0)).total_seconds()


def _registry_of(collector: Collector) -> prometheus.CollectorRegistry:
    registry = prometheus.CollectorRegistry()
    registry.register(collector)
    return registry


def _counter(name: str, describes: str, value: float) -> Metric:
    return CounterMetricFamily(f"tradewatch_{name}", describes, value=value)


def _gauge(name: str, describes: str, value: float) -> Metric:
    return GaugeMetricFamily(f"tradewatch_{name}", describes, value=value)


def _gauges(name: str, describes: str, label: str, values: Mapping[str, float]) -> Metric:
    """Return a gauge with a value for each value of a label."""
    family = GaugeMetricFamily(f"tradewatch_{name}", describes, labels=[label])
    for labeled, value in values.items():
        family.add_metric([labeled], value)
    return family
