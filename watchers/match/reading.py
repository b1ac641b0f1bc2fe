"""One item being read: its tokens looked up in tables of phrases, every hit checked where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from watchers.entities import Tokens
from watchers.text import CAPITALS, GAP_MASK, Gap, Text, is_cjk, shouts

FIELD_NAMES = ("title", "body")


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens ``first`` up to but not including ``behind`` of one field of an item."""

    field: int
    """Index into FIELD_NAMES."""
    first: int
    behind: int

    def covers(self, other: Span) -> bool:
        return self.field == other.field and self.first <= other.first and other.behind <= self.behind


class Phrases:
    """A set of token sequences that is asked which of them a text contains. Changed in place.

    A sequence is filed under its first two tokens, so that one intersection with all neighbours of a
    text leaves only the few worth looking at.
    """

    __slots__ = ("_counts", "_pairs", "_singles")

    def __init__(self, phrases: Iterable[Tokens] = ()) -> None:
        self._singles: set[str] = set()
        self._pairs: dict[tuple[str, str], list[Tokens]] = defaultdict(list)
        self._counts: dict[Tokens, int] = defaultdict(int)
        for phrase in phrases:
            self.add(phrase)

    def add(self, phrase: Tokens) -> None:
        """Adds a sequence, or counts it once more."""
        self._counts[phrase] += 1
        if self._counts[phrase] > 1:
            return
        if len(phrase) == 1:
            self._singles.add(phrase[0])
        else:
            self._pairs[phrase[0], phrase[1]].append(phrase)

    def remove(self, phrase: Tokens) -> None:
        """Takes back one ``add``."""
        self._counts[phrase] -= 1
        if self._counts[phrase]:
            return
        del self._counts[phrase]
        if len(phrase) == 1:
            self._singles.discard(phrase[0])
            return
        pair = phrase[0], phrase[1]
        self._pairs[pair].remove(phrase)
        if not self._pairs[pair]:
            del self._pairs[pair]

    def in_text(self, scan: Scan) -> Iterator[Tokens]:
        """The sequences that stand somewhere in the text; gaps and capitals are not looked at yet."""
        for token in self._singles & scan.words:
            yield (token,)
        for pair in self._pairs.keys() & scan.pairs:
            for phrase in self._pairs[pair]:
                if len(phrase) == 2 or any(True for _ in scan.at(phrase)):
                    yield phrase


class Scan:
    """The tokens of one field, ready for many look-ups."""

    __slots__ = ("_places", "pairs", "shouts", "text", "words")

    def __init__(self, text: Text) -> None:
        self.text = text
        self.words = frozenset(text.tokens)
        self.pairs = frozenset(zip(text.tokens, text.tokens[1:], strict=False))
        self.shouts = shouts(text)
        self._places: dict[str, list[int]] | None = None

    def places(self, token: str) -> list[int]:
        """Where a token stands, in order."""
        if self._places is None:
            self._places = defaultdict(list)
            for at, word in enumerate(self.text.tokens):
                self._places[word].append(at)
        return self._places.get(token, [])

    def at(self, phrase: Tokens) -> Iterator[int]:
        """Where the tokens stand one after another."""
        tokens, length = self.text.tokens, len(phrase)
        for first in self.places(phrase[0]):
            if length == 1 or tokens[first : first + length] == phrase:
                yield first

    def found(self, phrase: Tokens, capitals: tuple[bool, ...] = ()) -> Iterator[tuple[int, int]]:
        """Where the phrase stands as a phrase: unbroken, and in capitals where it must be."""
        for first in self.at(phrase):
            behind = first + len(phrase)
            if self._unbroken(first, behind) and self._capitals_hold(first, capitals):
                yield first, behind

    def _unbroken(self, first: int, behind: int) -> bool:
        """Latin phrases cross commas and quotes, CJK ones a single space, neither a sentence's end."""
        marks, tokens = self.text.marks, self.text.tokens
        for at in range(first + 1, behind):
            gap = marks[at] & GAP_MASK
            if gap > Gap.SPACE and (gap > Gap.LIGHT or is_cjk(tokens[at]) or is_cjk(tokens[at - 1])):
                return False
        return True

    def _capitals_hold(self, first: int, capitals: tuple[bool, ...]) -> bool:
        marks = self.text.marks
        return all(
            not wanted or (marks[first + at] & CAPITALS and not self.shouts) for at, wanted in enumerate(capitals)
        )
