"""How likely two items tell the same story: a logistic regression on what speaks for and against it (pure).

The weights are learned from labeled tellings (scripts/build_story_weights.py, decision 0055).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from importlib.resources import files
from math import exp, log1p
from operator import mul
from typing import NamedTuple

from watchers.stories.telling import Telling, bits, is_exact, is_figure, is_quantity
from watchers.stories.words import agreement, meanings

MAX_FIGURES = 2
BITS_OF_SHARE = 6
"""The weight of the share of names beside the words of two titles, in bits: it decides where a title has few words."""


class Evidence(NamedTuple):
    """What two items have in common, and what each lacks. Names, figures and words weigh in bits."""

    hours: float
    """How long after the earlier item the later one was seen."""
    share: float
    """The share of the names, topics and figures of the two titles that both items have."""
    figures: int
    """Percentages, amounts and counts that both items have, at most two."""
    exact: bool
    """Whether one of these is a figure that two stories rarely have by chance."""
    names: int
    """Names and topics that both items have."""
    words: float
    """The share of the other words of the titles that both items have."""
    other_figures: int
    """Figures in one title that the other item lacks."""
    other_counts: int
    """Days and small counts that each title has and the other item lacks, by the lesser of the two."""
    other_names: float
    """Names that each title has and the other item lacks, by the lesser of the two; the logarithm."""
    other_acts: bool
    """Whether both titles name acts, and none is common."""


def evidence(earlier: Telling, later: Telling) -> Evidence:
    """Return what speaks for and against two items telling the same story."""
    shared, share = _shared(earlier, later), _share(earlier, later)
    figures = [each for each in earlier.whole & later.whole if is_figure(each)]
    of_earlier, of_later = earlier.title - later.whole, later.title - earlier.whole
    return Evidence(
        hours=(later.at - earlier.at) / 3600,
        share=share,
        figures=min(len(figures), MAX_FIGURES),
        exact=any(map(is_exact, figures)),
        names=_sum_of_bits(each for each in shared if not is_quantity(each) and not _is_word(each)),
        words=_share_of_words(earlier, later, shared, share),
        other_figures=_sum_of_bits(filter(is_figure, of_earlier | of_later)),
        other_counts=min(_sum_of_bits(filter(_is_count, each)) for each in (of_earlier, of_later)),
        other_names=log1p(min(_sum_of_bits(filter(_is_name, each)) for each in (of_earlier, of_later))),
        other_acts=bool(earlier.acts and later.acts) and not _shared_acts(earlier, later),
    )


def _share(earlier: Telling, later: Telling) -> float:
    """Return how much of the two titles both items have: 1 is everything, 0 if neither title has anything.

    A missing word of trade counts half.
    """
    told = _sum_of_bits(earlier.title & later.whole) + _sum_of_bits(later.title & earlier.whole)
    missing = (earlier.title - later.whole) | (later.title - earlier.whole)
    all_told = told + _sum_of_bits(missing) - _sum_of_bits(filter(_is_word, missing)) / 2
    return told / all_told if all_told else 0.0


def _shared(earlier: Telling, later: Telling) -> Set[str]:
    """Return what both have, without what only follows from it in both."""
    return (earlier.whole & later.whole) - (earlier.implied & later.implied)


def _shared_acts(earlier: Telling, later: Telling) -> Set[str]:
    return (earlier.acts & later.all_acts) | (later.acts & earlier.all_acts)


def _share_of_words(earlier: Telling, later: Telling, shared: Set[str], share: float) -> float:
    """Return how much of the two titles' words both items have, without those of the names that both have.

    The share of names counts with it, so that one word does not decide in short titles. It is 0 if the words of a
    language are unknown.
    """
    if not earlier.words or not later.words:
        return 0.0
    both = [
        agreement(one.words, one.language, meanings(other.all_words, other.language), shared)
        for one, other in ((earlier, later), (later, earlier))
    ]
    told, missing = sum(each.told for each in both), sum(each.missing for each in both)
    return (told + BITS_OF_SHARE * share) / (told + missing + BITS_OF_SHARE)


def _sum_of_bits(features: Iterable[str]) -> int:
    """Return the bits of features together."""
    return sum(map(bits, features))


def _is_count(feature: str) -> bool:
    """Return whether a quantity is a day, a small or a round count, which alone is not news."""
    return is_quantity(feature) and not is_figure(feature)


def _is_word(feature: str) -> bool:
    """Return whether a feature is a word of trade, for which another newsroom may use another word."""
    return feature.startswith("w.")


def _is_name(feature: str) -> bool:
    """Return whether a feature names somebody, something or a place; quantities, topics and words of trade do not."""
    return not feature.startswith(("w.", "tp.")) and not is_quantity(feature)


# ---- weights ---------------------------------------------------------------------------------------


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
