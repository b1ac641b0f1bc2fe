"""Who gets what from the HTTP port, with which headers."""

from __future__ import annotations

import asyncio
import logging
import re
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.config.settings import WebSettings
from bot.messages.text import load
from bot.web import HttpPort, open_port
from tests.bot.web.desk import NOW, OPERATOR, SUBSCRIBER, Desk
from tests.fakes.bell import PATIENCE
from tests.fakes.busy_month import SECRET
from watchers.errors import DatabaseFull
from watchers.store import Database

pytestmark = pytest.mark.service
SERVICE: tuple[Callable[[], datetime], Callable[[], list[str]], Callable[[], int], None] = (
    lambda: NOW,
    list,
    lambda: 0,
    None,
)
"""The wall clock, no troubles, no parsers lost, no webhook."""


@asynccontextmanager
async def running(port: HttpPort) -> AsyncIterator[aiohttp.ClientSession]:
    serving = asyncio.create_task(port.run())
    async with aiohttp.ClientSession(port.address) as session:
        yield session
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


async def test_each_secret_link_shows_the_page_and_any_other_path_is_not_found(desk: Desk) -> None:
    assert (await desk.get(f"/status/{OPERATOR}"))[0] == 200
    assert (await desk.get(f"/status/{SUBSCRIBER}"))[0] == 200
    for path in ("/", "/status", "/status/", f"/status/{OPERATOR[:-1]}", f"/status/{OPERATOR}x", "/status/é", "/docs"):
        assert (await desk.get(path))[0] == 404, path


async def test_subscribers_see_neither_what_a_chat_added_nor_the_system_nor_the_details_of_trouble(desk: Desk) -> None:
    desk.troubles.append("polling: last sign of life 99 s ago")
    _, operators = await desk.get(f"/status/{OPERATOR}")
    _, subscribers = await desk.get(f"/status/{SUBSCRIBER}")
    for text in (SECRET, "Database:", "last sign of life 99 s ago"):
        assert text in operators
        assert text not in subscribers
    assert "Something is not working" in subscribers


