"""When each job runs, whatever the clock and the jobs do."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from types import SimpleNamespace

import pytest

from tests.fakes.bell import PATIENCE, Bell, eventually
from watchers.polling import schedule
from watchers.polling.schedule import Job, Schedule, SkippingTrigger

pytestmark = [pytest.mark.service, pytest.mark.virtual_time]

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
EVERY = timedelta(seconds=0.5)


class WallClock(tzinfo):
    """UTC by a clock that can be set, as ``datetime.now`` reads it; it goes by the clock of the loop."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def fromutc(self, moment: datetime) -> datetime:
        return NOW.replace(tzinfo=self) + timedelta(seconds=loop_time()) + self.ahead

    def utcoffset(self, moment: datetime | None) -> timedelta:
        return timedelta()

    def tzname(self, moment: datetime | None) -> str:
        return "UTC"

    def dst(self, moment: datetime | None) -> timedelta:
        return timedelta()


def loop_time() -> float:
    return asyncio.get_running_loop().time()


@pytest.fixture(autouse=True)
def _monotonic(monkeypatch: pytest.MonkeyPatch) -> None:
    """The monotonic clock of the schedule is that of the loop, too."""
    monkeypatch.setattr(schedule, "time", SimpleNamespace(monotonic=loop_time))


class Runs:
    """Jobs that remember when they ran."""

    def __init__(self) -> None:
        self.at: dict[str, list[float]] = {}
        self.bell = Bell()

    def job(self, name: str, every: timedelta, run_at_start: bool = False) -> Job:
        ran = self.at.setdefault(name, [])

        async def run() -> None:
            ran.append(loop_time())
            self.bell.ring()

        return Job(name, every, run, run_at_start)

    async def until(self, condition: Callable[[], bool]) -> None:
        assert await self.bell.until(condition, PATIENCE), self.at


@asynccontextmanager
async def running(plan: Schedule) -> AsyncIterator[None]:
    task = asyncio.create_task(plan.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


# ---- O4: the clock is set --------------------------------------------------------------------------


@pytest.mark.hazard("O4")
@pytest.mark.parametrize("ahead", [timedelta(seconds=1), timedelta(hours=1), timedelta(days=3_650)])
def test_a_clock_set_forward_is_caught_up_with_in_one_step(ahead: timedelta) -> None:
    trigger = SkippingTrigger(EVERY)
    found = trigger.get_next_fire_time(NOW, NOW + ahead)
    assert NOW + ahead <= found <= NOW + ahead + EVERY


@pytest.mark.hazard("O4")
def test_a_clock_set_back_does_not_put_the_next_run_off() -> None:
    assert SkippingTrigger(EVERY).get_next_fire_time(NOW, NOW - timedelta(hours=1)) == NOW - timedelta(hours=1) + EVERY


def test_runs_that_are_in_time_keep_their_distance() -> None:
    assert SkippingTrigger(EVERY).get_next_fire_time(NOW, NOW + timedelta(seconds=0.1)) == NOW + EVERY


@pytest.mark.hazard("O4")
@pytest.mark.parametrize(
    "jump", [timedelta(hours=-1), timedelta(hours=1), timedelta(days=-3_650), timedelta(days=3_650)]
)
@pytest.mark.fault("clock")
async def test_after_a_jump_of_the_clock_each_job_runs_again_within_two_intervals(
    jump: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    clock, runs = WallClock(), Runs()
    table = [runs.job("often", timedelta(seconds=0.5)), runs.job("seldom", timedelta(seconds=1.2), run_at_start=True)]
    async with running(Schedule(table, clock)):
        await runs.until(lambda: all(runs.at.values()))
        before = {name: len(ran) for name, ran in runs.at.items()}
        clock.ahead += jump
        await runs.until(lambda: all(len(ran) >= before[name] + 2 for name, ran in runs.at.items()))
    for job in table:
        at = runs.at[job.name][before[job.name] - 1 :]
        gap = max(after - earlier for earlier, after in pairwise(at))
        assert gap <= 2 * job.every.total_seconds()
    assert [record.getMessage() for record in caplog.records] == ["clock_jumped"]


@pytest.mark.hazard("O4")
@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(days=-3_650), timedelta(days=3_650)])
async def test_after_a_jump_of_the_clock_nothing_is_deleted_by_age_although_it_is_set_right_again(
    jump: timedelta,
) -> None:
    clock, runs = WallClock(), Runs()
    tick = runs.job("tick", timedelta(seconds=0.02))
    tidy = replace(runs.job("tidy", timedelta(seconds=0.05)), deletes_by_age=True)
    async with running(Schedule([tick, tidy], clock)):
        await runs.until(lambda: len(runs.at["tidy"]) >= 2)
        for ahead in (jump, timedelta()):
            clock.ahead = ahead
            tidied, ticked = len(runs.at["tidy"]), len(runs.at["tick"])
            await runs.until(lambda: len(runs.at["tick"]) >= ticked + 20)  # noqa: B023  awaited within the round
            assert len(runs.at["tidy"]) == tidied


