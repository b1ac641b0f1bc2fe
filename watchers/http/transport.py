"""Reuse connections: one small httpx transport per host, kept for a few seconds after each response."""

from __future__ import annotations

import asyncio
import resource
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import httpx

Headers = dict[bytes, list[bytes]]
"""Lower-case name to all values as sent."""
OpenTransport = Callable[[ssl.SSLContext], httpx.AsyncBaseTransport]
"""Create the transport of one host."""

KEEP_SECONDS = 4.0
"""How long an idle connection is kept for the next request to its host; servers keep them five seconds or longer."""
FIRST_BYTE_SECONDS = 5.0
"""How long to wait for the first byte on a reused connection; then the request is sent again on a new one."""
MAX_KEPT = min(1_000, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 4)
"""Hosts with idle connections; fewer if the process may open only few files."""
RECEIVE_BUFFER_BYTES = 64_000
"""In the kernel, for each connection. uvloop reads everything that has arrived before it can be paused: with buffers
that the kernel sizes itself, 200 bodies waiting for room took a gigabyte. A body still arrives at 250 KB/s from a
server 250 ms away."""

_LOST = (TimeoutError, httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)


def open_transport(trust: ssl.SSLContext) -> httpx.AsyncBaseTransport:
    """Return a transport for one host, with at most two connections: one for HTTP and one for HTTPS."""
    limits = httpx.Limits(max_connections=2, max_keepalive_connections=2, keepalive_expiry=KEEP_SECONDS)
    receive_buffer = (socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
    return httpx.AsyncHTTPTransport(verify=trust, trust_env=False, limits=limits, socket_options=[receive_buffer])


@dataclass(eq=False)
class PerHost(httpx.AsyncBaseTransport):
    """A separate transport for each host, chosen by the request's extension ``sni_hostname``.

    A pool shared by all hosts would reuse an idle connection for another host at the same address, whose certificate
    would then never be verified; and httpcore scans every connection of a pool for every request.

    A response has all received ``Headers`` in ``extensions["headers"]``. ``Location`` is hidden from httpx, which would
    parse it, and fail on some values, even without following it.
    """

    open_one: Callable[[], httpx.AsyncBaseTransport]
    keep_seconds: float = KEEP_SECONDS
    first_byte_seconds: float = FIRST_BYTE_SECONDS
    max_kept: int = MAX_KEPT
    _kept: dict[str, tuple[httpx.AsyncBaseTransport, asyncio.TimerHandle]] = field(init=False, default_factory=dict)
    """Idle transports by host, each with the timer that will close it."""
    _not_kept: set[str] = field(init=False, default_factory=set)
    """Hosts that did not answer on a reused connection: their connections are no longer kept."""
    _closing: set[asyncio.Task[None]] = field(init=False, default_factory=set)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request on an idle connection, or on a new one if there is none or it is lost."""
        host = request.extensions["sni_hostname"]
        if host in self._kept:
            kept, timer = self._kept.pop(host)
            timer.cancel()
            request.extensions["trace"] = _refuse_early_answer(request)
            try:
                async with asyncio.timeout(self.first_byte_seconds):
                    return await self._send(host, kept, request)
            except _LOST:
                # A server may close an idle connection at any time: that says nothing about this request.
                self._not_kept.add(host)
        return await self._send(host, self.open_one(), request)

    async def aclose(self) -> None:
        """Close all idle connections."""
        for transport, timer in self._kept.values():
            timer.cancel()
            self._close(transport)
        self._kept.clear()
        await asyncio.gather(*self._closing)

    async def _send(self, host: str, transport: httpx.AsyncBaseTransport, request: httpx.Request) -> httpx.Response:
        try:
            response = await transport.handle_async_request(request)
        except BaseException:
            await transport.aclose()
            raise
        headers: Headers = {}
        for name, value in response.headers.raw:
            headers.setdefault(name.lower(), []).append(value)
        closes = [value.lower() for value in headers.get(b"connection", ())] == [b"close"]
        if b"location" in headers:
            del response.headers["Location"]

        async def done(whole: bool) -> None:
            keep = whole and not closes and host not in self._not_kept
            if keep and host not in self._kept and len(self._kept) < self.max_kept:
                timer = asyncio.get_running_loop().call_later(self.keep_seconds, self._expire, host)
                self._kept[host] = transport, timer
            else:
                await transport.aclose()

        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _Stream(response.stream, done)
        response.extensions = {**response.extensions, "headers": headers}
        return response

    def _expire(self, host: str) -> None:
        transport, _ = self._kept.pop(host)
        self._close(transport)

    def _close(self, transport: httpx.AsyncBaseTransport) -> None:
        task = asyncio.create_task(transport.aclose(), name="close-connection")
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


@dataclass(eq=False)
class _Stream(httpx.AsyncByteStream):
    """A body that calls ``done`` when closed, with whether it was read completely."""

    inner: httpx.AsyncByteStream
    done: Callable[[bool], Awaitable[None]]
    whole: bool = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self.inner:
            yield chunk
        self.whole = True

    async def aclose(self) -> None:
        try:
            await self.inner.aclose()
        finally:
            await self.done(self.whole)


def _refuse_early_answer(request: httpx.Request) -> Callable[[str, object], Awaitable[None]]:
    """Return an httpcore trace that raises RemoteProtocolError for a response that arrived before its request.

    Bytes that a server sends after the end of a response would otherwise be read as the next one. A response to this
    request has to be waited for; one that is read without waiting was already in a buffer.
    """
    waited: list[bool] = []

    async def trace(event: str, info: object) -> None:
        if event == "http11.receive_response_headers.started":
            asyncio.get_running_loop().call_soon(waited.append, True)
        elif event == "http11.receive_response_headers.complete":
            del request.extensions["trace"]  # it needs no later event, and each call takes time
            if not waited:
                raise httpx.RemoteProtocolError("an answer that was there before its request")

    return trace
