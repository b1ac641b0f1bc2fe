"""docs/sources.md: its table is the catalog's, and every example on it works."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config.loading import examine
from bot.config.settings import GivenSource
from scripts.build_sources_page import PAGE, TITLES, with_catalog
from tests.watchers.feeds.test_lists import read
from watchers.feeds import catalog
from watchers.feeds.parsers import PARSERS
from watchers.lists import named_by
from watchers.model import Change, Group, Modified, Parsed, Source, SourceId, SourceKind, Validators

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


def test_the_six_lines_for_the_list_of_the_united_kingdom_read_it(tmp_path: Path) -> None:
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
        entries = read(UK_LIST, source.mapping)
        assert len(entries) == 2
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


def test_the_shipped_list_of_the_european_union_is_read_with_all_names_of_an_entry() -> None:
    entries = read(EU_LIST, shipped("eu.fsf.list").mapping)
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


def test_the_example_of_companies_in_announcements_works() -> None:
    given, document, title = example("Companies in announcements")
    source = GivenSource.model_validate(given).over(Source(SourceId(given["id"]), given["url"]))
    (entry,) = read(document, source.mapping)
    assert (entry.name, entry.aliases, entry.change) == (title, ("Beispiel Radar GmbH",), Change.ADDED)


async def test_the_shipped_withhold_release_orders_are_read_by_name() -> None:
    source = shipped("cbp.wro")
    page = """<html><body><a href="/about">About</a>
    <a href="/sites/default/files/2026-06/withhold-release-orders-findings-fy26-2026-06-01.csv">CSV</a></body></html>"""
    named = await named_by(source, Modified(source.url, page.encode(), "", Validators(), None), _parse)
    assert named.url.endswith("/2026-06/withhold-release-orders-findings-fy26-2026-06-01.csv")
    entries = read(WITHHELD.encode("cp1252"), source.mapping)
    assert len(entries) == 2
    assert {entry.name: (entry.addresses, entry.programs) for entry in entries} == {
        "Example Textile Co., Ltd.": (("Sampleland",), ("WRO: Cotton (Active)",)),
        "Sample Fishing Vessel": (("Nowhere",), ("Finding: Tuna (Inactive)",)),
    }


WITHHELD = """Effective Date,Calendar Year,Country Code,Country,Merchandise,WRO/Finding,Industry,Status,Press Release,\
Entity,Remarks
06/01/2026,2026,SL,Sampleland,Cotton,WRO,Textiles,Active,,"Example Textile Co., Ltd.","Two lines\u00a0of
remarks"
05/01/2026,2026,NW,Nowhere,Tuna,Finding,Seafood,Inactive,,Sample Fishing Vessel,
""".replace("\\\n", "")


async def _parse(source: Source, fetched: Modified) -> Parsed:
    return PARSERS[source.kind](fetched.body, fetched.content_type, fetched.url, source.mapping)


def test_the_shipped_changes_of_ofac_are_read_by_name_with_what_happened() -> None:
    entries = read(DELTA, shipped("ofac.changes").mapping)
    assert [(entry.name, entry.aliases, entry.programs, entry.change) for entry in entries] == [
        ("EXAMPLE, Ivan", ("Пример",), ("SMP", "OTH"), Change.ADDED),
        ("EXAMPLE STAR", (), ("OTH",), Change.REMOVED),
        ("EXAMPLE TRADING", (), ("OTH",), Change.CHANGED),
    ]
    assert entries[0].link == "https://sanctionssearch.ofac.treas.gov/Details.aspx?id=7"


NAME = "<name><isPrimary>{}</isPrimary><translations><translation><formattedFullName>{}</formattedFullName>\
</translation></translations></name>"
ENTITY = """<entity id="{}" action="{}"><sanctionsPrograms>{}</sanctionsPrograms><names>{}</names></entity>"""
PROGRAM = "<sanctionsProgram>{}</sanctionsProgram>"
IVAN = NAME.format("false", "Пример") + NAME.format("true", "EXAMPLE, Ivan")
DELTA = f"""<?xml version="1.0"?><sanctionsData xmlns="https://www.treasury.gov/ofac/DeltaFile/1.0"><entities>
{ENTITY.format(7, "add", PROGRAM.format("SMP") + PROGRAM.format("OTH"), IVAN)}
{ENTITY.format(8, "remove", PROGRAM.format("OTH"), NAME.format("true", "EXAMPLE STAR"))}
{ENTITY.format(9, "change", PROGRAM.format("OTH"), NAME.format("true", "EXAMPLE TRADING"))}
</entities></sanctionsData>"""


@pytest.mark.parametrize("identifier", ["cn.mofcom.control", "cn.mofcom.unreliable", "cn.mofcom.watch"])
def test_the_companies_of_an_announcement_are_read_from_a_sentence_and_from_an_attachment(
    identifier: str,
) -> None:
    mapping = shipped(identifier).mapping
    for announcement, found in ((IN_A_SENTENCE, SENTENCE_NAMES), (ATTACHED, ATTACHED_NAMES)):
        entries = read(f"<html><body>{announcement}</body></html>", mapping)
        assert [(entry.name, entry.aliases, entry.addresses) for entry in entries] == found
        assert {entry.link for entry in entries} == {"https://list.example/file"}


IN_A_SENTENCE = """<p>根据《示例法》（Sample Law），决定将样品防务公司（Sample Defense, Inc.）、示例航空公司\
（Example Aviation (HK) Ltd.）和虚构雷达公司（Invented Radar）等3家实体列入名单。</p><p>一、禁止出口（Export）。</p>"""
SENTENCE_NAMES = [
    ("样品防务公司", ("Sample Defense, Inc.",), ()),
    ("示例航空公司", ("Example Aviation (HK) Ltd.",), ()),
    ("虚构雷达公司", ("Invented Radar",), ()),
]
ATTACHED = """<p>附件</p><p>1.样品防务公司（Sample Defense, Inc.）</p><p>地 址：1 Sample Street</p>
<p>2、示例航空公司（Example Aviation）</p><p>常用名称：ExAv</p><p>联系我们</p>"""
ATTACHED_NAMES = [
    ("样品防务公司", ("Sample Defense, Inc.",), ("1 Sample Street",)),
    ("示例航空公司", ("Example Aviation", "ExAv"), ()),
]


async def test_the_newest_announcement_that_adds_companies_is_the_one_that_is_read() -> None:
    source = shipped("cn.mofcom.control")
    links = {
        "暂停管控名单措施的公告": "/art/3.html",
        "将3家实体列入出口管制管控名单": "/art/2.html",
        "列入管控名单": "/art/1.html",
    }
    html = "".join(f'<li><a href="{link}" title="{title}">{title}</a></li>' for title, link in links.items())
    page = Modified(source.url, json.dumps({"data": {"html": html}}).encode(), "", Validators(), None)
    assert (await named_by(source, page, _parse)).url == "https://aqygzj.mofcom.gov.cn/art/2.html"


@pytest.mark.parametrize(
    ("identifier", "document", "found"),
    [
        (
            "jp.mof.sanctions",
            "区分,番号,氏名（日本語）,氏名（英語）,別名・別称（日本語）,別名・別称（英語）,旧称（日本語）,旧称（英語）,住所・所在地（国）（英語）\n"
            "1,001-1,見本,Mihon Ltd.,例；標本,Rei; Hyohon,,,Nowhere\n2,002-1,,Example Star,,,,,\n",
            [
                ("Example Star", (), ()),
                ("見本 / Mihon Ltd.", ("Mihon Ltd.", "例", "標本", "Rei", "Hyohon"), ("Nowhere",)),
            ],
        ),
        (
            "ca.sanctions",
            "<data-set><record><Country-Pays>Nowhere / Nulle part</Country-Pays>"
            "<LastName-NomDeFamille>EXAMPLE</LastName-NomDeFamille><GivenName-Prenom>Ann</GivenName-Prenom>"
            "<Aliases-Alias>Anna; Anya</Aliases-Alias><Schedule-Annexe>1</Schedule-Annexe>"
            "<Item-NumeroDarticle>7</Item-NumeroDarticle></record><record><Country-Pays>Nowhere</Country-Pays>"
            "<EntityOrShip-EntiteOuNavire>Sample Star</EntityOrShip-EntiteOuNavire><Schedule-Annexe>2</Schedule-Annexe>"
            "<ShipIMONumber-NumeroOMIDuNavire>1234567</ShipIMONumber-NumeroOMIDuNavire></record></data-set>",
            [("Ann EXAMPLE", ("Anna", "Anya"), ()), ("Sample Star", ("1234567",), ())],
        ),
        (
            "un.sanctions",
            "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>Ann</FIRST_NAME><SECOND_NAME>EXAMPLE</SECOND_NAME>"
            "<REFERENCE_NUMBER>SMy.001</REFERENCE_NUMBER><INDIVIDUAL_ALIAS><ALIAS_NAME>Anna</ALIAS_NAME>"
            "</INDIVIDUAL_ALIAS><INDIVIDUAL_ADDRESS><COUNTRY>Nowhere</COUNTRY></INDIVIDUAL_ADDRESS></INDIVIDUAL>"
            "</INDIVIDUALS><ENTITIES><ENTITY><FIRST_NAME>SAMPLE BANK</FIRST_NAME>"
            "<REFERENCE_NUMBER>SMx.001</REFERENCE_NUMBER></ENTITY></ENTITIES></CONSOLIDATED_LIST>",
            [("Ann EXAMPLE", ("Anna",), ("Nowhere",)), ("SAMPLE BANK", (), ())],
        ),
    ],
)
def test_the_shipped_sanctions_lists_of_other_authorities_are_read_by_name(
    identifier: str, document: str, found: list[tuple[str, tuple[str, ...], tuple[str, ...]]]
) -> None:
    entries = read(document, shipped(identifier).mapping)
    assert sorted((entry.name, entry.aliases, entry.addresses) for entry in entries) == found
