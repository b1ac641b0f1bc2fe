"""Which entities an item names, and where: gates first, then the longest alias at a place; broader ones count too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import compress, count

from watchers.entities import (
    Alias,
    Catalog,
    Entity,
    EntityId,
    Tokens,
    is_ordinary,
    is_word,
    lives_by_capitals,
    same_letters,
)
from watchers.matching.reading import Phrases, Scan, Span
from watchers.matching.surroundings import Surroundings
from watchers.model import Item
from watchers.rules.forms import Forms
from watchers.senses import NOTHING_LEARNED, Senses
from watchers.text.tokens import FOLDING, is_cjk, read

RECOGNITION_VERSION = 2
"""Increased whenever the code here, in ``watchers.codes``, ``watchers.rules.forms`` or ``watchers.search.words`` gives
another result for the same text and the same catalog, so that stored items are indexed again. A test that compares
the results over the samples reports when (tests/watchers/matching/test_recognition_version.py)."""

TITLE_EVIDENCE = 0.08
"""Probability from which a title's evidence opens a gate; its prior has most of the weight."""
BODY_EVIDENCE = 0.95
"""The same for a body, which speaks of many things."""

Place = tuple[int, int]
"""Index of the first token, and of the token after the last."""


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """Words that open or close a gate and match as in rules: words in all forms, phrases, and stems with a ``*``."""

    words: frozenset[str]
    stems: tuple[str, ...]
    phrases: Mapping[str, Sequence[Tokens]]
    """Phrases by their first token."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The conditions under which an ambiguous alias counts."""

    surfaces: tuple[str, ...]
    """The spellings allowed, compared by their letters, case-sensitive; empty: any."""
    contexts: tuple[Context, ...]
    """A word of one of these must be in the item; empty: none is required."""
    anti_context: Context | None
    other_sense: Context | None
    """With one of these anywhere in the item, it counts only if the item names the owner or its country surely."""
    only_in: tuple[str, ...]
    """The languages in which the alias names its owner; empty: any."""
    free_in: tuple[str, ...]
    """The languages in which it needs no context."""
    drowned: bool
    """Only its capitals distinguish it from an English word: it does not count in a field all in capitals."""

    @property
    def is_sure(self) -> bool:
        """Return whether the alias depends on its capitals alone."""
        return not self.contexts and self.anti_context is None and self.other_sense is None and not self.only_in


