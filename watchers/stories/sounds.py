"""How a foreign name sounds, reduced to what all scripts write alike: Grasberg, グラスベルグ and 格拉斯伯格 (pure).

Only consonants count, in eight classes: Japanese has no l and no v, and Chinese drops most l and r. That is too coarse
for the words of a language, and enough for the few rare names of two short texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import groupby, product

from watchers.data import read_lines

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
