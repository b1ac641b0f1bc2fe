"""One request to the feed server and the bytes of its answer; correct HTTP lives here."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus

from tests.fakes.feed_documents import FeedItem, Format, document


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came; header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    at: float
    """time.monotonic()."""

    @property
    def name(self) -> str:
        """Of the feed that is asked for."""
        return self.path.partition("?")[0].removeprefix("/")

    @property
    def conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


@dataclass(slots=True)
class Feed:
    """What is published under one name."""

    name: str
    form: Format = Format.RSS
    title: str = ""
    language: str = ""
    items: list[FeedItem] = field(default_factory=list)
    changed: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def replace(self, items: Sequence[FeedItem], now: datetime) -> None:
        """The feed now holds these; Last-Modified moves by a second at least."""
        self.items = list(items)
        self.changed = max(now.replace(microsecond=0), self.changed + timedelta(seconds=1))

    def body(self) -> bytes:
        return document(self.form, self.title or self.name, self.items, self.language)

    def validators(self) -> dict[str, str]:
        return {
            "ETag": f'"{hashlib.sha256(self.body()).hexdigest()[:16]}"',
            "Last-Modified": format_datetime(self.changed, usegmt=True),
        }


@dataclass(slots=True)
class Exchange:
    """A request, the feed it is for and the open connection. Header names keep their case."""

    request: Request
    feed: Feed
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def serve(self, extra: Mapping[str, str] | None = None, *, conditionals: bool = True) -> None:
        """The feed as a good server gives it: 304 where the client has it, gzip where it is asked for."""
        validators = self.feed.validators() | dict(extra or {})
        if conditionals and is_current(self.request, validators):
            await self.send(304, validators)
        else:
            await self.send_body(self.feed.body(), {"Content-Type": self.feed.form.content_type} | validators)

    async def send_body(self, body: bytes, headers: Mapping[str, str]) -> None:
        if "gzip" in self.request.headers.get("accept-encoding", ""):
            body = gzip.compress(body, mtime=0)
            headers = {**headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        await self.send(200, headers, body)

    async def send(self, status: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> None:
        length = {} if status == 304 else {"Content-Length": str(len(body))}
        await self.write(head(status, length | dict(headers or {})))
        if self.request.method != "HEAD":
            await self.write(body)

    async def write(self, raw: bytes) -> None:
        self.writer.write(raw)
        await self.writer.drain()

    async def until_gone(self) -> None:
        """Returns when the client hangs up."""
        await self.reader.read()


def head(status: int, headers: Mapping[str, str]) -> bytes:
    """The status line and the headers; every connection serves one request."""
    phrase = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Unknown"
    date = format_datetime(datetime.now(UTC), usegmt=True)
    lines = {"Date": date, "Server": "feeds", "Connection": "close"} | dict(headers)
    text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} {phrase}\r\n{text}\r\n".encode("latin-1")


def is_current(request: Request, validators: Mapping[str, str]) -> bool:
    """Whether the client has this very version (RFC 9110, 13.2.2: If-None-Match goes before the date)."""
    if (wanted := request.headers.get("if-none-match")) is not None:
        tags = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
        return "*" in tags or validators.get("ETag", "").removeprefix("W/") in tags
    since = request.headers.get("if-modified-since")
    if since is None or "Last-Modified" not in validators:
        return False
    try:
        return parsedate_to_datetime(validators["Last-Modified"]) <= parsedate_to_datetime(since)
    except ValueError:
        return False
