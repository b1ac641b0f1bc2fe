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
    """Return the value of a package's data file in YAML."""
    # libyaml's loader is five times as fast, but PyYAML may be installed without it. Both build only plain values.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(files(package).joinpath("data", name).read_bytes(), loader)
