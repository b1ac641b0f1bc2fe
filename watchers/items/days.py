"""The days of an item that count, out of all that it names (pure)."""

from __future__ import annotations

from collections.abc import Iterable

from watchers.model import DOCUMENT, Dated, Fact


def chosen(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return one day of each kind: the publisher's own field, else the earliest that the text gives."""
    by_kind: dict[str, list[Fact]] = {kind.value: [] for kind in Dated}
    for fact in facts:
        if fact.name in by_kind:
            by_kind[fact.name].append(fact)
    return tuple(
        min(found, key=lambda fact: (fact.field != DOCUMENT, fact.value)) for found in by_kind.values() if found
    )
