"""What the HTTP port answers: routes and access."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.config.settings import WebSettings
from bot.messages.text import Translator
from bot.web.feed import FORMATS
from bot.web.metrics import Metrics
from bot.web.page import StatusPage, language_of
from watchers.errors import StoreError
from watchers.services import operations
from watchers.services.chat_feeds import ChatFeeds
from watchers.store import Database

log = logging.getLogger(__name__)

MAX_BODY_BYTES = 2**20
"""Of an update; Telegram's have a few kilobytes."""
BODY_SECONDS = 10.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

RenderCalendar = Callable[[str], Awaitable[bytes | None]]
"""Returns the calendar with the secret end of an address; None if there is none."""


@dataclass(frozen=True, slots=True)
class Hook:
    """Where Telegram sends updates, and who takes them in."""

    path: str
    secret: str
    accept: Callable[[bytes], Awaitable[bool]]
    """Returns whether the update in the body need not be sent again."""


@dataclass(frozen=True, slots=True)
class Site:
    """What the port answers."""

    settings: WebSettings
    """Has the secret links to the status page, and the public address."""
    database: Database
    words: Mapping[str, Translator]
    """The languages of the page and of the feeds."""
    now: Callable[[], datetime]
    troubles: Callable[[], list[str]]
    """Returns what keeps the service from working; it may block, and runs in a thread."""
    metrics: Metrics
    page: StatusPage
    calendar: RenderCalendar | None
    """None leaves the addresses of calendars out."""

    def app(self, hook: Hook | None) -> ASGIApp:
        """Return the application; ``hook`` is the webhook, or None in mode polling."""
        routes = [
            Route("/healthz", self._healthz),
            Route("/metrics", self._metrics),
            Route("/status/{secret}", self._status),
            Route("/feed/{name}", self._feed),
            Route("/cal/{secret}.ics", self._calendar),
        ]
        if hook is not None:
            routes.append(Route(hook.path, _receiver(hook), methods=["POST"]))
        return Starlette(routes=routes, exception_handlers={StoreError: _unavailable, Exception: _failed})

    async def _healthz(self, request: Request) -> Response:
        found = await asyncio.to_thread(self.troubles)
        text = "\n".join(found) if found else "alive"
        return PlainTextResponse(f"{text}\n", 503 if found else 200)

    async def _metrics(self, request: Request) -> Response:
        return Response(await self.metrics.render(), media_type=CONTENT_TYPE_LATEST)

    async def _status(self, request: Request) -> Response:
        given, links = request.path_params["secret"], (self.settings.operator_secret, self.settings.subscriber_secret)
        operator, subscriber = (link is not None and _is(given, link.get_secret_value()) for link in links)
        if not operator and not subscriber:
            raise HTTPException(404)
        language = language_of(request.query_params.get("lang"), request.headers.get("accept-language", ""))
        now = self.now()
        found = await self.database.read(operations.overview, now, operator)
        troubles = await asyncio.to_thread(self.troubles)
        return HTMLResponse(self.page.render(found, troubles, operator, language, now))

    async def _feed(self, request: Request) -> Response:
        secret, _, ending = request.path_params["name"].rpartition(".")
        found = await ChatFeeds(self.database).at(secret) if ending in FORMATS else None
        if found is None:
            raise HTTPException(404)
        write, content_type = FORMATS[ending]
        address = f"{self.settings.public_url or ''}{request.url.path}"
        return Response(write(found, self.words, self.now(), address), media_type=content_type)

    async def _calendar(self, request: Request) -> Response:
        made = None if self.calendar is None else await self.calendar(request.path_params["secret"])
        if made is None:
            raise HTTPException(404)
        return Response(made, media_type="text/calendar; charset=utf-8")


def _receiver(hook: Hook) -> Callable[[Request], Awaitable[Response]]:
    async def receive(request: Request) -> Response:
        """Answer 200 once the update is accepted; after anything else Telegram sends it again."""
        if not _is(request.headers.get(SECRET_HEADER, ""), hook.secret):
            raise HTTPException(403)
        try:
            accepted = await hook.accept(await _body(request))
        except asyncio.CancelledError:  # the service stops: Telegram sends the update to the next process
            accepted = False
        return Response(status_code=200 if accepted else 503)

    return receive


async def _body(request: Request) -> bytes:
    """Return the body. Raises HTTPException if it is too large, too slow or incomplete."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_BODY_BYTES:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408) from None
    except ClientDisconnect:
        raise HTTPException(400) from None
    return bytes(body)


def _is(given: str, secret: str) -> bool:
    """Compare in a time that does not depend on where the two differ."""
    return hmac.compare_digest(given.encode(), secret.encode())


async def _unavailable(request: Request, error: Exception) -> Response:
    return PlainTextResponse(f"The database cannot be used: {type(error).__name__}\n", 503)


async def _failed(request: Request, error: Exception) -> Response:
    """Log a bug with the name of what failed: the path may contain a secret."""
    name = getattr(request.scope.get("endpoint"), "__name__", None)
    log.error("web_failed", exc_info=error, extra={"endpoint": name})
    return PlainTextResponse("Internal error\n", 500)
