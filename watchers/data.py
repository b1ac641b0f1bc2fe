"""Read the data files that are shipped in the packages."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml


def read_lines(package: str, name: str) -> list[str]:
    """Return the lines of a package's data file, without comments."""
    lines = files(package).joinpath("data", name).read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def read_yaml(package: str, name: str) -> Any:
    """Return the value of a package's data file in YAML; every scalar is text, also ``on`` and ``232``."""
    # libyaml's loader is several times as fast, but PyYAML may be installed without it.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return _value(yaml.compose(files(package).joinpath("data", name).read_bytes(), loader))


def _value(node: Any) -> Any:
    match node:
        case yaml.MappingNode():
            written = {key.value: _value(value) for key, value in node.value}
            return {**written.pop("<<", {}), **written}
        case yaml.SequenceNode():
            return [_value(each) for each in node.value]
        case _:
            return node.value
