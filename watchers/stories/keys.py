"""The keys under which a telling is filed: two items about one story have at least one in common (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import combinations

from watchers.stories.quantities import is_exact
from watchers.stories.rarity import bits
from watchers.stories.telling import Telling

MAX_FEATURES = 7
"""Features that are filed in pairs."""
MAX_FIGURES = 6
MIN_HASHES = 2
"""How many of the smallest hashes of a title's words find near-duplicates (MinHash)."""


def lasting(telling: Telling) -> frozenset[int]:
    """Return the keys of the instruments that an item names, by which later steps of a procedure find it."""
    return frozenset(_key("instrument", each) for each in telling.cited)


def passing(telling: Telling) -> frozenset[int]:
    """Return the keys by which the same story finds an item within three days."""
    return frozenset(_passing(telling))


def _passing(telling: Telling) -> Iterator[int]:
    if telling.link is not None:
        yield _key("link", telling.link.hex())
    for pair in combinations(sorted(_strongest(telling)), 2):
        yield _key("pair", *pair)
    for figure in sorted(filter(is_exact, telling.whole))[:MAX_FIGURES]:
        yield _key("figure", figure)
    yield from _smallest(_key("word", word) for word in telling.wording)


def _strongest(telling: Telling) -> list[str]:
    """Return the features that say most, those of the title rather than those of the body, without implied ones."""
    named = telling.whole - telling.implied
    return sorted(named, key=lambda feature: (-bits(feature) - (feature in telling.title), feature))[:MAX_FEATURES]


def _smallest(hashes: Iterable[int]) -> list[int]:
    return sorted(hashes)[:MIN_HASHES]


def _key(*parts: str) -> int:
    """Return a 63-bit hash, which SQLite stores as an integer."""
    return int.from_bytes(blake2b("\0".join(parts).encode(), digest_size=8).digest()) >> 1
