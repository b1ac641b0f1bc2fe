"""Updates by webhook: when one is confirmed, and what the checks at Telegram find."""

from __future__ import annotations

import asyncio
import json
import logging
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram import Bot

from bot.chat import Reply, Request
from bot.messages.text import load
from bot.telegram import Gateway, Handlers, Inbox, Profile, webhook
from bot.telegram.updates import ALLOWED_UPDATES
from bot.telegram.webhook import secret_of
from tests.fakes.bell import eventually
from tests.fakes.bot_api import FakeBotApi
from watchers.model import Address
from watchers.store import Database

pytestmark = pytest.mark.service

URL = "https://bot.example.org/telegram"


def update(number: int, text: str) -> bytes:
    chat = {"id": 7, "type": "private", "first_name": "Ann"}
    sender = {"id": 7, "is_bot": False, "first_name": "Ann"}
    message = {"message_id": number, "date": 1_796_000_000, "chat": chat, "from": sender, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


class Listener:
    """Answers once it is allowed to, and remembers what it heard."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.allowed = asyncio.Event()
        self.allowed.set()

    async def __call__(self, request: Request) -> Reply:
        await self.allowed.wait()
        self.heard.append(request.text)
        return Reply("done")

    async def membership(self, address: Address, present: bool) -> None: ...

    async def move(self, old: Address, new: Address) -> None: ...


@pytest.fixture(autouse=True)
def _checks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    monkeypatch.setattr(webhook, "CHECK_SECONDS", 0.05)


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi(proxy=lambda url: "http://127.0.0.1:9/") as api:
        yield api
        assert api.violations == []


@pytest.fixture
async def gateway(api: FakeBotApi) -> AsyncIterator[Gateway]:
    gateway = Gateway(api.token, api.base_url, api.base_file_url, URL)
    await gateway.connect()
    yield gateway
    await gateway.close()


@asynccontextmanager
async def listening(gateway: Gateway, api: FakeBotApi, listener: Listener) -> AsyncIterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        async with await Database.open(Path(folder) / "tradewatch.db") as database:
            handlers = Handlers(listener, listener.membership, listener.move)
            inbox = Inbox(database, gateway.carry_out, load(), lambda: datetime.now(UTC), lambda: None)
            running = asyncio.create_task(gateway.run(handlers, inbox, Profile(load(), (), 40)))
            try:
                await api.wait_until(lambda: api.webhook == URL)
                yield
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)


async def test_telegram_learns_the_address_the_secret_and_the_kinds_of_updates(
    api: FakeBotApi, gateway: Gateway
) -> None:
    async with listening(gateway, api, Listener()):
        pass
    (call,) = api.calls_of("setWebhook")
    assert call.parameters["secret_token"] == gateway.webhook_secret
    assert call.parameters["allowed_updates"] == ALLOWED_UPDATES
    assert api.calls_of("getUpdates") == []
    assert api.webhook == URL, "updates wait there until the next start"


def test_the_secret_depends_on_the_token_and_does_not_show_it() -> None:
    one, other = secret_of("123456789:AAA"), secret_of("123456789:AAB")
    assert one != other
    assert "AAA" not in one
    assert len(one) == 64


async def test_an_update_is_accepted_once_it_is_stored(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener()
    listener.allowed.clear()
    async with listening(gateway, api, listener):
        assert await gateway.accept(update(1, "/watch TSMC"))
        assert await gateway.accept(update(1, "/watch TSMC")), "once more: Telegram did not get the answer"
        assert listener.heard == []
        listener.allowed.set()
        await eventually(lambda: listener.heard == ["/watch TSMC"])
    assert listener.heard == ["/watch TSMC"]


async def test_outside_of_its_run_the_bot_accepts_nothing(api: FakeBotApi, gateway: Gateway) -> None:
    assert not await gateway.accept(update(1, "/watch TSMC"))
    listener = Listener()
    async with listening(gateway, api, listener):
        assert await gateway.accept(update(1, "/watch TSMC"))
    assert not await gateway.accept(update(2, "/watches"))
    assert listener.heard == ["/watch TSMC"]


async def test_a_bot_that_polls_accepts_nothing(api: FakeBotApi) -> None:
    assert not await Gateway(api.token, api.base_url, api.base_file_url).accept(update(1, "/watch TSMC"))


@pytest.mark.hazard("X1")
@pytest.mark.parametrize(
    "body",
    [b"", b"no JSON", b"\xff", b"[]", b"{}", b'{"update_id": "1"}', b"[" * 5_000, b'{"update_id": 1e400}',
     b'{"update_id": 9, "message": {"text": "secret"}}', b'{"update_id": 9, "message": 7}'],
)  # fmt: skip
async def test_a_body_that_is_not_an_update_is_accepted_so_that_it_does_not_come_again(
    body: bytes, api: FakeBotApi, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    listener = Listener()
    async with listening(gateway, api, listener):
        assert await gateway.accept(body)
        assert await gateway.accept(update(10, "/watches"))
    assert listener.heard == ["/watches"]
    assert [record.message for record in caplog.records if record.levelno == logging.ERROR] == ["update_skipped"]
    assert "secret" not in caplog.text


@pytest.mark.hazard("D14")
async def test_a_webhook_that_another_process_changed_is_set_again_and_counts_as_a_conflict(
    api: FakeBotApi, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening(gateway, api, Listener()), Bot(api.token, api.base_url, api.base_file_url) as other:
        assert not gateway.conflict
        await other.set_webhook("https://other.example.org/telegram")
        await eventually(lambda: gateway.conflict)
        await api.wait_until(lambda: api.webhook == URL)
    assert "telegram_conflict" in caplog.text


async def test_updates_that_telegram_cannot_deliver_are_a_problem_until_one_arrives(
    api: FakeBotApi, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening(gateway, api, Listener()):
        await api.say(7, "/watch TSMC")
        await eventually(lambda: gateway.webhook_problem is not None)
        assert gateway.webhook_problem == "Telegram cannot reach the webhook: Connection failed: ClientConnectorError"
        await gateway.accept(update(1, "/watch TSMC"))
        await eventually(lambda: gateway.webhook_problem is None)
    assert [record.message for record in caplog.records].count("telegram_webhook") >= 1
