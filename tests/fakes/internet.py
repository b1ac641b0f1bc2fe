"""A small internet: every public name, on the port of plain HTTP, leads to one server on loopback.

    internet = Internet(feeds.port, inside=("intranet.example",))
    fetcher = Fetcher(Network("…"), resolve=internet.resolve, connect=internet, trust=TRUST)

The guard is the real one: it is told public addresses for names, and private ones for those ``inside``.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Sequence

from watchers.http.client import shipped_and_system_trust
from watchers.http.stream import Stream, open_stream

OUTSIDE = "93.184.215.14"
INSIDE = "10.0.0.7"
TRUST = shipped_and_system_trust()
"""What a Fetcher would read for itself: that takes longer than most tests."""
Route = Callable[[str, int], int]
"""Returns the loopback port for an address and a port; raises OSError if nothing listens there."""


class Rerouted:
    """Connects to loopback instead; connections and TLS are real."""

    def __init__(self, route: Route) -> None:
        self._route = route

    async def __call__(self, address: str, port: int, trust: ssl.SSLContext | None, name: str) -> Stream:
        return await open_stream("127.0.0.1", self._route(address, port), trust, name)


class Internet:
    """Names and connections in one. ``dialled`` are the addresses that requests went to."""

    def __init__(self, port: int, *, inside: Sequence[str] = (), nowhere: Sequence[str] = ()) -> None:
        self.dialled: list[tuple[str, int]] = []
        self._port = port
        self._inside = inside
        self._nowhere = nowhere

    async def resolve(self, host: str) -> Sequence[str]:
        if host in self._nowhere:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [INSIDE if host in self._inside else OUTSIDE]

    async def __call__(self, address: str, port: int, trust: ssl.SSLContext | None, name: str) -> Stream:
        return await Rerouted(self._dial)(address, port, trust, name)

    def _dial(self, address: str, port: int) -> int:
        self.dialled.append((address, port))
        if port != 80:
            raise ConnectionRefusedError("nobody listens there")
        return self._port
