"""Looks after the health of the sources, and puts what people are to be told of it into the outbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from watchers import notices
from watchers.errors import StoreError
from watchers.model import Address
from watchers.store import Database

log = logging.getLogger(__name__)

FIRST_LOOK = timedelta(minutes=2)
"""Behind a start, so that nothing is said of sources which were only not polled meanwhile."""
LOOK_EVERY = timedelta(minutes=5)


class Lookout:
    """Looks again and again until it is cancelled."""

    def __init__(
        self,
        database: Database,
        operators: Sequence[Address],
        patience: timedelta,
        now: Callable[[], datetime],
        deliver: Callable[[], None],
    ) -> None:
        """``deliver`` is called when there is something to deliver."""
        self._database = database
        self._operators = operators
        self._patience = patience
        self._now = now
        self._deliver = deliver

    async def run(self) -> None:
        await asyncio.sleep(FIRST_LOOK.total_seconds())
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY.total_seconds())

    async def look(self) -> None:
        """Once; what could not be written is told at the next look."""
        try:
            count = await self._database.write(notices.tell, self._operators, self._patience, self._now())
        except StoreError as error:
            log.error("notices_held", extra={"problem": type(error).__name__, "why": error.why})
            return
        if count:
            log.info("notices", extra={"messages": count})
            self._deliver()
