"""What runs when: one tick asks the database which sources are due. The only importer of apscheduler."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger(__name__)

Job = Callable[[], Awaitable[None]]
STALLED_AFTER = 5.0
"""Seconds without a tick after which the clock is taken to have jumped."""


class Schedule:
    """Jobs at intervals, kept in memory; what must survive a restart is in the database.

    ``daily`` runs at the start too, for a service that is restarted every day.
    """

    def __init__(self, tick: Job, tick_every: timedelta, daily: Job) -> None:
        self._tick = tick
        self._daily = daily
        self._tick_every = tick_every
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._scheduler.add_job(self._run, NeverBehind(seconds=tick_every.total_seconds()), id="tick")
        self._scheduler.add_job(daily, NeverBehind(hours=24), id="daily")
        self._ticked = 0.0
        logging.getLogger("apscheduler.executors.default").addFilter(_is_no_parting)

    async def run(self) -> None:
        """Runs until cancelled. APScheduler lives by the wall clock: where that was set back, its jobs
        would wait for the old time to come again, so the monotonic clock watches over the tick."""
        loop = asyncio.get_running_loop()
        self._ticked = loop.time()
        await self._daily()
        self._scheduler.start()
        try:
            while True:
                await asyncio.sleep(STALLED_AFTER / 2)
                if loop.time() - self._ticked > STALLED_AFTER + self._tick_every.total_seconds():
                    log.warning("clock_jumped")
                    trigger = NeverBehind(seconds=self._tick_every.total_seconds())
                    self._scheduler.reschedule_job("tick", trigger=trigger)
                    await self._run()
        finally:
            self._scheduler.shutdown(wait=False)

    async def _run(self) -> None:
        self._ticked = asyncio.get_running_loop().time()
        await self._tick()


def _is_no_parting(record: logging.LogRecord) -> bool:
    """False for a job that was cut short when the service stopped, which APScheduler tells as a failure."""
    return record.exc_info is None or not isinstance(record.exc_info[1], asyncio.CancelledError)


class NeverBehind(IntervalTrigger):  # type: ignore[misc]  # apscheduler has no types
    """An interval whose missed runs are left out.

    APScheduler counts each of them, even where it runs but the last: a clock set forward by years
    would fill the memory, and the loop would stand still for as long.
    """

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        behind = previous_fire_time is not None and now - previous_fire_time > self.interval
        found: datetime | None = super().get_next_fire_time(None if behind else previous_fire_time, now)
        return found
