"""The shipped catalog holds together, and its records are read as their header says."""

from __future__ import annotations

import json
from functools import cache, partial
from itertools import chain
from pathlib import Path

import pytest

from tests.fakes.small_world import SMALL, entity
from watchers import codes
from watchers.entities import Alias, Catalog, EntityId, catalog
from watchers.errors import RuleError
from watchers.matching import Recognizer, explain
from watchers.model import Item, SourceId
from watchers.rules import Entity, parse
from watchers.rules.forms import load as load_forms
from watchers.rules.known import meant, typed_as
from watchers.text.tokens import read

HEADLINES = Path(__file__).parents[3] / "samples" / "headlines"
LANGUAGES = ("en", "zh-Hant", "zh-Hans", "ja")


# ---- the shipped catalog -------------------------------------------------------------------------


def test_every_entity_has_a_display_name_in_each_language(catalog: Catalog) -> None:
    assert [one.id for one in catalog.entities.values() for language in LANGUAGES if not one.name(language)] == []


def test_every_display_name_is_an_alias(catalog: Catalog) -> None:
    unknown = [
        (one.id, name)
        for one in catalog.entities.values()
        for name in one.names.values()
        if one.id not in {alias.entity for alias in catalog.by_tokens.get(read(name).tokens, ())}
    ]
    assert unknown == []


def test_every_alias_has_tokens(catalog: Catalog) -> None:
    assert all(alias.tokens for one in catalog.entities.values() for alias in one.aliases)


def test_broader_ones_are_there_and_no_entity_is_broader_than_itself(catalog: Catalog) -> None:
    for one in catalog.entities.values():
        for broader in one.broader:
            assert broader in catalog.entities
            assert one.id not in catalog.counts_for[broader]


def test_the_catalog_knows_the_length_of_its_longest_alias(catalog: Catalog) -> None:
    assert catalog.longest == max(map(len, catalog.by_tokens))


@pytest.mark.parametrize("name", sorted(path.stem for path in HEADLINES.glob("*.jsonl")))
def test_the_headlines_are_matched_as_they_say(recognizer: Recognizer, name: str) -> None:
    missed, rule_of = [], cache(partial(parse, catalog=recognizer.catalog))  # half of the cases repeat a rule
    for line in (HEADLINES / f"{name}.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        facts = codes.facts(case["title"], case["summary"])
        item = Item("", read(case["title"]), read(case["summary"]), None, case["lang"], None, facts)
        try:
            hits = explain(rule_of(case["rule"]), item, SourceId("x"), recognizer)
        except RuleError:
            hits = None
        if (hits is not None) != case["expect"]:
            missed.append(case)
    assert missed == []


# ---- how records are read --------------------------------------------------------------------------


def test_a_language_without_a_name_shows_the_english_one() -> None:
    one = SMALL.entities[EntityId("co.qualcomm")]
    assert (one.name("zh-Hant"), one.name("ja"), one.name("en")) == ("高通", "Qualcomm", "Qualcomm")


def test_a_hit_counts_for_all_that_is_broader() -> None:
    made = catalog(
        [
            entity("a", "topic", ["metals"]),
            entity("b", "product", ["steel"], broader=["a"]),
            entity("c", "product", ["rebar"], broader=["b"]),
        ]
    )
    assert made.counts_for[EntityId("c")] == {"a", "b", "c"}
    assert made.counts_for[EntityId("a")] == {"a"}


def test_spellings_that_fold_alike_are_one_alias_of_their_entity() -> None:
    made = catalog([entity("a", "company", ["TSMC"], ["台積電", "台积电"])])
    assert [alias.surface for alias in made.by_tokens.get(read("台积电").tokens, ())] == ["台積電"]


def test_a_form_gated_once_is_gated_in_all_its_spellings() -> None:
    made = catalog([entity("a", "agency", ["Bureau"], ["工業局", "工业局"], gated=["工業局"])])
    assert [alias.gated for alias in made.entities[EntityId("a")].aliases] == [False, True, True]


def test_a_vocabulary_opens_the_gates_of_all_who_name_it() -> None:
    made = catalog(
        [
            entity("a", "company", ["UMC"], gated=["UMC"], context=["Hsinchu"], vocabularies=["makers"]),
            entity("b", "company", ["ASE"], gated=["ASE"], vocabularies=["makers"]),
            entity("c", "agency", ["BIS"], gated=["BIS"], context=["licence"]),
        ],
        {"makers": ["wafer", "營收"]},
    )
    assert [tuple(chain(*made.entities[EntityId(name)].contexts)) for name in "abc"] == [
        ("Hsinchu", "wafer", "營收"),
        ("wafer", "營收"),
        ("licence",),
    ]
    recognizer = Recognizer(made, load_forms())
    assert found_in("UMC and ASE sell wafers; BIS looks on", recognizer) == {"a", "b"}
    assert found_in("UMC、ASE公布營收", recognizer) == {"a", "b"}
    assert found_in("UMC stays in Hsinchu, ASE leaves", recognizer) == {"a"}


def found_in(title: str, recognizer: Recognizer) -> set[str]:
    item = Item("", read(title), read(""), None, "en", None)
    entities = recognizer.catalog.entities
    return {name for name in entities if explain(Entity(name), item, SourceId("x"), recognizer) is not None}


@pytest.mark.parametrize(("typed", "expected"), [("BESI", ["a"]), ("Besi", ["a"]), ("besi", []), ("BeSi", [])])
def test_a_name_that_lives_by_its_capitals_is_meant_in_each_of_its_spellings(typed: str, expected: list[str]) -> None:
    made = catalog([entity("a", "company", ["BE Semiconductor", "BESI", "Besi"], gated=["BESI", "Besi"])])
    assert [alias.entity for alias in meant(made, ("besi",), typed)] == expected


@pytest.mark.parametrize(
    ("alias", "typed", "expected"),
    [
        ("US Steel", "US Steel", True),
        ("US Steel", "U.S. Steel", True),
        ("US Steel", "ＵＳ Steel", True),
        ("US Steel", "US steel", False),
        ("Intel", "intel", False),
        ("BIS", "Bis", False),
        ("Section 301", "section 301", True),
        ("customs", "Customs", True),
        ("工業局", "工业局", True),
    ],
)
def test_a_gated_name_is_typed_in_its_capitals_where_it_has_any(alias: str, typed: str, expected: bool) -> None:
    assert typed_as(Alias(EntityId("a"), alias, "en", read(alias).tokens, gated=True), typed) is expected


def test_an_ungated_name_is_typed_in_any_case() -> None:
    assert typed_as(Alias(EntityId("a"), "Nvidia", "en", ("nvidia",), gated=False), "NVIDIA")
