"""Typed values in an item's text: codes and days, each with its position (pure)."""

from __future__ import annotations

from watchers import codes
from watchers.facts.days import recognize
from watchers.model import Fact


def in_text(title: str, body: str) -> tuple[Fact, ...]:
    """Return the codes, then the days of an item, each in reading order."""
    return (*codes.facts(title, body), *recognize(title, "title"), *recognize(body))
