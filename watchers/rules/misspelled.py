"""Finds the name that a misspelled word may mean: tmsc, Nvdia, tarrifs, エヌビデア."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import groupby

from watchers.entities import Catalog, Tokens
from watchers.rules import forms

_SHORTEST = 4
_SHORT = 5
"""Letters up to which a word that begins with a capital is a name, and no other word with a wrong letter: Talos."""
_LONG = 8
"""Letters from which an ordinary word is mended: shorter ones are often names."""
_KATAKANA = re.compile("[ァ-ヺー]{5,}")
_IN_KATAKANA = {hiragana: hiragana + ord("ア") - ord("あ") for hiragana in range(ord("ぁ"), ord("ゖ") + 1)}


def likely_names(tokens: Tokens, catalog: Catalog, *, capital: bool) -> Iterator[str]:
    """Yield what may be meant by a word that is neither English nor in the catalog: the first word of a name.

    ``capital`` is whether the word begins with a capital letter.
    """
    typed = "".join(tokens)
    if (name := tuple(typed.translate(_IN_KATAKANA))) != tokens and name in catalog.by_tokens:
        yield "".join(name)
        return
    if _KATAKANA.fullmatch(typed):
        written = {"".join(name) for name in catalog.by_tokens if name[0] == tokens[0] and len(name) < len(typed) + 2}
    elif len(tokens) == 1 and typed.isascii() and typed.isalpha() and len(typed) >= _SHORTEST:
        is_name = typed in catalog.lengths or typed.removesuffix("s") in catalog.lengths
        is_known = is_name or typed.upper() in catalog.tickers or forms.load().is_word(typed)
        written = set() if is_known else set(catalog.lengths)
    else:
        return
    near = sorted(name for name in written if _is_near(typed, name) and name.isalpha())
    if capital and len(typed) <= _SHORT:
        near = [name for name in near if _has_order_wrong(typed, name) or not forms.load().is_word(name)]
    yield from near


def likely_seconds(first: str, typed: str, catalog: Catalog) -> list[str]:
    """Return the second words of names of two words that a word which is neither English nor a name may mean."""
    if len(typed) < _SHORTEST or not (typed.isascii() and typed.isalpha()) or forms.load().is_word(typed):
        return []
    if first not in catalog.lengths or 2 not in catalog.lengths[first]:
        return []
    written = {name[1] for name in catalog.by_tokens if len(name) == 2 and name[0] == first}
    return sorted(name for name in written if name.isalpha() and name != typed and _is_near(typed, name))


def meant_word(typed: str, words: Collection[str], *, capital: bool = False) -> bool:
    """Return whether a word that is not English differs from one of these by a letter.

    ``capital`` is whether it begins with a capital letter: a short one is a name then.
    """
    if (
        len(typed) <= (_SHORT if capital else _SHORTEST)
        or not (typed.isascii() and typed.isalpha())
        or forms.load().is_word(typed)
    ):
        return False
    return any(_is_near(typed, word) for word in words)


@lru_cache(maxsize=256)
def words_like(typed: str) -> tuple[str, ...]:
    """Return the English words with any one letter for each question mark: licen?e."""
    if not re.fullmatch(r"[a-z]+(?:\?[a-z]+)+", typed):
        return ()
    pattern = re.compile(typed.replace("?", "[a-z]"))
    return tuple(sorted(word for word in forms.load().by_word if pattern.fullmatch(word)))


@lru_cache(maxsize=4_096)
def likely_word(typed: str) -> str:
    """Return the one English word that a long word which is not English may mean; "" if there is none, or several."""
    if len(typed) < _LONG or not (typed.isascii() and typed.isalpha()) or forms.load().is_word(typed):
        return ""
    found = [word for word in _long_words().get(typed[:2], ()) if _is_near(typed, word)]
    found = [word for word in found if _has_order_wrong(typed, word)] or found
    return found[0] if len({forms.load().of(word) for word in found}) == 1 else ""


@lru_cache(maxsize=1)
def _long_words() -> dict[str, list[str]]:
    """Return the long English words in all their forms by their first two letters."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in set[str]().union(*forms.load().by_word.values()):
        if len(word) >= _LONG - 1:
            found[word[:2]].append(word)
    return found


def _is_near(typed: str, name: str) -> bool:
    """Return whether one letter, or the order of two neighbors, tells two words apart; doubled letters count once."""
    # The first letter rejects most names at once.
    if name[0] not in typed[:3] or abs(len(typed) - len(name)) > 2 or len(name) < _SHORTEST:
        return False
    one, other = _once(typed), _once(name)
    if _has_order_wrong(typed, name):
        return True
    return one[0] == other[0] and min(len(typed), len(name)) > _SHORTEST and _one_letter_apart(one, other)


def _has_order_wrong(typed: str, name: str) -> bool:
    """Return whether all letters are there: two neighbors are in the wrong order, or one is doubled or not."""
    one, other = _once(typed), _once(name)
    return _is_swapped(one, other) or (one == other and len(typed) > _SHORTEST)


def _once(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word))


def _is_swapped(one: str, other: str) -> bool:
    differs = [at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]]
    if len(one) != len(other) or len(differs) != 2 or differs[1] != differs[0] + 1:
        return False
    first, second = differs
    return one[first] == other[second] and one[second] == other[first]


def _one_letter_apart(one: str, other: str) -> bool:
    """Return whether the words differ by one letter that is another, is missing, or is too many."""
    shorter, longer = sorted((one, other), key=len)
    same = next((at for at, pair in enumerate(zip(shorter, longer, strict=False)) if pair[0] != pair[1]), len(shorter))
    left = len(longer) - len(shorter)
    return left < 2 and shorter[same + 1 - left :] == longer[same + 1 :]
