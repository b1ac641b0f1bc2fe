"""Compare the CPU time of a delivered alert with that of a bare loop of python-telegram-bot's own sends.

python -m benchmarks.delivery [2000]

The whole delivery claims, renders, sends and settles each alert, for a hundred chats, once as fast as it can and once
at thirty a second; the bare loop sends the same texts. Telegram is the tests' fake in a separate process. The time
is that of this process only, all its threads.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvloop
from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode

from bot.delivery.pacing import Pace
from bot.delivery.worker import Delivery
from bot.messages import text as words
from bot.telegram import Gateway
from tests.fakes.ports import Clock, document, item
from tests.fakes.sends import NoPace
from tests.fakes.situations import House, open_house
from watchers.rules import forms
from watchers.store import outbox

CHATS = 100
PACED = 300
"""Alerts that are sent at thirty a second."""
SUMMARY = "The office proposes a quota on imports of semiconductors from January, and asks for comments within a month."


async def main(count: int) -> None:
    """Deliver so many alerts, and print both costs."""
    with telegram() as known:
        fast = await delivered(known, count, NoPace())
        paced = await delivered(known, PACED, Pace(30))
        async with Bot(known["token"], base_url=known["base_url"]) as bot:
            bare = await _bare(bot, count, pause=0.0)
            bare_paced = await _bare(bot, PACED, pause=1 / 30)
    print(f"CPU per alert, as fast as possible:  delivery {fast:.2f} ms, bare loop {bare:.2f} ms")
    print(f"CPU per alert, thirty a second:      delivery {paced:.2f} ms, bare loop {bare_paced:.2f} ms")


@contextmanager
def telegram() -> Iterator[dict[str, str]]:
    """Start the fake of Telegram. Yield its token and addresses."""
    command = [sys.executable, "-m", "tests.fakes.bot_api", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield json.loads(server.stdout.readline())
        finally:
            server.kill()


async def delivered(known: dict[str, str], count: int, pace: Pace) -> float:
    """Return the milliseconds of CPU time for each of ``count`` alerts."""
    gateway = Gateway(known["token"], known["base_url"], known["base_file_url"])
    await gateway.connect()
    with tempfile.TemporaryDirectory() as folder:
        async with open_house(Path(folder) / "benchmark.db", forms.load(), Clock()) as house:
            await _fill(house, count)
            words.load()
            delivery = Delivery(
                house.database, gateway, pace, words.load(), house.clock, lambda: None, house.watchlist.move
            )
            began = time.process_time()
            running = asyncio.create_task(delivery.run())
            while await house.database.read(outbox.waiting):  # noqa: ASYNC110  no event follows the last one
                await asyncio.sleep(0.5)
            spent = time.process_time() - began
            delivery.stop()
            await running
    await gateway.close()
    return spent / count * 1e3


async def _fill(house: House, count: int) -> None:
    await house.settle_in()
    for chat in range(1, CHATS + 1):
        await house.person(str(chat), "quota")
    titles = [f"USTR proposes quota number {number} on chips" for number in range(count // CHATS)]
    await house.poll(
        document(*(item(title, guid=title, link="https://example.org/a", body=SUMMARY) for title in titles))
    )


async def _bare(bot: Bot, count: int, pause: float) -> float:
    text = f'<b><a href="https://example.org/a">USTR proposes <u>quota</u> number 1 on chips</a></b>\n{SUMMARY}\n'
    began = time.process_time()
    for number in range(count):
        await bot.send_message(
            number % CHATS + 1,
            text,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        if pause:
            await asyncio.sleep(pause)
    return (time.process_time() - began) / count * 1e3


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000))
