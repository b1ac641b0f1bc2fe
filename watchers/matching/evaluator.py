"""Exact evaluation of one rule for one item: whether it is met, by which words, and where."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from watchers import codes
from watchers.entities import EntityId, Tokens
from watchers.matching.named import Named
from watchers.matching.recognizer import Recognizer
from watchers.matching.surroundings import FIELD_NAMES, Scan, Span
from watchers.model import Hit, Item, SourceId
from watchers.rules.syntax import And, Entity, Field, InTitle, Near, Not, Or, Phrase, Prefix, Rule, Term, Word

ALL_FIELDS = range(len(FIELD_NAMES))
TITLE_ONLY = range(1)
MAX_PLACES = 100
"""Limit on the hits of one term: a text may repeat one word a thousand times."""


def explain(rule: Rule, item: Item, source: SourceId, recognizer: Recognizer) -> tuple[Hit, ...] | None:
    """Return the hits by which an item meets a rule, or None if it does not; the index gives the same result."""
    reading = Reading(item, source, recognizer)
    return reading.hits(rule) if reading.meets(rule) else None


class Reading:
    """One item, ready for the evaluation of rules; what few rules need is computed once, on first use."""

    def __init__(self, item: Item, source: SourceId, recognizer: Recognizer) -> None:
        self.scans: Sequence[Scan] = (
            Scan(item.title, recognizer.forms.is_word),
            Scan(item.body, recognizer.forms.is_word),
        )
        self.words = frozenset(item.title.tokens + item.body.tokens)
        self._item = item
        self._source = source
        self._recognizer = recognizer
        self._spans: dict[Term, list[Span]] = {}
        self._there: dict[Entity, bool] = {}
        self._hits_of_terms: dict[tuple[Term, str], list[tuple[Span, Hit]]] = {}

    @cached_property
    def named(self) -> Named:
        """Return the entities that the item names, with the means to look them up one by one."""
        return Named(self._recognizer, self.scans, self.words, self._item)

    @property
    def entities(self) -> Mapping[EntityId, list[Span]]:
        """Return each entity that the item names with the spans that name it."""
        return self.named.entities

    def entities_in(self, field: int) -> set[EntityId]:
        """Return the entities that the item names in a field, given as an index into FIELD_NAMES."""
        return {entity for entity, spans in self.entities.items() if any(span.field == field for span in spans)}

    def named_in(self, field: int) -> Iterator[tuple[EntityId, int, int]]:
        """Yield the entities that the item names in a field, each with its first token and the one after the last."""
        for entity, spans in self.entities.items():
            yield from ((entity, span.first, span.after) for span in spans if span.field == field)

    @cached_property
    def facts(self) -> frozenset[tuple[str, str]]:
        """Return the item's facts as (field name, value): source, language, country, and stated ones."""
        return frozenset(_facts(self._item, self._source))

    def meets(self, rule: Rule, fields: range = ALL_FIELDS) -> bool:
        """Return whether the item meets the rule in ``fields``, given as indexes into FIELD_NAMES."""
        # Called for every candidate, most of which fail at a word: a match statement costs more than the check.
        if isinstance(rule, Word) and not rule.capitals and fields is ALL_FIELDS:
            return not self.words.isdisjoint(self._recognizer.forms_of(rule.token))
        if isinstance(rule, And):
            for part in rule.parts:  # noqa: SIM110  a generator costs more than most parts
                if not self.meets(part, fields):
                    return False
            return True
        if isinstance(rule, Entity) and rule.typed is None:
            named = self.named.spans(rule.id)
            return bool(named) and (fields is ALL_FIELDS or any(span.field in fields for span in named))
        if isinstance(rule, Entity) and fields is ALL_FIELDS:
            return self._is_there(rule)
        match rule:
            case Or(parts):
                return any(self.meets(part, fields) for part in parts)
            case Not(inner):
                return not self.meets(inner, fields)
            case InTitle(inner):
                return self.meets(inner, TITLE_ONLY)
            case Near():
                return any(True for _ in self.near(rule, fields))
            case Field(name, value):
                return (name, value) in self.facts
            case _:
                return any(span.field in fields for span in self.spans(rule))

    def _is_there(self, term: Entity) -> bool:
        """Return whether the item has a name or the typed words of an entity; most have neither, so no span is made."""
        if term not in self._there:
            typed = term.typed
            self._there[term] = self.named.has(term.id) or (
                typed is not None and any(True for _ in self._typed(term.id, typed))
            )
        return self._there[term]

    def hits(self, rule: Rule) -> tuple[Hit, ...]:
        """Return the hits of a rule that the item meets, in reading order, at most MAX_PLACES for each term."""
        found = dict.fromkeys(self._hits(rule, ALL_FIELDS))
        return tuple(sorted(found, key=lambda hit: (hit.field != "title", hit.start, -hit.end)))

    def spans(self, term: Term) -> list[Span]:
        """Return the spans of a term in reading order."""
        if term not in self._spans:
            self._spans[term] = sorted(set(self._find(term)))
        return self._spans[term]

    def near(self, rule: Near, fields: range) -> Iterator[tuple[Span, Span]]:
        """Yield pairs of spans that are at most ``rule.distance`` tokens apart, or one name that is both.

        Other spans that overlap are not near: chip tariffs is a name of chips and of tariffs, but chips is not two.
        """
        rights = sorted(self._operand(rule.right, fields))
        longest = max((right.after - right.first for right in rights), default=0)
        for left in self._operand(rule.left, fields):
            begin = bisect_left(rights, (left.field, left.first - rule.distance - longest))
            end = bisect_left(rights, (left.field, left.after + rule.distance + 1))
            for right in rights[begin:end]:
                if 0 <= _distance(left, right) <= rule.distance or (left == right and rule.left != rule.right):
                    yield left, right

    def _operand(self, rule: Rule, fields: range) -> list[Span]:
        match rule:
            case Or(parts):
                return [span for part in parts for span in self._operand(part, fields)]
            case Word() | Phrase() | Prefix() | Entity():
                return [span for span in self.spans(rule) if span.field in fields]
            case _:
                return []

    def _find(self, term: Term) -> Iterator[Span]:
        match term:
            case Word(token, capitals):
                for form in (token,) if capitals else self._recognizer.forms_of(token):
                    if form in self.words:
                        yield from self._phrase((form,), (capitals,))
            case Phrase(tokens, capitals):
                yield from self._phrase(tokens, capitals)
            case Entity(entity, typed):
                yield from self.named.spans(entity)
                if typed is not None:
                    yield from self._typed(entity, typed)
            case Prefix(start):
                for field, scan in enumerate(self.scans):
                    for word in scan.words:
                        if word.startswith(start):
                            yield from (Span(field, at, at + 1) for at in scan.places(word))
            case Field():
                return

    def _typed(self, entity: EntityId, typed: Phrase) -> Iterator[Span]:
        """Yield the spans of typed ordinary words in all their forms, ignoring their gate as a synonym."""
        *before, last = typed.tokens
        for form in (last,) if any(typed.capitals) else self._recognizer.forms_of(last):
            yield from self.named.ordinary(entity, (*before, form), typed.capitals)

    def _phrase(self, tokens: Tokens, capitals: tuple[bool, ...]) -> Iterator[Span]:
        for field, scan in enumerate(self.scans):
            for first, after in scan.found(tokens, capitals):
                yield Span(field, first, after)

    # ---- for display -------------------------------------------------------------------------------

    def _hits(self, rule: Rule, fields: range) -> Iterator[Hit]:
        match rule:
            case And(parts):
                for part in parts:
                    yield from self._hits(part, fields)
            case Or(parts):
                for part in parts:
                    if self.meets(part, fields):
                        yield from self._hits(part, fields)
            case Not():
                return
            case InTitle(inner):
                yield from self._hits(inner, TITLE_ONLY)
            case Near(left, right, _):
                near = {span for pair in islice(self.near(rule, fields), MAX_PLACES) for span in pair}
                for operand in (left, right):
                    yield from (hit for span, hit in self._term_hits(operand, fields) if span in near)
            case Field():
                yield from self._fact_hits(rule)
            case _:
                yield from (hit for _, hit in self._term_hits(rule, fields))

    def _fact_hits(self, rule: Field) -> Iterator[Hit]:
        """Yield where the text states the fact, or the fact itself if no text does."""
        stated = [
            fact
            for fact in self._item.facts
            if fact.name == rule.name and fact.field in FIELD_NAMES and rule.value in codes.above(fact)
        ]
        for fact in stated:
            text = self.scans[FIELD_NAMES.index(fact.field)].text.original
            yield Hit(str(rule), fact.field, fact.start, fact.end, text[fact.start : fact.end])
        if not stated:
            yield Hit(str(rule), rule.name, 0, len(rule.value), rule.value)

    def _term_hits(self, rule: Rule, fields: Iterable[int]) -> Iterator[tuple[Span, Hit]]:
        if isinstance(rule, Or):
            for part in rule.parts:
                yield from self._term_hits(part, fields)
        elif isinstance(rule, Word | Phrase | Prefix | Entity):
            for found in self._hits_of(rule):
                if found[0].field in fields:
                    yield found

    def _hits_of(self, term: Word | Phrase | Prefix | Entity) -> list[tuple[Span, Hit]]:
        asked = (term, term.surface)
        if asked not in self._hits_of_terms:
            self._hits_of_terms[asked] = [(span, self._hit(term, span)) for span in self.spans(term)[:MAX_PLACES]]
        return self._hits_of_terms[asked]

    def _hit(self, term: Word | Phrase | Prefix | Entity, span: Span) -> Hit:
        text = self.scans[span.field].text
        start, end = text.begins[span.first], text.ends[span.after - 1]
        return Hit(term.surface or str(term), FIELD_NAMES[span.field], start, end, text.original[start:end])


def _facts(item: Item, source: SourceId) -> Iterator[tuple[str, str]]:
    """Yield the item's facts as (field name, value); zh-Hant is also zh."""
    language = item.language.lower()
    yield "source", source.lower()
    yield "lang", language
    yield "lang", language.partition("-")[0]
    if item.country:
        yield "country", item.country.lower()
    for fact in item.facts:
        for value in codes.above(fact):
            yield fact.name, value


def _distance(left: Span, right: Span) -> int:
    """Return the number of tokens between two spans, negative if they overlap."""
    return max(right.first - left.after, left.first - right.after)
