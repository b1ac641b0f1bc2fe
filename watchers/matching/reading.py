"""Look-ups in the fields of one item: where tokens and phrases occur."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, KeysView
from itertools import compress, count, pairwise
from typing import NamedTuple

from watchers.entities import Tokens
from watchers.text.tokens import Gap, Text, fold, is_cjk, shouts

FIELD_NAMES = ("title", "body")
Pair = tuple[str, ...]
FEW = 6
_LONG_WORD = 5
"""Letters from which a word of a headline in title case has a capital."""
COUNTERS = frozenset(map(fold, "年月日天週周個个名家人社倍元円億亿萬万兆歲歳岁件次輪轮大顆颗座"))


class Span(NamedTuple):
    """Tokens ``first`` (inclusive) to ``after`` (exclusive) of one field of an item; sorts in reading order."""

    field: int
    """Index into FIELD_NAMES."""
    first: int
    after: int


class Scan:
    """The tokens of one field, ready for many look-ups; what few items need is computed on first use."""

    __slots__ = ("_is_word", "_looked_up", "_places", "_sentences", "_shouts", "text")

    def __init__(self, text: Text, is_word: Callable[[str], bool]) -> None:
        """``is_word`` returns whether a token is English; in a field all in capitals, such words prove nothing."""
        self.text = text
        self._is_word = is_word
        self._looked_up = 0
        self._places: dict[str, list[int]] | None = None
        self._sentences: list[int] | None = None
        self._shouts: bool | None = None

    @property
    def words(self) -> KeysView[str]:
        """Return the distinct tokens."""
        return self._by_token().keys()

    @property
    def shouts(self) -> bool:
        """Return whether the field is all in capitals, so that the capitals of a word prove nothing."""
        if self._shouts is None:
            self._shouts = shouts(self.text)
        return self._shouts

    def places(self, token: str) -> list[int]:
        """Return the indexes of a token in ascending order.

        The first FEW look-ups search the tokens; building the table of all tokens costs as much as seven searches.
        """
        if self._places is None:
            self._looked_up += 1
            if self._looked_up <= FEW:
                return _places(self.text.tokens, token)
        return self._by_token().get(token, [])

    def sentence(self, token: int) -> int:
        """Return the number of the sentence that has the token."""
        if self._sentences is None:
            self._sentences = [at for at, gap in enumerate(self.text.gaps) if gap == Gap.END]
        return bisect_right(self._sentences, token)

    def at(self, phrase: Tokens) -> Iterator[int]:
        """Yield the first index of each run of exactly these tokens, whatever characters are between them."""
        tokens, length = self.text.tokens, len(phrase)
        for first in self.places(phrase[0]):
            if length == 1 or tokens[first : first + length] == phrase:
                yield first

    def together(self, phrase: Tokens) -> Iterator[int]:
        """Yield the first index of each place of the phrase; no character is between its Chinese or Japanese ones."""
        for first in self.at(phrase):
            inside = range(first + 1, first + len(phrase))
            if all(self._joins(token) for token in inside):
                yield first

    def run(self, first: int, after: int, reach: int) -> tuple[str, int]:
        """Return tokens with the Chinese and Japanese characters around them, at most ``reach`` on each side.

        The second value is how many characters precede the tokens. After a number, its counter is left out: the
        second character of 5年華為 is not part of a word with the third.
        """
        tokens, gaps = self.text.tokens, self.text.gaps
        start, end = first, after
        while start > max(0, first - reach) and gaps[start] == Gap.NONE and is_cjk(tokens[start - 1]):
            start -= 1
        if first - start < reach and 0 < start < first and gaps[start] == Gap.NONE and tokens[start] in COUNTERS:
            start += self.follows_number(start)
        while end < min(len(tokens), after + reach) and gaps[end] == Gap.NONE and is_cjk(tokens[end]):
            end += 1
        return "".join(tokens[start:end]), first - start

    def found(self, phrase: Tokens, capitals: tuple[bool, ...] = ()) -> Iterator[tuple[int, int]]:
        """Yield (first, after) of each place of the phrase: unbroken, and in capitals where required."""
        for first in self.at(phrase):
            after = first + len(phrase)
            if self.unbroken(first, after) and (True not in capitals or self._capitals_hold(first, capitals)):
                yield first, after

    def unbroken(self, first: int, after: int) -> bool:
        """Return whether these tokens can be one phrase: nothing that breaks phrases is between them."""
        return after - first == 1 or not any(map(self.text.breaks, range(first + 1, after)))

    def capital(self, at: int) -> bool:
        """Return whether a token is in capitals that are not only those of an all-capitals field."""
        return self.text.in_capitals(at) and not (self.shouts and self._is_word(self.text.tokens[at]))

    def written(self, first: int, after: int) -> str:
        """Return the original text of the tokens."""
        return self.text.original[self.text.begins[first] : self.text.ends[after - 1]]

    def follows_number(self, token: int) -> bool:
        """Return whether a number touches the token: 日 in 25日 is a day."""
        return token > 0 and self.text.gap(token) == Gap.NONE and self.text.tokens[token - 1][-1].isdigit()

    def continues_name(self, token: int) -> bool:
        """Return whether a word with a capital that begins no sentence is directly before a word with a capital.

        In a headline that has all its words in capitals, that says nothing.
        """
        text = self.text
        if token < 2 or text.gap(token) != Gap.SPACE or text.gap(token - 1) > Gap.LIGHT:
            return False
        return self._capitalized(token) and self._capitalized(token - 1) and not self._is_title_case()

    def capitalized_before(self, token: int) -> str:
        """Return the token before a word if it is one with a capital and small letters, as names have; "" if not."""
        text = self.text
        if not token or text.gap(token) != Gap.SPACE:
            return ""
        written = text.original[text.begins[token - 1] : text.ends[token - 1]]
        return text.tokens[token - 1] if len(written) > 2 and written.istitle() else ""

    def is_title(self, token: int) -> bool:
        """Return whether the token is the first one of a work's title: 《蘋果》."""
        begin = self.text.begins[token]
        return begin > 0 and self.text.original[begin - 1] == "《"

    def _capitalized(self, token: int) -> bool:
        return self.text.original[self.text.begins[token]].isupper()

    def _is_title_case(self) -> bool:
        long = (at for at, token in enumerate(self.text.tokens) if len(token) >= _LONG_WORD and token.isalpha())
        return all(map(self._capitalized, long))

    def _joins(self, token: int) -> bool:
        """Return whether a phrase that is not a name continues over the gap before the token."""
        cjk = is_cjk(self.text.tokens[token]) and is_cjk(self.text.tokens[token - 1])
        return self.text.gap(token) == Gap.NONE if cjk else not self.text.breaks(token)

    def _by_token(self) -> dict[str, list[int]]:
        if self._places is None:
            self._places = {}
            for at, token in enumerate(self.text.tokens):
                if token in self._places:
                    self._places[token].append(at)
                else:
                    self._places[token] = [at]
        return self._places

    def _capitals_hold(self, first: int, capitals: tuple[bool, ...]) -> bool:
        return all(self.capital(first + at) for at, wanted in enumerate(capitals) if wanted)


