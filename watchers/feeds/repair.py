"""Turn the text of a feed into XML that parses in linear time: our prolog, resolved references, no DOCTYPE.

Everything that is removed here was seen to make feedparser hang, raise or exhaust its resources.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5
from typing import Final
from xml.sax.saxutils import escape

from watchers.feeds.decoding import scrub

DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True, slots=True)
class RepairedDocument:
    """A feed's text from its root element on."""

    root: str
    """The root element's name in lower case without prefix, "" if there is none."""
    text: str
    """Begins with the root element."""
    complete: bool
    """Whether the root element is closed."""


def mend(text: str) -> RepairedDocument:
    """Drop everything before the root element: declarations, comments, DOCTYPE with its entities.

    Named HTML entities become characters; ``&amp; &lt; &gt; &quot; &apos;`` stay; other ampersands
    become ``&amp;``. Two references to the halves of a surrogate pair become one character.
    CDATA sections are left alone, and links to nothing (empty, ``#``, ``N/A``) are removed.
    """
    begin, name = _root(text)
    mended = mend_markup(text[begin:])
    return RepairedDocument(_local(name), mended, bool(name) and f"</{name}" in mended)


def mend_markup(text: str) -> str:
    """Resolve references and remove links to nothing, outside CDATA sections and comments."""
    return _PIECE.sub(_mended, text)


def is_placeholder(link: str) -> bool:
    """Return whether a link is a placeholder, such as ``#``, ``N/A`` or ``about:blank``."""
    return _PLACEHOLDER.fullmatch(link) is not None


def mend_references(html: str) -> str:
    """Replace numeric references in HTML with characters, so that surrogate pairs are joined."""
    return _NUMERIC_RUN.sub(_as_characters, html) if "&#" in html else html


FEED_ROOTS: Final = frozenset({"rss", "rdf", "feed", "channel"})
HTML_ROOTS: Final = frozenset({"html", "head", "body"})


# ---- the root --------------------------------------------------------------------------------------


def _root(text: str) -> tuple[int, str]:
    """Return where the root element begins, and its name as written; a feed after a server's warnings is found."""
    at = 0
    while (skipped := _PROLOG.match(text, at)) is not None:
        at = skipped.end()
    found = _ELEMENT.match(text, at)
    if found is None:
        return len(text), ""
    if _local(found[1]) in FEED_ROOTS:
        return at, found[1]
    feed = _FEED.search(text, at)
    if _local(found[1]) in HTML_ROOTS and (feed is None or _ITEM.search(text, feed.end()) is None):
        return at, found[1]
    return (at, found[1]) if feed is None else (feed.start(), feed[1])


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


# No alternative examines text that it does not consume, so that matching takes linear time.
_PROLOG = re.compile(
    r"""
      [^<]++
    | <\?[^<>]*+>?
    | <!--(?:.*?-->|.*)
    | <!DOCTYPE (?>[^\["'<>]|"[^"]*+"|'[^']*+')*+
        (?:\[ (?>[^\]"'<]|"[^"]*+"|'[^']*+'|<!--(?:.*?-->|.*)|<)*+ \]?)? \s*+>?
    | <!(?>[^"'<>]|"[^"]*+"|'[^']*+')*+>?
    | <(?![A-Za-z_?!])
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ELEMENT = re.compile(r"<([A-Za-z_][\w.:-]{0,200})")
_ITEM = re.compile(r"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_FEED = re.compile(r"<((?:[\w.-]{1,40}:)?(?:rss|rdf|feed|channel))[\s>]", re.IGNORECASE)


# ---- references ------------------------------------------------------------------------------------


def _mended(match: re.Match[str]) -> str:
    if match["numeric"]:
        return _as_characters(match)
    if match["named"]:
        characters = html5.get(match["named"])
        return f"&amp;{match['named']}" if characters is None else escape(characters, _QUOTES)
    if match["unread"]:
        return match["unread"] + "x-"
    if match["no_link"]:
        return ""
    if match["cdata"]:
        return "<![CDATA[" + match["cdata"]
    return "&amp;" if match[0] == "&" else match[0]


def _as_characters(match: re.Match[str]) -> str:
    """Decode a run of numeric references; drop controls, lone surrogates and values beyond Unicode."""
    references = match[0][2:-1].split(";&#")
    points = [int(each[1:], 16) if each[0] in "xX" else int(each) for each in references]
    units = "".join(chr(point) for point in points if point <= _LAST_POINT)
    return escape(scrub(units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")), _QUOTES)


_LAST_POINT = 0x10FFFF
_QUOTES = {'"': "&quot;", "'": "&apos;"}
_NUMERIC = r"(?:&\#(?:[xX][0-9a-fA-F]{1,8}|[0-9]{1,10});)+"
_NUMERIC_RUN = re.compile(_NUMERIC, re.VERBOSE)
# Authors and categories are not read, and feedparser takes quadratic time over them (it searches each author
# for an address and compares each category with all): they are renamed so that it ignores them.
_UNREAD = "author|creator|contributor|owner|publisher|managingeditor|webmaster|category|subject|keywords|tags"
_NO_ADDRESS = r"(?:\#|javascript:[^<\]]*|about:blank|n/?a|null|none|nil|undefined|-)"
_PLACEHOLDER = re.compile(_NO_ADDRESS, re.IGNORECASE)
# feedparser takes the link from a permalink guid only if the item has no link element.
_PIECE = re.compile(
    rf"""
      <!\[CDATA\[(?P<cdata>.*?\]\]>|.*)
    | (?P<no_link><link\s*+/>
        | <link>\s*+(?:<!\[CDATA\[\s*+(?:{_NO_ADDRESS}\s*+)?\]\]>|{_NO_ADDRESS})?\s*+</link>)
    | <!--(?:.*?-->|.*)
    | (?P<numeric>{_NUMERIC})
    | &(?-i:amp|lt|gt|quot|apos);
    | &(?P<named>[A-Za-z][A-Za-z0-9]{{1,31}};)
    | &
    | (?P<unread></?(?:[\w.-]{{1,40}}:)?)
      (?=(?:{_UNREAD})[\s/>])
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
