"""The shipped catalog: well formed, named in four scripts, each name found, none claimed by two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Any

import pytest

from scripts import build_countries
from watchers import entities
from watchers.codes.tariff import heading_name
from watchers.entities import Alias, Catalog, EntityId, Tokens
from watchers.entities import Entity as CatalogEntity
from watchers.matching import Recognizer, explain
from watchers.model import Item, SourceId
from watchers.rules import forms, parse
from watchers.rules.syntax import And, Entity, Or, Rule
from watchers.text.tokens import read

Record = Mapping[str, Any]

LANGUAGES = ("en", "zh-Hant", "zh-Hans", "ja")
VOCABULARIES = entities.vocabularies()
KINDS = frozenset(
    "agency body company court fta law list org person place procedure product publication regime rule scheme"
    " topic word".split()
)
NEEDED = frozenset("id kind jurisdiction name aliases ambiguous".split())
OPTIONAL = frozenset(
    "ambiguous_aliases context vocabularies anti_context other_sense unless as_subject as_object only_in free_in"
    " only_read not_inside broader distinct refs".split()
)
REFS = frozenset("fr_slug fr_slug_unverified hs ticker iso note".split())
NO_COUNTRY = {"INT", "EU"}


@cache
def shipped() -> list[Record]:
    return entities.shipped()


@cache
def by_id() -> dict[str, Record]:
    return {record["id"]: record for record in shipped()}


# ---- schema ----------------------------------------------------------------------------------------


def test_a_record_has_the_keys_and_values_that_the_head_of_the_file_explains() -> None:
    for record in shipped():
        assert NEEDED <= set(record) <= NEEDED | OPTIONAL, record["id"]
        prefix, _, rest = record["id"].partition(".")
        assert prefix.islower() and rest and record["id"] == record["id"].strip(), record["id"]
        assert record["kind"] in KINDS, record["id"]
        assert tuple(record["aliases"]) == LANGUAGES, record["id"]
        assert set(record.get("refs", {})) <= REFS, record["id"]
        for key in (
            "ambiguous_aliases",
            "context",
            "vocabularies",
            "anti_context",
            "other_sense",
            "unless",
            "as_subject",
            "broader",
            "distinct",
        ):
            values = record.get(key, [None])
            assert values and len(set(values)) == len(values), (record["id"], key)
        for surface in _strings(record):
            assert isinstance(surface, str) and surface == surface.strip() and read(surface).tokens, surface


def test_no_id_is_given_twice() -> None:
    assert len(by_id()) == len(shipped())


def test_each_jurisdiction_is_a_country_of_the_catalog_or_none_in_particular() -> None:
    known = {record["refs"]["iso"] for record in shipped() if "iso" in record.get("refs", {})}
    assert {record["jurisdiction"] for record in shipped()} - NO_COUNTRY <= known


def test_only_own_aliases_are_gated_and_only_gates_have_a_context() -> None:
    for record in shipped():
        own = set(_names(record))
        gated = record.get("ambiguous_aliases", [])
        assert {read(surface).tokens for surface in gated} <= own, record["id"]
        assert record["ambiguous"] == str(bool(gated)).lower(), record["id"]
        if not gated:
            assert {"context", "vocabularies", "anti_context"}.isdisjoint(record), record["id"]


def test_a_vocabulary_is_shared_and_repeats_no_word() -> None:
    named = [name for record in shipped() for name in record.get("vocabularies", ())]
    assert {*named, entities.SPORTS} == set(VOCABULARIES)
    assert all(named.count(name) > 1 for name in set(named))
    for name, words in VOCABULARIES.items():
        spelled = [(read(word).tokens, word.endswith("*")) for word in words]
        assert len(set(spelled)) == len(spelled), name


def test_a_stem_is_one_latin_word() -> None:
    contexts = [record.get(key, ()) for record in shipped() for key in ("context", "anti_context")]
    stems = [word for words in (*contexts, *VOCABULARIES.values()) for word in words if word.endswith("*")]
    assert [stem for stem in stems if len(read(stem).tokens) > 1 or not stem[0].isascii()] == []


def test_what_an_alias_is_not_inside_of_contains_it_and_is_not_an_alias_itself() -> None:
    for record in shipped():
        own = set(_names(record))
        read_as = own | {(*name[:-1], form) for name in own for form in forms.load().of(name[-1])}
        for surface, longer in record.get("not_inside", {}).items():
            assert read(surface).tokens in read_as, surface
            assert longer and len(set(longer)) == len(longer), surface
            for string in longer:
                assert read(surface).tokens in set(_parts(read(string).tokens)), string
                assert read(string).tokens not in own, string


# ---- names -----------------------------------------------------------------------------------------


def test_an_entity_is_named_in_each_language_and_its_name_is_an_alias() -> None:
    for record in shipped():
        assert all(record["aliases"][language] for language in LANGUAGES), record["id"]
        assert read(record["name"]).tokens in {read(surface).tokens for surface in record["aliases"]["en"]}, record[
            "id"
        ]


def test_no_ungated_alias_has_two_owners(catalog: Catalog) -> None:
    meant = [
        [alias for alias in aliases if alias.tokens not in catalog.entities[alias.entity].only_read]
        for aliases in catalog.by_tokens.values()
    ]
    assert [each for each in meant if len(each) > 1 and not all(alias.gated for alias in each)] == []


@pytest.fixture(scope="module")
def naming(catalog: Catalog) -> list[tuple[Alias, Item]]:
    """Each alias with an item that names it."""
    found = []
    for entity in catalog.entities.values():
        opening = _opening(entity, catalog)
        found += [
            (alias, _written(alias.surface, opening if alias.gated else "", alias.language)) for alias in entity.aliases
        ]
    return found


@pytest.mark.slow
def test_each_alias_is_found_by_the_watch_of_its_entity(
    naming: list[tuple[Alias, Item]], recognizer: Recognizer
) -> None:
    missed = {
        (alias.entity, alias.surface) for alias, item in naming if not _finds(Entity(alias.entity), item, recognizer)
    }
    assert missed == SHADOWED


# The plural of a gated abbreviation is also a form of its singular; the recognizer keeps the first one's capitals.
SHADOWED: set[tuple[str, str]] = set()


@pytest.mark.slow
def test_each_alias_that_is_typed_as_it_stands_means_its_entity_and_is_found(
    naming: list[tuple[Alias, Item]], catalog: Catalog, recognizer: Recognizer
) -> None:
    for alias, item in naming:
        if SEPARATORS.isdisjoint(alias.surface) and alias.tokens not in catalog.entities[alias.entity].only_read:
            rule = parse(alias.surface, catalog)
            assert alias.entity in _meant(rule) or _is_made_of_broader(rule, alias.entity, catalog), alias
            # The watch of the entity alone finds it in the test above.
            if rule != Entity(alias.entity):
                assert _finds(rule, item, recognizer), alias


SEPARATORS = frozenset(',，、“”"')
"""What a rule reads as an operator or a quotation; such names are watched as @name."""


def test_an_entity_can_be_watched_by_its_id(catalog: Catalog) -> None:
    for entity in catalog.entities:
        assert parse(f"@{entity}", catalog) == Entity(entity)


def test_a_code_is_not_an_alias(catalog: Catalog) -> None:
    for code in ("3B001", "8542.31", "8542", "15 CFR 744.11"):
        assert read(code).tokens not in catalog.by_tokens


# ---- broader, distinct ----------------------------------------------------------------------------


def test_broader_and_distinct_name_others_that_exist() -> None:
    for record in shipped():
        for other in (*record.get("broader", ()), *record.get("distinct", ())):
            assert other in by_id() and other != record["id"], (record["id"], other)


def test_broader_has_no_cycles(catalog: Catalog) -> None:
    for identifier in catalog.entities:
        for other in catalog.counts_for[identifier] - {identifier}:
            assert identifier not in catalog.counts_for[other], (identifier, other)


def test_nothing_is_both_broader_and_distinct(catalog: Catalog) -> None:
    for identifier, record in by_id().items():
        assert catalog.counts_for[EntityId(identifier)].isdisjoint(record.get("distinct", ())), identifier


def test_an_alias_inside_another_entitys_alias_is_linked_or_declared_distinct(catalog: Catalog) -> None:
    undecided = {
        (longer.entity, inner.entity)
        for tokens, owners in catalog.by_tokens.items()
        for part in _parts(tokens)
        for inner in catalog.by_tokens.get(part, ())
        for longer in owners
        if catalog.entities[inner.entity].kind != entities.WORD
        and catalog.entities[longer.entity].kind != entities.WORD
        and inner.entity not in catalog.counts_for[longer.entity]
        and inner.entity not in by_id()[longer.entity].get("distinct", ())
    }
    assert undecided == set()


# ---- accidents and homonyms ------------------------------------------------------------------------

ACCIDENTS = [
    ("pl.ht", "上海地區出口成長", "Shanghai, not Haiti"),
    ("pl.ht", "環渤海地区の港", "the Bohai coast"),
    ("pl.gu", "海關島內查緝", "customs on the island"),
    ("pl.gu", "與相關島嶼國家談判", "islands concerned"),
    ("pl.gh", "企業將增加納稅", "pay more tax"),
    ("pl.ne", "印尼日前宣布禁令", "Indonesia, the other day"),
    ("pl.ml", "馬里蘭州聯邦法院", "Maryland"),
    ("pl.ml", "蒙哥馬利郡", "Montgomery"),
    ("pl.ml", "マリン事業の関税", "marine"),
    ("pl.cl", "ウォッチリストに掲載", "watch list"),
    ("pl.th", "タイヤへの追加関税", "tyres"),
    ("pl.th", "リアルタイムの通関情報", "real time"),
    ("pl.za", "東南非洲共同市場", "COMESA"),
    ("pl.fr", "立法國會審查", "a legislature"),
    ("pl.om", "阿曼尼新裝", "Armani"),
    ("pl.cu", "考古巴士路線", "an archaeology bus"),
    ("pl.fi", "紐芬蘭漁業", "Newfoundland"),
    ("pl.sy", "シリアル番号を確認", "serial number"),
    ("pl.ir", "ロードアイランド州の訴訟", "Rhode Island"),
    ("pl.in", "インドネシアの鉱石輸出", "Indonesia"),
    ("pl.gn", "Papua New Guinea joins the pact", "another country"),
    ("pl.do", "Dominica signs the agreement", "another country"),
    ("pl.ng", "Niger lifts its export ban", "another country"),
    ("pl.kr", "North Korea fires missiles", "another country"),
    ("pl.ws", "Tuna from American Samoa", "another territory"),
    ("pl.je", "Port of New Jersey volumes fall", "the state"),
    ("pl.ge", "Hyundai expands its plant near Savannah, Georgia", "the state"),
    ("pl.td", "Chad Bown on the cost of tariffs", "the economist"),
    ("pl.jo", "Jim Jordan subpoenas the agency", "the congressman"),
    ("pl.tr", "Avian flu closes markets for Turkey meat", "the bird"),
    ("pl.tr", "Frozen turkey imports rise", "the bird"),
    ("law.buyamerican", "Beijing pledged to buy American soybeans", "a purchase"),
    ("hs.tb", "イッテルビウムの輸出許可", "another rare earth"),
]
MEANT = [
    ("pl.tr", "US raises tariffs on Turkey"),
    ("pl.ge", "Georgia and Armenia open a new customs post"),
    ("pl.td", "Travel ban now covers Chad"),
    ("pl.jo", "Jordan seeks changes to its free trade agreement"),
    ("pl.th", "タイ産エビに反ダンピング関税"),
    ("pl.th", "米国、タイと合意"),
    ("pl.cl", "チリの銅輸出"),
    ("pl.cd", "Cobalt export quotas in Congo"),
    ("pl.cd", "刚果金暂停钴出口"),
    ("pl.kp", "北韓出口煤炭"),
    ("pl.sd", "蘇丹內戰衝擊阿拉伯膠出口"),
    ("pl.pa", "Panama Canal tolls rise"),
    ("pl.us", "Rum from the U.S. Virgin Islands"),
    ("pl.hm", "Tariffs even on Heard and McDonald Islands"),
]


@pytest.mark.parametrize(("entity", "title", "meaning"), ACCIDENTS)
def test_a_name_is_not_found_where_something_else_is_meant(
    entity: str, title: str, meaning: str, recognizer: Recognizer
) -> None:
    assert not _finds(Entity(EntityId(entity)), _written(title), recognizer), meaning


@pytest.mark.parametrize(("entity", "title"), MEANT)
def test_a_country_is_found_where_it_is_meant(entity: str, title: str, recognizer: Recognizer) -> None:
    assert _finds(Entity(EntityId(entity)), _written(title), recognizer)


# ---- countries -------------------------------------------------------------------------------------


def test_every_country_and_territory_of_iso_3166_is_there_once() -> None:
    codes = [record["refs"]["iso"] for record in shipped() if "iso" in record.get("refs", {})]
    assert len(codes) == len(set(codes))
    assert len(set(codes) - {"EU", "XK"}) == 249


def test_taiwan_is_called_taiwan(catalog: Catalog) -> None:
    names = catalog.entities[EntityId("pl.tw")].names
    assert names == {"en": "Taiwan", "zh-Hant": "台灣", "zh-Hans": "台湾", "ja": "台湾"}


@pytest.mark.slow
def test_the_file_of_countries_is_what_its_script_makes() -> None:
    own = entities.shipped_in("entities.yaml")
    made = build_countries.records(own, build_countries.by_hand())
    as_text = [{**record, "ambiguous": str(record["ambiguous"]).lower()} for record in made]
    assert as_text == entities.shipped_in("countries.yaml")


def test_the_codes_of_products_exist() -> None:
    for record in shipped():
        for code in record.get("refs", {}).get("hs", "").replace(" ", "").split(","):
            assert not code or heading_name(code) is not None, record["id"]


# ---- situations ------------------------------------------------------------------------------------


def _opening(entity: CatalogEntity, catalog: Catalog) -> str:
    """What opens the gates of an entity's aliases, without names of other countries."""
    words = [word.rstrip("*") for word in chain(*entity.contexts)]
    here = entity.id.partition(".")[0]
    named = [
        word
        for word in words
        if not any(each.entity.partition(".")[0] != here for each in catalog.by_tokens.get(read(word).tokens, ()))
    ]
    return ".\n\n".join(named or words)


