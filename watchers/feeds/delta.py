"""Reduce a feed to what is new since the last poll: parsing costs per item, and most items do not change.

    body ─▶ cut at </item> or </entry> ─▶ head, items, end ─▶ head, the items that are new, end

Parsing the rest gives the same items as parsing everything, minus those that are known byte for byte. If that
is not certain, the result is the whole document: for text that is not UTF-8, nested items, a guid that occurs
elsewhere too, or more than two new items. The result is also the whole document once a day and after each start.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from datetime import datetime, timedelta

from watchers.model import SourceId

MAX_BODY_LENGTH = 1_000_000
"""Bytes; splitting a longer one would block the event loop."""
MAX_ITEMS = 1_000
MAX_NEW = 2
"""From three new items on, the share of renamed ones can show that a feed rotates its guids."""
WHOLE_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Pieces:
    head: bytes
    items: tuple[bytes, ...]
    end: bytes


@dataclass(frozen=True, slots=True)
class _Known:
    marks: bytes
    """A hash of eight bytes for each item."""
    whole_at: datetime


class Unseen:
    """Hashes of the items in each source's last document, in memory only."""

    def __init__(self) -> None:
        self._known: dict[SourceId, _Known] = {}

    def of(self, source: SourceId, body: bytes, now: datetime) -> bytes | None:
        """Return the document with only its new items, None if there are none; all of it if that is not certain."""
        known = self._known.get(source)
        if known is None or not timedelta(0) <= now - known.whole_at < WHOLE_EVERY:
            return body
        pieces = _cut(body)
        return body if pieces is None else _rest(pieces, set(array("q", known.marks)), body)

    def remember(self, source: SourceId, body: bytes, parsed: bytes, now: datetime) -> None:
        """Record the items of a document after ``parsed``, the answer of ``of``, was processed."""
        pieces, known = _cut(body), self._known.get(source)
        if pieces is None:
            self._known.pop(source, None)
            return
        whole_at = now if parsed is body or known is None else known.whole_at
        self._known[source] = _Known(array("q", map(hash, pieces.items)).tobytes(), whole_at)


def _cut(body: bytes) -> _Pieces | None:
    """Split a document at its items; return None if it is not certain where they begin and end."""
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
    """Return whether the item has a guid that no other item has."""
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