@pytest.mark.parametrize("path", [f"/status/{OPERATOR}", "/metrics", "/healthz", "/nothing"])
async def test_every_answer_forbids_scripts_foreign_content_caching_and_referrers(path: str, desk: Desk) -> None:
    async with desk.session.get(path) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"].split("; ")
    assert policy[0] == "default-src 'none'"
    assert re.fullmatch(r"style-src 'sha256-[\w+/]{43}='", policy[1])
    assert {"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} <= set(policy)
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Robots-Tag"] == "noindex"
    assert "Server" not in headers


async def test_the_page_speaks_the_language_that_is_asked_for_or_the_first_that_the_browser_accepts(desk: Desk) -> None:
    path = f"/status/{SUBSCRIBER}"
    for query, accepts, language in (
        ("", "", "en"),
        ("", "fr-FR, ja;q=0.8, en;q=0.5", "ja"),
        ("", "zh-CN,zh;q=0.9", "zh-Hant"),
        ("", "de", "en"),
        ("?lang=ja", "zh-TW", "ja"),
        ("?lang=xx", "zh-TW", "zh-Hant"),
    ):
        _, html = await desk.get(path + query, **{"Accept-Language": accepts})
        assert f'<html lang="{language}">' in html, (query, accepts)


async def test_health_has_the_verdict_of_the_verb(desk: Desk) -> None:
    assert await desk.get("/healthz") == (200, "alive\n")
    desk.troubles.extend(["delivery: Telegram cannot be reached", "telegram: no sign of life yet"])
    assert await desk.get("/healthz") == (
        503,
        "delivery: Telegram cannot be reached\ntelegram: no sign of life yet\n",
    )


class Unreadable(Database):
    async def read(self, *_: object, **__: object) -> Any:
        raise DatabaseFull(self.path, "disk I/O error")


async def test_a_database_that_cannot_be_read_is_named_and_ends_nothing(tmp_path: Path) -> None:
    async with await Unreadable.open(tmp_path / "tradewatch.db") as broken:
        port = open_port(WebSettings.model_validate({"port": 0, "operator_secret": OPERATOR}), broken, load(), *SERVICE)
        async with running(port) as session:
            for path in ("/metrics", f"/status/{OPERATOR}"):
                async with session.get(path) as answer:
                    assert (answer.status, await answer.text()) == (
                        503,
                        "The database cannot be used: DatabaseFull\n",
                    )
            assert (await session.get("/healthz")).status == 200


# ---- the webhook -----------------------------------------------------------------------------------


@pytest.mark.hazard("S6")
async def test_a_request_without_the_secret_is_refused_and_its_body_not_taken_in(desk: Desk) -> None:
    for secret in ("", "s" * 63, "s" * 65, "S" * 64):
        assert await desk.post(b"{}", secret) == 403
    assert desk.accepted == []


async def test_an_update_is_confirmed_only_once_it_was_accepted(desk: Desk) -> None:
    desk.ready.clear()
    posting = asyncio.create_task(desk.post(b"update"))
    assert await desk.get("/healthz") == (200, "alive\n")
    assert not posting.done()
    desk.ready.set()
    assert await posting == 200
    assert desk.accepted == [b"update"]


async def test_an_update_that_cannot_be_accepted_now_is_to_be_sent_again(desk: Desk) -> None:
    assert await desk.post(b"later") == 503


async def test_a_bug_is_logged_without_the_path_and_the_update_comes_again(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    assert await desk.post(b"bug") == 500
    assert await desk.post(b"update") == 200
    (record,) = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert (record.message, vars(record)["endpoint"]) == ("web_failed", "receive")
    assert record.exc_info
    assert "/telegram" not in caplog.text


# ---- starting and stopping -------------------------------------------------------------------------


async def test_a_request_in_progress_is_answered_before_the_port_closes(desk: Desk) -> None:
    desk.ready.clear()
    posting = asyncio.create_task(desk.post(b"update"))
    assert await desk.get("/healthz") == (200, "alive\n")  # which came after the update
    desk.running.cancel()
    desk.ready.set()
    assert await posting == 200
    await asyncio.gather(desk.running, return_exceptions=True)


@pytest.fixture
def handler() -> Iterator[Callable[[int, object], None]]:
    """The service's own handler of SIGTERM."""

    def stop(signum: int, frame: object) -> None:
        raise AssertionError("nobody sent a signal")

    before = signal.signal(signal.SIGTERM, stop)
    yield stop
    signal.signal(signal.SIGTERM, before)


async def test_the_signals_stay_those_of_the_service(handler: Callable[[int, object], None], desk: Desk) -> None:
    assert (await desk.get("/healthz"))[0] == 200
    assert signal.getsignal(signal.SIGTERM) is handler


async def test_without_a_secret_there_is_no_page_and_without_a_hook_no_webhook(month: Database) -> None:
    async with running(open_port(WebSettings(port=0), month, load(), *SERVICE)) as session:
        for method, path in (("GET", "/status/"), ("GET", "/status/None"), ("POST", "/telegram")):
            async with session.request(method, path) as answer:
                assert answer.status == 404


async def test_a_request_that_never_ends_does_not_hold_up_the_end(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.ready.clear()
    posting = asyncio.create_task(desk.post(b"update"))
    assert await desk.get("/healthz") == (200, "alive\n")
    desk.running.cancel()
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(desk.running, return_exceptions=True)
    with suppress(aiohttp.ClientError):
        assert await posting == 503
    assert desk.accepted == []
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_calendar_is_at_its_secret_address_and_at_no_other(database: Database) -> None:
    async def calendar(secret: str) -> bytes | None:
        return b"BEGIN:VCALENDAR" if secret == "s3cret" else None

    settings = WebSettings.model_validate({"port": 0})
    port = open_port(settings, database, load(), lambda: NOW, list, lambda: 0, None, calendar)
    async with running(port) as client:
        async with client.get("/cal/s3cret.ics") as answer:
            assert (answer.status, await answer.read()) == (200, b"BEGIN:VCALENDAR")
            assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        for path in ("/cal/other.ics", "/cal/s3cret", "/cal/.ics", "/cal/"):
            async with client.get(path) as answer:
                assert answer.status == 404, path
