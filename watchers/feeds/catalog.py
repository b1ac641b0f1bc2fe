"""Load the shipped sources from ``data/catalogue.yaml``."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import msgspec

from watchers.data import read_yaml
from watchers.model import Source, SourceId


@dataclass(frozen=True, slots=True)
class SourceCatalog:
    """Sources with polite polling intervals, the official ones first."""

    default: tuple[Source, ...]
    """Polled unless the configuration chooses otherwise: known to respond, and worth reading for everyone."""
    more: tuple[Source, ...]
    """Polled in addition if all are chosen: narrower, noisier or less likely to respond."""
    retired: tuple[Source, ...]
    """Polled only where the configuration names them: they stopped, or others have the same items."""
    seen: Mapping[SourceId, str]
    """The newest day, month or year in which a public record shows that a source works; those without are left out."""

    @property
    def all(self) -> tuple[Source, ...]:
        """Return the default sources, then the others."""
        return (*self.default, *self.more)


@cache
def load() -> SourceCatalog:
    """Read the shipped file, once; raise ValueError for a mistake in it, which the tests would find."""
    listed = read_yaml("watchers.feeds", "catalogue.yaml")
    default, more, retired = (tuple(map(_source, listed[part])) for part in ("default", "more", "retired"))
    rows = itertools.chain.from_iterable(listed.values())
    seen = {SourceId(row["id"]): row["seen"] for row in rows if "seen" in row}
    return SourceCatalog(default, more, retired, seen)


def _source(given: dict[str, Any]) -> Source:
    every = timedelta(**{_UNITS[given["every"][-1]]: int(given["every"][:-1])})
    return msgspec.convert({**given, "every": every}, Source, strict=False)


_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
