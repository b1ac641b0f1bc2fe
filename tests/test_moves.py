"""A newcomer who follows one command or one poll visits few files (decision 0047)."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.own_files import ROOT

pytestmark = pytest.mark.service

MAX_FILES = {"/watch TSMC tariffs": 24, "unchanged poll": 9, "poll with eight new items": 24}
MAX_MOVES = {"/watch TSMC tariffs": 110}
"""Calls from one file to another."""


_LINE = re.compile(r"(.+): (\d+) files, (\d+) moves")


def test_one_command_and_one_poll_visit_few_files() -> None:
    counted = subprocess.run(
        [sys.executable, "-m", "scripts.count_moves"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = {name: (int(files), int(moves)) for name, files, moves in _LINE.findall(counted.stdout)}
    assert found.keys() == MAX_FILES.keys()
    assert {name: files for name, (files, _) in found.items() if files > MAX_FILES[name]} == {}
    assert {name: found[name] for name, moves in MAX_MOVES.items() if found[name][1] > moves} == {}
