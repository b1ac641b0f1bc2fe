"""A start with stored rules, for ``benchmarks.capacity`` and ``benchmarks.commands``."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import corpus, fetch
from watchers import entities
from watchers.errors import RuleError
from watchers.matching import Index, Recognizer
from watchers.model import Address
from watchers.rules import canonical, forms, parse
from watchers.services.watches import Watchlist
from watchers.store import Database, Transaction, subscribers, watches

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WATCHES_EACH = 50
LOOK = 0.001
"""Seconds between two checks that the loop is free."""


async def fill(path: Path, count: int, each: int = WATCHES_EACH) -> int:
    """Store this many rules, less those that cannot be parsed, ``each`` in a chat. Return the number of queries."""
    catalog, english = entities.load(), forms.load()

    def store(tx: Transaction) -> int:
        for number, typed in enumerate(corpus.distinct_rules(count, catalog, english)):
            if number % each == 0:
                known = subscribers.subscribe(tx, Address(str(number // each + 1)), "en", NOW)
            try:
                rule = parse(typed, catalog)
            except RuleError:
                continue
            watches.add(tx, known.id, watches.query(tx, str(canonical(rule))), typed, NOW)
        return tx.number("select count(*) from queries")

    async with await Database.open(path) as database:
        return await database.write(store)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Figures of a start."""

    rules: int
    cpu_seconds: float
    held_seconds: float
    """The longest time that the loop was held."""
    megabytes: float
    """How much memory grew."""


async def load(path: Path, index: Index, recognizer: Recognizer) -> Loaded:
    """Load the stored rules into the index."""
    async with await Database.open(path) as database:
        watchlist = Watchlist(database, index, recognizer, lambda: NOW, 0)
        before = fetch.memory()
        looking = asyncio.create_task(_longest_hold())
        began = time.process_time()
        rules = await watchlist.load()
        cpu = time.process_time() - began
        looking.cancel()
        held = await looking
        return Loaded(rules, cpu, held, fetch.memory() - before)


async def _longest_hold() -> float:
    longest, last = 0.0, time.perf_counter()
    while True:
        try:
            await asyncio.sleep(LOOK)
        except asyncio.CancelledError:
            return max(longest, time.perf_counter() - last)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
