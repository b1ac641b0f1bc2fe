"""The language of mappings: places, templates, patterns and documents within documents, in every kind of list."""

from __future__ import annotations

import json

import pytest

from watchers.errors import ParseError
from watchers.feeds.parsers import PARSERS
from watchers.model import ItemMap, ParsedItem, SourceKind

URL = "https://agency.example/list/"

DELTA = """<?xml version="1.0" encoding="UTF-8"?>
<ns:Changes xmlns:ns="urn:list" DatePublished="2026-03-02">
  <ns:Entity ID="7" Action="add"><ns:FullName>Harbour &amp; Sons</ns:FullName><ns:Kind>Vessel</ns:Kind>
    <ns:Program>EXAMPLE-1</ns:Program><ns:Link/></ns:Entity>
  <ns:Entity ID="8" Action="remove"><ns:FullName>Doe, John</ns:FullName><ns:Kind/>
    <ns:Program>EXAMPLE-2</ns:Program></ns:Entity>
  <ns:Entity ID="9" Action="keep"><ns:FullName>Unchanged</ns:FullName></ns:Entity>
</ns:Changes>"""
TABLE = """Report date: 2 March 2026;;
Unique ID;Name;Designated;Other
A1;"Harbour; Sons";02/03/2026;
A2;Doe;03/03/2026;alias
;;;
"""


def read(kind: SourceKind, body: str | bytes, **mapping: str) -> list[ParsedItem]:
    body = body if isinstance(body, bytes) else body.encode()
    return list(PARSERS[kind](body, "", URL, ItemMap(**mapping)).items)


def titles(items: list[ParsedItem]) -> list[str]:
    return [item.title.original for item in items]


# ---- XML and CSV -----------------------------------------------------------------------------------


def test_xml_is_read_by_selectors_in_any_case_whatever_the_namespace() -> None:
    items = read(
        SourceKind.XML,
        DELTA,
        items="Entity[action=add], entity[Action=remove]",
        title="{@Action}: {fullname} ({Kind}; {program})",
        link="https://agency.example/entry?id={@id}",
        id="{@ID} {@action}",
    )
    assert titles(items) == ["add: Harbour & Sons (Vessel; EXAMPLE-1)", "remove: Doe, John (EXAMPLE-2)"]
    assert [item.link for item in items] == [f"https://agency.example/entry?id={number}" for number in (7, 8)]
    assert [item.guid for item in items] == ["7 add", "8 remove"]


def test_xml_is_read_if_the_namespace_of_a_prefix_is_not_declared() -> None:
    body = '<a><x:b y:id="7"><x:Name>Harbour</x:Name></x:b></a>'
    for kind in (SourceKind.XML, SourceKind.LIST):
        (item,) = read(kind, body, items="b", title="name", link="https://agency.example/{@id}")
        assert (item.title.original, item.link) == ("Harbour", "https://agency.example/7")


@pytest.mark.parametrize(
    ("kind", "body", "items"),
    [
        (SourceKind.CSV, "Name,Note\nHarbour,1/2\n", "."),
        (SourceKind.XML, "<a><b><Name>Harbour</Name> 1/2</b></a>", "b"),
        (SourceKind.LIST, "Name,Note\nHarbour,1/2\n", "."),
    ],
)
def test_an_item_has_no_link_where_the_mapping_says_none(kind: SourceKind, body: str, items: str) -> None:
    (item,) = read(kind, body, items=items, title="Name")
    assert (item.title.original, item.link) == ("Harbour", "")


@pytest.mark.parametrize(
    ("pattern", "found"),
    [(r"no\. \d+", ["no. 1", "no. 2"]), (r"no\. (\d+)", ["1", "2"]), (r"^(\w+)", ["Measures"])],
)
def test_a_pattern_at_items_makes_an_item_of_each_match(pattern: str, found: list[str]) -> None:
    body = "<html><body><p>Measures no. 1 and <b>no. 2</b>.</p></body></html>"
    assert titles(read(SourceKind.PAGE, body, items=f"p =~ {pattern}")) == found


def test_xml_reads_no_file_and_expands_no_entity() -> None:
    hostile = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "zz">]><a><b>1 &x;&y; 2</b></a>'
    assert titles(read(SourceKind.XML, hostile, items="a", title="b")) == ["1 &x; &y; 2"]


