"""One item being read: the tokens of its fields, and where phrases stand in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from watchers.entities import Tokens
from watchers.text import Gap, Text, is_cjk, shouts

FIELD_NAMES = ("title", "body")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens ``first`` up to but not including ``behind`` of one field of an item."""

    field: int
    """Index into FIELD_NAMES."""
    first: int
    behind: int


class Scan:
    """The tokens of one field, ready for many look-ups; what few items need is made when it is asked for."""

    __slots__ = ("_places", "_sentences", "_shouts", "text", "words")

    def __init__(self, text: Text) -> None:
        self.text = text
        self.words = frozenset(text.tokens)
        self._places: dict[str, list[int]] | None = None
        self._sentences: list[int] | None = None
        self._shouts: bool | None = None

    @property
    def shouts(self) -> bool:
        """Written all in capitals, so that capitals prove nothing."""
        if self._shouts is None:
            self._shouts = shouts(self.text)
        return self._shouts

    def places(self, token: str) -> list[int]:
        """Where a token stands, in order."""
        if self._places is None:
            self._places = {}
            for at, word in enumerate(self.text.tokens):
                if word in self._places:
                    self._places[word].append(at)
                else:
                    self._places[word] = [at]
        return self._places.get(token, [])

    def sentence(self, token: int) -> int:
        """The number of a token's sentence."""
        if self._sentences is None:
            self._sentences = [at for at, gap in enumerate(self.text.gaps) if gap == Gap.END]
        return bisect_right(self._sentences, token)

    def at(self, phrase: Tokens) -> Iterator[int]:
        """Where the tokens stand one after another, whatever is between them."""
        if phrase[0] not in self.words:
            return
        tokens, length = self.text.tokens, len(phrase)
        for first in self.places(phrase[0]):
            if length == 1 or tokens[first : first + length] == phrase:
                yield first

    def found(self, phrase: Tokens, capitals: tuple[bool, ...] = ()) -> Iterator[tuple[int, int]]:
        """Where the phrase stands as a phrase: unbroken, and in capitals where it must be."""
        for first in self.at(phrase):
            behind = first + len(phrase)
            if self.unbroken(first, behind) and (not capitals or self._capitals_hold(first, capitals)):
                yield first, behind

    def unbroken(self, first: int, behind: int) -> bool:
        """Latin phrases cross commas and quotes, CJK ones a single space, neither a sentence's end."""
        gaps, tokens = self.text.gaps, self.text.tokens
        for at in range(first + 1, behind):
            gap = gaps[at]
            if gap > Gap.SPACE and (gap > Gap.LIGHT or is_cjk(tokens[at]) or is_cjk(tokens[at - 1])):
                return False
        return True

    def written(self, first: int, behind: int) -> str:
        """What stands there in the original."""
        return self.text.original[self.text.begins[first] : self.text.ends[behind - 1]]

    def _capitals_hold(self, first: int, capitals: tuple[bool, ...]) -> bool:
        return all(
            not wanted or (self.text.in_capitals(first + at) and not self.shouts) for at, wanted in enumerate(capitals)
        )


class Phrases:
    """A set of sequences of two or more tokens that is asked which of them a text contains. Changed in place.

    A sequence is filed under its first two tokens: one look-up for each pair of neighbours in a text
    leaves the few places worth looking at, whatever the number of sequences.
    """

    __slots__ = ("_filed",)

    def __init__(self, phrases: Iterable[Tokens] = ()) -> None:
        self._filed: dict[Pair, Tokens | list[Tokens]] = {}
        for phrase in phrases:
            self.add(phrase)

    def add(self, phrase: Tokens) -> None:
        """Adds a sequence; one may be added several times."""
        pair = (phrase[0], phrase[1])
        there = self._filed.get(pair)
        if there is None:
            self._filed[pair] = phrase
        elif isinstance(there, list):
            there.append(phrase)
        else:
            self._filed[pair] = [there, phrase]

    def remove(self, phrase: Tokens) -> None:
        """Takes back one ``add``."""
        pair = (phrase[0], phrase[1])
        there = self._filed[pair]
        if isinstance(there, list):
            there.remove(phrase)
            if len(there) == 1:
                self._filed[pair] = there[0]
        else:
            del self._filed[pair]

    def in_text(self, tokens: Tokens) -> Iterator[tuple[Tokens, int]]:
        """The sequences in a text with the places of their first tokens, in its order."""
        filed = self._filed
        for first in [at for at, pair in enumerate(pairwise(tokens)) if pair in filed]:
            there = filed[tokens[first], tokens[first + 1]]
            for phrase in there if isinstance(there, list) else (there,):
                if len(phrase) == 2 or tokens[first : first + len(phrase)] == phrase:
                    yield phrase, first
