"""Salvage items from a damaged feed: each item is read on its own, so that a broken one loses only its own rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from watchers.feeds.repair import mend_markup


@dataclass(frozen=True, slots=True)
class Salvaged:
    """The contents of an item's elements, by lower-case name without prefix; the first of a name counts."""

    texts: dict[str, str] = field(default_factory=dict)
    """Nested tags stay as markup."""
    types: dict[str, str] = field(default_factory=dict)
    """Their ``type`` attributes, "" without one."""
    links: list[str] = field(default_factory=list)
    """``href`` of the links to the item itself."""


def salvage(text: str) -> Iterator[Salvaged]:
    """Yield the readable items of a mended feed without regard to namespaces, in document order."""
    for begin, end in _chunks(text):
        reader = _Reader()
        _parse(_closed(text[begin:end]), reader)
        if reader.salvaged.texts:
            yield reader.salvaged


def close_items(text: str) -> str:
    """Return a mended feed in which every broken item ends where it breaks; the rest stays as it is."""
    pieces: list[str] = []
    at = 0
    for begin, end in _chunks(text):
        pieces += text[at:begin], _closed(text[begin:end])
        at = end
    return "".join((*pieces, text[at:]))


def count_items(text: str) -> int:
    """Return how many items open in the text, outside well-formed CDATA sections and comments."""
    return sum(mark.lastgroup == "opening" for mark in _marks(text))


def ends_within_item(text: str) -> bool:
    """Return whether the last item of the text is not closed."""
    marks = _marks(text)
    return bool(marks) and marks[-1].lastgroup == "opening"


# ---- where items are ---------------------------------------------------------------------------------


def _marks(text: str) -> list[re.Match[str]]:
    """Return the tags that open and close items, outside well-formed CDATA sections and comments.

    A section in which an item closes that did not open there is not well-formed: its own end is missing.
    Only items named like the first count, because others are extensions within an item.
    """
    marks: list[re.Match[str]] = []
    section_end, opened_within = "", False
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "section":
            if not section_end:
                section_end, opened_within = _SECTION_ENDS[token[0]], False
        elif kind == "end":
            section_end = "" if token[0] == section_end else section_end
        elif marks and _name(token) != _name(marks[0]):
            continue
        elif not section_end:
            marks.append(token)
        elif kind == "opening":
            opened_within = True
        elif not opened_within:
            section_end = ""
            marks.append(token)
    return marks


def _name(tag: re.Match[str]) -> str:
    return tag[0].strip("</> \t\r\n").lower()


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each item begins and ends; one that is not closed ends where the next begins."""
    marks = _marks(text)
    for mark, following in pairwise([*marks, None]):
        if mark is None or mark.lastgroup != "opening":
            continue
        if following is None:
            yield mark.start(), len(text)
        else:
            yield mark.start(), following.start() if following.lastgroup == "opening" else following.end()


# ---- one item --------------------------------------------------------------------------------------


def _closed(chunk: str) -> str:
    """Return an item as it is if it is well-formed, else up to its break, with every element closed."""
    mended = mend_markup(_with_sections_closed(chunk))
    if _parse(mended, _Handler()):
        return mended
    writer = _Writer()
    _parse(_UNCLOSED_FIELD.sub(r"\g<0></\g<1>>", mended), writer)
    return writer.written()


def _with_sections_closed(chunk: str) -> str:
    """End each CDATA section that lacks its end before the closing tag of its element."""
    pieces: list[str] = []
    at, end = 0, chunk.find("]]>")
    while (begin := chunk.find(_CDATA, at)) >= 0:
        # An end is searched for only once, and a closing tag only before it: this takes linear time.
        end = chunk.find("]]>", begin) if 0 <= end < begin else end
        following = chunk.find(_CDATA, begin + len(_CDATA))
        element = _LAST_TAG.match(chunk, max(chunk.rfind("<", 0, begin), 0), begin)
        close = -1 if element is None else chunk.find(f"</{element[1]}", begin, len(chunk) if end < 0 else end)
        if close >= 0 and (end < 0 or close < following < end):
            pieces += chunk[at:close].rstrip("]"), "]]>"
            at = close
        elif end < 0:
            break
        else:
            pieces.append(chunk[at : end + 3])
            at = end + 3
    return "".join((*pieces, chunk[at:]))


class _Handler:
    """Handlers of Expat's events within one item."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Handle a start tag."""

    def text(self, text: str) -> None:
        """Handle a part of a text."""

    def end(self, name: str) -> None:
        """Handle an end tag."""

    def finish(self) -> None:
        """Handle the break of an item that is not well-formed."""


def _parse(chunk: str, handler: _Handler) -> bool:
    """Return whether the item is well-formed; the handler gets the events up to its break."""
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = handler.begin
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    try:
        parser.Parse(chunk.encode("utf-8"), True)
    except expat.ExpatError:
        handler.finish()
        return False
    return True


class _Writer(_Handler):
    """Write an item as far as it was read, and close what is open at its break."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._pieces: list[str] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        self._pieces.append(f"<{name}{written}>")

    def text(self, text: str) -> None:
        self._pieces.append(escape(text))

    def end(self, name: str) -> None:
        self._pieces.append(f"</{self._open.pop()}>")

    def finish(self) -> None:
        while self._open:
            self.end("")

    def written(self) -> str:
        return "".join(self._pieces)


class _Reader(_Handler):
    """Read the fields of an item."""

    def __init__(self) -> None:
        self.salvaged = Salvaged()
        self._open: list[str] = []
        self._pieces: list[str] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name.rpartition(":")[2].lower())
        if len(self._open) == _FIELD:
            self._pieces.clear()
            self._begin_field(self._open[-1], attributes)
        elif len(self._open) > _FIELD:
            self._pieces.append(f"<{self._open[-1]}>")

    def text(self, text: str) -> None:
        self._pieces.append(text)

    def end(self, name: str) -> None:
        if len(self._open) == _FIELD:
            self.finish()
        elif len(self._open) > _FIELD:
            self._pieces.append(f"</{self._open[-1]}>")
        self._open.pop()

    def finish(self) -> None:
        """Keep what the open field contains so far."""
        if len(self._open) >= _FIELD:
            self.salvaged.texts.setdefault(self._open[_FIELD - 1], "".join(self._pieces).strip())

    def _begin_field(self, name: str, attributes: dict[str, str]) -> None:
        self.salvaged.types.setdefault(name, attributes.get("type", ""))
        if name == "link" and "href" in attributes and attributes.get("rel", "alternate") == "alternate":
            self.salvaged.links.append(attributes["href"])


_FIELD = 2
"""The depth of an item's fields; the item itself is at 1."""
_CDATA = "<![CDATA["
_SECTION_ENDS = {_CDATA: "]]>", "<!--": "-->"}
_TOKEN = re.compile(
    r"""
      (?P<section><!\[CDATA\[|<!--)
    | (?P<end>\]\]>|-->)
    | (?P<opening><(?:[\w.-]{1,40}:)?(?:item|entry)[\s>])
    | (?P<closing></(?:[\w.-]{1,40}:)?(?:item|entry)\s{0,20}>)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LAST_TAG = re.compile(r"<([\w:.-]+)[^<>]*>\s*\Z")
_FIELDS = "title|link|guid|id|description|summary|content|pubDate|published|updated"
_UNCLOSED_FIELD = re.compile(rf"<({_FIELDS})(?:\s[^<>]*)?(?<!/)>[^<]*(?=<(?:{_FIELDS})[\s>])")
