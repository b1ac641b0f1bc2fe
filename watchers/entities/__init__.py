"""The catalog of entities and their names (TSMC = 台積電 = 台湾積体電路製造), with look-ups."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from watchers.data import read_yaml
from watchers.model import EntityId as EntityId
from watchers.text.tokens import Tokens as Tokens
from watchers.text.tokens import read

CATALOGUE_VERSION = "21"
"""Increased with every change to the data files or to ``watchers/rules/data/english_forms.txt``, so that stored items
are indexed again. A test checks their digest (tests/watchers/matching/test_recognition_version.py)."""
DATA_FILES = ("entities.yaml", "countries.yaml")
VOCABULARIES = "vocabularies.yaml"
SPORTS = "sports-cjk"
"""The vocabulary beside whose words the name of a company or a town means a team, a school or a tournament."""
WORDS = "words.yaml"
_READ = "~"
"""Marks a name in words.yaml that is only read."""
LANGUAGES = ("en", "zh-Hant", "zh-Hans", "ja")
WORD = "word"
"""The kind of the ordinary words of trade (export, probe), which count inside any longer name."""
ORDINARY = ("topic", "product", WORD)
"""The kinds of entities whose names are ordinary words, which are never gated if they are the typed words."""


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to name an entity."""

    entity: EntityId
    surface: str
    language: str
    tokens: Tokens
    gated: bool
    """Ambiguous alone: counts only with its context."""
    by_capitals: bool = field(init=False, repr=False, compare=False)
    """Whether only capitals distinguish it from words and amounts (Intel, US Steel, 3M)."""

    def __post_init__(self) -> None:
        has_capitals = self.surface.lower() != self.surface and not any(map(str.isdigit, self.surface[1:]))
        object.__setattr__(self, "by_capitals", self.gated and has_capitals)


