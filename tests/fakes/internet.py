"""A small internet: every public name, on the port of plain HTTP, leads to one server on loopback.

    internet = Internet(feeds.port, inside=("intranet.example",))
    fetcher = Fetcher(Network("…"), resolve=internet.resolve, wire=internet)

The guard is the real one: it is told public addresses for names, and private ones for those ``inside``.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Sequence

import httpcore

OUTSIDE = "93.184.215.14"
INSIDE = "10.0.0.7"


class Internet(httpcore.AsyncNetworkBackend):
    """Names and sockets in one. ``dialled`` are the addresses that were connected to."""

    def __init__(self, port: int, *, inside: Sequence[str] = (), nowhere: Sequence[str] = ()) -> None:
        self.dialled: list[tuple[str, int]] = []
        self._port = port
        self._inside = inside
        self._nowhere = nowhere
        self._wire = httpcore.AnyIOBackend()

    async def resolve(self, host: str) -> Sequence[str]:
        if host in self._nowhere:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [INSIDE if host in self._inside else OUTSIDE]

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.dialled.append((host, port))
        if port != 80:
            raise httpcore.ConnectError("nobody listens there")
        return await self._wire.connect_tcp("127.0.0.1", self._port, timeout=timeout)
