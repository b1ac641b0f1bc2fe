"""Convert HTML to plain text: what a person would read, with a sentence end after each block.

In our texts a blank line separates blocks and ends a sentence; a single line break does not.
"""

from __future__ import annotations

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from watchers.data import read_yaml
from watchers.feeds.decoding import scrub
from watchers.feeds.repair import mend_references


def from_html(html: str) -> str:
    """Return the text of an HTML fragment: blocks, rows, list items and ``<br>`` end a sentence.

    Entities are resolved once, or twice if they were escaped twice, all or some elements with them. Cells of a row are
    separated by one space. Readings over Han characters (ruby) are left out, so that the word stays whole.
    """
    if "<" not in html and "&" not in html:
        return _tidied([html])
    html = without_cdata_markers(html)
    text = _tidied(_blocks(html))
    if "<" in text and (_KNOWN_TAG if _TAG.search(html) is None else _END_TAG).search(text) is not None:
        return _tidied([block for part in text.split("\n\n") for block in _blocks(part)])
    return text


def from_loose(text: str) -> str:
    """Convert text that may be HTML: only tags that HTML knows are tags, so that ``<5nm & EUV`` stays."""
    if text.isascii() and text.isprintable() and "<" not in text and "&" not in text:
        return " ".join(text.split())  # as below, for most cells of a table
    return from_html(_NO_TAG.sub("&lt;", without_cdata_markers(text)))


def without_cdata_markers(text: str) -> str:
    """Remove the markers of CDATA sections that a publisher escaped or nested, so that their content is read."""
    return text.replace("<![CDATA[", "").replace("]]>", "") if "<![CDATA[" in text else text


def from_plain(text: str) -> str:
    """Tidy plain text: a line break stays, any number of blank lines becomes one."""
    lines = [" ".join(line.split()) for line in presentable(text).splitlines()]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def unescaped(text: str) -> str:
    """Resolve references that remain after the parser resolved them: they were escaped twice."""
    return _REFERENCE.sub(lambda match: unescape(match[0]), text) if "&" in text else text


def one_line(text: str) -> str:
    """Join the lines of a text with spaces, as titles are shown."""
    return " ".join(text.split())


def presentable(text: str) -> str:
    """Remove characters that hide or mislead: controls, bidi overrides, zero-width characters.

    ZWNJ stays, and ZWJ where it joins emoji or Indic letters. Idempotent.
    """
    shown = _HIDDEN.sub("", scrub(text))
    return _STRAY_JOINER.sub("", shown).replace("\u2028", "\n").replace("\u2029", "\n\n")


def cut(text: str, limit: int) -> str:
    """Return at most ``limit`` characters; drop a Latin word at the end rather than cut it."""
    if len(text) <= limit:
        return text
    if _WITHIN_WORD.match(text, limit - 1) is None:
        return text[:limit].rstrip()
    space = max(text.rfind(" ", limit - _MAX_WORD_LENGTH, limit), text.rfind("\n", limit - _MAX_WORD_LENGTH, limit))
    return text[: space if space > 0 else limit].rstrip()


def is_html_name(name: str) -> bool:
    """Return whether HTML has an element with that lower-case name."""
    return name in _KNOWN


def limit_tags(html: str, most: int) -> str:
    """Return the HTML up to a number of tags: an HTML parser takes quadratic time over deeply nested ones."""
    return "<".join(html.split("<", most)[:most])


# ---- blocks ----------------------------------------------------------------------------------------


def _tidied(blocks: list[str]) -> str:
    texts = (" ".join(presentable(unescaped(block)).split()) for block in blocks)
    return "\n\n".join(text for text in texts if text)


def _blocks(html: str) -> list[str]:
    """Return the texts between block borders, in document order, with the white space of the source."""
    blocks: list[str] = []
    pieces: list[str] = []
    node = LexborHTMLParser(mend_references(_bounded(html)), is_fragment=True).root
    while node is not None:
        if node.is_text_node:
            pieces.append(node.text_content or "")
        else:
            _border(node, blocks, pieces)
        node = _following(node, blocks, pieces)
    return [*blocks, "".join(pieces)]


def _following(node: LexborNode, blocks: list[str], pieces: list[str]) -> LexborNode | None:
    """Return the next node in document order, skipping unread elements; an element's end may be a border too."""
    if node.first_child is not None and node.tag not in _UNREAD:
        return node.first_child
    at: LexborNode | None = node
    while at is not None and at.next is None:
        at = at.parent
        if at is not None:
            _border(at, blocks, pieces)
    return None if at is None else at.next


def _border(node: LexborNode, blocks: list[str], pieces: list[str]) -> None:
    if node.tag in _BORDERS:
        blocks.append("".join(pieces))
        pieces.clear()
    elif node.tag in _SPACED:
        pieces.append(" ")


def _bounded(html: str) -> str:
    """Return as much of the HTML as can matter."""
    if len(html) > _MAX_HTML_LENGTH:
        html = _INLINE_DATA.sub("", html)[:_MAX_HTML_LENGTH]
    return limit_tags(html, _MAX_TAGS)


# ---- tables ----------------------------------------------------------------------------------------

_TAGS = {kind: frozenset(names.split()) for kind, names in read_yaml("watchers.feeds", "html_tags.yaml").items()}
_BORDERS, _SPACED, _UNREAD = _TAGS["borders"], _TAGS["spaced"], _TAGS["unread"] | {"-comment"}
_KNOWN = frozenset[str]().union(*_TAGS.values())

_NAMES = "|".join(sorted(_KNOWN, key=len, reverse=True))
_AFTER_BRACKET = rf"(?:/?(?:{_NAMES})\s*/?>|(?:{_NAMES})\s[^<>=]*=[^<>]*>|!--)"
_KNOWN_TAG = re.compile(rf"<{_AFTER_BRACKET}", re.IGNORECASE)
_END_TAG = re.compile(rf"</(?:{_NAMES})\s*>", re.IGNORECASE)
_NO_TAG = re.compile(rf"<(?!{_AFTER_BRACKET})", re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z/!]")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_INLINE_DATA = re.compile(r""""data:[^"]*"|'data:[^']*'""")
_BLANK_LINES = re.compile(r"\n{3,}")
_WITHIN_WORD = re.compile(r"[^\W\u2e80-\ud7ff\uf900-\uffef]{2}")
_MAX_WORD_LENGTH = 60
_MAX_HTML_LENGTH = 500_000
_MAX_TAGS = 10_000

_HIDDEN = re.compile("[\u00ad\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufff9-\ufffb\U000e0000-\U000e007f]+")
_JOINED = "\u00a9\u00ae\u0900-\u0dff\u2190-\u2bff\ufe0f\u20e3\U0001f000-\U0001faff"
_STRAY_JOINER = re.compile(f"\u200d(?![{_JOINED}])|(?<![{_JOINED}])\u200d")
