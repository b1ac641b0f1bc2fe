"""How much a feature of a telling says: the rarer it is in headlines about trade, the more (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files

RAREST = 10
"""Bits of a feature that hardly any headline has: 1 in 1,024."""
FIGURE = 6
"""Bits of a figure that two stories may have in common by chance, such as 25 %, and of a process node."""
SMALL = 2
"""Bits of a day, or of a small or round count."""


def bits(feature: str) -> int:
    """Return how many bits of information a feature carries: 1 if half of the headlines have it."""
    common = COMMON.get(feature)
    if common is not None:
        return common
    if not is_quantity(feature) or is_exact(feature):
        return RAREST
    return FIGURE if is_figure(feature) or is_node(feature) else SMALL


def sum_of_bits(features: Iterable[str]) -> int:
    """Return the bits of features together."""
    return sum(map(bits, features))


def is_quantity(feature: str) -> bool:
    """Return whether a feature is a quantity."""
    return feature[0] in "%0123456789" or _MONTH.fullmatch(feature) is not None


def is_figure(feature: str) -> bool:
    """Return whether a quantity is news by itself: a percentage, an amount, a count that is not round."""
    if feature[0] == "%" or "e+" in feature:
        return True
    return feature.isdecimal() and int(feature) > 10 and len(feature.rstrip("0")) > 1


def is_exact(feature: str) -> bool:
    """Return whether two stories rarely have the same figure by chance: 12.3 percent, 61.5 billion, 1,700; not 737."""
    if feature[0] == "%":
        return "." in feature
    if "e+" in feature:
        return not feature.startswith(_ROUND, 1)
    return feature.isdecimal() and int(feature) > 999 and len(feature.rstrip("0")) > 1


def is_node(feature: str) -> bool:
    """Return whether a quantity is a process node of a chip: 2nm."""
    return feature.endswith("nm")


def is_count(feature: str) -> bool:
    """Return whether a quantity is no news by itself: a day, a small or a round count."""
    return is_quantity(feature) and not is_figure(feature)


def is_place(feature: str) -> bool:
    """Return whether a feature is a country, a region or a town."""
    return feature.startswith("pl.")


def is_company(feature: str) -> bool:
    """Return whether a feature is a company."""
    return feature.startswith("co.")


def is_word(feature: str) -> bool:
    """Return whether a feature is a word of trade, for which another newsroom may use another word."""
    return feature.startswith("w.")


def is_name(feature: str) -> bool:
    """Return whether a feature names somebody, something or a place: no quantity, topic or word of trade."""
    return not feature.startswith(("w.", "tp.")) and not is_quantity(feature)


def _read() -> dict[str, int]:
    """Read the features that more headlines have, by their bits."""
    lines = files("watchers.stories").joinpath("data", "rarity.txt").read_text("ascii").splitlines()
    return {feature: int(number) for number, *features in map(str.split, lines) for feature in features}


_MONTH = re.compile("m[0-9]{1,2}")
_ROUND = ".00e"
COMMON = _read()
"""The bits of the features that more headlines have."""
