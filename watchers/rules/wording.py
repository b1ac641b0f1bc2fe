"""Reads and writes rules as text that keeps their meaning: stored, explicit, or instead of an invalid one."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence

from watchers.entities import ORDINARY, Catalog
from watchers.errors import RuleError, RuleProblem
from watchers.rules.forms import Forms, base_names
from watchers.rules.grammar import MAX_DEPTH, Leaves, Piece, parse_pieces, pieces_of, term
from watchers.rules.known import Names, meant
from watchers.rules.lexer import Lexeme, in_one_line, is_plain_word, lex
from watchers.rules.syntax import (
    And,
    Entity,
    Field,
    Or,
    Phrase,
    Rule,
    Term,
    Word,
    canonical,
    each_term,
    joined,
    terms,
)
from watchers.rules.vocabulary import FIELDS, HYPHENS, Kind
from watchers.text.tokens import read, read_word


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
        isinstance(part, Entity) and part.typed is not None and catalog.entities[part.id].kind in ORDINARY
        for part in parts
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
    typed = str(each_term(rule, _as_it_was_typed))
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
    if not is_plain_word(typed.lower()) or (tokens in catalog.by_tokens and not meant(catalog, tokens, typed)):
        return f'"{typed}"'
    return typed


def _is_known(token: str, catalog: Catalog) -> bool:
    return not is_plain_word(token) or (token,) in catalog.by_tokens or bool(base_names(token, catalog))


def _with_words_marked(rule: Rule, catalog: Catalog) -> Rule:
    """Return the rule with ``word:exports`` for a word that the catalog has as a name now."""

    def marked(word: Word) -> Rule:
        return Field("word", str(word)) if _is_known(word.token, catalog) else word

    return _each_word(rule, marked)


def _each_word(rule: Rule, change: Callable[[Word], Rule]) -> Rule:
    return each_term(rule, lambda term: change(term) if isinstance(term, Word) else term)


EXAMPLES = {"en": "TSMC tariffs", "zh-Hant": "台積電 關稅", "ja": "TSMC 関税"}
"""What a rule looks like, in each language of the bot."""


def cured(error: RuleError, text: str, catalog: Catalog, language: str, parse: Callable[[str], object]) -> str:
    """Return a rule that ``parse`` accepts: with the faulty part replaced, else left out, else an example."""
    example = EXAMPLES[language]
    if error.problem is RuleProblem.UNKNOWN_ENTITY:
        error.instead = _nearest_name(error.found[1:], catalog) or error.instead
    if error.problem is RuleProblem.ONLY_EXCLUSIONS:
        error.instead = f"{example.split()[0]} {error.found}"
    proposed = () if error.problem in _WITHOUT_CURE else _cures(error, text)
    for cure in dict.fromkeys(" ".join(in_one_line(cure).split()).strip(" ,，、") for cure in proposed):
        accepted = _accepted(cure, parse)
        if accepted and accepted != RuleError.EXAMPLE:
            return accepted
    error.is_example = True
    return example


def _accepted(cure: str, parse: Callable[[str], object]) -> str:
    """Return a rule that ``parse`` accepts: the cure, or what is meant by it; "" if there is none."""
    try:
        parse(cure)
    except RuleError as error:
        (meant, *_) = (*error.cures, "")
        return _accepted(meant, parse) if meant and meant != cure else ""
    return cure


def _cures(error: RuleError, text: str) -> Iterator[str]:
    """Yield what may be meant, the likeliest first; nothing that is excluded may be left in without its minus."""
    yield from error.cures
    begin, end = error.column - 1, error.column - 1 + len(error.found)
    before, after = text[:begin], text[end:]
    match error.problem:
        case RuleProblem.AMBIGUOUS_MINUS:
            yield _with_minuses_glued(text)
            return
        case RuleProblem.DANGLING_OPERATOR if error.found.strip(HYPHENS) == "" and after.strip():
            yield _with_minuses_glued(text)
            return
        case RuleProblem.UNKNOWN_FIELD:
            word, *rest = text[begin:].split(maxsplit=1)
            if rest and (named := word.lower().partition(":")[2]) in FIELDS:
                # Other search languages write in:title.
                yield f"{before}{named}:{rest[0]}"
            yield before + error.instead + after
            yield " ".join([before, f'"{word}"', *rest])
            return
        case problem if problem in _CURED_AS_A_WHOLE:
            yield error.instead
        case _ if error.instead != RuleError.EXAMPLE:
            yield before + error.instead + after
    yield f"{before} {after}"
    if error.problem is RuleProblem.UNKNOWN_SOURCE:
        yield f"{before.rstrip(HYPHENS)} {after}"


def _with_minuses_glued(text: str) -> str:
    """Return the rule with each minus directly before its term: ``quota -(steel)`` for ``quota - (steel)``."""
    glued = ""
    for word in text.split():
        bare = word.lstrip(HYPHENS)
        if bare == word:
            glued += f"{word} "
        else:
            glued += bare if glued.endswith("-") else f"-{bare}"
            glued += " " if bare else ""
    return glued


def _nearest_name(name: str, catalog: Catalog) -> str:
    """Return the closest name to one typed after an @, of those that begin or end alike; "" if none is close."""
    spelled = name.replace("_", " ")
    typed = read(spelled).tokens
    if not typed:
        return ""
    if owners := [str(alias.entity) for alias in catalog.by_tokens.get(typed, ())]:
        return f"@{owners[0]}"
    begin, end = typed[0][0], typed[-1][-1]
    alike = {
        alias.surface
        for tokens, aliases in catalog.by_tokens.items()
        if tokens[0][0] == begin or tokens[-1][-1] == end
        for alias in aliases
        if len(spelled) < 2 * len(alias.surface) < 4 * len(spelled)
    }
    nearest = difflib.get_close_matches(spelled, alike, 1, 0.7)
    return f"@{nearest[0].replace(' ', '_')}" if nearest else ""


_WITHOUT_CURE = (RuleProblem.TOO_MANY_TERMS, RuleProblem.TOO_DEEP)
_CURED_AS_A_WHOLE = (
    RuleProblem.DANGLING_OPERATOR,
    RuleProblem.UNBALANCED_BRACKET,
    RuleProblem.UNBALANCED_QUOTE,
    RuleProblem.NOTHING_LEFT,
)
"""Problems whose suggestion replaces the whole rule; for the others it replaces only the faulty part."""
