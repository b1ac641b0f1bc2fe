"""The sample wire: feeds of sample texts and a sample list, published over real HTTP on a loopback port."""

from __future__ import annotations

import csv
import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO
from socketserver import TCPServer
from threading import Thread
from typing import Any, Self
from xml.sax.saxutils import escape, quoteattr

import msgspec

from watchers.model import ItemMap, Source, SourceId, SourceKind

SAMPLES = files("bot.demo") / "sample_wire.yaml"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SampleFeed:
    """One feed of the sample."""

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
class SampleEntry:
    """One entry of a list."""

    id: str
    name: str
    aliases: str
    program: str
    after: int = 0
    """How many items the wire publishes before the entry is listed; 0: it is there when the wire opens."""
    until: int = 1_000
    """How many items it publishes before the entry is removed."""


@dataclass(frozen=True, slots=True)
class SampleList:
    """A list in CSV."""

    id: SourceId
    name: str
    language: str
    entries: tuple[SampleEntry, ...]


@dataclass(frozen=True, slots=True)
class Samples:
    """The content of sample_wire.yaml, in its order."""

    feeds: tuple[SampleFeed, ...]
    items: tuple[SampleItem, ...]
    lists: tuple[SampleList, ...] = ()


def read_samples(path: Traversable = SAMPLES) -> Samples:
    """Parse the file. msgspec.ValidationError names the path of what is missing or has the wrong type."""
    return msgspec.yaml.decode(path.read_bytes(), type=Samples)


class SampleWire:
    """Publish the samples on 127.0.0.1 for as long as its ``with`` block lasts.

    with SampleWire.load(now) as wire:
        wire.sources            the feeds and lists to poll
        wire.publish_next()     the next item appears, with a new ETag for its feed

    The port is bound by the constructor. Every date comes from ``now`` at the moment an item
    appears, so that between two appearances a feed is identical to the byte and answers 304.
    """

    def __init__(self, samples: Samples, now: Callable[[], datetime]) -> None:
        self._feeds = {feed.id: feed for feed in samples.feeds}
        self._lists = samples.lists
        self._count = 0
        self._now = now
        self._waiting = [item for item in reversed(samples.items) if not item.at_start]
        opened = now()
        self._published = [_stamp(item, opened) for item in samples.items if item.at_start]
        self._server = _Server(("127.0.0.1", 0), _Handler)
        for feed in samples.feeds:
            self._publish(feed)
        self._publish_lists()

    @classmethod
    def load(cls, now: Callable[[], datetime]) -> Self:
        """Return a wire with the shipped samples."""
        return cls(read_samples(), now)

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.02,), name="sample-wire", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def sources(self) -> tuple[Source, ...]:
        """The feeds as sources to poll every second, in the file's order, then the lists."""
        every = timedelta(seconds=1)
        feeds = (
            Source(feed.id, self._url(_path(feed)), feed.name, feed.kind, language=feed.language, every=every)
            for feed in self._feeds.values()
        )
        lists = (
            Source(
                each.id,
                self._url(f"/{each.id}.csv"),
                each.name,
                SourceKind.LIST,
                language=each.language,
                every=every,
                mapping=_LIST_MAP,
            )
            for each in self._lists
        )
        return (*feeds, *lists)

    def publish_next(self) -> SampleItem | None:
        """Publish the next item and return it, or None if all are published."""
        if not self._waiting:
            return None
        item = self._waiting.pop()
        self._published.append(_stamp(item, self._now()))
        self._publish(self._feeds[item.feed])
        self._count += 1
        self._publish_lists()
        return item

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def _publish_lists(self) -> None:
        for each in self._lists:
            listed = [entry for entry in each.entries if entry.after <= self._count < entry.until]
            table = StringIO()
            writer = csv.writer(table)
            writer.writerows([_COLUMNS, *((entry.id, entry.name, entry.aliases, entry.program) for entry in listed)])
            self._serve(f"/{each.id}.csv", "text/csv; charset=utf-8", table.getvalue().encode())

    def _publish(self, feed: SampleFeed) -> None:
        """Replace the feed's page in one assignment: a concurrent request gets the old page or the new one."""
        stamped = sorted(
            ((at, item) for at, item in self._published if item.feed == feed.id),
            key=lambda entry: entry[0],
            reverse=True,
        )
        write = _atom if feed.kind is SourceKind.ATOM else _rss
        body = f'<?xml version="1.0" encoding="utf-8"?>{write(feed, stamped, self._url(_path(feed)))}'.encode()
        self._serve(_path(feed), f"application/{feed.kind.value}+xml; charset=utf-8", body)

    def _serve(self, path: str, content_type: str, body: bytes) -> None:
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        self._server.pages = {**self._server.pages, path: _Page(content_type, body, etag)}


