"""What bodies may take of memory: hazards X2 and X3."""

from __future__ import annotations

import asyncio
import gc
import gzip
import json
import sys
import threading
import tracemalloc
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cache
from ipaddress import ip_network
from pathlib import Path

import pytest

from tests.fakes.bell import PATIENCE, eventually
from tests.fakes.internet import TRUST, Rerouted
from tests.fakes.ports import Clock
from tests.fakes.situations import open_house
from watchers.errors import FetchError, ParseError, ParseProblem, Unreachable, as_value
from watchers.http import Fetcher, Limits, Network
from watchers.http.body import inflate, read_raw
from watchers.http.budget import Budget
from watchers.model import Modified, Parsed, Source, SourceId, Validators
from watchers.rules.forms import Forms
from watchers.store import sources

LAB = Network("test/1", (ip_network("127.0.0.0/8"),))
LARGE = 9_900_000
pytestmark = pytest.mark.slow
Answer = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[int]:
    """A server on all of 127/8 that gives ``answer`` the path of each request; its port."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.current_task())
        try:
            await answer((await reader.readuntil(b"\r\n\r\n")).split()[1], writer)
        except (ConnectionError, asyncio.IncompleteReadError, RuntimeError, asyncio.CancelledError):
            pass  # the client left, or the test is over
        finally:
            writer.close()
            tasks.discard(asyncio.current_task())

    tasks: set[asyncio.Task[None] | None] = set()
    listener = await asyncio.start_server(converse, "0.0.0.0", 0)
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        listener.close()
        for task in tasks:
            assert task is not None
            task.cancel()
        await asyncio.gather(*filter(None, tasks), return_exceptions=True)


async def send(writer: asyncio.StreamWriter, body: bytes, promised: int, encoding: str = "identity") -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {promised}\r\nContent-Encoding: {encoding}\r\n\r\n"
    writer.write(head.encode())
    for start in range(0, len(body), 65_536):
        writer.write(body[start : start + 65_536])
        await writer.drain()


async def stalling(path: bytes, writer: asyncio.StreamWriter) -> None:
    """Send all of a body but its end, and then nothing more."""
    if path == b"/":
        await send(writer, b"<rss/>", 6)
        return
    if path == b"/gzip":
        body = gzip_cut_short(LARGE)
        await send(writer, body, len(body) + 8, "gzip")
    else:
        await send(writer, bytes(LARGE), LARGE + 1)
    await asyncio.sleep(60)


@cache
def gzip_cut_short(size: int) -> bytes:
    return gzip.compress(bytes(size))[:-8]


@pytest.mark.hazard("X2")
@pytest.mark.parametrize("path", ["/gzip", "/plain"])
async def test_two_hundred_bodies_that_stall_before_their_end_stay_within_one_budget(path: str) -> None:
    async with serving(stalling) as port:
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.fakes.stalled_bodies", str(port), path, "200"),
            stdout=asyncio.subprocess.PIPE,
        )
        told = json.loads((await child.communicate())[0])
    assert told["outcomes"] == {"TooSlow": 200}
    assert told["grown"] < 110_000_000


@pytest.mark.hazard("X2")
async def test_added_sources_that_stall_leave_room_for_a_configured_one() -> None:
    async def answer(path: bytes, writer: asyncio.StreamWriter) -> None:
        if path == b"/added":
            await stalling(path, writer)
        await send(writer, bytes(1_000_000), 1_000_000)

    async def resolve(host: str) -> list[str]:
        return ["93.184.216.34"]

    budget = Budget(8_000_000)
    async with (
        serving(answer) as port,
        Fetcher(
            Network("test/1"),
            Limits(timedelta(seconds=PATIENCE)),
            resolve=resolve,
            connect=Rerouted(lambda address, wanted: port),
            trust=TRUST,
            budget=budget,
        ) as fetch,
    ):
        crowd = [
            asyncio.create_task(
                fetch(Source(SourceId(f"{n}"), f"http://h{n}.example/added", trusted=False), Validators())
            )
            for n in range(20)
        ]
        await eventually(lambda: not budget.has_room(500_000, configured=False))
        fetched = await fetch(Source(SourceId("own"), "http://own.example/"), Validators())
        assert not budget.has_room(500_000, configured=False)
        for each in crowd:
            assert each.cancel(), "one that stalls has ended"
        await asyncio.wait(crowd)
    assert isinstance(fetched, Modified)
    assert len(fetched.body) == 1_000_000
    del fetched
    await asyncio.sleep(0)
    assert budget.has_room(8_000_000, configured=True)


@pytest.mark.hazard("X2")
async def test_added_sources_that_hang_leave_slots_for_a_configured_one() -> None:
    async def answer(path: bytes, writer: asyncio.StreamWriter) -> None:
        if path == b"/added":
            await asyncio.sleep(2 * PATIENCE)
        await send(writer, b"<rss/>", 6)

    async def resolve(host: str) -> list[str]:
        return ["93.184.216.34"]

    async with (
        serving(answer) as port,
        Fetcher(
            Network("test/1"),
            Limits(timedelta(seconds=2 * PATIENCE)),
            in_flight=4,
            resolve=resolve,
            connect=Rerouted(lambda address, wanted: port),
            trust=TRUST,
        ) as fetch,
    ):
        hosts = (Source(SourceId(str(n)), f"http://h{n}.example/added", trusted=False) for n in range(10))
        crowd = [asyncio.create_task(fetch(each, Validators())) for each in hosts]
        async with asyncio.timeout(PATIENCE):
            assert await fetch(Source(SourceId("own"), "http://own.example/"), Validators())
        for task in crowd:
            task.cancel()
        await asyncio.gather(*crowd, return_exceptions=True)


@pytest.mark.hazard("X2")
async def test_a_body_keeps_its_share_of_the_budget_until_it_is_freed() -> None:
    budget = Budget(1_000)
    lease = budget.lease(configured=True)
    await lease.take(900)
    fetched = Modified("u", b"x", "", Validators(), None, lease=lease)
    waiting = asyncio.create_task(budget.lease(configured=True).take(500))
    copied = replace(fetched, body=b"y")
    del lease, fetched
    await asyncio.sleep(0)
    assert not waiting.done()
    held = [copied]
    del copied
    await asyncio.to_thread(held.clear)  # the last to let go may be in any thread
    await asyncio.wait_for(waiting, PATIENCE)


@pytest.mark.hazard("X2")
async def test_a_body_that_is_larger_inflated_waits_for_room_without_holding_it() -> None:
    budget = Budget(2_000)
    lease, other = budget.lease(configured=True), budget.lease(configured=True)
    raw = gzip.compress(bytes(1_000))
    await lease.take(len(raw))
    await other.take(1_500)
    inflating = asyncio.create_task(inflate(raw, "gzip", 1_000, lease))
    await asyncio.sleep(0)
    assert not inflating.done()
    other.release()
    assert await asyncio.wait_for(inflating, PATIENCE) == bytes(1_000)
    assert budget.has_room(1_000, configured=True)


# ---- the event loop --------------------------------------------------------------------------------


async def endless(read: Counter[int], source: int) -> AsyncIterator[bytes]:
    """A body whose next piece has always arrived."""
    while True:
        read[source] += 1
        yield bytes(100)


@pytest.mark.hazard("X4")
@pytest.mark.hazard("O6")
async def test_of_all_bodies_that_chats_added_one_piece_is_read_in_each_round_of_the_loop() -> None:
    rounds, budget, read = 400, Budget(), Counter[int]()
    reading = [
        asyncio.create_task(read_raw(endless(read, source), LARGE, budget.lease(configured=False)))
        for source in range(20)
    ]
    for _ in range(rounds):
        await asyncio.sleep(0)
    for task in reading:
        task.cancel()
    await asyncio.gather(*reading, return_exceptions=True)
    assert rounds / 4 < read.total() <= rounds
    assert max(read.values()) - min(read.values()) <= 1


@pytest.mark.hazard("X4")
@pytest.mark.hazard("O6")
async def test_what_chats_added_is_decompressed_beside_the_loop_one_after_another() -> None:
    budget, own = Budget(), threading.get_ident()

    def work() -> tuple[bool, bool]:
        return threading.get_ident() == own, budget.turn.locked()

    added = (budget.lease(configured=False) for _ in range(20))
    assert set(await asyncio.gather(*(lease.work(work) for lease in added))) == {(False, True)}
    assert await budget.lease(configured=True).work(work) == (True, False)


@pytest.mark.hazard("X4")
@pytest.mark.hazard("O6")
async def test_requests_to_what_chats_added_begin_in_different_rounds_of_the_loop() -> None:
    loop, begun = asyncio.get_running_loop(), Counter[int]()
    turn = 0

    def go_round() -> None:
        nonlocal turn
        turn += 1
        loop.call_soon(go_round)

    async def resolve(host: str) -> list[str]:
        begun[turn] += 1
        return []

    go_round()
    async with Fetcher(Network("test/1"), resolve=resolve) as fetch:
        crowd = (Source(SourceId(str(n)), f"http://h{n}.example/", trusted=False) for n in range(50))
        failed = await asyncio.gather(*(fetch(each, Validators()) for each in crowd), return_exceptions=True)
    assert {type(error) for error in failed} == {Unreachable}
    assert set(begun.values()) == {1}
    assert begun.total() == 50


# Every twentieth body is large: gzip that is cut short, a page for people, a body that breaks off, one too long.
BROKEN: dict[str, Callable[[], tuple[bytes, bytes, str, int]]] = {
    "gzip": lambda: (gzip_cut_short(9_400_000), gzip_cut_short(9_400), "gzip", 0),
    "page": lambda: (b"<html>" + bytes(9_400_000), b"<html>", "identity", 0),
    "short": lambda: (bytes(9_400_000), bytes(9_400), "identity", 1),
    "long": lambda: (bytes(10_000_001), b"<html>", "identity", 0),
}


@pytest.mark.hazard("X3")
@pytest.mark.parametrize("kind", BROKEN)
async def test_a_poll_that_failed_keeps_nothing_alive(tmp_path: Path, forms: Forms, kind: str) -> None:
    large, small, encoding, missing = BROKEN[kind]()
    polls = 0

    async def answer(path: bytes, writer: asyncio.StreamWriter) -> None:
        nonlocal polls
        polls += 1
        body = small if polls % 20 else large
        await send(writer, body, len(body) + missing, encoding)

    async def parse(source: Source, fetched: Modified) -> Parsed:
        raise ParseError(ParseProblem.HTML)

    async with (
        serving(answer) as port,
        Fetcher(LAB, trust=TRUST) as fetch,
        open_house(tmp_path / "tradewatch.db", forms, Clock()) as house,
    ):
        own = Source(SourceId("own"), f"http://127.0.0.1:{port}/")
        await house.database.write(sources.register, [own], house.clock())
        pipeline = replace(house.pipeline, fetch=fetch, parse=parse)
        for _ in range(20):
            await pipeline.poll(own)
        gc.collect()
        gc.disable()
        tracemalloc.start()
        try:
            for _ in range(60):
                assert (await pipeline.poll(own)).problem is not None
            assert tracemalloc.get_traced_memory()[0] < 5_000_000
        finally:
            tracemalloc.stop()
            gc.enable()


def test_an_error_that_is_kept_as_a_value_holds_no_frame() -> None:
    with pytest.raises(FetchError) as caught:
        try:
            int("no number")
        except ValueError as inner:
            raise FetchError("u", "outer") from inner
    kept = as_value(caught.value)
    assert (kept.__traceback__, kept.__cause__, kept.__context__) == (None, None, None)
    assert str(kept) == "outer: u"
