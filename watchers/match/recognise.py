"""Which entities an item names, and where. Gate first, then the longest alias at a place; broader ones count too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress, count, pairwise

from watchers.entities import (
    Alias,
    Catalogue,
    Entity,
    EntityId,
    Tokens,
    is_ordinary,
    lives_by_capitals,
    same_letters,
)
from watchers.match.reading import Phrases, Scan, Span
from watchers.rules.forms import Forms
from watchers.text import FOLDING, is_cjk, read

RECOGNITION_VERSION = 1
"""Raised whenever the code here, in ``watchers.codes``, ``watchers.rules.forms`` or ``watchers.search.words`` makes
something else of the same text and the same catalogue, so that stored items are indexed anew. A test that compares
the results over the samples says when (tests/core/test_recognition_version.py)."""

Place = tuple[int, int]
"""First token, and the token behind the last."""


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """Words that open or close a gate, as rule words match: with their forms, phrases, stems with a ``*``."""

    words: frozenset[str]
    stems: tuple[str, ...]
    phrases: Mapping[str, Sequence[Tokens]]
    """By their first tokens."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What an ambiguous alias asks for before it counts."""

    surfaces: tuple[str, ...]
    """The ways in which it must be written, by their letters; empty: in any case."""
    contexts: tuple[Context, ...]
    """A word of one of them must stand in the item; empty: none is asked for."""
    anti_context: Context | None
    drowned: bool
    """Its capitals are all that it has, and it is an English word: in a field that shouts it does not count."""


class Recogniser:
    """The catalogue's aliases as a table of phrases; built once, asked once an item."""

    def __init__(self, catalogue: Catalogue, forms: Forms) -> None:
        self.catalogue = catalogue
        self.forms = forms
        self.forms_of = lru_cache(maxsize=131_072)(forms.of)
        self.owners: dict[Tokens, dict[EntityId, Gate | None]] = defaultdict(dict)
        """What is spelt so, and what each of its owners asks for; None for one that always counts."""
        self.not_inside: dict[Tokens, set[Tokens]] = defaultdict(set)
        """An alias to the longer strings in which it is no hit."""
        # Entities share their vocabularies, so that what an item has of them is worked out once.
        self._contexts: dict[tuple[str, ...], Context] = {}
        for entity in catalogue.entities.values():
            gates = _Gates(
                contexts=tuple(map(self._context, entity.contexts)),
                anti_context=self._context(entity.anti_context) if entity.anti_context else None,
            )
            # An alias' own spelling wins over one that forms lead to.
            spelt = self._by_forms(entity) | self._by_tokens(entity.aliases)
            for tokens, aliases in spelt.items():
                self.owners[tokens][entity.id] = gates.of(aliases, all(map(forms.is_word, tokens)))
            for tokens, longer in entity.not_inside.items():
                self.not_inside[tokens].update(longer)
        self._stems = frozenset(stem for context in self._contexts.values() for stem in context.stems)
        self._words = frozenset(tokens[0] for tokens in self.owners if len(tokens) == 1)
        self._phrases = Phrases()
        for tokens in self.owners:
            if len(tokens) > 1:
                self._phrases.add(tokens)
        self.stems_of = lru_cache(maxsize=65_536)(self._stems_of)
        suggested: dict[Tokens, set[EntityId]] = defaultdict(set)
        for tokens, owners in self.owners.items():
            suggested[tokens[:2]].update(*map(catalogue.counts_for.__getitem__, owners))
        self._suggested_by_word = {key[0]: frozenset(found) for key, found in suggested.items() if len(key) == 1}
        self._suggested_by_pair = {key: frozenset(found) for key, found in suggested.items() if len(key) == 2}
        self.beginnings: dict[EntityId, set[Tokens]] = defaultdict(set)
        """An entity to the words and pairs that its names, and those that count for it, begin with."""
        for key, found in suggested.items():
            for identifier in found:
                self.beginnings[identifier].add(key)

    @property
    def version(self) -> str:
        """Names all that decides what is recognized in an item; "" where the catalogue has no version."""
        version = self.catalogue.version
        return f"{version}.{RECOGNITION_VERSION}.{FOLDING}" if version else ""

    def suggested(self, words: frozenset[str], fields: Iterable[Tokens]) -> Iterator[frozenset[EntityId]]:
        """The entities that an item may name by its words and pairs of neighbours, and all that these count for."""
        by_word, by_pair = self._suggested_by_word, self._suggested_by_pair
        yield from map(by_word.__getitem__, by_word.keys() & words)
        for tokens in fields:
            yield from map(by_pair.__getitem__, filter(by_pair.__contains__, pairwise(tokens)))

    def aliases(self, scan: Scan) -> Mapping[Tokens, list[int]]:
        """Every alias that is spelt in a field, with the places of its first tokens."""
        tokens = scan.text.tokens
        found: dict[Tokens, list[int]] = {}
        for first in compress(count(), map(self._words.__contains__, tokens)):
            found.setdefault(tokens[first : first + 1], []).append(first)
        for phrase, first in self._phrases.in_text(tokens):
            if phrase in self.owners:
                found.setdefault(phrase, []).append(first)
        return found

    def _stems_of(self, word: str) -> tuple[str, ...]:
        """The stems of contexts that a word begins with."""
        return tuple(word[:length] for length in range(1, len(word) + 1) if word[:length] in self._stems)

    def _by_tokens(self, aliases: Iterable[Alias]) -> dict[Tokens, list[Alias]]:
        spelt: dict[Tokens, list[Alias]] = defaultdict(list)
        for alias in aliases:
            spelt[alias.tokens].append(alias)
        return spelt

    def _by_forms(self, entity: Entity) -> dict[Tokens, list[Alias]]:
        """Of a topic or product in English, the forms of each alias' last word."""
        spelt: dict[Tokens, list[Alias]] = defaultdict(list)
        if is_ordinary(entity):
            for alias in entity.aliases:
                if alias.language == "en":
                    *before, last = alias.tokens
                    for form in self.forms.of(last):
                        spelt[*before, form].append(alias)
        return spelt

    def _context(self, written: tuple[str, ...]) -> Context:
        if written in self._contexts:
            return self._contexts[written]
        words: set[str] = set()
        stems: list[str] = []
        phrases: dict[str, list[Tokens]] = defaultdict(list)
        for word in written:
            tokens = read(word).tokens
            if word.endswith("*"):
                stems.append(tokens[-1])
            elif len(tokens) > 1 or is_cjk(tokens[0]):
                phrases[tokens[0]].append(tokens)
            else:
                words |= self.forms.of(tokens[0])
        self._contexts[written] = Context(frozenset(words), tuple(stems), dict(phrases))
        return self._contexts[written]


