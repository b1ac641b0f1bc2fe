"""Tests read only what the tree has, and what Python and the system bring along."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from tests.own_files import ROOT, ForeignFileError, is_foreign


@pytest.mark.parametrize("path", [Path("/nowhere/feeds"), ROOT / Path(*[".."] * len(ROOT.parts)) / "nowhere"])
def test_what_lies_outside_the_tree_is_refused(path: Path) -> None:
    assert is_foreign(str(path))
    with pytest.raises(ForeignFileError):
        path.read_bytes()
    with pytest.raises(ForeignFileError):
        list(path.iterdir())


@pytest.mark.parametrize("path", [ROOT, Path(tempfile.gettempdir()), Path(sys.executable), Path("/etc/hosts")])
def test_the_tree_the_temporary_folder_python_and_the_system_are_not(path: Path) -> None:
    assert not is_foreign(str(path))
    assert not is_foreign(str(path / "something"))
