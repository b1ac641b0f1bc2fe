"""Real feeds of public test suites, where they are at hand: at least what feedparser alone finds, and every
CJK encoding right under every header and declaration."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from watchers.errors import ParseError, ParseProblem
from watchers.model import ItemMap, Source, SourceId, SourceKind
from watchers.normalise import normalise
from watchers.sources.decoding import decode, scrub
from watchers.sources.fields import MOST_ITEMS
from watchers.sources.parsers import PARSERS
from watchers.sources.rss import parse_feed

FEEDS = Path(__file__).resolve().parents[3] / "shared" / "data" / "feeds"
SOURCE = Source(SourceId("e"), "https://e.org/feed")
CJK = FEEDS / "cjk-legacy-encodings"

pytestmark = pytest.mark.skipif(not FEEDS.is_dir(), reason="the public feeds are not at hand")

CODECS = {
    "Big5": ("big5", ("cp950", "big5hkscs")),
    "CP932": ("shift_jis", ("cp932",)),
    "SHIFT_JIS": ("shift_jis", ("cp932",)),
    "EUC-JP": ("euc-jp", ("euc_jp", "euc_jis_2004")),
    "EUC-KR": ("euc-kr", ("cp949",)),
    "GB2312": ("gb2312", ("gb18030",)),
}
"""Folder to label and to codecs, the first that takes every byte being the right one."""


def feeds() -> list[Path]:
    return sorted(path for path in FEEDS.rglob("*") if path.suffix in (".xml", ".rss", ".atom"))


def found_by_feedparser_alone(body: bytes) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return len(feedparser.parse(io.BytesIO(body)).entries)
        except Exception:  # noqa: BLE001  # it raises all sorts, which is the point
            return 0


@pytest.mark.parametrize("path", feeds(), ids=lambda path: path.name)
@pytest.mark.hazard("P5")
def test_no_item_that_feedparser_finds_is_lost(path: Path) -> None:
    body = path.read_bytes()
    expected = min(found_by_feedparser_alone(body), MOST_ITEMS)
    try:
        feed = parse_feed(body, "", "https://e.org/feed")
    except ParseError as error:
        assert expected == 0
        assert error.problem in (ParseProblem.HTML, ParseProblem.NOT_A_FEED)
        return
    assert len(feed.items) >= expected - (not feed.complete)


NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("path", feeds(), ids=lambda path: path.name)
@pytest.mark.hazard("I1")
def test_every_public_item_has_keys_and_the_same_at_the_next_reading(path: Path) -> None:
    try:
        readings = [parse_feed(path.read_bytes(), "", "https://e.org/feed") for _ in range(2)]
    except ParseError:
        return
    first, again = (normalise(feed, SOURCE, NOW) for feed in readings)
    assert [sighting.keys for sighting in first] == [sighting.keys for sighting in again]
    assert all(keys.guid or keys.link or keys.dated for keys in (sighting.keys for sighting in first))
    told = {(item.guid, item.link, item.title.original, item.published) for item in readings[0].items}
    assert bool(first) is bool(told)


def under_every_label(body: bytes, label: str) -> Iterator[tuple[bytes, str]]:
    declaration = re.compile(rb"""(<\?xml[^>]*?)\s+encoding=["'][^"']*["']""")
    missing = declaration.sub(rb"\1", body)
    bodies = [body, missing, missing[missing.find(b"?>") + 2 :]]
    bodies += [declaration.sub(rb'\1 encoding="' + wrong + b'"', body) for wrong in (b"utf-8", b"iso-8859-1")]
    for header in ("", "application/xml", "text/xml", f"text/xml; charset={label}"):
        yield from ((each, header) for each in bodies)
    for wrong_label in ("utf-8", "ISO-8859-1", "us-ascii"):
        yield from ((each, f"application/rss+xml; charset={wrong_label}") for each in bodies)


@pytest.mark.parametrize("path", sorted(CJK.rglob("*.xml")), ids=lambda path: f"{path.parent.name}-{path.name}")
@pytest.mark.hazard("P4")
def test_every_cjk_feed_is_read_right_under_every_header_and_declaration(path: Path) -> None:
    label, codecs = CODECS[path.parent.name]
    body = path.read_bytes()
    codec = next(each for each in codecs if takes(each, body))
    wrong = [
        (header, labelled[:60])
        for labelled, header in under_every_label(body, label)
        if decode(labelled, header) != scrub(labelled.decode(codec))
    ]
    assert wrong == []


def takes(codec: str, body: bytes) -> bool:
    try:
        body.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def everything() -> list[Path]:
    shared = FEEDS.parent
    return sorted(path for folder in (FEEDS, shared / "samples") for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", [*SourceKind][2:], ids=str)
@pytest.mark.hazard("P2")
def test_no_public_document_breaks_any_parser(kind: SourceKind) -> None:
    mapping = ItemMap(items="items", title="title", link="url") if kind is SourceKind.JSON else ItemMap(items="a")
    for path in everything():
        try:
            found = PARSERS[kind](path.read_bytes(), "", "https://e.org/feed", mapping)
        except ParseError:
            continue
        assert all(not item.link or item.link.startswith("http") for item in found.items), path.name
