"""Turns the lexemes of a rule into the pieces of the grammar; how words are read is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from watchers.rules.grammar import Piece
from watchers.rules.leaves import Leaves
from watchers.rules.lexer import Kind, Lexeme
from watchers.rules.syntax import Rule
from watchers.rules.values import FIELDS

ReadWords = Callable[[Sequence[Lexeme]], Iterable[Piece]]


def pieces_of(lexemes: Sequence[Lexeme], leaves: Leaves, words: ReadWords) -> list[Piece]:
    """Return the pieces; ``words`` reads each run of consecutive words."""
    pieces: list[Piece] = []
    run: list[Lexeme] = []
    at = 0
    while at < len(lexemes):
        lexeme = lexemes[at]
        following = lexemes[at + 1] if at + 1 < len(lexemes) else Lexeme(Kind.END, "", 0, 0)
        at += 1
        entity = leaves.typed_entity(lexeme, following)
        if lexeme.kind is Kind.WORD and entity is None:
            run.append(lexeme)
            continue
        if run:
            pieces += words(run)
            run = []
        if entity is not None:
            pieces.append(term(lexeme, [entity], following))
            at += 1
        elif lexeme.kind is Kind.QUOTED:
            pieces.append(term(lexeme, leaves.quoted(lexeme)))
        elif lexeme.kind is not Kind.FIELD:
            pieces.append(Piece(lexeme.kind, lexeme.text, lexeme.column, lexeme.end))
        elif lexeme.text == "title":
            pieces.append(Piece(Kind.FIELD, "title:", lexeme.column, lexeme.end))
        elif lexeme.text in FIELDS:
            read = leaves.only_word if lexeme.text == "word" else leaves.field
            pieces.append(term(lexeme, [read(lexeme, following)], following))
            at += 1
        else:
            raise leaves.unknown_field(lexeme)
    return [*pieces, *words(run)] if run else pieces


def term(first: Lexeme, rules: Iterable[Rule], last: Lexeme | None = None) -> Piece:
    """Return the piece of a term that extends over one lexeme, or over several up to ``last``."""
    return Piece(Kind.TERM, first.text, first.column, (last or first).end, tuple(rules))
