"""JSON Feed, the Federal Register, lists in JSON and HTML: each field, and whatever the world puts into them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.effort import assert_grows_no_faster
from watchers.errors import ParseError, ParseProblem
from watchers.feeds import fields
from watchers.feeds.federal_register import status
from watchers.feeds.parsers import PARSERS
from watchers.model import DOCUMENT, NO_MAP, ItemMap, Parsed, ParsedItem, SourceKind, Status

URL = "https://api.example.org/v1/list.json"

EPING = ItemMap(
    items="items",
    title="{documentSymbol}: {title}",
    link="https://eping.example/?documentSymbol={documentSymbol}",
    date="distributionDate",
    id="id",
    summary="{description}\n\n{productsFreeText}",
    agency="notifyingMember",
    type="area",
    hs="hsCodes.code",
    comments="commentDeadlineDate",
)
LIST = ItemMap(items="ul.news > li", title="a", date="time@datetime", id="a@href", summary="p")
KINDS = {
    SourceKind.JSON_FEED: NO_MAP,
    SourceKind.FEDERAL_REGISTER: NO_MAP,
    SourceKind.PUBLIC_INSPECTION: NO_MAP,
    SourceKind.JSON: ItemMap(items="items", title="title", link="url", date="date", id="id", summary="summary"),
    SourceKind.PAGE: LIST,
}


def parsed(kind: SourceKind, document: object, mapping: ItemMap | None = None, content_type: str = "") -> Parsed:
    body = document if isinstance(document, bytes) else document.encode() if isinstance(document, str) else None
    given = body if body is not None else json.dumps(document).encode()
    return PARSERS[kind](given, content_type, URL, KINDS.get(kind, NO_MAP) if mapping is None else mapping)


def problem(kind: SourceKind, document: object, mapping: ItemMap | None = None) -> ParseProblem:
    with pytest.raises(ParseError) as raised:
        parsed(kind, document, mapping)
    return raised.value.problem


def facts(item: ParsedItem, field: str = DOCUMENT) -> dict[str, list[str]]:
    """By name, those that the publisher's own fields state."""
    told: dict[str, list[str]] = {}
    for fact in item.facts:
        if fact.field == field:
            told.setdefault(fact.name, []).append(fact.value)
    return told


# ---- JSON Feed -------------------------------------------------------------------------------------


