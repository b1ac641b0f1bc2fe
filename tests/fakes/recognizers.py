"""Recognizers that say what they were asked."""

from __future__ import annotations

from watchers.entities import Catalog, Tokens
from watchers.matching import FIELD_NAMES, Recognizer
from watchers.rules.forms import Forms


class CountingRecognizer(Recognizer):
    """Counts the fields in which names are looked for; an item has two."""

    def __init__(self, catalog: Catalog, forms: Forms) -> None:
        super().__init__(catalog, forms)
        self.fields = 0

    @property
    def items(self) -> int:
        """How many items were recognized."""
        return self.fields // len(FIELD_NAMES)

    def aliases(self, tokens: Tokens) -> list[tuple[int, Tokens]]:
        self.fields += 1
        return super().aliases(tokens)