async def test_a_small_correction_of_the_clock_puts_no_deletion_off() -> None:
    clock, runs = WallClock(), Runs()
    tidy = replace(runs.job("tidy", timedelta(seconds=0.05)), deletes_by_age=True)
    async with running(Schedule([tidy], clock)):
        await runs.until(lambda: bool(runs.at["tidy"]))
        clock.ahead = timedelta(seconds=59)
        tidied = len(runs.at["tidy"])
        await runs.until(lambda: len(runs.at["tidy"]) >= tidied + 2)


async def test_a_clock_that_is_not_set_makes_no_job_run_twice(caplog: pytest.LogCaptureFixture) -> None:
    runs = Runs()
    jobs = [runs.job("tick", timedelta(seconds=0.05)), runs.job("tidy", timedelta(days=1))]
    async with running(Schedule(jobs, WallClock())):
        await runs.until(lambda: len(runs.at["tick"]) == 20)
    assert runs.at["tick"][-1] - runs.at["tick"][0] == pytest.approx(0.05 * 19)
    assert runs.at["tidy"] == []
    assert caplog.records == []


async def test_a_job_may_run_at_the_start_too() -> None:
    runs = Runs()
    async with running(Schedule([runs.job("tidy", timedelta(days=1), run_at_start=True)], WallClock())):
        await runs.until(lambda: len(runs.at["tidy"]) == 1)


# ---- O7: jobs that do not end, and jobs that fail --------------------------------------------------


@pytest.mark.hazard("O7")
async def test_a_job_that_does_not_end_is_logged_once_and_becomes_a_problem(
    caplog: pytest.LogCaptureFixture,
) -> None:
    runs, gate = Runs(), asyncio.Event()

    async def hang() -> None:
        await gate.wait()

    table = [Job("hangs", timedelta(seconds=0.02), hang), runs.job("runs", timedelta(seconds=0.02))]
    plan = Schedule(table, WallClock(), stuck_after=timedelta(seconds=0.3))
    async with running(plan):
        await eventually(lambda: plan.problem() is not None)
        assert str(plan.problem()).startswith("hangs has been running for ")
        ran = len(runs.at["runs"])
        await runs.until(lambda: len(runs.at["runs"]) > ran)
        await eventually(lambda: "job_overlaps" in caplog.messages)
        gate.set()
        await eventually(lambda: plan.problem() is None)
    told = [(record.getMessage(), vars(record).get("job")) for record in caplog.records]
    assert told == [("job_overlaps", "hangs")]


async def test_a_job_that_fails_runs_again_and_is_logged_once_until_it_recovers(
    caplog: pytest.LogCaptureFixture,
) -> None:
    runs: Counter[str] = Counter()

    async def fail() -> None:
        runs["fails"] += 1
        if runs["fails"] < 6:
            raise ZeroDivisionError

    plan = Schedule([Job("fails", timedelta(seconds=0.02), fail)], WallClock())
    async with running(plan):
        await eventually(lambda: runs["fails"] >= 2)
        assert plan.problem() == "fails failed with ZeroDivisionError"
        await eventually(lambda: runs["fails"] >= 7)
        assert plan.problem() is None
    told = [(record.getMessage(), record.levelno) for record in caplog.records]
    assert told == [("job_failed", logging.ERROR), ("job_recovered", logging.WARNING)]
    assert {vars(record)["job"] for record in caplog.records} == {"fails"}


async def test_a_job_that_the_end_cuts_short_is_not_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    begun = asyncio.Event()

    async def tick() -> None:
        begun.set()
        await asyncio.sleep(60)

    async with running(Schedule([Job("tick", timedelta(seconds=0.01), tick)], WallClock())):
        await begun.wait()
    await asyncio.sleep(0.05)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
