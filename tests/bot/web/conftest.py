"""A month of work, and the port over it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import aiohttp
import pytest

from bot.config.settings import WebSettings
from bot.messages.text import load
from bot.web import Hook, open_port
from tests.bot.web.desk import HOOK_SECRET, NOW, OPERATOR, SUBSCRIBER, Desk
from tests.fakes.busy_month import fill
from watchers.store import Database


@pytest.fixture
async def month(database: Database) -> Database:
    await database.write(fill, NOW)
    return database


@pytest.fixture
async def desk(month: Database) -> AsyncIterator[Desk]:
    """The open port, and what it asks the service for."""
    troubles: list[str] = []
    accepted: list[bytes] = []
    ready = asyncio.Event()
    ready.set()

    async def accept(body: bytes) -> bool:
        await ready.wait()
        if body == b"bug":
            raise ZeroDivisionError
        accepted.append(body)
        return body != b"later"

    secrets = {"operator_secret": OPERATOR, "subscriber_secret": SUBSCRIBER}
    settings = WebSettings.model_validate({"port": 0, **secrets})
    hook = Hook("/telegram", HOOK_SECRET, accept)
    port = open_port(settings, month, load(), lambda: NOW, lambda: troubles, lambda: 4, hook)
    running = asyncio.create_task(port.run())
    # After a bug the server closes the connection, and the client would reuse it.
    async with aiohttp.ClientSession(port.address, connector=aiohttp.TCPConnector(force_close=True)) as session:
        yield Desk(port, session, running, troubles, accepted, ready)
    if not running.done():
        running.cancel()
    with suppress(asyncio.CancelledError):
        await running
