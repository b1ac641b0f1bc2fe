"""The shipped sources: good by the rules of config.yaml, polite, and what the record of sources says."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config import Config, GivenSource
from bot.config.values import spelled
from watchers.model import Source
from watchers.sources import catalogue

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "watchers" / "sources" / "data" / "catalogue.yaml"
RECORD = ROOT.parent / "shared" / "data" / "sources.yaml"
needs_record = pytest.mark.skipif(not RECORD.exists(), reason="the record of sources is not here")

ALL = catalogue.load().all


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.id)
def test_each_source_would_do_in_config_yaml(source: Source) -> None:
    as_given = {key: value for key, value in asdict(source).items() if value is not None}
    as_given |= {"kind": source.kind.value, "text": source.text.value, "every": spelled(source.every)}
    given = GivenSource.model_validate(as_given)
    assert given.over(source) == source


def test_each_row_has_the_keys_of_config_yaml_and_no_others() -> None:
    listed = yaml.safe_load(SHIPPED.read_text("utf-8"))
    for row in (*listed["default"], *listed["more"]):
        assert set(GivenSource.model_fields) - {"country"} <= set(row) <= set(GivenSource.model_fields)


def test_the_default_are_twenty_and_no_source_is_there_twice() -> None:
    assert len(catalogue.load().default) == 20
    assert len({source.id for source in ALL}) == len({source.url for source in ALL}) == len(ALL)


def test_official_sources_come_first_and_every_jurisdiction_is_there() -> None:
    default = catalogue.load().default
    assert {source.country for source in default} >= {"US", "EU", "GB", "TW", "JP", None}
    assert {source.language for source in default} >= {"en", "zh-Hant", "ja"}
    headlines = [source.text == "headline" for source in default]
    assert headlines == sorted(headlines)


def test_all_and_none_and_default_choose_from_the_catalogue() -> None:
    chosen = {
        choice: Config.model_validate({"catalogue": choice}).all_sources() for choice in ("default", "all", "none")
    }
    assert len(chosen["default"]) == 20
    assert {source.id for source in chosen["all"]} == {source.id for source in ALL}
    assert chosen["none"] == ()


@needs_record
@pytest.mark.parametrize("source", ALL, ids=lambda source: source.id)
def test_each_source_is_what_the_record_says(source: Source) -> None:
    recorded = record()[source.id]
    assert (source.url, source.kind, source.language) == (recorded["url"], recorded["kind"], recorded["language"])
    assert source.every.total_seconds() == recorded["poll_minutes"] * 60
    assert (source.text, source.tier) == (recorded["text_use"], recorded["tier"])
    assert (source.country or "INT") == recorded["jurisdiction"]


@needs_record
def test_the_default_were_recorded_working_and_none_is_to_be_avoided() -> None:
    assert {record()[source.id]["confidence"] for source in catalogue.load().default} == {"high"}
    assert "low" not in {record()[source.id]["confidence"] for source in ALL}
    avoided = {row["url"] for row in yaml.safe_load(RECORD.read_text("utf-8"))["avoid"]}
    assert not avoided & {source.url for source in ALL}


def record() -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in yaml.safe_load(RECORD.read_text("utf-8"))["sources"]}