@dataclass(frozen=True, slots=True)
class Entity:
    """A company, agency, place, law, product or topic with its names in four languages."""

    id: EntityId
    kind: str
    names: Mapping[str, str]
    """Display name by language; has English, which languages without a name use."""
    aliases: tuple[Alias, ...]
    broader: tuple[EntityId, ...]
    """A hit on this entity also counts for these and, in turn, for their broader ones (SKOS broader)."""
    contexts: tuple[tuple[str, ...], ...] = ()
    """Lists of words, the entity's own before those shared with others: a gated alias counts only if a word of any
    list is in the item; a stem ends in ``*``."""
    anti_context: tuple[str, ...] = ()
    """A gated alias does not count in a sentence with one of these."""
    other_sense: tuple[str, ...] = ()
    """With one of these anywhere in the item, a gated alias counts only beside a sure name of the entity or its
    country."""
    unless: tuple[str, ...] = ()
    """No name counts in a sentence with one of these, even if it is not ambiguous or was typed."""
    jurisdiction: str = ""
    """ISO 3166-1 alpha-2, EU, or INT for none in particular."""
    only_in: Mapping[Tokens, tuple[str, ...]] = field(default_factory=dict)
    """For gated aliases, the languages in which they name the entity; any, for those that are missing."""
    free_in: Mapping[Tokens, tuple[str, ...]] = field(default_factory=dict)
    """For gated aliases, the languages in which they need no context."""
    only_read: frozenset[Tokens] = frozenset()
    """Aliases that name the entity in texts, but do not mean it if they are typed in a rule."""
    as_subject: tuple[str, ...] = ()
    """Names that count only as the subject of a headline: Commerce opens a probe."""
    as_object: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names that count after a word in the same clause, with these words: exports after curb, levy after %."""
    not_inside: Mapping[Tokens, tuple[Tokens, ...]] = field(default_factory=dict)
    """For each alias, the longer phrases inside which it does not count."""

    def name(self, language: str) -> str:
        """Return the display name in the language, or in English if it has none."""
        return self.names.get(language) or self.names["en"]

    def is_contradicted(self, words: Sequence[str]) -> bool:
        """Return whether typed words say that an ambiguous name among them is an ordinary word: orange juice."""
        typed = f" {' '.join(words)} ".lower()
        contrary = (word.lower() for word in (*self.anti_context, *self.unless))
        return any(f" {word.rstrip('*')}{'' if word[-1] == '*' else ' '}" in typed for word in contrary)


@dataclass(frozen=True, slots=True)
class Catalog:
    """All entities, and the aliases that each sequence of tokens may mean."""

    entities: Mapping[EntityId, Entity]
    by_tokens: Mapping[Tokens, tuple[Alias, ...]]
    """The aliases by their folded tokens, one for each owner, ungated ones first."""
    counts_for: Mapping[EntityId, frozenset[EntityId]]
    """For each entity, all entities that a hit on it counts for, itself included."""
    longest: int
    """Length of the longest alias, in tokens."""
    version: str = ""
    """Version of the data files; "" if the entities are from elsewhere."""
    tickers: Mapping[str, EntityId] = field(default_factory=dict)
    """Companies by the symbols of their shares that are letters, as in $NVDA."""
    lengths: Mapping[str, tuple[int, ...]] = field(init=False, repr=False, compare=False)
    """For each first token of an alias, the lengths in tokens of the aliases that begin with it, longest first."""

    def __post_init__(self) -> None:
        lengths: dict[str, set[int]] = defaultdict(set)
        for tokens in self.by_tokens:
            lengths[tokens[0]].add(len(tokens))
        found = {first: tuple(sorted(each, reverse=True)) for first, each in lengths.items()}
        object.__setattr__(self, "lengths", found)


EMPTY = Catalog({}, {}, {}, 0)


@cache
def load() -> Catalog:
    """Return the shipped catalog, read once and cached; this takes about a quarter of a second."""
    return replace(catalog(shipped(), vocabularies()), version=CATALOGUE_VERSION)


def shipped() -> list[Mapping[str, Any]]:
    """Return the records of the data files, the hand-written ones first."""
    words = read_yaml("watchers.entities", WORDS)
    return [
        *(record for name in DATA_FILES for record in shipped_in(name)),
        *(_word(identifier, names) for identifier, names in words.items()),
    ]


def shipped_in(name: str) -> list[Mapping[str, Any]]:
    """Return the records of a data file, in which a list may be written as one line: ``TSMC; Taiwan Semiconductor``."""
    return [_with_lists(record) for record in read_yaml("watchers.entities", name)["entities"]]


def _with_lists(record: Mapping[str, Any]) -> Mapping[str, Any]:
    lists = {key: _list(record[key]) for key in _LISTS & record.keys()}
    return {**record, **lists, "aliases": {language: _list(names) for language, names in record["aliases"].items()}}


def _list(written: str | list[str]) -> list[str]:
    return written.split("; ") if isinstance(written, str) else written


_LISTS = {
    *("ambiguous_aliases", "context", "vocabularies", "anti_context", "other_sense", "unless", "only_read"),
    "as_subject",
    *("broader", "distinct"),
}


def vocabularies() -> Mapping[str, Sequence[str]]:
    """Return the lists of context words that entities share, by the names that records use for them."""
    shared: Mapping[str, Sequence[str]] = read_yaml("watchers.entities", VOCABULARIES)
    return shared


def catalog(
    records: Iterable[Mapping[str, Any]], shared: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> Catalog:
    """Build a catalog from records in the format of data/entities.yaml and the vocabularies that they name."""
    lists = {name: tuple(words) for name, words in shared.items()}
    records = list(records)
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
        tickers=dict(_tickers(records)),
    )


def _tickers(records: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, EntityId]]:
    for record in records:
        for symbol in (record.get("refs") or {}).get("ticker", "").split(","):
            if symbol.isalpha():
                yield symbol, EntityId(record["id"])


def _word(identifier: str, lines: Sequence[str]) -> Mapping[str, Any]:
    """Return the record of a word of trade, written as one line of names for each language, then of other senses."""
    marked = {language: line.split("; ") for language, line in zip(LANGUAGES, lines, strict=False)}
    aliases = {language: [name.removeprefix(_READ) for name in names] for language, names in marked.items()}
    return {
        "id": identifier,
        "kind": WORD,
        "jurisdiction": "INT",
        "name": aliases["en"][0],
        "aliases": aliases,
        "ambiguous": "false",
        **_other_senses(lines[len(LANGUAGES) :], aliases),
        # Typed in English, a space means and: import ban is import and ban.
        "only_read": [name for name in aliases["en"] if " " in name]
        + [name.removeprefix(_READ) for names in marked.values() for name in names if name.startswith(_READ)],
    }


def _other_senses(lines: Sequence[str], aliases: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
    """Return the words of other senses as a record has them: those that have a name in them, and the others."""
    unless = [word for line in lines for word in line.split("; ")]
    names = {name for written in aliases.values() for name in written}
    pairs = [(name, word) for name in sorted(names) for word in unless if _has_inside(word, name)]
    not_inside = {name: [word for other, word in pairs if other == name] for name, _ in pairs}
    longer = {word for _, word in pairs}
    others = [word for word in unless if word not in longer]
    return ({"unless": others} if others else {}) | ({"not_inside": not_inside} if not_inside else {})


def _has_inside(longer: str, name: str) -> bool:
    outer, inner = read(longer).tokens, read(name).tokens
    return any(outer[at : at + len(inner)] == inner for at in range(len(outer) - len(inner) + 1))


def _entity(record: Mapping[str, Any], lists: Mapping[str, tuple[str, ...]]) -> Entity:
    identifier = EntityId(record["id"])
    spellings = record["aliases"]
    texts = {surface: read(surface) for surfaces in spellings.values() for surface in surfaces}
    gated = {read(surface).tokens for surface in record.get("ambiguous_aliases") or ()}
    own = tuple(record.get("context") or ())
    is_word = record["kind"] == WORD
    return Entity(
        id=identifier,
        kind=record["kind"],
        names={language: surfaces[0] for language, surfaces in spellings.items() if surfaces} | {"en": record["name"]},
        aliases=tuple(
            Alias(identifier, surface, language, texts[surface].tokens, is_word or texts[surface].tokens in gated)
            for language, surfaces in spellings.items()
            for surface in surfaces
        ),
        broader=tuple(EntityId(other) for other in record.get("broader") or ()),
        contexts=tuple(filter(None, (own, *(lists[name] for name in record.get("vocabularies") or ())))),
        anti_context=tuple(record.get("anti_context") or ()),
        other_sense=tuple(record.get("other_sense") or ()),
        unless=(*(record.get("unless") or ()), *(lists.get(SPORTS, ()) if _may_be_a_team(record) else ())),
        jurisdiction=record.get("jurisdiction", ""),
        only_in=_languages(record.get("only_in")),
        free_in=_languages(record.get("free_in")),
        only_read=frozenset(read(alias).tokens for alias in record.get("only_read") or ()),
        as_subject=tuple(record.get("as_subject") or ()),
        as_object={name: tuple(verbs) for name, verbs in (record.get("as_object") or {}).items()},
        not_inside=_not_inside(record.get("not_inside") or {}),
    )


def _may_be_a_team(record: Mapping[str, Any]) -> bool:
    """Return whether teams have the entity's name: it is a company, or a town or another part of a country."""
    return record["kind"] == "company" or (record["kind"] == "place" and bool(record.get("broader")))


