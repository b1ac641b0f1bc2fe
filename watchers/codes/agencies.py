"""Agencies of the Federal Register by the names that people type: BIS is industry-and-security-bureau. Pure."""

from __future__ import annotations

import re
from typing import Final

from watchers.data import read_yaml


def slug(name: str) -> str:
    """Return a name in the form of the Federal Register's slugs.

    Law: ``slug(slug(n)) == slug(n)``.
    """
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


def names(agency: str) -> tuple[str, ...]:
    """Return all names that people type for the agency with this slug, in lower case, the slug last."""
    short, *more = _NAMES.get(agency, [""])
    spoken = agency.replace("-", " ")
    return (*(name for name in dict.fromkeys((short.lower(), *more, spoken)) if name and name != agency), agency)


def shown(agency: str) -> str:
    """Return the name to display: the short name if there is one, else the slug's words."""
    short = _NAMES.get(agency, [""])[0]
    words = agency.split("-")
    return short or " ".join(word if word in _SMALL else word.capitalize() for word in words)


def most_telling(agencies: tuple[str, ...]) -> tuple[str, ...]:
    """Return the agencies without parent departments, or all of them if there are only such."""
    return tuple(agency for agency in agencies if agency not in _PARENTS) or agencies


_SMALL: Final = frozenset(("and", "of", "the", "for", "on", "in", "to"))
_NAMES: Final[dict[str, list[str]]] = read_yaml("watchers.codes", "agencies.yaml")
_PARENTS: Final = frozenset(
    agency for agency in _NAMES if agency.endswith("-department") or agency == "executive-office-of-the-president"
)
