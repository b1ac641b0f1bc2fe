"""Compare the CPU time of a delivered alert with that of a bare loop of python-telegram-bot's own sends.

    python -m benchmarks.delivery [--turns 5] [--save FILE.json]

The whole delivery claims, renders, sends and settles each alert, for a hundred chats, once as fast as it can and once
at thirty a second; the bare loop sends the same texts, right after it. Telegram is the tests' fake in a separate
process. The time is that of this process only, all its threads. A ratio is that of two runs beside each other, since
other work on the machine changes both; given is the median over the turns.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import uvloop
from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode

from benchmarks import results
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
FAST = 2_000
"""Alerts that are sent as fast as possible."""
PACED = 300
"""Alerts that are sent at thirty a second."""
SUMMARY = "The office proposes a quota on imports of semiconductors from January, and asks for comments within a month."


@dataclass(frozen=True, slots=True)
class Cost:
    """The CPU time of an alert, in milliseconds."""

    delivery: float
    bare: float

    @property
    def ratio(self) -> float:
        """Return the share of the bare loop's time that the delivery takes."""
        return self.delivery / self.bare


async def main(turns: int, save: Path | None) -> None:
    """Measure both costs so many times, and print and save their medians."""
    fast, paced = [], []
    with telegram() as known:
        for _ in range(turns):
            fast.append(await _turn(known, FAST, NoPace(), pause=0.0))
            paced.append(await _turn(known, PACED, Pace(30), pause=1 / 30))
    found = {"as fast as possible": _over_turns(fast), "thirty a second": _over_turns(paced)}
    for rate, figures in found.items():
        print(
            f"CPU per alert, {rate}: delivery {figures['delivery']:.2f} ms, bare loop {figures['bare']:.2f} ms, "
            f"ratio {figures['ratio']:.2f} ({figures['least']:.2f} to {figures['most']:.2f})"
        )
    if save is not None:
        results.save(save, {"turns": turns, **found})


async def _turn(known: dict[str, str], count: int, pace: Pace, pause: float) -> Cost:
    delivery = await delivered(known, count, pace)
    async with Bot(known["token"], base_url=known["base_url"]) as bot:
        return Cost(delivery, await _bare(bot, count, pause))


def _over_turns(costs: list[Cost]) -> dict[str, float]:
    ratios = [cost.ratio for cost in costs]
    figures = {name: median(getattr(cost, name) for cost in costs) for name in ("delivery", "bare", "ratio")}
    return {name: round(value, 3) for name, value in {**figures, "least": min(ratios), "most": max(ratios)}.items()}


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
    parser = argparse.ArgumentParser()
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--save", type=Path, metavar="FILE.json", help="write the figures")
    asked = parser.parse_args()
    uvloop.run(main(asked.turns, asked.save))
