"""Compare polling a thousand unchanged sources on loopback, by Tradewatch and by lemon24/reader.

python -m benchmarks.fetch [turns] [results.json]

Every source answers 304 after its first poll. The server and each contender run in separate processes; they take
turns of thirty seconds, in which they poll as fast as they can. Ours is poller, fetcher, parsing children,
normalizing, matching and the database, on the loop of the service and with its limits. reader calls
``update_feeds(workers=10)`` repeatedly; it is installed from PyPI into a separate environment, which is deleted at
the end.
"""

from __future__ import annotations

import asyncio
import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from statistics import median

import uvloop

SOURCES = 1_000
ITEMS = 5
SECONDS_IN_A_TURN = 30.0
EVERY = timedelta(milliseconds=20)
READER = ("reader>=3,<4", "sgmllib3k")
"""The feedparser inside reader 3.26 imports sgmllib, which its requirements omit."""
NOTICE = (
    "The agency published a notice on tariffs for semiconductors, steel and derivative articles, and asks for "
    "comments by the first of the month; importers of record shall file the entry summary with the new codes. "
) * 2


# ---- the server ------------------------------------------------------------------------------------


def feed(name: str, first: int = 0) -> bytes:
    """Return an RSS feed of a few items, numbered from ``first``."""
    items = "".join(
        f"<item><title>Notice {n} of {name} on tariffs</title><link>https://example.org/{name}/{n}</link>"
        f'<guid isPermaLink="false">{name}-{n}</guid><description>{NOTICE}</description>'
        f"<pubDate>Mon, 02 Mar 2026 0{n % 9}:00:00 GMT</pubDate></item>\n"
        for n in range(first, first + ITEMS)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'.encode()


class Serving(asyncio.Protocol):
    """Answers one request after another; 304 if the client has the document."""

    bodies: dict[bytes, bytes]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._read = b""

    def data_received(self, data: bytes) -> None:
        """Answer every complete request."""
        self._read += data
        while b"\r\n\r\n" in self._read:
            head, _, self._read = self._read.partition(b"\r\n\r\n")
            self._transport.write(self.answer(head, head.split(b" ", 2)[1][1:]))
            if b"onnection: close" in head:
                self._transport.close()

    def answer(self, head: bytes, name: bytes) -> bytes:
        """Return the response for a source."""
        if b'one-match: "a"' in head.lower():
            return b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nDate: Mon, 02 Mar 2026 09:00:00 GMT\r\n\r\n'
        body = self.bodies.get(name) or self.bodies.setdefault(name, feed(name.decode()))
        return (
            b'HTTP/1.1 200 OK\r\nETag: "a"\r\nContent-Type: application/rss+xml\r\n'
            b"Date: Mon, 02 Mar 2026 09:00:00 GMT\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
        )


async def serve(protocol: type[Serving]) -> None:
    """Answer on all of 127/8, and print the port."""
    protocol.bodies = {}
    server = await asyncio.get_running_loop().create_server(protocol, "0.0.0.0", 0, backlog=4_000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def urls(port: int) -> list[str]:
    """Return one URL per source, each on a different host: all of 127/8 is this machine."""
    return [f"http://127.0.{n // 200 + 1}.{n % 200 + 1}:{port}/{n}" for n in range(SOURCES)]


# ---- ours -------------------------------------------------------------------------------------------

Run = Callable[[float], Awaitable[int]]
"""Polls for a number of seconds; returns the number of polls."""


async def ours(port: int, stack: AsyncExitStack) -> Run:
    """Start all that a poll needs, and poll each source once. Return what polls them."""
    from bot.app import TICK, now, tune_garbage_collection
    from watchers import entities, senses
    from watchers.feeds.process import ParsingChildren
    from watchers.http import Fetcher, Network
    from watchers.lists import Lists
    from watchers.matching import Index, Recognizer
    from watchers.model import Source, SourceId
    from watchers.pipeline import Pipeline
    from watchers.polled import Polled
    from watchers.polling.poller import Poller
    from watchers.polling.schedule import Job, Schedule
    from watchers.rules import forms
    from watchers.store import Database, sources

    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    database = await stack.enter_async_context(await Database.open(folder / "benchmark.db"))
    children = await stack.enter_async_context(ParsingChildren())
    known = [Source(SourceId(f"s{n}"), url, every=EVERY) for n, url in enumerate(urls(port))]
    await database.write(sources.register, known, now())
    recognizer = Recognizer(entities.load(), forms.load(), senses.load())
    tune_garbage_collection()
    network = Network("benchmark/1", (ip_network("127.0.0.0/8"),))
    fetch = await stack.enter_async_context(Fetcher(network))
    lists = Lists(database, fetch.download, children.parse, now)
    pipeline = Pipeline(fetch, children.parse, database, Index(recognizer), recognizer, now, lambda: 0.0, lists)
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


async def contend(port: int) -> None:
    """Take a turn for each line of input, and print its figures as a line of JSON."""
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as stack:
        run = await ours(port, stack)
        while await loop.run_in_executor(None, sys.stdin.readline):
            print(json.dumps(await turn(run)), flush=True)


async def turn(run: Run) -> dict[str, float]:
    """Poll for one turn. Return the polls, the seconds, the CPU seconds and the memory in MB."""
    began, cpu_began = time.perf_counter(), processor_seconds()
    polls = await run(SECONDS_IN_A_TURN)
    seconds = time.perf_counter() - began
    return {"polls": polls, "seconds": seconds, "cpu": processor_seconds() - cpu_began, "mb": megabytes()}


def processor_seconds() -> float:
    """Return the CPU seconds of this process and of its children, including ended ones."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + sum(map(seconds_of, children()))


def megabytes() -> float:
    """Return the peak memory of this process plus the present memory of its children, in MB (10⁶ bytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6 + sum(map(memory, children()))


def memory(pid: str | int = "self") -> float:
    """Return the present memory of a process in MB (10⁶ bytes); 0 if it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * resource.getpagesize() / 1e6
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


def children(pid: str | int = "self") -> list[str]:
    """Return the child processes of a process."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [child for task in tasks for child in (task / "children").read_text("ascii").split()]


def seconds_of(pid: str | int) -> float:
    """Return the CPU seconds of another process."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


# ---- side by side ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Result:
    """Figures of one contender: medians over its turns, and the most memory in MB."""

    polls_a_second: float
    cpu_ms_a_poll: float
    mb: float


def main(turns: int, results: Path | None) -> None:
    """Let both take their turns, print the outcome, and write it down."""
    with tempfile.TemporaryDirectory() as folder:
        python = environment(Path(folder))
        server = start(sys.executable, "-m", "benchmarks.fetch", "serve")
        port = int(read_line(server))
        contenders = {
            "ours": start(sys.executable, "-m", "benchmarks.fetch", "contend", str(port)),
            "reader": start(str(python), str(Path(__file__).with_name("reader_passes.py")), f"{folder}/reader.db"),
        }
        send(contenders["reader"], json.dumps(urls(port)))
        lines: dict[str, list[dict[str, float]]] = {name: [] for name in contenders}
        for number in range(turns + 1):
            for name, process in contenders.items():
                send(process, str(SECONDS_IN_A_TURN))
                line = json.loads(read_line(process))
                print(number, name, line, file=sys.stderr)
                assert not line.get("failed"), line
                if number:  # the first turn is the baseline of both
                    lines[name].append(line)
        version = installed_version(python)
        for process in contenders.values():
            process.communicate()
        server.kill()
        server.communicate()
    report({name: [result(turn) for turn in each] for name, each in lines.items()}, version, results)


def environment(folder: Path) -> Path:
    """Install reader into a new environment. Return its Python."""
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", *READER], check=True)
    return python


def installed_version(python: Path) -> str:
    """Return the version of reader in an environment."""
    command = [str(python), "-c", "import importlib.metadata as m; print(m.version('reader'))"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def report(found: dict[str, list[Result]], reader: str, results: Path | None) -> None:
    """Print medians over the turns; a ratio is that of two turns beside each other, since machines have moods."""
    pairs = list(zip(found["ours"], found["reader"], strict=True))
    outcome = {
        "on": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "reader_version": reader,
        "sources": SOURCES,
        **{name: over_turns(turns) for name, turns in found.items()},
        "times_the_polls_a_second": round(median(a.polls_a_second / b.polls_a_second for a, b in pairs), 2),
        "of_the_cpu_a_poll": round(median(a.cpu_ms_a_poll / b.cpu_ms_a_poll for a, b in pairs), 3),
    }
    text = json.dumps(outcome, indent=2)
    print(text)
    if results is not None:
        results.parent.mkdir(parents=True, exist_ok=True)
        results.write_text(text + "\n", "utf-8")


def over_turns(turns: list[Result]) -> dict[str, float]:
    """Return a contender's medians over its turns, and the most memory that it took."""
    return {
        "polls_a_second": round(median(turn.polls_a_second for turn in turns), 1),
        "cpu_ms_a_poll": round(median(turn.cpu_ms_a_poll for turn in turns), 3),
        "mb": round(max(turn.mb for turn in turns), 1),
    }


def result(turn: dict[str, float]) -> Result:
    """Return the figures of one turn."""
    return Result(turn["polls"] / turn["seconds"], turn["cpu"] / turn["polls"] * 1e3, turn["mb"])


def start(*command: str) -> subprocess.Popen[str]:
    """Start a process with pipes for its input and output."""
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def send(process: subprocess.Popen[str], line: str) -> None:
    """Write a line to the input of a process."""
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


def read_line(process: subprocess.Popen[str]) -> str:
    """Return the next line of a process. Raise SystemExit if it ended."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise SystemExit("a process ended before its time")
    return line


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve"]:
            uvloop.run(serve(Serving))
        case ["contend", port]:
            uvloop.run(contend(int(port)))
        case arguments:
            number, *path = arguments or ["5"]
            main(int(number), Path(path[0]) if path else None)
