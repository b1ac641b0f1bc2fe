"""A thousand sources on loopback, our whole poll beside a loop of httpx that neither parses nor writes.

python -m benchmarks.fetch [turns]

Of the sources, 80 in 100 answer 304, 18 send the same body whatever they are asked, and 2 have one new
item in thirty at each poll. The server is a process of its own, and so is each contender; they take turns
of five seconds, in which they poll as fast as they can, source after source. A hundred requests are in
flight. feedparser's own loop is shown too: what a bot does that parses each body it gets, and keeps what
it saw in memory.
"""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder
from ipaddress import ip_network
from itertools import cycle
from pathlib import Path
from statistics import median
from types import ModuleType

import uvloop

SOURCES = 1_000
IN_FLIGHT = 100
ITEMS = 30
SECONDS_IN_A_TURN = 5.0
EVERY = timedelta(milliseconds=20)
NOTICE = (
    "The agency published a notice on tariffs for semiconductors, steel and derivative articles, and asks for "
    "comments by the first of the month; importers of record shall file the entry summary with the new codes. "
) * 2


# ---- the server ------------------------------------------------------------------------------------


def feed(name: str, newest: int) -> bytes:
    """A feed of thirty items, the newest of which has that number."""
    items = "".join(
        f"<item><title>Notice {n} of {name} on tariffs</title><link>https://example.org/{name}/{n}</link>"
        f'<guid isPermaLink="false">{name}-{n}</guid><description>{NOTICE}</description>'
        f"<pubDate>Mon, 02 Mar 2026 0{n % 9}:00:00 GMT</pubDate></item>\n"
        for n in range(newest, newest - ITEMS, -1)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'.encode()


class Serving(asyncio.Protocol):
    """One request after another; what a source does is told by its number, and its items are counted by its path."""

    polls: dict[bytes, int]
    bodies: dict[bytes, bytes]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._read = b""

    def data_received(self, data: bytes) -> None:
        self._read += data
        while b"\r\n\r\n" in self._read:
            head, _, self._read = self._read.partition(b"\r\n\r\n")
            self._transport.write(self._answer(head, head.split(b" ", 2)[1][1:]))
            if b"onnection: close" in head:
                self._transport.close()

    def _answer(self, head: bytes, name: bytes) -> bytes:
        number = int(name.partition(b"/")[0])
        if number % 100 < 80 and b'one-match: "a"' in head.lower():
            return b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nDate: Mon, 02 Mar 2026 09:00:00 GMT\r\n\r\n'
        if number % 100 >= 98:
            self.polls[name] = self.polls.get(name, ITEMS) + 1
            body = feed(name.decode(), self.polls[name])
        else:
            body = self.bodies.get(name) or self.bodies.setdefault(name, feed(name.decode(), ITEMS))
        return (
            b'HTTP/1.1 200 OK\r\nETag: "a"\r\nContent-Type: application/rss+xml\r\n'
            b"Date: Mon, 02 Mar 2026 09:00:00 GMT\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
        )


async def serve() -> None:
    Serving.polls, Serving.bodies = {}, {}
    server = await asyncio.get_running_loop().create_server(Serving, "0.0.0.0", 0, backlog=4_000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


# ---- the contenders --------------------------------------------------------------------------------

Run = Callable[[float], Awaitable[int]]
"""Polls for so many seconds; answers how often."""


def urls(port: int, contender: str) -> list[str]:
    """Each source has a host of its own: all of 127/8 is this machine."""
    return [f"http://127.0.{n // 200 + 1}.{n % 200 + 1}:{port}/{n}/{contender}" for n in range(SOURCES)]


def in_turns(one: Callable[[str], Awaitable[None]], what: Sequence[str]) -> Run:
    endless = cycle(what)

    async def work(ends: float) -> int:
        count = 0
        while time.perf_counter() < ends:
            await one(next(endless))
            count += 1
        return count

    async def run(seconds: float) -> int:
        ends = time.perf_counter() + seconds
        return sum(await asyncio.gather(*(work(ends) for _ in range(IN_FLIGHT))))

    return run


async def ours(port: int, stack: AsyncExitStack) -> Run:
    """Poller, fetcher, parsing children, normalising, matching and the database, on the loop of the service."""
    from bot.app import TICK, now, spare_the_collector
    from bot.poller import Poller
    from bot.schedule import Job, Schedule
    from watchers import entities
    from watchers.http import Fetcher, Network
    from watchers.match import Index, Recogniser
    from watchers.model import Source, SourceId
    from watchers.parsing import ParsingChildren
    from watchers.pipeline import Pipeline, Polled
    from watchers.rules import forms
    from watchers.store import Database, sources

    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    database = await stack.enter_async_context(await Database.open(folder / "benchmark.db"))
    children = await stack.enter_async_context(ParsingChildren())
    known = [Source(SourceId(f"s{n}"), url, every=EVERY) for n, url in enumerate(urls(port, "ours"))]
    await database.write(sources.register, known, now())
    recogniser = Recogniser(entities.load(), forms.load())
    spare_the_collector()
    fetch = Fetcher(Network("benchmark/1", (ip_network("127.0.0.0/8"),)), in_flight=IN_FLIGHT)
    pipeline = Pipeline(fetch, children.parse, database, Index(recogniser), recogniser, now, lambda: 0.0)
    count = 0

    def hear(polled: Polled) -> None:
        nonlocal count
        assert polled.problem is None, polled.problem
        count += 1

    async def run(seconds: float) -> int:
        nonlocal count
        count = 0
        poller = Poller(database, pipeline, now, hear)
        scheduling = asyncio.create_task(Schedule([Job("tick", TICK, poller.tick)]).run())
        await asyncio.sleep(seconds)
        scheduling.cancel()
        await poller.stop()
        await asyncio.gather(scheduling, return_exceptions=True)
        return count

    while await database.read(lambda rows: rows.number("select count(*) from sources where baseline_at is null")):
        await run(10.0)
    return run


async def httpx_alone(port: int, stack: AsyncExitStack) -> Run:
    import httpx

    client = await stack.enter_async_context(httpx.AsyncClient())
    validators: dict[str, str] = {}

    async def get(url: str) -> None:
        known = validators.get(url)
        response = await client.get(url, headers={"If-None-Match": known} if known else {})
        validators[url] = response.headers["etag"]

    return in_turns(get, urls(port, "httpx_alone"))


class Absent(MetaPathFinder):
    """Looks for sniffio in vain, as httpcore does at every lock where only httpx was installed."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if name == "sniffio":
            PathFinder.find_spec("sniffio_that_is_not_there", path)
            raise ModuleNotFoundError(name=name)


async def httpx_as_installed(port: int, stack: AsyncExitStack) -> Run:
    """The same without sniffio, which is ours: httpx no longer brings it."""
    sys.modules.pop("sniffio", None)
    sys.meta_path.insert(0, Absent())
    return await httpx_alone(port, stack)


async def httpx_and_feedparser(port: int, stack: AsyncExitStack) -> Run:
    import feedparser
    import httpx

    client = await stack.enter_async_context(httpx.AsyncClient())
    validators: dict[str, str] = {}
    seen: set[str] = set()

    async def get(url: str) -> None:
        known = validators.get(url)
        response = await client.get(url, headers={"If-None-Match": known} if known else {})
        validators[url] = response.headers["etag"]
        if response.status_code == 200:
            seen.update(entry.id for entry in feedparser.parse(response.content).entries)

    return in_turns(get, urls(port, "httpx_and_feedparser"))


CONTENDERS = {each.__name__: each for each in (ours, httpx_alone, httpx_as_installed, httpx_and_feedparser)}


async def contend(name: str, port: int) -> None:
    """Takes its turn for each line of its input, and tells of each in a line."""
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as stack:
        run = await CONTENDERS[name](port, stack)
        while await loop.run_in_executor(None, sys.stdin.readline):
            print(json.dumps(await turn(run)), flush=True)


async def turn(run: Run) -> dict[str, float]:
    """Some seconds, and what they were good for."""
    began, cpu_began = time.perf_counter(), processor_seconds()
    polls = await run(SECONDS_IN_A_TURN)
    seconds = time.perf_counter() - began
    return {"polls": polls, "seconds": seconds, "cpu": processor_seconds() - cpu_began, "mb": megabytes()}


def processor_seconds() -> float:
    """Of this process and of its children, those that ended included."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + sum(map(_of_child, _children()))


def megabytes() -> float:
    """At the most, of this process; and what its children have now."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pages = sum(int(Path(f"/proc/{child}/statm").read_text("ascii").split()[1]) for child in _children())
    return own + pages * resource.getpagesize() / 2**20


def _children() -> list[str]:
    tasks = Path("/proc/self/task").iterdir()
    return [child for task in tasks for child in (task / "children").read_text("ascii").split()]


def _of_child(pid: str) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


# ---- side by side ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Result:
    polls_a_second: float
    cpu_ms: float
    mb: float


def main(turns: int) -> None:
    server = start("serve")
    port = read_line(server)
    contenders = {name: start("contend", name, str(port)) for name in CONTENDERS}
    told: dict[str, list[dict[str, float]]] = {name: [] for name in CONTENDERS}
    for number in range(turns + 1):
        for name, process in contenders.items():
            process.stdin.write("go\n")  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
            line = read_line(process)
            if number:  # the first is everybody's baseline
                told[name].append(line)
    for process in contenders.values():
        process.communicate()
    server.kill()
    server.communicate()
    results = {name: result(each) for name, each in told.items()}
    for name, one in results.items():
        print(f"{name:22} {one.polls_a_second:7.0f} polls/s {one.cpu_ms:7.3f} ms of processor a poll {one.mb:6.0f} MB")
    for plain in ("httpx_alone", "httpx_as_installed"):
        print(f"ours : {plain}  {beside(results['ours'], results[plain])}")


def beside(mine: Result, other: Result) -> str:
    faster, dearer = mine.polls_a_second / other.polls_a_second, mine.cpu_ms / other.cpu_ms
    return f"{faster:.1f} times the polls a second, {dearer:.2f} of the processor a poll"


def result(turns: list[dict[str, float]]) -> Result:
    return Result(
        median(each["polls"] / each["seconds"] for each in turns),
        median(each["cpu"] / each["polls"] * 1e3 for each in turns),
        max(each["mb"] for each in turns),
    )


def start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.fetch", *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def read_line(process: subprocess.Popen[str]) -> dict[str, float]:
    line = process.stdout.readline()  # type: ignore[union-attr]
    if not line:
        raise SystemExit("a process ended before its time")
    told: dict[str, float] = json.loads(line)
    return told


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve"]:
            uvloop.run(serve())
        case ["contend", "ours" as name, port]:
            uvloop.run(contend(name, int(port)))
        case ["contend", name, port]:
            asyncio.run(contend(name, int(port)))
        case arguments:
            main(int(arguments[0]) if arguments else 5)
