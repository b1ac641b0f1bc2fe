"""docs/sources.md: its table is the catalog's, and every example on it works."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config.loading import examine
from bot.config.settings import GivenSource
from scripts.build_sources_page import PAGE, TITLES, with_catalog
from tests.watchers.feeds.test_lists import compare
from watchers.feeds import catalog
from watchers.feeds.parsers import PARSERS
from watchers.model import Group, Source, SourceId, SourceKind

TEXT = PAGE.read_text("utf-8")
ADDING = TEXT.partition("\n## Adding a source\n")[2]


def example(kind: str) -> tuple[dict[str, Any], bytes, str]:
    """A kind's section: the source, a document of it, and the title that comes out."""
    section = re.split(r"^##+ ", ADDING.partition(f"# {kind}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    found = re.findall(r"^```(\w+)\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    ((_, source), (_, document)) = found
    title = re.search(r"^→ \*(.+)\*$", section, re.MULTILINE)
    assert title
    return yaml.safe_load(source), document.encode(), title[1]


def test_the_table_is_the_catalog_as_it_is_now() -> None:
    assert with_catalog(TEXT) == TEXT, "run python -m scripts.build_sources_page"
    assert set(TITLES) == set(Group)


def test_the_readme_counts_as_working_only_what_a_record_shows() -> None:
    shipped = catalog.load()
    seen = sum(source.id in shipped.seen for source in shipped.default)
    words = f"polls {len(shipped.default)} sources; public records show that {seen} of them work."
    assert words in (PAGE.parents[1] / "README.md").read_text("utf-8")


def test_every_source_of_the_catalog_is_on_the_page_once() -> None:
    for source in catalog.load().all:
        assert TEXT.count(f"| `{source.id}` |") == 1


@pytest.mark.parametrize("kind", [kind for kind in SourceKind if kind is not SourceKind.ATOM])
def test_every_kind_has_an_example_that_works(kind: SourceKind, tmp_path: Path) -> None:
    given, document, title = example(kind.value)
    file = tmp_path / "config.yaml"
    file.write_text(yaml.safe_dump({"database": str(tmp_path / "t.db"), "sources": [given]}), "utf-8")
    report = examine(file, {})
    assert report.mistakes == ()
    assert report.config is not None
    (source,) = report.config.all_sources()
    assert source.kind is kind
    parsed = PARSERS[source.kind](document, "", source.url, source.mapping)
    assert [item.title.original for item in parsed.items] == [title]
    assert all(item.link.startswith("https://") for item in parsed.items)


def test_the_example_of_a_tariff_schedule_works(tmp_path: Path) -> None:
    given, document, title = example("Tariff schedules")
    source = GivenSource.model_validate(given).over(Source(SourceId(given["id"]), given["url"]))
    (item,) = PARSERS[source.kind](document, "", source.url, source.mapping).items
    assert (item.title.original, source.mapping.rate) == (title, "general")


def test_the_first_example_changes_and_leaves_out_what_the_catalog_has() -> None:
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", TEXT.partition("\n## The catalog\n")[0], re.MULTILINE | re.DOTALL)
    listed = yaml.safe_load(block)["sources"]
    known = {source.id for source in catalog.load().all}
    for row in listed:
        assert row["id"] in known
        GivenSource.model_validate(row).over(Source(SourceId(row["id"]), "https://e.org/"))


def test_each_source_that_is_left_out_has_its_reason_and_is_not_in_the_catalog() -> None:
    table = TEXT.partition("\n## Left out\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == 12
    assert all(why for _, why in rows)
    assert not {name for name, _ in rows} & {source.name for source in catalog.load().all}


def shipped(identifier: str) -> Source:
    """A source of the catalog."""
    return next(source for source in catalog.load().all if source.id == identifier)


async def test_the_six_lines_for_the_list_of_the_united_kingdom_read_it(tmp_path: Path) -> None:
    section = TEXT.partition("\n## A sanctions list in six lines\n")[2]
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert len(block.splitlines()) == 6
    file = tmp_path / "config.yaml"
    file.write_text(f"database: {tmp_path}/t.db\n{block}", "utf-8")
    report = examine(file, {})
    assert report.mistakes == ()
    assert report.config is not None
    (ours,) = report.config.all_sources()
    for source in (ours, shipped("uk.sanctions")):
        comparison, entries = await compare(UK_LIST, source.mapping)
        assert comparison.entries == 2
        assert {entry.name: (entry.aliases, entry.programs) for entry in entries} == {
            "Ivan Petrovich EXAMPLE": (("Vanya EXAMPLE", "Иван ПРИМЕР"), ("Sample Regime",)),
            "EXAMPLE SHIPPING LTD": ((), ("Other Regime",)),
        }


UK_LIST = """Report Date: 01-Jun-2026
Last Updated,Unique ID,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,Name non-latin script,Regime Name,\
Address Line 1,Address Line 2,Address Line 3,Address Postal Code,Address Country
01/06/2026,SMP0001,EXAMPLE,Ivan,Petrovich,,,,Primary Name,Иван ПРИМЕР,Sample Regime,1 Sample Street,,,,Nowhere
01/06/2026,SMP0001,EXAMPLE,Vanya,,,,,Alias,,Sample Regime,1 Sample Street,,,,Nowhere
01/06/2026,SMP0002,EXAMPLE SHIPPING LTD,,,,,,Primary Name,,Other Regime,,,,,
""".replace("\\\n", "")


async def test_the_shipped_list_of_the_european_union_is_read_with_all_names_of_an_entry() -> None:
    comparison, entries = await compare(EU_LIST, shipped("eu.fsf.list").mapping)
    assert comparison.entries == 2
    assert [(entry.name, entry.aliases, entry.addresses, entry.programs) for entry in entries] == [
        ("Example Shipping LLC", ("Пример Шиппинг",), ("1 Sample Street, Nowhere, SAMPLELAND",), ("SMP",)),
        ("Ivan Example", (), (), ("OTH",)),
    ]
    assert entries[0].link == "https://eur-lex.europa.eu/example/7"


EU_LIST = """\ufefffileGenerationDate;Entity_LogicalId;Entity_SubjectType;Entity_Regulation_Programme;\
Entity_Regulation_PublicationUrl;NameAlias_WholeName;Address_City;Address_Street;Address_CountryDescription
01/06/2026;7;E;SMP;https://eur-lex.europa.eu/example/7;Example Shipping LLC;;;
01/06/2026;7;E;SMP;https://eur-lex.europa.eu/example/7;Пример Шиппинг;;;
01/06/2026;7;E;SMP;https://eur-lex.europa.eu/example/7;;Nowhere;1 Sample Street;SAMPLELAND
01/06/2026;8;P;OTH;https://eur-lex.europa.eu/example/8;Ivan Example;;;
""".replace("\\\n", "")


def test_the_shipped_page_of_withhold_release_orders_tells_of_each_new_list() -> None:
    source = shipped("cbp.wro")
    page = """<html><body><p>Orders and findings</p><a href="/about">About</a>
    <a href="/sites/default/files/2026-06/withhold-release-orders-findings-fy26-2026-06-01.csv">CSV</a></body></html>"""
    (item,) = PARSERS[source.kind](page.encode(), "text/html", source.url, source.mapping).items
    assert item.title.original == "CBP withhold release orders and findings: new list fy26-2026-06-01"
    assert item.link.startswith("https://www.cbp.gov/sites/default/files/2026-06/withhold-release-orders-findings")
