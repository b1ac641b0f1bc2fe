"""When the next run is, whatever the clock does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.schedule import NeverBehind, Schedule

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize("ahead", [timedelta(seconds=1), timedelta(hours=1), timedelta(days=3_650)])
@pytest.mark.hazard("O4")
def test_a_clock_set_forward_is_caught_up_with_in_one_step(ahead: timedelta) -> None:
    trigger = NeverBehind(seconds=0.5, start_date=NOW, timezone=UTC)
    found = trigger.get_next_fire_time(NOW, NOW + ahead)
    assert found is not None
    assert NOW + ahead <= found <= NOW + ahead + timedelta(seconds=0.5)


def test_runs_that_are_in_time_keep_their_distance() -> None:
    trigger = NeverBehind(seconds=0.5, start_date=NOW, timezone=UTC)
    assert trigger.get_next_fire_time(NOW, NOW + timedelta(seconds=0.1)) == NOW + timedelta(seconds=0.5)


async def test_a_tick_that_the_end_cuts_short_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    begun = asyncio.Event()

    async def tick() -> None:
        begun.set()
        await asyncio.sleep(60)

    async def daily() -> None:
        """Nothing to do."""

    running = asyncio.create_task(Schedule(tick, timedelta(seconds=0.01), daily).run())
    await begun.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await asyncio.sleep(0.05)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
