"""The catalog's names as a table of phrases with their gates; built once, used for every item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import compress, count

from watchers import entities, senses
from watchers.entities import ORDINARY, WORD, Alias, Catalog, Entity, EntityId, Tokens
from watchers.rules import forms as word_forms
from watchers.rules.forms import Forms
from watchers.rules.vocabulary import SHORT_COUNTRIES, SHORT_COUNTRIES_IN_JAPANESE
from watchers.senses import NOTHING_LEARNED, Senses
from watchers.text.tokens import FOLDING, Phrases, is_cjk, read

RECOGNITION_VERSION = 19
"""Raise it when the code here, in ``watchers.codes``, ``watchers.rules.forms`` or ``watchers.search.question`` gives
another result for the same text and the same catalog, so that stored items are indexed again. A test that compares
the results over the samples reports when (tests/watchers/matching/test_recognition_version.py)."""


Interval = tuple[int, int]
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

    surfaces: tuple[str, ...] = ()
    """The spellings allowed, compared by their letters, case-sensitive; empty: any."""
    contexts: tuple[Context, ...] = ()
    """A word of one of these must be in the item; empty: none is required."""
    anti_context: Context | None = None
    other_sense: Context | None = None
    """With one of these anywhere in the item, it counts only if the item names the owner or its country surely."""
    only_in: tuple[str, ...] = ()
    """The languages in which the alias names its owner; empty: any."""
    free_in: tuple[str, ...] = ()
    """The languages in which it needs no context."""
    drowned: bool = False
    """Only its capitals distinguish it from an English word: it does not count in a field all in capitals."""
    acting: bool = False
    """It counts only as the subject of a headline or, as one character, beside a word or another country: 米, 日韓."""

    verbs: Context | None = None
    """It counts after one of these in the same clause, exports after curb; only then, if it has no contexts."""

    @property
    def is_sure(self) -> bool:
        """Return whether the alias depends on its capitals alone."""
        is_open = not self.contexts and self.anti_context is None and self.other_sense is None and not self.only_in
        return is_open and not self.acting and self.verbs is None


class Recognizer:
    """The catalog's aliases as a table of phrases; built once, used once for each item."""

    def __init__(self, catalog: Catalog, forms: Forms, senses: Senses = NOTHING_LEARNED) -> None:
        self.catalog = catalog
        self.forms = forms
        self.senses = senses
        version = catalog.version
        self.version = f"{version}.{RECOGNITION_VERSION}.{FOLDING}.{senses.version}" if version else ""
        """Identifies everything that decides what is recognized in an item; "" if the catalog has no version."""
        self.forms_of = lru_cache(maxsize=131_072)(forms.of)
        self.owners: dict[Tokens, dict[EntityId, Gate | None]] = defaultdict(dict)
        """For each spelling, its owners with their gates; None for an owner for whom it always counts."""
        self.words_of_trade: dict[EntityId, list[tuple[Tokens, frozenset[str]]]] = defaultdict(list)
        """The ordinary words of trade, which count inside any name: their spellings with the languages of each."""
        self.not_inside: dict[Tokens, set[Tokens]] = defaultdict(set)
        """For each alias, the longer strings in which it does not count."""
        self.unless: dict[EntityId, Context] = {}
        """Words beside which, in one sentence, no name of the entity counts."""
        # Entities share their vocabularies, so that the words an item has of one are computed once.
        self._contexts: dict[tuple[str, ...], Context] = {}
        for entity in catalog.entities.values():
            self._enter(entity)
        self._enter_short_countries()
        self.homes = _homes(catalog)
        """The country of each office, law or place that has one."""
        self.offices = {owner for owner in self.homes if catalog.entities[owner].kind in _OFFICES}
        self.lands = {owner for owner in self.homes if catalog.entities[owner].kind == "place"}
        """The places among them."""
        self.regions = {owner for owner in self.lands if catalog.entities[owner].broader}
        """The towns, states and other parts of countries among those."""
        self.abroad = {owner for owner in self.lands if self.homes[owner] != "US"}
        """The places that are not in the United States."""
        self.companies = _of_kinds(catalog, "company")
        self.people = _of_kinds(catalog, "person")
        self.ordinary = _of_kinds(catalog, *ORDINARY)
        self.countries = _countries(catalog)
        """Names of countries in Chinese and Japanese, with their codes."""
        self.sure_spellings = _sure_spellings(self.owners, catalog)
        self._stems = frozenset(stem for context in self._contexts.values() for stem in context.stems)
        self._words = frozenset(tokens[0] for tokens in self.owners if len(tokens) == 1)
        self._phrases = Phrases()
        self._phrases.add(*(tokens for tokens in self.owners if len(tokens) > 1))
        self.stems_of = lru_cache(maxsize=65_536)(self._stems_of)
        self.may_name: dict[Tokens, frozenset[EntityId]] = {}
        """For each spelling, its owners and all entities that they count for."""
        self.spellings: dict[EntityId, list[Tokens]] = defaultdict(list)
        """The reverse: for each entity, the spellings that may name it."""
        self._note_what_spellings_may_name()
        self.single_words = _single_words(self.words_of_trade, catalog)
        """The spellings of words of trade that are one Latin word, if it counts wherever it is."""

    def _enter(self, entity: Entity) -> None:
        """Put an entity's spellings into the tables."""
        gates = _Gates(
            contexts=tuple(map(self._context, entity.contexts)),
            anti_context=self._context(entity.anti_context) if entity.anti_context else None,
            other_sense=self._context(entity.other_sense) if entity.other_sense else None,
        )
        # An alias's own spelling wins over a grammatical form of another.
        spelled = self._by_forms(entity) | self._by_tokens(entity.aliases)
        for tokens, aliases in spelled.items():
            if entity.kind == WORD:
                languages = frozenset(alias.language for alias in aliases)
                self.words_of_trade[entity.id].append((tokens, languages))
            else:
                gate = gates.of(aliases, all(map(self.forms.is_word, tokens)))
                self.owners[tokens][entity.id] = gate and replace(
                    gate, only_in=entity.only_in.get(tokens, ()), free_in=entity.free_in.get(tokens, ())
                )
        for name in entity.as_subject:
            self.owners[read(name).tokens].setdefault(entity.id, replace(_SUBJECT, surfaces=(name,)))
        for name, verbs in entity.as_object.items():
            tokens = read(name).tokens
            gate = self.owners[tokens].get(entity.id) or Gate()
            self.owners[tokens][entity.id] = replace(gate, verbs=self._context(verbs))
        if entity.unless:
            self.unless[entity.id] = self._context(entity.unless)
        for tokens, longer in entity.not_inside.items():
            self.not_inside[tokens].update(longer)

    def _enter_short_countries(self) -> None:
        """Put the countries that are one character into the table; some are another country in Japanese."""
        for character, country in SHORT_COUNTRIES.items():
            only_in = ("zh-Hant", "zh-Hans") if character in SHORT_COUNTRIES_IN_JAPANESE else ()
            self._enter_short_country(character, country, only_in)
        for character, country in SHORT_COUNTRIES_IN_JAPANESE.items():
            self._enter_short_country(character, country, ("ja",))

    def _enter_short_country(self, character: str, country: str, only_in: tuple[str, ...]) -> None:
        if (land := EntityId(f"pl.{country.lower()}")) in self.catalog.entities:
            self.owners[character,].setdefault(land, replace(_SUBJECT, only_in=only_in))

    def _note_what_spellings_may_name(self) -> None:
        for tokens, owners in self.owners.items():
            one, *others = map(self.catalog.counts_for.__getitem__, owners)
            self.may_name[tokens] = one.union(*others) if others else one
            for identifier in self.may_name[tokens]:
                self.spellings[identifier].append(tokens)
        for identifier, spellings in self.words_of_trade.items():
            self.spellings[identifier] += [tokens for tokens, _ in spellings]

    def aliases(self, tokens: Tokens) -> list[tuple[int, Tokens]]:
        """Return each alias spelled in a field's tokens with where it starts: in reading order, the longest first."""
        singles = compress(count(), map(self._words.__contains__, tokens))
        found = [(first, tokens[first : first + 1]) for first in singles]
        found += [(first, phrase) for phrase, first in self._phrases.in_text(tokens) if phrase in self.owners]
        return sorted(found, key=lambda alias: (alias[0], -len(alias[1])))

    def is_land(self, tokens: Tokens) -> bool:
        """Return whether these tokens may name a place."""
        return not self.lands.isdisjoint(self.owners.get(tokens, ()))

    def _stems_of(self, word: str) -> tuple[str, ...]:
        """Return the stems of contexts that a word begins with, shortest first."""
        return tuple(word[:length] for length in range(1, len(word) + 1) if word[:length] in self._stems)

    def _by_tokens(self, aliases: Iterable[Alias]) -> dict[Tokens, list[Alias]]:
        spelled: dict[Tokens, list[Alias]] = defaultdict(list)
        for alias in aliases:
            spelled[alias.tokens].append(alias)
        return spelled

    def _by_forms(self, entity: Entity) -> dict[Tokens, list[Alias]]:
        """Return the English aliases of a topic or product by each form of their last word; {} for other entities.

        A product is a noun: wine has no wining, and tires are not tired.
        """
        spelled: dict[Tokens, list[Alias]] = defaultdict(list)
        if entity.kind in ORDINARY:
            for alias in entity.aliases:
                if alias.language == "en":
                    *before, last = alias.tokens
                    for form in self.forms.of(last):
                        if form == last or entity.kind != "product" or not form.endswith(("ed", "ing")):
                            spelled[*before, form].append(alias)
        return spelled

    def _context(self, written: tuple[str, ...]) -> Context:
        if written in self._contexts:
            return self._contexts[written]
        words: set[str] = set()
        stems: list[str] = []
        phrases: dict[str, list[Tokens]] = defaultdict(list)
        for word in written:
            tokens = read(word).tokens or (word,)
            if word.endswith("*"):
                stems.append(tokens[-1])
            elif len(tokens) > 1 or is_cjk(tokens[0]):
                phrases[tokens[0]].append(tokens)
            else:
                words |= self.forms_of(tokens[0])
        self._contexts[written] = Context(frozenset(words), tuple(stems), dict(phrases))
        return self._contexts[written]


