"""One connection as httpcore writes to it and reads from it, on the event loop's own transports.

httpcore's default is anyio, whose streams cost more than all else in the exchange of two short messages.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast

import httpcore

T = TypeVar("T")

RECEIVE_BUFFER_BYTES = 64_000
"""In the kernel, for each connection. uvloop reads everything that has arrived before it can be paused: with buffers
that the kernel sizes itself, 200 bodies waiting for room took a gigabyte. A body still arrives at 250 KB/s from a
server 250 ms away."""
MAX_HEAD_BYTES = 100_000
"""What may be read before the head of an answer is complete, as httpcore allows one head. It sets no limit to interim
answers (1xx): an endless row of them would take all processor time until the deadline."""
MAX_UNSENT_BYTES = 500_000
"""What may wait until the server receives it. A request is shorter, but TLS replies to each change of keys, which a
server may ask for without end."""


class Stream(asyncio.Protocol, httpcore.AsyncNetworkStream):
    """A TCP connection. It has no timeouts: the caller sets one deadline for everything."""

    def __init__(self) -> None:
        self.waited = False
        """Set by each read that found nothing yet; what it then returned cannot have been there before."""
        self.head_left: int | None = None
        """How many bytes may be read before the head is complete; None while no head is expected."""
        self._transport: asyncio.Transport
        self._unread = b""
        self._waiting: asyncio.Future[None] | None = None
        self._ended = False
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
        self._ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Remember why."""
        self._error = exc if not self._ended else None
        self._ended = True
        self._wake()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's
        """Return all bytes that have arrived, waiting for some; none at the end of the connection.

        Raises:
            OSError: The connection broke, or the head does not end.
        """
        if self.head_left is not None and self.head_left < 0:
            raise ConnectionError(f"no answer in {MAX_HEAD_BYTES} bytes")
        while not self._unread and not self._ended:
            self.receive()
            self.waited = True
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        if self._error is not None and not self._unread:
            raise ConnectionError(str(self._error)) from self._error
        data, self._unread = self._unread, b""
        if self.head_left is not None:
            self.head_left -= len(data)
        return data

    def is_quiet(self) -> bool:
        """Return whether the server neither ended the connection nor sent anything that was not read."""
        return not self._ended and not self._unread

    def receive(self) -> None:
        """Receive what arrives, though nothing is read: only so is it noticed when the server ends the connection."""
        if not self._transport.is_reading() and not self._ended:
            self._transport.resume_reading()

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's
        """Send bytes. That the connection has ended shows when the answer is read.

        Raises:
            OSError: The server does not receive what was sent before.
        """
        if self._transport.get_write_buffer_size() > MAX_UNSENT_BYTES:
            raise ConnectionError("the server receives nothing")
        if buffer and not self._ended:
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


class TlsStream(Stream):
    """A connection with TLS over TCP.

    uvloop's own TLS receives as much as it can while nobody reads: 200 stalled bodies took 70 MB more.
    """

    def __init__(self, trust: ssl.SSLContext, name: str) -> None:
        super().__init__()
        self._received, self._to_send = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = trust.wrap_bio(self._received, self._to_send, server_hostname=name)

    async def handshake(self) -> None:
        """Agree upon keys and verify the certificate; raise OSError if that fails."""
        await self._exchange(self._tls.do_handshake)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's
        """Return decrypted bytes; none at the end of the connection, as many servers end it without ending TLS."""
        try:
            return await self._exchange(lambda: self._tls.read(max_bytes))
        except ssl.SSLEOFError:
            return b""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's
        """Send bytes, encrypted."""
        await self._exchange(lambda: self._tls.write(buffer))

    async def _exchange(self, step: Callable[[], T]) -> T:
        """Run a step of TLS until it needs no more bytes from the server."""
        while True:
            try:
                return step()
            except ssl.SSLWantReadError:
                pass
            finally:
                await super().write(self._to_send.read())
            if received := await super().read(0):
                self._received.write(received)
            else:
                self._received.write_eof()


OpenStream = Callable[[str, int, ssl.SSLContext | None, str], Awaitable[Stream]]
"""Connect to an address and a port, with TLS if there is a context, for a host of this name; raise OSError."""


async def open_stream(address: str, port: int, trust: ssl.SSLContext | None, name: str) -> Stream:
    """Connect; see ``OpenStream``."""
    loop = asyncio.get_running_loop()
    if trust is None:
        return (await loop.create_connection(Stream, address, port))[1]
    _, stream = await loop.create_connection(lambda: TlsStream(trust, name), address, port)
    try:
        await stream.handshake()
    except BaseException:
        stream.close()
        raise
    return stream