def _not_inside(written: Mapping[str, Sequence[str]]) -> dict[Tokens, tuple[Tokens, ...]]:
    """Return the longer strings of each alias; spellings that fold alike share theirs."""
    found: dict[Tokens, tuple[Tokens, ...]] = {}
    for alias, longer in written.items():
        tokens = read(alias).tokens
        found[tokens] = (*found.get(tokens, ()), *(read(string).tokens for string in longer))
    return found


def _languages(written: Mapping[str, Sequence[str]] | None) -> dict[Tokens, tuple[str, ...]]:
    return {read(alias).tokens: tuple(languages) for alias, languages in (written or {}).items()}


def _one_an_owner(aliases: list[Alias]) -> tuple[Alias, ...]:
    """Keep one alias for each entity of spellings that fold alike (台積電, 台积电), ungated ones first."""
    return tuple(sorted({alias.entity: alias for alias in reversed(aliases)}.values(), key=lambda alias: alias.gated))


def _closure(entities: Mapping[EntityId, Entity], start: EntityId) -> frozenset[EntityId]:
    found = [start]
    for each in found:  # the list grows meanwhile
        found += [other for other in entities[each].broader if other not in found]
    return frozenset(found)


def same_letters(one: str, other: str) -> bool:
    """Return whether two texts have the same letters and digits in the same case, whatever is between them."""
    return _letters(one) == _letters(other)


@lru_cache(maxsize=4_096)
def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))