def _places(tokens: Tokens, token: str) -> list[int]:
    found: list[int] = []
    at = -1
    try:
        while True:
            at = tokens.index(token, at + 1)
            found.append(at)
    except ValueError:
        return found


class Phrases:
    """Finds which of many sequences of two or more tokens may be in a text. Changed in place.

    Only the length of a sequence is filed under its first two tokens: one look-up for each pair of
    neighbors in a text leaves few places to examine, whatever the number of sequences.
    """

    __slots__ = ("_lengths",)

    def __init__(self) -> None:
        self._lengths: dict[Pair, int | dict[int, int]] = {}
        """For each pair, the one length of the sequences that begin with it, or several lengths with their counts."""

    def add(self, phrase: Tokens) -> None:
        """Add a sequence; it may be added several times."""
        pair, length = phrase[:2], len(phrase)
        there = self._lengths.get(pair)
        if there is None:
            self._lengths[pair] = length
        elif isinstance(there, dict):
            there[length] = there.get(length, 0) + 1
        else:
            self._lengths[pair] = {there: 2} if there == length else {there: 1, length: 1}

    def remove(self, phrase: Tokens) -> None:
        """Undo one ``add`` of a sequence."""
        pair, length = phrase[:2], len(phrase)
        there = self._lengths[pair]
        if not isinstance(there, dict):
            del self._lengths[pair]
            return
        there[length] -= 1
        if not there[length]:
            del there[length]
        if not there:
            del self._lengths[pair]

    def in_text(self, tokens: Tokens) -> Iterator[tuple[Tokens, int]]:
        """Yield each run of tokens with the beginning and length of a sequence, and the index of its first token.

        All sequences that occur in the text are among them, possibly with others.
        """
        for first in compress(count(), map(self._lengths.__contains__, pairwise(tokens))):
            there = self._lengths[tokens[first : first + 2]]
            for length in there if isinstance(there, dict) else (there,):
                if first + length <= len(tokens):
                    yield tokens[first : first + length], first
