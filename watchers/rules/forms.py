"""The grammatical forms of an English word: tariff, tariffs, tariffed, tariffing.

Only rules use forms: the index files a bare word under all of them, and items are never lemmatized.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

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

_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Forms:
    """English words and their forms, as read by ``load``."""

    by_word: Mapping[str, frozenset[str]]
    """All forms of a word, the word itself included."""
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
        found = frozenset((word,)).union(*(self.by_word.get(base, frozenset((base,))) for base in known))
        return found if len(found) > 1 else frozenset((word, *_regular_forms(word)))


@cache
def load() -> Forms:
    """Read the data file once and cache the result; this takes about 0.1 seconds."""
    by_word: dict[str, frozenset[str]] = {}
    words_of: dict[str, tuple[str, ...]] = {}
    for line in files("watchers.rules").joinpath("data", "english_forms.txt").read_text("ascii").splitlines():
        forms = line.split(" ")
        word = forms[0]
        by_word[word] = frozenset(forms)
        for form in forms[1:]:
            words_of[form] = (*words_of.get(form, ()), word)
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


def _is_noun(form: str, by_word: Mapping[str, frozenset[str]]) -> bool:
    return form.endswith("ing") and form + "s" in by_word.get(form, ())


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]
