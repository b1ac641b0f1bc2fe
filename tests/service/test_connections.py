"""Connections that are used again, against servers that keep them, end them and lie over them."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from watchers.connections import Connections, Dial, Keeping, Request, dial
from watchers.exchange import Broken, Reply

Say = Callable[[asyncio.StreamWriter, int, int], Awaitable[None]]
"""Answers over a connection: which connection it is, and which request on it, both from 0."""


@dataclass
class Server:
    """``asked`` has, for each connection, the paths that came over it; ``ended`` those whose client left."""

    port: int = 0
    asked: list[list[str]] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)


@asynccontextmanager
async def keeping(say: Say) -> AsyncIterator[Server]:
    """A server that reads request after request, and ends a connection where ``say`` closed it."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.append(asyncio.current_task())
        number = len(server.asked)
        server.asked.append([])
        try:
            while not writer.is_closing():
                head = await reader.readuntil(b"\r\n\r\n")
                server.asked[number].append(head.split()[1].decode())
                await say(writer, number, len(server.asked[number]) - 1)
        except asyncio.IncompleteReadError:
            server.ended.append(number)
        except (ConnectionError, RuntimeError):  # uvloop's word for a connection that was lost
            pass
        finally:
            writer.close()

    server = Server()
    tasks: list[asyncio.Task[None] | None] = []
    listener = await asyncio.start_server(converse, "127.0.0.1", 0)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for task in tasks:
            if task is not None:
                task.cancel()
        await asyncio.gather(*filter(None, tasks), return_exceptions=True)


GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfeed"


def always(raw: bytes, then: Callable[[asyncio.StreamWriter], None] = lambda writer: None) -> Say:
    async def say(writer: asyncio.StreamWriter, connection: int, request: int) -> None:
        writer.write(raw)
        then(writer)

    return say


def only_once(then: Callable[[asyncio.StreamWriter], Awaitable[None]]) -> Say:
    """The first answer of each connection is good; what follows is ``then``."""

    async def say(writer: asyncio.StreamWriter, connection: int, request: int) -> None:
        if request == 0:
            writer.write(GOOD)
        else:
            await then(writer)

    return say


@asynccontextmanager
async def connections(keeping: Keeping, dial: Dial = dial) -> AsyncIterator[Connections]:
    pool = Connections(dial, keeping)
    try:
        yield pool
    finally:
        pool.close()
        await asyncio.sleep(0)


@pytest.fixture
async def pool() -> AsyncIterator[Connections]:
    async with connections(Keeping()) as pool:
        yield pool


async def ask(
    pool: Connections, server: Server, path: str = "/", host: str = "a.example", patience: float = 5.0
) -> Reply:
    head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    return await pool.ask(Request(host, server.port, None, head, 1_000, 1_000), ["127.0.0.1"], patience)


async def soon(condition: Callable[[], bool]) -> bool:
    for _ in range(500):
        if condition():
            return True
        await asyncio.sleep(0.01)
    return False


@pytest.mark.parametrize(
    "raw",
    [
        GOOD,
        b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfeed\r\n0\r\n\r\n",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone",
        b"HTTP/1.1 103 Early Hints\r\n\r\n" + GOOD,
    ],
)
async def test_who_asks_again_at_once_is_answered_over_the_same_connection(pool: Connections, raw: bytes) -> None:
    async with keeping(always(raw)) as server:
        first, second = await ask(pool, server, "/1"), await ask(pool, server, "/2")
        assert (first.status, first.body, first.headers) == (second.status, second.body, second.headers)
    assert server.asked == [["/1", "/2"]]


@pytest.mark.parametrize(
    "raw",
    [
        GOOD + b"and more",
        GOOD + GOOD,
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nfeed",
        b"HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nfeed",
        b"HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nfeed",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 400\r\n\r\n",
    ],
)
async def test_a_connection_with_anything_left_on_it_is_not_used_again(pool: Connections, raw: bytes) -> None:
    async with keeping(always(raw)) as server:
        for _ in range(2):
            assert (await ask(pool, server)).status in (200, 304, 404)
            await asyncio.sleep(0.05)
    assert len(server.asked) == 2


async def test_what_a_server_says_unasked_is_nobodys_answer(pool: Connections) -> None:
    async def say(writer: asyncio.StreamWriter, connection: int, request: int) -> None:
        writer.write(GOOD)
        await writer.drain()
        if connection == 0:
            await asyncio.sleep(0.05)
            writer.write(GOOD.replace(b"feed", b"lies"))

    async with keeping(say) as server:
        await ask(pool, server)
        assert await soon(lambda: server.ended == [0])
        assert (await ask(pool, server)).body == b"feed"
    assert len(server.asked) == 2


async def test_hosts_that_share_an_address_share_no_connection(pool: Connections) -> None:
    async with keeping(always(GOOD)) as server:
        for host in ("a.example", "b.example", "a.example"):
            await ask(pool, server, f"/{host}", host)
    assert server.asked == [["/a.example", "/a.example"], ["/b.example"]]


