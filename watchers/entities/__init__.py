"""Who and what the world talks about: TSMC = 台積電 = 台湾積体電路製造. Look-ups on a loaded catalog."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from watchers.entities import hs
from watchers.entities.hs import Headings
from watchers.model import EntityId as EntityId
from watchers.text.tokens import read

Tokens = tuple[str, ...]

CATALOGUE_VERSION = "1"
"""Raised with every change to the data files and to ``watchers/rules/data/english_forms.txt``, so that stored items
are indexed anew. A test holds their digest (tests/watchers/matching/test_recognition_version.py)."""
DATA_FILES = ("entities.yaml", "countries.yaml")
VOCABULARIES = "vocabularies.yaml"


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to name an entity."""

    entity: EntityId
    surface: str
    language: str
    tokens: Tokens
    gated: bool
    """Proves nothing alone: it counts only by its context."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A company, agency, place, law, product or topic with its names in four languages."""

    id: EntityId
    kind: str
    names: Mapping[str, str]
    """Display name by language; English where a language has none of its own."""
    aliases: tuple[Alias, ...]
    broader: tuple[EntityId, ...]
    """A hit here counts for these too, and for theirs (SKOS broader)."""
    contexts: tuple[tuple[str, ...], ...] = ()
    """Lists of words, its own before those that it shares with others: a gated alias counts only where a word of
    any of them stands in the item; a stem ends in ``*``."""
    anti_context: tuple[str, ...] = ()
    """A gated alias does not count in a sentence with one of these."""
    not_inside: Mapping[Tokens, tuple[Tokens, ...]] = field(default_factory=dict)
    """An alias is no hit where it stands inside one of these."""

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names["en"]


@dataclass(frozen=True, slots=True)
class Catalog:
    """All entities, and who is meant by a sequence of tokens."""

    entities: Mapping[EntityId, Entity]
    by_tokens: Mapping[Tokens, tuple[Alias, ...]]
    """An alias' folded tokens to its owners, ungated ones first."""
    counts_for: Mapping[EntityId, frozenset[EntityId]]
    """An entity to all that a hit on it counts for, itself included."""
    longest: int
    """Tokens of the longest alias."""
    headings: Headings = field(default_factory=lambda: Headings({}))
    """What the codes of the Harmonized System are about."""
    version: str = ""
    """Names the state of the data files; "" where the entities are from elsewhere."""
    lengths: Mapping[str, tuple[int, ...]] = field(init=False, repr=False, compare=False)
    """The first token of an alias to how long those are that begin so, longest first: most words begin none."""

    def __post_init__(self) -> None:
        lengths: dict[str, set[int]] = defaultdict(set)
        for tokens in self.by_tokens:
            lengths[tokens[0]].add(len(tokens))
        found = {first: tuple(sorted(each, reverse=True)) for first, each in lengths.items()}
        object.__setattr__(self, "lengths", found)

    def named(self, tokens: Tokens) -> tuple[Alias, ...]:
        """The aliases that are spelled so; empty where there are none."""
        return self.by_tokens.get(tokens, ())

    def meant(self, tokens: Tokens, typed: str) -> list[Alias]:
        """Those of them that words typed in a rule mean: ``BESI`` and ``Besi``, not ``besi``."""
        return [
            alias
            for alias in self.named(tokens)
            if typed_as(alias, typed)
            or any(other.tokens == tokens and typed_as(other, typed) for other in self.entities[alias.entity].aliases)
        ]


EMPTY = Catalog({}, {}, {}, 0)


@cache
def load() -> Catalog:
    """The shipped catalog, read once; that takes about a third of a second."""
    return replace(catalog(shipped(), vocabularies()), headings=hs.load(), version=CATALOGUE_VERSION)


def shipped() -> list[Mapping[str, Any]]:
    """The records of the data files, the hand-written ones first."""
    return [record for name in DATA_FILES for record in _document(name)["entities"]]


