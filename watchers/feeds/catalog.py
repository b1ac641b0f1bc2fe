"""Load the shipped sources from ``data/catalogue.yaml``."""

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
    """Sources with polite polling intervals, the official ones first."""

    default: tuple[Source, ...]
    """Polled unless the configuration chooses otherwise: known to respond, and worth reading for everyone."""
    more: tuple[Source, ...]
    """Polled in addition if all are chosen: narrower, noisier or less likely to respond."""

    @property
    def all(self) -> tuple[Source, ...]:
        """Return the default sources, then the others."""
        return (*self.default, *self.more)


def load() -> Catalog:
    """Read the shipped file; raise KeyError or ValueError for a mistake in it, which the tests would find."""
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
# libyaml's loader is five times as fast, but PyYAML may be installed without it. Both build only plain values.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
