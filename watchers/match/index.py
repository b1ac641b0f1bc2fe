"""The index over all rules: one pass over an item, whatever their number. Pure; changed in place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from watchers.entities import EntityId, Tokens
from watchers.match.reading import FIELD_NAMES, Phrases, Scan, Span
from watchers.match.recognise import Recogniser
from watchers.model import Hit, Item, QueryId, SourceId
from watchers.rules.forms import Forms
from watchers.rules.syntax import And, Entity, Field, InTitle, Near, Not, Or, Phrase, Prefix, Rule, Term, Word

Key = tuple[str, ...]
"""What a query is filed under: a kind (``phrase``, ``entity``, ``prefix``, ``fact``) and its value."""

ALL_FIELDS = range(len(FIELD_NAMES))
TITLE_ONLY = range(1)


@dataclass(frozen=True, slots=True)
class Match:
    """A query that an item meets, and the places that show it."""

    query: QueryId
    hits: tuple[Hit, ...]


class Index:
    """Queries, each filed under a few of its terms without which it cannot be true."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser
        self._rules: dict[QueryId, Rule] = {}
        self._filed: dict[Key, set[QueryId]] = defaultdict(set)
        self._phrases = Phrases()
        self._prefix_lengths: dict[int, int] = defaultdict(int)

    def __len__(self) -> int:
        return len(self._rules)

    def __contains__(self, query: QueryId) -> bool:
        return query in self._rules

    def add(self, query: QueryId, rule: Rule) -> None:
        """Puts a query in force for the next item. Adding one that is there changes nothing."""
        if query in self._rules:
            return
        self._rules[query] = rule
        for key in self._keys(rule):
            self._filed[key].add(query)
            if key[0] == "phrase":
                self._phrases.add(key[1:])
            elif key[0] == "prefix":
                self._prefix_lengths[len(key[1])] += 1

    def remove(self, query: QueryId) -> None:
        """Takes a query out; one that is not there is no error."""
        rule = self._rules.pop(query, None)
        if rule is None:
            return
        for key in self._keys(rule):
            self._filed[key].discard(query)
            if not self._filed[key]:
                del self._filed[key]
            if key[0] == "phrase":
                self._phrases.remove(key[1:])
            elif key[0] == "prefix":
                self._prefix_lengths[len(key[1])] -= 1

    def match(self, item: Item, source: SourceId) -> list[Match]:
        """All queries that the item meets, in the order of their ids."""
        reading = _Reading(item, source, self._recogniser)
        return [
            Match(query, reading.hits(self._rules[query]))
            for query in sorted(self._candidates(reading))
            if reading.meets(self._rules[query], ALL_FIELDS)
        ]

    def _candidates(self, reading: _Reading) -> set[QueryId]:
        found: set[QueryId] = set()
        for key in self._filed.keys() & self._present(reading):
            found |= self._filed[key]
        return found

    def _present(self, reading: _Reading) -> set[Key]:
        present: set[Key] = set(reading.facts())
        present.update(("entity", entity) for entity in reading.entities)
        for scan in reading.scans:
            present.update(("phrase", *phrase) for phrase in self._phrases.in_text(scan))
            for length, count in self._prefix_lengths.items():
                if count:
                    present.update(("prefix", word[:length]) for word in scan.words)
        return present

    def _keys(self, rule: Rule) -> frozenset[Key]:
        return min(_clauses(rule, self._recogniser.forms), key=_commonness)


def explain(rule: Rule, item: Item, source: SourceId, recogniser: Recogniser) -> tuple[Hit, ...] | None:
    """The places by which an item meets a rule, None where it does not: what the index would say."""
    reading = _Reading(item, source, recogniser)
    return reading.hits(rule) if reading.meets(rule, ALL_FIELDS) else None


# ---- filing ----------------------------------------------------------------------------------------


def _clauses(rule: Rule, forms: Forms) -> list[frozenset[Key]]:
    """Sets of keys; of each at least one is present in every item that meets the rule."""
    match rule:
        case And(parts):
            return [clause for part in parts for clause in _clauses(part, forms)]
        case Or(parts):
            return [frozenset().union(*(min(_clauses(part, forms), key=_commonness) for part in parts))]
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
        case Word():
            for form in word_forms(term, forms):
                yield "phrase", form
        case Phrase(tokens):
            yield "phrase", *tokens
        case Prefix(start):
            yield "prefix", start
        case Entity(entity, typed):
            yield "entity", entity
            if typed is not None:
                yield "phrase", *typed.tokens
        case Field(name, value):
            yield "fact", name, value


def _commonness(clause: frozenset[Key]) -> float:
    """A guess at how many items have one of the keys: the least is filed under."""
    return sum(_COMMON[key[0]] / sum(map(len, key[1:])) for key in clause)


# Entities are what everybody watches, so most items name one; long words and phrases are rare.
_COMMON = {"phrase": 1.0, "prefix": 4.0, "entity": 40.0, "fact": 1_000.0}


def word_forms(word: Word, forms: Forms) -> frozenset[str]:
    """The tokens that a bare word stands for; one typed in capitals stands for itself."""
    return frozenset((word.token,)) if word.capitals else forms.of(word.token)


# ---- evaluation ------------------------------------------------------------------------------------


