"""Items and rules for the benchmarks: generated from seeds, in English, Chinese and Japanese."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from bot.demo.sample_wire import SAMPLES
from watchers.entities import Catalog
from watchers.rules.forms import Forms

WORDS_AN_ITEM = 350
NAMES = 100_000
"""Number of made-up names that rules watch for; each item has two of them."""
CJK_A_WORD = 1.6
"""Chinese or Japanese characters that say as much as one English word."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The raw text of one item."""

    title: str
    body: str
    language: str


def items(count: int, catalog: Catalog, forms: Forms, seed: int = 1) -> list[Headline]:
    """Return items of about 350 words: sentences of the sample wire, mixed with entities and common words."""
    chance = random.Random(seed)
    sentences = _sentences()
    words = common_words(forms)
    made_up = made_up_names()
    names = {
        language: [
            alias.surface
            for entity in catalog.entities.values()
            for alias in entity.aliases
            if alias.language == language
        ]
        for language in ("en", "zh-Hant", "ja")
    }
    made: list[Headline] = []
    for language in itertools.islice(itertools.cycle(("en", "en", "zh-Hant", "ja")), count):
        body: list[str] = []
        length = 0.0
        while length < WORDS_AN_ITEM:
            sentence = chance.choice(sentences[language])
            if language == "en":
                sentence = f"{sentence} {_filler(words, chance)} {chance.choice(names[language])}."
                length += len(sentence.split())
            else:
                sentence = f"{sentence}{chance.choice(names[language])}{chance.choice(names[language])}。"
                length += len(sentence) / CJK_A_WORD
            body.append(sentence)
        body.append(f"{chance.choice(made_up)} / {chance.choice(made_up)}")
        made.append(Headline(body[0], (" " if language == "en" else "").join(body[1:]), language))
    return made


def distinct_rules(count: int, catalog: Catalog, forms: Forms, seed: int = 2) -> list[str]:
    """Return mostly distinct rules, as many people would write: names of firms and products, words, runs of Han.

    Names are quoted, since a made-up one may look like a misspelled word of trade.
    """
    chance = random.Random(seed)
    words = [word for word in forms.by_word if len(word) > 3]
    entities = list(catalog.entities)
    characters = _characters()
    names = made_up_names()
    made: dict[str, None] = {}
    while len(made) < count:
        word, name, other = chance.choice(words), chance.choice(names), chance.choice(names)
        run = "".join(chance.choices(characters, k=chance.choices((2, 3, 4), (1, 4, 5))[0]))
        (rule,) = chance.choices(
            (
                f"{word} {chance.choice(words)}",
                f'"{name}"',
                f'"{name} {other}"',
                f'"{name}" {word}',
                f'"{name}", "{other}" -{word}',
                f'@{chance.choice(entities)} "{name}"',
                f'"{word} {chance.choice(words)}"',
                f'"{run}"',
                f'"{run}" "{name}"',
            ),
            (25, 10, 10, 10, 10, 5, 10, 15, 5),
        )
        made[rule] = None
    return list(made)


def made_up_names(seed: int = 4) -> list[str]:
    """Return names that no dictionary has (Vantrel, Kosumir)."""
    chance = random.Random(seed)
    made: dict[str, None] = {}
    while len(made) < NAMES:
        syllables = [chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.choice((2, 3, 4)))]
        made["".join(syllables).capitalize() + chance.choice("lmnrstx")] = None
    return list(made)


def shared_rules(count: int, catalog: Catalog, forms: Forms, seed: int = 3) -> list[str]:
    """Return rules as people write them: a few names and words make up most of them (Zipf)."""
    chance = random.Random(seed)
    names = [alias.surface for entity in catalog.entities.values() for alias in entity.aliases if not alias.gated]
    chance.shuffle(names)
    words = common_words(forms)
    weights = [1 / rank for rank in range(1, max(len(names), len(words)) + 1)]
    rules: list[str] = []
    for name, other, word in zip(
        chance.choices(names, weights[: len(names)], k=count),
        chance.choices(names, weights[: len(names)], k=count),
        chance.choices(words, weights[: len(words)], k=count),
        strict=True,
    ):
        rules.append(chance.choice([f"({name})", f"({name}) {word}", f"({name}), ({other})", f"({name}) -{word}"]))
    return rules


def common_words(forms: Forms) -> list[str]:
    """Return two thousand English words of common length, four to eight letters."""
    return [word for word in forms.by_word if 4 <= len(word) <= 8][::12][:2000]


def _filler(words: list[str], chance: random.Random) -> str:
    return " ".join(chance.choices(words, k=12))


def _characters() -> str:
    return "".join(
        sorted(
            {
                c
                for language in ("zh-Hant", "ja")
                for s in _sentences()[language]
                for c in s
                if "\u4e00" <= c <= "\u9fff"
            }
        )
    )


def _sentences() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"en": [], "zh-Hant": [], "ja": []}
    for item in yaml.safe_load(SAMPLES.read_text("utf-8"))["items"]:
        language = {"en": "en", "zh": "zh-Hant", "ja": "ja"}[item["feed"].rpartition(".")[2]]
        found[language] += list(_cut(item["summary"], ". " if language == "en" else "。"))
    return found


def _cut(text: str, end: str) -> Iterator[str]:
    for sentence in text.split(end):
        if sentence.strip():
            yield sentence.strip().rstrip(".。") + end.strip()
