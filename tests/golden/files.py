"""Comparison with the files below tests/golden/expected, and the one list of what differs from run to run."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
INPUTS = HERE / "inputs"
EXPECTED = HERE / "expected"

VOLATILE = (
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:PORT"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?"), "TIME"),
    (re.compile(r"\d{4}-\d\d-\d\d\b"), "DAY"),
    (re.compile(r"\b\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d UTC"), "TIME"),
    (re.compile(r'"seconds": \d+\.\d+'), '"seconds": N'),
    (re.compile(r"\b\d+\.\d s\b"), "N s"),
    (re.compile(r"Tradewatch \d+\.\d+\S*"), "Tradewatch VERSION"),
)
"""Ports, times, durations and the version: everything that :func:`normalized` replaces, besides folders."""


def normalized(text: str, folders: Mapping[Path, str]) -> str:
    """Return the text with what differs from run to run replaced by a fixed word.

    Args:
        text: What the program printed.
        folders: The word for each folder that the output may name.
    """
    for folder, word in folders.items():
        text = text.replace(str(folder), word)
    for pattern, word in VOLATILE:
        text = pattern.sub(word, text)
    return text


@dataclass(frozen=True, slots=True)
class Golden:
    """Compare output with its golden file, or rewrite the file where pytest was given ``--update-golden``."""

    update: bool

    def text(self, name: str, found: str) -> None:
        """Fail with a unified diff unless the file of this name holds the text."""
        path = EXPECTED / name
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(found, "utf-8")
            return
        expected = path.read_text("utf-8") if path.exists() else ""
        if found == expected:
            return
        diff = "".join(
            difflib.unified_diff(
                expected.splitlines(keepends=True), found.splitlines(keepends=True), f"expected/{name}", "found"
            )
        )
        raise AssertionError(f"{name} differs; if that is meant, run pytest tests/golden --update-golden\n{diff}")

    def json(self, name: str, found: object) -> None:
        """Do the same for a value, written as indented JSON."""
        self.text(name, json.dumps(found, ensure_ascii=False, indent=2) + "\n")
