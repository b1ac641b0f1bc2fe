"""The shipped sources: data/catalog.yaml -> Sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import Any

import yaml

from watchers.model import Group, ItemMap, Source, SourceId, SourceKind, TextUse


@dataclass(frozen=True, slots=True)
class Catalog:
    """Sources with their own polite intervals, the official ones first."""

    default: tuple[Source, ...]
    """What is polled where nothing is chosen: known to answer, and worth reading for everyone."""
    more: tuple[Source, ...]
    """What is polled besides where all is chosen: narrower, noisier or less sure to answer."""

    @property
    def all(self) -> tuple[Source, ...]:
        return (*self.default, *self.more)


def load() -> Catalog:
    """Read the shipped file; a mistake in it is a KeyError or ValueError, and the tests' to find."""
    shipped = (files("watchers.feeds") / "data" / "catalogue.yaml").read_text("utf-8")
    listed = yaml.load(shipped, Loader=_LOADER)
    return Catalog(tuple(map(_source, listed["default"])), tuple(map(_source, listed["more"])))


def _source(given: Mapping[str, Any]) -> Source:
    return Source(
        id=SourceId(given["id"]),
        url=given["url"],
        name=given["name"],
        kind=SourceKind(given["kind"]),
        language=given.get("language"),
        country=given.get("country"),
        every=_duration(given["every"]),
        text=TextUse(given["text"]),
        tier=int(given["tier"]),
        user_agent=given.get("user_agent"),
        group=Group(given["group"]),
        mapping=ItemMap(**given.get("mapping", {})),
    )


def _duration(written: str) -> timedelta:
    return int(written[:-1]) * _UNITS[written[-1]]


_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
# libyaml's loader is five times as fast; PyYAML is also installed without it. Both build plain values alone.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
