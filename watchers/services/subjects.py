"""What an item, or a link to one, is about: the names in its title, as somebody would type them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

from watchers.entities import EntityId
from watchers.errors import RuleError
from watchers.items.identity import link_key
from watchers.matching import Reading, Recognizer
from watchers.model import Item, ItemId, SourceId, StoredItem, Subscriber, TextUse
from watchers.rules import ChatAliases, Entity, Rule
from watchers.services.aliases import RuleService
from watchers.store import Rows, items, sources
from watchers.store.database import reading
from watchers.text.tokens import read

MAX_NAMES = 2
"""More would match only this item."""
_BETWEEN_WORDS = re.compile(r"[-_+./\s]+")


@dataclass(frozen=True, slots=True)
class Subjects(RuleService):
    """Say what links are about."""

    @reading
    def of_link(self, rows: Rows, subscriber: Subscriber, link: str) -> str | None:
        """Return the text of a rule on what an item is about, by its title or by the words of its link.

        Return None if neither has a name.
        """
        own, key = self.aliases.own(rows, subscriber.id), link_key(link)
        known = sources.ids(rows, subscriber.id)
        stored = [each for each in items.by_link(rows, key) if each.source in known] if key is not None else []
        for each in (*stored[:1], _worded(link, self.now())):
            names = list(names_in_title(each, self.recognizer, own, subscriber.language))
            if names:
                return " ".join(names[:MAX_NAMES])
        return None


def names_in_title(stored: StoredItem, recognizer: Recognizer, own: ChatAliases, language: str) -> Iterator[str]:
    """Yield the names in a title, in their order, that mean the same if they are typed in a rule."""
    found = entities_in_title(Reading(stored.item, stored.source, recognizer))
    return filter(None, (typed_name(entity, own, language) for entity in found))


def entities_in_title(reading: Reading) -> list[EntityId]:
    """Return the entities that a title names, in their order."""
    places = [
        (min(span.first for span in spans if span.field == 0), entity)
        for entity, spans in reading.entities.items()
        if any(span.field == 0 for span in spans)
    ]
    return [entity for _, entity in sorted(places)]


def typed_name(entity: EntityId, own: ChatAliases, language: str) -> str | None:
    """Return the name of an entity; None if it means something else when it is typed in a rule."""
    name = own.catalog.entities[entity].name(language)
    meant = read_rule(name, own)
    return name if isinstance(meant, Entity) and meant.id == entity else None


def read_rule(text: str, own: ChatAliases) -> Rule | None:
    """Return the rule of a text; None if it is not valid."""
    try:
        return own.reread(text)
    except RuleError:
        return None


def _worded(link: str, now: datetime) -> StoredItem:
    """Return the words of a link's path as the title of an item that is stored nowhere."""
    words = _BETWEEN_WORDS.sub(" ", unquote(urlsplit(link).path)).strip()
    item = Item("", read(words), read(""), now, "en", None, ())
    return StoredItem(ItemId(0), item, SourceId(""), "", TextUse.HEADLINE, now, baseline=False)
