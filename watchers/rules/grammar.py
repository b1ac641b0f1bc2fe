"""Makes pieces of lexemes, and a Rule of the pieces by recursive descent; ``or`` binds weakest, ``near`` strongest.

any   = all { ("," | OR) all }
all   = one { [AND] one }
one   = ("-" | NOT) one | near
near  = atom { NEAR[/n] atom }
atom  = "(" any ")" | title: atom | term
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from watchers.entities import Catalog, EntityId
from watchers.errors import RuleError, RuleProblem
from watchers.rules.lexer import Lexeme, is_plain_word
from watchers.rules.syntax import (
    And,
    Entity,
    Field,
    InTitle,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Rule,
    Word,
    excludes_only,
    in_capitals,
    joined,
    phrase_of,
    terms,
)
from watchers.rules.values import Values, example_value
from watchers.rules.vocabulary import CAPITAL_OPERATORS, MINUSES, NOT_BEFORE, SEPARATORS, Kind
from watchers.text.tokens import Text, is_cjk, parts, read, read_word

MIN_PREFIX_LENGTH = 3
TYPED_AS = "="
"""Between an entity and the ordinary words that were typed for it: ``@tp.fab="plant"``."""
MAX_DEPTH = 20
"""Nested brackets and exclusions that a person may type; the text of a stored rule may have twice as many."""
MAX_NEAR_DISTANCE = 50
_DISTANCES = {"near": 10, "adj": 1, "/s": 25, "/p": MAX_NEAR_DISTANCE}
"""In words, where no number is typed: next to each other, in one sentence, in one paragraph."""


class Piece(NamedTuple):
    """A term, or what connects terms. FIELD is ``title:``; WORD and QUOTED do not occur."""

    kind: Kind
    text: str
    column: int
    """Position of its first code point, counted from 1."""
    end: int
    """Offset after its last code point, counted from 0."""
    rules: tuple[Rule, ...] = ()
    """What a term means; several rules are joined by *and*."""
    spelled: bool = False
    """Whether an operator was typed as a word, such as *or* or 不含."""
    run: int = 0
    """The column of the text without spaces that it is a part of; 0 if it is not part of one."""


@dataclass(frozen=True, slots=True)
class Leaves:
    """Reads the terms of one rule."""

    text: str
    catalog: Catalog
    sources: Set[str] | None
    """Sources that a rule may name, in lower case; None allows any."""
    explicit: bool = False
    """Whether the text was printed from a rule, so that a bare word is that word, however short or well known."""

    def quoted(self, lexeme: Lexeme) -> list[Rule]:
        """Return a phrase, or two for "Section 301: China", because no phrase in a text crosses a colon.

        Leave out parts that are too short to be a phrase alone, such as the x of "http://x".
        """
        if not lexeme.text.strip():
            raise RuleError(RuleProblem.EMPTY_QUOTES, lexeme.column, '""', '"export administration"')
        text, column = read(lexeme.text), lexeme.column + 1
        places = parts(text)
        if len(places) < 2:
            return [self.phrase(text, column)]
        long = [(begin, part) for begin, part in places if len(part) > 1] or places
        return [self.phrase(read(part), column + begin) for begin, part in long]

    def phrase(self, text: Text, column: int) -> Phrase:
        """Return a phrase of all tokens of the text."""
        if not text.tokens:
            raise RuleError(RuleProblem.NOTHING_LEFT, column, text.original)
        self.refuse_too_short(text, column)
        return phrase_of(text)

    def word(self, lexeme: Lexeme) -> list[Rule]:
        """Return a word that is not a name: a @name, prefix, phrase or word."""
        if lexeme.text.startswith("@"):
            return [self.at_name(lexeme)]
        text = read_word(lexeme.text)
        if not text.tokens:
            raise RuleError(RuleProblem.NOTHING_LEFT, lexeme.column, lexeme.text, without(self.text, lexeme))
        if "*" in lexeme.text:
            return [self.prefix(lexeme, text)]
        self.refuse_too_short(text, lexeme.column)
        (first, *more) = text.tokens
        is_word = not more and not is_cjk(first) and first.isalpha()
        # A word spelled like an operator or a name becomes a phrase, so that the printed rule reads the same.
        if not is_word or not (self.explicit or self._is_plain(text)):
            return [self.phrase(text, lexeme.column)]
        return [Word(first, in_capitals(text, 0), text.original if text.original != first else first)]

    def _is_plain(self, text: Text) -> bool:
        operator = text.in_capitals(0) and text.tokens[0].upper() in CAPITAL_OPERATORS
        return not operator and is_plain_word(text.tokens[0]) and text.tokens not in self.catalog.by_tokens

    def refuse_too_short(self, text: Text, column: int) -> None:
        """Raise RuleError for a single letter, digit or CJK character that is not a name."""
        (first, *more) = text.tokens
        if more or len(first) > 1 or self.explicit or text.tokens in self.catalog.by_tokens:
            return
        raise RuleError(RuleProblem.TOO_SHORT, column, text.original)

    def at_name(self, lexeme: Lexeme) -> Entity:
        """Return the entity with this ID or, if it is unambiguous, this name after the @."""
        name = lexeme.text[1:]
        if EntityId(name) in self.catalog.entities:
            return Entity(EntityId(name))
        owners = {alias.entity for alias in self.catalog.by_tokens.get(read(name.replace("_", " ")).tokens, ())}
        if len(owners) == 1:
            return Entity(owners.pop(), surface=lexeme.text)
        raise RuleError(RuleProblem.UNKNOWN_ENTITY, lexeme.column, lexeme.text)

    def typed_entity(self, lexeme: Lexeme, words: Lexeme) -> Entity | None:
        """Return the entity of ``@tp.fab="plant"``, or None if the two lexemes are not of this form."""
        name = lexeme.text.removesuffix(TYPED_AS)
        if not lexeme.text.startswith("@") or name == lexeme.text or words.kind is not Kind.QUOTED:
            return None
        if words.column != lexeme.end + 1 or (identifier := EntityId(name[1:])) not in self.catalog.entities:
            return None
        typed = self.phrase(read(words.text), words.column + 1)
        return Entity(identifier, typed, typed.surface)

    def prefix(self, lexeme: Lexeme, text: Text) -> Rule:
        """Return a prefix; a CJK run with a ``*`` is a phrase, which is found inside words anyway."""
        (first, *more) = text.tokens
        if more or not lexeme.text.endswith("*") or "*" in lexeme.text[:-1]:
            if all(map(is_cjk, text.tokens)) and lexeme.text.endswith("*") and "*" not in lexeme.text[:-1]:
                return self.phrase(read(lexeme.text[:-1]), lexeme.column)
            raise RuleError(RuleProblem.BAD_VALUE, lexeme.column, lexeme.text, "semicon*")
        if len(first) < MIN_PREFIX_LENGTH:
            raise RuleError(RuleProblem.PREFIX_TOO_SHORT, lexeme.column, lexeme.text, first)
        return Prefix(first, text.original)


ReadWords = Callable[[Sequence[Lexeme]], Iterable[Piece]]


def pieces_of(lexemes: Sequence[Lexeme], leaves: Leaves, words: ReadWords) -> list[Piece]:
    """Return the pieces; ``words`` reads each run of consecutive words."""
    values = Values(leaves.text, leaves.catalog, leaves.sources)
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
        else:
            pieces.append(term(lexeme, [values.read(lexeme, following)], following))
            at += 1
    return [*pieces, *words(run)] if run else pieces


def term(first: Lexeme, rules: Iterable[Rule], last: Lexeme | None = None) -> Piece:
    """Return the piece of a term that extends over one lexeme, or over several up to ``last``."""
    return Piece(Kind.TERM, first.text, first.column, (last or first).end, tuple(rules))


# ---- pieces to Rule ----------------------------------------------------------------------------------


def parse_pieces(text: str, pieces: list[Piece], depth: int = MAX_DEPTH) -> Rule:
    """Return the rule that consists of these pieces of ``text``; raise RuleError if it is not valid."""
    end = len(text) + 1
    parser = _Parser(text, [*pieces, Piece(Kind.END, "", end, end)], depth)
    rule = parser.any()
    if (left := parser.peek()).kind is not Kind.END:
        raise unbalanced(left, without(text, left))
    return rule


@dataclass(slots=True)
class _Parser:
    text: str
    pieces: list[Piece]
    depth: int
    """How many more levels of brackets and exclusions may be nested from here."""
    at: int = 0

    def peek(self) -> Piece:
        """Return the next piece without consuming it; the last is END, which is never consumed."""
        return self.pieces[self.at]

    def take(self, kind: Kind) -> Piece | None:
        piece = self.pieces[self.at]
        if piece.kind is not kind:
            return None
        self.at += 1
        return piece

    def any(self, may_exclude: bool = False) -> Rule:
        """Return alternatives; with ``may_exclude``, a single one may exclude only: chips (not memory)."""
        start = self.peek().column
        self.commas()
        exclusions = self.first_exclusions()
        branches = [self.branch(may_exclude)]
        while operator := self.take(Kind.COMMA) or self.take(Kind.OR):
            self.commas()
            following = self.peek()
            if following.kind in (Kind.CLOSE, Kind.OR, Kind.END):
                if operator.kind is Kind.OR or following.kind is Kind.OR:
                    raise self.dangling(operator if operator.kind is Kind.OR else following)
                break
            is_entry = self.text[operator.column - 1] not in SEPARATORS
            if operator.kind is Kind.COMMA and following.kind is Kind.NOT and (following.spelled or is_entry):
                # "TSMC, Samsung, but not memory": the comma is that of a sentence. On a separate line, it is for all.
                clause = self.all_parts()
                if following.text in NOT_BEFORE and not all(map(excludes_only, clause)):
                    branches.append(joined(And, clause))
                else:
                    exclusions += _excluded(clause)
                continue
            branches.append(self.branch(False, operator, start, grouped=len(branches) > 1))
        alternatives = joined(Or, branches)
        return joined(And, [alternatives, *exclusions]) if exclusions else alternatives

    def first_exclusions(self) -> list[Rule]:
        """Return what a clause in words excludes before the first alternative: no crypto, only chips."""
        at = self.at
        if (first := self.peek()).kind is Kind.NOT and first.spelled:
            clause = self.all_parts()
            if all(map(excludes_only, clause[:1])) and self.take(Kind.COMMA):
                return _excluded(clause)
        self.at = at
        return []

    def branch(self, may_exclude: bool, operator: Piece | None = None, start: int = 0, grouped: bool = False) -> Rule:
        """Return one alternative; ``grouped`` says whether those before it need brackets in a cure."""
        first = min(self.peek().column, self.pieces[self.at + 1].column if self.at + 1 < len(self.pieces) else 0)
        rule = self.all()
        is_alone = self.peek().kind not in (Kind.COMMA, Kind.OR)
        if not excludes_only(rule) or (may_exclude and is_alone):
            return rule
        typed = self.typed_since(first)
        if operator is None:
            raise RuleError(RuleProblem.ONLY_EXCLUSIONS, first, typed)
        before = self.text[start - 1 : operator.column - 1].rstrip(SEPARATORS + " ")
        before = f"({before})" if grouped else before
        meant = f"{self.text[: start - 1]}{before} {typed}{self.text[self.peek().column - 1 :]}"
        raise RuleError(RuleProblem.ONLY_EXCLUSIONS, first, typed, cures=(meant,))

    def typed_since(self, column: int) -> str:
        """Return the text from a column up to the next piece."""
        return self.text[column - 1 : self.peek().column - 1].rstrip()

    def commas(self) -> None:
        while self.take(Kind.COMMA):
            pass

    def all(self) -> Rule:
        return joined(And, self.all_parts())

    def all_parts(self) -> list[Rule]:
        parts = self.one()
        while True:
            operator = self.take(Kind.AND)
            if self.peek().kind in (Kind.CLOSE, Kind.COMMA, Kind.OR, Kind.END):
                if operator:
                    raise self.dangling(operator)
                return parts
            parts += self.one()

    def one(self) -> list[Rule]:
        """Return one part, or the several parts of a term."""
        sign = self.take(Kind.NOT)
        if sign is None:
            return self.near()
        following = self.peek()
        glued = sign.text[0] not in MINUSES or not self.text[sign.end : sign.end + 1].isspace()
        if not glued or following.kind in _NO_OPERANDS:
            raise self.dangling(sign)
        self.go_deeper(sign)
        if following.kind is Kind.NOT:
            # Twice the same sign is one: nobody types NOT NOT for a word that must appear.
            self.depth += 1
            return self.one()
        (excluded, *others) = self.atom(excluded=True)
        self.depth += 1
        if excludes_only(excluded):
            typed = self.typed_since(following.column)
            raise RuleError(RuleProblem.ONLY_EXCLUSIONS, following.column, typed)
        return [Not(excluded), *others]

    def go_deeper(self, piece: Piece) -> None:
        """Enter the level that the piece opens; the caller adds one to ``depth`` when it leaves."""
        if self.depth == 0:
            raise RuleError(RuleProblem.TOO_DEEP, piece.column, piece.text)
        self.depth -= 1

    def near(self) -> list[Rule]:
        parts = self.atom()
        while operator := self.take(Kind.NEAR):
            distance = near_distance(operator)
            following = self.peek()
            if following.kind in _NO_OPERANDS or following.kind is Kind.NOT:
                raise self.dangling(operator)
            right = self.atom()
            for operand in (parts[-1], right[0]):
                if not _can_be_near(operand):
                    example = "chips NEAR/10 (tariff, duty)"
                    raise RuleError(RuleProblem.BAD_VALUE, operator.column, operator.text, example)
            parts = [*parts[:-1], Near(parts[-1], right[0], distance), *right[1:]]
        return parts

    def atom(self, excluded: bool = False) -> list[Rule]:
        piece = self.peek()
        match piece.kind:
            case Kind.TERM:
                self.at += 1
                return list(piece.rules)
            case Kind.OPEN:
                return [self.bracket(excluded)]
            case Kind.FIELD:
                self.at += 1
                return self.in_title(piece)
            case Kind.END:
                raise self.dangling(self.pieces[self.at - 1])
            case Kind.CLOSE:
                raise unbalanced(piece, without(self.text, piece))
            case _:
                raise self.dangling(piece)

    def bracket(self, excluded: bool) -> Rule:
        opening = self.take(Kind.OPEN)
        assert opening is not None
        if closing := self.take(Kind.CLOSE):
            raise RuleError(RuleProblem.EMPTY_BRACKETS, opening.column, opening.text + closing.text, "(chip, wafer)")
        if self.peek().kind is Kind.END:
            raise unbalanced(opening, without(self.text, opening))
        self.go_deeper(opening)
        rule = self.any(may_exclude=not excluded)
        self.depth += 1
        if self.take(Kind.CLOSE) is None:
            raise unbalanced(opening, self.text + ("）" if opening.text == "（" else ")"))
        return rule

    def in_title(self, field: Piece) -> list[Rule]:
        value = self.peek()
        if value.kind not in (Kind.TERM, Kind.OPEN):
            raise RuleError(RuleProblem.BAD_VALUE, field.column, field.text, f"title:{example_value('title')}")
        (inner, *others) = self.atom()
        if any(isinstance(term, Field) for term in terms(inner)):
            typed = self.typed_since(value.column)
            raise RuleError(RuleProblem.BAD_VALUE, value.column, typed, example_value("title"))
        return [inner if isinstance(inner, InTitle) else InTitle(inner), *others]

    def dangling(self, piece: Piece) -> RuleError:
        return RuleError(RuleProblem.DANGLING_OPERATOR, piece.column, piece.text, without(self.text, piece))


_NO_OPERANDS = (Kind.AND, Kind.OR, Kind.COMMA, Kind.CLOSE, Kind.NEAR, Kind.END)


def _excluded(clause: list[Rule]) -> list[Rule]:
    """Return the exclusion of a clause as a whole: not golf courses; what is excluded twice is so each for itself."""
    (first, *others) = clause
    assert isinstance(first, Not)
    excluded = joined(And, [first.rule, *(part for part in others if not isinstance(part, Not))])
    return [Not(excluded), *(part for part in others if isinstance(part, Not))]


def near_distance(operator: Piece) -> int:
    """Return the number in ``NEAR/5`` or w/5, or the usual one; raise RuleError if it is not valid."""
    typed = operator.text.lower()
    number = typed.lstrip("abcdefghijklmnopqrstuvwxyz").removeprefix("/")
    if distance := _DISTANCES.get(typed):
        return distance
    if number.isascii() and number.isdigit() and 1 <= int(number) <= MAX_NEAR_DISTANCE:
        return int(number)
    raise RuleError(RuleProblem.BAD_VALUE, operator.column, operator.text, "NEAR/10")


def unbalanced(bracket: Piece, instead: str) -> RuleError:
    """Return the error of a bracket without a partner."""
    return RuleError(RuleProblem.UNBALANCED_BRACKET, bracket.column, bracket.text, instead)


def without(text: str, piece: Piece | Lexeme) -> str:
    """Return the rule's text without a piece or lexeme."""
    return " ".join((text[: piece.column - 1] + " " + text[piece.end :]).split())


def _can_be_near(rule: Rule) -> bool:
    match rule:
        case Word() | Phrase() | Prefix() | Entity():
            return True
        case Or(parts):
            return all(map(_can_be_near, parts))
        case _:
            return False
