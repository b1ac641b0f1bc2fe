"""The shipped sources: good by the rules of config.yaml, and polite."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from pathlib import Path

import yaml

from bot.config.settings import Config, GivenSource
from bot.config.values import spelled
from watchers.feeds import catalog
from watchers.feeds.mapped import texts_at
from watchers.feeds.page import read_places
from watchers.model import Group, SourceKind, TextUse

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "watchers" / "feeds" / "data" / "catalogue.yaml"

ALL = catalog.load().all


def test_each_source_would_do_in_config_yaml() -> None:
    for source in ALL:
        as_given = {key: value for key, value in asdict(source).items() if value is not None and key != "trusted"}
        as_given |= {"kind": source.kind.value, "text": source.text.value, "every": spelled(source.every)}
        as_given |= {"mapping": {name: part for name, part in asdict(source.mapping).items() if part} or None}
        assert GivenSource.model_validate(as_given).over(source) == source


def test_each_row_has_the_keys_of_config_yaml_and_no_others() -> None:
    listed = yaml.safe_load(SHIPPED.read_text("utf-8"))
    for row in (*listed["default"], *listed["more"]):
        allowed = set(GivenSource.model_fields) - {"enabled"} | {"seen"}
        assert allowed - {"country", "language", "mapping", "user_agent", "pages", "seen"} <= set(row) <= allowed


def test_what_has_no_standard_form_has_a_mapping_and_nothing_else_has() -> None:
    for source in ALL:
        assert bool(source.mapping.items) is (source.kind.is_mapped), source.id


def test_every_selector_of_a_page_can_be_read() -> None:
    for source in ALL:
        if source.kind is SourceKind.PAGE or source.id in ("dhs.uflpa", "uk.tra.cases", "ca.measures"):
            mapping = replace(source.mapping, items="li", within="")
            (place,), _ = read_places(b"<ul><li>One</li></ul>", "", source.url, mapping)
            for part in filter(None, asdict(source.mapping).values()):
                if "{" in part or "://" not in part:
                    list(texts_at(place, part))  # raises SelectolaxError


def test_every_group_has_sources_and_official_ones_are_not_news() -> None:
    assert {source.group for source in ALL} == set(Group)
    for source in ALL:
        official = source.group not in (Group.PRESS, Group.LAW, Group.LOGISTICS)
        assert not official or (source.text is TextUse.SUMMARY), source.id


def test_no_source_is_there_twice() -> None:
    assert len({source.id for source in ALL}) == len({source.url for source in ALL}) == len(ALL)


def test_official_sources_come_first_and_every_jurisdiction_is_there() -> None:
    default = catalog.load().default
    assert {source.country for source in default} >= {"US", "EU", "GB", "TW", "JP", None}
    assert {source.language for source in default} >= {"en", "zh-Hant", "ja"}
    headlines = [source.text == "headline" for source in default]
    assert headlines == sorted(headlines)


def test_all_and_none_and_default_choose_from_the_catalog() -> None:
    chosen = {choice: Config.model_validate({"catalog": choice}).all_sources() for choice in ("default", "all", "none")}
    assert chosen["default"] == catalog.load().default
    assert {source.id for source in chosen["all"]} == {source.id for source in ALL}
    assert chosen["none"] == ()


def test_a_retired_source_is_polled_only_where_it_is_named() -> None:
    shipped = catalog.load()
    named = shipped.retired[0].id
    config = Config.model_validate({"catalog": "all", "sources": [{"id": named}]})
    assert {source.id for source in config.all_sources()} == {source.id for source in ALL} | {named}


def test_the_day_on_which_a_source_was_seen_is_a_day_month_or_year() -> None:
    assert all(re.fullmatch(r"20\d\d(-[01]\d(-[0-3]\d)?)?", day) for day in catalog.load().seen.values())
