"""Measure how late polls begin with ten thousand sources due every ten minutes, and what the scheduling costs.

python -m benchmarks.schedule [10000] [seconds]

Nothing is fetched: what is measured is the tick, the query for what is due, the task of each poll, and
settling it. The last is also measured alone, because it is not part of the scheduling.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.fakes.small_world import SMALL
from watchers.http import Fetcher, Network
from watchers.lists import Lists
from watchers.matching import Index, Recognizer
from watchers.model import Fetched, Modified, NotModified, Parsed, Source, SourceId, Validators
from watchers.pipeline import Pipeline
from watchers.polling.poller import Poller
from watchers.polling.schedule import Job, Schedule
from watchers.rules import forms
from watchers.store import Database, Transaction, sources

TICK = timedelta(seconds=0.5)
EVERY = timedelta(minutes=10)
UNCHANGED = NotModified(Validators('"1"'), None)


def now() -> datetime:
    """Return the present time in UTC."""
    return datetime.now(UTC)


def spread(tx: Transaction, begin: datetime) -> None:
    """Spread the sources evenly over ten minutes, as they are after a while."""
    count = tx.number("select count(*) from sources")
    tx.execute("update sources set due_at = ? + rowid * ? / ?", begin.timestamp(), EVERY.total_seconds(), count)


async def parse(source: Source, fetched: Modified) -> Parsed:
    """Raise AssertionError: nothing is fetched."""
    raise AssertionError("nothing is fetched")


async def main(count: int, seconds: float) -> None:
    """Poll this many sources for a number of seconds, and print the figures."""
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # the run stops in the middle of a tick
    late: list[float] = []
    due: dict[SourceId, datetime] = {}

    async def fetch(source: Source, validators: Validators) -> Fetched:
        late.append((now() - due[source.id]).total_seconds())
        return UNCHANGED

    known = [Source(SourceId(f"s{n}"), f"https://h{n}.example/feed", every=EVERY) for n in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        async with await Database.open(Path(folder) / "benchmark.db") as database:
            await database.write(sources.register, known, now())
            await database.write(spread, now() + timedelta(seconds=1))
            due.update({source.id: state.due_at for source, state in await database.read(sources.active)})
            recognizer = Recognizer(SMALL, forms.load())
            index = Index(recognizer)
            pipeline = Pipeline(
                fetch,
                parse,
                database,
                index,
                recognizer,
                now,
                lambda: 0.0,
                Lists(database, Fetcher(Network("benchmark/1")).download, parse, now),
            )
            poller = Poller(database, pipeline, now, lambda polled: None)
            scheduling = asyncio.create_task(Schedule([Job("tick", TICK, poller.tick)]).run())
            await asyncio.sleep(1)
            began, cpu = time.perf_counter(), time.process_time()
            await asyncio.sleep(seconds)
            cpu, passed = time.process_time() - cpu, time.perf_counter() - began
            scheduling.cancel()
            await asyncio.gather(scheduling, return_exceptions=True)
            await poller.stop()
            settling = await settled_alone(pipeline, known[: len(late)])
            same = await the_same_again(pipeline, known[0])
    print(
        f"{count} sources, {len(late)} polls in {passed:.0f} s; late: {sum(late) / len(late):.2f} s on average, "
        f"at most {max(late):.2f} s, where a tick is {TICK.total_seconds()} s"
    )
    print(f"{cpu / passed:.1%} of a core, of which {settling / passed:.1%} is the polls themselves")
    print(f"the same body of 34 kB again, one poll after another: {same * 1e3:.2f} ms each")


async def settled_alone(pipeline: Pipeline, known: list[Source]) -> float:
    """Return the CPU seconds that the same polls take without a schedule."""

    async def fetch(source: Source, validators: Validators) -> Fetched:
        return UNCHANGED

    shared = pipeline.database, pipeline.index, pipeline.recognizer
    alone = Pipeline(fetch, parse, *shared, pipeline.now, pipeline.jitter, pipeline.lists)
    began = time.process_time()
    for source in known:
        await alone.poll(source)
    return time.process_time() - began


async def the_same_again(pipeline: Pipeline, source: Source) -> float:
    """Return the seconds per poll, including sync, if the server ignores validators and sends the same body."""
    body = b"<rss><channel>" + b"<item><title>Notice</title></item>" * 1_000 + b"</channel></rss>"

    async def fetch(source: Source, validators: Validators) -> Fetched:
        return Modified(source.url, body, "application/rss+xml", Validators(), None)

    async def parse_once(source: Source, fetched: Modified) -> Parsed:
        return Parsed("Wire", "en", None, ())

    alone = replace(pipeline, fetch=fetch, parse=parse_once)
    await alone.poll(source)
    began = time.perf_counter()
    for _ in range(500):
        assert (await alone.poll(source)).unchanged
    return (time.perf_counter() - began) / 500


if __name__ == "__main__":
    given = [float(each) for each in sys.argv[1:]]
    asyncio.run(main(int(given[0]) if given else 10_000, given[1] if len(given) > 1 else 30))
