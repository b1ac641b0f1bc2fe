"""Connections that are used again, against servers that keep them, end them and lie over them."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.fakes.bell import PATIENCE, eventually
from tests.fakes.certificates import certify, needs_openssl, presenting
from tests.fakes.internet import TRUST, Rerouted
from watchers.errors import BadCertificate
from watchers.http import Fetcher, Network
from watchers.http.client import shipped_and_system_trust
from watchers.http.stream import Stream, open_stream
from watchers.http.transport import Connections
from watchers.model import Source, SourceId, Validators

pytestmark = pytest.mark.service

Say = Callable[[asyncio.StreamWriter, int, int], Awaitable[None]]
"""Answers over a connection: which connection it is, and which request on it, both from 0."""


@dataclass
class Server:
    """``asked`` has, for each connection, the paths that came over it; ``ended`` those whose client left."""

    port: int = 0
    asked: list[list[str]] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)


@asynccontextmanager
async def keeping(say: Say, trust: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
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
    listener = await asyncio.start_server(converse, "127.0.0.1", 0, ssl=trust)
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


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: list[tuple[bytes, bytes]]


@asynccontextmanager
async def clients(
    *, keep_seconds: float = PATIENCE, first_byte_seconds: float = PATIENCE, max_kept: int = 100
) -> AsyncIterator[httpx.AsyncClient]:
    transport = Connections(
        TRUST,
        keep_seconds=keep_seconds,
        first_byte_seconds=first_byte_seconds,
        max_kept=max_kept,
    )
    async with httpx.AsyncClient(transport=transport, timeout=None) as client:
        yield client


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with clients() as client:
        yield client


async def ask(client: httpx.AsyncClient, server: Server, path: str = "/", host: str = "a.example") -> Answer:
    url = httpx.URL(scheme="http", host="127.0.0.1", port=server.port, path=path)
    request = httpx.Request("GET", url, headers={"Host": host}, extensions={"sni_hostname": host})
    response = await client.send(request, stream=True)
    try:
        body = b"".join([chunk async for chunk in response.aiter_raw()])
        return Answer(response.status_code, body, response.headers.raw)
    finally:
        await response.aclose()


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
async def test_who_asks_again_at_once_is_answered_over_the_same_connection(
    client: httpx.AsyncClient, raw: bytes
) -> None:
    async with keeping(always(raw)) as server:
        first, second = await ask(client, server, "/1"), await ask(client, server, "/2")
        assert first == second
    assert server.asked == [["/1", "/2"]]


@pytest.mark.parametrize(
    "raw",
    [
        GOOD + b"and more",
        GOOD + GOOD,
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nfeed",
        b"HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nfeed",
        b"HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nfeed",
    ],
)
async def test_a_connection_with_anything_left_on_it_is_not_used_again(client: httpx.AsyncClient, raw: bytes) -> None:
    async with keeping(always(raw)) as server:
        for _ in range(2):
            assert (await ask(client, server)).status in (200, 304)
    assert len(server.asked) == 2


async def test_what_a_server_sends_unasked_is_not_taken_for_a_response(client: httpx.AsyncClient) -> None:
    said = asyncio.Event()

    async def say(writer: asyncio.StreamWriter, connection: int, request: int) -> None:
        writer.write(GOOD)
        await writer.drain()
        if connection == 0:
            await asyncio.sleep(0.05)
            writer.write(GOOD.replace(b"feed", b"lies"))
            await writer.drain()
            said.set()

    async with keeping(say) as server:
        await ask(client, server)
        await said.wait()
        assert (await ask(client, server)).body == b"feed"
    assert len(server.asked) == 2


async def test_what_came_in_one_piece_with_an_answer_is_not_the_next(client: httpx.AsyncClient) -> None:
    async def say(writer: asyncio.StreamWriter, connection: int, request: int) -> None:
        writer.write(GOOD + GOOD.replace(b"feed", b"lies"))

    async with keeping(say) as server:
        for _ in range(3):
            assert (await ask(client, server)).body == b"feed"


@needs_openssl
@pytest.mark.hazard("F15")
async def test_a_host_at_the_same_address_as_another_is_verified_by_its_own_certificate(tmp_path: Path) -> None:
    certificate, trust = certify(tmp_path, "a.example"), shipped_and_system_trust()
    trust.load_verify_locations(certificate.file)

    async def resolve(host: str) -> list[str]:
        return ["93.184.216.34"]

    async with (
        keeping(always(GOOD), presenting(certificate)) as server,
        Fetcher(
            Network("test"),
            resolve=resolve,
            connect=Rerouted(lambda address, port: server.port),
            trust=trust,
        ) as fetch,
    ):
        for path in ("/1", "/2"):
            await fetch(Source(SourceId("a"), f"https://a.example{path}"), Validators())
        with pytest.raises(BadCertificate, match="Hostname mismatch"):
            await fetch(Source(SourceId("b"), "https://b.example/3"), Validators())
    assert server.asked == [["/1", "/2"]]


async def test_hosts_that_share_an_address_share_no_connection(client: httpx.AsyncClient) -> None:
    async with keeping(always(GOOD)) as server:
        for host in ("a.example", "b.example", "a.example"):
            await ask(client, server, f"/{host}", host)
    assert server.asked == [["/a.example", "/a.example"], ["/b.example"]]


async def test_a_connection_that_ended_while_it_waited_is_not_missed(client: httpx.AsyncClient) -> None:
    async with keeping(always(GOOD, lambda writer: writer.close())) as server:
        for _ in range(5):
            assert (await ask(client, server)).body == b"feed"
    assert [len(paths) for paths in server.asked] == [1] * 5


async def test_later_connections_to_a_server_that_closed_an_idle_one_are_kept(client: httpx.AsyncClient) -> None:
    async def say(writer: asyncio.StreamWriter, connection: int, request: int) -> None:
        writer.write(GOOD)
        if connection == 0:
            writers.append(writer)

    writers: list[asyncio.StreamWriter] = []
    async with keeping(say) as server:
        await ask(client, server, "/1")
        writers[0].close()
        await eventually(lambda: server.ended == [0])
        assert [(await ask(client, server, path)).body for path in ("/2", "/3")] == [b"feed", b"feed"]
    assert server.asked == [["/1"], ["/2", "/3"]]


async def close(writer: asyncio.StreamWriter) -> None:
    writer.close()


async def be_silent(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def mumble(writer: asyncio.StreamWriter) -> None:
    writer.write(b"what?\r\n\r\n")


@pytest.mark.virtual_time
@pytest.mark.parametrize("then", [close, be_silent, mumble])
async def test_a_used_connection_that_does_not_answer_is_replaced_and_that_host_gets_new_ones_from_then_on(
    then: Callable[[asyncio.StreamWriter], Awaitable[None]],
) -> None:
    async with keeping(only_once(then)) as server, clients(first_byte_seconds=0.1) as client:
        for number in range(4):
            assert (await ask(client, server, f"/{number}")).body == b"feed"
    assert server.asked == [["/0", "/1"], ["/1"], ["/2"], ["/3"]]


async def test_an_answer_that_began_and_broke_is_an_error_and_not_asked_for_twice(client: httpx.AsyncClient) -> None:
    async def break_off(writer: asyncio.StreamWriter) -> None:
        writer.write(GOOD[:-2])
        writer.close()

    async with keeping(only_once(break_off)) as server:
        await ask(client, server)
        with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
            await ask(client, server)
    assert server.asked == [["/", "/"]]


@pytest.mark.virtual_time
async def test_a_slow_body_on_a_kept_connection_is_waited_for_once_its_head_came() -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(GOOD[:-4])
        for byte in (b"f", b"e", b"e", b"d"):
            await asyncio.sleep(0.3)
            writer.write(byte)

    async with keeping(only_once(drip)) as server, clients(first_byte_seconds=1.0) as client:
        await ask(client, server)
        assert (await ask(client, server)).body == b"feed"
    assert server.asked == [["/", "/"]]


@pytest.mark.virtual_time
async def test_a_connection_waits_a_moment_and_then_ends() -> None:
    async with keeping(always(GOOD)) as server, clients(keep_seconds=4.0) as client:
        await ask(client, server)
        await asyncio.sleep(3.9)
        assert server.ended == []
        await asyncio.sleep(0.2)
        assert server.ended == [0]
        await ask(client, server)
    assert len(server.asked) == 2


async def test_no_more_connections_wait_than_there_is_room_for() -> None:
    async with keeping(always(GOOD)) as server, clients(max_kept=2) as client:
        for host in ("a.example", "b.example", "c.example"):
            await ask(client, server, "/", host)
        await eventually(lambda: server.ended == [2])


async def test_all_that_wait_are_closed_with_the_client() -> None:
    async with keeping(always(GOOD)) as server:
        async with clients() as client:
            for host in ("a.example", "b.example"):
                await ask(client, server, "/", host)
        await eventually(lambda: sorted(server.ended) == [0, 1])


async def test_who_leaves_amid_an_answer_takes_the_connection_along(client: httpx.AsyncClient) -> None:
    async def half(writer: asyncio.StreamWriter, connection: int, request: int) -> None:
        writer.write(GOOD[:-2] if connection == 0 else GOOD)

    came = asyncio.Event()

    async def read_on(response: httpx.Response) -> None:
        try:
            async for _ in response.aiter_raw():
                came.set()
        finally:
            await response.aclose()

    async with keeping(half) as server:
        request = httpx.Request("GET", f"http://127.0.0.1:{server.port}/", extensions={"sni_hostname": "a.example"})
        asking = asyncio.create_task(read_on(await client.send(request, stream=True)))
        await came.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await eventually(lambda: server.ended == [0])
        assert (await ask(client, server)).body == b"feed"


def cancel_this_task() -> None:
    task = asyncio.current_task()
    assert task is not None
    task.cancel()


async def test_who_leaves_as_the_connection_is_made_takes_it_along() -> None:
    async def connect(address: str, port: int, trust: ssl.SSLContext | None, name: str) -> Stream:
        stream = await open_stream(address, port, trust, name)
        cancel_this_task()
        return stream

    transport = Connections(TRUST, connect)
    async with keeping(always(GOOD)) as server, httpx.AsyncClient(transport=transport, timeout=None) as client:
        with pytest.raises(asyncio.CancelledError):
            await asyncio.create_task(ask(client, server))
        await eventually(lambda: server.asked == [[]] and server.ended == [0])


async def test_who_leaves_as_the_answer_is_closed_takes_the_connection_along(client: httpx.AsyncClient) -> None:
    async def leave(response: httpx.Response) -> None:
        assert isinstance(response.stream, httpx.AsyncByteStream)
        async for _ in response.stream:
            pass
        cancel_this_task()
        await response.aclose()

    async with keeping(always(GOOD)) as server:
        url = f"http://127.0.0.1:{server.port}/"
        request = httpx.Request("GET", url, extensions={"sni_hostname": "a.example"})
        response = await client.send(request, stream=True)
        with pytest.raises(asyncio.CancelledError):
            await asyncio.create_task(leave(response))
        await eventually(lambda: server.ended == [0])


async def test_a_server_that_receives_nothing_is_not_sent_any_amount() -> None:
    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined]  # asyncio's and uvloop's transports have it
        await over.wait()
        writer.transport.abort()

    over = asyncio.Event()
    async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        stream = await open_stream("127.0.0.1", server.sockets[0].getsockname()[1], None, "a.example")
        with pytest.raises(ConnectionError, match="receives nothing"):
            for _ in range(1_000):
                await stream.write(b"x" * 100_000)
                await asyncio.sleep(0)
        stream.close()
        over.set()
