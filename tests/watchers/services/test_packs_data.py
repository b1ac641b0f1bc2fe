"""The starter packs: each rule is valid, has a title in three languages, and matches the headlines that it must."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.messages import text as texts
from bot.messages import watches
from bot.messages.text import plain
from watchers import codes
from watchers.matching import Recognizer, explain
from watchers.model import Item, SourceId
from watchers.rules import Rule, canonical, parse
from watchers.services import packs
from watchers.services.packs import Pack
from watchers.text.tokens import read

HEADLINES = Path(__file__).parents[3] / "samples" / "headlines"
SHIPPED = packs.load().all
RULES = [(pack, rule) for pack in SHIPPED for rule in pack.rules]
LANGUAGES = ("en", "zh-Hant", "ja")
MAX_LINE_LENGTH = 130
MIN_HEADLINES = 12
MAX_LABEL_WIDTH, MAX_TITLE_WIDTH = 22, 40
"""In columns of a phone; a Chinese or Japanese character takes two."""

by_pack = pytest.mark.parametrize("pack", SHIPPED, ids=lambda pack: pack.id)


@by_pack
def test_a_pack_is_named_and_described_in_one_line_in_each_language(pack: Pack) -> None:
    for said in (pack.names, pack.about, pack.short, pack.sample, *(entry.titles for entry in pack.entries)):
        assert tuple(said) == LANGUAGES
        assert all(0 < len(line) <= MAX_LINE_LENGTH and "\n" not in line for line in said.values())
    assert 2 <= len(pack.rules) <= 6


@by_pack
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_of_a_pack_matches_its_sample(pack: Pack, language: str, recognizer: Recognizer) -> None:
    stored = packs.sample_item(pack, language, datetime(2026, 11, 30, tzinfo=UTC))
    parsed = (parse(rule, recognizer.catalog) for rule in pack.rules)
    assert any(explain(rule, stored.item, stored.source, recognizer) is not None for rule in parsed)


@by_pack
def test_the_buttons_and_lines_of_a_pack_fit_a_phone(pack: Pack) -> None:
    assert all(width(label) <= MAX_LABEL_WIDTH for label in pack.short.values())
    assert all(width(title) <= MAX_TITLE_WIDTH for entry in pack.entries for title in entry.titles.values())


def test_no_two_packs_share_an_id_or_a_rule(recognizer: Recognizer) -> None:
    assert len({pack.id for pack in SHIPPED}) == len(SHIPPED)
    assert len({str(canonical(parse(rule, recognizer.catalog))) for _, rule in RULES}) == len(RULES)


@pytest.mark.parametrize(("pack", "rule"), RULES, ids=lambda value: value.id if isinstance(value, Pack) else "")
def test_a_rule_of_a_pack_is_described_in_each_language(pack: Pack, rule: str, recognizer: Recognizer) -> None:
    parsed = parse(rule, recognizer.catalog)
    in_words = [plain(watches.describe(parsed, words, recognizer.catalog)) for words in texts.load().values()]
    assert not any(str(parsed) in said for said in in_words)


@by_pack
def test_a_pack_finds_what_its_headlines_say_and_nothing_of_what_they_refuse(
    pack: Pack, recognizer: Recognizer
) -> None:
    rules = {rule: parse(rule, recognizer.catalog) for rule in pack.rules}
    wrong = []
    for case in cases_of(pack):
        asked = [rules[case["rule"]]] if case["expect"] else rules.values()
        if any(finds(rule, case, recognizer) for rule in asked) is not case["expect"]:
            wrong.append(case)
    assert wrong == []


@by_pack
def test_each_rule_of_a_pack_has_a_headline_that_it_must_find_and_each_script_has_one(pack: Pack) -> None:
    cases = cases_of(pack)
    assert len(cases) >= MIN_HEADLINES
    assert {case["rule"] for case in cases if case["expect"]} == set(pack.rules)
    assert {case["lang"] for case in cases if case["expect"]} == {"en", "zh-Hant", "zh-Hans", "ja"}
    assert sum(not case["expect"] for case in cases) * 4 >= len(cases)


def cases_of(pack: Pack) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HEADLINES / f"packs-{pack.id}.jsonl").read_text("utf-8").splitlines()]


def finds(rule: Rule, case: dict[str, Any], recognizer: Recognizer) -> bool:
    facts = codes.facts(case["title"], case["summary"])
    item = Item("", read(case["title"]), read(case["summary"]), None, case["lang"], None, facts)
    return explain(rule, item, SourceId("x"), recognizer) is not None


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
