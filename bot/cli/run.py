"""``run``: the service, connected to Telegram."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import uvloop
from telegram.error import InvalidToken

from bot import log, version
from bot.app import Service, now, open_service
from bot.cli import CommandError, print_error, screen
from bot.cli.starting import said
from bot.commands import COMMANDS
from bot.config.settings import Config
from bot.delivery.channels import UnknownService
from bot.health import trouble
from bot.log import without_queries
from bot.telegram import Gateway, Handlers, Inbox, Profile
from bot.watchdog import Watchdog
from watchers.polled import Polled
from watchers.store import failpoints

if TYPE_CHECKING:
    from bot.web import HttpPort

EXIT_TOKEN = 78
"""EX_CONFIG of sysexits.h: restarting with this token would end the same way."""

PORT_REFUSED = """\
The HTTP port {host}:{port} cannot be opened: {why}.
Stop what uses it, or write another web.port or web.host into config.yaml."""

UNKNOWN_SERVICE = """\
Apprise does not know the service of the target {name}.
Write its address in config.yaml as apprise documents it: https://appriseit.com/services/"""

_STOPPING = (signal.SIGTERM, signal.SIGINT)
CONFLICT = "another process polls with this token: stop one of them"


def run(config: Config, token: str) -> int:
    """Run until SIGTERM or SIGINT. Return the exit code, 0 after a clean end."""
    if config.failpoint is not None:
        failpoints.arm(config.failpoint)
    log.set_up(config.log.level, config.log.format, secret=token)
    return uvloop.run(_serve(config, token))


async def _serve(config: Config, token: str) -> int:
    """Open the service, and run it until a signal, a refused token or a bug. Return the exit code."""
    stop = asyncio.Event()
    _on_signal(stop.set)
    refused = False
    async with AsyncExitStack() as stack:
        service = await _open(config, stack, stop)
        if service is not None:
            watchdog = Watchdog(service.heartbeats.last)
            watchdog.start()
            stack.callback(watchdog.stop)
            refused = await _run_all(config, token, service, stop, watchdog)
    if refused:
        print_error(said("run-token-refused"))
        return EXIT_TOKEN
    print("stopped", flush=True)
    return 0


def _on_signal(end: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for signum in _STOPPING:
        loop.add_signal_handler(signum, end)


async def _run_all(config: Config, token: str, service: Service, stop: asyncio.Event, watchdog: Watchdog) -> bool:
    """Run everything at once until a signal, a refused token or a bug. Return whether the token was refused."""

    def end() -> None:
        stop.set()
        watchdog.expect_end()

    _on_signal(end)
    gateway = _gateway(config, service, token)
    http = _open_http(service, config, gateway)
    _introduce(service, config, http)
    # Polling does not wait for Telegram: what is published while it is unreachable is sent when it is back.
    send, first = http.metrics.counted(gateway) if http else gateway, FirstPolls(len(service.sources))
    serving = asyncio.create_task(service.run(send, stop, first.count, lambda: _halted(gateway)))
    talking = [
        *([asyncio.create_task(http.run())] if http else []),
        asyncio.create_task(_talk(service, gateway)),
        asyncio.create_task(gateway.token_refused.wait()),
    ]
    await asyncio.wait({serving, *talking}, return_when=asyncio.FIRST_COMPLETED)
    end()
    for task in talking:
        task.cancel()
    # Close the gateway last: delivery still uses it to finish the messages in flight.
    results = await asyncio.gather(serving, *talking, return_exceptions=True)
    await gateway.close()
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, asyncio.CancelledError):
            raise result
    return gateway.token_refused.is_set()


def _gateway(config: Config, service: Service, token: str) -> Gateway:
    """Return the connection to Telegram, which reports to the heartbeats whether it is alive."""
    telegram = config.telegram
    webhook = telegram.webhook_url if telegram.mode == "webhook" else None
    gateway = Gateway(token, telegram.base_url, telegram.base_file_url, webhook)
    gateway.alive = lambda: service.heartbeats.beat(
        "telegram", CONFLICT if gateway.conflict else gateway.webhook_problem
    )
    # The process does not end during an outage of Telegram: polling continues, and health reports the outage.
    gateway.trying = lambda: service.heartbeats.keep_trying("telegram")
    return gateway


