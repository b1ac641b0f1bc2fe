"""Parse RSS 0.9x, 1.0, 2.0 and Atom; the only importer of feedparser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any, Final
from xml.sax import SAXException

import feedparser

from watchers.errors import ParseError, ParseProblem
from watchers.feeds import fields, plaintext
from watchers.feeds.decoding import decode, scrub
from watchers.feeds.repair import DECLARATION, FEED_ROOTS, HTML_ROOTS, is_placeholder, mend
from watchers.feeds.salvage import (
    bare_items,
    close_cut_item,
    close_items,
    count_items,
    ends_within_item,
    item_places,
)
from watchers.model import NO_MAP, ItemMap, Parsed, ParsedItem

# feedparser searches every folder of the import path for these obsolete parsers at each document.
feedparser.api.PREFERRED_XML_PARSERS.clear()

MAX_TTL: Final = timedelta(days=7)


def parse_feed(body: bytes, content_type: str, url: str, mapping: ItemMap = NO_MAP) -> Parsed:
    """Return the feed in ``body``; ``url`` is where it came from, for relative links.

    A damaged item ends where it breaks. If the document was cut short within an item, that item keeps the part of its
    text that arrived, but no part of a title, an address or a date.

    Raises:
        ParseError: The document is not a feed.
    """
    if not body.strip():
        raise ParseError(ParseProblem.EMPTY)
    decoded = decode(body, content_type)
    document = mend(decoded)
    if document.root in HTML_ROOTS:
        raise ParseError(ParseProblem.HTML, f"the root element is {document.root}")
    cut_short = not document.complete and ends_within_item(document.text)
    feed, salvaged = _read_whole(close_cut_item(document.text) if cut_short else document.text)
    items = tuple(_item(entry, feed, url) for entry in feed.entries[: fields.MAX_ITEMS])
    if not items and document.root not in FEED_ROOTS:
        raise ParseError(_instead_of_feed(decoded, document.root), f"the root element is {document.root or 'missing'}")
    return Parsed(
        title=_title(feed.feed, declared=_is_atom(feed)),
        language=fields.language(_string(feed.feed, "language")),
        ttl=_ttl(_string(feed.feed, "ttl")),
        items=items,
        complete=document.complete,
        salvaged=salvaged or cut_short,
        skip_hours=_skipped(document.text, "skipHours", _HOURS),
        skip_days=_skipped(document.text, "skipDays", _DAYS),
    )


# ---- feedparser ------------------------------------------------------------------------------------

# Exceptions that feedparser was seen to raise on hostile feeds, by their nearest common classes.
_RAISES = (ArithmeticError, AssertionError, AttributeError, LookupError, SAXException, TypeError, ValueError)


def _read_whole(text: str) -> tuple[Any, bool]:
    """Parse, and again with each broken item closed if items are missing or empty; return whether that found more.

    If still none is found, parse only what is readable of the items, without regard to namespaces.
    """
    count = count_items(text)
    if count > fields.MAX_ITEMS:
        text, count = _with_newest(text), fields.MAX_ITEMS
    feed, salvaged = _read(text), False
    if _filled(feed) == len(feed.entries) >= count:
        return feed, salvaged
    closed = close_items(text)
    if closed != text:
        again = _read(closed)
        if _filled(again) > _filled(feed) and len(again.entries) >= len(feed.entries):
            feed, salvaged = again, True
    if count and not feed.entries:
        bare = _read(bare_items(text))
        feed["entries"], feed["version"], salvaged = bare.entries, bare.version, True
    return feed, salvaged


def _with_newest(text: str) -> str:
    """Return a feed without the items that are not read: feedparser takes a second for 2,500 of them."""
    places = item_places(text)
    first, last = places[0], places[-1]
    dates = dict(zip((first, last), map(_when, _read(text[: first[1]] + text[last[0] :]).entries), strict=False))
    kept = fields.newest(places, dates.get)
    return text[: first[0]] + text[kept[0][0] : kept[-1][1]] + text[last[1] :]


def _filled(feed: Any) -> int:
    """Return how many entries have their own content."""
    return sum(any(_string(entry, key) for key in _CONTENT_KEYS) or "content" in entry for entry in feed.entries)


def _read(text: str) -> Any:
    """Parse with feedparser; return an empty feed if it raises. Pass bytes only: it would open a string as a file."""
    try:
        return feedparser.parse(
            BytesIO((DECLARATION + text).encode("utf-8")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (*_RAISES, RecursionError):
        return feedparser.FeedParserDict(feed=feedparser.FeedParserDict(), entries=[], version="")


def _item(entry: Any, feed: Any, url: str) -> ParsedItem:
    atom = _is_atom(feed)
    return fields.item(
        guid=_string(entry, "id"),
        link=_link(entry, url if atom else fields.absolute(_string(feed.feed, "link"), url) or url, atom=atom),
        title=_title(entry, declared=atom),
        body=fields.longest(*(_plain(value, kind, atom=atom) for value, kind in _contents(entry))),
        published=_string(entry, "published") or _string(entry, "created"),
        updated=_string(entry, "updated"),
        language=_item_language(entry, _string(feed.feed, "language")),
    )


def _string(holder: Any, key: str) -> str:
    """Return the value under exactly that key: feedparser's own access falls back from updated to published."""
    value = dict.get(holder, key)
    return scrub(value).strip() if isinstance(value, str) else ""


