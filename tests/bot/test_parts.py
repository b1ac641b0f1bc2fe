"""Health is red within two minutes of a part that does not run or gets nothing, whichever part it is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.delivery.worker import Delivery
from bot.health import MAX_AGE, trouble
from bot.heartbeats import Heartbeats
from bot.messages.text import load
from bot.telegram.intake import Intake
from bot.telegram.wire import BotApi
from tests.fakes.bell import eventually
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_script import refusal
from tests.fakes.sends import NoPace, Sends
from tests.fakes.situations import House
from watchers.feeds.process import ParsingChild, answers
from watchers.polling.poller import Poller
from watchers.polling.schedule import Job, Schedule
from watchers.store import Database

pytestmark = pytest.mark.service

RED_WITHIN = timedelta(minutes=2)


class Frozen(Database):
    """A database that never answers, as on a hung disk."""

    def __init__(self) -> None:
        self.asked = 0

    async def read(self, job: object, *args: object, **kwargs: object) -> object:  # type: ignore[override]
        self.asked += 1
        return await asyncio.Event().wait()

    write = read  # type: ignore[assignment]


async def _stuck_poller(heartbeats: Heartbeats, house: House) -> None:
    frozen = Frozen()
    poller = Poller(frozen, house.pipeline, house.clock, lambda polled: None)
    poller.alive = lambda: heartbeats.beat("polling")
    await _while_running(poller.tick(), lambda: frozen.asked > 0)


async def _stuck_outbox(heartbeats: Heartbeats, house: House) -> None:
    frozen = Frozen()
    delivery = Delivery(frozen, Sends(), NoPace(), load(), house.clock, lambda: None, house.watchlist.move)
    delivery.alive = lambda halted: heartbeats.beat("delivery", halted)
    await _while_running(delivery.run(), lambda: frozen.asked > 0)


async def _dead_parser(heartbeats: Heartbeats, house: House) -> None:
    child = ParsingChild(program="there.is.no.such.program", deadline=timedelta(seconds=5))
    if await answers(child.parse):
        heartbeats.beat("parser")


async def _deaf_intake(heartbeats: Heartbeats, house: House) -> None:
    async with FakeBotApi() as api:
        api.script("getUpdates", refusal(502, "Bad Gateway", times=None))
        connection = BotApi(api.base_url + api.token, 1)
        intake = Intake(connection, _store_nothing, lambda: heartbeats.beat("telegram"), lambda error, wait: None)
        await connection.initialize()
        await _while_running(intake.run(), lambda: bool(api.calls_of("getUpdates")))
        await connection.shutdown()


async def _store_nothing(updates: object) -> None:
    return None


async def _while_running(part: Awaitable[object], condition: Callable[[], bool]) -> None:
    running = asyncio.ensure_future(part)
    try:
        await eventually(condition)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize(
    ("part", "broken"),
    [("polling", _stuck_poller), ("delivery", _stuck_outbox), ("parser", _dead_parser), ("telegram", _deaf_intake)],
)
async def test_a_part_that_does_not_work_is_the_one_that_health_names(
    part: str, broken: Callable[[Heartbeats, House], Awaitable[None]], house: House
) -> None:
    heartbeats = Heartbeats(house.database, house.clock)
    for each in MAX_AGE:
        heartbeats.beat(each)
    await heartbeats.write()
    assert trouble(house.database.path, house.clock()) == []
    house.clock.pass_by(RED_WITHIN)
    await broken(heartbeats, house)
    for other in MAX_AGE.keys() - {part}:
        heartbeats.beat(other)
    await heartbeats.write()
    assert trouble(house.database.path, house.clock()) == [f"{part}: last sign of life 120 s ago"]


async def test_without_the_scheduler_every_part_is_red(house: House) -> None:
    heartbeats = Heartbeats(house.database, house.clock)
    schedule = Schedule([Job("heartbeats", timedelta(seconds=0.01), heartbeats.write, run_at_start=True)])
    for each in MAX_AGE:
        heartbeats.beat(each)
    running = asyncio.create_task(schedule.run())
    await eventually(lambda: trouble(house.database.path, house.clock()) == [])
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    house.clock.pass_by(RED_WITHIN)
    for each in MAX_AGE:
        heartbeats.beat(each)
    assert trouble(house.database.path, house.clock()) == [f"{part}: last sign of life 120 s ago" for part in MAX_AGE]


async def test_a_parser_that_answers_is_alive_and_a_killed_one_is_replaced() -> None:
    async with ParsingChild() as child:
        assert await answers(child.parse)
        assert child._idle is not None
        child._idle._process.kill()
        await child._idle._process.wait()
        assert await answers(child.parse)
        assert child.lost == 1
