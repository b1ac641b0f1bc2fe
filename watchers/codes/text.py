"""Normalize a text before the search for codes: one width, one dash, nothing invisible. Pure."""

from __future__ import annotations

import re
import unicodedata

from watchers.text.tokens import INVISIBLE


def level(text: str) -> tuple[str, list[int] | None]:
    """Return the text with half-width characters, one kind of dash and nothing invisible, and its original offsets.

    The offsets, one for each character, are None if no character moved.
    """
    if text.isascii():
        return text, None
    plain = _half_width(text)
    if INVISIBLE.search(plain) is None:
        return plain, None
    places: list[int] = []
    at = 0
    for hidden in INVISIBLE.finditer(plain):
        places.extend(range(at, hidden.start()))
        at = hidden.end()
    places.extend(range(at, len(plain)))
    return INVISIBLE.sub("", plain), places


class _Leveled(dict[str, str]):
    """A cache from a character to its one plain character, computed on first use."""

    def __missing__(self, character: str) -> str:
        self[character] = plain = _level_character(character)
        return plain


_LEVELED = _Leveled()
# The ranges of spaces, dashes, variants of ASCII and kana, and mathematical digits.
_ODD = re.compile(
    "[\u00a0\u058a\u1806\u2000-\u200a\u2010-\u2015\u202f\u2043\u205f\u2212\u2e17\u2e1a\u2e3a\u2e3b"
    "\u3000\u301c\ufe30-\ufe6f\uff01-\uffee\U0001d400-\U0001d7ff]"
)


def _level_character(character: str) -> str:
    # Raised and circled digits are footnotes: 8542² is 8542.
    if character in "−⁃" or (unicodedata.category(character) == "Pd" and character not in "〜〰"):
        return "-"
    if character == "〜":
        return "~"
    if unicodedata.category(character) == "No":
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def _half_width(text: str) -> str:
    odd = set(_ODD.findall(text))
    if len(odd) > 40:
        return "".join(map(_LEVELED.__getitem__, text))
    for character in odd:
        text = text.replace(character, _LEVELED[character])
    return text
