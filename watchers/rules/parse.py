"""Reads a rule as the person who typed it means it.

    text ─▶ lexemes ─▶ names, codes, quantities ─▶ operators in words ─▶ grammar ─▶ Rule
            lexer      here, known, quantities     operators             grammar

The reading depends on the text and the catalog alone. Names of the catalog, quoted text and codes come first; what is
left is read as operators, function words and words.
"""

from __future__ import annotations

from collections.abc import Collection, Set

from watchers.entities import Catalog
from watchers.errors import RuleError, RuleProblem
from watchers.rules.grammar import MAX_DEPTH, Leaves, Piece, parse_pieces, pieces_of
from watchers.rules.known import Names
from watchers.rules.lexer import read_line
from watchers.rules.operators import Operators
from watchers.rules.syntax import Note, Rule, Understood
from watchers.rules.wording import EXAMPLES, cured
from watchers.rules.words import Typed

MAX_RULE_LENGTH = 1_000
MAX_TERMS = 64


def parse(text: str, catalog: Catalog, sources: Collection[str] | None = None, language: str = "en") -> Rule:
    """Return the rule that a person typed, as ``understand`` reads it."""
    return understand(text, catalog, sources, language).rule


def understand(text: str, catalog: Catalog, sources: Collection[str] | None = None, language: str = "en") -> Understood:
    """Read a rule of at most MAX_RULE_LENGTH code points and MAX_TERMS terms.

    Args:
        text: The rule as typed.
        catalog: The entities that names resolve to.
        sources: The sources that ``source:`` may name, in any case; None allows any.
        language: The reader's language, for examples in the suggestion of an error.

    Raises:
        RuleError: The rule is not valid; it has the column and, in ``instead``, a rule to type instead.
    """
    if len(text) > MAX_RULE_LENGTH:
        raise RuleError(RuleProblem.TOO_LONG, MAX_RULE_LENGTH + 1, instead=EXAMPLES[language])
    known = None if sources is None else {source.lower() for source in sources}
    try:
        return _understand(text, catalog, known)
    except RuleError as error:
        error.instead = cured(error, text, catalog, language, lambda cure: _understand(cure, catalog, known))
        raise


def reread(text: str, catalog: Catalog) -> Rule:
    """Read the typed text of an existing rule, which may be longer than what is typed today."""
    pieces, _ = _pieces(text, Leaves(text, catalog, None))
    return parse_pieces(text, pieces, 2 * MAX_DEPTH)


def _understand(text: str, catalog: Catalog, sources: Set[str] | None) -> Understood:
    pieces, notes = _pieces(text, Leaves(text, catalog, sources))
    rule = parse_pieces(text, pieces)
    if sum(len(piece.rules) for piece in pieces) > MAX_TERMS:
        raise RuleError(RuleProblem.TOO_MANY_TERMS, 1)
    return Understood(rule, tuple(dict.fromkeys(notes)))


def _pieces(text: str, leaves: Leaves) -> tuple[list[Piece], list[Note]]:
    """Return the pieces of the grammar, and remarks on the reading."""
    line = read_line(text)
    notes = line.notes
    typed = Typed(text, leaves, line, Names(leaves.catalog, line.any_case, line.acronyms), notes)
    pieces = pieces_of(line.lexemes, leaves, typed.words)
    return Operators(text, leaves, notes).settle(pieces), notes
