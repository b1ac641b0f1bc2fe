"""A pytest plugin: run only tests of injected faults and of the hazards X1 to X18, and print a line for each."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MARKERS = ("fault", "hazard")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, dialect="excel-tab"))


FAULTS = {row["id"]: f"{row['fault']}: {row['must']}" for row in _rows(HERE / "faults.tsv")}
HAZARDS = {row["id"]: row["hazard"] for row in _rows(HERE.parent / "hazards.tsv") if row["id"].startswith("X")}
ROWS = FAULTS | HAZARDS
"""Every row of the scoreboard, with its text."""


def rows_of(item: pytest.Item) -> list[str]:
    """Return the rows of the scoreboard that a test is about."""
    return [mark.args[0] for name in MARKERS for mark in item.iter_markers(name) if mark.args[0] in ROWS]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that belong to a row, and let their reports carry it."""
    kept = [item for item in items if rows_of(item)]
    for item in kept:
        item.user_properties.extend(("row", row) for row in rows_of(item))
    config.hook.pytest_deselected(items=[item for item in items if not rows_of(item)])
    items[:] = kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the scoreboard."""
    counts: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    figures: defaultdict[str, list[str]] = defaultdict(list)
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.getreports(outcome):
            for name, value in report.user_properties:
                if name == "row":
                    counts[value][outcome] += 1
                elif name == "figure" and outcome in ("passed", "failed"):
                    row, _, figure = value.partition(": ")
                    figures[row].append(figure)
    terminalreporter.section("scoreboard")
    for row, text in ROWS.items():
        found = ", ".join(f"{count} {outcome}" for outcome, count in counts[row].items())
        terminalreporter.write_line(f"{row:10} {found or 'not run'}")
        terminalreporter.write_line(f"{'':10}   {text}")
        for figure in dict.fromkeys(figures[row]):
            terminalreporter.write_line(f"{'':10}   → {figure}")
