"""One connection as httpcore writes to it and reads from it, on the event loop's own transports.

httpcore's default is anyio, whose streams cost more than all else in the exchange of two short messages.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from typing import cast

import httpcore
import httpx

RECEIVE_BUFFER_BYTES = 64_000
"""In the kernel, for each connection. uvloop reads everything that has arrived before it can be paused: with buffers
that the kernel sizes itself, 200 bodies waiting for room took a gigabyte. A body still arrives at 250 KB/s from a
server 250 ms away."""


class Stream(asyncio.Protocol, httpcore.AsyncNetworkStream):
    """An open connection. It has no timeouts: the caller sets one deadline for everything."""

    def __init__(self) -> None:
        self.waited = False
        """Set by each read that found nothing yet; what it then returned cannot have been there before."""
        self._transport: asyncio.Transport
        self._unread = b""
        self._waiting: asyncio.Future[None] | None = None
        self.ended = False
        """Whether nothing more will arrive."""
        self._error: Exception | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Limit how much the kernel receives ahead."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are not instances of that class
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)

    def data_received(self, data: bytes) -> None:
        """Keep the bytes until they are read, and receive no more until then."""
        self._unread += data
        self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        """End the connection: a server that sends no more has nothing to say to another request."""
        self.ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Remember why."""
        self._error = exc if not self.ended else None
        self.ended = True
        self._wake()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's
        """Return all bytes that have arrived, waiting for some; none at the end of the connection.

        Raises:
            httpx.ReadError: The connection broke.
        """
        while not self._unread and not self.ended:
            self.receive()
            self.waited = True
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        if self._error is not None and not self._unread:
            raise httpx.ReadError(str(self._error)) from self._error
        data, self._unread = self._unread, b""
        return data

    def receive(self) -> None:
        """Receive what arrives, though nothing is read: only so is it noticed when the server ends the connection."""
        if not self._transport.is_reading() and not self.ended:
            self._transport.resume_reading()

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's
        """Send bytes. That the connection has ended shows when the answer is read."""
        if not self.ended:
            self._transport.write(buffer)

    async def aclose(self) -> None:
        """Close the connection at once."""
        self.close()

    def close(self) -> None:
        """Close the connection at once."""
        self._transport.abort()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)


OpenStream = Callable[[str, int, ssl.SSLContext | None, str], Awaitable[Stream]]
"""Connect to an address and a port, with TLS if there is a context, for a host of this name; raise OSError."""


async def open_stream(address: str, port: int, trust: ssl.SSLContext | None, name: str) -> Stream:
    """Connect; see ``OpenStream``."""
    loop = asyncio.get_running_loop()
    _, stream = await loop.create_connection(Stream, address, port, ssl=trust, server_hostname=name if trust else None)
    return stream
