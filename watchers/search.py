"""A rule over the items that are stored: the same meaning as live matching."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from watchers.match import Recogniser, explain
from watchers.model import Hit, StoredItem
from watchers.rules import Rule
from watchers.store import Rows, items

LOOK_BACK = timedelta(days=30)
MOST_LOOKED_AT = 2_000
"""Stored items that one search looks at, the newest first."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule would have matched."""

    count: int
    newest: tuple[tuple[StoredItem, tuple[Hit, ...]], ...]
    """The newest that match, newest first."""
    looked_at: int
    since: datetime | None
    """When the oldest item that was looked at was seen; None where nothing is stored."""


def search(rows: Rows, rule: Rule, recogniser: Recogniser, now: datetime, show: int = 3) -> Found:
    """Holds a rule against the stored items of the last 30 days."""
    count = looked_at = 0
    newest: list[tuple[StoredItem, tuple[Hit, ...]]] = []
    since: datetime | None = None
    for stored in items.newest(rows, MOST_LOOKED_AT, now - LOOK_BACK):
        looked_at += 1
        since = min(since or stored.seen_at, stored.seen_at)
        hits = explain(rule, stored.item, stored.source, recogniser)
        if hits is not None:
            count += 1
            if len(newest) < show:
                newest.append((stored, hits))
    return Found(count, tuple(newest), looked_at, since)
