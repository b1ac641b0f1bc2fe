"""What the tests of the port share."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp

from bot.web import HttpPort

NOW = datetime(2026, 3, 1, 14, 20, tzinfo=UTC)
OPERATOR = "operators-secret-link"
SUBSCRIBER = "subscribers-secret-link"
HOOK_SECRET = "s" * 64


@dataclass(frozen=True, slots=True)
class Desk:
    """An open port over a month of work; what it asks the service for can be changed."""

    port: HttpPort
    session: aiohttp.ClientSession
    running: asyncio.Task[None]
    troubles: list[str]
    accepted: list[bytes]
    ready: asyncio.Event
    """While it is not set, updates are not accepted."""

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.session.get(path, headers=headers) as answer:
            return answer.status, await answer.text()

    async def post(self, body: bytes, secret: str = HOOK_SECRET) -> int:
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        async with self.session.post("/telegram", data=body, headers=headers) as answer:
            return answer.status
