"""Reads a rule as the person who typed it means it.

    text ─▶ one line, lexemes ─▶ names, codes, quantities ─▶ operators in words ─▶ Rule
            lexer                words, known, split         operators             grammar

The reading depends on the text and the catalog alone. Names of the catalog, quoted text and codes come first; what is
left is read as operators, function words and words.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Collection, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import count, takewhile

from watchers.entities import EMPTY, Alias, Catalog, EntityId, Tokens
from watchers.errors import RuleError, RuleProblem
from watchers.rules.grammar import MAX_DEPTH, Leaves, Piece, parse_pieces, pieces_of
from watchers.rules.known import Names, kinds_of, without_possessive
from watchers.rules.lexer import plain, read_line
from watchers.rules.operators import Operators
from watchers.rules.syntax import (
    And,
    Entity,
    Field,
    InTitle,
    Not,
    Note,
    NoteKind,
    Or,
    Phrase,
    Rule,
    Term,
    Understood,
    each_term,
    joined,
    terms,
)
from watchers.rules.vocabulary import CATEGORIES, COMPANY_FORMS, GOVERNMENTS, PORTFOLIOS, TITLES, Kind, is_title
from watchers.rules.wording import EXAMPLES, cured
from watchers.rules.words import Typed
from watchers.text.tokens import read

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
    notes = list(line.notes)
    typed = Typed(text, leaves, line, Names(leaves.catalog, line.any_case, line.acronyms), notes)
    pieces, offices = _without_offices(pieces_of(line.lexemes, leaves, typed.words), text, leaves.catalog)
    if offices:
        notes[:] = [note for note in notes if note.kind is not NoteKind.HEADING or note.found not in " ".join(offices)]
        notes.append(Note(NoteKind.LEFT_OUT, ", ".join(offices)))
    if "\t" in text or any(piece.kind is not Kind.TERM or piece.run or _has_code(piece) for piece in pieces):
        pieces = Operators(text, leaves, notes).settle(pieces)
    return pieces, notes


def _has_code(piece: Piece) -> bool:
    return any(isinstance(rule, Field) for rule in piece.rules)


# ---- offices of persons, forms of companies, governments of countries --------------------------------


def _without_offices(pieces: Sequence[Piece], text: str, catalog: Catalog) -> tuple[list[Piece], list[str]]:
    """Return the pieces of a rule without offices of persons, governments and forms of companies, and what is left out.

    In a rule of nothing but a government, it is meant; in others its country, as headlines write: 荷蘭 for 荷蘭政府.
    """
    pieces = [_with_country(pieces, at, text, catalog) for at in range(len(pieces))]
    kinds = kinds_of(pieces, catalog)
    offices: set[int] = set()
    for at, kind in enumerate(kinds):
        if kind == "place" and at + 1 < len(pieces) and _is_government(pieces, at, at + 1, text):
            offices.add(at + 1)
        if kind == "company" and at and kinds[at - 1] == "place" and _is_home(pieces, at, text, catalog):
            offices.add(at - 1)
        if kind == "company":
            written = takewhile(
                lambda after: plain(_typed(pieces[after : after + 1], text)) in COMPANY_FORMS, count(at + 1)
            )
            offices.update(written)
            offices.update(_listing_or_category(pieces, at, text))
        if kind == "person":
            offices.update(range(_office_before(pieces[:at], text), at))
            if is_title(read(_typed(pieces[at + 1 : at + 2], text)).tokens):
                offices.add(at + 1)
    ends = [at for at in sorted(offices) if at + 1 not in offices]
    begins = [at for at in sorted(offices) if at - 1 not in offices]
    left_out = [_typed(pieces[first : last + 1], text) for first, last in zip(begins, ends, strict=True)]
    return [piece for at, piece in enumerate(pieces) if at not in offices], left_out


def _is_home(pieces: Sequence[Piece], at: int, text: str, catalog: Catalog) -> bool:
    """Return whether the country that touches a company is its own, which texts about it seldom name: 中国BOE."""
    (country,), (company,) = pieces[at - 1].rules, pieces[at].rules
    between = text[pieces[at - 1].end : pieces[at].column - 1]
    if not isinstance(country, Entity) or not isinstance(company, Entity):
        return False
    same = catalog.entities[company.id].jurisdiction.lower() == country.id.removeprefix("pl.")
    return same and (
        not between or without_possessive(_typed(pieces[at - 1 : at], text)) != _typed(pieces[at - 1 : at], text)
    )


def _listing_or_category(pieces: Sequence[Piece], at: int, text: str) -> set[int]:
    """Return the indexes of the stock number after a company, and of the word for what it is: 台積電(2330)、聯電等廠商.

    Such a word stands before names in brackets or with commas, or after them: makers (LGES, SK On).
    """
    brackets = [piece.kind for piece in pieces[at + 1 : at + 4]] == [Kind.OPEN, Kind.TERM, Kind.CLOSE]
    if brackets and _STOCK_NUMBER.fullmatch(_typed(pieces[at + 2 : at + 3], text)):
        return {at + 1, at + 2, at + 3}
    after = pieces[at + 1 : at + 2]
    if after and _AND_SUCH.search(text[pieces[at].end : after[0].column - 1]) and _is_category(after, text):
        return {at + 1}
    opened = at > 1 and pieces[at - 1].kind is Kind.OPEN and len(pieces) > at + 2
    listed = opened or (at > 0 and bool(after) and after[0].kind is Kind.COMMA)
    before = at - 1 - opened
    while before > 0 and pieces[before].kind is Kind.WORD:
        before -= 1
    return {before} if listed and _is_category(pieces[before : before + 1], text) else set()


_STOCK_NUMBER = re.compile("[0-9]{4,6}")
_AND_SUCH = re.compile(r"等|など|みたいな|のような|といった|\bother\b")


def _is_category(pieces: Sequence[Piece], text: str) -> bool:
    return plain(_typed(pieces, text)).endswith(CATEGORIES)


def _office_before(pieces: Sequence[Piece], text: str) -> int:
    """Return the index at which the office begins that ends the pieces, or their number: Treasury Secretary."""
    first = len(pieces)
    for at in range(first - 1, -1, -1):
        if pieces[at].kind is not Kind.TERM:
            break
        words = plain(_typed(pieces[at : at + 1], text)).split(" ")
        titles = TITLES if first == len(pieces) else PORTFOLIOS
        if (first == at + 1 and words[-1] in titles) or is_title(read(_typed(pieces[at:], text)).tokens):
            first = at
    return first


def _typed(pieces: Sequence[Piece], text: str) -> str:
    return text[pieces[0].column - 1 : pieces[-1].end] if pieces else ""


def _with_country(pieces: Sequence[Piece], at: int, text: str, catalog: Catalog) -> Piece:
    """Return the country for the name of its government."""
    if not _is_government(pieces, at, at, text):
        return pieces[at]
    named = [term for rule in pieces[at].rules for term in terms(rule) if isinstance(term, Entity)]
    if len(named) != 1 or catalog.entities[named[0].id].kind != "agency":
        return pieces[at]
    return pieces[at]._replace(rules=tuple(Entity(place) for place in catalog.entities[named[0].id].broader))


def _is_government(pieces: Sequence[Piece], first: int, last: int, text: str) -> bool:
    """Return whether pieces are a government, beside something else and not excluded."""
    before, after = (pieces[at].kind if 0 <= at < len(pieces) else Kind.END for at in (first - 1, last + 1))
    beside = before is not Kind.NOT and not {before, after}.isdisjoint((Kind.TERM, Kind.WORD))
    return beside and without_possessive(_typed(pieces[first : last + 1], text)).lower().endswith(GOVERNMENTS)


# ---- with the names that a subscriber gave to entities -----------------------------------------------


@dataclass(frozen=True, slots=True)
class ChatAlias:
    """One name that a subscriber gave to an entity."""

    entity: EntityId
    phrase: Phrase

    @property
    def key(self) -> str:
        """Return a key that is equal for names that are spelled alike."""
        return " ".join(self.phrase.tokens)


@dataclass(frozen=True, slots=True)
class ChatAliases:
    """All own names of one subscriber, and the catalog that they extend.

    Own names change only the rule: each one is added as a phrase next to its entity, so that the matcher
    does not need to know about them and equal meanings stay one query.
    """

    catalog: Catalog
    names: tuple[ChatAlias, ...] = ()
    corrections: tuple[ChatAlias, ...] = ()
    """Phrases in which a name of the entity does not mean it, in this chat: Apple growers."""
    _extended: list[Catalog] = field(default_factory=list, init=False, repr=False, compare=False)
    """The catalog with the own names added, once it was needed."""

    def parse(self, typed: str, sources: Collection[str] | None = None) -> Rule:
        """Return the rule of ``understand``."""
        return self.understand(typed, sources).rule

    def understand(self, typed: str, sources: Collection[str] | None = None, language: str = "en") -> Understood:
        """Read a rule with own names as names of entities; a name that was typed also stays as a phrase.

        So a watch keeps matching the typed words after the name is removed.
        """
        understood = understand(typed, self.together(), sources, language)
        return replace(understood, rule=_beside(understood.rule, self._typed)) if self.names else understood

    def reread(self, typed: str) -> Rule:
        """Read the text of an existing rule in the same way, without the limit on its length."""
        rule = reread(typed, self.together())
        return _beside(rule, self._typed) if self.names else rule

    def put_into(self, rule: Rule) -> Rule:
        """Return the rule with each alias next to its entity and to the broader ones that the entity counts for.

        An entity does not count in an item with one of its corrections.
        Law: ``put_into(put_into(rule)) == put_into(rule)``, without corrections.
        """
        corrected = self._corrected(rule) if self.corrections else rule
        return _beside(corrected, lambda term: (term, self.of(term.id))) if self.names else corrected

    def _corrected(self, rule: Rule) -> Rule:
        """Return the rule with ``-"apple growers"`` beside an entity, except in a NEAR and an exclusion."""
        match rule:
            case And(parts) | Or(parts):
                return joined(type(rule), [self._corrected(part) for part in parts])
            case InTitle(inner):
                return InTitle(self._corrected(inner))
            case Entity(identifier):
                counts_for = self.catalog.counts_for
                there = [each for each in self.corrections if identifier in counts_for.get(each.entity, ())]
                return joined(And, [rule, *(Not(each.phrase) for each in there)])
            case _:
                return rule

    def of(self, entity: EntityId) -> tuple[Phrase, ...]:
        """Return the own names that count for an entity."""
        counts_for = self.catalog.counts_for
        return tuple(name.phrase for name in self.names if entity in counts_for.get(name.entity, ()))

    def together(self) -> Catalog:
        """Return the catalog with the own names added; they take precedence."""
        if not self.names:
            return self.catalog
        if not self._extended:
            own: dict[Tokens, tuple[Alias, ...]] = {name.phrase.tokens: (_alias(name),) for name in self.names}
            longest = max([self.catalog.longest, *map(len, own)])
            by_tokens = ChainMap(own, dict(self.catalog.by_tokens))
            self._extended.append(replace(self.catalog, by_tokens=by_tokens, longest=longest))
        return self._extended[0]

    def _typed(self, term: Entity) -> tuple[Entity, tuple[Phrase, ...]]:
        tokens = read(term.surface).tokens
        typed = tuple(name.phrase for name in self.names if name.phrase.tokens == tokens and name.entity == term.id)
        return (replace(term, typed=None) if typed else term), typed


def own_name(entity: EntityId, name: str) -> ChatAlias:
    """Return the own name for a stored entity and text."""
    return ChatAlias(entity, quoted_name(name))


def only_words(rule: Rule, catalog: Catalog) -> Rule:
    """Return the rule with each name typed without an @ replaced by a phrase of the typed words."""

    def words(term: Term) -> Rule:
        if isinstance(term, Entity) and term.surface and not term.surface.startswith("@"):
            return parse(f'"{term.surface}"', catalog)
        return term

    return each_term(rule, words)


def _beside(rule: Rule, names: Callable[[Entity], tuple[Entity, tuple[Phrase, ...]]]) -> Rule:
    """Return the rule with each entity and its phrases in ``names`` joined by or."""

    def together(term: Term) -> Rule:
        if not isinstance(term, Entity):
            return term
        entity, phrases = names(term)
        return joined(Or, [entity, *phrases])

    return each_term(rule, together)


def quoted_name(name: str) -> Phrase:
    """Return a name as a quoted phrase; raise RuleError if it is not valid."""
    phrase = parse(f'"{name}"', EMPTY)
    assert isinstance(phrase, Phrase)
    return phrase


def _alias(name: ChatAlias) -> Alias:
    """Return the alias for the catalog; a name found only in capitals must also be typed in capitals."""
    return Alias(name.entity, name.phrase.surface, "", name.phrase.tokens, gated=any(name.phrase.capitals))
