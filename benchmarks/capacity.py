"""Find how many sources, rules, chats and alerts one machine can serve, and which limit is reached first.

    python -m benchmarks.capacity [--quick] [--save FILE.json]

Each cost is measured in a separate process, in CPU time of the service and its parsing children. The capacities
follow from the costs, at half a core for each kind of work: the event loop is one thread, so the service as a whole
has little more than one core, whatever the machine has.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

import uvloop

from benchmarks import corpus, delivery, fan_out, fetch, match, results, service, start
from tests.fakes.sends import NoPace
from watchers import entities, senses
from watchers.items.identity import ItemKeys, Sighting
from watchers.matching import Index, Reading, Recognizer, sample
from watchers.model import Item
from watchers.rules import forms
from watchers.search.question import read_item
from watchers.store import Database, database_bytes, items, sources
from watchers.text.tokens import read

Figures = dict[str, float]
SHARE = 0.5
"""The part of a core that each kind of work may take."""
TELEGRAM_A_SECOND, TELEGRAM_PAID_A_SECOND = 30, 1_000
REQUESTS_AT_ONCE = 200  # of Fetcher
YEAR = {"items": 1_000 * 10 * 365, "alerts": 10_000 * 365, "watches": 10_000}
"""A thousand sources with ten items a day, ten thousand alerts a day, ten thousand watches."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured; ``turn`` is the seconds of polling."""

    turn: int
    rules: tuple[int, ...]
    subscribers: tuple[int, ...]
    alerts: int
    commands: int
    items: int


QUICK = Size(20, (1_000, 10_000, 100_000), (1_000, 10_000), 1_000, 150, 500)
FULL = Size(30, (1_000, 10_000, 100_000), (1_000, 10_000, 100_000), 10_000, 900, 5_000)


async def polls(port: str, seconds: str) -> Figures:
    """Return the CPU milliseconds of a poll."""
    async with AsyncExitStack() as stack:
        run = await fetch.ours(int(port), stack)
        await run(float(seconds) / 2)
        began = fetch.processor_seconds()
        count = await run(float(seconds))
        return {"cpu_ms": (fetch.processor_seconds() - began) / count * 1e3, "polls": count}


async def fill(path: str, count: str) -> Figures:
    """Store rules; return how many are distinct."""
    return {"rules": await start.fill(Path(path), int(count))}


async def rules(path: str, known_items: str) -> Figures:
    """Return the costs of a start with stored rules, and of matching an item of 350 words with them."""
    catalog, english = entities.load(), forms.load()
    recognizer = Recognizer(catalog, english, senses.load())
    others = sample(map(match.item_of, corpus.items(int(known_items), catalog, english, seed=9)))
    index = Index(recognizer, others)
    loaded = await start.load(Path(path), index, recognizer)
    gc.collect()
    gc.freeze()
    wanted = [match.item_of(each) for each in corpus.items(match.ITEMS, catalog, english)]
    (matching,) = match.microseconds(wanted, lambda item: index.match(Reading(item, match.SOURCE, recognizer)))
    return {
        "rules": loaded.rules,
        "item_us": statistics.median(matching),
        "start_cpu_s": loaded.cpu_seconds,
        "held_s": loaded.held_seconds,
        "megabytes": loaded.megabytes,
    }


async def fanning_out(count: str) -> Figures:
    """Return the costs of one item for so many subscribers."""
    return asdict(await fan_out.measure(int(count)))


async def delivering(count: str) -> Figures:
    """Return the CPU milliseconds of an alert, from claim to settled."""
    with delivery.telegram() as known:
        return {"cpu_ms": await delivery.delivered(known, int(count), NoPace())}


