"""Normalize a text before the search for codes: one width, one dash, nothing invisible. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from watchers.text.tokens import INVISIBLE


def level(text: str) -> tuple[str, list[int] | None]:
    """Return the text with half-width characters, one kind of dash and nothing invisible, and its original offsets.

    The offsets, one for each character, are None if no character moved.
    """
    if text.isascii():
        return text, None
    plain = _ODD.sub(lambda odd: _plain(odd[0]), text)
    if INVISIBLE.search(plain) is None:
        return plain, None
    places = [at for at, character in enumerate(plain) if INVISIBLE.match(character) is None]
    return INVISIBLE.sub("", plain), places


# The ranges of spaces, dashes, variants of ASCII and kana, and mathematical digits.
_ODD = re.compile(
    "[\u00a0\u058a\u1806\u2000-\u200a\u2010-\u2015\u202f\u2043\u205f\u2212\u2e17\u2e1a\u2e3a\u2e3b"
    "\u3000\u301c\ufe30-\ufe6f\uff01-\uffee\U0001d400-\U0001d7ff]"
)


@cache
def _plain(character: str) -> str:
    if character in "−⁃" or (unicodedata.category(character) == "Pd" and character not in "〜〰"):
        return "-"
    if character == "〜":
        return "~"
    # Raised and circled digits are footnotes: 8542² is 8542.
    if unicodedata.category(character) == "No":
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character
