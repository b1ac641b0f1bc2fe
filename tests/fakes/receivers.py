"""Real local servers that receive what goes beyond Telegram: a webhook's, a mail server, and a Matrix server."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiohttp import web

from tests.fakes.bell import PATIENCE, Bell


@dataclass(frozen=True, slots=True)
class Posted:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes
    status: int

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class HookReceiver:
    """Answers with the scripted statuses in turn, and with 200 after them; 0 breaks the connection."""

    url: str = ""
    posted: list[Posted] = field(default_factory=list)
    statuses: deque[int] = field(default_factory=deque)
    always: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    answer: dict[str, str] | str = field(default_factory=dict)
    """The JSON or the text of every answer."""
    _bell: Bell = field(default_factory=Bell)

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        status = self.statuses.popleft() if self.statuses else self.always
        named = {name.lower(): value for name, value in request.headers.items()}
        self.posted.append(Posted(request.path, named, body, status))
        self._bell.ring()
        if status == 0:
            assert request.transport is not None
            request.transport.abort()
        text = self.answer if isinstance(self.answer, str) else json.dumps(self.answer)
        kind = "text/plain" if isinstance(self.answer, str) else "application/json"
        return web.Response(text=text, content_type=kind, status=status or 200, headers=self.headers)

    @property
    def accepted(self) -> list[Posted]:
        return [each for each in self.posted if each.status == 200]

    async def until(self, count: int) -> None:
        """Return when this many requests were accepted."""
        assert await self._bell.until(lambda: len(self.accepted) >= count, PATIENCE), self.posted


@asynccontextmanager
async def receiving_hooks(tls: ssl.SSLContext | None = None) -> AsyncIterator[HookReceiver]:
    """A server that receives whatever is sent to it; with ``tls``, by https."""
    receiver = HookReceiver()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", receiver.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    host, port = runner.addresses[0][:2]
    receiver.url = f"{'https' if tls else 'http'}://{host}:{port}"
    try:
        yield receiver
    finally:
        await runner.cleanup()


@asynccontextmanager
async def tunneling(to: HookReceiver) -> AsyncIterator[str]:
    """A proxy that leads every connection to one receiver, whichever host was asked for; yields its address."""
    host, _, port = to.url.rpartition("://")[2].partition(":")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"CONNECT ")
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        from_receiver, to_receiver = await asyncio.open_connection(host, int(port))
        await asyncio.gather(_pipe(reader, to_receiver), _pipe(from_receiver, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while part := await reader.read(65536):
            writer.write(part)
            await writer.drain()
    writer.close()


@dataclass
class MailReceiver:
    """A mail server that accepts everything, or refuses everything for a while."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    refuses: int = 0
    """How many of the next mails are refused."""
    _bell: Bell = field(default_factory=Bell)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak as much SMTP as a client needs (RFC 5321)."""
        writer.write(b"220 mail.test\r\n")
        while (line := await reader.readline()) and not line.upper().startswith(b"QUIT"):
            if line.upper().startswith(b"DATA"):
                writer.write(b"354 go on\r\n")
                await self._take(await reader.readuntil(b"\r\n.\r\n"), writer)
            else:
                writer.write(b"250 ok\r\n")
        writer.write(b"221 bye\r\n")
        writer.close()

    async def _take(self, mail: bytes, writer: asyncio.StreamWriter) -> None:
        if self.refuses:
            self.refuses -= 1
            writer.write(b"451 try again later\r\n")
            return
        writer.write(b"250 taken\r\n")
        self.mails.append(message_from_bytes(mail, policy=policy.default))
        self._bell.ring()

    async def until(self, count: int) -> None:
        """Return when this many mails came."""
        assert await self._bell.until(lambda: len(self.mails) >= count, PATIENCE), len(self.mails)


@asynccontextmanager
async def receiving_mail() -> AsyncIterator[MailReceiver]:
    """A mail server on a free port."""
    receiver = MailReceiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