def feed(*items: object, **top: object) -> dict[str, object]:
    return {"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "items": list(items), **top}


@pytest.mark.hazard("P7")
def test_a_json_feed_is_read_field_by_field() -> None:
    document = feed(
        {
            "id": 7,
            "url": "/news/7",
            "title": "Tariffs &amp; quotas",
            "content_html": "<p>First.</p><p>Second.</p>",
            "summary": "Short",
            "date_published": "2026-06-01T09:00:00Z",
            "date_modified": "2026-06-02T09:00:00Z",
            "language": "ja",
        },
        language="en-US",
        next_url="https://api.example.org/v1/list.json?page=2",
    )
    found = parsed(SourceKind.JSON_FEED, document)
    assert (found.title, found.language, found.next) == ("Wire", "en-US", f"{URL}?page=2")
    (item,) = found.items
    assert (item.guid, item.link) == ("7", "https://api.example.org/news/7")
    assert (item.title.original, item.body.original) == ("Tariffs & quotas", "First.\n\nSecond.")
    assert (item.published, item.updated) == ("2026-06-01T09:00:00Z", "2026-06-02T09:00:00Z")
    assert item.language == "ja"


@pytest.mark.hazard("P7")
def test_a_feed_without_its_version_is_known_by_its_items() -> None:
    found = parsed(SourceKind.JSON_FEED, {"items": [{"id": "1", "content_text": "Ein <Wort>", "external_url": URL}]})
    assert [(item.body.original, item.link) for item in found.items] == [("Ein <Wort>", URL)]


@pytest.mark.parametrize("kind", [SourceKind.RSS, SourceKind.ATOM, SourceKind.JSON_FEED])
@pytest.mark.hazard("P7")
def test_the_three_kinds_of_feed_are_distinguished_by_their_content(kind: SourceKind) -> None:
    assert [item.title.original for item in parsed(kind, feed({"id": "1", "title": "a"})).items] == ["a"]
    rss = "\ufeff <rss><channel><item><title>b</title></item></channel></rss>"
    assert [item.title.original for item in parsed(kind, rss).items] == ["b"]


@pytest.mark.parametrize("document", ["{}", '{"items": 5}', '{"items": [1, 2]}', '{"data": []}'])
def test_json_that_is_not_a_feed_is_reported_as_such(document: str) -> None:
    assert problem(SourceKind.RSS, document) is ParseProblem.NOT_A_FEED


# ---- the Federal Register --------------------------------------------------------------------------

RULE: dict[str, Any] = {
    "document_number": "2026-01234",
    "type": "Rule",
    "title": "Controls on Lithography Equipment",
    "abstract": "The Bureau adds ECCN 3B001.f to the Commerce Control List.",
    "action": "Interim final rule, with request for comments.",
    "dates": "Effective July 3, 2026. Comments are due by August 4, 2026.",
    "publication_date": "2026-06-01",
    "effective_on": "2026-07-03",
    "comments_close_on": "2026-08-04",
    "agencies": [
        {"name": "Commerce Department", "slug": "commerce-department"},
        {"name": "Industry and Security Bureau", "slug": "industry-and-security-bureau"},
        {"raw_name": "Office of Somebody New"},
    ],
    "docket_ids": ["Docket No. BIS-2026-0021", "C-570-161"],
    "regulation_id_numbers": ["0694-AK01"],
    "cfr_references": [{"title": 15, "part": 744}, {"title": 15}],
    "citation": "91 FR 12345",
    "html_url": "https://www.federalregister.gov/documents/2026/06/01/2026-01234/controls",
}


@pytest.mark.hazard("P8")
@pytest.mark.parametrize("newest_last", [False, True])
def test_of_a_huge_json_feed_the_newest_items_are_taken(newest_last: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "MAX_ITEMS", 100)
    listed = [{"id": f"{n}", "title": f"{n}", "date_published": f"20{n:02}-01-01T00:00:00Z"} for n in range(10, 99)]
    listed += [{"id": f"{n}", "title": f"{n}", "date_published": f"2{n}-01-01T00:00:00Z"} for n in range(100, 150)]
    document = feed(*(listed if newest_last else reversed(listed)))
    assert len(parsed(SourceKind.JSON_FEED, document).items) == 100
    assert "149" in [item.title.original for item in parsed(SourceKind.JSON_FEED, document).items]


@pytest.mark.hazard("P4")
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_a_wide_json_feed_without_a_mark_is_read(codec: str) -> None:
    written = json.dumps(feed({"id": "1", "title": "半導体の輸出規制"}), ensure_ascii=False).encode(codec)
    items = parsed(SourceKind.RSS, written, content_type="application/feed+json; charset=utf-8").items
    assert [item.title.original for item in items] == ["半導体の輸出規制"]


def register(*documents: object, **top: object) -> dict[str, object]:
    return {"count": len(documents), "results": list(documents), **top}


def only(document: object, kind: SourceKind = SourceKind.FEDERAL_REGISTER) -> ParsedItem:
    (item,) = parsed(kind, register(document)).items
    return item


def test_a_document_of_the_register_is_read_field_by_field() -> None:
    item = only(RULE)
    assert (item.guid, item.link) == ("2026-01234", RULE["html_url"])
    assert item.title.original == RULE["title"]
    assert item.body.original == "\n\n".join((RULE["abstract"], RULE["action"], RULE["dates"]))
    assert item.published == "2026-06-01"


def test_what_the_register_gives_apart_becomes_facts() -> None:
    assert facts(only(RULE)) == {
        "type": ["rule"],
        "status": ["final"],
        "agency": ["commerce-department", "industry-and-security-bureau", "office-of-somebody-new"],
        "effective": ["2026-07-03"],
        "comments": ["2026-08-04"],
        "docket": ["BIS-2026-0021"],
        "case": ["C-570-161"],
        "cfr": ["15/744", "15"],
        "rin": ["0694-AK01"],
        "fr": ["91FR12345", "2026-01234"],
    }


def test_what_is_in_the_text_is_marked_by_its_place() -> None:
    item = only(RULE)
    assert facts(item, "body") == {"eccn": ["3b001.f"], "effective": ["2026-07-03"], "comments": ["2026-08-04"]}
    for fact in item.facts:
        if fact.field == "body":
            assert item.body.original[fact.start : fact.end]


def test_an_antidumping_notice_has_its_day_from_the_text_alone() -> None:
    notice = {
        **RULE,
        "type": "Notice",
        "effective_on": None,
        "comments_close_on": None,
        "dates": "Applicable April 7, 2026.",
    }
    item = only(notice)
    assert not {"effective", "applicable", "comments"} & facts(item).keys()
    assert facts(item, "body")["applicable"] == ["2026-04-07"]


def test_a_proposed_rule_is_never_in_force_and_has_no_effective_day() -> None:
    item = only({**RULE, "type": "Proposed Rule", "action": "Proposed rule.", "publication_date": "2026-07-03"})
    assert facts(item)["status"] == ["proposed"]
    assert "effective" not in facts(item)
    assert facts(item)["comments"] == ["2026-08-04"]


def test_a_rule_that_is_effective_when_it_is_published_is_in_force() -> None:
    assert facts(only({**RULE, "effective_on": "2026-06-01"}))["status"] == ["in-force"]


def test_a_presidential_document_is_what_its_subtype_says() -> None:
    order = {
        "type": "Presidential Document",
        "subtype": "Executive Order",
        "executive_order_number": 14257,
        "title": "T",
    }
    item = only(order)
    assert facts(item) == {"type": ["executive-order"]}
    assert item.body.original == "Executive Order 14257"


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        ("notice", "Preliminary Affirmative Determination and Postponement of Final Determination", Status.PRELIMINARY),
        ("notice", "Final Affirmative Countervailing Duty Determination", Status.FINAL),
        ("notice", "Final Results of Antidumping Duty Administrative Review; 2023-2024", Status.FINAL),
        ("notice", "Initiation of Less-Than-Fair-Value Investigations", Status.INVESTIGATION),
        ("notice", "Wood Products; Institution of Investigations", Status.INVESTIGATION),
        ("notice", "Revocation of Antidumping Duty Order", Status.REVOKED),
        ("notice", "Notice of Proposed Action in Section 301 Investigation", Status.PROPOSED),
        ("notice", "Guidance on Due Diligence", Status.GUIDANCE),
        ("notice", "Sunshine Act Meetings", None),
        ("rule", "Final rule; delay of effective date. Controls on Chips", Status.SUSPENDED),
        ("rule", "Final rule; vacatur by the court. Controls on Chips", Status.BLOCKED),
        ("notice", "Notice of Preliminary Injunction on Tariff Orders", Status.BLOCKED),
        ("rule", "Final rule. Removal of guidance", Status.FINAL),
        ("proposed-rule", "Final determination on the proposal", Status.PROPOSED),
        ("proposed-rule", "Proposed rule; withdrawal. Controls on Chips", Status.REVOKED),
        ("executive-order", "Final decision", None),
    ],
)
def test_a_status_is_what_type_action_and_title_say(kind: str, said: str, expected: Status | None) -> None:
    assert status(kind, said) is expected


