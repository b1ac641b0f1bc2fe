"""Rules as people type them in three languages, each with its meaning written down and two headlines."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from watchers.codes import facts
from watchers.entities import Catalog
from watchers.items.identity import script_language
from watchers.matching import Recognizer, explain
from watchers.model import Item, SourceId
from watchers.rules import Rule, canonical, parse, read_stored
from watchers.text.tokens import read

Row = dict[str, str]


def _rows(name: str) -> list[Row]:
    with Path(__file__).with_name(name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = _rows("careless.tsv")
UNSEEN = [row for number in range(2, 19) for row in _rows(f"careless_{number}.tsv")]
"""Rules that were written down with their meaning, in words, before the program read them (decision 0050).

\\n and \\t are a line break and a tab; what follows a dash in a headline is the text of the item.
"""
VARIANTS = _rows("variants.tsv")
"""More ways to say such things, with their meaning but without headlines."""


def test_there_are_twenty_rules_and_more_in_each_language() -> None:
    assert all(sum(row["language"] == language for row in ROWS) >= 20 for language in ("en", "zh", "ja"))


@pytest.mark.parametrize("row", [*ROWS, *VARIANTS], ids=lambda row: row["typed"])
def test_a_rule_typed_carelessly_means_what_it_says(row: Row, catalog: Catalog) -> None:
    assert spelled(parse(_typed(row), catalog)) == spelled(parse(row["means"], catalog))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["typed"])
def test_it_finds_one_headline_and_leaves_out_the_other(row: Row, catalog: Catalog, recognizer: Recognizer) -> None:
    rule = parse(row["typed"], catalog)
    found = [explain(rule, headline(row[column]), SourceId("test"), recognizer) for column in ("finds", "leaves out")]
    assert [each is not None for each in found] == [True, False]


@pytest.mark.parametrize("row", UNSEEN, ids=lambda row: row["typed"])
def test_what_was_typed_unseen_finds_one_headline_and_leaves_out_the_other(
    row: Row, catalog: Catalog, recognizer: Recognizer
) -> None:
    rule = parse(_typed(row), catalog)
    found = [explain(rule, headline(row[column]), SourceId("test"), recognizer) for column in ("finds", "leaves out")]
    assert [each is not None for each in found] == [True, False]


def test_its_printed_form_means_the_same_typed_and_stored(catalog: Catalog) -> None:
    for typed in (_typed(row) for row in (*ROWS, *VARIANTS, *UNSEEN)):
        rule = parse(typed, catalog)
        assert parse(str(rule), catalog) == rule, typed
        assert read_stored(str(rule), catalog) == rule, typed
        assert read_stored(spelled(rule), catalog) == canonical(rule), typed


def spelled(rule: Rule) -> str:
    return str(canonical(rule))


def headline(text: str) -> Item:
    typed, _, body = text.partition(" — ")
    title = read(typed)
    return Item("", title, read(body), None, script_language(title), None, facts(typed, body))


def _typed(row: Row) -> str:
    return row["typed"].replace("\\n", "\n").replace("\\t", "\t")


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("Todai TSMC", "@co.tsmc todai"),
        ("todai TSMC", "@co.tsmc"),
        ("TSMC Todai", "@co.tsmc todai"),
        ("Anythiing on TSMC", "@co.tsmc"),
        ("FW: please let me know about TSMC", "@co.tsmc"),
        ("Hi all, please watch TSMC", "@co.tsmc"),
    ],
)
def test_words_around_a_name_say_nothing_unless_a_capital_makes_them_names(
    typed: str, means: str, catalog: Catalog
) -> None:
    assert spelled(parse(typed, catalog)) == means
