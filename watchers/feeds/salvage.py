"""Salvage items from a feed on which feedparser raises, or in which it finds nothing.

Each item is parsed separately and without namespaces, up to where it breaks, so that a broken one loses
only its own remainder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat


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
    """Yield the readable items of a mended feed, in document order."""
    begins = [match.start() for match in _OPENING.finditer(text)]
    for begin, end in zip(begins, [*begins[1:], len(text)], strict=True):
        closing = _CLOSING.search(text, begin, end)
        salvaged = _read(text[begin : end if closing is None else closing.end()])
        if salvaged.texts:
            yield salvaged


def has_items(text: str) -> bool:
    """Return whether anything in the text looks like an item."""
    return _OPENING.search(text) is not None


def ends_within_item(text: str) -> bool:
    """Return whether the last item of the text is not closed."""
    last = max((match.start() for match in _OPENING.finditer(text)), default=-1)
    return last >= 0 and _CLOSING.search(text, last) is None


def _read(chunk: str) -> Salvaged:
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(chunk.encode("utf-8"), True)
    except expat.ExpatError:
        reader.finish()
    return reader.salvaged


class _Reader:
    """Handlers of Expat's events within one item."""

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
_OPENING = re.compile(r"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_CLOSING = re.compile(r"</(?:[\w.-]{1,40}:)?(?:item|entry)\s{0,20}>", re.IGNORECASE)
