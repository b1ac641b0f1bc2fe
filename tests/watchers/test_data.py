"""The data files of the packages: text, whatever YAML would make of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from watchers.data import read_yaml

ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob("watchers/**/data/*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_has_what_yaml_says_as_text(file: Path) -> None:
    package = ".".join(file.parents[1].relative_to(ROOT).parts)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with file.open("rb") as stream:
        meant = yaml.load(stream, loader)
    assert list(_texts(read_yaml(package, file.name))) == list(_texts(meant))


def _texts(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for key in sorted(value):
                yield key
                yield from _texts(value[key])
        case list():
            for each in value:
                yield from _texts(each)
        case bool():
            yield str(value).lower()
        case _:
            yield str(value)
