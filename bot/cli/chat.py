"""``chat``: the same bot in this terminal, with the configured sources or the sample wire."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from bot import log
from bot.app import Service, now, open_service
from bot.chat import Outcome, Reply
from bot.cli import CommandError
from bot.cli.screen import wants_color
from bot.config.loading import load
from bot.config.settings import Config
from bot.demo.sample_wire import SampleWire
from bot.terminal import Terminal
from watchers.model import Address
from watchers.pipeline import Polled

FIRST_WATCH = "/watch TSMC"
ITEM_EVERY = 4.0
"""Seconds between two new items of the sample wire."""
MAX_DEMO_SECONDS = 60.0
AFTERGLOW = 3.0
"""Seconds that a demo without a person goes on after its first alert."""

WELCOME = """\
This is Tradewatch in your terminal: type to it as you would in Telegram. /help lists what it knows,
a number presses the button of that number, /quit ends it.
"""
SAMPLE = """\
A sample newswire is published on this machine and polled over HTTP; something new appears every few
seconds. The database is thrown away at the end. Two messages are sent for you, to begin with.
"""


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
    async with open_service(config.model_copy(update={"database": own})) as service:
        print(WELCOME, flush=True)
        terminal = _terminal()
        stop = asyncio.Event()
        serving = asyncio.create_task(service.run(terminal, stop))
        try:
            await terminal.talk(service.answering)
        finally:
            stop.set()
            await serving
    return 0


async def _sample() -> int:
    with tempfile.TemporaryDirectory(prefix="tradewatch-") as folder, SampleWire.load(now) as wire:
        config = Config.model_validate(
            {
                "database": f"{folder}/sample.db",
                "network": {"allow_private": ("127.0.0.0/8",)},
                "catalog": "none",
            }
        )
        async with open_service(config, wire.sources) as service:
            return await Demo(service, wire).play()


class Demo:
    """The sample wire, from the first greeting to the first alert, and on for as long as somebody types."""

    def __init__(self, service: Service, wire: SampleWire) -> None:
        self._service = service
        self._wire = wire
        self._terminal = _terminal()
        self._waiting = {source.id for source in wire.sources}
        self._ready = asyncio.Event()
        self._alerted = asyncio.Event()

    async def play(self) -> int:
        """Greet, add a watch, and talk; without a terminal, end after the first alert. Return the exit code."""
        print(WELCOME + SAMPLE, flush=True)
        stop = asyncio.Event()
        serving = asyncio.create_task(self._service.run(self._send, stop, self._polled))
        publishing = asyncio.create_task(self._publish())
        try:
            async with asyncio.timeout(MAX_DEMO_SECONDS):
                await self._ready.wait()
            for line in ("/start", FIRST_WATCH):
                print(f"you > {line}", flush=True)
                await self._terminal.ask(self._service.answering, line)
            if sys.stdin.isatty():
                await self._terminal.talk(self._service.answering)
                return 0
            async with asyncio.timeout(MAX_DEMO_SECONDS):
                await self._alerted.wait()
            await asyncio.sleep(AFTERGLOW)
        except TimeoutError:
            raise CommandError("The sample wire brought no alert within a minute.") from None
        else:
            return 0
        finally:
            publishing.cancel()
            stop.set()
            await asyncio.gather(serving, publishing, return_exceptions=True)

    async def _send(self, address: Address, reply: Reply) -> Outcome:
        outcome = await self._terminal(address, reply)
        self._alerted.set()
        return outcome

    def _polled(self, polled: Polled) -> None:
        self._waiting.discard(polled.source.id)
        if not self._waiting:
            self._ready.set()

    async def _publish(self) -> None:
        await self._ready.wait()
        await asyncio.sleep(ITEM_EVERY / 2)
        while True:
            self._wire.publish_next()
            await asyncio.sleep(ITEM_EVERY)


def _terminal() -> Terminal:
    return Terminal(lambda text: print(text, flush=True), colors=wants_color())
