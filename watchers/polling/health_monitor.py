"""Looks after the health of the sources, and puts what people are to be told of it into the outbox."""

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
    """Looks after the sources."""

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

    async def look(self) -> None:
        """Look once; what could not be written is told at the next look."""
        try:
            count = await self._database.write(notices.tell, self._operators, self._patience, self._now())
        except StoreError as error:
            log.error("notices_held", extra={"problem": type(error).__name__, "why": error.why})
            return
        if count:
            log.info("notices", extra={"messages": count})
            self._deliver()