@pytest.mark.parametrize(
    ("kind", "body", "mapping"),
    [
        (SourceKind.XML, "", {"items": "a", "title": "b"}),
        (SourceKind.XML, "no xml", {"items": "a", "title": "b"}),
        (SourceKind.XML, "<a/>", {"items": "a[", "title": "b"}),
        (SourceKind.XML, "<a/>", {"items": "missing", "title": "b"}),
        (SourceKind.CSV, "", {"items": ".", "title": "Name"}),
        (SourceKind.CSV, "a,b\n1,2\n", {"items": ".", "title": "Name"}),
        (SourceKind.CSV, "<html>moved</html>", {"items": ".", "title": "Name"}),
        (SourceKind.JSON, '{"data": 1}', {"items": ".", "title": "a", "within": "data.list"}),
        (SourceKind.PAGE, '{"data": {}}', {"items": "li", "title": "a", "within": "data.html"}),
        (SourceKind.PAGE, "<p>no JSON", {"items": "li", "title": "a", "within": "data.html"}),
    ],
)
def test_what_is_not_there_is_a_mistake_of_the_source(kind: SourceKind, body: str, mapping: dict[str, str]) -> None:
    with pytest.raises(ParseError):
        read(kind, body, **mapping)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_by_the_names_of_its_columns(delimiter: str, encoding: str) -> None:
    table = TABLE.replace('"Harbour; Sons"', "\0").replace(";", delimiter).replace("\0", '"Harbour; Sons"')
    items = read(SourceKind.CSV, table.encode(encoding), items=".", title="{NAME} ({other})", id="unique id")
    assert titles(items) == ["Harbour; Sons", "Doe (alias)"]
    assert [item.guid for item in items] == ["A1", "A2"]


# ---- documents within documents --------------------------------------------------------------------


def test_html_inside_json_is_read_as_a_page() -> None:
    page = '<ul><li><a href=\\"/art/1.html\\">One</a><span>[2026-03-02]</span></li></ul>'
    items = read(
        SourceKind.PAGE,
        json.dumps({"data": {"html": page}}),
        within="data.html",
        items="li",
        title="a",
        link="a",
        date="span",
    )
    assert titles(items) == ["One"]
    assert [item.link for item in items] == ["https://agency.example/art/1.html"]
    assert [item.published for item in items] == ["[2026-03-02]"]


def test_json_inside_json_is_read_as_json() -> None:
    inner = json.dumps([{"name": "One"}, {"name": "Two"}])
    items = read(SourceKind.JSON, json.dumps({"d": inner}), within="d", items=".", title="name")
    assert titles(items) == ["One", "Two"]


# ---- patterns and templates ------------------------------------------------------------------------


def test_a_dot_is_the_item_itself_and_a_pattern_reads_its_text_where_no_link_matches() -> None:
    page = """<ul><li>March 2, 2026 <a href="/one/7">One</a></li><li>No day <a href="/two">Two</a></li></ul>"""
    items = read(SourceKind.PAGE, page, items="li", title="a", date=r". =~ \w+ \d+, \d{4}", id=r". =~ \d$")
    assert [(item.published, item.guid) for item in items] == [("March 2, 2026", "7"), ("", "")]
    (item,) = read(SourceKind.PAGE, "<p><a href='/one'>One</a></p>", items="a", title=".", link="@href")
    assert (item.title.original, item.link) == ("One", "https://agency.example/one")


def test_a_pattern_takes_an_id_or_a_date_out_of_a_link_or_a_script() -> None:
    page = """<table><tr><td><a href="javascript:view('172106');">One</a></td></tr>
        <tr><td><a href="/recent/20260923">Two</a></td></tr></table>"""
    items = read(
        SourceKind.PAGE,
        page,
        items="tr",
        title="a",
        link=r"https://agency.example/{a@href =~ (\d{6})}/view",
        date=r"a@href =~ /recent/(\d{8})",
        id=r"a@href =~ \d+",
    )
    assert [item.link for item in items] == [f"https://agency.example/{n}/view" for n in (172106, 202609)]
    assert [item.published for item in items] == ["", "20260923"]
    assert [item.guid for item in items] == ["172106", "20260923"]


@pytest.mark.parametrize(
    ("entry", "title"),
    [
        ({"n": "X", "k": "Vessel", "p": "P1", "c": "HK"}, "add: X (Vessel; P1; HK)"),
        ({"n": "X", "p": "P1", "c": "HK"}, "add: X (P1; HK)"),
        ({"n": "X", "k": "Vessel", "c": "HK"}, "add: X (Vessel; HK)"),
        ({"n": "X", "k": "Vessel", "p": "P1"}, "add: X (Vessel; P1)"),
        ({"n": "X", "p": "P1"}, "add: X (P1)"),
        ({"n": "X"}, "add: X"),
        ({"k": "Vessel"}, "add (Vessel)"),
    ],
)
def test_an_empty_place_leaves_nothing_behind(entry: dict[str, str], title: str) -> None:
    assert titles(read(SourceKind.JSON, json.dumps([entry]), items=".", title="add: {n} ({k}; {p}; {c})")) == [title]


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("8507.60.0020, 9903.88.15", ["8507600020", "99038815"]),
        ("8541.10 8541.21", ["854110", "854121"]),
        ("8542.31", ["854231"]),
        ("none", []),
    ],
)
def test_a_field_may_hold_several_codes(written: str, codes: list[str]) -> None:
    (item,) = read(SourceKind.JSON, json.dumps([{"t": "One", "h": written}]), items=".", title="t", hs="h")
    assert [fact.value for fact in item.facts if fact.name == "hs"] == codes
