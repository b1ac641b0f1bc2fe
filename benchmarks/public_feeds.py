"""Read a folder of public feeds and print what is lost.

    python -m benchmarks.public_feeds FOLDER

Below FOLDER, every .xml, .rss and .atom file is parsed and compared with what feedparser alone finds (P5), its items
must keep their keys when they are read again (I1), and every .json file is read whole as a JSON Feed (P7). Folders
named Big5, CP932, SHIFT_JIS, EUC-JP, EUC-KR and GB2312 hold feeds in that encoding: each is decoded under many
headers and declarations (P4). Finally, every file goes through the other parsers, which may only refuse it (P2).
"""

from __future__ import annotations

import io
import json
import re
import sys
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import feedparser

from watchers.errors import ParseError, ParseProblem
from watchers.feeds.decoding import decode, scrub
from watchers.feeds.fields import MAX_ITEMS
from watchers.feeds.parsers import PARSERS
from watchers.feeds.rss import parse_feed
from watchers.items.identity import normalize
from watchers.model import NO_MAP, ItemMap, Source, SourceId, SourceKind

SOURCE = Source(SourceId("e"), "https://e.org/feed")
NOW = datetime(2026, 3, 1, tzinfo=UTC)
SUFFIXES = (".xml", ".rss", ".atom")
CODECS = {
    "Big5": ("big5", ("cp950", "big5hkscs")),
    "CP932": ("shift_jis", ("cp932",)),
    "SHIFT_JIS": ("shift_jis", ("cp932",)),
    "EUC-JP": ("euc-jp", ("euc_jp", "euc_jis_2004")),
    "EUC-KR": ("euc-kr", ("cp949",)),
    "GB2312": ("gb2312", ("gb18030",)),
}
"""Folder name -> the label of its encoding, and codecs, of which the first that decodes every byte is right."""


def main(folder: Path) -> int:
    """Print a line for each loss. Return the exit code: 0 if nothing is lost, 1 if something is, 2 without feeds."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    feeds = [path for path in paths if path.suffix in SUFFIXES]
    if not feeds:
        print(f"no feeds below {folder}")
        return 2
    losses = list(_losses(feeds, paths))
    for loss in losses:
        print(loss)
    print(f"{len(feeds)} feeds, {len(paths)} files: {len(losses)} losses")
    return min(len(losses), 1)


def _losses(feeds: list[Path], paths: list[Path]) -> Iterator[str]:
    for path in feeds:
        yield from (f"{path}: {loss}" for loss in (*_lost_items(path.read_bytes()), *_unstable_keys(path.read_bytes())))
        if path.parent.name in CODECS:
            yield from (f"{path}: {loss}" for loss in _misread(path))
    for path in paths:
        if path.suffix == ".json":
            yield from (f"{path}: {loss}" for loss in _lost_of_json_feed(path.read_bytes()))
        yield from (f"{path}: {loss}" for loss in _broken_parsers(path.read_bytes()))


def _lost_items(body: bytes) -> Iterator[str]:
    expected = min(_found_by_feedparser(body), MAX_ITEMS)
    try:
        feed = parse_feed(body, "", SOURCE.url)
    except ParseError as error:
        if expected or error.problem not in (ParseProblem.HTML, ParseProblem.NOT_A_FEED):
            yield f"{expected} items, {error}"
        return
    if len(feed.items) < expected:
        yield f"{len(feed.items)} of {expected} items"


def _found_by_feedparser(body: bytes) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return len(feedparser.parse(io.BytesIO(body)).entries)
        except Exception:  # noqa: BLE001  # feedparser raises many types
            return 0


def _unstable_keys(body: bytes) -> Iterator[str]:
    try:
        first, again = (normalize(parse_feed(body, "", SOURCE.url), SOURCE, NOW) for _ in range(2))
    except ParseError:
        return
    if [sighting.keys for sighting in first] != [sighting.keys for sighting in again]:
        yield "other keys at the second reading"
    for keys in (sighting.keys for sighting in first):
        if not (keys.guid or keys.link or keys.dated):
            yield "an item without a key"


def _misread(path: Path) -> Iterator[str]:
    label, codecs = CODECS[path.parent.name]
    body = path.read_bytes()
    codec = next(each for each in codecs if _takes(each, body))
    for labeled, header in _under_every_label(body, label):
        if decode(labeled, header) != scrub(labeled.decode(codec)):
            yield f"misread under {header!r} with {labeled[:60]!r}"


def _takes(codec: str, body: bytes) -> bool:
    try:
        body.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _under_every_label(body: bytes, label: str) -> Iterator[tuple[bytes, str]]:
    declaration = re.compile(rb"""(<\?xml[^>]*?)\s+encoding=["'][^"']*["']""")
    missing = declaration.sub(rb"\1", body)
    bodies = [body, missing, missing[missing.find(b"?>") + 2 :]]
    bodies += [declaration.sub(rb'\1 encoding="' + wrong + b'"', body) for wrong in (b"utf-8", b"iso-8859-1")]
    for header in ("", "application/xml", "text/xml", f"text/xml; charset={label}"):
        yield from ((each, header) for each in bodies)
    for wrong_label in ("utf-8", "ISO-8859-1", "us-ascii"):
        yield from ((each, f"application/rss+xml; charset={wrong_label}") for each in bodies)


def _lost_of_json_feed(body: bytes) -> Iterator[str]:
    document = json.loads(body)
    if not isinstance(document, dict) or not str(document.get("version", "")).startswith("https://jsonfeed.org/"):
        return
    listed = [each for each in document["items"] if isinstance(each, dict)]
    found = PARSERS[SourceKind.RSS](body, "", SOURCE.url, NO_MAP).items
    if len(found) != len(listed):
        yield f"{len(found)} of {len(listed)} items of a JSON Feed"


def _broken_parsers(body: bytes) -> Iterator[str]:
    for kind in [*SourceKind][2:]:
        mapping = ItemMap(items="items", title="title", link="url") if kind is SourceKind.JSON else ItemMap(items="a")
        try:
            found = PARSERS[kind](body, "", SOURCE.url, mapping)
        except ParseError:
            continue
        except Exception as error:  # noqa: BLE001  # any other exception is a finding
            yield f"{kind}: {error!r}"
            continue
        if not all(not item.link or item.link.startswith("http") for item in found.items):
            yield f"{kind}: a link that is not http"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
