"""What speaks for and against two items telling the same story (pure)."""

from __future__ import annotations

from collections.abc import Set
from math import log1p
from typing import NamedTuple

from watchers.stories.rarity import (
    is_count,
    is_exact,
    is_figure,
    is_name,
    is_quantity,
    is_word,
    sum_of_bits,
)
from watchers.stories.telling import Telling
from watchers.stories.words import agreement, meanings

MAX_FIGURES = 2
BITS_OF_SHARE = 6
"""How many bits of words the share of names stands in for."""


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
        names=sum_of_bits(each for each in shared if not is_quantity(each) and not is_word(each)),
        words=_share_of_words(earlier, later, shared, share),
        other_figures=sum_of_bits(filter(is_figure, of_earlier | of_later)),
        other_counts=min(sum_of_bits(filter(is_count, each)) for each in (of_earlier, of_later)),
        other_names=log1p(min(sum_of_bits(filter(is_name, each)) for each in (of_earlier, of_later))),
        other_acts=bool(earlier.acts and later.acts) and not _shared_acts(earlier, later),
    )


def _share(earlier: Telling, later: Telling) -> float:
    """Return how much of the two titles both items have: 1 is everything, 0 if neither title has anything.

    A missing word of trade counts half.
    """
    told = sum_of_bits(earlier.title & later.whole) + sum_of_bits(later.title & earlier.whole)
    missing = (earlier.title - later.whole) | (later.title - earlier.whole)
    all_told = told + sum_of_bits(missing) - sum_of_bits(filter(is_word, missing)) / 2
    return told / all_told if all_told else 0.0


def _shared(earlier: Telling, later: Telling) -> Set[str]:
    """Return what both have, without what only follows from it in both."""
    return (earlier.whole & later.whole) - (earlier.implied & later.implied)


def _shared_acts(earlier: Telling, later: Telling) -> Set[str]:
    return (earlier.acts & later.all_acts) | (later.acts & earlier.all_acts)


def _share_of_words(earlier: Telling, later: Telling, shared: Set[str], share: float) -> float:
    """Return how much of the two titles' words both items have, without those of the names that both have.

    The share of names stands in for words that titles lack; it is 0 if the words of a language are unknown.
    """
    if not earlier.words or not later.words:
        return 0.0
    both = [
        agreement(one.words, one.language, meanings(other.all_words, other.language), shared)
        for one, other in ((earlier, later), (later, earlier))
    ]
    told, missing = sum(each.told for each in both), sum(each.missing for each in both)
    return (told + BITS_OF_SHARE * share) / (told + missing + BITS_OF_SHARE)
