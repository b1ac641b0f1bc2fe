"""Every hazard of tests/hazards.tsv has a test that is marked with its id."""

from __future__ import annotations

import ast
import csv
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parent
with (TESTS / "hazards.tsv").open(encoding="utf-8", newline="") as file:
    ROWS = tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def marks(source: str) -> Iterator[str]:
    """Yield the id of each ``pytest.mark.hazard`` that decorates a test function in the source text."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or not node.name.startswith("test_"):
            continue
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.hazard":
                yield ast.literal_eval(*decorator.args)


@cache
def hazards_with_tests() -> Counter[str]:
    sources = (path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    return Counter(mark for source in sources if "mark.hazard" in source for mark in marks(source))


def test_marks_are_read_from_test_functions() -> None:
    source = """
@pytest.mark.hazard("F1")
@pytest.mark.hazard("F2")
@pytest.mark.parametrize("n", [1])
def test_one(n): ...

@pytest.mark.hazard("F1")
async def test_two(): ...

@pytest.mark.hazard("F3")
def helper(): ...
"""
    assert Counter(marks(source)) == Counter({"F1": 2, "F2": 1})


def test_the_list_describes_each_id_once() -> None:
    assert [row["id"] for row in ROWS if not row["hazard"]] == []
    assert [name for name, count in Counter(row["id"] for row in ROWS).items() if count > 1] == []


def test_every_marked_id_is_in_the_list() -> None:
    assert set(hazards_with_tests()) - {row["id"] for row in ROWS} == set()


def test_every_hazard_has_a_test(record_property: Callable[[str, object], None]) -> None:
    tested = set(hazards_with_tests())
    missing = [row["id"] for row in ROWS if row["id"] not in tested]
    record_property("summary", f"hazards survived {len(ROWS) - len(missing)} of {len(ROWS)}")
    assert missing == [], "no test is marked with these ids"
