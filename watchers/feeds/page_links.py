"""Find the feeds that a web page names; runs in the parsing child only."""

from __future__ import annotations

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from watchers.feeds import plaintext
from watchers.feeds.addresses import looks_like_feed
from watchers.feeds.decoding import decode
from watchers.model import FeedLink, Page
from watchers.urls import absolute

MAX_LINKS = 20
"""Of each kind; those further down the page are left out."""


def read_page(body: bytes, content_type: str, url: str) -> Page:
    """Return the feeds that a page declares or links to, in page order, those of comments last. Never raises.

    ``url`` is where the page came from; a ``base`` element in the page takes precedence (HTML, 4.2.3).
    """
    root = LexborHTMLParser(_bounded(decode(body, content_type)))
    base = absolute(_first(root, "base[href]"), url) or url
    declared = _links(filter(_declares_feed, root.css("link[href]")), base)
    linked = _links(root.css("a[href]"), base)
    return Page(
        canonical=absolute(_first(root, "link[rel=canonical][href]"), base),
        declared=tuple(declared[:MAX_LINKS]),
        linked=tuple([link for link in linked if looks_like_feed(link.url)][:MAX_LINKS]),
    )


def _first(root: LexborHTMLParser, selector: str) -> str:
    node = root.css_first(selector)
    return _attribute(node, "href") if node is not None else ""


def _links(nodes: Iterable[LexborNode], base: str) -> list[FeedLink]:
    found: dict[str, FeedLink] = {}
    for node in nodes:
        url = absolute(_attribute(node, "href"), base)
        if url:
            title = plaintext.one_line(_attribute(node, "title") or _text(node))[:_MAX_TITLE_LENGTH]
            found.setdefault(url, FeedLink(url, plaintext.presentable(title)))
    return sorted(found.values(), key=lambda link: _COMMENTS.search(f"{link.url} {link.title}") is not None)


def _declares_feed(node: LexborNode) -> bool:
    kind = _attribute(node, "type").partition(";")[0].strip().lower()
    return "alternate" in _attribute(node, "rel").lower().split() and kind in _FEED_TYPES


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""


def _text(node: LexborNode) -> str:
    return node.text(deep=False) or ""


def _bounded(html: str) -> str:
    """Return as much of a page as can matter, without scripts: an HTML parser is slow on deeply nested tags."""
    html = _without_scripts(html)[:_MAX_PAGE_LENGTH]
    return "<".join(html.split("<", _MAX_TAGS)[:_MAX_TAGS])


def _without_scripts(html: str) -> str:
    """Remove scripts: a modern page consists mostly of them, with the links after them."""
    first, *others = _SCRIPT.split(html)
    return first + "".join(other[end.end() :] for other in others if (end := _SCRIPT_END.search(other)) is not None)


_FEED_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/json")
)
_COMMENTS = re.compile(r"comments?\b|/comments/|留言|回應|コメント", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script\b[^>]*>", re.IGNORECASE)
_MAX_TITLE_LENGTH = 200
_MAX_PAGE_LENGTH = 1_000_000
_MAX_TAGS = 20_000
