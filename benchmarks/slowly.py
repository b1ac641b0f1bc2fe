"""The slow matcher of the tests, with what it works out of an item kept while the item is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.core.slow_matcher import Place, SlowMatcher
from watchers.entities import Entity as Named
from watchers.entities import EntityId, Tokens
from watchers.match import Recogniser
from watchers.model import Item, SourceId
from watchers.rules import Rule
from watchers.text import Text


def met(rules: Mapping[int, Rule], item: Item, source: SourceId, recogniser: Recogniser) -> set[int]:
    """The rules that the item meets, each tried."""
    matcher = _Patient(item, source, recogniser.catalogue, recogniser.forms)
    return {at for at, rule in rules.items() if matcher.meets(rule)}


class _Patient(SlowMatcher):
    """Asked two thousand rules about one item."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_kept", {})

    def named(self, name: str, text: Text) -> Iterator[tuple[Place, EntityId]]:
        kept: dict[str, list[tuple[Place, EntityId]]] = self._kept  # type: ignore[attr-defined]
        if name not in kept:
            kept[name] = list(super().named(name, text))
        return iter(kept[name])

    def spellings(self, entity: Named) -> set[Tokens]:
        """Only those whose tokens all stand in the item: the others are found nowhere."""
        words = {*self.item.title.tokens, *self.item.body.tokens}
        return {tokens for tokens in super().spellings(entity) if words.issuperset(tokens)}
