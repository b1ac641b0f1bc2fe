"""Addresses of feeds: those that people type, and where known sites keep theirs. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlunsplit

from watchers.data import read_yaml
from watchers.errors import AddressRefused
from watchers.urls import same_site, split


def read_address(typed: str) -> tuple[str, ...]:
    """Return the addresses that a person may mean, the likeliest first.

    Full-width characters, a leading feed: or rss:, and brackets or quotes around the address are accepted;
    without a scheme it is https, else http.

    Raises:
        AddressRefused: The text contains no address.
    """
    text = _token(unicodedata.normalize("NFKC", _INVISIBLE.sub("", typed)).replace("。", "."))
    text = _FEED_SCHEME.sub("", text)
    scheme = _SCHEME.match(text)
    if scheme is not None and scheme[1].lower() not in ("http", "https"):
        raise AddressRefused(typed[:200], "neither http nor https")
    rest = (text[scheme.end() :] if scheme else text).lstrip("/")
    host = _HOST.match(rest)
    if host is None or len(rest) > MAX_LENGTH or not (scheme or _NAMED.search(host[0])):
        raise AddressRefused(typed[:200], "no address")
    if scheme is not None:
        return (f"{scheme[1].lower()}://{rest}",)
    both = (f"https://{rest}", f"http://{rest}")
    return both[1:] if host[0].endswith(":80") else both[:1] if host[0].endswith(":443") else both


def known_feeds(url: str) -> tuple[str, ...]:
    """Return the feeds of a page on a site where the page's address determines theirs; () for other sites."""
    parts = split(url)
    if parts is None:
        return ()
    host = (parts.hostname or "").removeprefix("www.")
    for site in _sites():
        page = re.fullmatch(site["pages"], f"{parts.path}?{parts.query}") if re.fullmatch(site["hosts"], host) else None
        if page is not None:
            return tuple(urljoin(url, page.expand(feed)).rstrip("?") for feed in site["feeds"])
    return ()


@cache
def _sites() -> list[dict[str, Any]]:
    sites: list[dict[str, Any]] = read_yaml("watchers.feeds", "sites.yaml")
    return sites


def usual_places(url: str) -> tuple[str, ...]:
    """Return addresses where sites often have a feed that their pages do not link to, the likeliest first."""
    parts = split(url)
    if parts is None:
        return ()
    path = parts.path.rstrip("/")
    below = [f"{path}/feed/"] if path and "." not in path.rpartition("/")[2] else []
    places = (*below, "/feed", "/rss", "/rss.xml", "/atom.xml", "/index.xml")
    return tuple(urlunsplit((parts.scheme, parts.netloc, place, "", "")) for place in places)


def looks_like_feed(url: str) -> bool:
    """Return whether an address on a page looks like that of a feed."""
    parts = split(url)
    if parts is None or _SITEMAP.search(parts.path):
        return False
    return _FEED_PATH.search(parts.path) is not None or _FEED_QUERY.search(parts.query) is not None


def settled(asked: str, answered: str) -> str:
    """Return the address to keep after a redirect: the last, but only on the same site, since others may change."""
    # Never give up https for http, which anyone on the way could forge.
    downgrade = asked.startswith("https:") and answered.startswith("http:")
    return answered if same_site(asked, answered) and not downgrade else asked


MAX_LENGTH = 2_000

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]")
_FEED_SCHEME = re.compile(r"(?:feed|rss|atom):(?://)?(?=https?:)|(?:feed|rss|atom)://", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d{1,5}(?:/|$))", re.IGNORECASE)
_HOST = re.compile(r"[^\s/?#]+")
_NAMED = re.compile(r"[^.]\.[^.]|^\[|^localhost\b", re.IGNORECASE)
_LIKELY = re.compile(r"[a-z][a-z0-9+.-]*:/*[^\s/]|[^\s/?#]+\.[^\s/?#.]{2,}|localhost\b", re.IGNORECASE)
_AROUND = "<>\"'`,;()“”‘’「」『』【】《》"


def _token(text: str) -> str:
    """Return the first word that can be an address; if none can, all words joined, as for ``example . org``."""
    words = [word.strip(_AROUND) for word in text.split()]
    return next((word for word in words if _LIKELY.match(word)), "".join(words))


_FEED_PATH = re.compile(
    r"(?:^|[/._-])(?:rss|feeds?|atom|rdf|rss2|feedburner)(?:$|[/._-])|\.(?:rss|atom|rdf|xml)$", re.IGNORECASE
)
_FEED_QUERY = re.compile(r"(?:^|&)(?:feed|format|type|output|alt|mode)=(?:rss|atom|feed|rdf|json-?feed)", re.IGNORECASE)
_SITEMAP = re.compile(r"sitemap|opensearch|/manifest\.|\.(?:css|js|png|jpe?g|svg|pdf)$", re.IGNORECASE)
