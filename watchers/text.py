"""A text as the matcher sees it: folded tokens, and where each stands in the words the reader sees.

Items and rules go through the same folding, so that a rule finds what a reader would call the same
word: any case, any width, Traditional, Simplified and Japanese forms of a Han character, with and
without Latin diacritics. Laws: ``fold(fold(t)) == fold(t)``; every token's place lies in the original.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate

import regex

from watchers import han


class Gap(IntEnum):
    """What stands between a token and the one before it, in one field."""

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


GAP_MASK = 0b111
CAPITALS = 0b1000


@dataclass(frozen=True, slots=True)
class Text:
    """A text and its tokens; made by ``read``, equal for equal originals."""

    original: str
    tokens: tuple[str, ...]
    """Folded: a Latin word, a number or code (``8542.31.0001``, ``3b001``), or one CJK character."""
    begins: tuple[int, ...]
    """Offset of each token's first code point in the original."""
    ends: tuple[int, ...]
    """Offset behind each token's last."""
    marks: bytes
    """One byte a token: the ``Gap`` before it (``GAP_MASK``), and whether it was in ``CAPITALS``."""

    def gap(self, token: int) -> Gap:
        """What stands before the token; the first has ``Gap.END``."""
        return Gap(self.marks[token] & GAP_MASK)

    def in_capitals(self, token: int) -> bool:
        """Written wholly in capitals, where that proves something."""
        return bool(self.marks[token] & CAPITALS)

    def sentences(self) -> list[int]:
        """The number of each token's sentence, from 1."""
        return list(accumulate((mark & GAP_MASK) == Gap.END for mark in self.marks))


def read(original: str) -> Text:
    """Folds a text and cuts it into tokens. Plain text in; a blank line is a block's border."""
    folded, offsets = fold_with_offsets(original)
    matches = list(TOKEN.finditer(folded))
    if not matches:
        return Text(original, (), (), (), b"")
    tokens = [match[0].replace(".", "") if match.lastgroup else match[0] for match in matches]
    begins, ends = zip(*[match.span() for match in matches], strict=True)
    if offsets is not None:
        starts, behind = offsets
        begins = tuple([starts[begin] for begin in begins])
        ends = tuple([behind[end - 1] for end in ends])
    return Text(original, tuple(tokens), begins, ends, _marks(original, begins, ends))


def _marks(original: str, begins: tuple[int, ...], ends: tuple[int, ...]) -> bytes:
    """The gap before each token, and its capitals."""
    between = map(original.__getitem__, map(slice, (0, *ends), begins))
    marks = bytearray(map(GAPS.__getitem__, between))
    marks[0] = Gap.END
    for border in _borders(original):
        at = bisect_left(begins, border)
        if at < len(marks):
            marks[at] = Gap.END
    for match in CAPITAL_WORD.finditer(original):
        at = bisect_left(begins, match.start())
        if at < len(begins) and begins[at] == match.start() and ends[at] <= match.end():
            marks[at] |= CAPITALS
    return bytes(marks)


def fold(text: str) -> str:
    """The text with case, width, diacritics and Han variants taken away."""
    return fold_with_offsets(text)[0]


def fold_with_offsets(text: str) -> tuple[str, tuple[list[int], list[int]] | None]:
    """The folded text, and where each of its code points came from: first offset, offset behind.

    None stands for the identity: nothing moved.
    """
    if text.isascii():
        return text.lower(), None
    if UNSTABLE.search(text) is None:
        parts = list(map(FOLDED.__getitem__, text))
        folded = "".join(parts)
        if len(folded) == len(text) and "" not in parts:
            return folded, None
        lengths = [1] * len(parts)
    else:
        segments = SEGMENT.findall(text)
        parts = list(map(_fold_segment, segments))
        folded = "".join(parts)
        lengths = list(map(len, segments))
    begins: list[int] = []
    ends: list[int] = []
    at = 0
    for part, length in zip(parts, lengths, strict=True):
        begins.extend([at] * len(part))
        ends.extend([at + length] * len(part))
        at += length
    return folded, (begins, ends)


def is_cjk(token: str) -> bool:
    """Whether a token is one CJK character: Han, kana or hangul, found inside running text."""
    return CJK_CHARACTER.match(token) is not None


def shouts(text: Text) -> bool:
    """Whether a text is written all in capitals, so that capitals prove nothing in it."""
    words = [token for token, begin in enumerate(text.begins) if text.original[begin].isalpha()]
    latin = [token for token in words if not is_cjk(text.tokens[token])]
    return len(latin) >= 4 and len(latin) == len(words) and all(text.marks[token] & CAPITALS for token in latin)


# ---- sentences -------------------------------------------------------------------------------------

# Marked on the original: folding turns … into three dots and full-width stops into Latin ones.
MAY_END = re.compile(r"[.!?…。！？｡．‼⁇⁈⁉\n\u2029]")
SENTENCE_END = re.compile(r"""[.!?…]+[)\]}"'”’»]*(?=\s+(?P<next>\S))|[。！？｡．‼⁇⁈⁉]+|\n\s*\n|\u2029""")
WORD_BEFORE = re.compile(r"[^\W\d_][^\W\d_.]*(?:\.[^\W\d_]+)*\Z")
# Titles and references are followed by capitals and numbers inside their sentence.
ABBREVIATIONS = frozenset(
    "adm approx art assn assoc bros co col corp dept dist dr etc fig gen gov hon inc jr llc lt ltd messrs mr mrs ms "
    "mt no nos para pars ph.d prof pt pte pty rep reps rev sec sen sens sgt sr st subpt supp u.s.c viz vol vs "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)