def _written(title: str, body: str = "", language: str = "en") -> Item:
    return Item(
        link="https://example.org/1",
        title=read(title),
        body=read(body),
        published=None,
        language=language,
        country=None,
    )


def _finds(rule: Rule, item: Item, recognizer: Recognizer) -> bool:
    return explain(rule, item, SourceId("wire"), recognizer) is not None


def _meant(rule: Rule) -> set[EntityId]:
    parts = rule.parts if isinstance(rule, Or) else (rule,)
    return {part.id for part in parts if isinstance(part, Entity)}


def _is_made_of_broader(rule: Rule, identifier: EntityId, catalog: Catalog) -> bool:
    """Whether the words mean, each for itself, what the entity counts for (chip tariffs)."""
    return isinstance(rule, And) and all(
        (meant := _meant(part)) and meant <= catalog.counts_for[identifier] for part in rule.parts
    )


def _names(record: Record) -> Iterator[Tokens]:
    for surfaces in record["aliases"].values():
        for surface in surfaces:
            yield read(surface).tokens


def _strings(record: Record) -> Iterator[str]:
    yield record["name"]
    for surfaces in (*record["aliases"].values(), *record.get("not_inside", {}).values()):
        yield from surfaces
    for key in ("ambiguous_aliases", "context", "anti_context", "other_sense", "only_read"):
        yield from record.get(key, ())


def _parts(tokens: Tokens) -> Iterator[Tokens]:
    """Runs of tokens shorter than the whole."""
    for begin in range(len(tokens)):
        for end in range(begin + 1, len(tokens) + 1):
            if end - begin < len(tokens):
                yield tokens[begin:end]
