"""The index over all rules: one pass over an item, whatever their number. Pure; changed in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from watchers.entities import EntityId, Tokens
from watchers.match.evaluate import Reading
from watchers.match.reading import Phrases
from watchers.match.recognise import Recogniser
from watchers.model import Hit, Item, QueryId, SourceId
from watchers.rules.forms import Forms
from watchers.rules.syntax import And, Entity, Field, InTitle, Near, Not, Or, Phrase, Prefix, Rule, Term, Word

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Match:
    """A query that an item meets, and the places that show it."""

    query: QueryId
    hits: tuple[Hit, ...]


class Index:
    """Queries, each filed under a few of its terms without which it cannot be true.

    Words, phrases, entities, prefixes and facts have a table each, from the key to the queries filed
    under it. An item's words, entities and facts are intersected with these tables; its pairs of
    neighbouring tokens are looked up once. What is found that way is evaluated exactly.
    """

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser
        self._rules: dict[QueryId, Rule] = {}
        self._guards: dict[QueryId, tuple[str, ...]] = {}
        """Words of which an item that meets the query has one, beside what the query is filed under."""
        self._words: dict[str, _Filed] = {}
        self._phrases: dict[Tokens, _Filed] = {}
        self._entities: dict[EntityId, _Filed] = {}
        self._beginnings: Counter[str] = Counter()
        """How many of the entities in the table have names that begin with a word."""
        self._facts: dict[tuple[str, str], _Filed] = {}
        self._prefixes = _Prefixes()
        self._neighbours = Phrases()

    def __len__(self) -> int:
        return len(self._rules)

    def __contains__(self, query: QueryId) -> bool:
        return query in self._rules

    def add(self, query: QueryId, rule: Rule) -> None:
        """Puts a query in force for the next item. Adding one that is there changes nothing."""
        if query in self._rules:
            return
        self._rules[query] = rule
        filed, guard = keys(rule, self._recogniser.forms)
        if guard is not None:
            self._guards[query] = guard
        for key in filed:
            match key:
                case ("word", word):
                    _file(self._words, str(word), query)
                case ("phrase", tuple(tokens)):
                    if tokens not in self._phrases:
                        self._neighbours.add(tokens)
                    _file(self._phrases, tokens, query)
                case ("entity", entity):
                    identifier = EntityId(str(entity))
                    if identifier not in self._entities:
                        self._beginnings.update(self._recogniser.beginnings[identifier])
                    _file(self._entities, identifier, query)
                case ("prefix", start):
                    self._prefixes.add(str(start), query)
                case ("fact", (name, value)):
                    _file(self._facts, (name, value), query)

    def remove(self, query: QueryId) -> None:
        """Takes a query out; one that is not there is no error."""
        rule = self._rules.pop(query, None)
        if rule is None:
            return
        self._guards.pop(query, None)
        filed, _ = keys(rule, self._recogniser.forms)
        for key in filed:
            match key:
                case ("word", word):
                    _take_out(self._words, str(word), query)
                case ("phrase", tuple(tokens)):
                    _take_out(self._phrases, tokens, query)
                    if tokens not in self._phrases:
                        self._neighbours.remove(tokens)
                case ("entity", entity):
                    identifier = EntityId(str(entity))
                    _take_out(self._entities, identifier, query)
                    if identifier not in self._entities:
                        self._beginnings -= Counter(self._recogniser.beginnings[identifier])
                case ("prefix", start):
                    self._prefixes.remove(str(start), query)
                case ("fact", (name, value)):
                    _take_out(self._facts, (name, value), query)

    def match(self, item: Item, source: SourceId) -> list[Match]:
        """All queries that the item meets, in the order of their ids."""
        reading = Reading(item, source, self._recogniser)
        rules, guards, words = self._rules, self._guards, reading.words
        guarded = [
            query
            for query in self._candidates(reading)
            if (guard := guards.get(query)) is None or not words.isdisjoint(guard)
        ]
        return [
            Match(query, reading.hits(rules[query])) for query in sorted(guarded) if reading.meets(rules[query])
        ]

    def _candidates(self, reading: Reading) -> set[QueryId]:
        words = reading.words
        found: set[QueryId] = set()
        for word in self._words.keys() & words:
            _gather(self._words[word], found)
        for scan in reading.scans:
            for phrase, _ in self._neighbours.in_text(scan.text.tokens, self._phrases):
                _gather(self._phrases[phrase], found)
        if not self._beginnings.keys().isdisjoint(words):
            for entity in self._entities.keys() & reading.named.perhaps:
                _gather(self._entities[entity], found)
        if self._facts:
            for fact in self._facts.keys() & reading.facts:
                _gather(self._facts[fact], found)
        self._prefixes.gather(words, found)
        return found


# ---- what a rule is filed under --------------------------------------------------------------------

Key = tuple[str, str] | tuple[str, Tokens]


def keys(rule: Rule, forms: Forms) -> tuple[frozenset[Key], tuple[str, ...] | None]:
    """Of these keys at least one is in every item that meets the rule: its rarest clause. And a second clause.

    The second is one of words alone, since those are held against an item at once; None where there is none.
    """
    rarest, *others = sorted(_clauses(rule, forms), key=_rarest_first)
    for clause in others:
        if clause != rarest and all(kind == "word" for kind, _ in clause):
            return rarest, tuple(str(word) for _, word in clause)
    return rarest, None


def _clauses(rule: Rule, forms: Forms) -> list[frozenset[Key]]:
    """Sets of keys; of each at least one is present in every item that meets the rule."""
    match rule:
        case And(parts):
            return [clause for part in parts for clause in _clauses(part, forms)]
        case Or(parts):
            rarest = (min(_clauses(part, forms), key=_rarest_first) for part in parts)
            return [frozenset[Key]().union(*rarest)]
        case Not():
            return []
        case InTitle(inner):
            return _clauses(inner, forms)
        case Near(left, right, _):
            return _clauses(left, forms) + _clauses(right, forms)
        case _:
            return [frozenset(_term_keys(rule, forms))]


def _term_keys(term: Term, forms: Forms) -> Iterator[Key]:
    match term:
        case Word(token, capitals):
            yield from (("word", form) for form in ((token,) if capitals else forms.of(token)))
        case Phrase(tokens):
            yield _phrase_key(tokens)
        case Prefix(start):
            yield "prefix", start
        case Entity(entity, typed):
            yield "entity", entity
            if typed is not None:
                *before, last = typed.tokens
                yield from (_phrase_key((*before, form)) for form in forms.of(last))
        case Field(name, value):
            yield "fact", (name, value)


def _phrase_key(tokens: Tokens) -> Key:
    return ("word", tokens[0]) if len(tokens) == 1 else ("phrase", tokens)


# Entities are what everybody watches, so most items name one; long words and phrases are rare.
_COMMON = {"word": 1.0, "phrase": 1.0, "prefix": 4.0, "entity": 40.0, "fact": 1_000.0}


def _rarest_first(clause: frozenset[Key]) -> tuple[float, list[Key]]:
    """In an order of their own, so that a rule is filed alike whatever the order of its parts."""
    return _commonness(clause), sorted(clause)


def _commonness(clause: frozenset[Key]) -> float:
    """A guess at how many items have one of the keys."""
    return sum(_COMMON[kind] / len("".join(value)) for kind, value in clause)


# ---- compact tables --------------------------------------------------------------------------------

_Filed = QueryId | tuple[QueryId, ...] | set[QueryId]
"""One query, a few, or many: most keys have one, and a set of one weighs 216 bytes."""
_A_FEW = 8


def _file(table: dict[K, _Filed], key: K, query: QueryId) -> None:
    there = table.get(key)
    if there is None:
        table[key] = query
    elif isinstance(there, set):
        there.add(query)
    else:
        several = (*there, query) if isinstance(there, tuple) else (there, query)
        table[key] = several if len(several) <= _A_FEW else set(several)


def _take_out(table: dict[K, _Filed], key: K, query: QueryId) -> None:
    there = table[key]
    if isinstance(there, set):
        there.discard(query)
        if there:
            return
    elif isinstance(there, tuple) and len(there) > 1:
        table[key] = tuple(other for other in there if other != query)
        return
    del table[key]


def _gather(filed: _Filed, found: set[QueryId]) -> None:
    if isinstance(filed, int):
        found.add(filed)
    else:
        found.update(filed)


class _Prefixes:
    """Queries filed under the beginnings of words."""

    __slots__ = ("_filed", "_lengths", "_without")

    def __init__(self) -> None:
        self._filed: dict[str, _Filed] = {}
        self._lengths: dict[int, int] = {}
        self._without: set[str] = set()
        """Words known to begin with none of them: most words of most items."""

    def add(self, start: str, query: QueryId) -> None:
        if start not in self._filed:
            self._lengths[len(start)] = self._lengths.get(len(start), 0) + 1
            self._without.clear()
        _file(self._filed, start, query)

    def remove(self, start: str, query: QueryId) -> None:
        _take_out(self._filed, start, query)
        if start not in self._filed:
            self._lengths[len(start)] -= 1
            if not self._lengths[len(start)]:
                del self._lengths[len(start)]

    def gather(self, words: frozenset[str], found: set[QueryId]) -> None:
        if not self._filed:
            return
        if len(self._without) > 200_000:
            self._without.clear()
        for word in words - self._without:
            starts = [word[:length] for length in self._lengths if word[:length] in self._filed]
            if not starts:
                self._without.add(word)
            for start in starts:
                _gather(self._filed[start], found)
