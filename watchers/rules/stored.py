"""Reads a stored rule: its text is explicit, so a bare word is that word, whatever the catalog knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from watchers.entities import Catalog
from watchers.errors import RuleError, RuleProblem
from watchers.rules.grammar import MAX_DEPTH, Piece, parse_pieces
from watchers.rules.leaves import Leaves
from watchers.rules.lexer import Lexeme, lex
from watchers.rules.pieces import pieces_of, term
from watchers.rules.syntax import Rule


def read_stored(text: str, catalog: Catalog) -> Rule:
    """Parse the text that ``str`` makes of a rule; it may be longer than what a person may type.

    Law: ``read_stored(str(rule), catalog) == rule``.

    Raises:
        RuleError: The text is damaged, or the catalog lost an entity that it names.
    """
    lexemes = lex(text)
    if not lexemes:
        raise RuleError(RuleProblem.EMPTY, 1)
    leaves = Leaves(text, catalog, None, explicit=True)

    def words(run: Sequence[Lexeme]) -> Iterator[Piece]:
        return (term(lexeme, leaves.word(lexeme)) for lexeme in run)

    return parse_pieces(text, pieces_of(lexemes, leaves, words), 2 * MAX_DEPTH)
