"""Rows to begin a store test with, made through the store itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from watchers.items.identity import ItemKeys, Sighting, link_key
from watchers.model import Address, Hit, Item, ItemId, Match, QueryId, Source, SourceId, Subscriber, Watch
from watchers.store import Transaction, items, outbox, sources, subscribers, watches
from watchers.store.items import ItemWords, NewItem
from watchers.text.tokens import read

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOURCE = Source(SourceId("ustr.rss"), "https://ustr.example/feed", "USTR")
NO_WORDS = ItemWords("", "", "", "", "")
"""Of an item that no search is to find."""


def key(text: str) -> bytes:
    return text.encode().rjust(16, b"\0")


def sighting(name: str, title: str = "", guid: str | None = None, link: str | None = None, dated: str = "") -> Sighting:
    """An item with its name as title, and by default with a unique GUID."""
    address = f"https://ustr.example/{name}" if link is None else link
    keys = ItemKeys(
        guid=key(f"g{name}" if guid is None else guid) if guid != "" else None,
        link=link_key(address),
        title=key(f"t{title or name}"),
        dated=key(dated) if dated else None,
    )
    return Sighting(keys, Item(address, read(title or name), read("Body."), None, "en", None))


def with_source(tx: Transaction, source: Source = SOURCE) -> Source:
    sources.register(tx, [source], NOW)
    return source


def add_unseen(
    tx: Transaction, source: SourceId, sightings: Sequence[Sighting], now: datetime = NOW, baseline: bool = False
) -> list[ItemId]:
    """Store what is new of a document, as a poll does."""
    unseen = items.unseen(tx, source, sightings, now)
    prepared = {each.keys: NewItem(each.item, link_key(each.item.link), NO_WORDS) for each in unseen}
    added = items.store_unseen(tx, source, sightings, prepared, now, baseline)
    assert added is not None
    return [identifier for identifier, _ in added]


def add(tx: Transaction, *sightings: Sighting, now: datetime = NOW, baseline: bool = False) -> list[ItemId]:
    return add_unseen(tx, SOURCE.id, sightings, now, baseline)


def person(tx: Transaction, name: str, *rules: str) -> Subscriber:
    """A subscriber who watches the rules."""
    subscriber = subscribers.subscribe(tx, Address(name), "en", NOW)
    for rule in rules:
        watching(tx, subscriber, rule)
    return subscriber


def watching(tx: Transaction, subscriber: Subscriber, rule: str) -> Watch:
    return watches.add(tx, subscriber.id, watches.query(tx, rule), rule, NOW)


def enqueue(tx: Transaction, item: ItemId, *rules: str, now: datetime = NOW) -> int:
    """The item met the rules; answers how many alerts are owed for that."""
    matches = [Match(QueryId(watches.query(tx, rule)), (Hit(rule, "title", 0, 4, rule),)) for rule in rules]
    outbox.store_matches(tx, item, matches, "test", now)
    return outbox.enqueue(tx, item, now)
