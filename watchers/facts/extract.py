"""Find typed values in an item's text: codes and days, each with its position (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from watchers import codes
from watchers.facts import days
from watchers.model import Fact


def told(title: str, body: str) -> tuple[Fact, ...]:
    """Return the codes, then the days of an item, each in reading order."""
    return (*codes.facts(title, body), *_days(title, body))


def _days(title: str, body: str) -> Iterator[Fact]:
    for field, text in (("title", title), ("body", body)):
        for day in days.recognize(text):
            yield Fact(day.kind.value, day.day.isoformat(), field, day.start, day.end)
