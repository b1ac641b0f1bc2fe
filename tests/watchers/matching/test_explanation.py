"""Why an item meets a rule or does not: agrees with the matcher, and shows by example what was in the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings

from tests.fakes.slow_matcher import SlowMatcher
from tests.fakes.small_world import SMALL, SOURCES, items, rules, text_terms
from watchers.matching import Recognizer, explain
from watchers.matching.evaluator import Reading
from watchers.matching.explanation import (
    Closed,
    Closing,
    Excluded,
    Missing,
    NoneOf,
    NotInTitle,
    Obstacle,
    OtherFact,
    TooFar,
    Verdict,
    why,
)
from watchers.model import Item, SourceId
from watchers.rules import Rule, parse
from watchers.rules.forms import Forms
from watchers.text.tokens import read

SOURCE = SOURCES[0]


@pytest.fixture(scope="module")
def small(forms: Forms) -> Recognizer:
    return Recognizer(SMALL, forms)


def verdict(recognizer: Recognizer, rule: Rule, item: Item, source: SourceId = SOURCE) -> Verdict:
    return why(rule, Reading(item, source, recognizer), recognizer, item)


def an_item(title: str, body: str = "") -> Item:
    return Item("", read(title), read(body), None, "en", "JP")


def asked(recognizer: Recognizer, typed: str, title: str, body: str = "") -> Verdict:
    return verdict(recognizer, parse(typed, recognizer.catalog), an_item(title, body))


def flat(obstacles: Iterable[Obstacle]) -> Iterator[Obstacle]:
    for obstacle in obstacles:
        if isinstance(obstacle, NoneOf):
            for branch in obstacle.branches:
                yield from flat(branch)
        else:
            yield obstacle


# ---- laws ------------------------------------------------------------------------------------------


@given(rules(), items())
@settings(deadline=None, max_examples=300)
@pytest.mark.slow
def test_the_verdict_is_that_of_the_matcher_and_names_an_obstacle_where_there_is_one(
    small: Recognizer, rule: Rule, item: Item
) -> None:
    found = verdict(small, rule, item)
    hits = explain(rule, item, SOURCE, small)
    assert found.matched is (hits is not None)
    assert found.matched is not bool(found.obstacles)
    assert not found.matched or found.hits == hits


@given(rules(), items())
@settings(deadline=None, max_examples=300)
@pytest.mark.slow
def test_every_obstacle_is_one(small: Recognizer, rule: Rule, item: Item) -> None:
    slow = SlowMatcher(item, SOURCE, SMALL, small.forms)
    for obstacle in flat(verdict(small, rule, item).obstacles):
        match obstacle:
            case Missing(term):
                assert not slow.places(term)
            case NotInTitle(term, elsewhere):
                assert not any(place[0] == "title" for place in slow.places(term))
                assert {hit.field for hit in elsewhere} <= {"body"}
            case Excluded(excluded, hits):
                assert slow.meets(excluded) or slow.meets(excluded, ("title",))
                assert hits
            case OtherFact(field, values):
                assert not slow.is_fact(field)
                assert field.value not in values
            case TooFar(near, apart):
                assert not slow.are_near(near, ("title",))
                assert apart is None or apart > near.distance


@given(text_terms(), items())
@settings(deadline=None, max_examples=400)
@pytest.mark.slow
def test_a_closed_name_is_in_the_text_and_is_not_a_hit(small: Recognizer, rule: Rule, item: Item) -> None:
    texts = {"title": item.title, "body": item.body}
    slow = SlowMatcher(item, SOURCE, SMALL, small.forms)
    for obstacle in flat(verdict(small, rule, item).obstacles):
        if isinstance(obstacle, Closed):
            hit, text = obstacle.hit, texts[obstacle.hit.field]
            assert text.original[hit.start : hit.end] == hit.text
            hits = {
                (name, texts[name].begins[first], texts[name].ends[after - 1])
                for name, first, after in slow.places(obstacle.term)
            }
            assert (hit.field, hit.start, hit.end) not in hits
            if obstacle.closing in (Closing.ANTI_CONTEXT, Closing.LONGER, Closing.INSIDE):
                assert obstacle.beside in text.original
                assert obstacle.beside != hit.text


# ---- by example ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "title", "body", "closing", "text", "beside"),
    [
        ("BIS", "the bis stays", "", Closing.CAPITALS, "bis", ""),
        ("ITA", "The ita of Siena", "", Closing.CAPITALS, "ita", ""),
        ('"IT"', "BUY IT NOW OR NEVER", "", Closing.SHOUTED, "IT", ""),
        ("@us.bis", "BIS adds firms", "", Closing.CONTEXT, "BIS", ""),
        ("@us.bis", "BIS exports: Taiwan Semiconductor", "", Closing.ANTI_CONTEXT, "BIS", "Taiwan Semiconductor"),
        ("fab", "A plant under quotas", "wafers", Closing.ANTI_CONTEXT, "plant", "quotas"),
        ("CHIPS Act", "European Chips Act in force", "", Closing.LONGER, "Chips Act", "European Chips Act"),
        ("高通", "港口提高通關效率", "", Closing.INSIDE, "高通", "提高通關"),
        ('"export administration"', "The export. Administration", "", Closing.BROKEN, "export. Administration", ""),
        ('"扩大招聘"', "公司擴大。招聘", "", Closing.BROKEN, "擴大。招聘", ""),
        ("台積電", "台積，電", "", Closing.BROKEN, "台積，電", ""),
    ],
)
def test_words_that_do_not_count_are_reported_with_the_reason(
    small: Recognizer, rule: str, title: str, body: str, closing: Closing, text: str, beside: str
) -> None:
    found = asked(small, rule, title, body)
    closed = [each for each in flat(found.obstacles) if isinstance(each, Closed)]
    assert [(each.closing, each.hit.text, each.beside) for each in closed if each.closing is closing][:1] == [
        (closing, text, beside)
    ]
    assert not found.matched
    assert found.touches


def test_missing_terms_and_hits_are_reported_separately(small: Recognizer) -> None:
    found = asked(small, "TSMC wool quota", "A quota for 台積電")
    assert [hit.text for hit in found.hits] == ["台積電", "quota"]
    assert [str(each.term) for each in found.obstacles if isinstance(each, Missing)] == ["wool"]
    assert found.touches


def test_an_exclusion_is_explained_with_the_words_that_matched(small: Recognizer) -> None:
    found = asked(small, "quota -TSMC", "Quota", "More for 台積電")
    (obstacle,) = found.obstacles
    assert isinstance(obstacle, Excluded)
    assert [(hit.field, hit.text) for hit in obstacle.hits] == [("body", "台積電")]


def test_each_alternative_says_what_is_missing(small: Recognizer) -> None:
    found = asked(small, "wool, (quota TSMC), cement", "A quota")
    assert found.obstacles == (
        NoneOf(
            (
                (Missing(parse("wool", SMALL)),),  # type: ignore[arg-type]  # one term
                (Missing(parse("TSMC", SMALL)),),  # type: ignore[arg-type]  # one term
                (Missing(parse("cement", SMALL)),),  # type: ignore[arg-type]  # one term
            )
        ),
    )
    assert not asked(small, "wool, cement", "A quota").touches


def test_what_is_in_the_text_alone_is_not_in_the_title(small: Recognizer) -> None:
    (obstacle,) = asked(small, "title:quota", "Wool", "A quota").obstacles
    assert isinstance(obstacle, NotInTitle)
    assert [hit.text for hit in obstacle.elsewhere] == ["quota"]
    assert asked(small, "title:quota", "Wool").obstacles == (NotInTitle(obstacle.term, ()),)


@pytest.mark.parametrize(
    ("title", "body", "apart"),
    [("A quota on white and grey cement", "", 4), ("A quota", "Cement", None)],
)
def test_terms_that_are_too_far_apart_are_reported_with_their_distance(
    small: Recognizer, title: str, body: str, apart: int | None
) -> None:
    (obstacle,) = asked(small, "quota NEAR/2 cement", title, body).obstacles
    assert isinstance(obstacle, TooFar)
    assert obstacle.apart == apart


def test_of_two_that_should_be_near_the_one_that_is_not_there_is_missing(small: Recognizer) -> None:
    (obstacle,) = asked(small, "quota NEAR/2 cement", "Cement").obstacles
    assert isinstance(obstacle, Missing)
    assert str(obstacle.term) == "quota"


def test_a_different_fact_is_reported_with_its_values(small: Recognizer) -> None:
    obstacles = asked(small, "quota lang:ja country:tw source:meti.rss hs:8542", "Quota").obstacles
    assert [(each.field.name, each.values) for each in obstacles if isinstance(each, OtherFact)] == [
        ("lang", ("en",)),
        ("country", ("jp",)),
        ("source", ("ustr.rss",)),
        ("hs", ()),
    ]


def test_the_shipped_catalog_says_which_gate_closed(recognizer: Recognizer) -> None:
    found = asked(recognizer, "@us.bis", "BIS annual report on global banking", "The central bankers met in Basel.")
    closings = {each.closing for each in flat(found.obstacles) if isinstance(each, Closed)}
    assert closings
    assert closings <= {Closing.CONTEXT, Closing.ANTI_CONTEXT}
