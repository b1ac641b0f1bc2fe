"""Every hazard of fetching (F), parsing (P) and identity (I) is a named test: ``test_f1_…``, ``test_p1_…``."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
LIST = TESTS.parents[1] / "shared" / "design" / "hazards.md"
ROWS = tuple(f"{kind}{number}" for kind, last in (("F", 21), ("P", 10), ("I", 10)) for number in range(1, last + 1))
NOT_YET = {"I10": "one story from several sources"}
"""Rows whose part is still to come; a row that has its tests is survived, whether it stands here or not."""


def named() -> Counter[str]:
    """How many tests each row has, by their names."""
    found: Counter[str] = Counter()
    for path in TESTS.rglob("test_*.py"):
        found.update(name.upper() for name in re.findall(r"def test_([fpi]\d+)_\w", path.read_text("utf-8")))
    return found


def test_every_hazard_has_a_test_of_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    tests = named()
    survived = [row for row in ROWS if tests[row]]
    awaited = [f"{row} ({NOT_YET[row]})" for row in ROWS if not tests[row] and row in NOT_YET]
    told = f"hazards survived {len(survived)} of {len(ROWS)}"
    with capsys.disabled():
        sys.stdout.write("\n" + "; to come: ".join([told, *([", ".join(awaited)] if awaited else [])]) + "\n")
    assert [row for row in ROWS if not tests[row] and row not in NOT_YET] == []


def test_no_test_is_named_for_a_hazard_that_there_is_not() -> None:
    assert set(named()) <= set(ROWS)


@pytest.mark.skipif(not LIST.is_file(), reason="the list of hazards is not at hand")
def test_the_rows_are_those_of_the_list() -> None:
    listed = re.findall(r"^\| ([FPI]\d+) \|", LIST.read_text("utf-8"), re.MULTILINE)
    assert tuple(sorted(listed)) == tuple(sorted(ROWS))
