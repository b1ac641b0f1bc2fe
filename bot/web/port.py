"""Serve the site inside the service's event loop, without taking its signals."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import datetime

import uvicorn
from starlette.types import ASGIApp

from bot.config.settings import WebSettings
from bot.messages.text import Translator
from bot.web.metrics import Metrics
from bot.web.page import StatusPage
from bot.web.site import Hook, RenderCalendar, Site
from watchers.store import Database

MAX_CONNECTIONS = 500
"""Connections at the same time; further requests are answered with 503. Telegram uses at most 100."""
STOP_SECONDS = 2
"""Seconds that requests in progress are given when the service stops."""
_POLICY = (
    "default-src 'none'; style-src {style_source}; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""Of every answer."""


def open_port(
    settings: WebSettings,
    database: Database,
    words: Mapping[str, Translator],
    now: Callable[[], datetime],
    troubles: Callable[[], list[str]],
    parser_restarts: Callable[[], int],
    hook: Hook | None,
    calendar: RenderCalendar | None = None,
) -> HttpPort:
    """Open the port with everything that it answers. Raises OSError if it cannot be opened.

    Args:
        settings: Where to listen, and the secret links; ``port`` must be set.
        database: The source of metrics, status page and feeds.
        words: The languages of the page.
        now: The wall clock.
        troubles: Returns what keeps the service from working; it may block.
        parser_restarts: Returns how many parsing processes had to be replaced.
        hook: The webhook; None in mode polling.
        calendar: Renders the calendar of a chat; None leaves the addresses of calendars out.
    """
    assert settings.port is not None
    page = StatusPage(words)
    metrics = Metrics(database, now, troubles, parser_restarts)
    site = Site(settings, database, words, now, troubles, metrics, page, calendar)
    headers = _HEADERS | {"Content-Security-Policy": _POLICY.format(style_source=page.style_source)}
    return HttpPort(site.app(hook), headers, metrics, settings.host, settings.port)


class HttpPort:
    """An open port; ``run`` answers requests there. Raises OSError if the port cannot be opened."""

    def __init__(self, site: ASGIApp, headers: Mapping[str, str], metrics: Metrics, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family)
        self.metrics = metrics
        self._server = _Server(
            uvicorn.Config(
                site,
                http="h11",
                ws="none",
                lifespan="off",
                access_log=False,
                log_config=None,
                log_level="critical",  # the site logs its own bugs
                server_header=False,
                headers=list(headers.items()),
                proxy_headers=False,
                limit_concurrency=MAX_CONNECTIONS,
                timeout_graceful_shutdown=STOP_SECONDS,
            )
        )

    @property
    def address(self) -> str:
        """The address as a URL; the port is the one that the system chose if 0 was asked for."""
        host, port, *_ = self._socket.getsockname()
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def run(self) -> None:
        """Answer requests until cancelled, then finish those in progress within ``STOP_SECONDS``."""
        measuring = asyncio.create_task(self.metrics.measure_the_loop(), name="loop-lag")
        serving = asyncio.create_task(self._server.serve([self._socket]), name="http")
        try:
            await asyncio.shield(serving)
        finally:
            measuring.cancel()
            self._server.should_exit = True
            await serving


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave SIGTERM and SIGINT to the service."""
        yield
