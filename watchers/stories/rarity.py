"""How much a feature says about which story it is: the rarer in headlines about trade, the more (pure)."""

from __future__ import annotations

import re
from importlib.resources import files

RAREST = 10
"""Bits of what hardly any headline tells: 1 in 1,024."""
FIGURE = 6
"""Bits of a figure that two stories may have in common by chance, such as 25 %, and of a process node."""
SMALL = 2
"""Bits of a day, or of a small or round count."""


def bits(feature: str) -> int:
    """Return how many bits of information a feature carries: 1 if half of the headlines tell it."""
    common = COMMON.get(feature)
    if common is not None:
        return common
    if not is_quantity(feature) or is_exact(feature):
        return RAREST
    return FIGURE if is_figure(feature) or is_node(feature) else SMALL


def is_quantity(feature: str) -> bool:
    """Return whether a feature of a telling is a quantity."""
    return feature[0] in "%0123456789" or _MONTH.fullmatch(feature) is not None


def is_figure(feature: str) -> bool:
    """Return whether a quantity is news by itself: a percentage, an amount, a count that is not round."""
    if feature[0] == "%" or "e+" in feature:
        return True
    return feature.isdecimal() and int(feature) > 10 and len(feature.rstrip("0")) > 1


def is_node(feature: str) -> bool:
    """Return whether a quantity is a process node of a chip: 2nm."""
    return feature.endswith("nm")


def is_exact(feature: str) -> bool:
    """Return whether two stories rarely have the same figure by chance: 12.3 percent, 61.5 billion, 1,700; not 737."""
    if feature[0] == "%":
        return "." in feature
    if "e+" in feature:
        return not feature.startswith(_ROUND, 1)
    return feature.isdecimal() and int(feature) > 999 and len(feature.rstrip("0")) > 1


def _read() -> dict[str, int]:
    """Read the features that more headlines tell, by their bits."""
    lines = files("watchers.stories").joinpath("data", "rarity.txt").read_text("ascii").splitlines()
    return {feature: int(number) for number, *features in map(str.split, lines) for feature in features}


_MONTH = re.compile("m[0-9]{1,2}")
_ROUND = ".00e"
COMMON = _read()
"""The bits of the features that more headlines tell."""
