"""Large lists: their entries in every format, compared in a child process."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.bell import eventually
from watchers.errors import ParseError, ParseProblem
from watchers.feeds.comparing import Comparison, comparing
from watchers.feeds.entries import ListFile
from watchers.model import Download, ItemMap, ListEntry, Source, SourceId, SourceKind, Validators

CSV = ItemMap(items=".", title="{First} {Last}", id="ID", aliases="Other", address="{Street}, {Land}", program="Regime")
UK = """Report of 1 June 2026
ID,First,Last,Other,Street,Land,Regime
A1,Ann,Quota,Анна Квота,,Russia,Russia
B2,,Levy Star,,1 Pier,Iran,Iran
A1,Anna,Kvota,,2 Road,Russia,Belarus
"""


async def compare(text: str | bytes, mapping: ItemMap, known: bytes = b"") -> tuple[Comparison, list[ListEntry]]:
    body = text.encode() if isinstance(text, str) else text
    source = Source(SourceId("list"), "https://list.example/file", kind=SourceKind.LIST, mapping=mapping)

    async def records() -> AsyncIterator[bytes]:
        yield known

    with tempfile.TemporaryFile() as file:
        file.write(body)
        file.flush()
        fetched = Download(source.url, file, b"", len(body), "", Validators(), None)
        async with comparing(source, fetched, records()) as compared:
            return compared.comparison, [entry async for batch in compared.batches() for entry in batch]


def read(text: str | bytes, mapping: ItemMap) -> list[ListEntry]:
    """What a child reads in a list, read here: starting a child takes longer than all of these lists."""
    with tempfile.TemporaryFile() as file:
        file.write(text.encode() if isinstance(text, str) else text)
        listed = ListFile(file, "", "https://list.example/file", mapping)
        digests, rows = listed.digests()
        return list(listed.entries(frozenset(digests), digests, rows))


def parts(entries: list[ListEntry]) -> list[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    return sorted((entry.name, entry.aliases, entry.addresses, entry.programs) for entry in entries)


@pytest.mark.service
async def test_rows_of_a_table_with_one_id_are_one_entry_with_all_names() -> None:
    comparison, entries = await compare(UK, CSV)
    assert (comparison.entries, len(comparison.added)) == (2, 2)
    assert parts(entries) == [
        ("Ann Quota", ("Anna Kvota", "Анна Квота"), ("Russia", "2 Road, Russia"), ("Russia", "Belarus")),
        ("Levy Star", (), ("1 Pier, Iran",), ("Iran",)),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_in_any_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    mapping = ItemMap(items=".", title="Name", id="ID")
    text = f"ID{delimiter}Name\n1{delimiter}Bücher & Söhne\n"
    (entry,) = read(text.encode(encoding), mapping)
    assert entry.name == "Bücher & Söhne"


@pytest.mark.parametrize(
    ("text", "mapping"),
    [
        (
            '<?xml version="1.0"?><l:list xmlns:l="urn:x"><l:Entry ID="7" Kind="ship"><l:Name>Levy Star</l:Name>'
            "<l:Alias>Zvezda</l:Alias><l:Alias>Stern</l:Alias><l:Place>1 Pier</l:Place><l:Regime>Iran</l:Regime>"
            '</l:Entry><l:Entry ID="8" Kind="note"><l:Name>No entry</l:Name></l:Entry></l:list>',
            ItemMap(
                items="entry[kind=ship]", title="name", id="@id", aliases="alias", address="place", program="regime"
            ),
        ),
        (
            '{"total": 1, "data": {"results": [{"id": 7, "name": "Levy Star", "alt": ["Zvezda", "Stern"],'
            '"at": [{"street": "1 Pier"}], "programs": ["Iran"], "none": null}]}}',
            ItemMap("data.results", "name", id="id", aliases="alt", address="at.street", program="programs"),
        ),
        (
            "<!DOCTYPE html><html><body><table><tr><th>Name</th></tr>"
            "<tr><td>Levy Star</td><td>Zvezda; Stern</td><td>1 Pier</td><td>Iran</td></tr></table></body></html>",
            ItemMap(
                "tr:has(td)",
                "td:nth-child(1)",
                aliases="td:nth-child(2)",
                address="td:nth-child(3)",
                program="td:nth-child(4)",
            ),
        ),
    ],
    ids=["xml", "json", "html"],
)
def test_a_list_in_any_format_gives_the_same_entries(text: str, mapping: ItemMap) -> None:
    assert parts(read(text, mapping)) == [("Levy Star", ("Zvezda", "Stern"), ("1 Pier",), ("Iran",))]


@pytest.mark.service
async def test_only_what_differs_is_answered() -> None:
    _, entries = await compare(UK, CSV)
    known = b"".join(entry.key + entry.digest for entry in entries)
    comparison, same = await compare("\n".join([*UK.splitlines()[:2], *UK.splitlines()[:1:-1]]), CSV, known)
    assert not (comparison.added or comparison.changed or comparison.removed or same)
    text = UK.replace("1 Pier", "9 Pier").replace("A1", "C3")
    comparison, entries = await compare(text, CSV, known)
    assert [len(keys) for keys in (comparison.added, comparison.changed, comparison.removed)] == [1, 1, 1]
    assert {entry.name for entry in entries} == {"Ann Quota", "Levy Star"}


@pytest.mark.parametrize(
    ("text", "mapping", "problem"),
    [
        ("", CSV, ParseProblem.EMPTY),
        ("a,b\n1,2\n", CSV, ParseProblem.NO_ITEMS),
        ("ID,First,Last\n", CSV, ParseProblem.NO_ITEMS),
        ("<html><body>Log in</body></html>", CSV, ParseProblem.NO_ITEMS),
        ("<list/>", ItemMap(items="a > b", title="c"), ParseProblem.NO_ITEMS),
        ("<list/>", ItemMap(items="entry", title="c"), ParseProblem.NO_ITEMS),
        ('{"results": [', ItemMap("results", "name"), ParseProblem.NOT_JSON),
        ('{"other": []}', ItemMap("results", "name"), ParseProblem.NO_ITEMS),
    ],
)
def test_what_is_not_a_list_is_refused(text: str, mapping: ItemMap, problem: ParseProblem) -> None:
    with pytest.raises(ParseError) as refused:
        read(text, mapping)
    assert refused.value.problem is problem


@pytest.mark.service
async def test_the_refusal_of_a_child_is_raised_as_it_was() -> None:
    with pytest.raises(ParseError) as refused:
        await compare("", CSV)
    assert refused.value.problem is ParseProblem.EMPTY


@pytest.mark.service
async def test_a_comparison_that_is_abandoned_leaves_no_file_open_and_no_child() -> None:
    rows = "".join(f"{n},Company {n}\n" for n in range(10_000))  # their entries do not fit into a pipe
    with pytest.raises(ZeroDivisionError):
        await _abandon(rows)  # the first one opens what the loop keeps
    before = open_files()
    with pytest.raises(ZeroDivisionError):
        await _abandon(rows)
    await eventually(lambda: open_files() <= before)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def _abandon(rows: str) -> None:
    mapping = ItemMap(items=".", title="Name", id="ID")
    source = Source(SourceId("list"), "https://list.example/file", kind=SourceKind.LIST, mapping=mapping)

    async def nothing() -> AsyncIterator[bytes]:
        yield b""

    with tempfile.TemporaryFile() as file:
        file.write(f"ID,Name\n{rows}".encode())
        file.flush()
        fetched = Download(source.url, file, b"", 0, "", Validators(), None)
        async with comparing(source, fetched, nothing()):
            await eventually(_child_waits_to_write)
            raise ZeroDivisionError


def _child_waits_to_write() -> bool:
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split()
    ours = [pid for pid in children if b"comparing" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return ["State:\tS" in Path(f"/proc/{pid}/status").read_text("utf-8") for pid in ours] == [True]
