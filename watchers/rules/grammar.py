"""Recursive-descent parser from the pieces of a rule to Rule; ``or`` binds weakest, ``near`` strongest.

any   = all { ("," | OR) all }
all   = one { [AND] one }
one   = ("-" | NOT) one | near
near  = atom { NEAR[/n] atom }
atom  = "(" any ")" | title: atom | term
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from watchers.errors import RuleError, RuleProblem
from watchers.rules.syntax import And, Entity, Field, InTitle, Near, Not, Or, Phrase, Prefix, Rule, Word, joined, terms
from watchers.rules.values import example_value
from watchers.rules.vocabulary import MINUSES, NOT_BEFORE, SEPARATORS, Kind

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
        branches = [self.branch(may_exclude)]
        exclusions: list[Rule] = []
        while operator := self.take(Kind.COMMA) or self.take(Kind.OR):
            self.commas()
            following = self.peek()
            if following.kind in (Kind.CLOSE, Kind.OR, Kind.END):
                if operator.kind is Kind.OR or following.kind is Kind.OR:
                    raise self.dangling(operator if operator.kind is Kind.OR else following)
                break
            is_entry = self.text[operator.column - 1] not in SEPARATORS
            if operator.kind is Kind.COMMA and following.kind is Kind.NOT and (following.spelled or is_entry):
                # "TSMC, Samsung, but not memory": the comma is that of a sentence. A line of its own is for all others.
                clause = self.all_parts()
                if following.text in NOT_BEFORE and not all(map(excludes_only, clause)):
                    branches.append(joined(And, clause))
                else:
                    exclusions += _excluded(clause)
                continue
            branches.append(self.branch(False, operator, start, grouped=len(branches) > 1))
        return joined(And, [joined(Or, branches), *exclusions])

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


def excludes_only(rule: Rule) -> bool:
    """Return whether nothing in the rule must appear."""
    match rule:
        case Not():
            return True
        case And(parts):
            return all(map(excludes_only, parts))
        case _:
            return False


def _excluded(clause: list[Rule]) -> list[Rule]:
    """Return the exclusion of a clause as a whole: not golf courses; what is excluded twice is so each for itself."""
    (first, *others) = clause
    assert isinstance(first, Not)
    excluded = joined(And, [first.rule, *(part for part in others if not isinstance(part, Not))])
    return [Not(excluded), *(part for part in others if isinstance(part, Not))]


def without_part(rule: And, index: int) -> Rule | None:
    """Return the rule without one of its parts; None if only exclusions would be left."""
    rest = joined(And, [part for at, part in enumerate(rule.parts) if at != index])
    return None if excludes_only(rest) else rest


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


def without(text: str, piece: Piece) -> str:
    """Return the rule's text without a piece."""
    return " ".join((text[: piece.column - 1] + " " + text[piece.end :]).split())


def _can_be_near(rule: Rule) -> bool:
    match rule:
        case Word() | Phrase() | Prefix() | Entity():
            return True
        case Or(parts):
            return all(map(_can_be_near, parts))
        case _:
            return False
