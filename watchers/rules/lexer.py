"""Splits a rule's text into lexemes, each with its column."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from typing import NamedTuple

from watchers.errors import RuleError, RuleProblem


class Kind(Enum):
    """The kinds of lexeme; END follows the last one of a text."""

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


class Lexeme(NamedTuple):
    """One unit of a rule's text and its column."""

    kind: Kind
    text: str
    """The text without quotes; for a field, its name in lower case."""
    column: int
    """Position of its first code point, counted from 1."""


SEPARATORS = ",，、;；|｜"
DOUBLE_QUOTES = '"“”„‟＂«»'
CORNERS = {"「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄"}
OPENING = DOUBLE_QUOTES + "".join(CORNERS)
CLOSING = DOUBLE_QUOTES + "".join(CORNERS.values())
HYPHENS = "-－–—−"
WORD_ENDS = SEPARATORS + OPENING + CLOSING + "()（）"
OPERATORS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT, "NEAR": Kind.NEAR}
NARROW = str.maketrans("＊：－／＠", "*:-/@")
_SIGNS = {
    **dict.fromkeys(SEPARATORS, Kind.COMMA),
    **dict.fromkeys("(（", Kind.OPEN),
    **dict.fromkeys(")）", Kind.CLOSE),
    **dict.fromkeys(HYPHENS, Kind.NOT),
}
_PIECE = re.compile(
    rf"""(?P<field>[A-Za-zＡ-Ｚａ-ｚ]+)[:：]
    |(?P<word>[^\s{re.escape(WORD_ENDS + HYPHENS)}][^\s{re.escape(WORD_ENDS)}]*)
    |(?P<sign>\S)""",
    re.VERBOSE,
)
_DOUBLE_QUOTE = re.compile(f"[{re.escape(DOUBLE_QUOTES)}]")
_CLOSING = re.compile(f"[{re.escape(CLOSING)}]")


def lex(text: str) -> list[Lexeme]:
    """Return the lexemes of a rule in order; raise RuleError if a quote is unbalanced."""
    lexemes: list[Lexeme] = []
    at = 0
    while (piece := _PIECE.search(text, at)) is not None:
        start, at = piece.span()
        match piece.lastgroup:
            case "word":
                lexemes.append(_word(piece[0], start + 1))
            case "field":
                lexemes.append(Lexeme(Kind.FIELD, unicodedata.normalize("NFKC", piece["field"]).lower(), start + 1))
            case _:
                lexeme = _sign(text, start)
                lexemes.append(lexeme)
                at = start + (len(lexeme.text) + 2 if lexeme.kind is Kind.QUOTED else 1)
    return lexemes


def _word(word: str, column: int) -> Lexeme:
    if not word.isascii():
        word = word.translate(NARROW)
    sign = word if word.isascii() else unicodedata.normalize("NFKC", word)
    kind = OPERATORS.get(sign.partition("/")[0], Kind.WORD)
    if kind is not Kind.NEAR and "/" in sign:
        kind = Kind.WORD
    return Lexeme(kind, word if kind is Kind.WORD else sign, column)


def _sign(text: str, at: int) -> Lexeme:
    """Return a separator, bracket or minus, or the whole quoted text."""
    sign = text[at]
    if kind := _SIGNS.get(sign):
        return Lexeme(kind, sign, at + 1)
    if sign not in OPENING:
        raise RuleError(RuleProblem.UNBALANCED_QUOTE, at + 1, sign, text[:at] + text[at + 1 :])
    return Lexeme(Kind.QUOTED, text[at + 1 : _closing(text, at)], at + 1)


def _closing(text: str, at: int) -> int:
    """Return the offset at which the quote opened at ``at`` closes; phones mix the kinds of quotes."""
    own = CORNERS.get(text[at])
    if own and (end := text.find(own, at + 1)) >= 0:
        return end
    found = (None if own else _DOUBLE_QUOTE.search(text, at + 1)) or _CLOSING.search(text, at + 1)
    if found is None:
        raise RuleError(RuleProblem.UNBALANCED_QUOTE, at + 1, text[at], f'{text[:at]}"{text[at + 1 :]}"')
    return found.start()
