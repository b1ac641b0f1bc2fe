"""Reuse connections: each belongs to one host, and is kept for a few seconds after a response."""

from __future__ import annotations

import asyncio
import resource
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

import httpcore
import httpx

from watchers.http.stream import MAX_HEAD_BYTES, OpenStream, Stream, open_stream

Headers = dict[bytes, list[bytes]]
"""Lower-case name to all values as sent."""

KEEP_SECONDS = 4.0
"""How long an idle connection is kept for the next request to its host; servers keep them five seconds or longer."""
FIRST_BYTE_SECONDS = 5.0
"""How long to wait for the first byte on a reused connection; then the request is sent again on a new one."""
MAX_KEPT = min(1_000, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 4)
"""Idle connections; fewer if the process may open only few files."""

_LOST = (TimeoutError, httpx.ReadError, httpx.RemoteProtocolError)


class _Origin(NamedTuple):
    """What a connection belongs to."""

    name: str
    """Of the host. Its address is not enough: the certificate of another host there was not verified."""
    scheme: bytes
    address: bytes
    port: int


@dataclass(frozen=True, slots=True)
class _Connection:
    """An open connection, with the HTTP/1.1 that is spoken over it."""

    origin: _Origin
    stream: Stream
    http: httpcore.AsyncHTTP11Connection


@dataclass(eq=False)
class Connections(httpx.AsyncBaseTransport):
    """An httpx transport over connections that hosts do not share; a request names its host as ``sni_hostname``.

    httpcore's own pool reuses an idle connection for another host at the same address, and scans every connection for
    every request.

    A response has all received ``Headers`` in ``extensions["headers"]``.
    """

    trust: ssl.SSLContext
    open_stream: OpenStream = open_stream
    keep_seconds: float = KEEP_SECONDS
    first_byte_seconds: float = FIRST_BYTE_SECONDS
    max_kept: int = MAX_KEPT
    _kept: dict[_Origin, tuple[_Connection, asyncio.TimerHandle]] = field(init=False, default_factory=dict)
    """Idle connections, each with the timer that will close it."""
    _not_kept: set[str] = field(init=False, default_factory=set)
    """Hosts that did not answer on a reused connection: their connections are not kept any more."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request on an idle connection, or on a new one if there is none or it is lost."""
        url = request.url
        port = url.port or {"http": 80, "https": 443}[url.scheme]
        origin = _Origin(request.extensions["sni_hostname"], url.raw_scheme, url.raw_host, port)
        kept = self._take(origin)
        if kept is not None:
            kept.stream.waited = False
            try:
                async with asyncio.timeout(self.first_byte_seconds):
                    response = await self._send(kept, request)
                if kept.stream.waited:
                    return response
                kept.stream.close()  # what it answered was there before the request
            except _LOST:
                pass
            # A server may close an idle connection at any time: that says nothing about this request.
            self._not_kept.add(origin.name)
        return await self._send(await self._open(origin, request), request)

    async def aclose(self) -> None:
        """Close all idle connections."""
        for connection, timer in self._kept.values():
            timer.cancel()
            connection.stream.close()
        self._kept.clear()

    def _take(self, origin: _Origin) -> _Connection | None:
        """Return the idle connection; None if there is none, or if the server has ended it or sent anything unasked."""
        if origin not in self._kept:
            return None
        connection, timer = self._kept.pop(origin)
        timer.cancel()
        if connection.stream.is_quiet():
            return connection
        connection.stream.close()
        return None

    async def _open(self, origin: _Origin, request: httpx.Request) -> _Connection:
        trust = self.trust if origin.scheme == b"https" else None
        deadline = asyncio.timeout(request.extensions["timeout"]["connect"])
        try:
            async with deadline:
                stream = await self.open_stream(origin.address.decode(), origin.port, trust, origin.name)
        except OSError as error:
            if deadline.expired():
                raise httpx.ConnectTimeout(str(error)) from error
            raise httpx.ConnectError(str(error)) from error
        return _Connection(origin, stream, httpcore.AsyncHTTP11Connection(httpcore.Origin(*origin[1:]), stream))

    async def _send(self, connection: _Connection, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=connection.origin.scheme,
            host=connection.origin.address,
            port=connection.origin.port,
            target=request.extensions.get("target", request.url.raw_path),
        )
        connection.stream.head_left = MAX_HEAD_BYTES
        with _closing_after_errors(connection.stream):
            response = await connection.http.handle_async_request(
                httpcore.Request(request.method, url, headers=request.headers.raw, content=request.stream)
            )
        connection.stream.head_left = None
        headers: Headers = {}
        for name, value in response.headers:
            headers.setdefault(name.lower(), []).append(value)
        return httpx.Response(
            response.status, stream=_Body(self, connection, response), extensions={"headers": headers}
        )

    def keep(self, connection: _Connection) -> None:
        """Keep a connection for the next request, if both ends are ready for one."""
        origin = connection.origin
        if not connection.http.is_idle():
            return
        if origin.name in self._not_kept or origin in self._kept or len(self._kept) >= self.max_kept:
            connection.stream.close()
            return
        connection.stream.receive()
        timer = asyncio.get_running_loop().call_later(self.keep_seconds, self._expire, origin)
        self._kept[origin] = connection, timer

    def _expire(self, origin: _Origin) -> None:
        connection, _ = self._kept.pop(origin)
        connection.stream.close()


@dataclass(eq=False)
class _Body(httpx.AsyncByteStream):
    """A body, whose connection is kept when it is closed after it was read to its end."""

    connections: Connections
    connection: _Connection
    response: httpcore.Response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _closing_after_errors(self.connection.stream):
            async for chunk in self.response.aiter_stream():
                yield chunk

    async def aclose(self) -> None:
        with _closing_after_errors(self.connection.stream):
            await self.response.aclose()
        self.connections.keep(self.connection)


@contextmanager
def _closing_after_errors(stream: Stream) -> Iterator[None]:
    """Close the connection after an error, and convert the error to one of httpx.

    httpcore leaves a connection open if it is cancelled while it waits for its own lock.
    """
    try:
        yield
    except BaseException as error:
        stream.close()
        match error:
            case httpcore.LocalProtocolError():
                raise httpx.LocalProtocolError(str(error)) from error
            case httpcore.RemoteProtocolError():
                raise httpx.RemoteProtocolError(str(error)) from error
            case OSError():
                raise httpx.ReadError(str(error)) from error
        raise
