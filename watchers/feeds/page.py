"""Parse a list in HTML by the source's mapping of CSS selectors.

A selector may end in ``@name``, which reads an attribute instead of the text: ``time@datetime``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from watchers.errors import ParseError, ParseProblem
from watchers.feeds import fields, mapped, plaintext
from watchers.feeds.decoding import decode
from watchers.feeds.jsontree import load, within
from watchers.model import NO_MAP, ItemMap, Parsed

MAX_PAGE_LENGTH: Final = 5_000_000
"""Characters; a list begins long before."""


def parse_page(body: bytes, content_type: str, url: str, mapping: ItemMap = NO_MAP) -> Parsed:
    """Return the items that ``mapping.items`` selects. Raises ParseError, also if it selects nothing."""
    if not body.strip():
        raise ParseError(ParseProblem.EMPTY)
    html = within(load(body, content_type), mapping.within) if mapping.within else decode(body, content_type)
    if "<" not in html:
        raise ParseError(ParseProblem.NO_ITEMS, "it is no web page")
    tree = LexborHTMLParser(_bounded(html))
    base = fields.absolute(_attribute(tree.css_first("base[href]"), "href"), url) or url
    try:
        found = tree.css(mapping.items)
        if not found:
            raise ParseError(ParseProblem.NO_ITEMS, f"nothing on the page is mapping.items: {mapping.items}")
        following = _PagePlace(tree.root).links(mapping.next) if mapping.next and tree.root is not None else []
        return mapped.read(map(_PagePlace, found[: fields.MAX_ITEMS]), mapping, base, next(iter(following), ""))
    except SelectolaxError as error:
        raise ParseError(ParseProblem.NO_ITEMS, f"the mapping has a selector that is none: {error}") from error


@dataclass(frozen=True, slots=True)
class _PagePlace:
    node: LexborNode

    def texts(self, at: str) -> list[str]:
        selector, name = split_place(at)
        return [_attribute(node, name) if name else _text(node) for node in self._nodes(selector)]

    def links(self, at: str) -> list[str]:
        """Return the requested attribute, else the address of the link that each node is or contains."""
        selector, name = split_place(at)
        return [_attribute(node, name) if name else _href(node) for node in self._nodes(selector)]

    def _nodes(self, selector: str) -> list[LexborNode]:
        return self.node.css(selector) if selector else [self.node]


def split_place(place: str) -> tuple[str, str]:
    """Return the selector and the attribute of a place; "" for what it lacks."""
    found = _ATTRIBUTE.fullmatch(place.strip())
    return (place.strip(), "") if found is None else (found[1].strip(), found[2])


def _text(node: LexborNode) -> str:
    return plaintext.from_html(node.html or "")


def _href(node: LexborNode) -> str:
    link = node if node.tag == "a" else node.css_first("a[href]")
    return _attribute(link, "href")


def _attribute(node: LexborNode | None, name: str) -> str:
    value = None if node is None else node.attributes.get(name)
    # Pages inside JSON often escape their quotes twice.
    return plaintext.presentable(value).strip().strip("\\\"'") if value else ""


def _bounded(html: str) -> str:
    """Drop scripts, styles and SVG, and cut the rest: the parser takes quadratic time over deep nesting."""
    return _UNREAD.sub("", html)[:MAX_PAGE_LENGTH]


_ATTRIBUTE = re.compile(r"(.*)@([A-Za-z][\w-]{0,40})")
_UNREAD = re.compile(r"<(script|style|svg)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
