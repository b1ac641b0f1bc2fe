"""Poll due sources in one task per host: hosts do not wait for each other, and none gets parallel requests."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime

from watchers import cadence
from watchers.cadence import SourceState
from watchers.errors import StoreError
from watchers.model import Source, SourceId
from watchers.pipeline import Pipeline
from watchers.polled import Polled, SourceGone, SourceMoved
from watchers.store import Database, sources

log = logging.getLogger(__name__)

MAX_CONCURRENT_HOSTS = 400
"""Hosts that are polled at the same time; the fetcher limits how many requests are open."""
MAX_PAUSE_SECONDS = 15.0
"""Seconds to pause after a poll whose outcome could not be saved; the first pauses are 1, 2, 4, …"""


class Poller:
    """Run the polls that are due and report each."""

    def __init__(
        self, database: Database, pipeline: Pipeline, now: Callable[[], datetime], polled: Callable[[Polled], None]
    ) -> None:
        """Prepare the poller. ``polled`` is called with each finished poll."""
        self._database = database
        self._pipeline = pipeline
        self._now = now
        self._polled = polled
        self._under_way: dict[str, asyncio.Task[None]] = {}
        """The task of each host that has due sources."""
        self._room = asyncio.Semaphore(MAX_CONCURRENT_HOSTS)
        self._stopped = False
        self._room_for_added = asyncio.Semaphore(MAX_CONCURRENT_HOSTS // 2)
        """For hosts that only chats added, so that they never take the places of others."""
        self._gap_until: dict[str, float] = {}
        """When each host may be polled again, in seconds of loop time: the end of the gap after its last poll."""
        self._failing: set[SourceId] = set()
        self._broken: dict[SourceId, int] = {}
        """Consecutive polls of each source whose outcome could not be saved."""
        self.alive: Callable[[], None] = lambda: None
        """Called after each tick that could read what is due."""
        self.held: Callable[[], bool] = lambda: False
        """Return whether to start no polls, because the database cannot save their results."""

    async def tick(self) -> None:
        """Start the polls that are due."""
        if self.held():
            return
        try:
            due = await self._database.read(sources.due, self._now(), self._busy())
        except StoreError as error:
            self._held(error)
            return
        at: dict[str, list[tuple[Source, SourceState]]] = {}
        for source, state in due:
            at.setdefault(state.host, []).append((source, state))
        for host, crowd in at.items():
            if host not in self._under_way and not self._stopped:
                self._under_way[host] = asyncio.create_task(self._visit(host, crowd), name=f"visit-{host}")
        self.alive()

    async def wind_back(self) -> None:
        """Make sources due that were last polled in what is now the future: the clock was set back."""
        try:
            await self._database.write(sources.wind_back, self._now())
        except StoreError as error:
            self._held(error)

    async def stop(self) -> None:
        """Cancel the running polls; what they have not committed is fetched again later."""
        self._stopped = True
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _busy(self) -> list[str]:
        """Return the hosts that are being polled, and those whose gap has not passed yet."""
        clock = asyncio.get_running_loop().time()
        self._gap_until = {host: at for host, at in self._gap_until.items() if at > clock}
        return [*self._under_way, *self._gap_until]

    async def _visit(self, host: str, crowd: Sequence[tuple[Source, SourceState]]) -> None:
        """Poll the sources of one host one after another, with a gap between them."""
        loop = asyncio.get_running_loop()
        added = not any(source.trusted for source, _ in crowd)
        try:
            async with self._room_for_added if added else nullcontext(), self._room:
                for source, state in crowd:
                    await asyncio.sleep(max(0.0, self._gap_until.get(host, 0.0) - loop.time()))
                    polled = await self._poll(source, state)
                    if polled is None:
                        continue  # after a longer pause
                    self._gap_until[host] = loop.time() + cadence.gap(source.every).total_seconds()
                    if polled.host_paused:
                        return
        finally:
            self._under_way.pop(host, None)

    async def _poll(self, source: Source, state: SourceState) -> Polled | None:
        """Poll one source. Return None if the outcome is unknown."""
        try:
            polled = await self._pipeline.poll(source, state)
        except StoreError as error:
            self._held(error)
        except Exception:
            # One source's failure must not end the polls of others; this poll is repeated.
            log.exception("poll_broke", extra={"source": source.id})
        else:
            self._broken.pop(source.id, None)
            self._log(polled)
            self._polled(polled)
            return polled
        await self._rest(source.id)
        return None

    async def _rest(self, source: SourceId) -> None:
        """Pause after a poll whose outcome was not saved: the source is due again, and its server must be spared."""
        self._broken[source] = self._broken.get(source, 0) + 1
        await asyncio.sleep(min(2.0 ** (self._broken[source] - 1), MAX_PAUSE_SECONDS))

    def _held(self, error: StoreError) -> None:
        log.error("polling_held", extra={"problem": type(error).__name__, "why": error.why})

    def _log(self, polled: Polled) -> None:
        """Log one line per poll, as a warning if a failure begins or ends or the source moved or is gone for good."""
        source = polled.source.id
        match polled.change:
            case SourceMoved(to, None):
                log.warning("source_moved", extra={"source": source, "to": to})
            case SourceMoved(to, into):
                log.warning("source_merged", extra={"source": source, "to": to, "into": into})
            case SourceGone():
                log.warning("source_gone", extra={"source": source})
        if (problem := polled.problem) is not None:
            level = logging.DEBUG if source in self._failing else logging.WARNING
            self._failing.add(source)
            log.log(
                level, "poll_failed", extra={"source": source, "problem": type(problem).__name__, "why": problem.why}
            )
            return
        if source in self._failing:
            self._failing.discard(source)
            log.warning("poll_recovered", extra={"source": source})
        if polled.salvaged:
            log.warning("feed_damaged", extra={"source": source})
        log.info(
            "poll", extra={"source": source, "new": polled.new, "owed": polled.enqueued, "unchanged": polled.unchanged}
        )
