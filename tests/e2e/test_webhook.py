"""The webhook, the health check and the metrics of the real process, asked over HTTP as a proxy does."""

from __future__ import annotations

import asyncio
import io

import aiohttp
import pytest

from bot.health import MAX_AGE
from tests.e2e.bot_process import PUBLIC, World, alerts_of, ended

pytestmark = pytest.mark.parametrize("around", ["webhook"], indirect=True)
HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATE = {"update_id": 1_000_000, "message": {"message_id": 1, "date": 1_796_000_000, "text": "/start"}}


async def status_of(around: World, method: str, path: str, body: object = UPDATE, **headers: str) -> int:
    data = io.BytesIO(body) if isinstance(body, bytes) else None
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, around.web + path, json=None if data else body, data=data, headers=headers) as answer,
    ):
        return answer.status


@pytest.mark.hazard("S6")
async def test_only_who_knows_the_secret_reaches_the_webhook_and_no_body_is_too_large_for_it(around: World) -> None:
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    secret = {HEADER: around.api.webhook_secret}
    nearly = {HEADER: around.api.webhook_secret[:-1]}
    assert len(around.api.webhook_secret) == 64
    assert await status_of(around, "POST", "/telegram") == 403
    assert await status_of(around, "POST", "/telegram", **{HEADER: ""}) == 403
    assert await status_of(around, "POST", "/telegram", **nearly) == 403
    assert await status_of(around, "GET", "/telegram", **secret) == 405
    assert await status_of(around, "POST", "/telegram", b"x" * (2**20 + 1), **secret) == 413
    assert await status_of(around, "POST", "/telegram", b"no JSON", **secret) == 200
    assert await status_of(around, "POST", "/other", **secret) == 404
    assert await ended(process) == 0
    assert around.written.count("update_skipped") == 1


async def test_updates_of_the_time_between_two_processes_are_answered_by_the_second(around: World) -> None:
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    assert around.api.webhook == f"{PUBLIC}/telegram"
    assert await ended(process) == 0
    assert around.api.webhook == f"{PUBLIC}/telegram"
    await around.api.say(31, "/watch quota")
    assert around.api.waiting_updates == 1
    process = await around.start()
    await around.api.wait_for(lambda sent: sent.chat_id == 31)
    await around.until(lambda: around.api.waiting_updates == 0)
    assert await ended(process) == 0


async def test_going_back_to_polling_removes_the_webhook_and_loses_no_update(around: World) -> None:
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe({32: ("quota",)})
    assert await ended(process) == 0
    await around.api.say(32, "/watches")
    around.webhook = False
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    await around.api.wait_for(lambda sent: sent.chat_id == 32 and "Your watch" in sent.text)
    assert around.api.webhook == ""
    assert await ended(process) == 0


@pytest.mark.hazard("D14")
async def test_another_process_that_takes_the_webhook_away_stops_the_sending_and_turns_health_red(
    around: World,
) -> None:
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe({33: ("quota",)})
    async with aiohttp.ClientSession() as session:
        await session.post(f"{around.api.base_url}{around.api.token}/deleteWebhook")
    await around.until(lambda: "telegram_conflict" in around.written)
    around.publish("ustr", "quota one")
    await around.until(lambda: around.states() == {"queued": 1})
    await around.until(lambda: bool(around.rows("select 1 from heartbeats where problem like 'another process%'")))
    assert await status_of(around, "GET", "/healthz") == 503
    assert (await around.health())[0] == 1
    assert around.api.webhook == f"{PUBLIC}/telegram"
    assert alerts_of(around.api, 33) == []
    assert await ended(process) == 0
    assert around.states() == {"queued": 1}


async def test_health_names_a_webhook_that_telegram_cannot_reach(around: World) -> None:
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    answering, around.proxied_to = around.proxied_to, "http://127.0.0.1:9"
    await around.api.say(34, "/watch quota")
    await around.until(lambda: "telegram_webhook" in around.written)
    await around.until(
        lambda: bool(around.rows("select 1 from heartbeats where problem like '%cannot reach the web%'"))
    )
    assert "telegram: Telegram cannot reach the webhook: Connection failed" in (await around.health())[1]
    around.proxied_to = answering
    await around.api.wait_for(lambda sent: sent.chat_id == 34)
    await around.until(lambda: not around.rows("select 1 from heartbeats where problem is not null"))
    assert await ended(process) == 0


async def test_a_port_that_is_in_use_is_named_at_the_start(around: World) -> None:
    listening = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    async with listening:
        around.configure("ustr", web={"port": port})
        process = await around.start()
        assert await process.wait() == 1
    assert f"The HTTP port 127.0.0.1:{port} cannot be opened: Address already in use" in around.written


async def test_the_metrics_count_what_went_through_and_health_is_green(around: World) -> None:
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe({35: ("quota",)})
    around.publish("ustr", "quota one", "steel one")
    await around.until(lambda: around.states() == {"sent": 1})
    await around.until(lambda: len(around.rows("select 1 from heartbeats where problem is null")) == len(MAX_AGE))
    async with aiohttp.ClientSession() as session:
        text = await (await session.get(f"{around.web}/metrics")).text()
        health = await session.get(f"{around.web}/healthz")
        assert (health.status, await health.text()) == (200, "alive\n")
    values = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    for name, value in {
        "tradewatch_items_total": 3,
        "tradewatch_matches_total": 1,
        "tradewatch_alerts_total": 1,
        'tradewatch_sends_total{outcome="Sent"}': 2,  # the answer to /watch, and the alert
        "tradewatch_fetched_to_sent_seconds_count": 1,
        "tradewatch_queue": 0,
        "tradewatch_queue_age_seconds": 0,
        "tradewatch_healthy": 1,
        "tradewatch_parser_restarts_total": 0,
        'tradewatch_sources{state="fresh"}': 1,
    }.items():
        assert float(values[name]) == value, name
    assert float(values["tradewatch_loop_lag_seconds_count"]) > 0
    assert float(values["process_resident_memory_bytes"]) > 10_000_000
    assert await ended(process) == 0