class _Reading:
    """One item as rules are held against it; places are looked up once a term."""

    def __init__(self, item: Item, source: SourceId, recogniser: Recogniser) -> None:
        self.scans: Sequence[Scan] = (Scan(item.title), Scan(item.body))
        self.words = self.scans[0].words | self.scans[1].words
        self.entities: Mapping[EntityId, list[Span]] = recogniser.entities(self.scans)
        self._forms = recogniser.forms
        self._facts = {
            "source": (source,),
            "lang": tuple(_and_broader(item.language)),
            "country": (item.country.lower(),) if item.country else (),
        }
        self._spans: dict[Term, list[Span]] = {}

    def facts(self) -> Iterator[Key]:
        for name, values in self._facts.items():
            for value in values:
                yield "fact", name, value.lower()

    def meets(self, rule: Rule, fields: Iterable[int]) -> bool:
        match rule:
            case And(parts):
                return all(self.meets(part, fields) for part in parts)
            case Or(parts):
                return any(self.meets(part, fields) for part in parts)
            case Not(inner):
                return not self.meets(inner, fields)
            case InTitle(inner):
                return self.meets(inner, TITLE_ONLY)
            case Near():
                return bool(self.near(rule, fields))
            case Field(name, value):
                return ("fact", name, value) in set(self.facts())
            case _:
                return any(span.field in fields for span in self.spans(rule))

    def hits(self, rule: Rule) -> tuple[Hit, ...]:
        """Where the rule's terms stand, in reading order, nested ones left out."""
        found = dict.fromkeys(self._hits(rule, ALL_FIELDS))
        return tuple(sorted(found, key=lambda hit: (hit.field != "title", hit.start, -hit.end)))

    def spans(self, term: Term) -> list[Span]:
        if term not in self._spans:
            self._spans[term] = sorted(set(self._find(term)), key=lambda span: (span.field, span.first, span.behind))
        return self._spans[term]

    def near(self, rule: Near, fields: Iterable[int]) -> list[tuple[Span, Span]]:
        """Pairs of places that are near enough and do not overlap."""
        return [
            (left, right)
            for left in self._operand(rule.left, fields)
            for right in self._operand(rule.right, fields)
            if left.field == right.field and 0 <= _distance(left, right) <= rule.distance
        ]

    def _operand(self, rule: Rule, fields: Iterable[int]) -> list[Span]:
        match rule:
            case Or(parts):
                return [span for part in parts for span in self._operand(part, fields)]
            case Word() | Phrase() | Prefix() | Entity():
                return [span for span in self.spans(rule) if span.field in fields]
            case _:
                return []

    def _find(self, term: Term) -> Iterator[Span]:
        match term:
            case Word():
                for form in word_forms(term, self._forms):
                    if form in self.words:
                        yield from self._phrase((form,), (term.capitals,))
            case Phrase(tokens, capitals):
                yield from self._phrase(tokens, capitals)
            case Entity(entity, typed):
                yield from self.entities.get(entity, ())
                if typed is not None:
                    yield from self._phrase(typed.tokens, typed.capitals)
            case Prefix(start):
                for field, scan in enumerate(self.scans):
                    for word in scan.words:
                        if word.startswith(start):
                            yield from (Span(field, at, at + 1) for at in scan.places(word))

    def _phrase(self, tokens: Tokens, capitals: tuple[bool, ...]) -> Iterator[Span]:
        for field, scan in enumerate(self.scans):
            for first, behind in scan.found(tokens, capitals):
                yield Span(field, first, behind)

    def _hits(self, rule: Rule, fields: Iterable[int]) -> Iterator[Hit]:
        match rule:
            case And(parts) | Or(parts):
                for part in parts:
                    if self.meets(part, fields):
                        yield from self._hits(part, fields)
            case Not():
                return
            case InTitle(inner):
                yield from self._hits(inner, TITLE_ONLY)
            case Near(left, right, _):
                near = {span for pair in self.near(rule, fields) for span in pair}
                for operand in (left, right):
                    yield from (hit for span, hit in self._operand_hits(operand, fields) if span in near)
            case Field(name, value):
                yield Hit(str(rule), name, 0, len(value), value)
            case _:
                yield from (hit for _, hit in self._operand_hits(rule, fields))

    def _operand_hits(self, rule: Rule, fields: Iterable[int]) -> Iterator[tuple[Span, Hit]]:
        if isinstance(rule, Or):
            for part in rule.parts:
                yield from self._operand_hits(part, fields)
        elif isinstance(rule, Word | Phrase | Prefix | Entity):
            for span in self.spans(rule):
                if span.field in fields:
                    yield span, self._hit(rule, span)

    def _hit(self, term: Word | Phrase | Prefix | Entity, span: Span) -> Hit:
        text = self.scans[span.field].text
        start, end = text.begins[span.first], text.ends[span.behind - 1]
        return Hit(term.surface or str(term), FIELD_NAMES[span.field], start, end, text.original[start:end])


def _distance(left: Span, right: Span) -> int:
    """Tokens between two places, -1 where they overlap."""
    return max(right.first - left.behind, left.first - right.behind)


def _and_broader(language: str) -> Iterator[str]:
    """zh-Hant is zh too."""
    yield language
    primary = language.partition("-")[0]
    if primary != language:
        yield primary
