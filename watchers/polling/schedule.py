"""Run all periodic work by APScheduler from one table of jobs. The only importer of apscheduler."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from apscheduler.events import EVENT_JOB_MAX_INSTANCES, JobEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

log = logging.getLogger(__name__)

STUCK_AFTER = timedelta(minutes=1)
"""A run that takes longer is logged and reported as a problem: until it ends, its job does not run again."""
CLOCK_TOLERANCE_SECONDS = 0.5
"""Drift allowed between the wall clock and the monotonic clock from one check to the next."""
CLOCK_STEP_SECONDS = 600.0
"""From which step on the clock may have been wrong, so that ages mean nothing until what is current has been seen."""
STEADY_AFTER_SECONDS = 7 * 3_600.0
"""How long after such a step nothing is deleted: longer than the intervals at which sources are polled."""


@dataclass(frozen=True, slots=True)
class Job:
    """Periodic work: one row of the table in bot/app.py."""

    name: str
    """Shown in the log and in health reports."""
    every: timedelta
    run: Callable[[], Awaitable[None]]
    run_at_start: bool = False
    """Whether the first run is at startup rather than one interval later."""
    deletes_by_age: bool = False
    """Whether it does not run for some hours after the wall clock was set by ten minutes or more."""


@dataclass(slots=True)
class _State:
    """The state of one job. Times are monotonic seconds."""

    job: Job
    began: float
    """When the last run began; before the first run, one interval before that run is due."""
    running: bool = False
    stuck: bool = False
    """Whether it was logged that this run does not end."""
    failing: str | None = None
    """The error class that the last run raised; None if it succeeded."""


class Schedule:
    """Run jobs until cancelled. Jobs are kept in memory; what must survive a restart is in the database."""

    def __init__(self, jobs: Sequence[Job], clock: tzinfo = UTC, stuck_after: timedelta = STUCK_AFTER) -> None:
        """Prepare the jobs, without running any.

        Args:
            jobs: The table, with unique names.
            clock: The time zone by which APScheduler reads the wall clock.
            stuck_after: How long a run may take before it is a problem.
        """
        self._stuck_after = stuck_after.total_seconds()
        self._states = {job.name: _State(job, 0.0) for job in jobs}
        self._scheduler = AsyncIOScheduler(
            timezone=clock, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._scheduler.add_listener(self._on_skip, EVENT_JOB_MAX_INSTANCES)
        self._watchdog = ClockWatchdog(self._scheduler, self._states.values(), clock)
        logging.getLogger("apscheduler.executors.default").addFilter(_is_not_cancelled)
        logging.getLogger("apscheduler.scheduler").addFilter(_is_not_skip)

    async def run(self) -> None:
        """Run every job at its interval until cancelled."""
        for state in self._states.values():
            every = state.job.every.total_seconds()
            state.began = time.monotonic() - (every if state.job.run_at_start else 0.0)
            self._scheduler.add_job(self._run, SkippingTrigger(state.job.every), args=[state], id=state.job.name)
        self._scheduler.start()
        try:
            await self._watchdog.run()
        finally:
            self._scheduler.shutdown(wait=False)

    def problem(self) -> str | None:
        """Return which jobs hang or fail, or None if none does."""
        now = time.monotonic()
        found: list[str] = []
        for state in self._states.values():
            if self._hangs(state):
                found.append(f"{state.job.name} has been running for {now - state.began:.0f} s")
            elif state.failing:
                found.append(f"{state.job.name} failed with {state.failing}")
        return "; ".join(found) or None

    async def _run(self, state: _State) -> None:
        """Run a job once. Any error is logged, and the job runs again at its next interval."""
        if state.job.deletes_by_age and not self._watchdog.is_steady():
            return
        state.began, state.running = time.monotonic(), True
        try:
            await state.job.run()
        except Exception as error:
            # Log consecutive failures of one kind once: a job may run twice a second.
            if type(error).__name__ != state.failing:
                log.exception("job_failed", extra={"job": state.job.name})
            state.failing = type(error).__name__
        else:
            if state.failing:
                log.warning("job_recovered", extra={"job": state.job.name})
            state.failing = None
        finally:
            state.running = state.stuck = False

    def _on_skip(self, event: JobEvent) -> None:
        state = self._states[event.job_id]
        if state.stuck or not self._hangs(state):
            return
        state.stuck = True
        log.warning("job_overlaps", extra={"job": state.job.name, "seconds": round(time.monotonic() - state.began)})

    def _hangs(self, state: _State) -> bool:
        return state.running and time.monotonic() - state.began > self._stuck_after


@dataclass(slots=True)
class ClockWatchdog:
    """Reschedule every job when the wall clock was set (hazard O4).

    APScheduler waits by the wall clock: set back by an hour, it would run nothing for an hour. So this loop, the
    only periodic work that APScheduler does not run, compares that clock with the monotonic one. If they drift
    apart, each job becomes due when its interval has passed by the monotonic clock.
    """

    scheduler: AsyncIOScheduler
    states: Collection[_State]
    clock: tzinfo
    _apart: float = 0.0
    _steady_from: float = float("-inf")
    """Monotonic seconds."""

    def is_steady(self) -> bool:
        """Return whether the wall clock was not set by ten minutes or more within the last hours."""
        self._note_step(self._moved())
        return time.monotonic() >= self._steady_from

    async def run(self) -> None:
        """Check the clocks as often as the most frequent job runs, until cancelled."""
        self._arm()
        every = min(state.job.every for state in self.states).total_seconds()
        while True:
            await asyncio.sleep(every)
            moved = self._moved()
            self._note_step(moved)
            if abs(moved) > CLOCK_TOLERANCE_SECONDS:
                log.warning("clock_jumped", extra={"seconds": round(moved, 1)})
                self._arm()

    def _moved(self) -> float:
        """Return by how many seconds the wall clock was set since the last check."""
        return self._wall().timestamp() - time.monotonic() - self._apart

    def _note_step(self, moved: float) -> None:
        if abs(moved) >= CLOCK_STEP_SECONDS:
            self._steady_from = time.monotonic() + STEADY_AFTER_SECONDS

    def _arm(self) -> None:
        wall, monotonic = self._wall(), time.monotonic()
        self._apart = wall.timestamp() - monotonic
        for state in self.states:
            wait = max(timedelta(), timedelta(seconds=state.began - monotonic) + state.job.every)
            self.scheduler.modify_job(state.job.name, next_run_time=wall + wait)

    def _wall(self) -> datetime:
        return datetime.now(self.clock)  # noqa: TID251 - the clock that APScheduler reads


class SkippingTrigger(BaseTrigger):  # type: ignore[misc]  # apscheduler has no types
    """An interval trigger that skips missed runs.

    APScheduler counts each missed run, even if it runs only the last: a clock set forward by years
    would fill the memory and block the event loop meanwhile.
    """

    def __init__(self, every: timedelta) -> None:
        self._every = every

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Return one interval after the last run, or from now if that has passed or is in the future."""
        if previous_fire_time is not None and timedelta() <= now - previous_fire_time <= self._every:
            return previous_fire_time + self._every
        return now + self._every


def _is_not_cancelled(record: logging.LogRecord) -> bool:
    """Return False for a job cancelled at shutdown, which APScheduler logs as a failure."""
    return record.exc_info is None or not isinstance(record.exc_info[1], asyncio.CancelledError)


def _is_not_skip(record: logging.LogRecord) -> bool:
    """Return False for a skipped run, which APScheduler logs each time and ``job_overlaps`` once."""
    return "maximum number of running instances" not in str(record.msg)