@cache
def load() -> Recognizer:
    """Return the recognizer of the shipped catalog, built once and cached; this takes about half a second."""
    return Recognizer(entities.load(), word_forms.load(), senses.load())


_OFFICES = frozenset(("agency", "body", "court"))
_OF_A_COUNTRY = _OFFICES | {"law", "list", "regime", "place"}
_TOWARD = tuple("對对対訪访赴駐驻在抗反親亲遭")


def _of_kinds(catalog: Catalog, *kinds: str) -> set[EntityId]:
    return {entity.id for entity in catalog.entities.values() if entity.kind in kinds}


def _homes(catalog: Catalog) -> dict[EntityId, str]:
    """Return the country of each office, law or place that has one."""
    return {
        entity.id: entity.jurisdiction
        for entity in catalog.entities.values()
        if entity.kind in _OF_A_COUNTRY and entity.jurisdiction not in ("", "INT")
    }


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
    owners: Mapping[Tokens, Mapping[EntityId, Gate | None]], catalog: Catalog
) -> dict[EntityId, list[tuple[Tokens, Gate | None]]]:
    """Return the spellings of each entity that need no context; its towns name a country as surely as its name."""
    found: dict[EntityId, list[tuple[Tokens, Gate | None]]] = defaultdict(list)
    for tokens, gates in owners.items():
        for owner, gate in gates.items():
            if gate is None or gate.is_sure:
                is_land = catalog.entities[owner].kind == "place"
                for named in catalog.counts_for[owner] if is_land else (owner,):
                    found[named].append((tokens, gate))
    return dict(found)


def _single_words(
    words_of_trade: Mapping[EntityId, Sequence[tuple[Tokens, frozenset[str]]]], catalog: Catalog
) -> dict[EntityId, frozenset[str]]:
    """Return the spellings that are one Latin word of each word of trade without another sense."""
    return {
        identifier: frozenset(tokens[0] for tokens, _ in spellings if len(tokens) == 1 and not is_cjk(tokens[0]))
        for identifier, spellings in words_of_trade.items()
        if not catalog.entities[identifier].unless and not catalog.entities[identifier].not_inside
    }


_SUBJECT = Gate(acting=True)


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
        by_capitals = all(alias.by_capitals for alias in aliases)
        surfaces = tuple(alias.surface for alias in aliases) if by_capitals else ()
        drowned = by_capitals and not self.contexts and is_word
        return Gate(surfaces, self.contexts, self.anti_context, self.other_sense, drowned=drowned)
