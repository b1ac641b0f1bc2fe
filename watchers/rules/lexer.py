"""Splits the text of a rule into lexemes, and tells how they are typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from watchers.errors import RuleError, RuleProblem
from watchers.rules.values import FIELD_NAMES, TITLE_NAMES
from watchers.rules.vocabulary import (
    CAPITAL_OPERATORS,
    CLOSING,
    CLOSING_BRACKETS,
    CORNERS,
    DOUBLE_QUOTES,
    HYPHENS,
    LABELS,
    LONG_VOWELS,
    NOT_BEFORE,
    OPENING,
    OPENING_BRACKETS,
    OPERATORS,
    PUNCTUATION,
    SAY_NOTHING,
    SEPARATORS,
    SINGLE_QUOTES,
    SPOKEN,
    Kind,
)
from watchers.text.tokens import INVISIBLE


class Lexeme(NamedTuple):
    """One unit of a rule's text and its place."""

    kind: Kind
    text: str
    """The text without quotes; for a field, its name in lower case."""
    column: int
    """Position of its first code point, counted from 1."""
    end: int
    """Offset after its last code point, counted from 0."""


_NEAR = re.compile(r"NEAR(?:/.*|[0-9]+)?|(?i:near/?[0-9]+|(?:w|pre|within)/[0-9]+|adj[0-9]*|/[sp])")
"""Words near each other, as search languages write it: NEAR/5, near5, w/5, pre/5, adj, and /s in one sentence."""
NARROW = str.maketrans("＊：－／＠", "*:-/@")
_SIGNS = {
    **dict.fromkeys(SEPARATORS, Kind.COMMA),
    **dict.fromkeys(OPENING_BRACKETS, Kind.OPEN),
    **dict.fromkeys(CLOSING_BRACKETS, Kind.CLOSE),
}
_ENDS = re.escape(SEPARATORS + OPENING + CLOSING + OPENING_BRACKETS + CLOSING_BRACKETS)
_LABELS = "|".join(name for name in (*FIELD_NAMES, *LABELS) if not name.isascii())
_PIECE = re.compile(
    rf"""(?P<minus>[{re.escape(HYPHENS + LONG_VOWELS)}]+|[!！](?=[^\s!！?？.。{_ENDS}]|[{re.escape(OPENING)}(（]))
    |(?P<field>(?:[A-Za-zＡ-Ｚａ-ｚ]+|{_LABELS})(?=[:：])|(?i:{"|".join(TITLE_NAMES)})(?=[=(（]))[:：=]?
    |(?P<word>(?:[^\s{_ENDS}{re.escape(HYPHENS)}]|(?<=[0-9]),(?=000(?![0-9]))|(?<=[^\s{_ENDS}])[{re.escape(HYPHENS)}])+)
    |(?P<sign>\S)""",
    re.VERBOSE,
)
_DOUBLE_QUOTE = re.compile(f"[{re.escape(DOUBLE_QUOTES)}]")
_CLOSING = re.compile(f"[{re.escape(CLOSING)}]")
_SINGLE_QUOTED = re.compile(rf"[{SINGLE_QUOTES}](?=\S)(.+?)['’‘＇](?=\s|\Z|[{_ENDS}])")


def lex(text: str) -> list[Lexeme]:
    """Return the lexemes of a rule in order; raise RuleError if a quote is unbalanced."""
    lexemes: list[Lexeme] = []
    at = 0
    while (piece := _PIECE.search(text, at)) is not None:
        lexeme = _lexeme(text, piece)
        lexemes.append(lexeme)
        at = lexeme.end
    return lexemes


def _lexeme(text: str, piece: re.Match[str]) -> Lexeme:
    start, end = piece.span()
    match piece.lastgroup:
        case "minus":
            return Lexeme(Kind.NOT, piece[0], start + 1, end)
        case "field":
            name = unicodedata.normalize("NFKC", piece["field"]).lower()
            return Lexeme(Kind.FIELD, FIELD_NAMES.get(name, name), start + 1, end)
        case "word" if piece[0][0] in SINGLE_QUOTES and (quoted := _SINGLE_QUOTED.match(text, start)):
            return Lexeme(Kind.QUOTED, quoted[1], start + 1, quoted.end())
        case "word":
            return _word(piece[0], start + 1, end)
        case _:
            return _sign(text, start)


def _word(word: str, column: int, end: int) -> Lexeme:
    if not word.isascii():
        word = word.translate(NARROW)
    sign = word if word.isascii() else unicodedata.normalize("NFKC", word)
    kind = Kind.NEAR if _NEAR.fullmatch(sign) else CAPITAL_OPERATORS.get(sign, Kind.WORD)
    return Lexeme(kind, word if kind is Kind.WORD else sign, column, end)


