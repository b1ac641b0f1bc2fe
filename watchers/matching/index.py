"""The index over all rules: one pass over an item for any number of rules. Pure; changed in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from watchers.entities import EntityId, Tokens
from watchers.matching.evaluator import Reading
from watchers.matching.recognizer import Recognizer
from watchers.model import Item, Match, QueryId
from watchers.rules.syntax import And, Entity, Field, InTitle, Near, Not, Or, Phrase, Prefix, Rule, Term, Word
from watchers.text.tokens import Phrases, is_cjk

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Sample:
    """The number of some items, and of those that have each word: the basis for guessing which words are rare."""

    items: int = 0
    having: Mapping[str, int] = field(default_factory=dict)

    def share(self, word: str) -> float:
        """Return the estimated share (0 to 1) of items that have the word; longer words are assumed to be rarer."""
        return (self.having.get(word, 0) + 1 / len(word)) / (self.items + 1)


NO_SAMPLE = Sample()


def sample(items: Iterable[Item]) -> Sample:
    """Count in how many of the items each word occurs."""
    having: Counter[str] = Counter()
    seen = 0
    for item in items:
        seen += 1
        having.update({*item.title.tokens, *item.body.tokens})
    return Sample(seen, having)


class Index:
    """Queries, each filed under a few terms that it requires.

    Words, phrases, entities, prefixes and facts have a table each, from the key to the queries filed
    under it. An item's words and facts are intersected with these tables, and its pairs of neighboring
    tokens are looked up once. An entity is a candidate only if one of its aliases is spelled in full:
    the first two tokens of a CJK alias (台湾 of 台湾プラスチック) are in every third item. A candidate query
    with a word of its guard in the item is evaluated exactly.
    """

    def __init__(self, recognizer: Recognizer, sample: Sample = NO_SAMPLE) -> None:
        self._recognizer = recognizer
        self._filing = _Filing(recognizer, sample)
        self._rules: dict[QueryId, Rule] = {}
        self._guards: dict[QueryId, tuple[str, ...]] = {}
        """Words of which an item that meets the query has at least one, in addition to a key of the query."""
        self._words: dict[str, _Filed] = {}
        self._phrases: dict[Tokens, _Filed] = {}
        self._entities: dict[EntityId, _Filed] = {}
        self._suggesting_words: dict[str, set[EntityId]] = {}
        self._suggesting_phrases: dict[Tokens, set[EntityId]] = {}
        """The entities in the table that an alias with this spelling may count for."""
        self._facts: dict[tuple[str, str], _Filed] = {}
        self._prefixes = _Prefixes()
        self._neighbours = Phrases()

    def __len__(self) -> int:
        return len(self._rules)

    def __contains__(self, query: QueryId) -> bool:
        return query in self._rules

    def add(self, query: QueryId, rule: Rule) -> None:
        """Add a query, effective from the next item; do nothing if it is already there."""
        if query in self._rules:
            return
        self._rules[query] = rule
        filed, guard = self._filing.of(rule)
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
                        self._suggest(identifier)
                    _file(self._entities, identifier, query)
                case ("prefix", start):
                    self._prefixes.add(str(start), query)
                case ("fact", (name, value)):
                    _file(self._facts, (name, value), query)

    def remove(self, query: QueryId) -> None:
        """Remove a query; do nothing if it is not there."""
        rule = self._rules.pop(query, None)
        if rule is None:
            return
        self._guards.pop(query, None)
        filed, _ = self._filing.of(rule)
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
                        self._suggest_no_more(identifier)
                case ("prefix", start):
                    self._prefixes.remove(str(start), query)
                case ("fact", (name, value)):
                    _take_out(self._facts, (name, value), query)

    def match(self, reading: Reading) -> list[Match]:
        """Return all queries that the item meets, in the order of their IDs."""
        rules, guards, words = self._rules, self._guards, reading.words
        guarded = [
            query
            for query in self._candidates(reading)
            if (guard := guards.get(query)) is None or not words.isdisjoint(guard)
        ]
        return [Match(query, reading.hits(rules[query])) for query in sorted(guarded) if reading.meets(rules[query])]

    def _candidates(self, reading: Reading) -> set[QueryId]:
        words = reading.words
        found: set[QueryId] = set()
        for word in self._words.keys() & words:
            _gather(self._words[word], found)
        suggested: set[EntityId] = set()
        for word in self._suggesting_words.keys() & words:
            suggested |= self._suggesting_words[word]
        for scan in reading.scans:
            for phrase, _ in self._neighbours.in_text(scan.text.tokens):
                if (filed := self._phrases.get(phrase)) is not None:
                    _gather(filed, found)
                if (entities := self._suggesting_phrases.get(phrase)) is not None:
                    suggested |= entities
        for entity in suggested:
            _gather(self._entities[entity], found)
        if self._facts:
            for fact in self._facts.keys() & reading.facts:
                _gather(self._facts[fact], found)
        self._prefixes.gather(words, found)
        return found

    def _suggest(self, entity: EntityId) -> None:
        spellings = self._recognizer.spellings[entity]
        for key in spellings:
            if len(key) == 1:
                self._suggesting_words.setdefault(key[0], set()).add(entity)
            else:
                self._suggesting_phrases.setdefault(key, set()).add(entity)
        self._neighbours.add(*(key for key in spellings if len(key) > 1))

    def _suggest_no_more(self, entity: EntityId) -> None:
        for key in self._recognizer.spellings[entity]:
            if len(key) == 1:
                _discard(self._suggesting_words, key[0], entity)
            else:
                _discard(self._suggesting_phrases, key, entity)
                self._neighbours.remove(key)


# ---- compact tables --------------------------------------------------------------------------------

Key = tuple[str, str] | tuple[str, Tokens]
"""Kind and value: a word, a phrase of two or more, an entity, the beginning of a word, a fact."""
Clause = frozenset[Key]


class _Filing:
    """Choose the keys of rules: the rarest of the terms that each requires, in whatever order it has them."""

    def __init__(self, recognizer: Recognizer, sample: Sample) -> None:
        self._forms = recognizer.forms
        self._spellings = recognizer.spellings
        self._sample = sample
        self._shares: dict[EntityId, float] = {}

    def of(self, rule: Rule) -> tuple[Clause, tuple[str, ...] | None]:
        """Return the rule's rarest clause, and a second clause that consists only of words.

        Every item that meets the rule has at least one key of each clause. The second is a cheap check of an item's
        words; None if there is no such clause.
        """
        rarest, *others = sorted(self._clauses(rule), key=self._rarest_first)
        for clause in others:
            if clause != rarest and all(kind == "word" for kind, _ in clause):
                return rarest, tuple(str(word) for _, word in clause)
        return rarest, None

    def _clauses(self, rule: Rule) -> list[Clause]:
        match rule:
            case And(parts):
                return [clause for part in parts for clause in self._clauses(part)]
            case Or(parts):
                rarest = (min(self._clauses(part), key=self._rarest_first) for part in parts)
                return [frozenset[Key]().union(*rarest)]
            case Not():
                return []
            case InTitle(inner):
                return self._clauses(inner)
            case Near(left, right, _):
                return self._clauses(left) + self._clauses(right)
            case Phrase(tokens) if rare := self._unsampled(tokens):
                return [frozenset((("word", word),)) for word in rare]
            case _:
                return [frozenset(self._keys(rule))]

    def _unsampled(self, tokens: Tokens) -> list[str]:
        """Return the Latin words of a phrase that no sampled item has: each is as rare as the phrase itself.

        An optimization: the index looks up each pair of neighboring tokens, and fewer pairs are looked up faster.
        With 100,000 distinct rules 15,000 of 35,000 pairs remain, and the pass over an item takes a third less time.
        """
        return [word for word in dict.fromkeys(tokens) if word not in self._sample.having and not is_cjk(word)]

    def _keys(self, term: Term) -> Iterator[Key]:
        match term:
            case Word(token, capitals):
                yield from (("word", form) for form in ((token,) if capitals else self._forms.of(token)))
            case Phrase(tokens):
                yield _phrase(tokens)
            case Prefix(start):
                yield "prefix", start
            case Entity(entity, typed):
                yield "entity", entity
                if typed is not None:
                    *before, last = typed.tokens
                    yield from (_phrase((*before, form)) for form in self._forms.of(last))
            case Field(name, value):
                yield "fact", (name, value)

    def _rarest_first(self, clause: Clause) -> tuple[float, list[Key]]:
        return sum(map(self._commonness, clause)), sorted(clause)

    def _commonness(self, key: Key) -> float:
        """Return the estimated share (0 to 1) of items that have the key."""
        match key:
            case ("word", str(word)):
                return self._sample.share(word)
            case ("phrase", tuple(tokens)):
                return self._phrase_share(tokens)
            case ("prefix", start):
                return 1 / len(start)
            case ("entity", str(entity)):
                return self._entity_share(EntityId(entity))
            case _:
                return 0.9

    def _phrase_share(self, tokens: Tokens) -> float:
        return min(map(self._sample.share, tokens)) * 0.3 ** (len(tokens) - 1)

    def _entity_share(self, entity: EntityId) -> float:
        """Return the share of items that spell one of its aliases: the sum over all of them, cached."""
        if entity not in self._shares:
            self._shares[entity] = sum(map(self._phrase_share, self._spellings[entity]))
        return self._shares[entity]


def _phrase(tokens: Tokens) -> Key:
    return ("word", tokens[0]) if len(tokens) == 1 else ("phrase", tokens)


_Filed = QueryId | tuple[QueryId, ...] | set[QueryId]
"""One query, a few, or many: most keys have one, and a set of one takes 216 bytes."""
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


def _discard(table: dict[K, set[EntityId]], key: K, entity: EntityId) -> None:
    table[key].discard(entity)
    if not table[key]:
        del table[key]


class _Prefixes:
    """Queries filed under beginnings of words."""

    __slots__ = ("_filed", "_lengths", "_without")

    def __init__(self) -> None:
        self._filed: dict[str, _Filed] = {}
        self._lengths: dict[int, int] = {}
        self._without: set[str] = set()
        """A cache of words that begin with none of them: most words of most items."""

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
