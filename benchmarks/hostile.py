"""Measure how one hanging, one flooding and one lying source in every ten affect the healthy ones and the loop.

python -m benchmarks.hostile [sources] [seconds]

Then one bomb of a gigabyte, and one feed of two megabytes, each alone, and 36 bombs and 200 hostile sources that chats
added, beside 20 healthy ones. The server is a separate process.
"""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

from benchmarks.fetch import children as children_of
from tests.fakes.small_world import SMALL
from watchers.errors import FetchError
from watchers.feeds.added import AddedParser, by_trust
from watchers.feeds.process import Parse, ParsingChildren
from watchers.http import Fetch, Fetcher, Limits, Network
from watchers.http.stream import Stream, open_stream
from watchers.lists import Lists
from watchers.matching import Index, Recognizer
from watchers.model import Fetched, Modified, Source, SourceId, Validators
from watchers.pipeline import Pipeline
from watchers.polled import Polled
from watchers.polling.poller import Poller
from watchers.polling.schedule import Job, Schedule
from watchers.rules import forms
from watchers.store import Database, additions, sources
from watchers.store.additions import AdditionState

TICK = timedelta(seconds=0.5)
EVERY = timedelta(seconds=10)
LOOPBACK = Network("benchmark/1", (ip_network("127.0.0.0/8"),))
FLOODS: list[tuple[str, dict[str, object]]] = [("endless", {}), ("gzip_bomb", {"megabytes": 100})]
LIES: list[tuple[str, dict[str, object]]] = [
    ("html_page", {}),
    ("bad_gzip", {}),
    ("short_read", {}),
    ("huge_header", {}),
    ("http_09", {}),
]


def now() -> datetime:
    """Return the present time in UTC."""
    return datetime.now(UTC)


# ---- the server ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Server:
    """The server of fake feeds, and the port it listens on."""

    process: subprocess.Popen[str]
    port: int

    def order(self, act: str, wish: dict[str, object]) -> None:
        """Send a command to the server."""
        address = f"http://127.0.0.1:{self.port}/control/{act}"
        with urllib.request.urlopen(address, json.dumps(wish).encode()) as answer:
            answer.read()

    def publish(self, number: int) -> None:
        """Give a source its only item."""
        item = {"guid": "1", "title": f"Notice of s{number}", "link": "https://e.org/1"}
        self.order("publish", {"name": f"s{number}", "items": [item]})

    def spoil(self, number: int, mood: str, options: dict[str, object]) -> None:
        """Give a source a fault."""
        self.order("mood", {"name": f"s{number}", "mood": mood, "with": options})

    def source(self, number: int) -> Source:
        """Return a source on its own host: all of 127/8 is this machine."""
        host = f"127.0.{number // 200 + 1}.{number % 200 + 1}"
        return Source(SourceId(f"s{number}"), f"http://{host}:{self.port}/s{number}", every=EVERY)


