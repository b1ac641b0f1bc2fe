"""Measure back-tests over 50,000 stored items, and what the full-text table adds to storing one item.

    python -m benchmarks.search [50000] [FOLDER]

The items are spread over 30 days, so that every back-test covers all of them. A quarter are long (about 350
words); the others are a headline with a sentence or two, as in feeds. With FOLDER, the database is kept there and
reused by the next run.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import corpus
from watchers import codes, entities, senses
from watchers.errors import RuleError
from watchers.items.identity import ItemKeys, Sighting
from watchers.matching import Reading, Recognizer
from watchers.model import Item, Source, SourceId
from watchers.rules import Rule, forms, parse
from watchers.search import BackTest, back_test, candidates
from watchers.search.indexing import index
from watchers.search.question import read_item, words_of
from watchers.store import Database, Rows, Transaction, items, sources
from watchers.text.tokens import read

NOW = datetime(2026, 1, 31, tzinfo=UTC)
DAYS = timedelta(days=30)
AT_ONCE = 200
SOURCES = [
    Source(SourceId(f"benchmark.{country.lower()}"), f"https://example.org/{country}", country=country)
    for country in ("US", "TW", "JP", "EU")
]


@dataclass(frozen=True, slots=True)
class Kind:
    """Rules of one kind."""

    name: str
    rules: list[str]


async def main(count: int, temporary: Path, kept: Path) -> None:
    """Measure over this many items, and print the figures; ``kept`` is the folder of the database."""
    recognizer = Recognizer(entities.load(), forms.load(), senses.load())
    path = kept / f"search-{count}.db"
    made = corpus.items(2_000, recognizer.catalog, recognizer.forms)
    async with await Database.open(path) as database:
        await database.write(items.begin_indexing, recognizer.version)
        await index(database, recognizer)
        await _fill(database, count, made, recognizer)
        print(f"{await database.read(_count)} items, {path.stat().st_size / 1e6:.0f} MB")
        everything: list[float] = []
        kinds = _kinds(recognizer)
        for kind in kinds:
            everything += await _measure(kind, database, recognizer)
        print(
            f"all: {_spread(everything)}; under 0.5 s: {sum(each < 0.5 for each in everything) / len(everything):.1%}"
        )
        # With an empty catalog version, no stored item counts as recognized.
        unversioned = Recognizer(replace(recognizer.catalog, version=""), recognizer.forms, recognizer.senses)
        for kind in kinds:
            if kind.name in ("one entity", "entity and word", "exclusions"):
                await _measure(replace(kind, name=f"by aliases, {kind.name}"), database, unversioned)
    await _cost_of_storing(made[:200], recognizer, temporary)


async def _measure(kind: Kind, database: Database, recognizer: Recognizer) -> list[float]:
    took: list[float] = []
    found: list[BackTest] = []
    certain = 0
    holds: list[float] = []
    for rule in _parsed(kind.rules, recognizer):
        began = time.perf_counter()
        found.append(await back_test(database, rule, recognizer, NOW))
        took.append(time.perf_counter() - began)
        began = time.perf_counter()
        certain += (await database.read(candidates, rule, recognizer, NOW - DAYS)).certain
        holds.append(time.perf_counter() - began)
    counts = [each.count for each in found]
    print(
        f"{kind.name}: {len(took)} rules, {_spread(took)}\n"
        f"    the reader held at most {max(holds) * 1e3:.0f} ms; matches median {statistics.median(counts):.0f},"
        f" most {max(counts)}; certain {certain}, counted one by one {len(took) - certain},"
        f" of these cut short {sum(not each.complete for each in found)}"
    )
    return took


def _spread(took: list[float]) -> str:
    ranked = sorted(took)
    return (
        f"median {statistics.median(ranked) * 1e3:.0f} ms,"
        f" p90 {ranked[len(ranked) * 9 // 10] * 1e3:.0f} ms, max {ranked[-1] * 1e3:.0f} ms"
    )


def _parsed(texts: list[str], recognizer: Recognizer) -> Iterator[Rule]:
    for text in texts:
        try:
            yield parse(text, recognizer.catalog)
        except RuleError as error:
            print(f"    {text!r} is not a rule: {error}")


# ---- the population of rules -----------------------------------------------------------------------


def _kinds(recognizer: Recognizer) -> list[Kind]:
    chance = random.Random(7)
    english = recognizer.forms
    names = [
        alias.surface
        for entity in recognizer.catalog.entities.values()
        for alias in entity.aliases
        if not alias.gated and len(alias.tokens) < 6
    ]
    gated = [
        alias.surface for entity in recognizer.catalog.entities.values() for alias in entity.aliases if alias.gated
    ]
    common = corpus.common_words(english)
    pick = chance.choice
    return [
        Kind("one entity", ["tariff", "TSMC", "關稅", "輸出管理", "Japan", *(f"({pick(names)})" for _ in range(35))]),
        Kind("an ambiguous name as typed", ["BIS", "US", "Intel", *(f"({pick(gated)})" for _ in range(17))]),
        Kind("entity and word", [f"({pick(names)}) {pick(common)}" for _ in range(40)]),
        Kind("two words", [f"{pick(common)} {pick(common)}" for _ in range(40)]),
        Kind("any of five", [", ".join(pick(common) for _ in range(5)) for _ in range(20)]),
        Kind("two CJK characters", [f'"{pair}"' for pair in ("供應", "半導", "熊本", "税率", "輸出", "供应", "企業")]),
        Kind("phrase", ['"customs duty"', '"trade centre"', '"chip tariffs"', '"rare earth"', "anti-dumping"]),
        Kind("prefix", ["semicon*", "tar*", "export*", "invest*", *(f"{pick(common)[:4]}*" for _ in range(16))]),
        Kind("near", [f"{pick(common)} NEAR/5 {pick(common)}" for _ in range(20)] + ["office NEAR help"]),
        Kind("capitals", ["WTO ITA", "chip USTR", "TSMC CFO", "XYZ", "steel US"]),
        Kind("fields", ["lang:ja", "country:TW", "tariff country:JP", "TSMC lang:zh", "source:benchmark.eu chip"]),
        Kind("exclusions", [f"({pick(names)}) -{pick(common)} -title:{pick(common)}" for _ in range(20)]),
        Kind("codes", ["hs:8542", "hs:85", "eccn:3B001", "cfr:15/744", "tariff hs:85", "docket:USTR-2025-0012"]),
        Kind("in the title", ["title:tariff", "title:TSMC", "title:(chip, quota)", "title:台積電"]),
    ]


# ---- the store -------------------------------------------------------------------------------------


async def _fill(database: Database, count: int, made: list[corpus.Headline], recognizer: Recognizer) -> None:
    """Store the missing items: the same 2,000 texts repeatedly, cut and rearranged each time."""
    await database.write(sources.register, SOURCES, NOW)
    there = await database.read(_count)
    chance = random.Random(there)
    began = time.perf_counter()
    for at in range(there, count, AT_ONCE):
        now = NOW - DAYS * (1 - at / count)
        source = SOURCES[at // AT_ONCE % len(SOURCES)]
        sightings = [_sighting(at + number, source, made, chance, now) for number in range(min(AT_ONCE, count - at))]
        await database.write(_store, source.id, sightings, now, recognizer)
        if at % 10_000 == 0:
            print(f"    {at} items, {time.perf_counter() - began:.0f} s")


def _count(rows: Rows) -> int:
    return rows.number("select count(*) from items")


def _sighting(
    number: int, source: Source, made: list[corpus.Headline], chance: random.Random, now: datetime
) -> Sighting:
    headline = chance.choice(made)
    end = "." if headline.language == "en" else "。"
    sentences = [sentence + end for sentence in headline.body.split(end) if sentence.strip()]
    chance.shuffle(sentences)
    kept = sentences if number % 4 == 0 else sentences[:2]
    title, body = sentences[-1], "".join(kept) + f" HTSUS {chance.choice((8542, 8541, 7208, 2844))}.{number % 90 + 10}"
    key = number.to_bytes(16, "big")
    item = Item(
        link=f"https://example.org/{number}",
        title=read(title),
        body=read(body),
        published=now,
        language=headline.language,
        country=source.country,
        facts=codes.facts(title, body),
    )
    return Sighting(ItemKeys(key, None, bytes([1]) + key[1:], None), item)


def _store(tx: Transaction, source: SourceId, sightings: list[Sighting], now: datetime, recognizer: Recognizer) -> None:
    prepared = {each.keys: read_item(each.item, source, recognizer)[0] for each in sightings}
    list(items.store_unseen(tx, source, sightings, prepared, now, False) or ())


async def _cost_of_storing(made: list[corpus.Headline], recognizer: Recognizer, folder: Path) -> None:
    """Print the time to store an item of 350 words in a transaction of 200, and the share of the search."""
    sightings = [
        Sighting(
            ItemKeys(number.to_bytes(16, "big"), None, b"t" + number.to_bytes(15, "big"), None),
            Item("", read(headline.title), read(headline.body), None, headline.language, None),
        )
        for number, headline in enumerate(made)
    ]
    began = time.perf_counter()
    rows = [words_of(Reading(each.item, SOURCES[0].id, recognizer)) for each in sightings]
    making = time.perf_counter() - began

    def once_more(tx: Transaction) -> None:
        tx.each(
            "insert into item_words (title, body, title_names, body_names, facts) values (?, ?, ?, ?, ?)",
            [tuple(row) for row in rows],
        )

    async with await Database.open(folder / "cost.db") as database:
        await database.write(sources.register, SOURCES, NOW)
        began = time.perf_counter()
        await database.write(_store, SOURCES[0].id, sightings, NOW, recognizer)
        storing = time.perf_counter() - began
        began = time.perf_counter()
        await database.write(once_more)
        writing = time.perf_counter() - began
    total, made_in, written_in = (seconds / len(rows) * 1e6 for seconds in (storing, making, writing))
    print(
        f"store one item of 350 words: {total:.0f} µs, {total - made_in - written_in:.0f} µs without search;"
        f" its words are made in {made_in:.0f} µs and written in {written_in:.0f} µs"
    )


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(main(size, Path(temporary), Path(sys.argv[2] if len(sys.argv) > 2 else temporary)))
