"""Parse any list in JSON by the source's mapping of paths."""

from __future__ import annotations

from dataclasses import dataclass

from watchers.errors import ParseError, ParseProblem
from watchers.feeds import mapped, plaintext
from watchers.feeds.jsontree import Value, load, reach, text, within
from watchers.model import NO_MAP, ItemMap, Parsed


def parse_json(body: bytes, content_type: str, url: str, mapping: ItemMap = NO_MAP) -> Parsed:
    """Return the items at ``mapping.items``. Raises ParseError, also if nothing is there."""
    document = load(body, content_type)
    if mapping.within:
        document = load(within(document, mapping.within).encode(), "")
    listed = reach(document, mapping.items)
    if listed is None:
        raise ParseError(ParseProblem.NO_ITEMS, f"nothing stands at mapping.items: {mapping.items}")
    following = _JsonPlace(document).links(mapping.next) if mapping.next else []
    return mapped.read(map(_JsonPlace, listed), mapping, url, next(iter(following), ""))


@dataclass(frozen=True, slots=True)
class _JsonPlace:
    value: Value

    def texts(self, at: str) -> list[str]:
        return [plaintext.from_loose(found) for found in self.links(at)]

    def links(self, at: str) -> list[str]:
        found = reach(self.value, at) if at else None
        return [said for each in found or () if (said := text(each))]
