"""Which entities an item names, and where: the longest alias at a place wins, broader ones count too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from watchers.entities import Alias, Catalogue, EntityId, Tokens
from watchers.match.reading import Phrases, Scan, Span
from watchers.rules.forms import Forms


class Recogniser:
    """The catalogue's aliases as a table of phrases; built once, asked once an item."""

    def __init__(self, catalogue: Catalogue, forms: Forms) -> None:
        self.catalogue = catalogue
        self.forms = forms
        self._owners: dict[Tokens, list[EntityId]] = defaultdict(list)
        self._not_inside: dict[Tokens, set[Tokens]] = defaultdict(set)
        for entity in catalogue.entities.values():
            for alias in entity.aliases:
                if alias.gated:
                    continue
                for tokens in self._spellings(alias, entity.kind):
                    if entity.id not in self._owners[tokens]:
                        self._owners[tokens].append(entity.id)
            for tokens, longer in entity.not_inside.items():
                self._not_inside[tokens].update(longer)
        self._phrases = Phrases(self._owners)

    def _spellings(self, alias: Alias, kind: str) -> list[Tokens]:
        """An alias' tokens; of a topic or product in English, with the forms of its last word."""
        if kind not in ("topic", "product") or alias.language != "en":
            return [alias.tokens]
        *before, last = alias.tokens
        return [(*before, form) for form in sorted(self.forms.of(last))]

    def entities(self, scans: Sequence[Scan]) -> Mapping[EntityId, list[Span]]:
        """Each entity that counts, with the places that say so."""
        found: dict[EntityId, list[Span]] = defaultdict(list)
        for field, scan in enumerate(scans):
            for span, tokens in self._longest(field, scan):
                for owner in self._owners[tokens]:
                    for entity in self.catalogue.counts_for[owner]:
                        found[entity].append(span)
        return found

    def _longest(self, field: int, scan: Scan) -> list[tuple[Span, Tokens]]:
        hits = [
            (Span(field, first, behind), tokens)
            for tokens in self._phrases.in_text(scan)
            for first, behind in scan.found(tokens)
            if not self._is_accident(scan, tokens, first, behind)
        ]
        hits.sort(key=lambda hit: (hit[0].first, -hit[0].behind))
        kept: list[tuple[Span, Tokens]] = []
        reach = -1
        for span, tokens in hits:
            if span.behind > reach:
                kept.append((span, tokens))
                reach = span.behind
        return kept

    def _is_accident(self, scan: Scan, tokens: Tokens, first: int, behind: int) -> bool:
        """Whether the alias stands inside a longer string that means something else (高通 in 提高通關)."""
        for longer in self._not_inside.get(tokens, ()):
            for begin in scan.at(longer):
                if begin <= first and behind <= begin + len(longer):
                    return True
        return False
