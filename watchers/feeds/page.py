"""Read web pages: a list by the source's mapping of CSS selectors, and the feeds that a page names.

A selector may end in ``@name``, which reads an attribute instead of the text: ``time@datetime``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from watchers.errors import ParseError, ParseProblem
from watchers.feeds import fields, mapped, plaintext
from watchers.feeds.addresses import looks_like_feed
from watchers.feeds.decoding import decode
from watchers.feeds.jsontree import load, within
from watchers.model import NO_MAP, FeedLink, FeedPage, ItemMap, Parsed

MAX_PAGE_LENGTH: Final = 5_000_000
"""Characters without scripts; a list begins long before."""
MAX_TAGS: Final = 50_000
"""The parser takes quadratic time over deep nesting: three seconds for so many tags."""
MAX_LINKS: Final = 20
"""Feeds that a page declares, and feeds that it links to; those further down the page are left out."""
MAX_LINK_TITLE_LENGTH: Final = 200


def parse_page(body: bytes, content_type: str, url: str, mapping: ItemMap = NO_MAP) -> Parsed:
    """Return the items that ``mapping.items`` selects. Raises ParseError, also if it selects nothing."""
    tree, base, found = _listed(body, content_type, url, mapping)
    try:
        following = _PagePlace(tree.root).links(mapping.next) if mapping.next and tree.root is not None else []
        return mapped.read(found, mapping, base, next(iter(following), ""))
    except SelectolaxError as error:
        raise ParseError(ParseProblem.NO_ITEMS, f"the mapping has an invalid selector: {error}") from error


def read_places(body: bytes, content_type: str, url: str, mapping: ItemMap) -> tuple[list[mapped.Entry], str]:
    """Return all that ``mapping.items`` selects, and the base of its links. Raises ParseError, as ``parse_page``."""
    _, base, found = _listed(body, content_type, url, mapping)
    return found, base


def _listed(
    body: bytes, content_type: str, url: str, mapping: ItemMap
) -> tuple[LexborHTMLParser, str, list[mapped.Entry]]:
    if not body.strip():
        raise ParseError(ParseProblem.EMPTY)
    html = within(load(body, content_type), mapping.within) if mapping.within else decode(body, content_type)
    if "<" not in html:
        raise ParseError(ParseProblem.NO_ITEMS, "it is not a web page")
    tree, base = _read(html, url)
    selector, pattern = mapped.split_pattern(mapping.items)
    try:
        nodes = [_PagePlace(node) for node in tree.css(selector)]
    except SelectolaxError as error:
        raise ParseError(ParseProblem.NO_ITEMS, f"the mapping has an invalid selector: {error}") from error
    found = mapped.pieces(nodes, pattern) if pattern else list[mapped.Entry](nodes)
    if not found:
        raise ParseError(ParseProblem.NO_ITEMS, f"nothing on the page is mapping.items: {mapping.items}")
    return tree, base, found


def read_page(body: bytes, content_type: str, url: str) -> FeedPage:
    """Return the feeds that a page declares or links to, in page order, those of comments last. Never raises."""
    tree, base = _read(decode(body, content_type), url)
    declared = _links(filter(_declares_feed, tree.css("link[href]")), base)
    linked = _links(tree.css("a[href]"), base)
    return FeedPage(
        canonical=fields.absolute(_attribute(tree.css_first("link[rel=canonical][href]"), "href"), base),
        declared=tuple(declared[:MAX_LINKS]),
        linked=tuple([link for link in linked if looks_like_feed(link.url)][:MAX_LINKS]),
    )


def _read(html: str, url: str) -> tuple[LexborHTMLParser, str]:
    """Parse a page without scripts and styles; return it with the base of its links (HTML, 4.2.3)."""
    tree = LexborHTMLParser(plaintext.limit_tags(_RAW_TEXT.sub("", html)[:MAX_PAGE_LENGTH], MAX_TAGS))
    return tree, fields.absolute(_attribute(tree.css_first("base[href]"), "href"), url) or url


def _attribute(node: LexborNode | None, name: str) -> str:
    value = None if node is None else node.attributes.get(name)
    # Pages inside JSON often escape their quotes twice.
    return plaintext.presentable(value).strip().strip("\\\"'") if value else ""


# ---- lists -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _PagePlace:
    node: LexborNode

    def texts(self, at: str) -> list[str]:
        selector, name = split_place(at)
        return [
            _attribute(node, name) if name else plaintext.from_html(node.html or "") for node in self._nodes(selector)
        ]

    def links(self, at: str) -> list[str]:
        """Return the requested attribute, else the address of the link that each node is or contains."""
        selector, name = split_place(at)
        return [_attribute(node, name) if name else _href(node) for node in self._nodes(selector)]

    def _nodes(self, selector: str) -> list[LexborNode]:
        return [self.node] if selector in ("", ".") else self.node.css(selector)


def split_place(place: str) -> tuple[str, str]:
    """Return the selector and the attribute of a place; "" for what it lacks."""
    found = _PLACE_WITH_ATTRIBUTE.fullmatch(place.strip())
    return (place.strip(), "") if found is None else (found[1].strip(), found[2])


def _href(node: LexborNode) -> str:
    return _attribute(node if node.tag == "a" else node.css_first("a[href]"), "href")


# ---- feeds -----------------------------------------------------------------------------------------


def _links(nodes: Iterable[LexborNode], base: str) -> list[FeedLink]:
    found: dict[str, FeedLink] = {}
    for node in nodes:
        url = fields.absolute(_attribute(node, "href"), base)
        if url:
            title = plaintext.presentable(_attribute(node, "title") or node.text(deep=False) or "")
            found.setdefault(url, FeedLink(url, plaintext.one_line(title)[:MAX_LINK_TITLE_LENGTH]))
    return sorted(found.values(), key=lambda link: _COMMENTS.search(f"{link.url} {link.title}") is not None)


def _declares_feed(node: LexborNode) -> bool:
    kind = _attribute(node, "type").partition(";")[0].strip().lower()
    return "alternate" in _attribute(node, "rel").lower().split() and kind in _FEED_TYPES


_RAW_TEXT = re.compile(r"<(script|style)\b(?:(?!</\1[\s/>]).)*+(?:</[^>]*+>)?", re.IGNORECASE | re.DOTALL)
_PLACE_WITH_ATTRIBUTE = re.compile(r"(.*)@([A-Za-z][\w-]{0,40})")
_FEED_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/json")
)
_COMMENTS = re.compile(r"comments?\b|/comments/|留言|回應|コメント", re.IGNORECASE)