class Recognizer:
    """The catalog's aliases as a table of phrases; built once, used once for each item."""

    def __init__(self, catalog: Catalog, forms: Forms, senses: Senses = NOTHING_LEARNED) -> None:
        self.catalog = catalog
        self.forms = forms
        self.senses = senses
        self.forms_of = lru_cache(maxsize=131_072)(forms.of)
        self.owners: dict[Tokens, dict[EntityId, Gate | None]] = defaultdict(dict)
        """For each spelling, its owners with their gates; None for an owner for whom it always counts."""
        self.words_of_trade: dict[Tokens, dict[EntityId, frozenset[str]]] = defaultdict(dict)
        """Spellings of the ordinary words of trade, which count inside any name: their entities, and in which
        languages."""
        self.not_inside: dict[Tokens, set[Tokens]] = defaultdict(set)
        """For each alias, the longer strings in which it does not count."""
        # Entities share their vocabularies, so that the words an item has of one are computed once.
        self._contexts: dict[tuple[str, ...], Context] = {}
        for entity in catalog.entities.values():
            gates = _Gates(
                contexts=tuple(map(self._context, entity.contexts)),
                anti_context=self._context(entity.anti_context) if entity.anti_context else None,
                other_sense=self._context(entity.other_sense) if entity.other_sense else None,
            )
            # An alias's own spelling wins over a grammatical form of another.
            spelled = self._by_forms(entity) | self._by_tokens(entity.aliases)
            for tokens, aliases in spelled.items():
                if is_word(entity):
                    self.words_of_trade[tokens][entity.id] = frozenset(alias.language for alias in aliases)
                else:
                    gate = gates.of(aliases, all(map(forms.is_word, tokens)))
                    self.owners[tokens][entity.id] = gate and replace(
                        gate, only_in=entity.only_in.get(tokens, ()), free_in=entity.free_in.get(tokens, ())
                    )
            for tokens, longer in entity.not_inside.items():
                self.not_inside[tokens].update(longer)
        self.homes = {
            entity.id: entity.jurisdiction
            for entity in catalog.entities.values()
            if entity.kind in _OF_A_COUNTRY and entity.jurisdiction not in ("", "INT")
        }
        """The country of each office, law or place that has one."""
        self.offices = {owner for owner in self.homes if catalog.entities[owner].kind in _OFFICES}
        self.lands = {owner for owner in self.homes if catalog.entities[owner].kind in (*_OFFICES, "place")}
        """Those that are what their country does; a law is not."""
        self.companies = {entity.id for entity in catalog.entities.values() if entity.kind == "company"}
        self.ordinary = {entity.id for entity in catalog.entities.values() if is_ordinary(entity)}
        self.countries = _countries(catalog)
        """Names of countries in Chinese and Japanese, with their codes."""
        self.sure_spellings = _sure_spellings(self.owners)
        self._stems = frozenset(stem for context in self._contexts.values() for stem in context.stems)
        spelled_here = self.owners.keys() | self.words_of_trade.keys()
        self._words = frozenset(tokens[0] for tokens in spelled_here if len(tokens) == 1)
        self._phrases = Phrases()
        for tokens in spelled_here:
            if len(tokens) > 1:
                self._phrases.add(tokens)
        self.stems_of = lru_cache(maxsize=65_536)(self._stems_of)
        self.may_name: dict[Tokens, frozenset[EntityId]] = {}
        """For each spelling, its owners and all entities that they count for."""
        self.spellings: dict[EntityId, list[Tokens]] = defaultdict(list)
        """The reverse: for each entity, the spellings that may name it."""
        for tokens, owners in self.owners.items():
            one, *others = map(catalog.counts_for.__getitem__, owners)
            self.may_name[tokens] = one.union(*others) if others else one
            for identifier in self.may_name[tokens]:
                self.spellings[identifier].append(tokens)
        for tokens, words in self.words_of_trade.items():
            for identifier in words:
                self.spellings[identifier].append(tokens)

    @property
    def version(self) -> str:
        """Return a version of everything that decides what is recognized in an item; "" if the catalog has none."""
        version = self.catalog.version
        return f"{version}.{RECOGNITION_VERSION}.{FOLDING}.{self.senses.version}" if version else ""

    def aliases(self, tokens: Tokens) -> list[tuple[int, Tokens]]:
        """Return each alias spelled in a field's tokens with where it starts: in reading order, the longest first."""
        singles = compress(count(), map(self._words.__contains__, tokens))
        found = [(first, tokens[first : first + 1]) for first in singles]
        known, words = self.owners, self.words_of_trade
        found += [
            (first, phrase) for phrase, first in self._phrases.in_text(tokens) if phrase in known or phrase in words
        ]
        return sorted(found, key=lambda alias: (alias[0], -len(alias[1])))

    def _stems_of(self, word: str) -> tuple[str, ...]:
        """Return the stems of contexts that a word begins with, shortest first."""
        return tuple(word[:length] for length in range(1, len(word) + 1) if word[:length] in self._stems)

    def _by_tokens(self, aliases: Iterable[Alias]) -> dict[Tokens, list[Alias]]:
        spelled: dict[Tokens, list[Alias]] = defaultdict(list)
        for alias in aliases:
            spelled[alias.tokens].append(alias)
        return spelled

    def _by_forms(self, entity: Entity) -> dict[Tokens, list[Alias]]:
        """Return the English aliases of a topic or product by each form of their last word; {} for other entities."""
        spelled: dict[Tokens, list[Alias]] = defaultdict(list)
        if is_ordinary(entity):
            for alias in entity.aliases:
                if alias.language == "en":
                    *before, last = alias.tokens
                    for form in self.forms.of(last):
                        spelled[*before, form].append(alias)
        return spelled

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


_MAKING = read("製造").tokens
_OFFICES = frozenset(("agency", "body", "court"))
_OF_A_COUNTRY = _OFFICES | {"law", "list", "regime", "place"}
_TOWARD = tuple("對对対訪访赴駐驻在抗反親亲遭")


def _countries(catalog: Catalog) -> dict[Tokens, str]:
    """Return the names of countries that may be written before an office, not those of a direction (對美)."""
    return {
        alias.tokens: entity.jurisdiction
        for entity in catalog.entities.values()
        if entity.kind == "place"
        for alias in entity.aliases
        if not alias.gated and is_cjk(alias.tokens[0]) and not alias.surface.startswith(_TOWARD)
    }


