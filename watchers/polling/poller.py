"""Poll due sources in one task per host: hosts do not wait for each other, and none gets parallel requests."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from watchers import cadence
from watchers.errors import StoreError
from watchers.model import Source, SourceId
from watchers.pipeline import Gone, Moved, Pipeline, Polled
from watchers.store import Database, sources

log = logging.getLogger(__name__)

MAX_CONCURRENT_HOSTS = 400
"""Hosts that are polled at the same time; the fetcher limits how many requests are open."""
MAX_PAUSE_SECONDS = 15.0
"""Seconds to pause after a poll whose outcome could not be saved; the first pauses are 1, 2, 4, …"""

Due = tuple[Source, sources.Polled]
"""A source that is due, and its state."""


class Poller:
    """Run the polls that are due and report each."""

    def __init__(
        self,
        database: Database,
        pipeline: Pipeline,
        now: Callable[[], datetime],
        polled: Callable[[Polled], None],
    ) -> None:
        """Prepare the poller. ``polled`` is called with each finished poll."""
        self._database = database
        self._pipeline = pipeline
        self._now = now
        self._polled = polled
        self._under_way: dict[str, asyncio.Task[None]] = {}
        """The running task of each host."""
        self._added = 0
        """How many sources that chats added are being polled."""
        self._more_due = self._stopped = False
        self._refilling: asyncio.Task[None] | None = None
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
            await self._set_off()
        except StoreError as error:
            self._held(error)
        else:
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
        tasks = [*self._under_way.values(), *([self._refilling] if self._refilling else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _refill(self) -> None:
        """Start due polls between two ticks, if more are due than could run at once."""
        try:
            await self._set_off()
        except StoreError as error:
            self._held(error)

    async def _set_off(self) -> None:
        room = MAX_CONCURRENT_HOSTS - len(self._under_way)
        if room == 0:
            return
        added_room = max(0, MAX_CONCURRENT_HOSTS // 2 - self._added)
        due = await self._database.read(sources.due, self._now(), room, self._busy(), added_room)
        if self._stopped:
            return
        self._more_due = len(due) == room
        at: dict[str, list[Due]] = {}
        for source, host, state in due:
            at.setdefault(host, []).append((source, state))
        for host, crowd in at.items():
            if host not in self._under_way:
                self._under_way[host] = asyncio.create_task(self._visit(host, crowd), name=f"visit-{host}")

    def _busy(self) -> list[str]:
        """Return the hosts that are being polled, and those whose gap has not passed yet."""
        clock = asyncio.get_running_loop().time()
        self._gap_until = {host: at for host, at in self._gap_until.items() if at > clock}
        return [*self._under_way, *self._gap_until]

    async def _visit(self, host: str, crowd: Sequence[Due]) -> None:
        """Poll the sources of one host one after another, with a gap between them."""
        loop = asyncio.get_running_loop()
        added = sum(not source.trusted for source, _ in crowd)
        self._added += added
        try:
            for source, state in crowd:
                wait = self._gap_until.get(host, 0.0) - loop.time()
                if wait > 0:
                    await asyncio.sleep(wait)
                polled = await self._poll(source, state)
                if polled is None:
                    continue  # after a longer pause
                self._gap_until[host] = loop.time() + cadence.gap(source.every).total_seconds()
                if polled.host_rests:
                    return
        finally:
            self._under_way.pop(host, None)
            self._added -= added
            if self._more_due and not self._stopped and len(self._under_way) <= MAX_CONCURRENT_HOSTS // 2:
                self._more_due = False
                self._refilling = asyncio.create_task(self._refill(), name="refill")

    async def _poll(self, source: Source, state: sources.Polled) -> Polled | None:
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
            self._tell(polled)
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

    def _tell(self, polled: Polled) -> None:
        """Log one line per poll, as a warning if a failure begins or ends or the source moved or is gone for good."""
        source = polled.source.id
        match polled.turn:
            case Moved(to, None):
                log.warning("source_moved", extra={"source": source, "to": to})
            case Moved(to, into):
                log.warning("source_merged", extra={"source": source, "to": to, "into": into})
            case Gone():
                log.warning("source_gone", extra={"source": source})
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
        if polled.salvaged:
            log.warning("feed_damaged", extra={"source": source})
        log.info(
            "poll",
            extra={"source": source, "new": polled.new, "owed": polled.owed, "unchanged": polled.unchanged},
        )