async def test_a_connection_is_used_for_an_address_that_might_be_dialled_and_for_no_other() -> None:
    dialled = []

    async def anywhere(
        make: Callable[[], asyncio.Protocol], address: str, port: int, trust: ssl.SSLContext | None, name: str | None
    ) -> None:
        dialled.append(address)
        await dial(make, "127.0.0.1", port, trust, name)

    async with keeping(always(GOOD)) as server, connections(Keeping(), anywhere) as pool:
        request = Request("a.example", server.port, None, b"GET / HTTP/1.1\r\n\r\n", 1_000, 1_000)
        for addresses in (["1.1.1.1"], ["2.2.2.2"], ["3.3.3.3", "2.2.2.2"]):
            await pool.ask(request, addresses, 5.0)
    assert dialled == ["1.1.1.1", "2.2.2.2"]


async def test_a_connection_that_ended_while_it_waited_is_not_missed(pool: Connections) -> None:
    async with keeping(always(GOOD, lambda writer: writer.close())) as server:
        for _ in range(5):
            assert (await ask(pool, server)).body == b"feed"
    assert [len(paths) for paths in server.asked] == [1] * 5


async def close(writer: asyncio.StreamWriter) -> None:
    writer.close()


async def be_silent(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def mumble(writer: asyncio.StreamWriter) -> None:
    writer.write(b"what?\r\n\r\n")


@pytest.mark.parametrize("then", [close, be_silent, mumble])
async def test_a_used_connection_that_does_not_answer_is_replaced_and_that_host_gets_new_ones_from_then_on(
    then: Callable[[asyncio.StreamWriter], Awaitable[None]],
) -> None:
    async with keeping(only_once(then)) as server, connections(Keeping(answer_seconds=0.1)) as pool:
        for number in range(4):
            assert (await ask(pool, server, f"/{number}")).body == b"feed"
    assert server.asked == [["/0", "/1"], ["/1"], ["/2"], ["/3"]]


async def test_a_used_connection_takes_a_third_of_the_patience_at_most() -> None:
    async with keeping(only_once(be_silent)) as server, connections(Keeping()) as pool:
        await ask(pool, server, "/0")
        async with asyncio.timeout(0.6):
            assert (await ask(pool, server, "/1", patience=0.6)).body == b"feed"
    assert server.asked == [["/0", "/1"], ["/1"]]


async def test_a_used_connection_that_nobody_waited_for_counts_as_of_no_use() -> None:
    async with keeping(only_once(be_silent)) as server, connections(Keeping()) as pool:
        await ask(pool, server, "/0")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ask(pool, server, "/1"), 0.1)
        for number in (2, 3):
            assert (await ask(pool, server, f"/{number}")).body == b"feed"
    assert server.asked == [["/0", "/1"], ["/2"], ["/3"]]


async def test_an_answer_that_began_and_broke_is_an_error_and_not_asked_for_twice(pool: Connections) -> None:
    async def break_off(writer: asyncio.StreamWriter) -> None:
        writer.write(GOOD[:-2])
        writer.close()

    async with keeping(only_once(break_off)) as server:
        await ask(pool, server)
        with pytest.raises(Broken, match="too soon"):
            await ask(pool, server)
    assert server.asked == [["/", "/"]]


async def test_a_slow_answer_over_a_used_connection_is_waited_for_once_it_began() -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        for byte in re.findall(rb"(?s).{8}|.+", GOOD):
            writer.write(byte)
            await asyncio.sleep(0.1)

    async with keeping(only_once(drip)) as server, connections(Keeping(answer_seconds=0.2)) as pool:
        await ask(pool, server)
        assert (await ask(pool, server)).body == b"feed"
    assert server.asked == [["/", "/"]]


async def test_a_connection_waits_a_moment_and_then_ends() -> None:
    async with keeping(always(GOOD)) as server, connections(Keeping(seconds=0.1)) as pool:
        await ask(pool, server)
        assert await soon(lambda: server.ended == [0])
        await ask(pool, server)
    assert len(server.asked) == 2


async def test_no_more_connections_wait_than_there_is_room_for() -> None:
    async with keeping(always(GOOD)) as server, connections(Keeping(most=2)) as pool:
        for host in ("a.example", "b.example", "c.example"):
            await ask(pool, server, "/", host)
        assert await soon(lambda: server.ended == [2])


async def test_all_that_wait_are_ended_together(pool: Connections) -> None:
    async with keeping(always(GOOD)) as server:
        for host in ("a.example", "b.example"):
            await ask(pool, server, "/", host)
        pool.close()
        assert await soon(lambda: sorted(server.ended) == [0, 1])


async def test_who_leaves_amid_an_answer_takes_the_connection_along(pool: Connections) -> None:
    async def half(writer: asyncio.StreamWriter, connection: int, request: int) -> None:
        writer.write(GOOD[:-2] if connection == 0 else GOOD)

    async with keeping(half) as server:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ask(pool, server), 0.1)
        assert await soon(lambda: server.ended == [0])
        assert (await ask(pool, server)).body == b"feed"