def test_a_list_without_hits_has_no_results_and_is_not_a_mistake() -> None:
    assert parsed(SourceKind.FEDERAL_REGISTER, {"count": 0}).items == ()


def test_a_list_names_its_next_page() -> None:
    following = "https://www.federalregister.gov/api/v1/documents?page=2"
    assert parsed(SourceKind.FEDERAL_REGISTER, register(RULE, next_page_url=following)).next == following
    assert parsed(SourceKind.FEDERAL_REGISTER, register(RULE, next_page_url=None)).next == ""


def test_a_document_without_its_page_is_linked_by_its_number() -> None:
    assert only({**RULE, "html_url": None}).link == "https://www.federalregister.gov/d/2026-01234"


def test_public_inspection_is_read_a_day_ahead() -> None:
    item = only(
        {
            "document_number": "2026-01300",
            "type": "Notice",
            "title": None,
            "toc_doc": "Wood Products",
            "subject_1": "Institution of Investigations",
            "filed_at": "2026-06-01T08:45:00.000-04:00",
            "publication_date": "2026-06-02",
            "agencies": [{"slug": "international-trade-commission"}],
            "docket_numbers": ["Investigation Nos. 701-TA-700"],
            "pdf_url": "https://public-inspection.federalregister.gov/2026-01300.pdf",
        },
        SourceKind.PUBLIC_INSPECTION,
    )
    assert (item.title.original, item.published) == ("Wood Products", "2026-06-01T08:45:00.000-04:00")
    assert item.link.endswith(".pdf")
    assert facts(item)["agency"] == ["international-trade-commission"]


