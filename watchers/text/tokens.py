"""A text as the matcher sees it: folded tokens, and the place of each in the original text.

Items and rules go through the same folding, so that a rule finds what a reader would call the same
word: any case, any width, Traditional, Simplified and Japanese forms of a Han character, with and
without Latin diacritics. Laws: ``fold(fold(t)) == fold(t)``; every token's place is within the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, compress, count, pairwise

import regex

from watchers.data import read_lines

FOLDING = 3
"""Increased whenever ``read`` gives another result for a text, so that stored tokens are rebuilt."""


Tokens = tuple[str, ...]


class Gap(IntEnum):
    """What is between a token and the one before it in a field, from weakest to strongest."""

    NONE = 0
    """Nothing."""
    SPACE = 1
    """One space, line break, hyphen, middle dot or percent sign: CJK terms may cross it."""
    LIGHT = 2
    """More white space, commas, quotes: Latin phrases may cross it."""
    HEAVY = 3
    """Colons, semicolons, brackets, bullets: neither may."""
    END = 4
    """A sentence or a block ends here."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text and its tokens, built by ``read``; equal for equal originals."""

    original: str
    tokens: tuple[str, ...]
    """Folded: a Latin word, a number or code (``8542.31.0001``, ``3b001``), one CJK character, or the sign of a number
    (``%``, ``$``)."""
    begins: tuple[int, ...]
    """Offset of each token's first code point in the original, in code points."""
    ends: tuple[int, ...]
    """Offset after each token's last code point in the original."""
    gaps: bytes
    """The gap before each token, as values of ``Gap``; before the first token it is ``Gap.END``."""

    def breaks(self, token: int) -> bool:
        """Return whether no phrase may cross the gap before the token.

        Latin phrases cross commas and quotes, CJK ones a single space, and neither the end of a sentence.
        """
        gap = self.gaps[token]
        return gap > Gap.SPACE and (gap > Gap.LIGHT or is_cjk(self.tokens[token]) or is_cjk(self.tokens[token - 1]))

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Yield the longest runs of tokens that phrases do not cross, as (first, index after the last)."""
        borders = [0, *(at for at in range(1, len(self.tokens)) if self.breaks(at)), len(self.tokens)]
        return pairwise(borders)

    def gap(self, token: int) -> Gap:
        """Return the gap before the token."""
        return Gap(self.gaps[token])

    def in_capitals(self, token: int) -> bool:
        """Return whether the token is written entirely in capitals."""
        capitals = CAPITAL_WORD.match(self.original, self.begins[token])
        return capitals is not None and capitals.end() >= self.ends[token]


def read(original: str) -> Text:
    """Fold a plain text and split it into tokens; a blank line separates blocks."""
    folded, offsets = fold_with_offsets(original)
    pieces = TOKEN.split(folded)
    between, spelled = pieces[:-1:2], pieces[1::2]
    borders = tuple(accumulate(map(len, pieces)))
    begins, ends = borders[:-1:2], borders[1::2]
    if offsets is not None:
        starts, stops = offsets
        begins = tuple([starts[begin] for begin in begins])
        ends = tuple([stops[end - 1] for end in ends])
        between = list(map(original.__getitem__, map(slice, (0, *ends), begins)))
    # The dots of an abbreviation are dropped: "u.s." becomes "us"; a code keeps its dots.
    tokens = tuple([each if "." not in each or not each[0].isalpha() else each.replace(".", "") for each in spelled])
    return Text(original, tokens, begins, ends, _gaps(original, between, begins, ends))


MAX_SHORT_LENGTH = 24
_read_short = lru_cache(maxsize=4_096)(read)
"""A cache, because the same words are read repeatedly: at startup, and for every suggestion."""


def read_word(word: str) -> Text:
    """Return a word as tokens, from a cache if it is short."""
    return _read_short(word) if len(word) <= MAX_SHORT_LENGTH else read(word)


def parts(text: Text) -> list[tuple[int, str]]:
    """Return the offset and the text of each stretch within which a phrase can be found."""
    places = [(text.begins[first], text.ends[after - 1]) for first, after in text.stretches() if first < after]
    return [(begin, text.original[begin:end]) for begin, end in places]


def characters(text: Text) -> list[Text]:
    """Return each token of a text as a text."""
    return [read(text.original[begin:end]) for begin, end in zip(text.begins, text.ends, strict=True)]


def fold(text: str) -> str:
    """Return the text without differences of case, width, diacritics and Han variants."""
    return _fold_alike(text) or fold_with_offsets(text)[0]


def fold_with_offsets(text: str) -> tuple[str, tuple[list[int], list[int]] | None]:
    """Return the folded text, and for each of its code points the start and end offsets of its origin.

    The end is exclusive. The offsets are None if no code point moved.
    """
    folded = _fold_alike(text)
    if folded is not None:
        return folded, None
    segments = SEGMENT.findall(text)
    parts = list(map(_fold_string, segments))
    begins: list[int] = []
    ends: list[int] = []
    at = 0
    for part, segment in zip(parts, segments, strict=True):
        begins.extend([at] * len(part))
        at += len(segment)
        ends.extend([at] * len(part))
    return "".join(parts), (begins, ends)


def _fold_alike(text: str) -> str | None:
    """Return the folded text if every character folds to one character, else None."""
    if text.isascii():
        return text.lower()
    folded = text.translate(ALONE)
    return folded if len(folded) == len(text) else None


def is_cjk(token: str) -> bool:
    """Return whether a token is one CJK character (Han, kana or hangul), found inside running text."""
    return CJK_CHARACTER.match(token) is not None


def shouts(text: Text) -> bool:
    """Return whether a text of four words or more is all in capitals, so that its capitals prove nothing."""
    words = [token for token, begin in enumerate(text.begins) if text.original[begin].isalpha()]
    return len(words) >= 4 and all(map(text.in_capitals, words))


# ---- sentences -------------------------------------------------------------------------------------

# Matched on the original: folding turns … into three dots and full-width stops into Latin ones.
MAY_END = re.compile(r"[.!?…]+|[。！？｡．‼⁇⁈⁉]+|[\n\u2029]")
SENTENCE_END = re.compile(r"""[.!?…]++[)\]}"'”’»]*+(?=\s++(?P<next>\S))|[。！？｡．‼⁇⁈⁉]+|\n\s*\n|\u2029""")
# Capitals and numbers follow titles and references within their sentence.
ABBREVIATIONS = frozenset(
    "adm approx art assn assoc bros co col corp dept dist dr etc fig gen gov hon inc jr llc lt ltd messrs mr mrs ms "
    "mt no nos para pars ph.d prof pt pte pty rep reps rev sec sen sens sgt sr st subpt supp u.s.c viz vol vs "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)