async def commanding(count: str) -> Figures:
    """Return the CPU milliseconds of a /watch with its reply, in the real process; what it uses idle is subtracted."""
    with service.feeds(failing=0.0, new=0.0) as port, service.running(fetch.urls(port)[:1], "1h") as bot:
        bot.say(1, "/watch warm up")
        bot.wait_for_messages(1)
        idle, began = fetch.seconds_of(bot.pid), time.monotonic()
        time.sleep(5)  # noqa: ASYNC251  nothing runs in this loop
        idle_share = (fetch.seconds_of(bot.pid) - idle) / (time.monotonic() - began)
        busy, began = fetch.seconds_of(bot.pid), time.monotonic()
        for chat in range(1, int(count) + 1):
            bot.say(chat, f"/watch Vantrel quota{chat}")
        bot.wait_for_messages(int(count) + 1)
        spent = fetch.seconds_of(bot.pid) - busy - idle_share * (time.monotonic() - began)
        return {"cpu_ms": spent / int(count) * 1e3, "idle_share_of_a_core": idle_share}


async def storing(count: str) -> Figures:
    """Return the bytes of a stored item, with its full-text row and its keys."""
    catalog, english = entities.load(), forms.load()
    recognizer = Recognizer(catalog, english, senses.load())
    long = [match.item_of(each) for each in corpus.items(int(count), catalog, english)]
    short = [Item("", read(f"Notice {number}"), read(fetch.NOTICE), None, "en", None) for number in range(int(count))]
    return {"bytes_350_words": await _bytes(long, recognizer), "bytes_70_words": await _bytes(short, recognizer)}


async def _bytes(stored: list[Item], recognizer: Recognizer) -> float:
    sightings = [
        Sighting(ItemKeys(number.to_bytes(16), None, number.to_bytes(16, "little"), None), item)
        for number, item in enumerate(stored)
    ]
    rows = {each.keys: read_item(each.item, fan_out.SOURCE.id, recognizer)[0] for each in sightings}
    with tempfile.TemporaryDirectory() as folder:
        async with await Database.open(Path(folder) / "benchmark.db") as database:
            await database.write(sources.register, [fan_out.SOURCE], fan_out.NOW)
            before = await database.read(database_bytes)
            await database.write(
                lambda tx: list(items.store_unseen(tx, fan_out.SOURCE.id, sightings, rows, fan_out.NOW, False) or ())
            )
            return (await database.read(database_bytes) - before) / len(sightings)


MEASURES: dict[str, Callable[..., Coroutine[None, None, Figures]]] = {
    each.__name__: each for each in (polls, fill, rules, fanning_out, delivering, commanding, storing)
}


def main(size: Size, save: Path | None) -> None:
    """Measure every cost, and print and save what they mean."""
    found: dict[str, Figures] = {}
    for name, new in (("poll_unchanged", 0.0), ("poll_with_an_item", 1.0)):
        with service.feeds(failing=0.0, new=new) as port:
            found[name] = _child("polls", port, size.turn)
    for count in size.rules:
        with tempfile.TemporaryDirectory() as folder:
            _child("fill", f"{folder}/benchmark.db", count)
            found[f"rules_{count}"] = _child("rules", f"{folder}/benchmark.db", match.SAMPLED_ITEMS)
    for count in size.subscribers:
        found[f"fan_out_{count}"] = _child("fanning_out", count)
    found["alert"] = _child("delivering", size.alerts)
    found["command"] = _child("commanding", size.commands)
    found["stored_item"] = _child("storing", size.items)
    capacities = capacities_of(found, size)
    for what, value in [*costs_of(found, size), *capacities]:
        print(f"{what:62} {value:>24}")
    if save is not None:
        results.save(save, {"costs": found, "capacities": dict(capacities)})


def _child(measure: str, *arguments: object) -> Figures:
    """Measure in a new process."""
    command = [sys.executable, "-m", "benchmarks.capacity", "measure", measure, *map(str, arguments)]
    figures: Figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(measure, *arguments, figures, file=sys.stderr)
    return figures