def _is_atom(feed: Any) -> bool:
    return _string(feed, "version").startswith("atom")


def _title(holder: Any, *, declared: bool) -> str:
    """Read a title by its declared type in Atom; RSS declares none, and both plain text and HTML occur.

    A reference that remains in plain text was escaped twice.
    """
    value = _string(holder, "title")
    kind = _string(dict.get(holder, "title_detail") or {}, "type")
    title = _plain(value, kind, atom=True) if declared else plaintext.from_loose(value)
    return fields.one_line(plaintext.unescaped(title))


def _plain(value: str, kind: str, *, atom: bool) -> str:
    if kind in _HTML_TYPES:
        return plaintext.from_html(value)
    return plaintext.from_plain(plaintext.without_cdata_markers(value)) if atom else plaintext.from_loose(value)


def _contents(entry: Any) -> Iterator[tuple[str, str]]:
    """Yield each content and the summary, with its type; a summary without a type is a copy of a content."""
    for content in dict.get(entry, "content") or ():
        kind = _string(content, "type")
        if kind in _HTML_TYPES or kind.startswith("text/"):
            yield _string(content, "value"), kind
    detail = dict.get(entry, "summary_detail")
    if detail:
        yield _string(entry, "summary"), _string(detail, "type")
    elif "content" not in entry:
        yield _string(entry, "summary"), "text/html"


def _link(entry: Any, base: str, *, atom: bool) -> str:
    """Return the item's page: its link, or the first alternate of any type, or itself, or where its content is.

    A bare word is an address only in an Atom link.
    """
    links = [
        (_string(link, "rel").removeprefix(_IANA), _string(link, "href")) for link in dict.get(entry, "links") or ()
    ]
    hrefs = [href for relation in ("alternate", "self") for own, href in links if own == relation]
    sources = [
        fields.absolute(_string(content, "src"), fields.absolute(_string(content, "base"), base) or base)
        for content in dict.get(entry, "content") or ()
    ]
    references = {*hrefs, *sources} if atom else set()
    addresses = (
        fields.absolute(link, base)
        for link in (_string(entry, "link"), *hrefs, *sources)
        if not is_placeholder(link) and (link in references or not _BARE_WORD.fullmatch(link))
    )
    return next(filter(None, addresses), "")


def _item_language(entry: Any, feed_language: str) -> str:
    """Return ``dc:language``, or an ``xml:lang`` that differs from the feed's."""
    details = [dict.get(entry, "title_detail"), dict.get(entry, "summary_detail"), *(entry.get("content") or ())]
    languages = [_string(entry, "language"), *(_string(detail, "language") for detail in details if detail)]
    own = next(filter(None, languages), "")
    return "" if own == feed_language else fields.language(own)


def _when(entry: Any) -> Any:
    return dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")


# ---- the document ----------------------------------------------------------------------------------------


def _ttl(written: str) -> timedelta | None:
    minutes = int(written) if _MINUTES.fullmatch(written) else 0
    return min(timedelta(minutes=minutes), MAX_TTL) if minutes else None


def _skipped(text: str, name: str, values: dict[str, int]) -> tuple[int, ...]:
    """Return the numbers of the values within an element; feedparser keeps only one of its parts."""
    found = re.search(rf"<{name}>(.{{0,2000}}?)</{name}>", text, re.DOTALL)
    words = re.findall(r"\w+", re.sub(r"<[^<>]*>", " ", found[1]).lower()) if found else []
    return tuple(sorted({values[word] for word in words if word in values}))


def _instead_of_feed(decoded: str, root: str) -> ParseProblem:
    """Return HTML if the root is an HTML element, but not for tags within JSON; else NOT_A_FEED."""
    html = plaintext.is_html_name(root) and not decoded.lstrip().startswith(("{", "["))
    return ParseProblem.HTML if html else ParseProblem.NOT_A_FEED


_HTML_TYPES = frozenset(("text/html", "application/xhtml+xml"))
_CONTENT_KEYS = ("title", "link", "id", "summary")
_IANA = "http://www.iana.org/assignments/relation/"
_BARE_WORD = re.compile(r"[\w{}-]+")
"""A word, a number or a UUID: as a relative link it would lead nowhere."""
_MINUTES = re.compile(r"[0-9]{1,6}")
_HOURS = {written: hour % 24 for hour in range(25) for written in (str(hour), f"{hour:02}")}
"""Some write 24 for midnight, as RSS 0.91 did."""
_DAYS = {day: at for at, day in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
