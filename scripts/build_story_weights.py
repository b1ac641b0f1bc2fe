"""Write watchers/stories/data/weights.txt: how much each piece of evidence says about two items being one story.

Usage: ``python -m scripts.build_story_weights``. A logistic regression is learned from the pairs of the labeled
tellings in samples/stories; the same files always give the same bytes. It takes about ten seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import exp
from operator import mul
from pathlib import Path
from statistics import fmean, pstdev

from tests.watchers.stories.families import LEARNED, Pair, families, pairs
from watchers import matching
from watchers.stories import Relation
from watchers.stories.likelihood import NAMES, are_translated, evidence
from watchers.stories.relation import may_be_one_story

OUTPUT = Path(__file__).parents[1] / "watchers" / "stories" / "data" / "weights.txt"
RIDGE = 1.0
"""How much large weights are penalized: the weights of evidence in units of its standard deviation."""
STEPS = 12
"""Newton's method has converged before."""

Row = tuple[Sequence[float], bool]
"""The evidence of a pair, and whether it is one story."""


def rows(found: Iterable[Pair], *, translated: bool) -> Iterator[Row]:
    """Yield the pairs in one language or in two that may be one story."""
    for pair in found:
        earlier, later = pair.earlier.telling, pair.later.telling
        if are_translated(earlier, later) == translated and may_be_one_story(earlier, later):
            yield evidence(earlier, later), pair.label is Relation.SAME


def learn(learned: Sequence[Row]) -> list[float]:
    """Return the bias and the weight of each piece of evidence, by Newton's method."""
    columns = list(zip(*(values for values, _ in learned), strict=True))
    means, deviations = [fmean(column) for column in columns], [pstdev(column) or 1.0 for column in columns]
    inputs = [
        [1.0, *((value - mean) / deviation for value, mean, deviation in zip(values, means, deviations, strict=True))]
        for values, _ in learned
    ]
    weights = [0.0] * len(inputs[0])
    for _ in range(STEPS):
        weights = [weight - step for weight, step in zip(weights, _step(inputs, learned, weights), strict=True)]
    scaled = [weight / deviation for weight, deviation in zip(weights[1:], deviations, strict=True)]
    return [weights[0] - sum(map(mul, scaled, means)), *scaled]


def written(in_one_language: Sequence[float], in_two: Sequence[float]) -> str:
    """Return the text of the file: a name and its weights on each line."""
    lines = zip(NAMES, in_one_language, in_two, strict=True)
    return "".join(f"{name} {one:.4f} {other:.4f}\n" for name, one, other in lines)


def _step(inputs: Sequence[Sequence[float]], learned: Sequence[Row], weights: Sequence[float]) -> list[float]:
    """Return by how much the weights are too large: the gradient divided by the Hessian matrix."""
    size = range(len(weights))
    gradient = [0.0, *(RIDGE * weight for weight in weights[1:])]
    hessian = [[RIDGE * (row == column > 0) for column in size] for row in size]
    for values, (_, same) in zip(inputs, learned, strict=True):
        probability = 1 / (1 + exp(-sum(map(mul, weights, values))))
        certainty = probability * (1 - probability)
        for row in size:
            gradient[row] += (probability - same) * values[row]
            weighted = certainty * values[row]
            for column in range(row + 1):
                hessian[row][column] += weighted * values[column]
    return _solve([[hessian[max(row, column)][min(row, column)] for column in size] for row in size], gradient)


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Return x of ``matrix x = right`` for a positive definite matrix, by elimination."""
    size = len(right)
    lines = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for at in range(size):
        lines[at] = [value / lines[at][at] for value in lines[at]]
        for below in range(size):
            if below != at:
                factor = lines[below][at]
                lines[below] = [value - factor * pivot for value, pivot in zip(lines[below], lines[at], strict=True)]
    return [line[size] for line in lines]


def main() -> None:
    """Write the file."""
    recognizer = matching.load()
    found = [pair for path in sorted(LEARNED.glob("*.txt")) for pair in pairs(families(path, recognizer))]
    weights = (learn(list(rows(found, translated=translated))) for translated in (False, True))
    OUTPUT.write_text(written(*weights), encoding="ascii")


if __name__ == "__main__":
    main()
