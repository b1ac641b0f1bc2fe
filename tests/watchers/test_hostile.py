"""Nothing that a feed or a person may send raises anything but RuleError; the laws hold for it too.

How long it may take is measured by hand, with benchmarks/fuzz.py: a test that is timed fails on a busy machine.
"""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fakes import hostile
from tests.fakes.slow_matcher import SlowMatcher
from tests.fakes.small_world import SMALL
from watchers import codes
from watchers.errors import RuleError
from watchers.matching import Index, Reading, Recognizer, explain
from watchers.model import Item, QueryId, SourceId
from watchers.rules import Rule, canonical, parse, reread
from watchers.rules.forms import Forms
from watchers.text.tokens import fold, read

SOURCE = SourceId("hostile")
MAX_LENGTH = 1_200


@st.composite
def hostile_texts(draw: st.DrawFn, longest: int = MAX_LENGTH) -> str:
    return hostile.texts(Random(draw(st.integers(0, 2**32))), draw(st.integers(0, longest)))


@st.composite
def hostile_rules(draw: st.DrawFn, longest: int = MAX_LENGTH) -> str:
    return hostile.rules(Random(draw(st.integers(0, 2**32))), draw(st.integers(0, longest)))


@given(hostile_rules() | st.text(max_size=60))
@settings(deadline=None, max_examples=250)
@example("(" * 1000)
@example("-" * 999 + "a")
@example("title:(" * 100)
@example('"' * 999)
@example("「" * 999 + "」")
@example("quota NEAR/50 " * 60 + "levy")
@example("@" * 1000)
@example("\ud800 \udfff\x00")
@example("\ufdfa" * 300)
@example("台積電關稅" * 200)
@example("a" + "\u0301" * 990)
@pytest.mark.hazard("S4")
@pytest.mark.slow
def test_a_hostile_rule_is_a_rule_that_reads_its_own_text_or_a_rule_error(recognizer: Recognizer, typed: str) -> None:
    rule = parsed(typed, recognizer)
    if rule is None:
        return
    assert reread(str(rule), recognizer.catalog) == rule
    one = canonical(rule)
    assert reread(str(one), recognizer.catalog) == one


@given(hostile_rules(300))
@settings(deadline=None, max_examples=100)
def test_the_cure_of_a_hostile_rule_is_a_rule(recognizer: Recognizer, typed: str) -> None:
    try:
        parse(typed, recognizer.catalog)
    except RuleError as error:
        assert 1 <= error.column <= len(typed) + 1
        assert parse(error.instead, recognizer.catalog)


@given(hostile_texts() | st.text(st.characters(codec=None), max_size=60))
@settings(deadline=None, max_examples=250)
@example("a" + "\u0301" * 3000)
@example("\ufdfa" * 500)
@example("…" * 2000)
@example("\ud800\udc00\x00")
@example("\u202e\u2066" * 500)
def test_a_hostile_text_is_read_folded_and_searched_for_codes(text: str) -> None:
    heard = read(text)
    assert all(0 <= begin < end <= len(text) for begin, end in zip(heard.begins, heard.ends, strict=True))
    assert fold(fold(text)) == fold(text)
    for code in codes.recognize(text):
        assert 0 <= code.start < code.end <= len(text)
        assert codes.canonical(code.kind, code.value) == code.value


@given(hostile_texts(120), hostile_texts(400), st.lists(hostile_rules(60), max_size=8))
@example(title="", body="(EU) 2023/956", typed=["eu:2023/956"])
@settings(deadline=None, max_examples=60)
@pytest.mark.hazard("S4")
def test_a_hostile_item_meets_hostile_rules_as_the_slow_matcher_says(
    forms: Forms, title: str, body: str, typed: list[str]
) -> None:
    recognizer = Recognizer(SMALL, forms)
    item = Item("", read(title), read(body), None, "en", None, codes.facts(title, body))
    rules = list(dict.fromkeys(rule for each in typed if (rule := parsed(each, recognizer)) is not None))
    index = Index(recognizer)
    for number, rule in enumerate(rules):
        index.add(QueryId(number), rule)
    slow = SlowMatcher(item, SOURCE, SMALL, forms)
    expected = {number for number, rule in enumerate(rules) if slow.meets(rule)}
    assert {match.query for match in index.match(Reading(item, SOURCE, recognizer))} == expected
    assert {
        number for number, rule in enumerate(rules) if explain(rule, item, SOURCE, recognizer) is not None
    } == expected


def parsed(typed: str, recognizer: Recognizer) -> Rule | None:
    try:
        return parse(typed, recognizer.catalog)
    except RuleError:
        return None
