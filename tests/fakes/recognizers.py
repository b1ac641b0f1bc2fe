"""Recognizers that say what they were asked."""

from __future__ import annotations

from watchers.entities import Catalogue, Tokens
from watchers.matching import FIELD_NAMES, Recogniser
from watchers.rules.forms import Forms


class CountingRecogniser(Recogniser):
    """Counts the fields in which names are looked for; an item has two."""

    def __init__(self, catalogue: Catalogue, forms: Forms) -> None:
        super().__init__(catalogue, forms)
        self.fields = 0

    @property
    def items(self) -> int:
        """How many items were recognized."""
        return self.fields // len(FIELD_NAMES)

    def aliases(self, tokens: Tokens) -> list[tuple[int, Tokens]]:
        self.fields += 1
        return super().aliases(tokens)
