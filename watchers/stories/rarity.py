"""How much a feature says about which story it is: the rarer in headlines about trade, the more (pure)."""

from __future__ import annotations

from importlib.resources import files

from watchers.stories.quantities import is_exact, is_figure, is_quantity

RAREST = 10
"""Bits of what hardly any headline tells: 1 in 1,024."""
FIGURE = 6
"""Bits of a figure that two stories may have in common by chance: 25 %."""
SMALL = 2
"""Bits of a day, or of a small or round count."""


def bits(feature: str) -> int:
    """Return how many bits of information a feature carries: 1 if half of the headlines tell it."""
    common = COMMON.get(feature)
    if common is not None:
        return common
    if not is_quantity(feature) or is_exact(feature):
        return RAREST
    return FIGURE if is_figure(feature) else SMALL


def _read() -> dict[str, int]:
    """Read the features that more headlines tell, by their bits."""
    lines = files("watchers.stories").joinpath("data", "rarity.txt").read_text("ascii").splitlines()
    return {feature: int(number) for number, *features in map(str.split, lines) for feature in features}


COMMON = _read()
