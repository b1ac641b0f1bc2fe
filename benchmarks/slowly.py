"""The slow matcher of the tests, with a cache for the item that it looks at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.fakes.slow_matcher import Place, SlowMatcher
from watchers.entities import Entity as Named
from watchers.entities import EntityId, Tokens
from watchers.matching import Recognizer
from watchers.model import Item, SourceId
from watchers.rules import Rule
from watchers.text.tokens import Text


def matched(rules: Mapping[int, Rule], item: Item, source: SourceId, recognizer: Recognizer) -> set[int]:
    """Return the rules that match the item, each tried by itself."""
    matcher = _Patient(item, source, recognizer.catalog, recognizer.forms)
    return {at for at, rule in rules.items() if matcher.meets(rule)}


@dataclass(frozen=True)
class _Patient(SlowMatcher):
    """The slow matcher, fast enough for two thousand rules about one item."""

    kept: dict[str, list[tuple[Place, EntityId]]] = field(default_factory=dict)

    def named(self, name: str, text: Text) -> Iterator[tuple[Place, EntityId]]:
        if name not in self.kept:
            self.kept[name] = list(SlowMatcher.named(self, name, text))
        return iter(self.kept[name])

    def spellings(self, entity: Named) -> set[Tokens]:
        """Return only spellings whose tokens are all in the item: no other can be found."""
        words = {*self.item.title.tokens, *self.item.body.tokens}
        return {tokens for tokens in SlowMatcher.spellings(self, entity) if words.issuperset(tokens)}