@contextmanager
def serving(*options: str) -> Iterator[Server]:
    """Run the server of fake feeds until the block ends."""
    command = [sys.executable, "-m", "tests.fakes.feeds", "--host", "0.0.0.0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Server(process, json.loads(process.stdout.readline())["port"])
        finally:
            process.kill()


def mood_of(number: int) -> tuple[str, dict[str, object]] | None:
    """Return the fault of a source with its options; None for the seven healthy ones in every ten."""
    match number % 10:
        case 0:
            return "hang", {}
        case 1:
            return FLOODS[number // 10 % len(FLOODS)]
        case 2:
            return LIES[number // 10 % len(LIES)]
    return None


# ---- what is measured ------------------------------------------------------------------------------


@dataclass
class Lag:
    """Delays of the event loop in seconds, sampled every five milliseconds."""

    seconds: list[float] = field(default_factory=list)

    async def watch(self) -> None:
        """Sample until canceled."""
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.005)
            self.seconds.append(time.perf_counter() - begun - 0.005)

    def at(self, share: float) -> float:
        """Return a quantile in seconds; ``share`` is from 0 to below 1."""
        return sorted(self.seconds)[int(len(self.seconds) * share)]


@asynccontextmanager
async def watched() -> AsyncIterator[Lag]:
    """Sample the lag of the loop until the block ends."""
    lag = Lag()
    watching = asyncio.create_task(lag.watch())
    try:
        yield lag
    finally:
        watching.cancel()


def megabytes(name: str = "VmRSS") -> float:
    """Return a field of /proc/self/status in MiB."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
    return int(status[name].split()[0]) / 1024


def forget_peak() -> None:
    """Reset the peak memory (VmHWM) of this process."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")


# ---- the runs --------------------------------------------------------------------------------------


@asynccontextmanager
async def polling(
    fetch: Fetch, parse: Parse, database: Database, heard: Callable[[Polled], None]
) -> AsyncIterator[Lag]:
    """Poll the sources of the database until the block ends."""
    recognizer = Recognizer(SMALL, forms.load())
    lists = Lists(database, Fetcher(Network("benchmark/1")).download, parse, now)
    pipeline = Pipeline(fetch, parse, database, Index(recognizer), recognizer, now, lambda: 0.0, lists)
    poller = Poller(database, pipeline, now, heard)
    scheduling = asyncio.create_task(Schedule([Job("tick", TICK, poller.tick)]).run())
    async with watched() as lag:
        yield lag
    scheduling.cancel()
    await asyncio.gather(scheduling, return_exceptions=True)
    await poller.stop()


async def in_a_crowd(server: Server, count: int, seconds: float) -> None:
    """Poll healthy and hostile sources together for a number of seconds, and print the figures."""
    known = [server.source(n) for n in range(count)]
    healthy = {source.id for n, source in enumerate(known) if mood_of(n) is None}
    due: dict[SourceId, datetime] = {}
    late: list[float] = []
    real = Fetcher(LOOPBACK, Limits(total=timedelta(seconds=30)))

    async def fetch(source: Source, validators: Validators) -> Fetched:
        if source.id in healthy and source.id in due:
            late.append((now() - due[source.id]).total_seconds())
        return await real(source, validators)

    def heard(polled: Polled) -> None:
        due[polled.source.id] = now() + polled.source.every

    with tempfile.TemporaryDirectory() as folder:
        async with await Database.open(Path(folder) / "benchmark.db") as database, ParsingChildren() as children:
            await database.write(sources.register, known, now())
            async with polling(fetch, children.parse, database, heard) as lag:
                before = megabytes()
                await asyncio.sleep(seconds)
    print(
        f"{count} sources, 3 evil in 10, {seconds:.0f} s: {len(late)} polls of healthy ones, "
        f"late {sum(late) / len(late):.2f} s on average, {max(late):.2f} s at most (a tick is 0.5 s); "
        f"loop lag p99 {lag.at(0.99) * 1e3:.0f} ms; memory {megabytes() - before:+.0f} MB"
    )


async def bomb(server: Server) -> None:
    """Fetch a gzip bomb of a gigabyte, and print how it is refused."""
    server.order("publish", {"name": "s0", "items": []})
    server.spoil(0, "gzip_bomb", {"megabytes": 1024})
    fetch = Fetcher(LOOPBACK)
    forget_peak()
    before, began, why = megabytes(), time.perf_counter(), "nothing"
    async with watched() as lag:
        await asyncio.sleep(0.05)
        try:
            await fetch(server.source(0), Validators())
        except FetchError as error:
            why = error.why
    passed, grown = time.perf_counter() - began, megabytes("VmHWM") - before
    print(f"a bomb of a gigabyte: {why}, after {passed:.2f} s; memory {grown:+.0f} MB at the most; {described(lag)}")


async def two_megabytes() -> None:
    """Parse a feed of two megabytes in a child, and print how long it takes."""
    text = "The agency asks for comments on tariffs for semiconductors and steel by the first of the month. " * 4
    items = "".join(
        f"<item><guid>{n}</guid><title>Notice {n}</title><description>{text}{n}</description></item>"
        for n in range(4_300)
    )
    body = f"<rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>".encode()
    source = Source(SourceId("wire"), "https://e.org/feed")
    answer = Modified(source.url, body, "application/rss+xml", Validators(), None)
    async with ParsingChildren() as children:
        await children.parse(source, Modified(source.url, body[:2000], "application/rss+xml", Validators(), None))
        began = time.perf_counter()
        async with watched() as lag:
            parsed = await children.parse(source, answer)
        passed = time.perf_counter() - began
    print(f"a feed of {len(body) / 1e6:.1f} MB: {len(parsed.items)} of 4300 items in {passed:.2f} s; {described(lag)}")


def described(lag: Lag) -> str:
    """Format the longest lag."""
    return f"loop lag {max(lag.seconds) * 1e3:.0f} ms at most"


# ---- sources that chats added ----------------------------------------------------------------------

HEALTHY, HOSTILE = 20, 200
SIZES = (500_000, 2_000_000, 6_000_000)
BOMBS = {
    "deep": "<a>",
    "items": "<item><guid/><title>a</title></item>",
    "open items": "<item>",
    "bases": f'<a xml:base="{"x" * 200}/">',
    "spaces": '<a xmlns:b="urn:c"><b:d/></a>',
    "escaped": "&lt;div&gt;",
    "entities": "&amp;&#x41;",
    "categories": '<category term="a" scheme="b"/>',
    "comments": "<!-- a -->",
    "data": "<![CDATA[<p>]]>",
    "words": "tariff ",
    "links": '<link rel="alternate" href="https://e.org/"/>',
}
"""What a document repeats until it has its size, after the beginning of a feed with one item."""
HARM: list[tuple[str, dict[str, object]]] = [("hang", {}), ("slow_body", {}), *FLOODS, *LIES]


def added(server: Server, number: int) -> Source:
    """Return a source that a chat added, with a public name."""
    return replace(server.source(number), url=f"http://h{number}.example/s{number}", trusted=False)


def arm(server: Server) -> list[Source]:
    """Prepare the bombs and the hostile sources. Return them."""
    bodies = [
        "<rss><channel><item><title>a</title><description>" * (name in ("escaped", "entities", "data", "words"))
        or "<rss><channel>"
        for name in BOMBS
    ]
    bombs: list[tuple[str, dict[str, object]]] = [
        ("body", {"content": begin + unit * (size // len(unit)), "content_type": "application/rss+xml"})
        for size in SIZES
        for begin, unit in zip(bodies, BOMBS.values(), strict=True)
    ]
    harmful = [*bombs, *(HARM[number % len(HARM)] for number in range(HOSTILE))]
    for number, (mood, options) in enumerate(harmful, HEALTHY):
        server.order("publish", {"name": f"s{number}", "items": []})
        server.spoil(number, mood, options)
    return [added(server, number) for number in range(HEALTHY, HEALTHY + len(harmful))]


async def beside_added(server: Server, seconds: float) -> None:
    """Poll healthy configured sources beside hostile ones that chats added, and print the figures."""
    hostile, healthy = arm(server), [server.source(number) for number in range(HEALTHY)]
    due: dict[SourceId, datetime] = {}
    late: list[float] = []
    polls: Counter[str] = Counter()

    async def resolve(host: str) -> list[str]:
        return ["93.184.216.34"]

    def heard(polled: Polled) -> None:
        polls["hostile" if not polled.source.trusted else "healthy"] += 1
        if polled.source.trusted and polled.source.id in due:
            late.append((now() - due[polled.source.id]).total_seconds())
        due[polled.source.id] = now() + polled.source.every

    async def connect(address: str, port: int, trust: ssl.SSLContext | None, name: str) -> Stream:
        return await open_stream("127.0.0.1" if address == "93.184.216.34" else address, server.port, trust, name)

    real = Fetcher(LOOPBACK, Limits(total=timedelta(seconds=30)), resolve=resolve, connect=connect)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = await stack.enter_async_context(await Database.open(folder / "benchmark.db"))
        children = await stack.enter_async_context(ParsingChildren())
        parser = await stack.enter_async_context(AddedParser())
        await database.write(sources.register, healthy, now())
        for each in hostile:
            await database.write(additions.add, each, AdditionState.GRANTED, True, None, now())
        async with polling(real, by_trust(children.parse, parser.parse), database, heard) as lag:
            before, service, tree = tree_megabytes(server), 0.0, 0.0
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                await asyncio.sleep(0.1)
                own, whole = tree_megabytes(server)
                service, tree = max(service, own), max(tree, whole)
    print(
        f"{len(hostile)} hostile sources that chats added, {HEALTHY} healthy ones, {seconds:.0f} s: {dict(polls)} "
        f"polls, healthy ones at most {max(late):.2f} s late; loop lag p99 {lag.at(0.99) * 1e3:.0f} ms; memory of all "
        f"processes {tree - before[1]:+.0f} MB at the most, of the service {service - before[0]:+.0f} MB"
    )


def tree_megabytes(server: Server) -> tuple[float, float]:
    """Return the memory of this process, and of it and its children but the server, in MiB; shared pages count once."""
    own = _proportional("self")
    return own, own + sum(map(_proportional, {*children_of()} - {str(server.process.pid)}))


def megabytes_of(pid: int) -> float:
    """Return the memory of a process and its children in MiB; shared pages count once."""
    return sum(map(_proportional, [str(pid), *children_of(pid)]))


def _proportional(pid: str) -> float:
    with suppress(OSError):  # it has ended
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return 0.0


async def main(count: int, seconds: float) -> None:
    """Run the measurements with this many sources, the crowd for a number of seconds."""
    logging.disable()  # some sources fail on purpose, and the run stops in the middle of a tick
    with serving() as server:
        await two_megabytes()
        await bomb(server)
        for number in range(count):
            server.publish(number)
            if mood := mood_of(number):
                server.spoil(number, *mood)
        await in_a_crowd(server, count, seconds)
    with serving() as server:
        for number in range(HEALTHY):
            server.publish(number)
        await beside_added(server, seconds)


if __name__ == "__main__":
    given = [float(each) for each in sys.argv[1:]]
    asyncio.run(main(int(given[0]) if given else 200, given[1] if len(given) > 1 else 60))
