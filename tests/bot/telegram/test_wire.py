"""The connection to the Bot API meets servers that are none: their answers cost neither memory nor time."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.chat import MAX_DOCUMENT_BYTES
from bot.telegram import wire
from bot.telegram.wire import BotApi, Broken
from tests.fakes.bell import PATIENCE

pytestmark = pytest.mark.service

MESSAGE = {"chat_id": 7, "text": "hello"}
Answering = Callable[[asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def talking_to(answering: Answering, heard: list[bytes] | None = None) -> AsyncIterator[BotApi]:
    """A connection to a server that answers each request in this way."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if heard is not None:
            heard.append(head)
        try:
            await answering(writer)
        except ConnectionError:
            pass  # the client had enough
        finally:
            writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        async with BotApi(f"http://{host}:{port}/bot", connections=1) as api:
            yield api


async def endless(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while True:
        writer.write(b"[" * 65_536)
        await writer.drain()


async def test_an_endless_answer_is_cut_off() -> None:
    async with talking_to(endless) as api, asyncio.timeout(PATIENCE):
        with pytest.raises(Broken, match=str(wire.MAX_ANSWER_BYTES)):
            await api.call("getUpdates", {})


async def test_a_file_is_read_up_to_its_limit() -> None:
    async with talking_to(endless) as api, asyncio.timeout(PATIENCE):
        with pytest.raises(Broken, match=str(MAX_DOCUMENT_BYTES)):
            await api.do_request(f"{api._base}/file", "GET")


@pytest.mark.virtual_time
async def test_an_answer_that_drips_ends_at_the_limit_of_the_whole_call() -> None:
    loop = asyncio.get_running_loop()

    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(5)

    async with talking_to(drip) as api:
        began = loop.time()
        with pytest.raises(TimedOut):
            await api.call("sendMessage", MESSAGE, 20)
        assert loop.time() - began == pytest.approx(wire.CONNECT_TIMEOUT + 20, abs=1)  # aiohttp rounds up


async def test_a_compressed_answer_stays_small() -> None:
    bomb = gzip.compress(b"[" * 200_000_000)
    heard: list[bytes] = []

    async def compressed(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n")
        writer.write(f"Content-Length: {len(bomb)}\r\n\r\n".encode() + bomb)
        await writer.drain()

    async with talking_to(compressed, heard) as api:
        with pytest.raises(Broken, match="Invalid server response"):
            await api.call("sendMessage", MESSAGE)
    assert b"Accept-Encoding: identity" in heard[0]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_what_people_are_sent_goes_to_no_other_server(status: int) -> None:
    heard: list[bytes] = []

    async def another(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    async with talking_to(another, heard) as other:

        async def redirecting(writer: asyncio.StreamWriter) -> None:
            writer.write(f"HTTP/1.1 {status} X\r\nLocation: {other._base}/sendMessage\r\n".encode())
            writer.write(b"Content-Length: 0\r\n\r\n")
            await writer.drain()

        async with talking_to(redirecting) as api:
            with pytest.raises(NetworkError):
                await api.call("sendMessage", MESSAGE)
    assert heard == []


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_file_that_is_refused_is_an_error_and_its_page_is_not_logged(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    async def refusing(writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 6\r\n\r\nsecret".encode())
        await writer.drain()

    async with talking_to(refusing) as api:
        with pytest.raises(TelegramError):
            await api.do_request(f"{api._base}/file", "GET")
    assert caplog.text == ""
