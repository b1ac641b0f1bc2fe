"""The sample wire: feeds of sample texts, published over real HTTP on a loopback port."""

from __future__ import annotations

import hashlib
import html
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from importlib.resources.abc import Traversable
from socketserver import TCPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self
from xml.etree import ElementTree

import msgspec

from watchers.model import Source, SourceId, SourceKind

SAMPLES = files("bot.demo") / "sample_wire.yaml"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SampleFeed:
    """One feed of the wire."""

    id: SourceId
    name: str
    kind: SourceKind
    language: str
    """BCP 47 tag of every item in it."""


@dataclass(frozen=True, slots=True)
class SampleItem:
    """One item as stored in the file, without a date."""

    id: str
    feed: SourceId
    at_start: bool
    """Whether it is published when the wire opens; otherwise it waits for publish_next."""
    minutes_ago: int
    """Its date is this long before it appears."""
    title: str
    summary: str
    link: str


@dataclass(frozen=True, slots=True)
class Samples:
    """The content of sample_wire.yaml, in its order."""

    feeds: tuple[SampleFeed, ...]
    items: tuple[SampleItem, ...]


def read_samples(path: Traversable = SAMPLES) -> Samples:
    """Parse the file. msgspec.ValidationError names the path of what is missing or has the wrong type."""
    return msgspec.yaml.decode(path.read_bytes(), type=Samples)


class SampleWire:
    """Publish the samples on 127.0.0.1 for as long as its ``with`` block lasts.

    with SampleWire.load(now) as wire:
        wire.sources            the feeds to poll
        wire.publish_next()     the next item appears, with a new ETag for its feed

    The port is bound by the constructor. Every date comes from ``now`` at the moment an item
    appears, so that between two appearances a feed is identical to the byte and answers 304.
    """

    def __init__(self, samples: Samples, now: Callable[[], datetime]) -> None:
        self._feeds = {feed.id: feed for feed in samples.feeds}
        self._now = now
        self._waiting = [item for item in reversed(samples.items) if not item.at_start]
        opened = now()
        self._published = [_stamp(item, opened) for item in samples.items if item.at_start]
        self._server = _Server()
        for feed in samples.feeds:
            self._publish(feed)

    @classmethod
    def load(cls, now: Callable[[], datetime]) -> Self:
        """Return a wire with the shipped samples."""
        return cls(read_samples(), now)

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.02,), name="sample-wire", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def sources(self) -> tuple[Source, ...]:
        """The feeds as sources to poll every second, in the file's order."""
        return tuple(
            Source(
                id=feed.id,
                url=self._server.url + _path(feed),
                name=feed.name,
                kind=feed.kind,
                language=feed.language,
                every=timedelta(seconds=1),
            )
            for feed in self._feeds.values()
        )

    def publish_next(self) -> SampleItem | None:
        """Publish the next item and return it, or None if all are published."""
        if not self._waiting:
            return None
        item = self._waiting.pop()
        self._published.append(_stamp(item, self._now()))
        self._publish(self._feeds[item.feed])
        return item

    def _publish(self, feed: SampleFeed) -> None:
        """Replace the feed's page in one assignment: a concurrent request gets the old page or the new one."""
        stamped = sorted((one for one in self._published if one.item.feed == feed.id), key=_newest_first)
        self._server.pages = {**self._server.pages, _path(feed): _page(feed, stamped, self._server.url)}


@dataclass(frozen=True, slots=True)
class _Stamped:
    item: SampleItem
    published: datetime


@dataclass(frozen=True, slots=True)
class _Page:
    content_type: str
    body: bytes
    etag: str


def _stamp(item: SampleItem, appears: datetime) -> _Stamped:
    return _Stamped(item, (appears - timedelta(minutes=item.minutes_ago)).replace(microsecond=0))


def _newest_first(stamped: _Stamped) -> float:
    return -stamped.published.timestamp()


def _path(feed: SampleFeed) -> str:
    return f"/{feed.id}.{feed.kind.value}"


def _page(feed: SampleFeed, stamped: list[_Stamped], base: str) -> _Page:
    tree = _atom(feed, stamped, base) if feed.kind is SourceKind.ATOM else _rss(feed, stamped)
    body: bytes = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)
    return _Page(
        content_type=f"application/{feed.kind.value}+xml; charset=utf-8",
        body=body,
        etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
    )


def _rss(feed: SampleFeed, stamped: list[_Stamped]) -> ElementTree.Element:
    """Return RSS 2.0, whose descriptions are HTML, so their text is escaped once more than XML requires."""
    rss = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(rss, "channel")
    _child(channel, "title", feed.name)
    _child(channel, "link", "https://example.org/wire")
    _child(channel, "description", feed.name)
    _child(channel, "language", feed.language)
    for one in stamped:
        item = ElementTree.SubElement(channel, "item")
        _child(item, "title", one.item.title)
        _child(item, "link", one.item.link)
        _child(item, "guid", one.item.id, isPermaLink="false")
        _child(item, "pubDate", format_datetime(one.published))
        _child(item, "description", f"<p>{html.escape(one.item.summary, quote=False)}</p>")
    return rss


def _atom(feed: SampleFeed, stamped: list[_Stamped], base: str) -> ElementTree.Element:
    """Return Atom (RFC 4287) with plain text."""
    root = ElementTree.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.language})
    _child(root, "id", f"tag:example.org,2025:{feed.id}")
    _child(root, "title", feed.name)
    _child(root, "link", None, rel="self", href=base + _path(feed))
    _child(root, "updated", max((one.published for one in stamped), default=_LONG_AGO).isoformat())
    author = ElementTree.SubElement(root, "author")
    _child(author, "name", feed.name)
    for one in stamped:
        item = ElementTree.SubElement(root, "entry")
        _child(item, "id", f"tag:example.org,2025:{one.item.id}")
        _child(item, "title", one.item.title)
        _child(item, "link", None, rel="alternate", href=one.item.link)
        _child(item, "published", one.published.isoformat())
        _child(item, "updated", one.published.isoformat())
        _child(item, "summary", one.item.summary)
    return root


# RFC 4287 requires a date even for a feed that has published nothing.
_LONG_AGO = datetime.fromisoformat("2025-01-01T00:00:00+00:00")


def _child(parent: ElementTree.Element, tag: str, text: str | None, **attributes: str) -> None:
    ElementTree.SubElement(parent, tag, attributes).text = text


class _Server(ThreadingHTTPServer):
    pages: Mapping[str, _Page] = {}

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def server_bind(self) -> None:
        # HTTPServer also looks up this machine's name, which takes seconds on some machines.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        # The default prints a traceback into the terminal where the user is typing.
        log.debug("sample_wire.request_failed", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        page = self.server.pages.get(self.path)
        if page is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif page.etag in _asked(self.headers.get("If-None-Match", "")):
            self._send(HTTPStatus.NOT_MODIFIED, page, b"")
        else:
            self._send(HTTPStatus.OK, page, page.body)

    def log_message(self, format: str, *args: Any) -> None:
        log.debug("sample_wire.request %s", format % args)

    def _send(self, status: HTTPStatus, page: _Page, body: bytes) -> None:
        self.send_response(status)
        self.send_header("ETag", page.etag)
        # An open connection would keep its thread alive after the wire is closed.
        self.send_header("Connection", "close")
        if status is HTTPStatus.OK:
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _asked(if_none_match: str) -> Iterator[str]:
    """Yield the entity tags that a client already has, for weak comparison (RFC 9110, 13.1.2)."""
    return (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
