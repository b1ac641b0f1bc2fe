"""How likely two items tell the same story: a logistic regression on the evidence (pure).

The weights are learned from labeled tellings (scripts/build_story_weights.py, decision 0055).
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from math import exp
from operator import mul

from watchers.stories.evidence import Evidence, evidence
from watchers.stories.telling import Telling


def likelihood(earlier: Telling, later: Telling) -> float:
    """Return the probability that a later item tells the story of an earlier one."""
    bias, *weights = WEIGHTS[are_translated(earlier, later)]
    return probability(bias, weights, evidence(earlier, later))


def probability(bias: float, weights: Sequence[float], of: Sequence[float]) -> float:
    """Return the probability of one story by the evidence."""
    return 1 / (1 + exp(-bias - sum(map(mul, weights, of))))


def are_translated(earlier: Telling, later: Telling) -> bool:
    """Return whether two items are in two languages. Chinese is one, in whichever characters it is written."""
    return earlier.language[:2] != later.language[:2]


def _read() -> tuple[Sequence[float], Sequence[float]]:
    lines = files("watchers.stories").joinpath("data", "weights.txt").read_text("ascii").splitlines()
    names, *columns = zip(*map(str.split, lines), strict=True)
    assert names == NAMES, "weights.txt is of another version"
    in_one_language, in_two = (tuple(map(float, column)) for column in columns)
    return in_one_language, in_two


NAMES = ("bias", *Evidence._fields)
WEIGHTS = _read()
"""What one unit of each piece of evidence adds to the logarithm of the odds, in one language and in two."""
