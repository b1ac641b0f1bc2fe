"""The numbers by which officials call a document: dockets, citations, tariff codes; as people write and copy them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from watchers.model import DOCUMENT, Fact

_ORDER = {"docket": 1, "case": 1, "fr": 2, "csms": 3, "hs": 4}
_CITATION = re.compile(r"(\d+)FR(\d+)")


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts that are numbers: the document's own before those that its text cites."""
    return sorted(
        (fact for fact in facts if fact.name in _ORDER),
        key=lambda fact: (fact.field != DOCUMENT, _ORDER[fact.name]),
    )


def shown(fact: Fact) -> str:
    """Return a number as an alert shows it; of a docket and a case, the number alone."""
    match fact.name:
        case "fr":
            return citation(fact)
        case "csms":
            return f"CSMS # {fact.value}"
        case "hs":
            return f"HS {_dotted(fact.value)}"
    return fact.value


def to_copy(fact: Fact) -> str:
    """Return a number as people paste it into a search."""
    match fact.name:
        case "fr":
            return citation(fact).removeprefix("FR ")
        case "hs":
            return _dotted(fact.value)
    return fact.value


def citation(fact: Fact) -> str:
    """Return a citation or a document number of the Federal Register."""
    found = _CITATION.fullmatch(fact.value)
    return f"{found[1]} FR {found[2]}" if found else f"FR {fact.value}"


def _dotted(code: str) -> str:
    """Format a tariff code as the tariff prints it: ``85423100`` -> ``8542.31.00``."""
    digits = code.partition("-")[0]
    pieces = [digits[:4], *(digits[at : at + 2] for at in range(4, min(len(digits), 8), 2)), digits[8:]]
    return ".".join(filter(None, pieces))
