"""``chat``: the same bot in this terminal, with the configured sources or the sample wire."""

from __future__ import annotations

import asyncio
import select
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot import log
from bot.app import Service, now, open_service
from bot.chat import Outcome, Reply, Send
from bot.cli import CommandError
from bot.cli.screen import wants_color
from bot.config.document import language_of_terminal
from bot.config.loading import load
from bot.config.settings import Config
from bot.demo.sample_wire import SampleWire
from bot.messages.text import language_for
from bot.terminal import Terminal
from watchers.model import Address
from watchers.polled import Polled

ITEM_EVERY = 4.0
"""Seconds between two new items of the sample wire."""
MAX_DEMO_SECONDS = 60.0
SECONDS_AFTER_ALERT = 3.0
"""Seconds that a demo without a terminal goes on after its first alert."""


def run(config_path: Path, sample: bool) -> int:
    """Talk until /quit. Return the exit code."""
    log.set_up("ERROR", "text")
    try:
        return asyncio.run(_sample() if sample else _chat(load(config_path)))
    except KeyboardInterrupt:
        return 0


async def _chat(config: Config) -> int:
    # A separate database: alerts pending for chats in Telegram are for the service to send.
    own = config.database.with_stem(f"{config.database.stem}-terminal")
    terminal = _terminal()
    async with open_service(config.model_copy(update={"database": own})) as service, _running(service, terminal):
        terminal.says("terminal-welcome")
        await terminal.talk(service.answering)
    return 0


async def _sample() -> int:
    with tempfile.TemporaryDirectory(prefix="tradewatch-") as folder, SampleWire.load(now) as wire:
        network = {"allow_private": ("127.0.0.0/8",)}
        settings = {"database": f"{folder}/sample.db", "network": network, "catalog": "none"}
        async with open_service(Config.model_validate(settings), wire.sources) as service:
            return await _demonstrate(service, wire)


async def _demonstrate(service: Service, wire: SampleWire) -> int:
    """Greet, add a watch, and talk. Return the exit code."""
    terminal, ready, alerted = _terminal(), asyncio.Event(), asyncio.Event()
    terminal.says("terminal-sample")
    waiting = {source.id for source in wire.sources}

    async def send(address: Address, reply: Reply) -> Outcome:
        outcome = await terminal(address, reply)
        alerted.set()
        return outcome

    def polled(result: Polled) -> None:
        waiting.discard(result.source.id)
        if not waiting:
            ready.set()

    async with _running(service, send, polled):
        await _within_a_minute(ready)
        publishing = asyncio.create_task(_publish(wire))
        for line in ("/start", terminal.first_watch):
            print(f"{terminal.prompt}{line}", flush=True)
            await terminal.ask(service.answering, line)
        if not sys.stdin.isatty():
            await _within_a_minute(alerted)
            await asyncio.sleep(SECONDS_AFTER_ALERT)
        if sys.stdin.isatty() or _has_input():
            await terminal.talk(service.answering)
        publishing.cancel()
    return 0


async def _within_a_minute(event: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(MAX_DEMO_SECONDS):
            await event.wait()
    except TimeoutError:
        raise CommandError("The sample wire brought no alert within a minute.") from None


def _has_input() -> bool:
    """Return whether there are lines to answer; a pipe to which nobody writes would never end."""
    return bool(select.select([sys.stdin], [], [], 0)[0])


async def _publish(wire: SampleWire) -> None:
    await asyncio.sleep(ITEM_EVERY / 2)
    while True:
        wire.publish_next()
        await asyncio.sleep(ITEM_EVERY)


@asynccontextmanager
async def _running(
    service: Service, send: Send, polled: Callable[[Polled], None] = lambda polled: None
) -> AsyncIterator[None]:
    stop = asyncio.Event()
    serving = asyncio.create_task(service.run(send, stop, polled))
    try:
        yield
    finally:
        stop.set()
        await serving


def _terminal() -> Terminal:
    return Terminal(lambda text: print(text, flush=True), wants_color(), _columns, language_for(language_of_terminal()))


def _columns() -> int | None:
    """Return the width of the terminal now; None if the output is not a terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
