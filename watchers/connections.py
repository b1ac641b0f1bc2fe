"""Connections to the world's servers: made, used again for a moment, and ended.

``watchers.exchange`` reads and writes what they carry. A connection is used again only by a request that might
have dialled the same address itself, and only where the last answer left nothing behind.
"""

from __future__ import annotations

import asyncio
import resource
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

from watchers.exchange import Broken, Exchange, Reply

Dial = Callable[[Callable[[], asyncio.Protocol], str, int, ssl.SSLContext | None, str | None], Awaitable[None]]
"""Connects what the callable makes to an address, given as text, and a port; with TLS where there is a context,
and then the certificate must be for the name. Raises OSError."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """How connections are kept for the next request."""

    seconds: float = 4.0
    """How long: servers keep them for five and more."""
    answer_seconds: float = 5.0
    """Within which a used one must begin to answer, or a new one is made; of little patience a third at most."""
    most: int = 1_000
    """Fewer where a process may not have many files open."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of whom, and how much may come back."""

    host: str
    """The name that a certificate must be for."""
    port: int
    trust: ssl.SSLContext | None
    """None: without TLS."""
    head: bytes
    """Request line and headers, to the empty line."""
    raw_bytes: int
    """Of a body as it comes."""
    inflated_bytes: int


async def dial(
    make: Callable[[], asyncio.Protocol], address: str, port: int, trust: ssl.SSLContext | None, name: str | None
) -> None:
    """As ``Dial`` promises."""
    try:
        await asyncio.get_running_loop().create_connection(make, address, port, ssl=trust, server_hostname=name)
    except ConnectionError as error:
        if trust is None or str(error):
            raise
        raise ConnectionAbortedError("the server broke off while SSL was agreed upon") from error


class Connections:
    """Asks, over a connection that is still open where there is one."""

    def __init__(self, dial: Dial, keeping: Keeping | None = None) -> None:
        self._dial = dial
        self._keeping = keeping or Keeping()
        self._waiting: dict[_Way, _Connection] = {}
        self._most_waiting = min(self._keeping.most, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 4)
        self._for_one_request: set[tuple[str, int]] = set()
        """Hosts and ports where a used connection was of no use."""

    async def ask(self, request: Request, addresses: Sequence[str], patience: float) -> Reply:
        """Asks the first address that can be reached, each of them but the last within ``patience`` seconds.

        Raises Broken, Overlong, OSError (as which TLS fails too) and zlib.error.
        """
        ways = [_Way(address, request.port, request.host, request.trust) for address in addresses]
        used = next((self._waiting.pop(way) for way in ways if way in self._waiting), None)
        if used is not None:
            exchange = Exchange(request.head, request.raw_bytes, request.inflated_bytes)
            try:
                used.begin(exchange, min(self._keeping.answer_seconds, patience / 3))
                return await self._answer(used, exchange)
            except (Broken, OSError):
                # A server may end a connection at any time: that is no answer to what was asked.
                if exchange.begun:
                    raise
            finally:
                if not exchange.begun:
                    self._for_one_request.add((request.host, request.port))
        exchange = Exchange(request.head, request.raw_bytes, request.inflated_bytes)
        fresh = _Connection(exchange)
        return await self._answer(fresh, exchange, self._connect(fresh, ways, patience))

    def close(self) -> None:
        """Ends those that wait."""
        for connection in [*self._waiting.values()]:
            connection.hang_up()

    async def _answer(
        self, connection: _Connection, exchange: Exchange, connecting: Awaitable[_Way] | None = None
    ) -> Reply:
        try:
            if connecting is not None:
                connection.way = await connecting
            return await exchange.answer
        finally:
            exchange.drop()
            if exchange.leaves_it_clean and self._has_room_for(connection.way):
                self._waiting[connection.way] = connection
                connection.wait(self._keeping.seconds, lambda: self._waiting.pop(connection.way, None))
            else:
                connection.hang_up()

    async def _connect(self, connection: _Connection, ways: Sequence[_Way], patience: float) -> _Way:
        for way in ways[:-1]:
            try:
                async with asyncio.timeout(patience):
                    return await self._dial_to(way, connection)
            except ssl.SSLError:
                raise  # another address of the same server has the same certificate
            except (OSError, TimeoutError):
                continue
        return await self._dial_to(ways[-1], connection)

    async def _dial_to(self, way: _Way, connection: _Connection) -> _Way:
        await self._dial(lambda: connection, way.address, way.port, way.trust, way.host if way.trust else None)
        return way

    def _has_room_for(self, way: _Way) -> bool:
        if way in self._waiting or (way.host, way.port) in self._for_one_request:
            return False
        return len(self._waiting) < self._most_waiting


class _Way(NamedTuple):
    """Where a connection leads, and for whom: hosts do not share one, even where they share an address."""

    address: str
    port: int
    host: str
    trust: ssl.SSLContext | None


class _Connection(asyncio.Protocol):
    """Carries one exchange after another."""

    way: _Way

    def __init__(self, exchange: Exchange) -> None:
        self._exchange: Exchange | None = exchange
        self._transport: asyncio.Transport | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._gone: Callable[[], object] = _nothing

    def begin(self, exchange: Exchange, patience: float) -> None:
        """The next one, over a connection that waited; it must be answered within ``patience`` seconds."""
        assert self._transport is not None
        self._exchange, self._gone = exchange, _nothing
        self._ring(patience, lambda: exchange.fail(Broken("no answer")))
        self._transport.write(exchange.head)

    def wait(self, seconds: float, gone: Callable[[], object]) -> None:
        """For the next exchange; ``gone`` is called where the connection ends before."""
        self._exchange, self._gone = None, gone
        self._ring(seconds, self.hang_up)

    def hang_up(self) -> None:
        """At once: with TLS a polite end would wait for the other side."""
        self._part()
        if self._transport is not None:
            self._transport.abort()

    # What the loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not of asyncio's classes.
        self._transport = cast(asyncio.Transport, transport)
        if self._exchange is not None:
            self._transport.write(self._exchange.head)

    def data_received(self, data: bytes) -> None:
        if self._exchange is None:
            self.hang_up()
            return
        self._stop_alarm()
        self._exchange.hear(data)

    def connection_lost(self, error: Exception | None) -> None:
        self._part()
        if self._exchange is not None:
            self._exchange.end(error)

    def _part(self) -> None:
        self._stop_alarm()
        self._gone()
        self._gone = _nothing

    def _ring(self, seconds: float, what: Callable[[], None]) -> None:
        self._stop_alarm()
        self._alarm = asyncio.get_running_loop().call_later(seconds, what)

    def _stop_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None


def _nothing() -> None: ...