def _sign(text: str, at: int) -> Lexeme:
    """Return a separator or bracket, or the whole quoted text."""
    sign = text[at]
    if kind := _SIGNS.get(sign):
        return Lexeme(kind, sign, at + 1, at + 1)
    if sign not in OPENING:
        raise RuleError(RuleProblem.UNBALANCED_QUOTE, at + 1, sign, text[:at] + text[at + 1 :])
    begin = at + _doubled(text, at)
    end = _closing(text, begin - 1)
    after = end + 1
    while after - end < begin - at and text[after : after + 1] in _CLOSERS:
        after += 1
    return Lexeme(Kind.QUOTED, text[begin:end], at + 1, after)


def _doubled(text: str, at: int) -> int:
    """Return how many opening quotes are typed at ``at``: two for ""export controls"", one for an empty phrase."""
    twice = text[at + 1 : at + 2]
    inside = text[at + 2 : at + 3]
    same = twice == text[at] or (twice in _DOUBLES and text[at] in DOUBLE_QUOTES)
    if not same or not inside or inside.isspace() or _CLOSING.search(text, at + 2) is None:
        return 1
    return 2


def _closing(text: str, at: int) -> int:
    """Return the offset at which the quote opened at ``at`` closes; phones mix the kinds of quotes."""
    own = CORNERS.get(text[at])
    if own and (end := text.find(own, at + 1)) >= 0:
        return end
    found = (None if own else _DOUBLE_QUOTE.search(text, at + 1)) or _CLOSING.search(text, at + 1)
    if found is None:
        raise RuleError(RuleProblem.UNBALANCED_QUOTE, at + 1, text[at], f'{text[:at]}"{text[at + 1 :]}"')
    return found.start()


_DOUBLES = tuple(DOUBLE_QUOTES)
_CLOSERS = tuple(CLOSING)


def is_plain_word(token: str) -> bool:
    """Return whether a folded word means itself when it is typed without quotes."""
    unclear = (SAY_NOTHING, OPERATORS, NOT_BEFORE, SPOKEN)
    return not any(token in words for words in unclear) and not _NEAR.fullmatch(token)


@lru_cache(maxsize=4_096)
def plain(text: str) -> str:
    """Return a text in small letters of half width, without invisible characters."""
    return text.lower() if text.isascii() else INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()


def near_or_title(lexemes: Sequence[Lexeme]) -> Iterator[int]:
    """Yield the columns of words beside NEAR or inside ``title:``."""
    for at, lexeme in enumerate(lexemes):
        if lexeme.kind is Kind.NEAR:
            yield from _operand(lexemes[:at][::-1], Kind.CLOSE, Kind.OPEN)
        if lexeme.kind is Kind.NEAR or lexeme[:2] == (Kind.FIELD, "title"):
            yield from _operand(lexemes[at + 1 :], Kind.OPEN, Kind.CLOSE)


def _operand(lexemes: Sequence[Lexeme], opening: Kind, closing: Kind) -> Iterator[int]:
    """Yield the columns of the first lexeme, or of all in the brackets that begin with it."""
    depth = 0
    for lexeme in lexemes:
        depth += (lexeme.kind is opening) - (lexeme.kind is closing)
        yield lexeme.column
        if depth <= 0:
            return


def means_nothing(lexeme: Lexeme) -> bool:
    """Return whether a lexeme is an emoji, a bullet or a full stop that stands alone."""
    return lexeme.kind is Kind.WORD and all(
        character in PUNCTUATION or unicodedata.category(character) in ("So", "Sk", "Cf", "Mn", "Me")
        for character in lexeme.text
    )


def are_small(words: Sequence[str]) -> bool:
    """Return whether a rule is in small letters; phones make the first one of several words a capital.

    Acronyms in capitals do not count: samsung HBM.
    """
    (first, *others) = [word for word in words if not is_acronym(word)] or ("",)
    if others and first[1:].islower():
        first = first.lower()
    return not any(map(str.isupper, "".join((first, *others))))


def is_acronym(word: str) -> bool:
    """Return whether a word has no small letter, but a capital one: HBM, H20."""
    return word.isascii() and word.isupper()


def shout(words: Sequence[str]) -> bool:
    """Return whether a rule of several words is all in capitals, some of more letters than an acronym has."""
    letters = [word for word in words if word.isascii() and word.isalpha()]
    return len(letters) > 1 and all(map(str.isupper, letters)) and any(len(word) > 4 for word in letters)