@pytest.mark.parametrize(
    "document", ["[]", '{"results": {}}', '{"errors": {"agencies": "unknown"}}', "1", '"x"', "null"]
)
def test_json_that_is_not_a_list_of_the_register_is_reported_as_such(document: str) -> None:
    for kind in (SourceKind.FEDERAL_REGISTER, SourceKind.PUBLIC_INSPECTION):
        assert problem(kind, document) is ParseProblem.NOT_JSON


# ---- lists in JSON ---------------------------------------------------------------------------------


def test_a_list_is_read_by_its_mapping() -> None:
    notification = {
        "id": 118548,
        "area": "SPS",
        "distributionDate": "2026-07-02T00:00:00+00:00",
        "commentDeadlineDate": "2026-09-01T00:00:00+00:00",
        "notifyingMember": "Korea, Republic of",
        "documentSymbol": " G/SPS/N/KOR/1",
        "title": '<p style="margin:2px">Standards for Frozen Shrimps</p>',
        "description": "<p>New limits.</p>",
        "productsFreeText": "<p>Frozen shrimps</p>",
        "hsCodes": [{"id": 1, "code": "030617"}, {"id": 2, "code": "nothing"}],
    }
    (item,) = parsed(SourceKind.JSON, {"totalCount": 1, "items": [notification]}, EPING).items
    assert item.title.original == "G/SPS/N/KOR/1: Standards for Frozen Shrimps"
    assert item.body.original == "New limits.\n\nFrozen shrimps"
    assert (item.guid, item.link) == ("118548", "https://eping.example/?documentSymbol=G/SPS/N/KOR/1")
    assert facts(item) == {
        "agency": ["korea-republic-of"],
        "type": ["sps"],
        "hs": ["030617"],
        "comments": ["2026-09-01"],
    }


def test_a_document_may_be_the_list_itself() -> None:
    releases = [{"name": "2026HTSRev7", "title": "Revision 7", "status": "current", "releaseStartDate": "06/01/2026"}]
    mapping = ItemMap(items=".", title="HTS {title} ({status})", link="https://hts.usitc.gov/", id="name")
    (item,) = parsed(SourceKind.JSON, releases, mapping).items
    assert (item.title.original, item.guid, item.link) == (
        "HTS Revision 7 (current)",
        "2026HTSRev7",
        "https://hts.usitc.gov/",
    )


def test_values_in_a_link_cannot_leave_their_place() -> None:
    mapping = ItemMap(items="i", title="t", link="https://e.org/item?id={t}")
    (item,) = parsed(SourceKind.JSON, {"i": [{"t": "a&b=c#d e/../@evil"}]}, mapping).items
    assert item.link == "https://e.org/item?id=a%26b%3Dc%23d%20e/../%40evil"


