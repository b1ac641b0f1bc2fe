"""Serve the site inside the service's event loop, without taking its signals."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import datetime

import uvicorn
from pydantic import SecretStr
from starlette.types import ASGIApp

from bot.config.settings import WebSettings
from bot.messages.text import Translator
from bot.web.feed import FORMATS
from bot.web.metrics import Metrics
from bot.web.page import StatusPage, language_of
from bot.web.site import Hook, Links, RenderCalendar, Site
from watchers.services import operations
from watchers.services.chat_feeds import ChatFeeds
from watchers.store import Database

MAX_CONNECTIONS = 500
"""Connections at the same time; further requests are answered with 503. Telegram uses at most 100."""
PARTING_SECONDS = 2
"""Seconds that requests in progress are given when the service stops."""


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
    metrics = Metrics(lambda since: database.read(operations.measure, since, now()), now, troubles, parser_restarts)

    async def status(operator: bool, asked: str | None, accepted: str) -> str:
        at = now()
        found = await database.read(operations.overview, at, operator)
        return page.render(found, await asyncio.to_thread(troubles), operator, language_of(asked, accepted), at)

    async def fed(secret: str, ending: str, path: str) -> tuple[bytes, str] | None:
        found = await ChatFeeds(database).at(secret) if ending in FORMATS else None
        if found is None:
            return None
        write, content_type = FORMATS[ending]
        return write(found, words, now(), f"{settings.public_url or ''}{path}"), content_type

    links = Links(_revealed(settings.operator_secret), _revealed(settings.subscriber_secret))
    site = Site(troubles, metrics.render, status, links, fed, calendar)
    return HttpPort(site.app(page.style_source, hook), metrics, settings.host, settings.port)


class HttpPort:
    """An open port; ``run`` answers requests there. Raises OSError if the port cannot be opened."""

    def __init__(self, site: ASGIApp, metrics: Metrics, host: str, port: int) -> None:
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
                proxy_headers=False,
                limit_concurrency=MAX_CONNECTIONS,
                timeout_graceful_shutdown=PARTING_SECONDS,
            )
        )

    @property
    def address(self) -> str:
        """The address as a URL; the port is the one that the system chose if 0 was asked for."""
        host, port, *_ = self._socket.getsockname()
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def run(self) -> None:
        """Answer requests until cancelled, then finish those in progress within ``PARTING_SECONDS``."""
        measuring = asyncio.create_task(self.metrics.measure_the_loop(), name="loop-lag")
        serving = asyncio.create_task(self._server.serve([self._socket]), name="http")
        try:
            await asyncio.shield(serving)
        finally:
            measuring.cancel()
            self._server.should_exit = True
            await serving


def _revealed(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave SIGTERM and SIGINT to the service."""
        yield
