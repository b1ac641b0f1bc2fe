"""``run``: the service, connected to Telegram."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import uvloop
from telegram.error import InvalidToken

from bot import log, version
from bot.app import Service, now, open_service
from bot.cli import complain, program, screen
from bot.commands import COMMANDS
from bot.config import ENV_FILE, Config, ConfigError, load
from bot.telegram import Gateway, Handlers, Inbox
from bot.watchdog import Watchdog
from watchers import failpoints
from watchers.errors import StoreError
from watchers.pipeline import Polled

EXIT_MISTAKE = 1
EXIT_TOKEN = 78
"""EX_CONFIG of sysexits.h: restarting with this token would end the same way."""

NO_TOKEN = """\
Tradewatch needs a bot token from Telegram, and TELEGRAM_BOT_TOKEN is not set.
  1. In Telegram, open @BotFather, send /newbot and choose a name.
  2. Copy the token it answers with (digits, a colon, letters).
  3. Write TELEGRAM_BOT_TOKEN=... into {env_file}, or export TELEGRAM_BOT_TOKEN=..., and start again.
To try the same bot in this terminal first, without a token:  {program} chat --sample"""
TOKEN_REFUSED = """\
Telegram refuses this token. Nothing was sent, and what is owed stays in the database.
Ask @BotFather for it again (/mybots, API Token), set TELEGRAM_BOT_TOKEN, and start again."""

CONFLICT = "another process polls with this token: stop one of them"


def run(config_path: Path) -> int:
    """Run until SIGTERM or SIGINT. Return the exit code, 0 after a clean end."""
    try:
        config = load(config_path)
    except ConfigError as error:
        complain(f"{error}\nNothing was started. `{program()} check` looks at the file again.")
        return EXIT_MISTAKE
    if config.token is None:
        complain(NO_TOKEN.format(env_file=config.folder / ENV_FILE, program=program()))
        return EXIT_MISTAKE
    if config.failpoint is not None:
        failpoints.arm(config.failpoint)
    log.set_up(config.log.level, config.log.format, secret=config.token.get_secret_value())
    try:
        return uvloop.run(_serve(config, config.token.get_secret_value()))
    except StoreError as error:
        complain(cure(error))
        return EXIT_MISTAKE


async def _serve(config: Config, token: str) -> int:
    """Run everything at once until a signal, a refused token or a bug."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    async with AsyncExitStack() as stack:
        with screen.progress("Loading rules") as show:
            opened = await _unless_stopped(stack.enter_async_context(open_service(config, on_rules_loading=show)), stop)
        if opened is None:
            print("stopped", flush=True)
            return 0
        service = opened
        watchdog = Watchdog(service.heartbeats.last)
        watchdog.start()
        stack.callback(watchdog.stop)
        gateway = Gateway(token, config.telegram.base_url, config.telegram.base_file_url)
        gateway.alive = lambda: service.heartbeats.beat("telegram", CONFLICT if gateway.conflict else None)
        _introduce(service, config)
        first = FirstPolls(len(service.sources))
        # Polling does not wait for Telegram: what is published while it is unreachable is sent when it is back.
        serving = asyncio.create_task(service.run(gateway, stop, first.heard, lambda: _halted(gateway)))
        talking = [
            asyncio.create_task(_talk(service, gateway)),
            asyncio.create_task(gateway.token_refused.wait()),
        ]
        await asyncio.wait({serving, *talking}, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        watchdog.expect_end()
        for task in talking:
            task.cancel()
        # Close the gateway last: delivery still uses it to finish the messages in flight.
        results = await asyncio.gather(serving, *talking, return_exceptions=True)
        await gateway.close()
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, asyncio.CancelledError):
            raise result
    if gateway.token_refused.is_set():
        complain(TOKEN_REFUSED)
        return EXIT_TOKEN
    print("stopped", flush=True)
    return 0


async def _unless_stopped(opening: Coroutine[Any, Any, Service], stop: asyncio.Event) -> Service | None:
    """Return the opened service; None if a signal asks to stop before it is open."""
    task, stopping = asyncio.ensure_future(opening), asyncio.ensure_future(stop.wait())
    await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if task.done():
        return task.result()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return None


async def _talk(service: Service, gateway: Gateway) -> None:
    """Connect to Telegram, then answer everyone who writes."""
    try:
        me = await gateway.connect()
    except InvalidToken:
        gateway.token_refused.set()
        return
    print(f"bot       {me.full_name} — https://t.me/{me.username}", flush=True)
    service.answering.roles = gateway.roles
    handlers = Handlers(service.answering.carry_out, service.membership, service.moved)
    inbox = Inbox(service.database, gateway.carry_out, service.words, now, service.wake)
    await gateway.run(handlers, inbox, service.words, tuple(COMMANDS))


def _halted(gateway: Gateway) -> str | None:
    """Return why nothing can be sent now; None if sending works."""
    if gateway.token_refused.is_set():
        return "Telegram refuses the token"
    if not gateway.connected:
        return "Telegram has not answered yet"
    if gateway.out_of_touch:
        return "Telegram cannot be reached"
    return CONFLICT if gateway.conflict else None


def _introduce(service: Service, config: Config) -> None:
    print(f"Tradewatch {version()}", flush=True)
    print(f"database  {config.database.absolute()} ({service.rules} rules in force)", flush=True)
    print(f"sources   {len(service.sources)}, first polls under way", flush=True)


class FirstPolls:
    """The results of the first poll of each source, printed once all have answered."""

    def __init__(self, sources: int) -> None:
        self._waiting = sources
        self._seen: set[str] = set()
        self._failed: list[Polled] = []
        self._items = 0

    def heard(self, polled: Polled) -> None:
        """Count a source's first poll, and print the summary after the last one."""
        if polled.source.id in self._seen:
            return
        self._seen.add(polled.source.id)
        self._waiting -= 1
        self._items += polled.new
        if polled.problem is not None:
            self._failed.append(polled)
        if self._waiting == 0:
            print(
                f"polled    {len(self._seen)} sources, {self._items} new items, {len(self._failed)} failed", flush=True
            )
            for failed in self._failed:
                print(f"          {failed.source.id}: {failed.problem}", flush=True)


def cure(error: StoreError) -> str:
    """Return what is wrong with the database, and what to do about it."""
    cures = {
        "NotOurDatabase": "Name another file as `database` in config.yaml; this one was left as it is.",
        "EmptyDatabase": "Restore a backup (docs/operating.md, Restore), or delete the file to start anew.",
        "DatabaseDamaged": "Stop, and restore the last backup: tradewatch restore FILE. The damaged file is kept.",
        "DatabaseTooNew": "Start the newer Tradewatch that wrote it, or restore a backup from before the upgrade.",
        "DatabaseTooOld": "Start the service once, which brings it up to date.",
        "DatabaseUnwritable": "Make the folder, or give it to the user that runs Tradewatch (chown), and start again.",
        "DatabaseInUse": "Stop the other process first; two would send everything twice.",
        "DatabaseFull": "Make room on the disk and start again; nothing is lost.",
    }
    return f"The database cannot be used: {error}\n{cures[type(error).__name__]}"
