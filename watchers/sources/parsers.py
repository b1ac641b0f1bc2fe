"""Bytes -> Parsed, by the source's kind: PARSERS is the whole list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from watchers.model import Parsed, SourceKind
from watchers.sources.rss import parse_feed

Parser = Callable[[bytes, str, str], Parsed]
"""Body, Content-Type header, and the URL that the body came from; raises ParseError only."""

PARSERS: Final[Mapping[SourceKind, Parser]] = {
    SourceKind.RSS: parse_feed,
    SourceKind.ATOM: parse_feed,
}
