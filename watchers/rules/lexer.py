"""Cuts a rule's text into lexemes, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from watchers.errors import RuleError, RuleProblem


class Kind(Enum):
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


@dataclass(frozen=True, slots=True)
class Lexeme:
    kind: Kind
    text: str
    """What it says: without quotes, for a field its lower-case name."""
    column: int
    """Of its first code point, from 1."""


SEPARATORS = ",，、;；|｜"
DOUBLE_QUOTES = '"“”„‟＂«»'
CORNERS = {"「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄"}
OPENING = DOUBLE_QUOTES + "".join(CORNERS)
CLOSING = DOUBLE_QUOTES + "".join(CORNERS.values())
HYPHENS = "-－–—−"
WORD_ENDS = SEPARATORS + OPENING + CLOSING + "()（）"
OPERATORS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT, "NEAR": Kind.NEAR}
NARROW = str.maketrans("＊：－／", "*:-/")


def lex(text: str) -> list[Lexeme]:
    """The lexemes of a rule in order; raises RuleError on what cannot be cut."""
    lexemes: list[Lexeme] = []
    at = 0
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
        elif character in SEPARATORS:
            lexemes.append(Lexeme(Kind.COMMA, character, at + 1))
            at += 1
        elif character in "(（":
            lexemes.append(Lexeme(Kind.OPEN, character, at + 1))
            at += 1
        elif character in ")）":
            lexemes.append(Lexeme(Kind.CLOSE, character, at + 1))
            at += 1
        elif character in OPENING:
            end = _closing(text, at)
            lexemes.append(Lexeme(Kind.QUOTED, text[at + 1 : end], at + 1))
            at = end + 1
        elif character in CLOSING:
            raise RuleError(RuleProblem.UNBALANCED_QUOTE, at + 1, character, text[:at] + text[at + 1 :])
        elif character in HYPHENS:
            lexemes.append(Lexeme(Kind.NOT, character, at + 1))
            at += 1
        else:
            at = _word(text, at, lexemes)
    return lexemes


def _closing(text: str, at: int) -> int:
    """Where the quote that opens at ``at`` closes; phones mix the kinds."""
    own = CORNERS.get(text[at])
    end = text.find(own, at + 1) if own else -1
    if end < 0:
        kinds = DOUBLE_QUOTES if own is None else CLOSING
        end = next((i for i in range(at + 1, len(text)) if text[i] in kinds), -1)
    if end < 0 and own is None:
        end = next((i for i in range(at + 1, len(text)) if text[i] in CLOSING), -1)
    if end < 0:
        raise RuleError(RuleProblem.UNBALANCED_QUOTE, at + 1, text[at], f'{text[:at]}"{text[at + 1 :]}"')
    return end


def _word(text: str, at: int, lexemes: list[Lexeme]) -> int:
    """Adds the word or field name that begins at ``at``; answers where to go on."""
    end = at
    while end < len(text) and not text[end].isspace() and text[end] not in WORD_ENDS:
        end += 1
        if text[end - 1] in ":：" and text[at : end - 1].isascii() and text[at : end - 1].isalpha():
            lexemes.append(Lexeme(Kind.FIELD, text[at : end - 1].lower(), at + 1))
            return end
    word = text[at:end].translate(NARROW)
    kind = OPERATORS.get(word.partition("/")[0], Kind.WORD)
    if kind is not Kind.NEAR and "/" in word:
        kind = Kind.WORD
    lexemes.append(Lexeme(kind, word, at + 1))
    return end
