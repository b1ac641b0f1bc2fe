"""What the HTTP port answers: routes, access, and the headers of every answer."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watchers.errors import StoreError

log = logging.getLogger(__name__)

MAX_BODY_BYTES = 2**20
"""Of an update; Telegram's have a few kilobytes."""
BODY_SECONDS = 10.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

ReadFeed = Callable[[str, str, str], Awaitable[tuple[bytes, str] | None]]
"""Returns the feed with a secret and an ending, at a path, and its content type; None if there is none."""
RenderPage = Callable[[bool, str | None, str], Awaitable[str]]
"""Returns the status page: for an operator or not, in the language asked for, or else in an accepted one."""

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
class Links:
    """The ends of the secret links to the status page; None where there is no such page."""

    operator: str | None
    subscriber: str | None


@dataclass(frozen=True, slots=True)
class Site:
    """What the port answers, besides the webhook."""

    troubles: Callable[[], list[str]]
    """Returns what keeps the service from working; it may block, and runs in a thread."""
    metrics: Callable[[], Awaitable[bytes]]
    """Returns all metrics in the format of Prometheus."""
    page: RenderPage
    links: Links
    """The secret links to the page."""
    feed: ReadFeed
    calendar: RenderCalendar | None
    """None leaves the addresses of calendars out."""

    def app(self, style_source: str, hook: Hook | None) -> ASGIApp:
        """Return the application.

        Args:
            style_source: The Content-Security-Policy source of the style sheet in the page.
            hook: The webhook; None in mode polling.
        """
        routes = [
            Route("/healthz", self._healthz),
            Route("/metrics", self._metrics),
            Route("/status/{secret}", self._status),
            Route("/feed/{name}", self._feed),
            Route("/cal/{secret}.ics", self._calendar),
        ]
        if hook is not None:
            routes.append(Route(hook.path, _receiver(hook), methods=["POST"]))
        headers = _HEADERS | {"Content-Security-Policy": _POLICY.format(style_source=style_source)}
        return Starlette(
            routes=routes,
            middleware=[Middleware(_Headers, headers)],
            exception_handlers={StoreError: _unavailable, Exception: _failed},
        )

    async def _healthz(self, request: Request) -> Response:
        found = await asyncio.to_thread(self.troubles)
        text = "\n".join(found) if found else "alive"
        return PlainTextResponse(f"{text}\n", 503 if found else 200)

    async def _metrics(self, request: Request) -> Response:
        return Response(await self.metrics(), media_type=CONTENT_TYPE_LATEST)

    async def _status(self, request: Request) -> Response:
        given = request.path_params["secret"]
        operator, subscriber = _is(given, self.links.operator), _is(given, self.links.subscriber)
        if not operator and not subscriber:
            raise HTTPException(404)
        asked, accepted = request.query_params.get("lang"), request.headers.get("accept-language", "")
        return HTMLResponse(await self.page(operator, asked, accepted))

    async def _feed(self, request: Request) -> Response:
        secret, _, ending = request.path_params["name"].rpartition(".")
        found = await self.feed(secret, ending, request.url.path)
        if found is None:
            raise HTTPException(404)
        return Response(found[0], media_type=found[1])

    async def _calendar(self, request: Request) -> Response:
        made = None if self.calendar is None else await self.calendar(request.path_params["secret"])
        if made is None:
            raise HTTPException(404)
        return Response(made, media_type="text/calendar; charset=utf-8")


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


def _is(given: str, secret: str | None) -> bool:
    """Compare in a time that does not depend on where the two differ."""
    return secret is not None and hmac.compare_digest(given.encode(), secret.encode())


async def _unavailable(request: Request, error: Exception) -> Response:
    return PlainTextResponse(f"The database cannot be used: {type(error).__name__}\n", 503)


async def _failed(request: Request, error: Exception) -> Response:
    """Log a bug with the name of what failed: the path may contain a secret."""
    name = getattr(request.scope.get("endpoint"), "__name__", None)
    log.error("web_failed", exc_info=error, extra={"endpoint": name})
    return PlainTextResponse("Internal error\n", 500)


class _Headers:
    """Add the same headers to every answer."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, send_with_headers)
