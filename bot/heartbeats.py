"""Store the heartbeats of all parts of the service, in one periodic job."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime

from bot.health import MAX_AGE
from watchers.errors import StoreError
from watchers.store import Database, Transaction, health

log = logging.getLogger(__name__)


class Heartbeats:
    """Collect which parts were alive since the last write."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self.held = False
        """Whether the last write failed, so that no poll could save its results."""
        self._database = database
        self._now = now
        self._alive: dict[str, str | None] = {}
        self.last: dict[str, float] = dict.fromkeys(MAX_AGE, time.monotonic())
        """The last sign of life of each part, in monotonic seconds; at first, when the service was opened."""

    def beat(self, part: str, problem: str | None = None) -> None:
        """Note that a part is alive.

        Args:
            part: A key of ``bot.health.MAX_AGE``.
            problem: What keeps the part from working; None if nothing does.
        """
        self._alive[part] = problem
        self.last[part] = time.monotonic()

    def keep_trying(self, part: str) -> None:
        """Note that a part repeats what failed: it does not work, and a new process would not either."""
        self.last[part] = time.monotonic()

    async def write(self) -> None:
        """Write the collected heartbeats in one transaction."""
        alive, self._alive = self._alive, {}
        try:
            await self._database.write(_write, alive, self._now())
        except StoreError as error:
            self.held = True
            # What waits for the disk gives no sign of life, and a new process would wait, too.
            for part in self.last:
                self.keep_trying(part)
            log.error("polling_held", extra={"problem": type(error).__name__, "why": error.why})
        else:
            self.held = False


def _write(tx: Transaction, alive: dict[str, str | None], now: datetime) -> None:
    for part, problem in alive.items():
        health.beat(tx, part, now, problem)
