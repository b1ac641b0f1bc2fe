"""The facts of official documents, as rules find them: by the names that people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers import facts as extract
from watchers.codes import above, agencies
from watchers.matching import Recognizer, explain
from watchers.model import DOCUMENT, Fact, Item, SourceId
from watchers.rules import parse
from watchers.text.tokens import read


def official(*told: tuple[str, str], title: str = "Chips", body: str = "") -> Item:
    given = tuple(Fact(name, value, DOCUMENT, 0, 0) for name, value in told)
    return Item("", read(title), read(body), None, "en", "US", (*given, *extract.in_text(title, body)))


BIS = ("agency", "industry-and-security-bureau")
USTR = ("agency", "trade-representative-office-of-united-states")


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("agency:BIS", BIS),
        ("agency:bis", BIS),
        ("agency:industry-and-security-bureau", BIS),
        ('agency:"Bureau of Industry and Security"', BIS),
        ('agency:"industry and security bureau"', BIS),
        ("agency:ITA", ("agency", "international-trade-administration")),
        ("agency:USTR", USTR),
        ('agency:"United States Trade Representative"', USTR),
        ("agency:CBP", ("agency", "u-s-customs-and-border-protection")),
        ("agency:OFAC", ("agency", "foreign-assets-control-office")),
        ("agency:ITC", ("agency", "international-trade-commission")),
        ("agency:forest-service", ("agency", "forest-service")),
        ("type:rule", ("type", "rule")),
        ("type:proposed-rule", ("type", "proposed-rule")),
        ('type:"Proposed Rule"', ("type", "proposed-rule")),
        ("type:presidential-document", ("type", "executive-order")),
        ('type:"executive order"', ("type", "executive-order")),
        ("status:final", ("status", "final")),
        ("status:final", ("status", "in-force")),
        ('status:"in force"', ("status", "in-force")),
        ("docket:BIS-2026-0021", ("docket", "BIS-2026-0021")),
        ("case:C-570-161", ("case", "C-570-161")),
        ("cfr:15/744", ("cfr", "15/744.11")),
        ("hs:8542", ("hs", "854231")),
        ("fr:2026-01234", ("fr", "2026-01234")),
    ],
)
def test_a_rule_finds_a_fact_by_each_of_its_names(rule: str, told: tuple[str, str], recognizer: Recognizer) -> None:
    hits = explain(parse(rule, recognizer.catalog), official(told), SourceId("fr.bis"), recognizer)
    assert hits is not None
    assert all(hit.text for hit in hits)
    other = official(("agency", "census-bureau"), ("type", "notice"), ("status", "proposed"))
    assert explain(parse(rule, recognizer.catalog), other, SourceId("fr.bis"), recognizer) is None


def test_a_fact_of_text_and_document_is_shown_where_the_text_has_it(recognizer: Recognizer) -> None:
    item = official(("docket", "USTR-2025-0012"), body="See docket USTR-2025-0012.")
    (hit,) = explain(parse("docket:USTR-2025-0012", recognizer.catalog), item, SourceId("x"), recognizer) or ()
    assert (hit.field, hit.text) == ("body", "USTR-2025-0012")


def test_a_status_below_final_is_not_final(recognizer: Recognizer) -> None:
    for status in ("proposed", "investigation", "preliminary"):
        item = official(("status", status))
        assert explain(parse("status:final", recognizer.catalog), item, SourceId("x"), recognizer) is None


def test_codes_and_days_of_a_text_are_found_with_their_places() -> None:
    title, body = "HTS 8542.31 duties", "Effective July 3, 2026."
    told = extract.in_text(title, body)
    assert [(fact.name, fact.value, fact.field) for fact in told] == [
        ("hs", "854231", "title"),
        ("effective", "2026-07-03", "body"),
    ]
    assert body[told[1].start : told[1].end] == "July 3, 2026"


@given(st.text(max_size=80))
def test_a_slug_of_a_slug_is_the_slug(name: str) -> None:
    assert agencies.slug(agencies.slug(name)) == agencies.slug(name)


@given(st.text(max_size=80))
def test_an_agency_is_found_by_its_slug_whatever_it_is(name: str) -> None:
    slug = agencies.slug(name)
    assert above(Fact("agency", slug, DOCUMENT, 0, 0))[-1] == slug


def test_a_department_is_left_out_where_its_bureau_is_named() -> None:
    assert agencies.most_telling(("commerce-department", BIS[1])) == (BIS[1],)
    assert agencies.most_telling(("commerce-department",)) == ("commerce-department",)
    assert [agencies.shown(each) for each in (BIS[1], "forest-service")] == ["BIS", "Forest Service"]