def test_seconds_since_1970_are_a_date() -> None:
    mapping = ItemMap(items="i", title="t", date="d")
    dates = [
        item.published
        for item in parsed(
            SourceKind.JSON,
            {"i": [{"t": "a", "d": 1_751_500_800}, {"t": "b", "d": 1_751_500_800_000}, {"t": "c", "d": 5}]},
            mapping,
        ).items
    ]
    assert dates == ["2025-07-03T00:00:00+00:00", "2025-07-03T00:00:00+00:00", "5"]


def test_a_path_goes_through_lists_and_to_a_place_in_one() -> None:
    document = {"a": [{"b": [{"t": "one"}]}, {"b": [{"t": "two"}]}]}
    through = parsed(SourceKind.JSON, document, ItemMap(items="a.b", title="t"))
    assert [item.title.original for item in through.items] == ["one", "two"]
    second = parsed(SourceKind.JSON, document, ItemMap(items="a.1.b", title="t"))
    assert [item.title.original for item in second.items] == ["two"]


def test_a_list_in_json_names_its_next_page() -> None:
    mapping = ItemMap(items="i", title="t", next="links.next")
    assert parsed(SourceKind.JSON, {"i": [{"t": "a"}], "links": {"next": "?page=2"}}, mapping).next == f"{URL}?page=2"
    assert parsed(SourceKind.JSON, {"i": [{"t": "a"}], "links": {"next": None}}, mapping).next == ""


def test_an_empty_list_is_empty_and_a_missing_one_is_a_mistake() -> None:
    assert parsed(SourceKind.JSON, {"items": []}).items == ()
    assert problem(SourceKind.JSON, {"entries": []}) is ParseProblem.NO_ITEMS
    assert problem(SourceKind.JSON, {"items": [{"name": "x"}]}) is ParseProblem.NO_ITEMS


def test_a_feed_or_a_page_in_place_of_json_is_reported_as_such() -> None:
    assert problem(SourceKind.JSON, "<rss><channel/></rss>") is ParseProblem.NOT_JSON
    assert problem(SourceKind.JSON, "<!DOCTYPE html><html><body>Just a moment…</body></html>") is ParseProblem.HTML
    assert problem(SourceKind.FEDERAL_REGISTER, "<html><body>Request Access</body></html>") is ParseProblem.HTML


def test_fields_within_fields_are_named_by_a_path_and_joined_by_a_pattern() -> None:
    documents = ItemMap(items="data", title="attributes.title", docket="attributes.docketId")
    listed = {"data": [{"attributes": {"title": "Comments on tin quotas", "docketId": "ITA-2026-0007"}}]}
    (item,) = parsed(SourceKind.JSON, listed, documents).items
    assert (item.title.original, facts(item)["docket"]) == ("Comments on tin quotas", ["ITA-2026-0007"])
    bills = ItemMap(items="bills", title="{type} {number}: {title}", summary="latestAction.text")
    bill = {"type": "HR", "number": "12", "title": "A bill on zinc", "latestAction": {"text": "Sent to the committee."}}
    (item,) = parsed(SourceKind.JSON, {"bills": [bill]}, bills).items
    assert (item.title.original, item.body.original) == ("HR 12: A bill on zinc", "Sent to the committee.")


# ---- pages -----------------------------------------------------------------------------------------


def page(*items: str) -> str:
    return f"<html><head></head><body><nav><a href=/n>News</a></nav><ul class=news>{''.join(items)}</ul></body></html>"


def test_a_page_is_read_by_its_selectors() -> None:
    document = page(
        "<li><time datetime=2026-06-01>1 June</time><a href='2026/tin.html'>Tin &lt;5nm&gt; <b>up</b></a><p>More.</p>",
        "<li><a href='https://other.example/x'>Zinc</a></li>",
    )
    first, second = parsed(SourceKind.PAGE, document).items
    assert (first.title.original, first.body.original, first.published) == ("Tin <5nm> up", "More.", "2026-06-01")
    assert (first.link, first.guid) == ("https://api.example.org/v1/2026/tin.html", "2026/tin.html")
    assert (second.title.original, second.link) == ("Zinc", "https://other.example/x")