_COLUMNS = ("Number", "Name", "Also known as", "Program")
_LIST_MAP = ItemMap(
    items=".",
    id="Number",
    title="Name",
    aliases="Also known as",
    program="Program",
    link="https://example.org/list/{Number}",
)
Stamped = tuple[datetime, SampleItem]
"""An item and the time at which it says it was published."""


@dataclass(frozen=True, slots=True)
class _Page:
    content_type: str
    body: bytes
    etag: str


def _stamp(item: SampleItem, appears: datetime) -> Stamped:
    return (appears - timedelta(minutes=item.minutes_ago)).replace(microsecond=0), item


def _path(feed: SampleFeed) -> str:
    return f"/{feed.id}.{feed.kind.value}"


def _rss(feed: SampleFeed, stamped: Sequence[Stamped], _: str) -> str:
    """Return RSS 2.0, whose descriptions are HTML, so their text is escaped once more than XML requires."""
    items = (
        f"<item><title>{escape(item.title)}</title><link>{escape(item.link)}</link>"
        f'<guid isPermaLink="false">{item.id}</guid><pubDate>{format_datetime(at)}</pubDate>'
        f"<description>{escape(f'<p>{escape(item.summary)}</p>')}</description></item>"
        for at, item in stamped
    )
    about = f"<title>{escape(feed.name)}</title><link>https://example.org/wire</link>"
    about += f"<description>{escape(feed.name)}</description><language>{feed.language}</language>"
    return f'<rss version="2.0"><channel>{about}{"".join(items)}</channel></rss>'


def _atom(feed: SampleFeed, stamped: Sequence[Stamped], url: str) -> str:
    """Return Atom (RFC 4287) with plain text."""
    entries = (
        f"<entry><id>tag:example.org,2025:{item.id}</id><title>{escape(item.title)}</title>"
        f'<link rel="alternate" href={quoteattr(item.link)}/><published>{at.isoformat()}</published>'
        f"<updated>{at.isoformat()}</updated><summary>{escape(item.summary)}</summary></entry>"
        for at, item in stamped
    )
    name, updated = escape(feed.name), max((at for at, _ in stamped), default=_LONG_AGO).isoformat()
    about = f'<id>tag:example.org,2025:{feed.id}</id><title>{name}</title><link rel="self" href={quoteattr(url)}/>'
    about += f"<updated>{updated}</updated><author><name>{name}</name></author>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{feed.language}">{about}{"".join(entries)}</feed>'


# RFC 4287 requires a date even for a feed that has published nothing.
_LONG_AGO = datetime.fromisoformat("2025-01-01T00:00:00+00:00")


class _Server(ThreadingHTTPServer):
    pages: Mapping[str, _Page] = {}

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
            return
        # Weak comparison (RFC 9110, 13.1.2).
        known = [tag.strip().removeprefix("W/") for tag in self.headers.get("If-None-Match", "").split(",")]
        fresh = page.etag not in known
        self.send_response(HTTPStatus.OK if fresh else HTTPStatus.NOT_MODIFIED)
        self.send_header("ETag", page.etag)
        # An open connection would keep its thread alive after the wire is closed.
        self.send_header("Connection", "close")
        if fresh:
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        self.wfile.write(page.body if fresh else b"")

    def log_message(self, format: str, *args: Any) -> None:
        log.debug("sample_wire.request %s", format % args)
