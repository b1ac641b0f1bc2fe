"""A feed server on a loopback port whose feeds have moods.

    async with FeedServer() as feeds:
        feeds.publish("ustr", FeedItem("1", "Tariffs rise", "https://example.org/1"))
        feeds.url("ustr")                                   # http://127.0.0.1:PORT/ustr
        feeds.set_mood("ustr", retry_after("120"), times=1) # moods are in feed_moods.py
        feeds.requests                                      # what was asked, with which headers, when

In a process of its own, driven over HTTP as feed_control.py describes:

    python -m tests.fakes.feeds --port 0
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Self

from tests.fakes.bell import PATIENCE, Bell
from tests.fakes.feed_control import control
from tests.fakes.feed_documents import FeedItem, Format
from tests.fakes.feed_exchange import Exchange, Feed, Request
from tests.fakes.feed_moods import Mood, ok, status

HEADER_LIMIT_BYTES = 2**18


class FeedServer:
    """Any number of feeds, one for each name; each connection serves one request."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.host = host
        self.port = port
        self.requests: list[Request] = []
        self.most_at_once = 0
        """How many requests were being answered at the same time, at the worst."""
        self._now = now
        self._bell = Bell()
        self._feeds: dict[str, Feed] = {}
        self._moods: dict[str, list[tuple[Mood, int | None]]] = {}
        self._server: asyncio.Server
        self._connections: set[asyncio.Task[None]] = set()
        self._answering = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, self.host, self.port, limit=HEADER_LIMIT_BYTES)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    def url(self, name: str) -> str:
        return f"http://{self.host}:{self.port}/{name}"

    def feed(self, name: str, form: Format = Format.RSS, *, title: str = "", language: str = "") -> Feed:
        """The feed of that name, made with these properties where there is none yet."""
        return self._feeds.setdefault(name, Feed(name, form, title, language))

    def publish(self, name: str, *items: FeedItem) -> None:
        """New items on top of the feed, the last given topmost."""
        feed = self.feed(name)
        feed.replace([*reversed(items), *feed.items], self._now())

    def replace(self, name: str, *items: FeedItem) -> None:
        """The feed holds these and nothing else, in this order."""
        self.feed(name).replace(items, self._now())

    def set_mood(self, name: str, mood: Mood, *, times: int | None = None) -> None:
        """From now on, or for so many requests, after which the moods set before come back."""
        self.feed(name)
        moods = self._moods.setdefault(name, [])
        if times is None:
            moods.clear()
        moods.append((mood, times))

    def requests_of(self, name: str) -> list[Request]:
        return [request for request in self.requests if request.name == name]

    async def wait_for_requests(self, name: str, count: int, timeout: float = PATIENCE) -> list[Request]:  # noqa: ASYNC109  a test reads better so
        """The requests for the feed once there are so many; TimeoutError says how many there were."""
        if not await self._bell.until(lambda: len(self.requests_of(name)) >= count, timeout):
            raise TimeoutError(f"{len(self.requests_of(name))} of {count} requests for {name} in {timeout} s")
        return self.requests_of(name)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.current_task()
        assert connection
        self._connections.add(connection)
        self._answering += 1
        self.most_at_once = max(self.most_at_once, self._answering)
        try:
            await self._answer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the client left, or speaks no HTTP; either way there is nobody to answer
        finally:
            self._answering -= 1
            self._connections.discard(connection)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = _request(await reader.readuntil(b"\r\n\r\n"))
        if request.path.startswith("/control/"):
            length = int(request.headers.get("content-length", "0"))
            answer = control(self, request, await reader.readexactly(length))
            await Exchange(request, Feed(""), reader, writer).send(*answer)
            return
        self.requests.append(request)
        self._bell.ring()
        feed = self._feeds.get(request.name)
        mood = self._mood(request.name) if feed else status(404)
        await mood(Exchange(request, feed or Feed(""), reader, writer))

    def _mood(self, name: str) -> Mood:
        moods = self._moods.get(name)
        if not moods:
            return ok()
        mood, times = moods[-1]
        if times is not None:
            moods[-1:] = [(mood, times - 1)] if times > 1 else []
        return mood


def _request(raw: bytes) -> Request:
    first, *lines = raw.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    method, path, *_ = [*first.split(" "), "", ""]
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return Request(method, path, headers, time.monotonic())


async def _run(arguments: argparse.Namespace) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with FeedServer(host=arguments.host, port=arguments.port) as feeds:
        sys.stdout.write(json.dumps({"port": feeds.port, "url": feeds.url("")}) + "\n")
        sys.stdout.flush()
        await ended.wait()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.feeds")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(_run(_arguments()))