def _ends_between(original: str, before: str, end: int, begin: int) -> bool:
    """Return whether a sentence ends between the token ``before``, which ends at ``end``, and the one at ``begin``."""
    passed = end
    for candidate in MAY_END.finditer(original, end, begin):
        if candidate.start() >= passed and (match := SENTENCE_END.match(original, candidate.start())) is not None:
            if _ends_sentence(match, before if match.start() == end else ""):
                return True
            passed = match.end()
    return False


def _ends_sentence(match: re.Match[str], before: str) -> bool:
    """Return whether a stop ends its sentence, unlike in ``U.S. Trade``, ``No. 5``, ``J. Smith`` or ``cf. above``."""
    following = match.group("next")
    if following is None:
        return True
    if following.islower():
        return False
    if match.group() != "." or not before.isalpha() or is_cjk(before):
        return True
    return len(before) > 1 and before.lower() not in ABBREVIATIONS


# ---- gaps ------------------------------------------------------------------------------------------

# Middle dots and hyphens join one name (テキサス・インスツルメンツ, 欧盟-南方共同市场).
_SPACE = regex.compile(r"[ \n\u3000\u00a0・･·‧％%_＿\p{Pd}]")
_LIGHT = regex.compile(r"""[\s,，、.・･·‧•'’‘‚‛"“”„«»‹›「」『』＂＇`´/&＆+＋％%_＿$€£¥\p{Pd}\p{Cf}\p{M}]*""")


_MAY_END = 0b1000
"""A flag added to a gap: it has a mark that may end a sentence."""


def _gaps(original: str, between: Iterable[str], begins: Sequence[int], ends: Sequence[int]) -> bytes:
    gaps = bytearray(map(_gap, between))
    if gaps:
        gaps[0] = Gap.END
    for at in [at for at, gap in enumerate(gaps) if gap & _MAY_END]:
        before = original[begins[at - 1] : ends[at - 1]] if at else ""
        gaps[at] = Gap.END if _ends_between(original, before, ends[at - 1], begins[at]) else gaps[at] & ~_MAY_END
    return bytes(gaps)


@lru_cache(maxsize=10_000)
def _gap(between: str) -> int:
    """Return the gap that a text between two tokens is, with _MAY_END."""
    visible = INVISIBLE.sub("", between)
    if not visible:
        gap = Gap.NONE
    elif _SPACE.fullmatch(visible):
        gap = Gap.SPACE
    else:
        gap = Gap.LIGHT if _LIGHT.fullmatch(visible) else Gap.HEAVY
    return gap | _MAY_END if MAY_END.search(between) else gap


# ---- folding ---------------------------------------------------------------------------------------

