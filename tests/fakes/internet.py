"""A small internet: every public name, on the port of plain HTTP, leads to one server on loopback.

    internet = Internet(feeds.port, inside=("intranet.example",))
    fetcher = Fetcher(Network("…"), resolve=internet.resolve, transport=internet, trust=TRUST)

The guard is the real one: it is told public addresses for names, and private ones for those ``inside``.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Sequence

import httpx

from watchers.http.client import shipped_and_system_trust
from watchers.http.transport import open_transport

OUTSIDE = "93.184.215.14"
INSIDE = "10.0.0.7"
TRUST = shipped_and_system_trust()
"""What a Fetcher would read for itself: that takes longer than most tests."""
Route = Callable[[str, int], int]
"""Returns the loopback port for an address and a port; raises OSError if nothing listens there."""


class Rerouted(httpx.AsyncBaseTransport):
    """The transport of one host, whose requests go to loopback instead; its connections and its TLS are real."""

    def __init__(self, trust: ssl.SSLContext, route: Route) -> None:
        self._inner = open_transport(trust)
        self._route = route

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        port = request.url.port or {"http": 80, "https": 443}[request.url.scheme]
        try:
            behind = self._route(request.url.host, port)
        except OSError as error:
            raise httpx.ConnectError(str(error)) from error
        url = request.url.copy_with(host="127.0.0.1", port=behind)
        extensions = dict(request.extensions)
        return await self._inner.handle_async_request(
            httpx.Request(request.method, url, headers=request.headers, stream=request.stream, extensions=extensions)
        )

    async def aclose(self) -> None:
        await self._inner.aclose()


class Internet:
    """Names and transports in one. ``dialled`` are the addresses that requests went to."""

    def __init__(self, port: int, *, inside: Sequence[str] = (), nowhere: Sequence[str] = ()) -> None:
        self.dialled: list[tuple[str, int]] = []
        self._port = port
        self._inside = inside
        self._nowhere = nowhere

    async def resolve(self, host: str) -> Sequence[str]:
        if host in self._nowhere:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [INSIDE if host in self._inside else OUTSIDE]

    def __call__(self, trust: ssl.SSLContext) -> httpx.AsyncBaseTransport:
        return Rerouted(trust, self._dial)

    def _dial(self, address: str, port: int) -> int:
        self.dialled.append((address, port))
        if port != 80:
            raise ConnectionRefusedError("nobody listens there")
        return self._port
