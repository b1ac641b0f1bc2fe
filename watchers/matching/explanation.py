"""Why an item meets a rule or not: evaluated again, term by term. Pure.

Uses the same reading as the index to decide whether a rule is met, and looks closer only if it is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from watchers.entities import EntityId, Tokens, same_letters
from watchers.matching.evaluator import ALL_FIELDS, TITLE_ONLY, Reading
from watchers.matching.recognizer import Gate, Recognizer
from watchers.matching.surroundings import FIELD_NAMES, Scan, Span
from watchers.model import Hit, Item
from watchers.rules.syntax import And, Entity, Field, InTitle, Near, Not, Or, Phrase, Prefix, Rule, Term, Word, terms


class Closing(StrEnum):
    """Why words that occur in the item do not count."""

    CAPITALS = "capitals"
    """They are not in the required capitals."""
    SHOUTED = "shouted"
    """The whole field is in capitals, so that capitals prove nothing."""
    CONTEXT = "context"
    """They are an ambiguous name, and none of its context words is in the item."""
    ANTI_CONTEXT = "anti-context"
    """A word in the same sentence says that something else is meant."""
    LONGER = "longer"
    """They are part of a longer name."""
    INSIDE = "inside"
    """They are part of a longer string that means something else."""
    BORDER = "border"
    """Other words run across their borders."""
    OTHER_OFFICE = "other-office"
    """The office is another country's or another body's: what is directly before it says so."""
    LIKENED = "likened"
    """Something else is called by the name of a company."""
    ANOTHER_WORD = "another-word"
    """They are a word in small letters, an adjective, or the surname of another person."""
    OTHER_SENSE = "other-sense"
    """The item as a whole says that something else is meant."""
    BROKEN = "broken"
    """A sentence ends or a bracket is between them."""


@dataclass(frozen=True, slots=True)
class Missing:
    """The term does not occur in the item."""

    term: Term


@dataclass(frozen=True, slots=True)
class NotInTitle:
    """The term must be in the title; ``elsewhere`` has its hits in other fields."""

    term: Term
    elsewhere: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """The term occurs but does not count."""

    term: Term
    hit: Hit
    closing: Closing
    beside: str = ""
    """The text that prevents the hit: the longer name, or the word of another meaning."""


@dataclass(frozen=True, slots=True)
class Excluded:
    """The item meets what the rule excludes."""

    rule: Rule
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class TooFar:
    """Both operands occur; ``apart`` is the number of tokens between the nearest two, None if no field has both."""

    rule: Near
    apart: int | None


@dataclass(frozen=True, slots=True)
class OtherFact:
    """The item has other facts of this kind, or none."""

    field: Field
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """None of the branches is met; the obstacles of each."""

    branches: tuple[tuple[Obstacle, ...], ...]


Obstacle = Missing | NotInTitle | Closed | Excluded | TooFar | OtherFact | NoneOf


@dataclass(frozen=True, slots=True)
class Evident:
    """An ambiguous name that counts because of the words around it, not of its context."""

    hit: Hit
    entity: EntityId
    words: tuple[str, ...]
    """Those that speak most for it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an item meets a rule, and why."""

    matched: bool
    hits: tuple[Hit, ...]
    """Hits of the rule's terms; if the rule is not met, hits of those of its parts that are."""
    obstacles: tuple[Obstacle, ...]
    """Why the rule is not met; empty if and only if it is met."""
    evident: tuple[Evident, ...] = ()
    """Names of a rule that is met which count by learned evidence."""

    @property
    def touches(self) -> bool:
        """Return whether the item has anything that the rule asks for, even in the wrong place."""
        return bool(self.hits) or any(not isinstance(each, Missing) for each in _flat(self.obstacles))


def why(rule: Rule, reading: Reading, recognizer: Recognizer, item: Item) -> Verdict:
    """Evaluate a rule for an item that ``reading`` was made of, and return the verdict with its reasons."""
    if reading.meets(rule):
        return Verdict(True, reading.hits(rule), (), tuple(dict.fromkeys(_evident(rule, reading, recognizer))))
    inquest = _Inquest(reading, recognizer, item)
    hits = tuple(dict.fromkeys(inquest.present(rule)))
    return Verdict(False, hits, tuple(dict.fromkeys(inquest.obstacles(rule, ALL_FIELDS))))


