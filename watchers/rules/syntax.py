"""The nodes of a rule, each printed as a person could have typed it; their canonical form; remarks on a reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from watchers.entities import EntityId, Tokens
from watchers.rules.vocabulary import OPENING
from watchers.text.tokens import Text, is_cjk


@dataclass(frozen=True, slots=True)
class Word:
    """A bare Latin word in any of its grammatical forms; only in capitals if it was typed in capitals."""

    token: str
    capitals: bool = False
    surface: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.token.upper() if self.capitals else self.token


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exactly these consecutive tokens: quoted, hyphenated or CJK."""

    tokens: Tokens
    capitals: tuple[bool, ...]
    """For each token, whether it must be in capitals."""
    surface: str = field(compare=False)
    """As typed, without quotes."""
    spelled: str = field(default="", compare=False)
    """The text of these tokens if the typed words have several spellings: 2 nm for the 2nm that was typed."""

    def __str__(self) -> str:
        return f'"{self.spelled or self.surface}"'


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin with ``start``."""

    start: str
    surface: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.start}*"


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity by any of its names; ``typed`` has ordinary words that are gated only as a synonym, not when typed."""

    id: EntityId
    typed: Phrase | None = None
    surface: str = field(default="", compare=False)
    """As typed, with the @ of a name; "" for the @ of an ID."""

    def __str__(self) -> str:
        return f"@{self.id}" if self.typed is None else f"@{self.id}={self.typed}"


@dataclass(frozen=True, slots=True)
class Field:
    """A fact of the item: its source, language or jurisdiction, in lower case, or a code in its canonical form."""

    name: str
    value: str

    def __str__(self) -> str:
        return f'{self.name}:"{self.value}"' if " " in self.value else f"{self.name}:{self.value}"


@dataclass(frozen=True, slots=True)
class InTitle:
    """The inner rule, matched only in the title."""

    rule: Rule

    def __str__(self) -> str:
        return f"title:({self.rule})"


@dataclass(frozen=True, slots=True)
class Near:
    """Two terms at most ``distance`` tokens apart, in either order, in one field."""

    left: Rule
    right: Rule
    distance: int

    def __str__(self) -> str:
        return f"{_operand(self.left)} NEAR/{self.distance} {_operand(self.right)}"


@dataclass(frozen=True, slots=True)
class Not:
    """The inner rule must not be met."""

    rule: Rule

    def __str__(self) -> str:
        return f"-{_operand(self.rule)}"


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts: at least two, none an And, at least one not a Not."""

    parts: tuple[Rule, ...]

    def __str__(self) -> str:
        """Put AND between neighboring bare words that could be read as one alias (export AND controls)."""
        text = _part(self.parts[0])
        for before, part in pairwise(self.parts):
            text += (" AND " if _is_bare(before) and _is_bare(part) else " ") + _part(part)
        return text


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts: at least two, none an Or or a Not."""

    parts: tuple[Rule, ...]

    def __str__(self) -> str:
        return ", ".join(str(part) for part in self.parts)


Term = Word | Phrase | Prefix | Entity | Field
Rule = Term | InTitle | Near | Not | And | Or


def terms(rule: Rule) -> Iterator[Term]:
    """Yield all terms of a rule in the order of its text, including those of exclusions."""
    match rule:
        case And(parts) | Or(parts):
            for part in parts:
                yield from terms(part)
        case Not(inner) | InTitle(inner):
            yield from terms(inner)
        case Near(left, right, _):
            yield from terms(left)
            yield from terms(right)
        case _:
            yield rule


def joined(kind: type[And] | type[Or], parts: Sequence[Rule]) -> Rule:
    """Join rules into one, flat and without repetition; return the part itself if there is only one."""
    if len(parts) == 1:
        return parts[0]
    flat = dict.fromkeys(one for part in parts for one in (part.parts if isinstance(part, kind) else (part,)))
    return next(iter(flat)) if len(flat) == 1 else kind(tuple(flat))


def each_term(rule: Rule, change: Callable[[Term], Rule]) -> Rule:
    """Return the rule with each of its terms replaced by what ``change`` returns for it."""
    match rule:
        case And(parts) | Or(parts):
            return joined(type(rule), [each_term(part, change) for part in parts])
        case Not(inner) | InTitle(inner):
            return type(rule)(each_term(inner, change))
        case Near(left, right, distance):
            return Near(each_term(left, change), each_term(right, change), distance)
        case _:
            return change(rule)


def excludes_only(rule: Rule) -> bool:
    """Return whether nothing in the rule must appear."""
    match rule:
        case Not():
            return True
        case And(parts):
            return all(map(excludes_only, parts))
        case _:
            return False


