"""Finds the codes that a person types without a field: HS 8542.31, 15 CFR 744, A-570-137, DS597, 2023/956."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from watchers.codes import CodeKind, canonical, recognize
from watchers.rules.leaves import phrase_of
from watchers.rules.lexer import Lexeme
from watchers.rules.syntax import Field, Near, Or, Rule, joined
from watchers.rules.vocabulary import ANNOUNCERS
from watchers.text.tokens import read


@dataclass(frozen=True, slots=True)
class Cited:
    """A code, and the words that it covers."""

    end: int
    """Index after its last word."""
    rule: Rule


_ACT = re.compile(r"((?:19|20)[0-9]{2})/([0-9]{1,4})")
_HEADING = re.compile(r"(?!19|20)[0-9]{4}")
_NEAR_A_TRADE_WORD = 5
"""In words between a bare number and the word that makes a tariff heading of it."""
_TRADE_WORDS = (
    "tariff tariffs duty duties customs import imports export exports heading headings subheading code codes hts hs "
    "關稅 進口 出口 稅則 輸入 輸出 税番 品目"
).split()


def cited(words: Sequence[Lexeme]) -> dict[int, Cited]:
    """Return the codes among consecutive words by the index of the first word that belongs to each."""
    if not any(character.isdigit() for word in words for character in word.text):
        return {}
    found: dict[int, Cited] = {}
    text = " ".join(word.text for word in words)
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word.text) + 1
    stops = [start + len(word.text) for start, word in zip(starts, words, strict=True)]
    rules: dict[tuple[int, int], list[Rule]] = {}
    for code in recognize(text) or (recognize(text.upper()) if len(text.upper()) == len(text) else ()):
        # The word that announces a code may touch it: HS8542.
        start = max(start for start in starts if start <= code.start)
        if code.end in stops and (start == code.start or _announces(text[start : code.start])):
            rules.setdefault((start, code.end), []).append(Field(code.kind.value, code.value))
    for (start, end), fields in rules.items():
        first, last = starts.index(start), stops.index(end)
        while first and _announces(words[first - 1].text):
            first -= 1
        found[first] = Cited(last + 1, joined(Or, fields))
    for at, word in enumerate(words):
        if (act := _act(word.text)) and at not in found:
            announced = at > 0 and _announces(words[at - 1].text)
            found[at - announced] = Cited(at + 1, act)
    return found


def _announces(word: str) -> bool:
    return word.lower().strip(":：") in ANNOUNCERS


def _act(text: str) -> Rule | None:
    """Return an act of the European Union by its year and number; 2024/25 is a season."""
    match = _ACT.fullmatch(text)
    if match is None or int(match[2]) == (int(match[1]) + 1) % 100:
        return None
    value = canonical(CodeKind.EU, text)
    return Field("eu", value) if value else None


def heading(word: Lexeme) -> Rule | None:
    """Return a bare number that is a tariff heading: as the code, or as a number beside a word of trade."""
    value = canonical(CodeKind.HS, word.text) if _HEADING.fullmatch(word.text) else None
    if value is None:
        return None
    number, *beside = (phrase_of(read(each)) for each in (word.text, *_TRADE_WORDS))
    return joined(Or, [Field("hs", value), Near(number, joined(Or, beside), _NEAR_A_TRADE_WORD)])
