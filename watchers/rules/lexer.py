"""Splits a rule's text into lexemes, each with its column."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from typing import NamedTuple

from watchers.errors import RuleError, RuleProblem
from watchers.rules.values import FIELD_NAMES


class Kind(Enum):
    """The kinds of lexeme, and of the pieces made of them; END follows the last one of a text."""

    WORD = auto()
    QUOTED = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    COMMA = auto()
    NOT = auto()
    NEAR = auto()
    END = auto()
    TERM = auto()


class Lexeme(NamedTuple):
    """One unit of a rule's text and its place."""

    kind: Kind
    text: str
    """The text without quotes; for a field, its name in lower case."""
    column: int
    """Position of its first code point, counted from 1."""
    end: int
    """Offset after its last code point, counted from 0."""


SEPARATORS = ",，、;；|｜"
DOUBLE_QUOTES = '"“”„‟＂«»'
SINGLE_QUOTES = "'‘’‚‛＇"
CORNERS = {"「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄", "《": "》", "〈": "〉"}
OPENING = DOUBLE_QUOTES + "".join(CORNERS)
CLOSING = DOUBLE_QUOTES + "".join(CORNERS.values())
OPENING_BRACKETS = "(（[［{｛【〔"
CLOSING_BRACKETS = ")）]］}｝】〕"
HYPHENS = "-－–—−―‐‑‒﹣﹘➖─━˗⁻"
LONG_VOWELS = "ーｰ"
"""The key next to 0 on a Japanese keyboard types one for a minus; no word begins with it."""
MINUSES = HYPHENS + LONG_VOWELS + "!！"
OPERATORS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT, "NEAR": Kind.NEAR}
NARROW = str.maketrans("＊：－／＠", "*:-/@")
_SIGNS = {
    **dict.fromkeys(SEPARATORS, Kind.COMMA),
    **dict.fromkeys(OPENING_BRACKETS, Kind.OPEN),
    **dict.fromkeys(CLOSING_BRACKETS, Kind.CLOSE),
}
_ENDS = re.escape(SEPARATORS + OPENING + CLOSING + OPENING_BRACKETS + CLOSING_BRACKETS)
_PIECE = re.compile(
    rf"""(?P<minus>[{re.escape(HYPHENS + LONG_VOWELS)}]+|[!！](?=[^\s!！?？.。{_ENDS}]|[{re.escape(OPENING)}(（]))
    |(?P<field>[A-Za-zＡ-Ｚａ-ｚ]+|{"|".join(name for name in FIELD_NAMES if not name.isascii())})[:：]
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
    kind = OPERATORS.get(sign.partition("/")[0], Kind.WORD)
    if kind is not Kind.NEAR and "/" in sign:
        kind = Kind.WORD
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
    behind = end + 1
    while behind - end < begin - at and text[behind : behind + 1] in _CLOSERS:
        behind += 1
    return Lexeme(Kind.QUOTED, text[begin:end], at + 1, behind)


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