def _borders(original: str) -> Iterator[int]:
    """The offsets behind all sentence ends."""
    passed = 0
    for candidate in MAY_END.finditer(original):
        if candidate.start() >= passed and (match := SENTENCE_END.match(original, candidate.start())) is not None:
            passed = match.end()
            if _ends_sentence(original, match):
                yield passed


def _ends_sentence(original: str, match: re.Match[str]) -> bool:
    """Whether a stop ends its sentence; ``U.S. Trade``, ``No. 5``, ``J. Smith`` and ``cf. above`` do not."""
    following = match.group("next")
    if following is None:
        return True
    if following.islower():
        return False
    if match.group() != ".":
        return True
    before = WORD_BEFORE.search(original, max(0, match.start() - 24), match.start())
    if before is None:
        return True
    word = before.group().lower()
    return word not in ABBREVIATIONS and len(word.rpartition(".")[2]) > 1


# ---- gaps ------------------------------------------------------------------------------------------

# Middle dots and hyphens join one name (テキサス・インスツルメンツ, 欧盟-南方共同市场).
_SPACE = regex.compile(r"[ \n\u3000\u00a0・･·‧％%\p{Pd}]")
_LIGHT = regex.compile(r"""[\s,，、.・･·‧•'’‘‚‛"“”„«»‹›「」『』＂＇`´/&＆+＋％%$€£¥\p{Pd}\p{Cf}\p{M}]*""")


class _Gaps(dict[str, int]):
    """What stands between two tokens to its Gap, worked out when it is first met."""

    def __missing__(self, between: str) -> int:
        if len(self) > 10_000:
            self.clear()
        self[between] = gap = _gap(between)
        return gap


def _gap(between: str) -> Gap:
    visible = INVISIBLE.sub("", between)
    if not visible:
        return Gap.NONE
    if _SPACE.fullmatch(visible):
        return Gap.SPACE
    return Gap.LIGHT if _LIGHT.fullmatch(visible) else Gap.HEAVY


GAPS = _Gaps()


# ---- folding ---------------------------------------------------------------------------------------

CJK = (
    "\u3005-\u3007\u3040-\u3098\u309b-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # kana, 々〆〇, the long-vowel mark
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\uac00-\ud7af"  # hangul
)
CJK_CHARACTER = re.compile(f"[{CJK}]")
# Zero-width, soft-hyphen and bidi controls.
INVISIBLE = regex.compile(r"[\p{Cf}\u034F\u115F\u1160\u3164\uFE00-\uFE0F]+")
CAPITAL_WORD = re.compile(r"(?<![^\W_])[A-ZＡ-Ｚ][A-Z0-9.Ａ-Ｚ０-９]*(?![a-z])")


def _melting() -> str:
    """What may melt into the character before it, as a character class: marks, controls, jamo, voicing."""
    codes = [
        code
        for code in range(0x80, 0x10000)
        if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me", "Cf")
        or 0x115F <= code <= 0x11FF
        or 0x3131 <= code <= 0x318E
        or code in (0xFF9E, 0xFF9F)
        or 0xFFA0 <= code <= 0xFFDC
    ]
    known = set(codes)
    starts = [code for code in codes if code - 1 not in known]
    ends = [code for code in codes if code + 1 not in known]
    ranges = "".join(f"\\u{start:04x}-\\u{end:04x}" for start, end in zip(starts, ends, strict=True))
    return ranges + "\\U00010000-\\U0001ffff\\U000e0000-\\U0010ffff"


_MELTING = _melting()
UNSTABLE = re.compile(f"[{_MELTING}]")
"""Texts with one of these are folded by segments, not by characters."""
SEGMENT = re.compile(rf"[^{_MELTING}]?[{_MELTING}]+|[^{_MELTING}]", re.DOTALL)
TOKEN = re.compile(
    rf"""[{CJK}]
    |(?=[a-z]\.)(?P<dotted>(?<![\w.])[a-z](?:\.[a-z])+(?!\w)\.?)
    |(?=\d)(?:
        \d[a-z]\d{{3}}(?:\.[a-z0-9]{{1,3}}(?![^\W{CJK}]))*(?![^\W{CJK}])
        |\d+(?:\.\d+)+(?![^\W\d_{CJK}])
    )
    |[^\W_{CJK}]+""",
    re.VERBOSE,
)
_PLAIN = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i",
        "’": "'", "‘": "'", "ʼ": "'", "＇": "'", "‛": "'", "′": "'",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "－": "-", "﹣": "-",
    }
)  # fmt: skip
_HAN = str.maketrans(han.FROM, han.TO)
_LATIN_MARKS = regex.compile(r"(\p{Latin}\p{M}*?)[\u0300-\u036F]+")


class _FoldedCharacters(dict[str, str]):
    """A character to its folded form, worked out when it is first met."""

    def __missing__(self, character: str) -> str:
        self[character] = folded = _fold_string(character)
        return folded


@lru_cache(maxsize=4096)
def _fold_segment(segment: str) -> str:
    return _fold_string(segment)


def _fold_string(text: str) -> str:
    """The definition: every step, the whole again until nothing changes."""
    while True:
        folded = INVISIBLE.sub("", text).translate(_PLAIN)
        folded = unicodedata.normalize("NFKC", folded).casefold()
        folded = _LATIN_MARKS.sub(r"\1", unicodedata.normalize("NFD", folded))
        folded = unicodedata.normalize("NFC", folded).translate(_PLAIN).translate(_HAN)
        if folded == text:
            return folded
        text = folded


FOLDED = _FoldedCharacters()
