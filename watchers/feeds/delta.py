"""What of a feed was not there the last time: parsing costs by the item, and most items stay as they are.

    body ─▶ cut at </item> or </entry> ─▶ head, items, end ─▶ head, the items that are new, end

Parsing what is left gives the same items as parsing all, less those that are known byte for byte. Wherever
that is not certain, the answer is the whole document: text that is not UTF-8, items within items, a guid
that stands elsewhere too, more than two new items. So is it once a day, and after each start.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from datetime import datetime, timedelta

from watchers.model import SourceId

MAX_BODY_LENGTH = 1_000_000
"""Bytes; to cut a longer one would hold up the loop."""
MAX_ITEMS = 1_000
MAX_NEW = 2
"""With three the share of renamed items begins to tell that a feed rotates its guids."""
WHOLE_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Pieces:
    head: bytes
    items: tuple[bytes, ...]
    end: bytes


@dataclass(frozen=True, slots=True)
class _Known:
    marks: bytes
    """Eight bytes of each item."""
    whole_at: datetime


class Unseen:
    """Remembers the items of each source's last document, by their marks alone; nothing of it is stored."""

    def __init__(self) -> None:
        self._known: dict[SourceId, _Known] = {}

    def of(self, source: SourceId, body: bytes, now: datetime) -> bytes | None:
        """The document with what is new in it, None where nothing is; all of it where that is not certain."""
        known = self._known.get(source)
        if known is None or not timedelta(0) <= now - known.whole_at < WHOLE_EVERY:
            return body
        pieces = _cut(body)
        return body if pieces is None else _rest(pieces, set(array("q", known.marks)), body)

    def remember(self, source: SourceId, body: bytes, parsed: bytes, now: datetime) -> None:
        """The document was taken in, by what ``of`` answered."""
        pieces, known = _cut(body), self._known.get(source)
        if pieces is None:
            self._known.pop(source, None)
            return
        whole_at = now if parsed is body or known is None else known.whole_at
        self._known[source] = _Known(array("q", map(hash, pieces.items)).tobytes(), whole_at)


def _cut(body: bytes) -> _Pieces | None:
    """Where the items begin and end; None where that is not certain."""
    if len(body) > MAX_BODY_LENGTH or b"\0" in body or b"\x1b" in body or not _is_utf_8(body):
        return None
    name = b"item" if b"</item>" in body else b"entry"
    *parts, end = body.split(b"</%b>" % name)
    opening = _OPENINGS[name]
    if not 0 < len(parts) <= MAX_ITEMS or opening.search(end):
        return None
    begins = [[match.start() for match in opening.finditer(part)] for part in parts]
    if any(len(found) != 1 for found in begins):
        return None
    between = [part[:at] for part, (at,) in zip(parts, begins, strict=True)]
    if b"".join(between[1:]).strip():
        return None
    items = (part[at:] + b"</%b>" % name for part, (at,) in zip(parts, begins, strict=True))
    return _Pieces(between[0], tuple(items), end)


def _rest(pieces: _Pieces, known: set[int], body: bytes) -> bytes | None:
    new = [item for item in pieces.items if hash(item) not in known]
    if not new:
        return None
    if len(new) > MAX_NEW or not all(_stands_alone(item, body) for item in new):
        return body
    return b"".join([pieces.head, *new, pieces.end])


def _stands_alone(item: bytes, body: bytes) -> bool:
    """Whether the item has a guid, and no other item has it."""
    guids = _GUIDS.findall(item)
    return (
        len(guids) == 1 and len(guids[0].strip()) > 0 and body.count(guids[0].strip()) == item.count(guids[0].strip())
    )


def _is_utf_8(body: bytes) -> bool:
    if body.isascii():
        return True
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


_OPENINGS = {name: re.compile(rb"<%b[\s>]" % name) for name in (b"item", b"entry")}
_GUIDS = re.compile(rb"<(?:guid|id)(?:\s[^<>]*)?>([^<>]*)</(?:guid|id)>")
