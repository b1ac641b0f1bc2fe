"""Prints a rule so that it means the same whatever the language comes to know: ``"or"`` for the word or."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from watchers.entities import Catalog, is_ordinary
from watchers.errors import RuleError
from watchers.rules.canonical import canonical
from watchers.rules.forms import Forms
from watchers.rules.grammar import MAX_DEPTH, Piece, parse_pieces
from watchers.rules.known import Names
from watchers.rules.leaves import Leaves, read_word
from watchers.rules.lexer import Kind, Lexeme, lex
from watchers.rules.pieces import pieces_of, term
from watchers.rules.syntax import And, Entity, Field, InTitle, Near, Not, Or, Phrase, Rule, Term, Word, joined, terms
from watchers.rules.vocabulary import is_plain_word


def read_first_syntax(text: str, catalog: Catalog, forms: Forms) -> Rule:
    """Read a rule that was stored before the explicit syntax; raise RuleError if the catalog lost one of its entities.

    It differs from a rule that is stored now in two things: words that were typed for a topic are bare (``plant``,
    where ``@tp.fab="plant"`` is written now), and so are words that are operators or say nothing now.
    """
    leaves = Leaves(text, catalog, None, explicit=True)
    names = Names(catalog, any_case=False)

    def words(run: Sequence[Lexeme]) -> list[Piece]:
        typed = " ".join(lexeme.text for lexeme in run)
        tokens = tuple(token for lexeme in run for token in read_word(lexeme.text).tokens)
        rule = names.of(tokens, typed)
        if rule is not None and _is_typed_topic(rule, catalog):
            return [term(run[0], [rule], run[-1])]
        return [
            Piece(Kind.TERM, lexeme.text, lexeme.column, lexeme.end, (_alone(lexeme, leaves, names, catalog),))
            for lexeme in run
        ]

    rule = parse_pieces(text, pieces_of(lex(text), leaves, words), 2 * MAX_DEPTH)
    return _each_word(rule, lambda word: _quoted(word, catalog, forms))


def _alone(lexeme: Lexeme, leaves: Leaves, names: Names, catalog: Catalog) -> Rule:
    rule = names.of(read_word(lexeme.text).tokens, lexeme.text)
    if rule is not None and _is_typed_topic(rule, catalog):
        return rule
    return joined(And, leaves.word(lexeme))


def _is_typed_topic(rule: Rule, catalog: Catalog) -> bool:
    parts = rule.parts if isinstance(rule, Or) else (rule,)
    return all(
        isinstance(part, Entity) and part.typed is not None and is_ordinary(catalog.entities[part.id]) for part in parts
    )


def _quoted(word: Word, catalog: Catalog, forms: Forms) -> Rule:
    """Return a word without other forms that would not be read as itself as a phrase: "or", "from", "us"."""
    has_forms = len(forms.by_word.get(word.token, ())) > 1 or word.token in forms.words_of
    if word.capitals or has_forms or not _is_known(word.token, catalog):
        return word
    return Phrase((word.token,), (False,), word.token)


def explicit(typed: str, meant: Rule, catalog: Catalog, read: Callable[[str], Rule]) -> str:
    """Return a text that ``read`` reads as ``meant``: what was typed, with marks where it would be read otherwise."""
    for text in (typed, _marked(typed, meant, catalog)):
        try:
            if canonical(read(text)) == canonical(meant):
                return text
        except RuleError:
            continue
    return str(_with_words_marked(meant, catalog))


def as_typed(rule: Rule, read: Callable[[str], Rule]) -> str:
    """Return the text of a rule with its names as they were typed, if ``read`` reads them so, else with their IDs."""
    typed = str(_each_term(rule, _as_it_was_typed))
    try:
        return typed if canonical(read(typed)) == canonical(rule) else str(rule)
    except RuleError:
        return str(rule)


def _as_it_was_typed(term: Term) -> Rule:
    return Word(term.surface, surface=term.surface) if isinstance(term, Entity) and term.surface else term


def _marked(typed: str, meant: Rule, catalog: Catalog) -> str:
    """Return the typed text with marks on the operators in words, function words and names that were words."""
    words = {term.token for term in terms(meant) if isinstance(term, Word)}
    text = typed
    for lexeme in reversed(lex(typed)):
        if lexeme.kind is Kind.WORD:
            marked = _mark(lexeme.text, words, catalog)
            text = text[: lexeme.column - 1] + marked + text[lexeme.end :]
    return text


def _mark(typed: str, words: set[str], catalog: Catalog) -> str:
    tokens = read_word(typed).tokens
    if len(tokens) == 1 and tokens[0] in words:
        return f"word:{typed}" if _is_known(tokens[0], catalog) else typed
    if not is_plain_word(typed.lower()) or (catalog.named(tokens) and not catalog.meant(tokens, typed)):
        return f'"{typed}"'
    return typed


def _is_known(token: str, catalog: Catalog) -> bool:
    return not is_plain_word(token) or bool(catalog.named((token,)))


def _with_words_marked(rule: Rule, catalog: Catalog) -> Rule:
    """Return the rule with ``word:exports`` for a word that the catalog has as a name now."""

    def marked(word: Word) -> Rule:
        return Field("word", str(word)) if _is_known(word.token, catalog) else word

    return _each_word(rule, marked)


def _each_word(rule: Rule, change: Callable[[Word], Rule]) -> Rule:
    return _each_term(rule, lambda term: change(term) if isinstance(term, Word) else term)


def _each_term(rule: Rule, change: Callable[[Term], Rule]) -> Rule:
    match rule:
        case And(parts) | Or(parts):
            return joined(type(rule), [_each_term(part, change) for part in parts])
        case Not(inner):
            return Not(_each_term(inner, change))
        case InTitle(inner):
            return InTitle(_each_term(inner, change))
        case Near(left, right, distance):
            return Near(_each_term(left, change), _each_term(right, change), distance)
        case _:
            return change(rule)
