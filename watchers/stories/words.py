"""The words of a text, and what two texts in different languages say alike: by meaning, spelling or sound (pure).

A Chinese or Japanese word has English glosses (罷工: strike), which are compared as stems; a name that no dictionary
has is compared by how it sounds. Each word counts the bits that say how rare it is in headlines.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby, product
from typing import NamedTuple

from watchers.data import read_lines
from watchers.rules.forms import FUNCTION_WORDS
from watchers.text.tokens import is_cjk

MAX_BITS = 12
"""Bits of a word that hardly any headline has."""
MIN_BITS = 4
"""A word of fewer bits says nothing about a story."""
MIN_BITS_OF_NAME = 7
"""Bits from which a Latin word may be a name."""
MAX_BITS_OF_SOUND = 10
"""Bits of a name of five consonants or more that sounds alike; two consonants fewer are 5."""
MIN_BITS_OF_KEY = 6
"""A word is filed under its first meaning if it has so many bits."""
REST_OF_COMPOUND = 0.6
"""How much the words count that stand beside a rarer common one, as in a name or a term."""
MAX_LENGTH = 8
"""Characters of a Chinese or Japanese word."""
MIN_NAME = 3
"""Characters of a transcribed name."""


class Word(NamedTuple):
    """A word of a title."""

    text: str
    """The folded word."""
    names: tuple[str, ...]
    """The recognized entities of whose names it is a part."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language."""

    entries: Mapping[str, str]
    """For each word its bits and its glosses, separated by blanks; the stems of a gloss are joined by ``+``."""

    def bits(self, word: str) -> int:
        """Return how much a word says: 1 bit if half of the headlines have it."""
        entry = self.entries.get(_base(word))
        return MAX_BITS if entry is None else int(entry.partition(" ")[0])

    def glosses(self, word: str) -> Sequence[str]:
        """Return what a Chinese or Japanese word may mean, as stems."""
        entry = self.entries.get(word)
        return () if entry is None else entry.split(" ")[1:]

    def split(self, tokens: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Yield the words of folded tokens with their places: the longest one at each place."""
        at = 0
        for in_characters, run in groupby(tokens, is_cjk):
            for word in self._split("".join(run)) if in_characters else run:
                after = at + (len(word) if in_characters else 1)
                yield word, at, after
                at = after

    def _split(self, run: str) -> Iterator[str]:
        """Yield the words of Chinese or Japanese text, in which each character is a token."""
        at = 0
        while at < len(run):
            after = self._end(run, at)
            yield run[at:after]
            at = after

    def _end(self, run: str, at: int) -> int:
        """Return where the word ends that begins at a place: a known one, a transcribed name, or one character."""
        if is_katakana(run[at]):
            return _while(is_katakana, run, at)
        ends = range(min(at + MAX_LENGTH, len(run)), at + 1, -1)
        known = next((end for end in ends if run[at:end] in self.entries), at + 1)
        if known - at < MIN_NAME and (known - at == 1 or self.bits(run[at:known]) == MAX_BITS):
            return max(known, self._end_of_name(run, at))
        return known

    def _end_of_name(self, run: str, at: int) -> int:
        """Return where a transcribed name ends, at the latest where a known word begins; ``at`` if none begins."""
        end = _while(is_sound, run, at)
        last = len(run) - MIN_NAME
        begins = (at for at in range(at + 1, min(end - 1, last) + 1) if run[at : at + MIN_NAME] in self.entries)
        end = next(begins, end)
        return end if end - at >= MIN_NAME else at


def _while(is_part: Callable[[str], bool], run: str, at: int) -> int:
    return next((end for end in range(at, len(run)) if not is_part(run[end])), len(run))


@cache
def lexicon(language: str) -> Lexicon | None:
    """Return the words of a language; None if there are none. Reading them takes about 0.05 seconds."""
    name = _FILES.get(language[:2])
    if name is None:
        return None
    packed = files("watchers.stories").joinpath("data", name).read_bytes()
    lines = (line.partition(" ") for line in lzma.decompress(packed).decode().splitlines())
    return Lexicon({word: rest for word, _, rest in lines})


def read_words(tokens: Sequence[str], language: str, spans: Iterable[tuple[str, int, int]]) -> tuple[Word, ...]:
    """Return the words of a text in reading order, each once.

    Args:
        tokens: The folded tokens of the text.
        language: Its language.
        spans: The entities that it names, each with its first token and the one after the last.
    """
    known = lexicon(language)
    if known is None:
        return ()
    named = list(spans)
    found: dict[str, Word] = {}
    for word, first, after in known.split(tokens):
        if word not in found and _tells(word):
            names = {name for name, begin, end in named if begin < after and first < end} if named else ()
            found[word] = Word(word, tuple(sorted(names)))
    return tuple(found.values())


def rareness(word: str, language: str) -> int:
    """Return how many bits a word of a title says; 0 in a language whose words are unknown."""
    known = lexicon(language)
    return 0 if known is None else known.bits(word)


def _tells(word: str) -> bool:
    """Return whether a word may mean something: it is neither a number nor an ending nor one Latin letter."""
    if is_cjk(word[0]):
        return not "\u3041" <= word[0] <= "\u3096"
    return len(word) > 1 and word[0].isalpha() and word not in FUNCTION_WORDS


def _base(word: str) -> str:
    """Return a word as it is compared."""
    return word if is_cjk(word[0]) else stem(word)


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return the beginning of an English word that its derivations have in common: exporters and exported, export."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (4 if len(ending) > 3 else 3):
            word = word.removesuffix(ending) + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    if len(word) > 3:
        word = word.removesuffix("e")
    return (word[:-1] + "i" if word.endswith("y") else word)[:MAX_STEM]


# ---- what two texts have in common -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meanings:
    """What the words of a text may mean and how they sound, each with the bits of the rarest such word."""

    of: Mapping[str, int]
    """The words themselves, their glosses, and the stems of these."""
    sounds: Set[str]
    """How its names sound, other than the Chinese ones."""
    in_chinese: Set[str]
    """The same without l."""
    of_chinese: Set[str]
    """How its Chinese names sound, without l."""


@lru_cache(maxsize=32)
def meanings(words: tuple[str, ...], language: str) -> Meanings:
    """Return what the words of a text may mean."""
    known = _known(language)
    found: dict[str, int] = {}
    heard: dict[bool, set[str]] = {True: set(), False: set()}
    for word in words:
        bits = known.bits(word)
        for meaning in (_base(word), *known.glosses(word)):
            for each in (meaning, *meaning.split("+")):
                found[each] = max(bits, found.get(each, 0))
        heard[_is_chinese(word)] |= _sounds(word, bits)
    return Meanings(found, heard[False], in_chinese(heard[False]), in_chinese(heard[True]))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How much of a title another text says too."""

    told: float
    missing: float
    """The bits of the title's words that the other text has, and lacks."""


def agreement(title: Sequence[Word], language: str, other: Meanings, shared: Set[str]) -> Agreement:
    """Return how much of a title another text says too, without the entities that both name.

    Args:
        title: The words of the title.
        language: Its language.
        other: The other text.
        shared: The entities that both texts name.
    """
    known = _known(language)
    told = missing = 0.0
    compound: list[float] = []
    for word in title:
        bits = known.bits(word.text)
        if bits < MIN_BITS or not shared.isdisjoint(word.names):
            continue
        common = _common(word.text, bits, known.glosses(word.text), other)
        if common:
            compound.append(common)
            continue
        told += _of_compound(compound)
        compound = []
        missing += _missing(word.text, bits, known)
    return Agreement(told + _of_compound(compound), missing)


def rarest(title: Sequence[Word], language: str, most: int) -> Iterator[str]:
    """Yield what the rarest words of a title may mean or sound like, without those that name an entity."""
    if not title:
        return
    known = _known(language)
    rare = [(known.bits(word.text), word.text) for word in title if not word.names]
    for bits, word in sorted(rare, reverse=True)[:most]:
        if bits >= MIN_BITS_OF_KEY:
            yield from (_base(word), *known.glosses(word)[:1])
            yield from in_chinese(_sounds(word, bits))


def _of_compound(common: Sequence[float]) -> float:
    rarest = max(common, default=0.0)
    return rarest + REST_OF_COMPOUND * (sum(common) - rarest)


def _common(word: str, bits: int, glosses: Sequence[str], other: Meanings) -> float:
    """Return the bits of a word that another text says too, by the meaning that has most."""
    told: list[float] = [min(bits, other.of[meaning]) for meaning in (_base(word), *glosses) if meaning in other.of]
    for gloss in glosses:
        if "+" in gloss and gloss not in other.of:
            stems = gloss.split("+")
            there = [other.of[stem] for stem in stems if stem in other.of]
            if there:
                told.append(min(bits, max(there)) * (1 if len(there) == len(stems) else 0.5))
    return max(told, default=0.0) or _heard(word, bits, other)


def _heard(word: str, bits: int, other: Meanings) -> float:
    """Return the bits of a name that the other text has, by its sound."""
    exact, loose = (other.of_chinese, other.in_chinese) if _is_chinese(word) else (other.sounds, other.of_chinese)
    alike = [
        len(sound) for sound in _sounds(word, bits) if sound in exact or not in_chinese((sound,)).isdisjoint(loose)
    ]
    return min(MAX_BITS_OF_SOUND, 3 * max(alike) - 4) if alike else 0.0


def _sounds(word: str, bits: int) -> frozenset[str]:
    """Return how a word sounds if it may be a name, or is a loanword: トラクター for tractors."""
    if bits < MIN_BITS_OF_NAME or len(word) < MIN_NAME:
        return frozenset()
    return sounds(word) | sounds(word[:-1]) if word.isascii() and word.endswith("s") else sounds(word)


def _missing(word: str, bits: int, known: Lexicon) -> float:
    """Return what it counts that the other text lacks a word: nothing if the word has no gloss to be found by."""
    if is_cjk(word[0]) and not known.glosses(word):
        return 0.0
    return bits if len(word) > 1 else bits / 2


def _is_chinese(word: str) -> bool:
    return is_cjk(word[0]) and not is_katakana(word)


def _known(language: str) -> Lexicon:
    known = lexicon(language)
    assert known is not None, language  # read_words() has found nothing in other languages
    return known


_FILES = {"en": "english.txt.xz", "zh": "chinese.txt.xz", "ja": "japanese.txt.xz"}
MAX_STEM = 7
"""Letters of a stem."""
_ENDINGS = (
    ("ization", ""), ("isation", ""), ("ational", ""), ("ations", ""), ("ation", ""), ("ities", ""), ("ity", ""),
    ("ments", ""), ("ment", ""), ("ness", ""), ("ings", ""), ("ing", ""), ("ions", ""), ("ion", ""), ("ies", "y"),
    ("ied", "y"), ("ers", ""), ("er", ""), ("ors", ""), ("or", ""), ("ally", ""), ("ly", ""), ("ed", ""), ("es", ""),
    ("ss", "ss"), ("s", ""), ("ive", ""), ("al", ""),
)  # fmt: skip


# ---- how names sound -------------------------------------------------------------------------------
#
# A foreign name is reduced to what all scripts write alike: Grasberg, グラスベルグ and 格拉斯伯格. Only consonants
# count, in eight classes: Japanese has no l and no v, and Chinese drops most l and r. That is too coarse for the words
# of a language, and enough for the few rare names of two short texts.

MIN_CONSONANTS = 3
MIN_CONSONANTS_IN_CHINESE = 4
"""The consonants that a name needs to be compared."""


@lru_cache(maxsize=2048)
def sounds(name: str) -> frozenset[str]:
    """Return the consonants that a folded name in Latin letters, katakana or Chinese may be spoken with."""
    if name.isascii():
        return _long_enough(_spoken(name), MIN_CONSONANTS)
    if is_katakana(name):
        return _long_enough(["".join(_KATAKANA.get(character, "") for character in name)], MIN_CONSONANTS)
    if all(map(is_sound, name)):
        return _long_enough(["".join(map(_chinese().__getitem__, name))], MIN_CONSONANTS_IN_CHINESE)
    return frozenset()


def in_chinese(found: Iterable[str]) -> frozenset[str]:
    """Return sounds without l and r, which Chinese keeps, drops or adds."""
    return frozenset(_merged(sound.replace("l", "")) for sound in found)


def is_sound(character: str) -> bool:
    """Return whether a folded Chinese character is used to write how a foreign name sounds."""
    return character in _chinese()


def is_katakana(name: str) -> bool:
    """Return whether a name is written in katakana only."""
    return all("\u30a1" <= character <= "\u30fc" for character in name)


def of_pinyin(syllable: str) -> str:
    """Return the consonants of a Chinese syllable."""
    hissed = re.sub("^(?:zh|ch|sh|[jqxzc])", "s", syllable)
    return _CLASSES.get(hissed[:1], "") + ("n" if "n" in hissed[1:] else "")


def _spoken(name: str) -> Iterable[str]:
    """Yield the ways in which Latin letters may be spoken: th as s or t, ch as s or k, g as k or s, r or none."""
    name = re.sub("ph", "f", re.sub("wh", "h", re.sub("x", "ks", re.sub("tch|sch|sh", "s", name))))
    name = re.sub("c(?=[eiy])", "s", name)
    for th, ch, soft_g, r in product("st", "sk", "ks", ("r", "")):
        way = name.replace("th", th).replace("ch", ch)
        way = re.sub("r(?![aeiouy])", r, re.sub("g(?=[eiy])", soft_g, way))
        yield "".join(_CLASSES.get(letter, "") for letter in way)


def _long_enough(found: Iterable[str], least: int) -> frozenset[str]:
    return frozenset(sound for sound in map(_merged, found) if len(sound) >= least)


def _merged(sound: str) -> str:
    """Return a sound with each consonant once that follows itself."""
    return "".join(consonant for consonant, _ in groupby(sound))


@cache
def _chinese() -> dict[str, str]:
    """Return the characters that write the sound of foreign names, with their consonants."""
    lines = (line.split("\t") for line in read_lines("watchers.stories", "sounds.txt"))
    return {character: sound for sound, characters in lines for character in characters}


_CLASSES = {
    letter: letters[0]
    for letters in ("kgqc", "szxj", "td", "pbv", "lr", "f", "h", "m", "n")
    for letter in letters
}  # fmt: skip
_KATAKANA = {
    character: sound
    for sound, characters in {
        "k": "カキクケコガギグゲゴ", "s": "サシスセソザジズゼゾチヂヅ", "t": "タテトダデド", "ts": "ツ",
        "n": "ナニヌネノン", "h": "ハヒヘホ", "f": "フ", "m": "マミムメモ", "l": "ラリルレロ",
        "p": "バビブベボパピプペポヴ",
    }.items()
    for character in characters
}  # fmt: skip
