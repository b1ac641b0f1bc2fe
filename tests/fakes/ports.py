"""The ports to the world, scripted: what a source says at each poll, and a clock that a test moves."""

from __future__ import annotations

import tempfile
from collections import deque
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from watchers.errors import FetchError, ParseError
from watchers.feeds.page import parse_page
from watchers.model import (
    Download,
    Fetched,
    Modified,
    NotModified,
    Parsed,
    ParsedItem,
    Source,
    SourceId,
    SourceKind,
    Validators,
)
from watchers.text.tokens import read

Step = Parsed | NotModified | FetchError | ParseError
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """``now`` changes only when a test moves it."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now

    def __call__(self) -> datetime:
        return self._now

    def pass_by(self, time: timedelta) -> None:
        self._now += time


class Newsroom:
    """What sources say, poll after poll; the ports ``Fetch`` and ``Parse`` in one.

    The last step of a script is said for ever.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[SourceId, Validators]] = []
        self.addresses: list[str] = []
        self.parsed = 0
        self.lists: dict[SourceId | str, str | FetchError] = {}
        """What a source of kind list says from now on, or what is at an address that its page names."""
        self._scripts: dict[SourceId, deque[Step]] = {}
        self._documents: dict[bytes, Parsed | ParseError] = {}

    def says(self, source: SourceId, *steps: Step) -> None:
        """The next polls of the source, in order."""
        self._scripts[source] = deque(steps)

    async def fetch(self, source: Source, validators: Validators) -> Fetched:
        self.asked.append((source.id, validators))
        self.addresses.append(source.url)
        script = self._scripts[source.id]
        step = script.popleft() if len(script) > 1 else script[0]
        if isinstance(step, FetchError):
            raise step
        if isinstance(step, NotModified):
            return step
        body = repr(step).encode()
        self._documents[body] = step
        etag = f'"{len(self._documents)}"'
        return Modified(source.url, body, "application/rss+xml", Validators(etag), None)

    async def download(self, source: Source, validators: Validators, folder: Path) -> Download | NotModified:
        """The text that ``lists`` says, in a file."""
        self.asked.append((source.id, validators))
        self.addresses.append(source.url)
        step = self.lists[source.url if source.url in self.lists else source.id]
        if isinstance(step, FetchError):
            raise step
        file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - the caller closes it
        file.write(step.encode())
        file.flush()
        digest = sha256(step.encode()).digest()
        return Download(source.url, file, digest, len(step), "", Validators(f'"{digest.hex()}"'), None)

    async def parse(self, source: Source, fetched: Modified) -> Parsed:
        self.parsed += 1
        if source.kind is SourceKind.PAGE:
            return parse_page(fetched.body, fetched.content_type, fetched.url, source.mapping)
        document = self._documents[fetched.body]
        if isinstance(document, ParseError):
            raise document
        return document


def item(
    title: str, guid: str = "", link: str = "", body: str = "", published: str = "", language: str = ""
) -> ParsedItem:
    """One item as a document gives it."""
    return ParsedItem(guid, link, read(title), read(body), published, "", language)


def document(*items: ParsedItem) -> Parsed:
    return Parsed("A feed", "en", None, items)
