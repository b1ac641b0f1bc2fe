"""Where words end in Chinese and Japanese text, which has no spaces: 米製 in 奈米製程 is not a name.

A lexicon has the words of real headlines with their costs, the negative logarithms of their shares. A name counts only
if reading the text around it without a word across its borders costs little more than the best reading of all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

WINDOW = 6
"""Characters that are read on each side of a name."""
TOLERANCE = 0.5
"""Additional cost up to which a reading without a word across the borders is as good as the best one."""
UNKNOWN_COST = 14.0
"""Cost of a character that is not a word of the lexicon."""
MAX_WORD_LENGTH = 8
_FAMILIAR = 11.9
"""Cost of a word that was met about five times."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language."""

    costs: Mapping[str, float]
    """Folded words with their costs."""
    pairs: Mapping[str, Sequence[int]] = field(init=False, repr=False, compare=False)
    """The pairs of neighboring characters inside words: only there can a word cross a border.

    Each has the lengths of the words that end with it.
    """

    def __post_init__(self) -> None:
        inner: dict[str, Sequence[int]] = {pair: () for word in self.costs for pair in map("".join, pairwise(word))}
        object.__setattr__(self, "pairs", inner | lengths_by_ending(self.costs))

    def is_apart(self, run: str, first: int, after: int) -> bool:
        """Return whether the characters ``first`` to ``after`` (exclusive) of a run can be words of their own."""
        left = first > 0 and run[first - 1 : first + 1] in self.pairs
        right = after < len(run) and run[after - 1 : after + 1] in self.pairs
        if not left and not right:
            return True
        start = max(0, first - WINDOW)
        return self._excess(run[start : after + WINDOW], first - start, after - start) <= TOLERANCE

    def words(self, run: str) -> list[str]:
        """Return the run as words by its best reading."""
        best: list[float] = [0.0]
        begins = [0]
        for end in range(1, len(run) + 1):
            cost, begin = min(
                (best[at] + self._cost(run[at:end]), at) for at in range(max(0, end - MAX_WORD_LENGTH), end)
            )
            best.append(cost)
            begins.append(begin)
        found: list[str] = []
        end = len(run)
        while end:
            found.append(run[begins[end] : end])
            end = begins[end]
        return found[::-1]

    def _cost(self, word: str) -> float:
        cost = self.costs.get(word)
        if cost is not None:
            return cost
        return UNKNOWN_COST if len(word) == 1 else float("inf")

    def _excess(self, run: str, first: int, after: int) -> float:
        """Return what the best reading without a word across a border costs more than the best one.

        A word that holds the name counts in neither, unless the name begins it: that keeps Tokyo in 東京都, and
        makes in the U.S. (米製) out of 奈米製程.
        """
        free, bounded = [0.0], [0.0]
        costs, pairs = self.costs, self.pairs
        for end in range(1, len(run) + 1):
            alone = min(UNKNOWN_COST, costs.get(run[end - 1], UNKNOWN_COST))
            best, kept = free[-1] + alone, bounded[-1] + alone
            for length in pairs.get(run[end - 2 : end], ()) if end > 1 else ():
                begin = end - length
                cost = costs.get(run[begin:end]) if begin >= 0 else None
                if cost is None or (begin < first and after <= end):
                    continue
                best = min(best, free[begin] + cost)
                if not (begin < first < end) and (not (begin < after < end) or begin == first):
                    kept = min(kept, bounded[begin] + cost)
            free.append(best)
            bounded.append(kept)
        return bounded[-1] - free[-1]

    def is_apart_in_katakana(self, left: str, right: str) -> bool:
        """Return whether the rest of a katakana run on each side of a name consists of known words, or is ー.

        イラン in スカイランタン and ニコン in メニコン are not names; イオン in リチウムイオン電池 is a word.
        """
        return self._is_made_of_words(left) and self._is_made_of_words(right.removeprefix("ー"))

    def _is_made_of_words(self, rest: str) -> bool:
        reached = {0}
        for end in range(2, len(rest) + 1):
            if any(at in reached and self.costs.get(rest[at:end], UNKNOWN_COST) <= _FAMILIAR for at in range(end - 1)):
                reached.add(end)
        return len(rest) in reached


def lengths_by_ending(words: Iterable[str]) -> dict[str, Sequence[int]]:
    """Return the lengths of words of two characters or more, by their last two characters."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for word in words:
        if 1 < len(word) <= MAX_WORD_LENGTH:
            lengths[word[-2:]].add(len(word))
    shared = {frozenset(each): tuple(sorted(each)) for each in lengths.values()}
    return {ending: shared[frozenset(each)] for ending, each in lengths.items()}
