"""What the tests of the delivery send to: a list, or the gateway connected to a fake Bot API."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.telegram.gateway import Gateway
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.sends import Sends


@pytest.fixture
def sends() -> Sends:
    return Sends()


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as api:
        yield api
        assert api.violations == []


@pytest.fixture
async def gateway(api: FakeBotApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateway]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    gateway = Gateway(api.token, api.base_url, api.base_file_url)
    await gateway.connect()
    yield gateway
    await gateway.close()