def test_links_can_be_the_items_themselves() -> None:
    mapping = ItemMap(items='a[href*="/press/"]')
    document = '<a href="/press/1"><img src=x></a><a href="/press/1">One</a><a href="/about">About</a>'
    (item,) = parsed(SourceKind.PAGE, document, mapping).items
    assert (item.title.original, item.link) == ("One", "https://api.example.org/press/1")


def test_a_page_says_itself_what_its_links_begin_at() -> None:
    document = "<base href='/x/'>" + page("<li><a href=a>A</a></li>")
    assert parsed(SourceKind.PAGE, document).items[0].link == "https://api.example.org/x/a"


@pytest.mark.parametrize("selector", ["ol.news li", "li[", "::before(", "", ">>", ":has("])
def test_an_error_names_a_selector_that_finds_nothing_or_is_invalid(selector: str) -> None:
    assert problem(SourceKind.PAGE, page("<li><a>A</a></li>"), ItemMap(items=selector)) is ParseProblem.NO_ITEMS


def test_a_feed_in_place_of_the_page_is_read_as_the_feed_it_is() -> None:
    rss = '<?xml version="1.0"?><!-- x --><rss><channel><item><title>b</title></item></channel></rss>'
    assert [item.title.original for item in parsed(SourceKind.PAGE, rss).items] == ["b"]
    assert [item.title.original for item in parsed(SourceKind.PAGE, feed({"id": "1", "title": "a"})).items] == ["a"]


def test_a_page_in_big5_is_read_by_its_header() -> None:
    body = page("<li><a href=/1>經濟部公告鋼鐵關稅</a></li>").encode("big5")
    found = parsed(SourceKind.PAGE, body, content_type="text/html; charset=big5")
    assert found.items[0].title.original == "經濟部公告鋼鐵關稅"


# ---- whatever the world puts into them -------------------------------------------------------------

ODD: list[object] = [
    None,
    True,
    5,
    -1.5e308,
    "",
    "  ",
    [],
    {},
    [[]],
    ["x"],
    {"a": {"b": []}},
    "\x00\ud800\u202e",
    "9" * 5_000,
]
NAMES = (
    *"id url title content_html content_text summary date date_published language type document_number".split(),
    *"html_url agencies docket_ids cfr_references citation effective_on dates".split(),
)