def vocabularies() -> Mapping[str, Sequence[str]]:
    """The lists of words that open the gates of many entities, by the names that records know them by."""
    shared: Mapping[str, Sequence[str]] = _document(VOCABULARIES)
    return shared


def catalog(
    records: Iterable[Mapping[str, Any]], shared: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> Catalog:
    """A catalog from records of the shape of data/entities.yaml and the vocabularies that they name."""
    lists = {name: tuple(words) for name, words in shared.items()}
    entities = {entity.id: entity for entity in (_entity(record, lists) for record in records)}
    by_tokens: dict[Tokens, list[Alias]] = defaultdict(list)
    for entity in entities.values():
        for alias in entity.aliases:
            by_tokens[alias.tokens].append(alias)
    return Catalog(
        entities=entities,
        by_tokens={tokens: _one_an_owner(aliases) for tokens, aliases in by_tokens.items()},
        counts_for={identifier: _closure(entities, identifier) for identifier in entities},
        longest=max(map(len, by_tokens), default=0),
    )


def _document(name: str) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(files("watchers.entities").joinpath("data", name).read_bytes(), loader)


def _entity(record: Mapping[str, Any], lists: Mapping[str, tuple[str, ...]]) -> Entity:
    identifier = EntityId(record["id"])
    spellings = record["aliases"]
    texts = {surface: read(surface) for surfaces in spellings.values() for surface in surfaces}
    gated = {read(surface).tokens for surface in record.get("ambiguous_aliases") or ()}
    own = tuple(record.get("context") or ())
    return Entity(
        id=identifier,
        kind=record["kind"],
        names={language: surfaces[0] for language, surfaces in spellings.items() if surfaces} | {"en": record["name"]},
        aliases=tuple(
            Alias(identifier, surface, language, texts[surface].tokens, texts[surface].tokens in gated)
            for language, surfaces in spellings.items()
            for surface in surfaces
        ),
        broader=tuple(EntityId(other) for other in record.get("broader") or ()),
        contexts=tuple(filter(None, (own, *(lists[name] for name in record.get("vocabularies") or ())))),
        anti_context=tuple(record.get("anti_context") or ()),
        not_inside={
            read(alias).tokens: tuple(read(longer).tokens for longer in longers)
            for alias, longers in (record.get("not_inside") or {}).items()
        },
    )


def _one_an_owner(aliases: list[Alias]) -> tuple[Alias, ...]:
    """Spellings that fold alike (台積電, 台积电) are one alias of their entity."""
    return tuple(sorted({alias.entity: alias for alias in reversed(aliases)}.values(), key=lambda alias: alias.gated))


def _closure(entities: Mapping[EntityId, Entity], start: EntityId) -> frozenset[EntityId]:
    found = {start}
    waiting = [start]
    while waiting:
        for other in entities[waiting.pop()].broader:
            if other not in found:
                found.add(other)
                waiting.append(other)
    return frozenset(found)


def typed_as(alias: Alias, typed: str) -> bool:
    """Whether words typed in a rule mean the alias: one that lives by its capitals, only in its capitals.

    So ``US steel tariffs`` is not the company US Steel, while ``section 301`` is Section 301.
    """
    return not lives_by_capitals(alias) or same_letters(alias.surface, typed)


def lives_by_capitals(alias: Alias) -> bool:
    """Whether only its capitals tell an ambiguous Latin name from ordinary words (Intel, US Steel, BIS)."""
    return alias.gated and alias.surface.lower() != alias.surface and not any(map(str.isdigit, alias.surface))


def same_letters(one: str, other: str) -> bool:
    """Whether two texts are written alike, whatever stands between their letters; case counts."""
    return _letters(one) == _letters(other)


@lru_cache(maxsize=4_096)
def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def is_ordinary(entity: Entity) -> bool:
    """Whether its names are ordinary words, which are never gated when they are the words typed."""
    return entity.kind in ("topic", "product")
