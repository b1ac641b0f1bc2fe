"""The keys by which an item is found by later ones: two items about one story have at least one in common (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from watchers.stories.rarity import bits
from watchers.stories.telling import Telling
from watchers.stories.words import rarest

MIN_BITS = 5
"""What more headlines have finds too many items."""
MAX_WORDS = 10
"""Words of the title whose meanings are filed."""


def lasting(telling: Telling) -> frozenset[int]:
    """Return the keys of the instruments that an item names, by which later steps of a procedure find it."""
    return frozenset(_key("instrument", each) for each in telling.cited)


def passing(telling: Telling) -> frozenset[int]:
    """Return the keys by which the same story finds an item within three days."""
    return frozenset(_passing(telling))


def _passing(telling: Telling) -> Iterator[int]:
    if telling.link is not None:
        yield _key("link", telling.link.hex())
    for feature in telling.whole - telling.implied:
        if bits(feature) >= MIN_BITS:
            yield _key("feature", feature)
    for meaning in rarest(telling.words, telling.language, MAX_WORDS):
        yield _key("meaning", meaning)


def _key(*parts: str) -> int:
    """Return a 63-bit hash, which SQLite stores as an integer."""
    return int.from_bytes(blake2b("\0".join(parts).encode(), digest_size=8).digest()) >> 1
