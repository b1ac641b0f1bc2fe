"""Watch the health of the sources, and write notices about it to the outbox."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from watchers.errors import StoreError
from watchers.model import Address
from watchers.services import notices
from watchers.store import Database

log = logging.getLogger(__name__)


class Lookout:
    """Watch the health of all sources."""

    def __init__(
        self,
        database: Database,
        operators: Sequence[Address],
        patience: timedelta,
        now: Callable[[], datetime],
        deliver: Callable[[], None],
    ) -> None:
        """Prepare the monitor.

        Args:
            database: Holds the sources and the outbox.
            operators: Who is notified.
            patience: How long a source may be dead before operators are notified.
            now: Reads the wall clock.
            deliver: Called when there are notices to deliver.
        """
        self._database = database
        self._operators = operators
        self._patience = patience
        self._now = now
        self._deliver = deliver

    async def look(self) -> None:
        """Check all sources once; notices that cannot be saved are retried at the next check."""
        try:
            count = await self._database.write(notices.tell, self._operators, self._patience, self._now())
        except StoreError as error:
            log.error("notices_held", extra={"problem": type(error).__name__, "why": error.why})
            return
        if count:
            log.info("notices", extra={"messages": count})
            self._deliver()
