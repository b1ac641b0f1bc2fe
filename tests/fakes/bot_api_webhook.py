"""The side of Telegram that calls a webhook: one update at a time in each chat, until it is answered with 2xx."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import aiohttp

from tests.fakes.bot_api_state import Telegram
from tests.fakes.bot_api_updates import Json

PAUSE_SECONDS = 0.1
"""Between tries; Telegram's grow with each failure."""
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

Proxy = Callable[[str], str]
"""Returns the local address to which a reverse proxy forwards a public one."""


class WebhookCaller:
    """Calls the webhook that is set, as long as updates wait."""

    def __init__(self, telegram: Telegram, proxy: Proxy) -> None:
        self._telegram = telegram
        self._proxy = proxy
        self._calls: dict[object, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Call until cancelled; calls in progress are then interrupted."""
        bell = self._telegram.bell
        async with aiohttp.ClientSession() as session:
            try:
                while True:
                    await bell.until(lambda: bool(self._telegram.webhook and self._next()), 3_600)
                    for chat, update in self._next().items():
                        call = asyncio.create_task(self._call(session, update))
                        self._calls[chat] = call
                        call.add_done_callback(lambda _, chat=chat: self._ended(chat))  # type: ignore[misc]
            finally:
                calls = list(self._calls.values())
                for call in calls:
                    call.cancel()
                await asyncio.gather(*calls, return_exceptions=True)

    def _next(self) -> dict[object, Any]:
        """Return the oldest update of each chat that no call is about."""
        oldest: dict[object, Any] = {}
        for update in self._telegram.updates.pending:
            oldest.setdefault(_chat_of(update), update)
        return {chat: update for chat, update in oldest.items() if chat not in self._calls}

    async def _call(self, session: aiohttp.ClientSession, update: Any) -> None:
        webhook = self._telegram.webhook
        headers = {SECRET_HEADER: self._telegram.webhook_secret} if self._telegram.webhook_secret else {}
        try:
            answer = await session.post(
                self._proxy(webhook), json=update, headers=headers, allow_redirects=False, timeout=_PATIENCE
            )
            problem = None if answer.ok and answer.status < 300 else f"Wrong response from the webhook: {answer.status}"
            answer.release()
        except (aiohttp.ClientError, TimeoutError) as error:
            problem = f"Connection failed: {type(error).__name__}"
        if problem is None:
            self._telegram.updates.done(update)
            return
        self._telegram.webhook_error = problem
        self._telegram.webhook_error_at = int(time.time())
        await asyncio.sleep(PAUSE_SECONDS)

    def _ended(self, chat: object) -> None:
        del self._calls[chat]
        self._telegram.bell.ring()


def _chat_of(update: Any) -> object:
    """Return the chat of an update, or the object itself where there is none."""
    for content in update.values() if isinstance(update, dict) else ():
        if isinstance(content, dict):
            where: Json = content.get("message", content)
            chat = where.get("chat")
            if isinstance(chat, dict):
                return chat.get("id")
    return id(update)


_PATIENCE = aiohttp.ClientTimeout(total=60)