def _evident(rule: Rule, reading: Reading, recognizer: Recognizer) -> Iterator[Evident]:
    """Yield the names of the rule's entities that count by learned evidence alone."""
    for term in terms(rule):
        if not isinstance(term, Entity):
            continue
        for span in reading.named.spans(term.id)[:_MAX_CLOSED]:
            text = reading.scans[span.field].text
            tokens = text.tokens[span.first : span.after]
            for owner, gate in recognizer.owners.get(tokens, {}).items():
                words = reading.named.evidence(gate, owner, span, tokens)
                if words:
                    start, end = text.begins[span.first], text.ends[span.after - 1]
                    hit = Hit(term.surface or str(term), FIELD_NAMES[span.field], start, end, text.original[start:end])
                    yield Evident(hit, owner, words)


def _flat(obstacles: Iterable[Obstacle]) -> Iterator[Obstacle]:
    for obstacle in obstacles:
        if isinstance(obstacle, NoneOf):
            for branch in obstacle.branches:
                yield from _flat(branch)
        else:
            yield obstacle


@dataclass(frozen=True, slots=True)
class _Inquest:
    """The search for the obstacles of one item."""

    reading: Reading
    recognizer: Recognizer
    item: Item

    def present(self, rule: Rule) -> Iterator[Hit]:
        """Yield the hits of those parts of an unmet rule that are met."""
        if isinstance(rule, And):
            for part in rule.parts:
                if not isinstance(part, Not) and self.reading.meets(part):
                    yield from self.reading.hits(part)

    def obstacles(self, rule: Rule, fields: range) -> Iterator[Obstacle]:
        """Yield the obstacles of a rule; none if it is met."""
        if self.reading.meets(rule, fields):
            return
        match rule:
            case And(parts):
                for part in parts:
                    yield from self.obstacles(part, fields)
            case Or(parts):
                yield NoneOf(tuple(tuple(self.obstacles(part, fields)) for part in parts))
            case Not(inner):
                yield Excluded(inner, self.reading.hits(InTitle(inner) if fields is TITLE_ONLY else inner))
            case InTitle(inner):
                yield from self.obstacles(inner, TITLE_ONLY)
            case Near():
                yield from self._of_near(rule, fields)
            case Field():
                yield OtherFact(rule, self._facts(rule.name))
            case _:
                yield from self._of_term(rule, fields)

    def _of_near(self, rule: Near, fields: range) -> Iterator[Obstacle]:
        missing = [*self.obstacles(rule.left, fields), *self.obstacles(rule.right, fields)]
        if missing:
            yield from missing
            return
        gaps = [
            max(right.first - left.after, left.first - right.after)
            for left in self._places(rule.left, fields)
            for right in self._places(rule.right, fields)
            if left.field == right.field
        ]
        yield TooFar(rule, min((gap for gap in gaps if gap >= 0), default=None))

    def _places(self, operand: Rule, fields: range) -> list[Span]:
        spans = [span for term in terms(operand) for span in self.reading.spans(term) if span.field in fields]
        return spans[:_MAX_PLACES]

    def _facts(self, name: str) -> tuple[str, ...]:
        """Return the item's facts of a kind as exactly as stated: 854231, not the heading above it."""
        stated = [fact.value for fact in self.item.facts if fact.name == name]
        return tuple(dict.fromkeys(stated)) or tuple(
            sorted(value for kind, value in self.reading.facts if kind == name)
        )

    def _of_term(self, term: Word | Phrase | Prefix | Entity, fields: range) -> Iterator[Obstacle]:
        closed = list(dict.fromkeys(self._closed(term, fields)))
        yield from closed
        if closed:
            return
        elsewhere = () if fields is ALL_FIELDS else self.reading.hits(term)
        yield Missing(term) if fields is ALL_FIELDS else NotInTitle(term, elsewhere)

    def _closed(self, term: Word | Phrase | Prefix | Entity, fields: range) -> Iterator[Closed]:
        match term:
            case Word(token, capitals):
                yield from self._unlike(term, (token,), (capitals,), fields)
            case Phrase(tokens, capitals):
                yield from self._unlike(term, tokens, capitals, fields)
            case Entity():
                yield from self._unnamed(term, fields)
            case Prefix():
                return

    def _unlike(self, term: Term, tokens: Tokens, capitals: tuple[bool, ...], fields: range) -> Iterator[Closed]:
        """Yield where the exact words occur but are broken or not in their capitals."""
        for field in fields:
            scan = self.reading.scans[field]
            for first in islice(scan.at(tokens), _MAX_CLOSED):
                span = Span(field, first, first + len(tokens))
                if not scan.unbroken(span.first, span.after):
                    yield self._closed_at(term, span, Closing.BROKEN)
                elif any(capitals):
                    yield self._closed_at(term, span, Closing.SHOUTED if scan.shouts else Closing.CAPITALS)

    # ---- names -------------------------------------------------------------------------------------

    def _unnamed(self, term: Entity, fields: range) -> Iterator[Closed]:
        """Yield where a name of the entity, or of one that counts for it, occurs but does not count."""
        counts_for = self.recognizer.catalog.counts_for
        for field in fields:
            scan = self.reading.scans[field]
            seen: Counter[Tokens] = Counter()
            for first, tokens in self.recognizer.aliases(scan.text.tokens):
                seen[tokens] += 1
                if seen[tokens] > _MAX_CLOSED:
                    continue
                for owner, gate in self.recognizer.owners.get(tokens, {}).items():
                    if term.id in counts_for[owner]:
                        span = Span(field, first, first + len(tokens))
                        yield self._unnamed_at(term, owner, span, tokens, gate)

    def _unnamed_at(self, term: Entity, owner: EntityId, span: Span, tokens: Tokens, gate: Gate | None) -> Closed:
        scan = self.reading.scans[span.field]
        if longer := self._accident(scan, tokens, span.first):
            return self._closed_at(term, span, Closing.INSIDE, longer)
        if not scan.unbroken(span.first, span.after):
            return self._closed_at(term, span, Closing.BROKEN)
        if not self.reading.named.surroundings.is_apart(span, tokens):
            return self._closed_at(term, span, Closing.BORDER)
        if self.reading.named.belongs_to_another(owner, span, tokens):
            return self._closed_at(term, span, Closing.OTHER_OFFICE)
        if self.reading.named.is_likened(owner, span):
            return self._closed_at(term, span, Closing.LIKENED)
        if self.reading.named.is_another_word(owner, span, tokens) or self.reading.named.is_out_of_place(owner, span):
            return self._closed_at(term, span, Closing.ANOTHER_WORD)
        closing, beside = (gate and self._gate(gate, owner, span)) or (Closing.LONGER, self._longer_name(span))
        return self._closed_at(term, span, closing, beside)

    def _gate(self, gate: Gate, owner: EntityId, span: Span) -> tuple[Closing, str] | None:
        """Return what keeps an ambiguous name from counting, or None if nothing does."""
        scan = self.reading.scans[span.field]
        written = scan.written(span.first, span.after)
        spelled = not gate.surfaces or any(same_letters(surface, written) for surface in gate.surfaces)
        if not spelled and not scan.shouts:
            return Closing.CAPITALS, ""
        if contrary := self._contrary(gate, span):
            return Closing.ANTI_CONTEXT, contrary
        if gate.drowned and scan.drowns(span.first, span.after):
            return Closing.SHOUTED, ""
        own = scan.text.tokens[span.first : span.after]
        named = self.reading.named
        if named.means_another(gate, owner, own) or not named.speaks(gate):
            return Closing.OTHER_SENSE, ""
        return None if named.has_reason(gate, owner, span, own) else (Closing.CONTEXT, "")

    def _contrary(self, gate: Gate, span: Span) -> str:
        """Return the word in the sentence that says that something else is meant, or "" if there is none."""
        if gate.anti_context is None:
            return ""
        scan = self.reading.scans[span.field]
        for first, after in self.reading.named.places(gate.anti_context, scan):
            within = span.first <= first and after <= span.after
            if not within and scan.sentence(first) == scan.sentence(span.first):
                return scan.written(first, after)
        return ""

    def _accident(self, scan: Scan, tokens: Tokens, first: int) -> str:
        """Return the longer string around the place that means something else, or "" if there is none."""
        for longer in self.recognizer.not_inside.get(tokens, ()):
            for begin in scan.at(longer):
                if begin <= first and first + len(tokens) <= begin + len(longer):
                    return scan.written(begin, begin + len(longer))
        return ""

    def _longer_name(self, span: Span) -> str:
        """Return the longest name around the place as written, or the place itself if none is around it."""
        around = [
            other
            for spans in self.reading.entities.values()
            for other in spans
            if other.field == span.field and other.first <= span.first and span.after <= other.after
        ]
        longest = max(around, key=lambda other: other.after - other.first, default=span)
        return self.reading.scans[span.field].written(longest.first, longest.after)

    def _closed_at(self, term: Term, span: Span, closing: Closing, beside: str = "") -> Closed:
        text = self.reading.scans[span.field].text
        start, end = text.begins[span.first], text.ends[span.after - 1]
        named = str(term) if isinstance(term, Field) else term.surface or str(term)
        hit = Hit(named, FIELD_NAMES[span.field], start, end, text.original[start:end])
        return Closed(term, hit, closing, beside)


_MAX_PLACES = 500
"""Limit on the spans of one operand, for the distance between two."""
_MAX_CLOSED = 10
"""Limit for one spelling in one field: a few examples are enough, and a text may repeat one word a thousand times."""
