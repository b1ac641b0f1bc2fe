"""Measure the one transaction that enqueues an item for ten thousand subscribers, and the cost of each subscriber.

python -m benchmarks.fan_out [10000]
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from watchers import entities, senses
from watchers.items.identity import ItemKeys, Sighting
from watchers.matching import Index, Recognizer
from watchers.model import Address, Item, Source, SourceId
from watchers.pipeline import read_item
from watchers.rules import canonical, forms, parse
from watchers.store import Database, Rows, Transaction, database_bytes, items, outbox, sources, subscribers, watches
from watchers.text.tokens import read

SOURCE = Source(SourceId("benchmark"), "https://example.org/feed")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FanOut:
    """Figures of one item for many subscribers."""

    enqueued: int
    """Alerts enqueued."""
    cpu_seconds: float
    wall_seconds: float
    finding_seconds: float
    """The part that goes through all watchers of a query."""
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
        for identifier, _ in items.add_unseen(tx, SOURCE.id, [sighting], {sighting.keys: new}, NOW, False) or ():
            outbox.store_matches(tx, identifier, index.match(reading), "benchmark", NOW)
            enqueued += outbox.enqueue(tx, identifier, NOW)
        return enqueued

    with tempfile.TemporaryDirectory() as folder:
        async with await Database.open(Path(folder) / "benchmark.db") as database:
            empty = await database.read(database_bytes)
            await database.write(subscribe)
            watched = await database.read(database_bytes)
            began, cpu_began = time.perf_counter(), time.process_time()
            enqueued = await database.write(take_in)
            wall, cpu = time.perf_counter() - began, time.process_time() - cpu_began
            full = await database.read(database_bytes)
            # Matching knows only queries; the database knows who watches each.
            finding = statistics.median([await database.read(_finding_watchers) for _ in range(20)])
            return FanOut(enqueued, cpu, wall, finding, (full - watched) / enqueued, (watched - empty) / count)


def main(count: int) -> None:
    """Measure with this many subscribers, and print the figures."""
    found = asyncio.run(measure(count))
    print(f"{found.enqueued} alerts owed in one transaction: {found.wall_seconds * 1e3:.0f} ms")
    print(f"    CPU time {found.cpu_seconds / count * 1e6:.1f} µs a subscriber")
    print(f"finding who watches the query that was met: {found.finding_seconds / count * 1e6:.2f} µs a watcher")


def _finding_watchers(rows: Rows) -> float:
    """Return the seconds it takes to go through all watchers."""
    began = time.perf_counter()
    rows.number("select total(subscriber) from watches where query = 1 and removed_at is null")
    return time.perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
