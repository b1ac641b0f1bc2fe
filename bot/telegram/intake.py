"""Poll for updates: fetch, store, and only then confirm them with the next fetch."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.chat import Wait
from bot.telegram.outcomes import outcome_of
from bot.telegram.updates import ALLOWED_UPDATES, Update, read_all
from bot.telegram.wire import SEND_TIMEOUT, BotApi
from watchers.store.failpoints import Failpoint, reach

log = logging.getLogger(__name__)

POLL_TIMEOUT = 10
"""Seconds that Telegram holds getUpdates open; heartbeats come at least this often."""
PREDECESSOR_LASTS = POLL_TIMEOUT + 2.0
"""Seconds for which the request of a process that was killed may still be open at the server."""
FIRST_PAUSE_SECONDS = 1.0
MAX_PAUSE_SECONDS = 10.0
"""How long after an outage commands wait at most."""
AT_ONCE_SECONDS = 0.1
"""An answer without anything new that comes sooner ignores the timeout or the offset, as that of a proxy or cache."""
REPORT_EVERY_SECONDS = 60.0
"""How often a long pause is reported; the watchdog takes a part that is silent for five minutes for dead."""

NUMBERED_ANEW_AFTER_SECONDS = 6 * 86_400.0
"""After a week without updates, Telegram numbers the next one at random, also lower: no offset may hide it then."""

T = TypeVar("T")


async def until_answered(action: Callable[[], Awaitable[T]], failed: Callable[[TelegramError, float], None]) -> T:
    """Repeat a call until Telegram answers it, with pauses that grow to ten seconds.

    Args:
        action: The call.
        failed: Called with each error and the pause that follows it, in seconds; during a long pause that Telegram
            asks for, again every minute with the rest of it.

    Raises:
        InvalidToken: Telegram refuses the token, so repeating is useless.
    """
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            return await action()
        except InvalidToken:
            raise
        except TelegramError as error:
            asked = outcome_of(error)
            wait = asked.duration.total_seconds() if isinstance(asked, Wait) else pause
            failed(error, wait)
            while wait > REPORT_EVERY_SECONDS:
                await asyncio.sleep(REPORT_EVERY_SECONDS)
                wait -= REPORT_EVERY_SECONDS
                failed(error, wait)
            await asyncio.sleep(wait)
            pause = min(pause * 2, MAX_PAUSE_SECONDS)


@dataclass(slots=True)
class Intake:
    """Fetch updates and pass them on; an update is confirmed to Telegram once it is stored."""

    _api: BotApi
    _store: Callable[[list[Update]], Awaitable[None]]
    """Awaited with the updates of each fetch; the next fetch confirms them."""
    _on_stored: Callable[[], None]
    """Called when a fetch was stored."""
    _failed: Callable[[TelegramError, float], None]
    """As for ``until_answered``."""
    _offset: int = 0
    _confirmed: int = 0
    _heard_at: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    """When the last update came, by the loop's clock."""

    async def run(self) -> None:
        """Fetch updates until cancelled. Raises InvalidToken."""
        await until_answered(lambda: self._api.call("deleteWebhook", {}), self._failed)
        loop = asyncio.get_running_loop()
        began = loop.time()

        def failed(error: TelegramError, wait: float) -> None:
            if isinstance(error, Conflict) and loop.time() - began < PREDECESSOR_LASTS:
                # The request of the last process may still be open at Telegram.
                log.warning("telegram_polling", extra={"why": str(error), "again_in": wait})
            else:
                self._failed(error, wait)

        while True:
            await until_answered(self._fetch, failed)

    async def confirm(self) -> None:
        """Confirm the stored updates, so that a restart does not get them again. Raises TelegramError."""
        if self._offset > self._confirmed:
            await self._get(timeout=0, limit=1)
            self._confirmed = self._offset

    async def _fetch(self) -> None:
        if asyncio.get_running_loop().time() - self._heard_at > NUMBERED_ANEW_AFTER_SECONDS:
            self._offset = 0
        offset, began = self._offset, asyncio.get_running_loop().time()
        updates, last = read_all(await self._get(timeout=POLL_TIMEOUT))
        self._confirmed = offset
        if updates:
            reach(Failpoint.RECEIVED)
            await self._store(updates)
            reach(Failpoint.ACCEPTED)
        if last is not None:
            self._offset = last + 1
            self._heard_at = asyncio.get_running_loop().time()
        self._on_stored()
        if (last is None or last < offset) and asyncio.get_running_loop().time() - began < AT_ONCE_SECONDS:
            await asyncio.sleep(FIRST_PAUSE_SECONDS)

    async def _get(self, timeout: int, **more: int) -> object:  # noqa: ASYNC109  the server's
        wanted = {"offset": self._offset, "timeout": timeout, "allowed_updates": ALLOWED_UPDATES, **more}
        return await self._api.call("getUpdates", wanted, timeout + SEND_TIMEOUT)
