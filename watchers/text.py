"""A text as the matcher sees it: folded tokens, and where each stands in the words the reader sees.

Items and rules go through the same folding, so that a rule finds what a reader would call the same
word: any case, any width, Traditional, Simplified and Japanese forms of a Han character, with and
without Latin diacritics. Laws: ``fold(fold(t)) == fold(t)``; every token's place lies in the original.
"""

from __future__ import annotations

import re
import unicodedata
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
    borders = [match.end() for match in SENTENCE_END.finditer(original) if _ends_sentence(original, match)]
    borders.append(len(original) + 1)
    tokens: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    marks = bytearray()
    last_end, next_border, passed = 0, 0, True
    for match in TOKEN.finditer(folded):
        begin, end = match.span()
        if offsets is not None:
            begin, end = offsets[0][begin], offsets[1][end - 1]
        while borders[next_border] <= begin:
            next_border += 1
            passed = True
        gap = Gap.END if passed else _gap(original[last_end:begin])
        passed = False
        surface = original[begin:end]
        token = match.group()
        tokens.append(token.replace(".", "") if match.lastgroup else token)
        begins.append(begin)
        ends.append(end)
        marks.append(gap | (CAPITALS if surface.isupper() else 0))
        last_end = end
    return Text(original, tuple(tokens), tuple(begins), tuple(ends), bytes(marks))


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
        parts = [FOLDED[character] for character in text]
        folded = "".join(parts)
        if len(folded) == len(text) and "" not in parts:
            return folded, None
        lengths = [1] * len(parts)
    else:
        segments = SEGMENT.findall(text)
        parts = [_fold_segment(segment) for segment in segments]
        folded = "".join(parts)
        lengths = [len(segment) for segment in segments]
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
SENTENCE_END = re.compile(r"""[.!?…]+[)\]}"'”’»]*(?=\s+(?P<next>\S))|[。！？｡．‼⁇⁈⁉]+|\n\s*\n|\u2029""")
WORD_BEFORE = re.compile(r"[^\W\d_][^\W\d_.]*(?:\.[^\W\d_]+)*\Z")
# Titles and references are followed by capitals and numbers inside their sentence.
ABBREVIATIONS = frozenset(
    "adm approx art assn assoc bros co col corp dept dist dr etc fig gen gov hon inc jr llc lt ltd messrs mr mrs ms "
    "mt no nos para pars ph.d prof pt pte pty rep reps rev sec sen sens sgt sr st subpt supp u.s.c viz vol vs "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)


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


@lru_cache(maxsize=4096)
def _gap(between: str) -> Gap:
    if not between:
        return Gap.NONE
    visible = INVISIBLE.sub("", between)
    if not visible:
        return Gap.NONE
    if _SPACE.fullmatch(visible):
        return Gap.SPACE
    return Gap.LIGHT if _LIGHT.fullmatch(visible) else Gap.HEAVY


# ---- folding ---------------------------------------------------------------------------------------

CJK = (
    "\u3005-\u3007\u3040-\u3098\u309b-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # kana, 々〆〇, the long-vowel mark
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\uac00-\ud7af"  # hangul
)
CJK_CHARACTER = re.compile(f"[{CJK}]")
# Zero-width, soft-hyphen and bidi controls.
INVISIBLE = regex.compile(r"[\p{Cf}\u034F\u115F\u1160\u3164\uFE00-\uFE0F]+")
# What may melt into the character before it: such texts are folded by segments, not by characters.
_MELTING = r"\p{M}\p{Cf}\u115F-\u11FF\u3131-\u318E\uFF9E\uFF9F\uFFA0-\uFFDC"
UNSTABLE = regex.compile(f"[{_MELTING}]")
SEGMENT = regex.compile(rf"[^{_MELTING}]?[{_MELTING}]+|[^{_MELTING}]")
TOKEN = re.compile(
    rf"""[{CJK}]
    |(?P<dotted>(?<![\w.])[a-z](?:\.[a-z])+(?!\w)\.?)
    |\d[a-z]\d{{3}}(?:\.[a-z0-9]{{1,3}}(?![^\W{CJK}]))*(?![^\W{CJK}])
    |\d+(?:\.\d+)+(?![^\W\d_{CJK}])
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
