"""Measure how long the service takes to load its stored rules, and how much memory they use.

    python -m benchmarks.start [100000]

Stores mostly distinct rules in a temporary database, and loads them in a separate process.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import corpus
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
    seconds: float
    cpu_seconds: float
    held_seconds: float
    """The longest time that the loop was held."""
    megabytes: float
    """How much memory grew."""


async def load(path: Path, index: Index, recognizer: Recognizer) -> Loaded:
    """Load the stored rules into the index."""
    async with await Database.open(path) as database:
        watchlist = Watchlist(database, index, recognizer, lambda: NOW, 0)
        before = _megabytes()
        looking = asyncio.create_task(_longest_hold())
        began, began_cpu = time.perf_counter(), time.process_time()
        rules = await watchlist.load()
        seconds, cpu = time.perf_counter() - began, time.process_time() - began_cpu
        looking.cancel()
        held = await looking
        return Loaded(rules, seconds, cpu, held, _megabytes() - before)


def report(path: Path) -> None:
    """Load the stored rules, and print the time, the longest hold of the loop, and the memory."""
    recognizer = Recognizer(entities.load(), forms.load())
    found = asyncio.run(load(path, Index(recognizer), recognizer))
    print(
        f"{found.rules} rules in force after {found.seconds:.1f} s, "
        f"of which {found.cpu_seconds:.1f} s of this process\n"
        f"    {found.cpu_seconds / found.rules * 1e6:.0f} µs a rule\n"
        f"    the loop was held for at most {found.held_seconds * 1e3:.0f} ms\n"
        f"    memory grew by {found.megabytes:.0f} MB, {found.megabytes / found.rules * 1e3:.2f} KB a rule"
    )


async def _longest_hold() -> float:
    longest, last = 0.0, time.perf_counter()
    while True:
        try:
            await asyncio.sleep(LOOK)
        except asyncio.CancelledError:
            return max(longest, time.perf_counter() - last)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now


def _megabytes() -> float:
    """Return the present memory of this process in MB (10⁶ bytes); Linux only."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


def main(count: int) -> None:
    """Store this many rules, and load them in a new process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.db"
        print(f"{asyncio.run(fill(path, count))} queries stored")
        subprocess.run([sys.executable, "-m", "benchmarks.start", str(path)], check=True)


if __name__ == "__main__":
    (asked,) = sys.argv[1:] or ["100000"]
    if asked.isdigit():
        main(int(asked))
    else:
        report(Path(asked))
