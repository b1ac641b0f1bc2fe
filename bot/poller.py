"""Polls what is due: each source in a task of its own, so that none waits for another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from watchers.errors import StoreError
from watchers.model import Source, SourceId
from watchers.pipeline import Pipeline, Polled
from watchers.store import Database, heartbeats, items, sources

log = logging.getLogger(__name__)

MOST_UNDER_WAY = 200
BEAT_EVERY = 5.0
LONGEST_REST = 15.0
"""Seconds between polls whose outcome cannot be written; the first rests are 1, 2, 4, …"""
KEEP_ITEMS = timedelta(days=90)
KEEP_KEYS = timedelta(days=180)
"""An item that comes back within this time is not new."""


class Poller:
    """Keeps the polls under way and tells of each."""

    def __init__(
        self,
        database: Database,
        pipeline: Pipeline,
        now: Callable[[], datetime],
        polled: Callable[[Polled], None],
    ) -> None:
        """``polled`` hears of every finished poll."""
        self._database = database
        self._pipeline = pipeline
        self._now = now
        self._polled = polled
        self._under_way: dict[SourceId, asyncio.Task[None]] = {}
        self._failing: set[SourceId] = set()
        self._broken: dict[SourceId, int] = {}
        """Polls in a row whose outcome could not be written."""
        self._beaten = float("-inf")

    async def tick(self) -> None:
        """Sets off the polls that are due. The job runner: whatever goes wrong is written down."""
        try:
            await self._beat()
            due = await self._database.read(sources.due, self._now(), MOST_UNDER_WAY)
            for source in due:
                if source.id not in self._under_way and len(self._under_way) < MOST_UNDER_WAY:
                    task = asyncio.create_task(self._poll(source), name=f"poll-{source.id}")
                    self._under_way[source.id] = task
        except StoreError as error:
            self._held(error)

    async def stop(self) -> None:
        """Ends the polls under way; what they had not committed is fetched again later."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def tidy(self) -> None:
        """Forgets what is too old to matter."""
        now = self._now()
        forgotten = await self._database.write(items.prune, now - KEEP_ITEMS, now - KEEP_KEYS)
        log.info("tidied", extra={"items": forgotten})

    async def _poll(self, source: Source) -> None:
        try:
            polled = await self._pipeline.poll(source)
        except StoreError as error:
            self._held(error)
            await self._rest(source.id)
        except Exception:
            # One source's trouble must not end the others' polls; the poll is made again.
            log.exception("poll_broke", extra={"source": source.id})
            await self._rest(source.id)
        else:
            self._broken.pop(source.id, None)
            self._tell(polled)
            self._polled(polled)
        finally:
            self._under_way.pop(source.id, None)

    async def _rest(self, source: SourceId) -> None:
        """What could not be written down does not count for its interval: the server must not suffer for it."""
        self._broken[source] = self._broken.get(source, 0) + 1
        await asyncio.sleep(min(2.0 ** (self._broken[source] - 1), LONGEST_REST))

    def _held(self, error: StoreError) -> None:
        log.error("polling_held", extra={"problem": type(error).__name__, "why": error.why})

    def _tell(self, polled: Polled) -> None:
        """One line a poll; a failure is a warning when it begins and when it ends."""
        source = polled.source.id
        if polled.problem is not None:
            level = logging.DEBUG if source in self._failing else logging.WARNING
            self._failing.add(source)
            log.log(
                level,
                "poll_failed",
                extra={"source": source, "problem": type(polled.problem).__name__, "why": polled.problem.why},
            )
            return
        if source in self._failing:
            self._failing.discard(source)
            log.warning("poll_recovered", extra={"source": source})
        log.info(
            "poll",
            extra={"source": source, "new": polled.new, "owed": polled.owed, "unchanged": polled.unchanged},
        )

    async def _beat(self) -> None:
        clock = asyncio.get_running_loop().time()
        if clock - self._beaten >= BEAT_EVERY:
            await self._database.write(heartbeats.beat, "polling", self._now())
            self._beaten = clock
