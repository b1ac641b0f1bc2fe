"""The status page as a document: its structure, its languages, and what it escapes."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.messages.sources import LEVELS
from bot.messages.text import LANGUAGES, load
from bot.web.page import CHART_HEIGHT, SIGNS, StatusPage, language_of
from tests.bot.web.desk import NOW
from watchers.cadence import Health
from watchers.services.operations import Overview, overview
from watchers.store import Database

HOSTILE = """</th><script>alert(1)</script>"'&{{ 7 * 7 }}"""
PAGE = StatusPage(load())


@pytest.fixture
async def found(month: Database) -> Overview:
    return await month.read(overview, NOW, True)


def rendered(found: Overview, language: str = "en", *, operator: bool = True, troubles: tuple[str, ...] = ()) -> str:
    return PAGE.render(found, troubles, operator, language, NOW)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_screen_reader_finds_language_landmarks_headings_and_table_headers(
    found: Overview, language: str
) -> None:
    tree = LexborHTMLParser(rendered(found, language))
    (root,) = tree.css("html")
    assert root.attributes["lang"] == language
    for landmark in ("header", "nav", "main", "footer", "h1", "title"):
        assert len(tree.css(landmark)) == 1, landmark
    named = {node.attributes["id"] for node in tree.css("[id]")}
    for node in tree.css("[aria-labelledby]"):
        assert node.attributes["aria-labelledby"] in named
    assert len(tree.css("section > h2")) == len(tree.css("section")) == 6
    tables = tree.css("table")
    assert len(tables) == 4
    for table in tables:
        columns = len(table.css("thead th[scope=col]"))
        assert columns >= 2
        for row in table.css("tbody tr"):
            assert (len(row.css("th[scope=row]")), len(row.css("td"))) == (1, columns - 1)
    assert tree.css("svg")[0].attributes["role"] == "img"
    assert re.search(r"641.*38", tree.css("figcaption")[0].text())


async def test_every_state_has_a_distinct_word_and_sign_beside_its_color(found: Overview) -> None:
    assert set(LEVELS) == set(Health)
    assert len(set(SIGNS.values())) == len(SIGNS) == len(set(LEVELS.values()))
    for language in LANGUAGES:
        tree = LexborHTMLParser(rendered(found, language))
        words = {node.attributes["class"]: node.text(deep=False).strip() for node in tree.css("td > .level")}
        assert len(set(words.values())) == len(words) == 4
        assert all(node.attributes.get("aria-hidden") == "true" for node in tree.css(".level span"))


async def test_the_sources_in_trouble_come_first(found: Overview) -> None:
    signs = [node.text() for node in LexborHTMLParser(rendered(found)).css(".level span")]
    assert signs == sorted(signs, key=list(SIGNS.values()).index)


async def test_the_document_needs_nothing_from_anywhere_else(found: Overview) -> None:
    tree = LexborHTMLParser(rendered(found))
    assert tree.css("script, [style], img, iframe, form, object, [onclick]") == []
    links = {node.attributes["href"] for node in tree.css("[href]")}
    assert links == {"data:,", *(f"?lang={language}" for language in LANGUAGES)}
    assert "http" not in tree.css("style")[0].text()


async def test_the_policy_allows_exactly_the_style_sheet_of_the_document(found: Overview) -> None:
    style = re.search("<style>(.*?)</style>", rendered(found), re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert PAGE.style_source == f"'sha256-{digest}'"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_publishers_write_is_escaped(found: Overview, language: str) -> None:
    named = [replace(status, source=replace(status.source, name=HOSTILE)) for status in found.statuses]
    incidents = [replace(incident, source=replace(incident.source, name=HOSTILE)) for incident in found.incidents]
    hostile = replace(found, statuses=tuple(named), incidents=tuple(incidents))
    html = rendered(hostile, language, troubles=(HOSTILE,))
    assert "<script" not in html
    rows = LexborHTMLParser(html).css("tbody th[scope=row]")
    assert sum(row.text() == HOSTILE for row in rows) == len(named) + len(incidents)


async def test_the_chart_draws_each_day_in_proportion_and_the_table_has_its_number(found: Overview) -> None:
    tree = LexborHTMLParser(rendered(found))
    heights = [float(str(bar.attributes["height"])) for bar in tree.css("rect")]
    counts = [count for _, count in found.days]
    assert len(heights) == len(counts) == 30
    most = max(counts)
    assert heights == [round(CHART_HEIGHT * count / most, 2) for count in counts]
    assert [int(cell.text()) for cell in tree.css("details td")] == counts[::-1]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_database_without_anything_in_it_has_a_page_too(database: Database, language: str) -> None:
    for operator in (True, False):
        empty = await database.read(overview, NOW, operator)
        tree = LexborHTMLParser(rendered(empty, language, operator=operator))
        assert len(tree.css("rect")) == 30
        assert tree.css("tbody tr")


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        (None, "", "en"),
        (None, "ja", "ja"),
        (None, "zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        (None, "fr, de;q=0.9, ja;q=0.1", "ja"),
        (None, "*", "en"),
        (None, ",;,", "en"),
        ("zh-Hant", "ja", "zh-Hant"),
        ("<script>", "ja", "ja"),
    ],
)
def test_the_language_is_the_one_asked_for_or_the_first_accepted(
    asked: str | None, accepted: str, language: str
) -> None:
    assert language_of(asked, accepted) == language