def costs_of(found: Mapping[str, Figures], size: Size) -> list[tuple[str, str]]:
    """Return the lines of the table that were measured."""
    lines = [
        ("CPU of a poll without news", f"{found['poll_unchanged']['cpu_ms']:.2f} ms"),
        ("CPU of a poll with one new item of 70 words", f"{found['poll_with_an_item']['cpu_ms']:.2f} ms"),
    ]
    for count in size.rules:
        known = found[f"rules_{count}"]
        lines += [
            (f"CPU of matching an item of 350 words, {count:,} rules", f"{known['item_us']:.0f} µs"),
            (f"memory of {count:,} rules", f"{known['megabytes']:.0f} MB"),
            (f"CPU of a start with {count:,} rules", f"{known['start_cpu_s']:.1f} s"),
            ("longest time that it blocks the event loop", f"{known['held_s'] * 1e3:.0f} ms"),
        ]
    for count in size.subscribers:
        each = found[f"fan_out_{count}"]["cpu_seconds"] / count * 1e6
        lines.append((f"CPU for each subscriber of an item, {count:,} subscribers", f"{each:.1f} µs"))
    stored, watching = found["stored_item"], found[f"fan_out_{size.subscribers[-1]}"]
    return [
        *lines,
        ("CPU of delivering an alert", f"{found['alert']['cpu_ms']:.2f} ms"),
        ("CPU of a command with its reply", f"{found['command']['cpu_ms']:.2f} ms"),
        ("database for an item of 70 words", f"{stored['bytes_70_words']:.0f} bytes"),
        ("database for an item of 350 words", f"{stored['bytes_350_words']:.0f} bytes"),
        ("database for an alert", f"{watching['bytes_an_alert']:.0f} bytes"),
        ("database for a watch with its subscriber", f"{watching['bytes_a_watch']:.0f} bytes"),
    ]


def capacities_of(found: Mapping[str, Figures], size: Size) -> list[tuple[str, str]]:
    """Return how much is possible with each kind of work at half a core."""
    poll, poll_with_item = found["poll_unchanged"]["cpu_ms"], found["poll_with_an_item"]["cpu_ms"]
    mixed = 0.9 * poll + 0.1 * poll_with_item
    item = found[f"rules_{size.rules[-1]}"]["item_us"] / 1e3
    alert, command = found["alert"]["cpu_ms"], found["command"]["cpu_ms"]
    stored, watching = found["stored_item"], found[f"fan_out_{size.subscribers[-1]}"]
    year = (
        YEAR["items"] * stored["bytes_70_words"]
        + YEAR["alerts"] * watching["bytes_an_alert"]
        + YEAR["watches"] * watching["bytes_a_watch"]
    )
    return [
        ("polls a minute if every source answers in a second", f"{REQUESTS_AT_ONCE * 60:,}"),
        ("polls a minute without news", f"{a_second(poll) * 60:,.0f}"),
        ("polls a minute with a new item each", f"{a_second(poll_with_item) * 60:,.0f}"),
        ("sources every ten minutes, one poll of ten with a new item", f"{a_second(mixed) * 600:,.0f}"),
        (f"items a second matched with {size.rules[-1]:,} rules", f"{a_second(item):,.0f}"),
        ("alerts a second that our side delivers", f"{a_second(alert):,.0f}"),
        ("alerts a second that Telegram accepts, and paid", f"{TELEGRAM_A_SECOND}, {TELEGRAM_PAID_A_SECOND:,}"),
        ("CPU of delivery at Telegram's limit", f"{TELEGRAM_A_SECOND * alert / 1e3:.1%} of a core"),
        ("alerts a day at Telegram's limit", f"{TELEGRAM_A_SECOND * 86_400:,}"),
        ("commands a second", f"{a_second(command):,.0f}"),
        ("database after a year, nothing deleted", f"{year / 1e9:.1f} GB"),
        ("limit of alerts reached first", "Telegram's" if a_second(alert) > TELEGRAM_A_SECOND else "ours"),
    ]


def a_second(cpu_ms: float) -> float:
    """Return how often something of this cost is possible at half a core."""
    return SHARE / cpu_ms * 1e3


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(json.dumps(uvloop.run(MEASURES[sys.argv[2]](*sys.argv[3:]))))
    else:
        parser = argparse.ArgumentParser(prog="python -m benchmarks.capacity")
        parser.add_argument("--quick", action="store_true", help="shorter turns: about five minutes")
        parser.add_argument("--save", type=Path, metavar="FILE.json", help="write the figures")
        asked = parser.parse_args()
        main(QUICK if asked.quick else FULL, asked.save)