CJK = (
    "\u3005-\u3007\u3040-\u3098\u309b-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # kana, 々〆〇, the long-vowel mark
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\uac00-\ud7af"  # hangul
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer, which have no spaces between words either
)
# Vowel signs and the like, which are part of a word: करोड़ is not कर.
_SIGNS = "".join(chr(code) for code in range(0x0900, 0x0E00) if unicodedata.category(chr(code)).startswith("M"))
CJK_CHARACTER = re.compile(f"[{CJK}]")
# Zero-width, soft-hyphen and bidi controls.
INVISIBLE = regex.compile(r"[\p{Cf}\u034F\u115F\u1160\u3164\uFE00-\uFE0F]+")
# A word may follow a CJK character without a space (新型AI).
CAPITAL_WORD = re.compile(rf"(?<![^\W_{CJK}\uff66-\uff9f])[A-ZＡ-Ｚ][A-Z0-9.Ａ-Ｚ０-９]*(?![a-z])")


# What may combine with the character before it: marks, controls, jamo, voicing.
_MELTING = r"\p{M}\p{Cf}\u115f-\u11ff\u3131-\u318e\uff9e\uff9f\uffa0-\uffdc\U00010000-\U0001ffff\U000e0000-\U0010ffff"
MELTS = regex.compile(f"[{_MELTING}]")
SEGMENT = regex.compile(rf"[^{_MELTING}]?[{_MELTING}]+|[^{_MELTING}]", regex.DOTALL)
# One group, so that split() returns gaps and tokens in turn; the most common kinds of token come first.
TOKEN = re.compile(
    rf"""(
    [a-z]{{2,}}+(?![0-9\x80-\U0010ffff])
    |[\u3040-\u3098\u4e00-\u9fff]
    |(?=[a-z0-9])(?:
        (?<![\w.])[a-z](?:\.[a-z])+(?!\w)\.?
        |\d[a-z]\d{{3}}(?:\.[a-z0-9]{{1,3}}(?![^\W{CJK}]))*(?![^\W{CJK}])
        |\d+(?:\.\d+)+(?![^\W\d_{CJK}])
        |[a-z0-9]++(?![\x80-\U0010ffff])
    )
    |[{CJK}]
    |(?:[^\W_{CJK}]|[{_SIGNS}])+
    |%(?:(?<=[0-9]%)|(?<=[0-9]\ %))
    |[$€£¥](?=\ ?[0-9])
    )""",
    re.VERBOSE,
)
_PLAIN = str.maketrans(
    {
        "ё": "е",  # Cyrillic
        **dict.fromkeys((*map(chr, range(0x064B, 0x0660)), "\u0640", "\u0670")),  # Arabic vowels and stretching
        "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i",
        "’": "'", "‘": "'", "ʼ": "'", "＇": "'", "‛": "'", "′": "'",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "－": "-", "﹣": "-",
    }
)  # fmt: skip
_HAN = {ord(pair[0]): pair[1] for pair in read_lines("watchers.text", "han.txt")}
_LATIN_MARKS = regex.compile(r"([\p{Latin}\p{Greek}]\p{M}*?)[\u0300-\u036F]+")


class _Alone(dict[int, str | None]):
    """A cache from a code point to the one character that it folds to, computed on first use.

    None if it folds to no or several characters or may combine with the one before it; None removes it, so the
    text gets shorter and is folded by segments instead.
    """

    def __missing__(self, code: int) -> str | None:
        folded = _fold_string(chr(code))
        self[code] = alone = folded if len(folded) == 1 and MELTS.match(chr(code)) is None else None
        return alone


ALONE = _Alone()


@lru_cache(maxsize=4096)
def _fold_string(text: str) -> str:
    """Apply every folding step, and repeat them all until nothing changes; this defines folding."""
    while True:
        folded = INVISIBLE.sub("", text).translate(_PLAIN)
        folded = unicodedata.normalize("NFKC", folded).casefold()
        folded = _LATIN_MARKS.sub(r"\1", unicodedata.normalize("NFD", folded))
        folded = unicodedata.normalize("NFC", folded).translate(_PLAIN).translate(_HAN)
        if folded == text:
            return folded
        text = folded


# ---- phrases ---------------------------------------------------------------------------------------


class Phrases:
    """Finds which of many sequences of two or more tokens may be in a text. Changed in place.

    Only the length of a sequence is filed under its first two tokens: one look-up for each pair of
    neighbors in a text leaves few places to examine, whatever the number of sequences.
    """

    __slots__ = ("_lengths",)

    def __init__(self) -> None:
        self._lengths: dict[Tokens, int | dict[int, int]] = {}
        """For each pair, the one length of the sequences that begin with it, or several lengths with their counts."""

    def add(self, *phrases: Tokens) -> None:
        """Add sequences; each may be added several times."""
        for phrase in phrases:
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
