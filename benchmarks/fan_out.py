"""The one transaction that enqueues an item for many subscribers, for ``benchmarks.capacity``."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from watchers import entities, senses
from watchers.items.identity import ItemKeys, Sighting
from watchers.matching import Index, Recognizer
from watchers.model import Address, Item, Source, SourceId
from watchers.rules import canonical, forms, parse
from watchers.search.question import read_item
from watchers.store import Database, Transaction, database_bytes, items, outbox, sources, subscribers, watches
from watchers.text.tokens import read

SOURCE = Source(SourceId("benchmark"), "https://example.org/feed")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FanOut:
    """Figures of one item for many subscribers."""

    cpu_seconds: float
    bytes_an_alert: float
    bytes_a_watch: float
    """Includes its subscriber."""


async def measure(count: int) -> FanOut:
    """Take in one item that so many subscribers watch for."""
    recognizer = Recognizer(entities.load(), forms.load(), senses.load())
    index = Index(recognizer)
    rule = parse("TSMC tariffs", recognizer.catalog)

    def subscribe(tx: Transaction) -> None:
        sources.register(tx, [SOURCE], NOW)
        query = watches.query(tx, str(canonical(rule)))
        index.add(query, rule)
        for number in range(count):
            known = subscribers.subscribe(tx, Address(str(number + 1)), "en", NOW)
            watches.add(tx, known.id, query, "TSMC tariffs", NOW)

    def take_in(tx: Transaction) -> int:
        title = "TSMC faces chip tariffs"
        item = Item("https://example.org/1", read(title), read("Tariffs on TSMC."), None, "en", None)
        sighting = Sighting(ItemKeys(b"g" * 16, None, b"t" * 16, None), item)
        enqueued = 0
        new, reading = read_item(item, SOURCE.id, recognizer)
        for identifier, _ in items.store_unseen(tx, SOURCE.id, [sighting], {sighting.keys: new}, NOW, False) or ():
            outbox.store_matches(tx, identifier, index.match(reading), "benchmark", NOW)
            enqueued += outbox.enqueue(tx, identifier, NOW)
        return enqueued

    with tempfile.TemporaryDirectory() as folder:
        async with await Database.open(Path(folder) / "benchmark.db") as database:
            empty = await database.read(database_bytes)
            await database.write(subscribe)
            watched = await database.read(database_bytes)
            began = time.process_time()
            enqueued = await database.write(take_in)
            cpu = time.process_time() - began
            full = await database.read(database_bytes)
            return FanOut(cpu, (full - watched) / enqueued, (watched - empty) / count)
