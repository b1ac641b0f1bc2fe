"""Reads lexemes as terms: quoted phrases, words, prefixes, @names and values; makes the pieces of the grammar."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from watchers.entities import Catalog, EntityId
from watchers.errors import RuleError, RuleProblem
from watchers.rules.grammar import Piece
from watchers.rules.lexer import Lexeme, is_plain_word
from watchers.rules.syntax import Entity, Field, Phrase, Prefix, Rule, Word
from watchers.rules.values import EXAMPLES, FIELDS, example_value, read_value
from watchers.rules.vocabulary import CAPITAL_OPERATORS, OPENING, Kind
from watchers.text.tokens import Text, is_cjk, read

MIN_PREFIX_LENGTH = 3
MAX_SHORT_LENGTH = 24
_read_short = lru_cache(maxsize=4_096)(read)
"""A cache, because the same words are read repeatedly: at startup, and for every suggestion."""
TYPED_AS = "="
"""Between an entity and the ordinary words that were typed for it: ``@tp.fab="plant"``."""
_NO_QUOTES = dict.fromkeys(map(ord, OPENING + "」』﹂﹄》〉"), " ")


def read_word(word: str) -> Text:
    """Return a word as tokens, from a cache if it is short."""
    return _read_short(word) if len(word) <= MAX_SHORT_LENGTH else read(word)


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
        return not operator and is_plain_word(text.tokens[0]) and not self.catalog.named(text.tokens)

    def refuse_too_short(self, text: Text, column: int) -> None:
        """Raise RuleError for a single letter, digit or CJK character that is not a name."""
        (first, *more) = text.tokens
        if more or len(first) > 1 or self.explicit or self.catalog.named(text.tokens):
            return
        raise RuleError(RuleProblem.TOO_SHORT, column, text.original)

    def at_name(self, lexeme: Lexeme) -> Entity:
        """Return the entity with this ID or, if it is unambiguous, this name after the @."""
        name = lexeme.text[1:]
        if EntityId(name) in self.catalog.entities:
            return Entity(EntityId(name))
        owners = {alias.entity for alias in self.catalog.named(read(name.replace("_", " ")).tokens)}
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

    def only_word(self, name: Lexeme, value: Lexeme) -> Rule:
        """Return the word of ``word:exports``: in all its forms, and no name, operator or function word."""
        text = read_word(value.text)
        if value.kind is not Kind.WORD or len(text.tokens) != 1 or not text.tokens[0].isalpha():
            raise RuleError(RuleProblem.BAD_VALUE, name.column, f"{name.text}:", EXAMPLES[name.text])
        return Word(text.tokens[0], in_capitals(text, 0), text.original)

    def field(self, name: Lexeme, value: Lexeme) -> Rule:
        """Return the fact of a field other than ``title:`` and its value."""
        if value.kind is Kind.OPEN:
            raise RuleError(RuleProblem.BAD_VALUE, value.column, value.text, EXAMPLES[name.text])
        if value.kind not in (Kind.WORD, Kind.QUOTED):
            raise RuleError(RuleProblem.BAD_VALUE, name.column, f"{name.text}:", EXAMPLES[name.text])
        found = read_value(name.text, value.text)
        if found is None and name.text == "country":
            found = self._country(value.text)
        if found is None:
            raise RuleError(RuleProblem.BAD_VALUE, value.column, value.text, example_value(name.text))
        if name.text == "source" and self.sources is not None and found not in self.sources:
            raise self._unknown_source(name, value, found, self.sources)
        return Field(name.text, found)

    def unknown_field(self, lexeme: Lexeme) -> RuleError:
        """Return the error for a field that does not exist, with the one that is spelled most alike."""
        nearest = difflib.get_close_matches(lexeme.text, FIELDS, 1)
        return RuleError(RuleProblem.UNKNOWN_FIELD, lexeme.column, lexeme.text, nearest[0] if nearest else "")

    def _country(self, text: str) -> str | None:
        """Return the two letters of a country or union that is given by name, in small letters."""
        for alias in self.catalog.named(read(text).tokens):
            kind, _, letters = alias.entity.partition(".")
            if kind == "pl" and (found := read_value("country", letters)):
                return found
        return None

    def _unknown_source(self, field: Lexeme, value: Lexeme, found: str, sources: Set[str]) -> RuleError:
        near = sorted(source for source in sources if found in source) or difflib.get_close_matches(found, sources, 1)
        instead = f"source:{near[0]}" if near else ""
        typed = self.text[field.column - 1 : value.end]
        return RuleError(RuleProblem.UNKNOWN_SOURCE, field.column, typed, instead)


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


def parts(text: Text) -> list[tuple[int, str]]:
    """Return the offset and the text of each stretch within which a phrase can be found."""
    places = [(text.begins[first], text.ends[after - 1]) for first, after in text.stretches() if first < after]
    return [(begin, text.original[begin:end]) for begin, end in places]


def without(text: str, lexeme: Lexeme) -> str:
    """Return the rule's text without a lexeme."""
    return " ".join((text[: lexeme.column - 1] + " " + text[lexeme.end :]).split())


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