def _sure_spellings(
    owners: Mapping[Tokens, Mapping[EntityId, Gate | None]],
) -> dict[EntityId, list[tuple[Tokens, Gate | None]]]:
    """Return the spellings of each entity that need no context."""
    found: dict[EntityId, list[tuple[Tokens, Gate | None]]] = defaultdict(list)
    for tokens, gates in owners.items():
        for owner, gate in gates.items():
            if gate is None or gate.is_sure:
                found[owner].append((tokens, gate))
    return dict(found)


_Cluster = list[tuple[Span, Tokens]]
"""Aliases that overlap, in reading order: whether one counts does not depend on aliases outside its cluster."""


class Named:
    """The entities that one item names. Each operation takes time proportional to the item's length."""

    def __init__(self, recognizer: Recognizer, scans: Sequence[Scan], words: frozenset[str], item: Item) -> None:
        self.surroundings = Surroundings(recognizer.senses, scans, words, item)
        self._recognizer = recognizer
        self._item = item
        self._scans = scans
        self._words = words
        self._found: dict[EntityId, list[Span]] = defaultdict(list)
        self._asked: set[EntityId] = set()
        self._word_places: dict[EntityId, _Cluster] = defaultdict(list)
        self._accidental: dict[tuple[int, Tokens], set[int]] = {}
        self._words_there: dict[Context, frozenset[str]] = {}
        self._opened: dict[tuple[Context, Tokens], bool] = {}
        self._named_surely: dict[EntityId, bool] = {}
        self._contradicted: dict[tuple[Context, int], dict[int, list[Place]]] = {}

    def ordinary(self, owner: EntityId, tokens: Tokens, capitals: tuple[bool, ...]) -> Iterator[Span]:
        """Yield the spans of ordinary words that were typed in a rule, ignoring what their gate needs."""
        gate = self._recognizer.owners[tokens].get(owner) if tokens in self._recognizer.owners else None
        if gate is not None and self.means_another(gate, owner, tokens):
            return
        for field, scan in enumerate(self._scans):
            accidents = self._accidents(field, tokens)
            for first, behind in scan.found(tokens, capitals):
                span = Span(field, first, behind)
                if first not in accidents and self.surroundings.is_apart(span, tokens):
                    yield span

    def has_context(self, gate: Gate, own: Tokens) -> bool:
        """Return whether a context word is anywhere in the item other than as part of the alias ``own``."""
        return not gate.contexts or any(self._opens(context, own) for context in gate.contexts)

    def places(self, context: Context, scan: Scan) -> Iterator[Place]:
        """Yield the places of a context's words in a field."""
        for token in context.phrases.keys() & self._words:
            for phrase in context.phrases[token]:
                yield from scan.found(phrase)
        for word in self._words_of(context):
            yield from ((at, at + 1) for at in scan.places(word))

    @cached_property
    def entities(self) -> Mapping[EntityId, list[Span]]:
        """Return each entity that counts with the spans that name it, without the words of trade."""
        for cluster in self._clusters:
            self._settle(cluster)
        return dict(self._found)

    def spans(self, entity: EntityId) -> Sequence[Span]:
        """Return the spans that name one entity; only clusters that may name it are examined.

        An optimization for readings whose ``entities`` are not all needed: with 100,000 distinct rules an item takes
        0.6 ms instead of 1.2, including folding.
        """
        if entity not in self._asked:
            self._asked.add(entity)
            if any(map(self._words.issuperset, self._recognizer.spellings[entity])):
                for cluster in self._clusters_of.get(entity, ()):
                    self._settle(cluster)
                self._find_word(entity)
        return self._found.get(entity, ())

    @cached_property
    def _clusters(self) -> list[_Cluster]:
        clusters: list[_Cluster] = []
        for field, scan in enumerate(self._scans):
            reach = 0
            for first, tokens in self._recognizer.aliases(scan.text.tokens):
                span = Span(field, first, first + len(tokens))
                if tokens in self._recognizer.words_of_trade:
                    for word, languages in self._recognizer.words_of_trade[tokens].items():
                        if not is_cjk(tokens[0]) or self.surroundings.speaks(languages):
                            self._word_places[word].append((span, tokens))
                    if tokens not in self._recognizer.owners:
                        continue
                if first >= reach:
                    clusters.append([])
                clusters[-1].append((span, tokens))
                reach = max(reach, span.behind)
        return clusters

    @cached_property
    def _clusters_of(self) -> dict[EntityId, list[_Cluster]]:
        """Return the entities that may be named, each with the clusters that may name it; settled ones are empty."""
        found: dict[EntityId, list[_Cluster]] = defaultdict(list)
        may_name = self._recognizer.may_name
        for cluster in self._clusters:
            for _, tokens in cluster:
                for entity in may_name[tokens]:
                    found[entity].append(cluster)
        return found

    def _find_word(self, word: EntityId) -> None:
        """Record the places of a word of trade, then forget them: it counts wherever it is a word of its own."""
        places = self._word_places.get(word)
        if places:
            self._found[word] += [
                span
                for span, tokens in places
                if self._scans[span.field].unbroken(span.first, span.behind)
                and self.surroundings.is_apart(span, tokens)
            ]
            places.clear()

    def _settle(self, cluster: _Cluster) -> None:
        """Record which aliases of a cluster count and for which entities, then empty the cluster."""
        counts_for = self._recognizer.catalog.counts_for
        around: tuple[Span, list[EntityId]] | None = None
        for span, tokens in cluster:
            if around is None or span.behind > around[0].behind:
                owners = list(self._owners(span, tokens))
                around = (span, owners) if owners else around
            elif self._speaks_inside(span, *around):
                owners = [owner for owner in self._owners(span, tokens) if owner in self._recognizer.ordinary]
            else:
                continue  # inside a longer one that counts
            for owner in owners:
                for entity in counts_for[owner]:
                    self._found[entity].append(span)
        cluster.clear()

    def _speaks_inside(self, span: Span, around: Span, owners: Iterable[EntityId]) -> bool:
        """Return whether the word of a topic or product counts inside a name: in a Chinese or Japanese company's.

        半導體 in 安世半導體 counts; the industry of a legal name (台灣積體電路製造) does not.
        """
        tokens = self._scans[span.field].text.tokens
        if not is_cjk(tokens[span.first]) or tokens[span.behind : span.behind + 2] == _MAKING:
            return False
        return span != around and self._recognizer.companies.issuperset(owners)

    def _owners(self, span: Span, tokens: Tokens) -> Iterator[EntityId]:
        """Yield the owners for whom an alias counts here: it is a phrase, not an accident, and their gates open."""
        if len(tokens) > 1 and not self._scans[span.field].unbroken(span.first, span.behind):
            return
        if tokens in self._recognizer.not_inside and span.first in self._accidents(span.field, tokens):
            return
        if not self.surroundings.is_apart(span, tokens):
            return
        for owner, gate in self._recognizer.owners[tokens].items():
            if self.belongs_to_another(owner, span, tokens):
                continue
            if gate is None or self._passes(gate, owner, span, tokens):
                yield owner

    def _accidents(self, field: int, tokens: Tokens) -> set[int]:
        """Return the places where an alias is part of a longer string that means something else (高通 in 提高通關)."""
        asked = (field, tokens)
        if asked not in self._accidental:
            found: set[int] = set()
            for longer in self._recognizer.not_inside.get(tokens, ()):
                if self._words.issuperset(longer):
                    inside = [at for at in range(len(longer)) if longer[at : at + len(tokens)] == tokens]
                    found.update(begin + at for begin in self._scans[field].together(longer) for at in inside)
            self._accidental[asked] = found
        return self._accidental[asked]

    def belongs_to_another(self, owner: EntityId, span: Span, tokens: Tokens) -> bool:
        """Return whether another country is named directly before the name of an office (墨西哥經濟部, 英財務省)."""
        if owner not in self._recognizer.offices or not is_cjk(tokens[0]):
            return False
        countries = self.surroundings.countries_before(span, self._recognizer.countries)
        return bool(countries) and self._recognizer.homes[owner] not in countries

    def _passes(self, gate: Gate, owner: EntityId, span: Span, tokens: Tokens) -> bool:
        """Return whether a gate opens: in its capitals if required, not contradicted, and with something for it.

        Its context, a sure name of the owner elsewhere in the item, or the learned evidence speaks for it.
        """
        scan = self._scans[span.field]
        if (gate.only_in and self._item.language not in gate.only_in) or (gate.drowned and scan.shouts):
            return False
        if gate.surfaces and not scan.shouts:
            written = scan.written(span.first, span.behind)
            if not any(same_letters(surface, written) for surface in gate.surfaces):
                return False
        if self._is_contradicted(gate, span) or self.means_another(gate, owner, tokens):
            return False
        if self._item.language in gate.free_in or self.has_context(gate, tokens):
            return True
        return self._is_named(owner) or self.is_evident(owner, span, tokens)

    def _is_contradicted(self, gate: Gate, span: Span) -> bool:
        if gate.anti_context is None:
            return False
        contradictions = self._contradictions(gate.anti_context, span.field)
        if not contradictions:
            return False
        others = contradictions.get(self._scans[span.field].sentence(span.first), ())
        return not all(span.first <= first and behind <= span.behind for first, behind in others)

    def means_another(self, gate: Gate, owner: EntityId, tokens: Tokens) -> bool:
        """Return whether an ambiguous name has another sense in this item.

        A word of the other sense says so, or, for ordinary English words (Commission), a source of another country,
        unless the item names the owner or its country surely.
        """
        recognizer = self._recognizer
        country = recognizer.homes.get(owner)
        foreign = country is not None and self._item.country not in (None, country)
        foreign = foreign and all(map(recognizer.forms.is_word, tokens))
        otherwise = gate.other_sense is not None and self._opens(gate.other_sense, tokens)
        if not (foreign or otherwise) or self._is_named(owner):
            return False
        if country is None or (otherwise and owner not in recognizer.lands):
            return True
        return not self._is_named(EntityId(f"pl.{country.lower()}"))

    def is_evident(self, owner: EntityId, span: Span, tokens: Tokens) -> bool:
        """Return whether the words around an ambiguous name of a company are those of companies."""
        probability = self.surroundings.probability(owner, tokens)
        if probability < (TITLE_EVIDENCE if span.field == 0 else BODY_EVIDENCE):
            return False
        return not self._is_settled_otherwise(tokens)

    def _is_settled_otherwise(self, tokens: Tokens) -> bool:
        """Return whether the item has a longer string that begins with the name (蘋果日報), or the name as a title."""
        longer = (other for other in self._recognizer.not_inside.get(tokens, ()) if other[: len(tokens)] == tokens)
        there = (other for other in longer if self._words.issuperset(other))
        if any(True for other in there for scan in self._scans for _ in scan.at(other)):
            return True
        return any(scan.is_title(first) for scan in self._scans for first in scan.at(tokens))

    def _is_named(self, entity: EntityId) -> bool:
        """Return whether the item has a name of the entity that needs no context."""
        if entity not in self._named_surely:
            self._named_surely[entity] = any(
                self._words.issuperset(tokens) and self._has(tokens, gate)
                for tokens, gate in self._recognizer.sure_spellings.get(entity, ())
            )
        return self._named_surely[entity]

    def _has(self, tokens: Tokens, gate: Gate | None) -> bool:
        for field, scan in enumerate(self._scans):
            accidents = self._accidents(field, tokens)
            for first, behind in scan.found(tokens):
                if first in accidents or not self.surroundings.is_apart(Span(field, first, behind), tokens):
                    continue
                written = scan.written(first, behind)
                if gate is None or any(same_letters(surface, written) for surface in gate.surfaces):
                    return True
        return False

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
        """Return the places of an anti-context by the number of their sentence."""
        asked = (context, field)
        if asked not in self._contradicted:
            scan = self._scans[field]
            by_sentence: dict[int, list[Place]] = defaultdict(list)
            for place in self.places(context, scan):
                by_sentence[scan.sentence(place[0])].append(place)
            self._contradicted[asked] = by_sentence
        return self._contradicted[asked]

    def _words_of(self, context: Context) -> frozenset[str]:
        """Return the item's words that are words of a context or begin with its stems."""
        if context not in self._words_there:
            by_stem = self._by_stem
            of_stems = (by_stem[stem] for stem in context.stems if stem in by_stem)
            self._words_there[context] = (context.words & self._words).union(*of_stems)
        return self._words_there[context]

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        """Return the item's words by the stems of all contexts that they begin with."""
        found: dict[str, list[str]] = {}
        stems_of = self._recognizer.stems_of
        for word in self._words:
            for stem in stems_of(word):
                found.setdefault(stem, []).append(word)
        return found


@dataclass(frozen=True, slots=True)
class _Gates:
    """The gates of one entity's aliases."""

    contexts: tuple[Context, ...]
    anti_context: Context | None
    other_sense: Context | None

    def of(self, aliases: Sequence[Alias], is_word: bool) -> Gate | None:
        """Return the gate of aliases with the same tokens, or None if one of them always counts."""
        if not all(alias.gated for alias in aliases):
            return None
        by_capitals = all(map(lives_by_capitals, aliases))
        surfaces = tuple(alias.surface for alias in aliases) if by_capitals else ()
        drowned = by_capitals and not self.contexts and is_word
        return Gate(surfaces, self.contexts, self.anti_context, self.other_sense, (), (), drowned)
