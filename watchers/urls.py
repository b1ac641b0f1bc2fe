"""Parse addresses and convert them to canonical forms. Pure.

Two forms serve as identities, and both are stored, so they must never change for a known address:
``canonical_page`` for the page of an item, ``canonical_feed`` for the document that a source polls.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

MAX_LENGTH = 4_000
"""Characters of an address; longer ones are not followed."""
WEB_PORTS = (None, 80, 443)


def split(url: str) -> SplitResult | None:
    """Return the parts of an address, or None if it is malformed."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return None
    return parts


def host_of(url: str) -> str:
    """Return the host name in lower case, or "" if there is none."""
    parts = split(url)
    return (parts.hostname or "") if parts else ""


def origin_of(url: str) -> str:
    """Return the scheme, host and port of an address, which must have a host: ``https://a.example:8443``."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def absolute(link: str, base: str) -> str:
    """Return what a document at ``base`` links to, or "" for a link that is not a web address.

    As browsers read it: blanks inside become %20, backslashes before the query slashes, and line breaks and tabs are
    dropped. A name and a password are left out: they belong to nobody else, or make the host look like another.
    """
    link = "".join(link.splitlines()).replace("\t", "").strip().replace(" ", "%20")
    link = _BEFORE_QUERY.sub(lambda found: found[0].replace("\\", "/"), link)
    if not link or len(link) > MAX_LENGTH:
        return ""
    try:
        made = urljoin(base, link)
    except ValueError:
        return ""
    parts = split(made)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        return ""
    place = parts.netloc.rpartition("@")[2]
    return "" if "%" in place else f"{parts.scheme}://{place}{made.partition('://')[2].removeprefix(parts.netloc)}"


def canonical_feed(url: str) -> str:
    """Return the form that all addresses of one source share.

    Scheme, default port, trailing slash and fragment make no difference.
    Law: ``canonical_feed(canonical_feed(url)) == canonical_feed(url)``.
    """
    parts = split(url)
    if parts is None or not parts.hostname:
        return url.strip()
    return urlunsplit(("https", _authority(parts, parts.hostname.rstrip(".")), parts.path.rstrip("/"), parts.query, ""))


def canonical_page(url: str) -> str:
    """Return the form that all addresses of one page share, without tracking parameters; the fragment counts.

    Law: ``canonical_page(canonical_page(url)) == canonical_page(url)``.
    """
    parts = split(url)
    host = re.sub(r"^[\s.]+|[\s.]+$", "", parts.hostname or "") if parts else ""
    if parts is None or not host:
        return url.strip()
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(*pair)))
    fragment = "" if _TRACKING_FRAGMENT.match(parts.fragment) else parts.fragment
    path = quote(unquote(parts.path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~-._", errors="surrogateescape")
    return urlunsplit(("https", _authority(parts, host), re.sub("/+$", "", path), query, fragment))


def same_site(url: str, other: str) -> bool:
    """Return whether two addresses have the same host, with or without www."""
    host = host_of(url).removeprefix("www.")
    return host != "" and host == host_of(other).removeprefix("www.")


def _authority(parts: SplitResult, host: str) -> str:
    address = f"[{host}]" if ":" in host else host
    return address if parts.port in WEB_PORTS else f"{address}:{parts.port}"


def _tracks(name: str, value: str) -> bool:
    """Return whether a query parameter says how a reader arrived, not what the page shows."""
    if not _TRACKING.fullmatch(name):
        return False
    return name.lower() not in _ONLY_AS_FEED_MARK or value.lower() in _FEED_MARKS


_BEFORE_QUERY = re.compile(r"\A[^?#]+")
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|ncid|cmpid|"
    r"s_cid|ref_src|ref_url|at_(?:medium|campaign|custom\d|link\w*)|spm|xtor|guccounter|guce_\w+|__twitter_impression|"
    r"ocid|smid|partner|rss|source|feed(?:type)?",
    re.IGNORECASE,
)
_TRACKING_FRAGMENT = re.compile(r"(?:utm_|xtor=|ref=|:~:)")
_ONLY_AS_FEED_MARK = {"partner", "rss", "source", "feed", "feedtype"}
_FEED_MARKS = {"rss", "feed", "1", "true", "yes", "rdf", "atom", ""}
