"""Parse a document by the source's kind: PARSERS lists all parsers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from watchers.feeds.csvtable import parse_csv
from watchers.feeds.entries import parse_list
from watchers.feeds.federal_register import parse_federal_register
from watchers.feeds.jsonfeed import parse_json_feed
from watchers.feeds.mapped import parse_json
from watchers.feeds.page import parse_page
from watchers.feeds.rss import parse_feed
from watchers.feeds.xmllist import parse_xml
from watchers.model import NO_MAP, ItemMap, Parsed, SourceKind

Parser = Callable[[bytes, str, str, ItemMap], Parsed]
"""Body, Content-Type header, the URL that the body came from, and the source's mapping; raises ParseError only."""


def parse_any_feed(body: bytes, content_type: str, url: str, mapping: ItemMap = NO_MAP) -> Parsed:
    """Parse RSS, Atom or JSON Feed by content: publishers change the format and keep the address."""
    parse = parse_json_feed if _begin(body).startswith(b"{") else parse_feed
    return parse(body, content_type, url, mapping)


def parse_page_or_feed(body: bytes, content_type: str, url: str, mapping: ItemMap = NO_MAP) -> Parsed:
    """Parse the page, or the feed that a server sends instead."""
    begin = _begin(body)
    if mapping.within:
        return parse_page(body, content_type, url, mapping)
    if _FEED.match(begin) or begin.startswith(b"{"):
        return parse_any_feed(body, content_type, url, mapping)
    return parse_page(body, content_type, url, mapping)


PARSERS: Final[Mapping[SourceKind, Parser]] = {
    SourceKind.RSS: parse_any_feed,
    SourceKind.ATOM: parse_any_feed,
    SourceKind.JSON_FEED: parse_any_feed,
    SourceKind.FEDERAL_REGISTER: parse_federal_register,
    SourceKind.PUBLIC_INSPECTION: parse_federal_register,
    SourceKind.JSON: parse_json,
    SourceKind.PAGE: parse_page_or_feed,
    SourceKind.XML: parse_xml,
    SourceKind.CSV: parse_csv,
    SourceKind.LIST: parse_list,
}


def _begin(body: bytes) -> bytes:
    """Return the first bytes without byte order marks, white space, and the zeros of wide encodings."""
    return body[:4_000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")


_FEED = re.compile(rb"(?:<\?[^>]{0,500}>\s*|<!--(?:(?!-->).){0,2000}-->\s*)*<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL)
