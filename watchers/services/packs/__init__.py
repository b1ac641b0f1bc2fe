"""Starter packs: the rules that someone in a trade would write on the first day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Pack:
    """A few rules on one subject."""

    id: str
    """Short and stable: ``section-232``."""
    names: Mapping[str, str]
    """By language: en, zh-Hant, ja; the same for ``about``."""
    about: Mapping[str, str]
    """One line per language."""
    rules: tuple[str, ...]
    """As a person would type them."""


@cache
def load() -> tuple[Pack, ...]:
    """Return the shipped packs in the order in which they are offered."""
    data = files("watchers.services.packs").joinpath("data", "packs.yaml").read_bytes()
    return tuple(
        Pack(record["id"], record["name"], record["about"], tuple(record["rules"]))
        for record in yaml.load(data, getattr(yaml, "CSafeLoader", yaml.SafeLoader))["packs"]
    )


def by_id(identifier: str) -> Pack | None:
    """Return the pack with this ID, or None if it no longer exists."""
    return next((pack for pack in load() if pack.id == identifier), None)
