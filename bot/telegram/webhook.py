"""Receive updates by webhook: Telegram sends each one to our public address."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Bot, WebhookInfo
from telegram.error import Conflict, TelegramError

from bot.telegram.intake import until_answered
from bot.telegram.updates import ALLOWED_UPDATES, Update, read_body

log = logging.getLogger(__name__)

CHECK_SECONDS = 20.0
"""Seconds between checks of the webhook at Telegram; each is a heartbeat."""
MAX_CONNECTIONS = 100
"""Updates that Telegram sends at the same time, at most one for each chat."""


def secret_of(token: str) -> str:
    """Return the secret that Telegram repeats with every update; only the holder of the token can compute it."""
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()


@dataclass(slots=True)
class Webhook:
    """Keep Telegram's webhook at our address, and take in the updates that arrive there."""

    _bot: Bot
    _url: str
    """Our public address."""
    _secret: str
    """What Telegram repeats in the header of each request."""
    _store: Callable[[list[Update]], Awaitable[None]]
    """Awaited with each update; returns when it is stored."""
    _checked: Callable[[], None]
    """Called after each check that found the webhook at our address."""
    _failed: Callable[[TelegramError, float], None]
    """As for ``until_answered``; it gets a Conflict if another process changed the webhook."""
    problem: str | None = None
    """Why Telegram cannot deliver updates; None if it can."""
    _arrived: int = 0
    _answered: int = 0
    _arrived_before: int = 0
    _pending_before: int = 0

    async def run(self) -> None:
        """Set the webhook, and check it until cancelled. Raises InvalidToken."""
        await until_answered(self._set, self._failed)
        while True:
            await until_answered(self._check, self._failed)
            await asyncio.sleep(CHECK_SECONDS)

    async def confirm(self) -> None:
        """Do nothing: each update is confirmed by the answer to its request."""

    async def accept(self, body: bytes) -> None:
        """Store the update in the body of a request; one that cannot be read is skipped."""
        self._arrived += 1
        try:
            update = read_body(body)
            if update is not None:
                await self._store([update])
        finally:
            self._answered += 1

    async def _set(self) -> None:
        await self._bot.set_webhook(
            self._url,
            max_connections=MAX_CONNECTIONS,
            allowed_updates=ALLOWED_UPDATES,
            secret_token=self._secret,
        )

    async def _check(self) -> None:
        """Compare Telegram's view of the webhook with ours; set it again if another process changed it."""
        info = await self._bot.get_webhook_info()
        if info.url != self._url:
            await self._set()
            raise Conflict("another process changed the webhook; stop one of them")
        problem = self._delivery_problem(info)
        if problem and not self.problem:
            log.warning("telegram_webhook", extra={"why": problem, "pending": info.pending_update_count})
        self.problem = problem
        self._checked()

    def _delivery_problem(self, info: WebhookInfo) -> str | None:
        """Return Telegram's last error if updates wait there, and none arrived or was answered since the last check.

        Telegram keeps its last error after it is over, so the error alone says nothing.
        """
        waits = min(info.pending_update_count, self._pending_before) > 0
        silent = self._arrived == self._arrived_before == self._answered
        self._pending_before, self._arrived_before = info.pending_update_count, self._arrived
        if not (waits and silent and info.last_error_message):
            return None
        return f"Telegram cannot reach the webhook: {info.last_error_message}"