async def _open(config: Config, stack: AsyncExitStack, stop: asyncio.Event) -> Service | None:
    """Return the opened service; None if a signal asks to stop before it is open. Raises CommandError."""
    with screen.progress("Loading rules") as show:
        opening = asyncio.ensure_future(stack.enter_async_context(open_service(config, on_rules_loading=show)))
        stopping = asyncio.ensure_future(stop.wait())
        await asyncio.wait({opening, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        try:
            if opening.done():
                return opening.result()
        except UnknownService as unknown:
            raise CommandError(UNKNOWN_SERVICE.format(name=unknown.name)) from unknown
        opening.cancel()
        await asyncio.gather(opening, return_exceptions=True)
        return None


def _open_http(service: Service, config: Config, gateway: Gateway) -> HttpPort | None:
    """Open the HTTP port if the configuration has one. Raises CommandError."""
    if config.web.port is None:
        return None
    # Imported here, because the web server takes a quarter of a second and most services have no port.
    from bot.web import Hook, open_port

    hook = None
    if config.telegram.mode == "webhook":
        path = urlsplit(str(config.telegram.webhook_url)).path
        hook = Hook(path, gateway.webhook_secret, gateway.accept)
    database = service.database
    try:
        return open_port(
            config.web,
            database,
            service.words,
            now,
            lambda: trouble(database.path, now()),
            service.parser_restarts,
            hook,
            service.calendar,
        )
    except OSError as error:
        why = error.strerror or error
        raise CommandError(PORT_REFUSED.format(host=config.web.host, port=config.web.port, why=why)) from error


async def _talk(service: Service, gateway: Gateway) -> None:
    """Connect to Telegram, then answer everyone who writes."""
    try:
        me = await gateway.connect()
    except InvalidToken:
        gateway.token_refused.set()
        return
    print(f"bot       {me.full_name} — https://t.me/{me.username}", flush=True)
    service.answering.roles, service.answering.bot_name = gateway.roles, me.username or ""
    handlers = Handlers(service.answering.carry_out, service.membership, service.moved)
    inbox = Inbox(service.database, gateway.carry_out, service.words, now, service.wake)
    profile = Profile(service.words, tuple(COMMANDS), len(service.sources))
    await gateway.run(handlers, inbox, profile)


def _halted(gateway: Gateway) -> str | None:
    """Return why nothing can be sent now; None if sending works."""
    if gateway.token_refused.is_set():
        return "Telegram refuses the token"
    if not gateway.connected:
        return "Telegram has not answered yet"
    if gateway.out_of_touch:
        return "Telegram cannot be reached"
    return CONFLICT if gateway.conflict else None


def _introduce(service: Service, config: Config, http: HttpPort | None) -> None:
    print(f"Tradewatch {version()}", flush=True)
    print(f"database  {config.database.absolute()} ({service.rules} rules in force)", flush=True)
    print(f"sources   {len(service.sources)}, first polls under way", flush=True)
    if http is not None:
        print(f"web       {http.address}", flush=True)
    if config.telegram.mode == "webhook":
        print(f"webhook   {config.telegram.webhook_url}", flush=True)


@dataclass(frozen=True, slots=True)
class FirstPolls:
    """The first poll of each source; a summary is printed once all have answered."""

    _sources: int
    _first: dict[str, Polled] = field(default_factory=dict)

    def count(self, polled: Polled) -> None:
        """Keep a source's first poll, and print the summary after the last one."""
        if polled.source.id in self._first:
            return
        self._first[polled.source.id] = polled
        if len(self._first) == self._sources:
            items = sum(first.new for first in self._first.values())
            failed = [first for first in self._first.values() if first.problem is not None]
            print(f"polled    {len(self._first)} sources, {items} new items, {len(failed)} failed", flush=True)
            for first in failed:
                print(f"          {first.source.id}: {without_queries(str(first.problem))}", flush=True)