class Named:
    """What one item names. All that is asked of it takes time in proportion to its length."""

    def __init__(self, recogniser: Recogniser, scans: Sequence[Scan], words: frozenset[str]) -> None:
        self._recogniser = recogniser
        self._scans = scans
        self._words = words
        self._words_there: dict[Context, frozenset[str]] = {}
        self._opened: dict[tuple[Context, Tokens], bool] = {}
        self._contradicted: dict[tuple[Context, int], dict[int, list[Place]]] = {}

    @cached_property
    def perhaps(self) -> frozenset[EntityId]:
        """The entities that a name in the item is spelt like, and those that it may count for."""
        return frozenset[EntityId]().union(
            *self._recogniser.suggested(self._words, [scan.text.tokens for scan in self._scans])
        )

    def ordinary(self, tokens: Tokens, capitals: tuple[bool, ...]) -> Iterator[Span]:
        """Where ordinary words stand that were typed in a rule: their gate is not asked."""
        for field, scan in enumerate(self._scans):
            accidents = self._accidents(scan, tokens)
            for first, behind in scan.found(tokens, capitals):
                if first not in accidents:
                    yield Span(field, first, behind)

    def has_context(self, gate: Gate, own: Tokens) -> bool:
        """Whether a word of the context stands anywhere in the item, other than as part of the alias itself."""
        return not gate.contexts or any(self._opens(context, own) for context in gate.contexts)

    def places(self, context: Context, scan: Scan) -> Iterator[Place]:
        """Where words of a context stand in a field."""
        for token in context.phrases.keys() & scan.words:
            for phrase in context.phrases[token]:
                yield from scan.found(phrase)
        for word in self._words_of(context):
            yield from ((at, at + 1) for at in scan.places(word))

    @cached_property
    def entities(self) -> Mapping[EntityId, list[Span]]:
        """Each entity that counts, with the places that say so."""
        found: dict[EntityId, list[Span]] = {}
        counts_for = self._recogniser.catalogue.counts_for
        for field, scan in enumerate(self._scans):
            for span, owner in _longest(list(self._open(field, scan))):
                for entity in counts_for[owner]:
                    if entity in found:
                        found[entity].append(span)
                    else:
                        found[entity] = [span]
        return found

    def _open(self, field: int, scan: Scan) -> Iterator[tuple[Span, EntityId]]:
        """The aliases that stand as phrases, are no accidents, and whose gates open."""
        for tokens, firsts in self._recogniser.aliases(scan).items():
            length = len(tokens)
            if length > 1:
                firsts = [first for first in firsts if scan.unbroken(first, first + length)]
            if tokens in self._recogniser.not_inside:
                accidents = self._accidents(scan, tokens)
                firsts = [first for first in firsts if first not in accidents]
            if not firsts:
                continue
            spans = [Span(field, first, first + length) for first in firsts]
            for owner, gate in self._recogniser.owners[tokens].items():
                if gate is None:
                    for span in spans:
                        yield span, owner
                elif self.has_context(gate, tokens):
                    for span in () if gate.drowned and scan.shouts else spans:
                        if self._is_written_so(gate, span):
                            yield span, owner

    def _accidents(self, scan: Scan, tokens: Tokens) -> set[int]:
        """Places where an alias is part of a longer string that means something else (高通 in 提高通關)."""
        found: set[int] = set()
        for longer in self._recogniser.not_inside.get(tokens, ()):
            if not self._words.issuperset(longer):
                continue
            inside = [at for at in range(len(longer)) if longer[at : at + len(tokens)] == tokens]
            for begin in scan.at(longer):
                found.update(begin + at for at in inside)
        return found

    def _is_written_so(self, gate: Gate, span: Span) -> bool:
        """In its capitals where it lives by them, and in no sentence that says that something else is meant."""
        scan = self._scans[span.field]
        if gate.surfaces and not scan.shouts:
            written = scan.written(span.first, span.behind)
            if not any(same_letters(surface, written) for surface in gate.surfaces):
                return False
        if gate.anti_context is None:
            return True
        contradictions = self._contradictions(gate.anti_context, span.field)
        if not contradictions:
            return True
        others = contradictions.get(scan.sentence(span.first), ())
        return all(span.first <= first and behind <= span.behind for first, behind in others)

    def _opens(self, context: Context, own: Tokens) -> bool:
        asked = (context, own)
        if asked not in self._opened:
            self._opened[asked] = not self._words_of(context).issubset(own) or any(
                self._stands_apart(scan, context, own) for scan in self._scans
            )
        return self._opened[asked]

    def _stands_apart(self, scan: Scan, context: Context, own: Tokens) -> bool:
        inside = {at + more for at in scan.at(own) for more in range(len(own))}
        return any(not inside.issuperset(range(first, behind)) for first, behind in self.places(context, scan))

    def _contradictions(self, context: Context, field: int) -> Mapping[int, list[Place]]:
        """The places of an anti-context by the number of their sentence."""
        asked = (context, field)
        if asked not in self._contradicted:
            scan = self._scans[field]
            by_sentence: dict[int, list[Place]] = defaultdict(list)
            for place in self.places(context, scan):
                by_sentence[scan.sentence(place[0])].append(place)
            self._contradicted[asked] = by_sentence
        return self._contradicted[asked]

    def _words_of(self, context: Context) -> frozenset[str]:
        """The item's words that are words of a context or begin with its stems."""
        if context not in self._words_there:
            by_stem = self._by_stem
            of_stems = (by_stem[stem] for stem in context.stems if stem in by_stem)
            self._words_there[context] = (context.words & self._words).union(*of_stems)
        return self._words_there[context]

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        """The stems of all contexts to the item's words that begin with them."""
        found: dict[str, list[str]] = {}
        stems_of = self._recogniser.stems_of
        for word in self._words:
            for stem in stems_of(word):
                found.setdefault(stem, []).append(word)
        return found


def _longest(opened: list[tuple[Span, EntityId]]) -> Iterator[tuple[Span, EntityId]]:
    """Those that do not lie inside a longer one."""
    opened.sort(key=lambda hit: (hit[0].first, -hit[0].behind))
    reach, longest = -1, None
    for span, owner in opened:
        if span.behind > reach or span == longest:
            yield span, owner
            reach, longest = span.behind, span


@dataclass(frozen=True, slots=True)
class _Gates:
    """The gates of one entity's aliases."""

    contexts: tuple[Context, ...]
    anti_context: Context | None

    def of(self, aliases: Sequence[Alias], is_word: bool) -> Gate | None:
        """The gate of what is spelt alike; None where one of the spellings always counts."""
        if not all(alias.gated for alias in aliases):
            return None
        by_capitals = all(map(lives_by_capitals, aliases))
        surfaces = tuple(alias.surface for alias in aliases) if by_capitals else ()
        return Gate(surfaces, self.contexts, self.anti_context, by_capitals and not self.contexts and is_word)
