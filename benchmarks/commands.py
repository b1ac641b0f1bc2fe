"""Measure how long a person waits for the answer to each command, with a thousand chats and ten thousand watches.

    python -m benchmarks.commands [10000]

The real process answers between a fake of Telegram and 5,000 stored items of 350 words, in 30 days. The time of an
answer is that from the message until Telegram accepts the first reply to it, over HTTP, both ways. Fails if an answer
takes longer than ``LIMIT``. The CPU time of the process shows the cost of a command on a busy machine, too.
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvloop

from benchmarks import corpus, fetch, match, service, start
from watchers import entities, senses
from watchers.items.identity import ItemKeys, Sighting
from watchers.matching import Recognizer
from watchers.model import Source, SourceId
from watchers.rules import forms
from watchers.search.question import read_item
from watchers.store import Database, Transaction, items, sources

LIMIT = 0.3
"""Seconds within which every command is answered."""
WATCHES_EACH = 10
ITEMS = 5_000
DAYS = 30
ROUNDS = 7
LOOK = 0.002
"""Seconds between two looks at what was sent."""
COMMANDS = (
    "/start",
    "/watch TSMC tariffs",
    "/watch semiconductor",
    "/watch nowhere found wafer",
    "/watches",
    "/unwatch W1",
    "/packs",
    "/search tariff",
    "/search TSMC tariffs",
    "/pause",
    "/resume",
    "/why https://example.org/0",
    "/deadlines",
    "/saved",
    "/alias TSMC sacred mountain",
    "/sources",
    "/status",
    "/addsource",
    "/import Rapidus Hokkaido",
    "/export",
    "/settings",
    "/language",
    "/timezone Taipei",
    "/quiet 22-7",
    "/digest",
    "/channel",
    "/privacy",
    "/feed",
    "/trends W2",
    "/review",
    "/help",
    "/forgetme",
    "TSMC or Samsung tariffs",
    "tariff",
    "https://example.org/0",
    "help",
)


def main(count: int) -> int:
    """Print the median and the longest time of each command. Return the exit code."""
    with (
        service.feeds(failing=0.0, new=0.0) as port,
        service.running(fetch.urls(port)[:1], "1h", lambda path: uvloop.run(_fill(path, count))) as bot,
    ):
        _wait(bot, ROUNDS + 1, "/help")
        took = {}
        for command in COMMANDS:
            used = fetch.seconds_of(bot.pid)
            seconds = took[command] = [_wait(bot, chat, command) for chat in range(1, ROUNDS + 1)]
            used = (fetch.seconds_of(bot.pid) - used) / ROUNDS
            median, longest, cpu = (each * 1e3 for each in (statistics.median(seconds), max(seconds), used))
            print(f"{command:<32} median {median:4.0f} ms, longest {longest:4.0f} ms, CPU {cpu:4.0f} ms")
    slow = [command for command, seconds in took.items() if statistics.median(seconds) > LIMIT]
    print(f"over {LIMIT * 1e3:.0f} ms: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


def _wait(bot: service.Service, chat: int, text: str) -> float:
    """Let a person write, and return the seconds until the answer is accepted."""
    sent = len(bot.telegram.get("/control/sent").json())
    began = time.perf_counter()
    bot.say(chat, text)
    while not bot.telegram.get("/control/sent", params={"after": sent}).json():
        bot.check()
        time.sleep(LOOK)
    took = time.perf_counter() - began
    time.sleep(0.3)  # Telegram's pace for one chat is not part of the measured time
    return took


def _store(tx: Transaction, source: SourceId, sighting: Sighting, rows: items.Prepared, at: datetime) -> None:
    list(items.store_unseen(tx, source, [sighting], rows, at, True) or ())


async def _fill(path: Path, count: int) -> None:
    await start.fill(path, count, WATCHES_EACH)
    catalog, english = entities.load(), forms.load()
    recognizer = Recognizer(catalog, english, senses.load())
    source, now = Source(SourceId("s0"), "https://example.org/feed"), datetime.now(UTC)
    async with await Database.open(path) as database:
        await database.write(sources.register, [source], now)
        await database.write(items.begin_indexing, recognizer.version)
        for number, headline in enumerate(corpus.items(ITEMS, catalog, english)):
            item = match.item_of(headline)
            sighting = Sighting(ItemKeys(number.to_bytes(16), None, number.to_bytes(16, "little"), None), item)
            rows = {sighting.keys: read_item(item, source.id, recognizer)[0]}
            at = now - timedelta(days=DAYS * (1 - number / ITEMS))
            await database.write(_store, source.id, sighting, rows, at)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
