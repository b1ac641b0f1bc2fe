"""What is shipped beside the code: data files with their origin and license, and the types."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot import version

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bot", "watchers")
NOTICE = (ROOT / "NOTICE").read_text("utf-8")
CODE = (".py", ".typed", ".pyc")


def _data_files() -> list[str]:
    return sorted(
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in CODE
    )


@pytest.mark.parametrize("file", _data_files())
def test_the_notice_names_every_data_file(file: str) -> None:
    assert f"\n{file}\n" in NOTICE


def test_the_notice_names_no_file_that_is_not_there() -> None:
    named = re.findall(r"^((?:bot|watchers)/\S+)$", NOTICE, re.MULTILINE)
    assert named
    assert [file for file in named if not (ROOT / file).is_file()] == []


def test_every_license_in_the_notice_is_shipped_and_declared() -> None:
    texts = {path.name for path in (ROOT / "LICENSES").iterdir()}
    assert set(re.findall(r"LICENSES/([\w.-]+\.txt)", NOTICE)) == texts
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["license"].split(" AND ")
    named = set(re.findall(r"License: ([\w.-]+)", NOTICE)) | {"MIT"}
    assert set(declared) == named


@pytest.mark.parametrize("package", PACKAGES)
def test_both_packages_ship_their_types(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()


def test_the_version_is_that_of_pyproject_and_written_nowhere_else() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert version() == declared
    short = declared.rpartition(".")[0]
    literal = re.compile(rf"(?i)tradewatch[/ ]v?{re.escape(short)}\b|version\s*=\s*[\"']{re.escape(short)}\b")
    texts = [file for file in _data_files() if not file.endswith(".xz")]
    shipped = [ROOT / "config.yaml", ROOT / "Dockerfile", *(ROOT / file for file in texts)]
    shipped += [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    assert [path for path in (*shipped, *pages) if literal.search(path.read_text("utf-8"))] == []
