"""Polls what is due: each host in a task of its own, so that none waits for another, and no host for a crowd."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from watchers import cadence
from watchers.errors import StoreError
from watchers.model import Source, SourceId
from watchers.pipeline import Gone, Moved, Pipeline, Polled
from watchers.store import Database, Transaction, items, sources

log = logging.getLogger(__name__)

MAX_CONCURRENT_HOSTS = 400
"""Hosts; how many requests are open at once is for the fetcher to say."""
MAX_PAUSE_SECONDS = 15.0
"""Seconds between polls whose outcome cannot be written; the first rests are 1, 2, 4, …"""
KEEP_ITEMS = timedelta(days=90)
KEEP_KEYS = timedelta(days=180)
"""An item that comes back within this time is not new."""


Due = tuple[Source, sources.Polled]
"""A source that is due, and its state."""


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
        self._under_way: dict[str, asyncio.Task[None]] = {}
        """The visits, by host."""
        self._more_due = self._stopped = False
        self._refilling: asyncio.Task[None] | None = None
        self._gap_until: dict[str, float] = {}
        """Until when nobody asks each host again, by the loop's clock: the gap behind its last poll."""
        self._failing: set[SourceId] = set()
        self._broken: dict[SourceId, int] = {}
        """Polls in a row whose outcome could not be written."""
        self.alive: Callable[[], None] = lambda: None
        """Called by each tick that found out what is due."""
        self.held: Callable[[], bool] = lambda: False
        """Whether no polls are to begin, since the database cannot save what they bring."""

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
        """Make due what was polled in what is now the future: the clock was set back."""
        try:
            await self._database.write(sources.wind_back, self._now())
        except StoreError as error:
            self._held(error)

    async def stop(self) -> None:
        """Ends the polls under way; what they had not committed is fetched again later."""
        self._stopped = True
        tasks = [*self._under_way.values(), *([self._refilling] if self._refilling else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def tidy(self) -> None:
        """Forgets what is too old to matter."""
        forgotten = await self._database.write(_tidy, self._now())
        log.info("tidied", extra={"items": forgotten})

    async def _refill(self) -> None:
        """Between two ticks, where more is due than could be under way at once."""
        try:
            await self._set_off()
        except StoreError as error:
            self._held(error)

    async def _set_off(self) -> None:
        room = MAX_CONCURRENT_HOSTS - len(self._under_way)
        if room == 0:
            return
        due = await self._database.read(sources.due, self._now(), room, self._busy())
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
        """Hosts that are being visited, and those that were a moment ago."""
        clock = asyncio.get_running_loop().time()
        self._gap_until = {host: at for host, at in self._gap_until.items() if at > clock}
        return [*self._under_way, *self._gap_until]

    async def _visit(self, host: str, crowd: Sequence[Due]) -> None:
        """The sources of one host, one after another and with a gap between them."""
        loop = asyncio.get_running_loop()
        try:
            for source, state in crowd:
                wait = self._gap_until.get(host, 0.0) - loop.time()
                if wait > 0:
                    await asyncio.sleep(wait)
                polled = await self._poll(source, state)
                if polled is None:
                    continue  # after a rest that was longer
                self._gap_until[host] = loop.time() + cadence.gap(source.every).total_seconds()
                if polled.host_rests:
                    return
        finally:
            self._under_way.pop(host, None)
            if self._more_due and not self._stopped and len(self._under_way) <= MAX_CONCURRENT_HOSTS // 2:
                self._more_due = False
                self._refilling = asyncio.create_task(self._refill(), name="refill")

    async def _poll(self, source: Source, state: sources.Polled) -> Polled | None:
        """One poll; None where what became of it is not known."""
        try:
            polled = await self._pipeline.poll(source, state)
        except StoreError as error:
            self._held(error)
        except Exception:
            # One source's trouble must not end the others' polls; the poll is made again.
            log.exception("poll_broke", extra={"source": source.id})
        else:
            self._broken.pop(source.id, None)
            self._tell(polled)
            self._polled(polled)
            return polled
        await self._rest(source.id)
        return None

    async def _rest(self, source: SourceId) -> None:
        """What could not be written down does not count for its interval: the server must not suffer for it."""
        self._broken[source] = self._broken.get(source, 0) + 1
        await asyncio.sleep(min(2.0 ** (self._broken[source] - 1), MAX_PAUSE_SECONDS))

    def _held(self, error: StoreError) -> None:
        log.error("polling_held", extra={"problem": type(error).__name__, "why": error.why})

    def _tell(self, polled: Polled) -> None:
        """One line a poll; a failure is a warning when it begins and when it ends, and so is a change for good."""
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
        log.info(
            "poll",
            extra={"source": source, "new": polled.new, "owed": polled.owed, "unchanged": polled.unchanged},
        )


def _tidy(tx: Transaction, now: datetime) -> int:
    sources.prune_hosts(tx, now)
    return items.prune(tx, now - KEEP_ITEMS, now - KEEP_KEYS)