def without_part(rule: And, index: int) -> Rule | None:
    """Return the rule without one of its parts; None if only exclusions would be left."""
    rest = joined(And, [part for at, part in enumerate(rule.parts) if at != index])
    return None if excludes_only(rest) else rest


def phrase_of(text: Text) -> Phrase:
    """Return the phrase of a text with at least one token."""
    surface = " ".join(text.original.translate(_NO_QUOTES).split())
    return Phrase(text.tokens, tuple(in_capitals(text, at) for at in range(len(text.tokens))), surface)


def in_capitals(text: Text, token: int) -> bool:
    """Return whether a token must be in capitals: typed in capitals, and an acronym of up to four letters.

    A single letter is one before a number: A 100 is not the beginning of "a 100 percent tariff".
    """
    word = text.tokens[token]
    if not (word.isascii() and word.isalpha() and len(word) <= 4 and text.in_capitals(token)):
        return False
    return len(word) > 1 or "".join(text.tokens[token + 1 : token + 2]).isdigit()


_NO_QUOTES = dict.fromkeys(map(ord, OPENING + "」』﹂﹄》〉"), " ")


def _part(rule: Rule) -> str:
    return f"({rule})" if isinstance(rule, Or) else str(rule)


def _is_bare(rule: Rule) -> bool:
    """Return whether the rule's text may begin or end with a word that could be read together with its neighbor."""
    return isinstance(rule, Word | Near)


def _operand(rule: Rule) -> str:
    return f"({rule})" if isinstance(rule, And | Or | Near) else str(rule)


def canonical(rule: Rule) -> Rule:
    """Return the rule with its parts in a fixed order and its words in one spelling, whatever was typed.

    Laws: ``canonical(canonical(rule)) == canonical(rule)``; rules that differ only in the order of parts, in
    repetition, or in spellings that fold alike have the same ``str(canonical(rule))``, which parses to itself.
    """
    match rule:
        case And(parts) | Or(parts):
            ordered = _ordered(parts)
            return ordered[0] if len(ordered) == 1 else type(rule)(ordered)
        case Not(inner):
            return Not(canonical(inner))
        case InTitle(inner):
            return InTitle(canonical(inner))
        case Near(left, right, distance):
            first, second = sorted((canonical(left), canonical(right)), key=str)
            return Near(first, second, distance)
        case Phrase(tokens, capitals):
            return Phrase(tokens, capitals, spelling(tokens, capitals))
        case _:
            return rule


def meaning_of(rule: Rule) -> str:
    """Return the text of the canonical form, which is equal for rules with the same meaning."""
    return str(canonical(rule))


def spelling(tokens: Tokens, capitals: tuple[bool, ...]) -> str:
    """Return a text that has exactly these tokens."""
    text = ""
    for token, loud in zip(tokens, capitals, strict=True):
        gap = "" if not text or (is_cjk(token) and is_cjk(text[-1])) else " "
        text += gap + (token.upper() if loud else token)
    return text


def _ordered(parts: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Sort distinct parts by text, exclusions last; owners of an ambiguous name print alike and keep their order."""
    once = dict.fromkeys(map(canonical, parts))
    return tuple(sorted(once, key=lambda part: (isinstance(part, Not), str(part))))


class NoteKind(StrEnum):
    """Each has a sentence in each language in bot/messages, as ``note-`` and its value."""

    OR = "or"
    """A word or sign was read as *or*."""
    AND = "and"
    NOT = "not"
    LEFT_OUT = "left-out"
    """Words that say nothing were left out; ``instead`` is the exact phrase, if the rule is one run of words."""
    MISSPELLED = "misspelled"
    """A word may be a misspelled name, which is found too; ``instead`` is the word itself."""
    LINES = "lines"
    """The entries of a list were read as alternatives; ``instead`` asks for all of them."""
    SPLIT = "split"
    """A text without spaces was split into its names; ``instead`` is the text as a phrase."""
    TOGETHER = "together"
    """A letter or digit was read together with the word next to it, or a long text without spaces is one phrase."""
    ANY_CASE = "any-case"
    """A word in small letters was read as the name that it is in capitals; ``instead`` is the word itself."""
    LONGER_NAME = "longer-name"
    """With its capitals, the text is the longer name ``instead``."""
    HEADING = "heading"
    """A number is a tariff heading; ``instead`` is the code alone."""


@dataclass(frozen=True, slots=True)
class Note:
    """One remark about the reading of a rule."""

    kind: NoteKind
    found: str
    """The text that it is about, as typed."""
    instead: str = ""
    """What to type for the other reading."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A rule, and what to say about its reading."""

    rule: Rule
    notes: tuple[Note, ...] = ()
