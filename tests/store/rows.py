"""Rows to begin a store test with, made through the store itself."""

from __future__ import annotations

from datetime import UTC, datetime

from watchers.entities import EMPTY
from watchers.match import Match, Recogniser
from watchers.model import Address, Hit, Item, ItemId, ItemKeys, QueryId, Sighting, Source, SourceId, Subscriber, Watch
from watchers.normalise import link_key
from watchers.rules.forms import Forms
from watchers.store import Transaction, items, outbox, sources, subscribers, watches
from watchers.text import read

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOURCE = Source(SourceId("ustr.rss"), "https://ustr.example/feed", "USTR")
NOBODY = Recogniser(EMPTY, Forms({}, {}))
"""Knows no entities."""


def key(text: str) -> bytes:
    return text.encode().rjust(16, b"\0")


def sighting(name: str, title: str = "", guid: str | None = None, link: str | None = None, dated: str = "") -> Sighting:
    """An item called by its name, with a guid of its own unless told otherwise."""
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


def add(tx: Transaction, *sightings: Sighting, now: datetime = NOW, baseline: bool = False) -> list[ItemId]:
    return [identifier for identifier, _ in items.add_unseen(tx, SOURCE.id, sightings, now, baseline, NOBODY)]


def person(tx: Transaction, name: str, *rules: str) -> Subscriber:
    """A subscriber who watches the rules."""
    subscriber = subscribers.subscribe(tx, Address(name), "en", NOW)
    for rule in rules:
        watching(tx, subscriber, rule)
    return subscriber


def watching(tx: Transaction, subscriber: Subscriber, rule: str) -> Watch:
    return watches.add(tx, subscriber.id, watches.query(tx, rule), rule, NOW)


def owe(tx: Transaction, item: ItemId, *rules: str, now: datetime = NOW) -> int:
    """The item met the rules; answers how many alerts are owed for that."""
    matches = [Match(QueryId(watches.query(tx, rule)), (Hit(rule, "title", 0, 4, rule),)) for rule in rules]
    outbox.decide(tx, item, matches, "test", now)
    return outbox.owe(tx, item, now)
