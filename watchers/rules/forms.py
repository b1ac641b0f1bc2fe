"""English words: their forms (tariff, tariffs, tariffed), and those that a misspelled word may mean (tarrifs).

Only rules use forms: the index files a bare word under all of them, and items are never lemmatized.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby

from watchers.entities import ORDINARY, WORD, Alias, Catalog, Tokens

OWN_WORDS = frozenset(
    "customs goods dumping shipping media means news arms works better politics economics logistics electronics "
    "overseas headquarters series species".split()
)
"""Words that are not a form of another word, whatever their ending suggests."""

FUNCTION_WORDS = frozenset(
    "a am an and any as at be both but by did do does else ever few for from had has he her hers him his how i if in "
    "into is it its less me more most much must my no nor not of off on once onto or our ours out over own per same "
    "she so some such than that the thee them then they this thou thy to too up upon us very via was we were what "
    "when who whom whose why with yes yet you your yours".split()
)
"""Words without forms, missing from the dictionary."""

_ONLY_VERBS = frozenset(
    "banning blocking buying curbing cutting exporting importing investing licensing lifting negotiating raising "
    "selling smuggling stockpiling".split()
)
"""Words in -ing that the dictionary has as nouns, too: exportings."""

_VOWELS = frozenset("aeiou")

_SPELLINGS = tuple(
    (re.compile(f"([a-z]{{{letters},}}){typed}({rest})"), other)
    for letters, british, american, rest in (
        (3, "is", "iz", "e|er|ing|ation"),
        (3, "our", "or", "|ed|ing|al"),
        (3, "tre", "ter", ""),  # codespell:ignore
        (2, "bre", "ber", ""),
        (3, "ence", "ense", ""),
        (4, "ogue", "og", ""),
        (4, "amme", "am", ""),
        (3, "ell", "el", "|ing"),
        (0, "sulph", "sulf", "[a-z]+"),
        (0, "grey", "gray", ""),
        (0, "mould", "mold", "|ing"),  # codespell:ignore
    )
    for typed, other in ((british, american), (american, british))
)
"""British and American spellings after a number of letters, and what may follow them: `organise`, organization."""


@dataclass(frozen=True, slots=True)
class Forms:
    """English words and their forms, as read by ``load``."""

    by_word: Mapping[str, tuple[str, ...]]
    """All forms of a word, the word itself first; sets would take 8 MB more."""
    words_of: Mapping[str, tuple[str, ...]]
    """The words that a form belongs to."""

    def is_word(self, token: str) -> bool:
        """Return whether a folded token is an English word in any of its forms."""
        return token in self.by_word or token in self.words_of or token in FUNCTION_WORDS

    def of(self, word: str) -> frozenset[str]:
        """Return all forms of a folded Latin word given in any of its forms; the word itself is included."""
        if not word.isascii() or not word.isalpha() or len(word) < 3:
            return frozenset((word,))
        if word in OWN_WORDS:
            return frozenset((word,))
        known = {word, *self.words_of.get(word, ())}
        known |= {other for each in known for other in _other_spellings(each) if other in self.by_word}
        found = frozenset((word,)).union(*(self.by_word.get(base, (base,)) for base in known))
        return found if len(found) > 1 else frozenset((word, *_regular_forms(word)))


@lru_cache(maxsize=4_096)
def _other_spellings(word: str) -> tuple[str, ...]:
    """Return what a word is in British or American spelling; some are not words."""
    found = ((pattern.fullmatch(word), other) for pattern, other in _SPELLINGS)
    return tuple(f"{match[1]}{other}{match[2]}" for match, other in found if match)


@cache
def load() -> Forms:
    """Read the data file once and cache the result; this takes about 0.1 seconds."""
    by_word: dict[str, tuple[str, ...]] = {}
    words_of: dict[str, tuple[str, ...]] = {}
    for line in files("watchers.rules").joinpath("data", "english_forms.txt").read_text("ascii").splitlines():
        word, *others = forms = tuple(line.split(" "))
        by_word[word], alone = forms, (word,)
        for form in others:
            words_of[form] = (*words_of[form], word) if form in words_of else alone
    # The verb (rule) finds its noun in -ing (a ruling), but the noun means only itself when typed.
    return Forms(by_word, {form: words for form, words in words_of.items() if not _is_noun(form, by_word)})


def spelled_forms(word: str) -> frozenset[str]:
    """Return every spelling that could be a plural, -s, -ed or -ing of the word; some are not words."""
    stem = word[:-1]
    found = {word + ending for ending in ("s", "es", "ed", "ing")}
    if word.endswith("e"):
        found |= {word + "d", stem + "ing"}
    if word.endswith("ie"):
        found.add(word[:-2] + "ying")
    if word.endswith("y"):
        found |= {stem + "ies", stem + "ied"}
    if word.endswith("is"):
        found.add(word[:-2] + "es")
    if word.endswith("f"):
        found.add(stem + "ves")
    if word.endswith("fe"):
        found.add(word[:-2] + "ves")
    if word[-1] not in _VOWELS:
        found |= {word + word[-1] + ending for ending in ("ed", "ing", "es")}
    return frozenset(found)


def _regular_forms(word: str) -> tuple[str, ...]:
    """Return the regular forms of a word that is missing from the dictionary (chiplet, chiplets)."""
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        base = _singular(word)
        return (base, *_regular_forms(base))
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return (word + "es", word + "ed", word + "ing")
    if word.endswith("y") and word[-2] not in _VOWELS:
        return (word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    if word.endswith("e"):
        return (word + "s", word + "d", word[:-1] + "ing")
    return (word + "s", word + "ed", word + "ing")


def _is_noun(form: str, by_word: Mapping[str, tuple[str, ...]]) -> bool:
    return form not in _ONLY_VERBS and form.endswith("ing") and form + "s" in by_word.get(form, ())


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def base_names(token: str, catalog: Catalog) -> list[Alias]:
    """Return the names of which a word is another form: of words of trade in any form, of topics and products in -s."""
    if (token,) in catalog.by_tokens:
        return []
    known = load()
    bases = known.words_of.get(token, ())

    def is_meant(alias: Alias) -> bool:
        (name,) = alias.tokens
        entity = catalog.entities[alias.entity]
        in_number = entity.kind in ORDINARY and (_is_plural(token, name) or _is_plural(name, token))
        return alias.tokens not in entity.only_read and (in_number or (entity.kind == WORD and name in bases))

    others = sorted(known.of(token) - {token})
    return [alias for word in others for alias in catalog.by_tokens.get((word,), ()) if is_meant(alias)]


def _is_plural(word: str, singular: str) -> bool:
    return word in (f"{singular}s", f"{singular}es", f"{singular[:-1]}ies")


# ---- misspelled words -------------------------------------------------------------------------------

_MIN_LETTERS = 4
"""Letters of a word that may be misspelled."""
_SHORT = 5
"""Letters up to which a word that begins with a capital is a name, and no other word with a wrong letter: Talos."""
_LONG = 8
"""Letters from which an ordinary word is mended: shorter ones are often names."""
_ENDS_COMPOUNDS = ("maker", "makers", "builder", "builders")
_MIN_COMPOUND = 7
"""Letters of two words that may be one: shorter ones are often words beside each other, such as in put."""
_KATAKANA = re.compile("[ァ-ヺー]{5,}")
_V_SOUNDS = {"ヴァ": "バ", "ヴィ": "ビ", "ヴェ": "ベ", "ヴォ": "ボ", "ヴ": "ブ"}
_V = re.compile("ヴ[ァィェォ]?")
_IN_KATAKANA = {hiragana: hiragana + ord("ア") - ord("あ") for hiragana in range(ord("ぁ"), ord("ゖ") + 1)}


def _in_katakana(typed: str) -> str:
    """Return hiragana in katakana, and the sounds of a v as most names have them: ヴィ as ビ."""
    return _V.sub(lambda match: _V_SOUNDS[match[0]], typed.translate(_IN_KATAKANA))


def likely_names(tokens: Tokens, catalog: Catalog, *, capital: bool) -> Iterator[str]:
    """Yield what may be meant by a word that is neither English nor in the catalog: the first word of a name.

    ``capital`` is whether the word begins with a capital letter.
    """
    typed = "".join(tokens)
    if (name := tuple(_in_katakana(typed))) != tokens and name in catalog.by_tokens:
        yield "".join(name)
        return
    if _KATAKANA.fullmatch(typed):
        written = {"".join(name) for name in catalog.by_tokens if name[0] == tokens[0] and len(name) < len(typed) + 2}
    elif len(tokens) == 1 and typed.isascii() and typed.isalpha() and len(typed) >= _MIN_LETTERS:
        is_name = typed in catalog.lengths or typed.removesuffix("s") in catalog.lengths
        is_known = is_name or typed.upper() in catalog.tickers or load().is_word(typed)
        written = set() if is_known else set(catalog.lengths)
    else:
        return
    near = sorted(name for name in written if _is_near(typed, name) and name.isalpha())
    if capital and len(typed) <= _SHORT:
        near = [name for name in near if _has_order_wrong(typed, name) or not load().is_word(name)]
    yield from near


def likely_seconds(first: str, typed: str, catalog: Catalog) -> list[str]:
    """Return the second words of names of two words that a word which is neither English nor a name may mean."""
    if len(typed) < _MIN_LETTERS or not (typed.isascii() and typed.isalpha()) or load().is_word(typed):
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
        len(typed) <= (_SHORT if capital else _MIN_LETTERS)
        or not (typed.isascii() and typed.isalpha())
        or load().is_word(typed)
    ):
        return False
    return any(_is_near(typed, word) for word in words)


def is_compound(first: str, second: str) -> bool:
    """Return whether two words in small letters are one English word without the space: car makers."""
    both = (first, second)
    is_short = min(map(len, both)) < 3 or len(first + second) < _MIN_COMPOUND
    if is_short or not (first + second).islower() or any(word in FUNCTION_WORDS for word in both):
        return False
    return load().is_word(first + second) or (second in _ENDS_COMPOUNDS and load().is_word(first))


def is_unknown(typed: str) -> bool:
    """Return whether a word of Latin letters is not English."""
    return typed.isascii() and typed.isalpha() and not load().is_word(typed.lower())


@lru_cache(maxsize=256)
def words_like(typed: str) -> tuple[str, ...]:
    """Return the English words with any one letter for each question mark: licen?e."""
    if not re.fullmatch(r"[a-z]+(?:\?[a-z]+)+", typed):
        return ()
    pattern = re.compile(typed.replace("?", "[a-z]"))
    return tuple(sorted(word for word in load().by_word if pattern.fullmatch(word)))


@lru_cache(maxsize=4_096)
def likely_word(typed: str) -> str:
    """Return the one English word that a long word which is not English may mean; "" if there is none, or several."""
    if len(typed) < _LONG or not (typed.isascii() and typed.isalpha()) or load().is_word(typed):
        return ""
    found = [word for word in _long_words().get(typed[:2], ()) if _is_near(typed, word)]
    found = [word for word in found if _has_order_wrong(typed, word)] or found
    return found[0] if len({load().of(word) for word in found}) == 1 else ""


@lru_cache(maxsize=1)
def _long_words() -> dict[str, list[str]]:
    """Return the long English words in all their forms by their first two letters."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in set[str]().union(*load().by_word.values()):
        if len(word) >= _LONG - 1:
            found[word[:2]].append(word)
    return found


def _is_near(typed: str, name: str) -> bool:
    """Return whether one letter, or the order of two neighbors, tells two words apart; doubled letters count once."""
    # The first letter rejects most names at once.
    if name[0] not in typed[:3] or abs(len(typed) - len(name)) > 2 or len(name) < _MIN_LETTERS:
        return False
    one, other = _once(typed), _once(name)
    if _has_order_wrong(typed, name):
        return True
    return one[0] == other[0] and min(len(typed), len(name)) > _MIN_LETTERS and _one_letter_apart(one, other)


def _has_order_wrong(typed: str, name: str) -> bool:
    """Return whether all letters are there: two neighbors are in the wrong order, or one is doubled or not."""
    one, other = _once(typed), _once(name)
    return _is_swapped(one, other) or (one == other and len(typed) > _MIN_LETTERS)


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