def hostile(size: int) -> Iterator[tuple[str, bytes]]:
    """Documents by name; those that are long grow with the size."""

    def listed(*items: object) -> bytes:
        return json.dumps(
            {"version": "https://jsonfeed.org/version/1", "count": 1, "items": items, "results": items}
        ).encode()

    for at, odd in enumerate(ODD):
        yield f"odd value {at} in every field", listed(dict.fromkeys(NAMES, odd))
        yield f"odd value {at} for an item", listed(odd)
        yield f"odd value {at} for the document", json.dumps(odd).encode()
    yield "nested lists", b"[" * size + b"]" * size
    yield "nested objects", b'{"items":' * size + b"1" + b"}" * size
    yield "a number of very many digits", b'{"count": 1, "items": [{"id": ' + b"9" * 100 * size + b', "title": "a"}]}'
    yield "a float out of range", b'{"count": 1, "items": [{"id": 1e999999, "title": "a", "date": NaN}]}'
    yield "cut short", b'{"count": 1, "results": [{"title": "a"'
    yield "not UTF-8", b'{"items": [{"title": "\xff\xfe\x80"}]}'
    yield "UTF-16", '{"items": [{"title": "關稅", "content_text": "x"}]}'.encode("utf-16")
    yield "UTF-16 without a mark", '{"items": [{"title": "關稅", "content_text": "x"}]}'.encode("utf-16-le")
    yield "Shift_JIS", '{"items": [{"title": "関税", "content_text": "x"}]}'.encode("shift_jis")
    yield "a byte order mark", b'\xef\xbb\xbf{"items": [{"title": "a", "content_text": "x"}]}'
    yield "nothing", b""
    yield "white space", b" \n "
    yield "zeros", b"\x00" * 100
    yield "noise", bytes(range(256)) * 4
    yield "deep tags", b"<ul class=news>" + b"<li>" * size + b"<a href=x>t</a>"
    yield "many items", b"<ul class=news>" + b"<li><a href=x>t</a></li>" * (size // 2)
    yield "unclosed tags", b"<ul class=news><li><a href='x>t</a><li><a>"
    yield (
        "a link that is none",
        b"<ul class=news><li><a href='http://[::1'>t</a></li><li><a href=javascript:1>u</a></li></ul>",
    )


HOSTILE = [(name, half, whole) for (name, half), (_, whole) in zip(hostile(5_000), hostile(10_000), strict=True)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.hazard("P2")
def test_no_document_raises_anything_but_a_parse_error_nor_takes_long(kind: SourceKind) -> None:
    def read(body: bytes) -> None:
        assert_read_or_refused(kind, body)

    for name, half, whole in HOSTILE:
        assert_grows_no_faster(read, half, whole, name)


def assert_read_or_refused(kind: SourceKind, body: bytes) -> None:
    try:
        found = parsed(kind, body)
    except ParseError as error:
        assert isinstance(error.problem, ParseProblem)
    else:
        assert len(found.items) <= fields.MAX_ITEMS
        for item in found.items:
            assert_clean(item)


def assert_clean(item: ParsedItem) -> None:
    assert not item.link or item.link.startswith(("http://", "https://"))
    for text in (item.title.original, item.body.original, item.guid, item.published):
        text.encode()
        assert not set(text) & set("\x00\x08\x1b\ufeff")
    assert "\u202e" not in item.title.original + item.body.original


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=20,
)


@given(st.lists(JSON_VALUES, max_size=5))
@settings(max_examples=80, deadline=None)
@pytest.mark.hazard("P2")
def test_whatever_is_in_a_list_of_json_it_is_read_or_refused(items: list[object]) -> None:
    document = {"version": "https://jsonfeed.org/version/1.1", "count": 1, "items": items, "results": items}
    for kind in KINDS:
        try:
            found = parsed(kind, document)
        except ParseError:
            continue
        for item in found.items:
            assert_clean(item)


@given(st.text(alphabet="<>/ulia hrefnws=\"'&;#@!-", max_size=200))
@settings(max_examples=80, deadline=None)
@pytest.mark.hazard("P2")
def test_whatever_stands_on_a_page_it_is_read_or_refused(html: str) -> None:
    try:
        found = parsed(SourceKind.PAGE, f"<ul class=news><li>{html}")
    except ParseError:
        return
    for item in found.items:
        assert_clean(item)


@pytest.mark.hazard("P8")
def test_of_a_huge_list_the_first_items_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "MAX_ITEMS", 1_000)
    listed = [{"id": str(at), "title": str(at), "content_text": "x"} for at in range(1_500)]
    assert len(parsed(SourceKind.JSON_FEED, feed(*listed)).items) == 1_000
    assert len(parsed(SourceKind.JSON, {"items": listed}).items) == 1_000


@pytest.mark.hazard("P10")
def test_what_hides_or_breaks_text_comes_through_in_no_way_of_writing_it() -> None:
    written = "a\x00\ud83d\x85\ufeff\u202eb"
    for kind, document in (
        (SourceKind.JSON_FEED, feed({"id": written, "title": written, "content_text": written})),
        (SourceKind.FEDERAL_REGISTER, register({"document_number": written, "title": written, "abstract": written})),
        (SourceKind.JSON, {"items": [{"id": written, "title": written, "summary": written}]}),
    ):
        for item in parsed(kind, document).items:
            assert_clean(item)
