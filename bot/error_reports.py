"""Notify the operators of unexpected errors, once for each kind and hour, without what people wrote.

Every unexpected error is logged with its traceback. The kind of an error is the event, the class and the place; its
message and the fields of the record are left out, because they may hold what a person wrote or who it is.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import PurePath

from watchers.errors import StoreError
from watchers.model import Address
from watchers.store import Database, Transaction, error_reports, subscribers

_LANGUAGE = "en"
"""Of operators who have not written to the bot yet."""


class ErrorReports(logging.Handler):
    """A log handler that collects kinds of errors, and the job that writes their notices to the outbox."""

    def __init__(
        self,
        database: Database,
        operators: Sequence[Address],
        now: Callable[[], datetime],
        deliver: Callable[[], None],
    ) -> None:
        """Prepare; ``deliver`` is called when there are notices to deliver."""
        super().__init__(logging.ERROR)
        self._database = database
        self._operators = operators
        self._now = now
        self._deliver = deliver
        self._errors: dict[str, datetime] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Note the kind of an error that has a traceback."""
        error = record.exc_info[1] if record.exc_info else None
        # What keeps the database from storing anything keeps the notice from it too; health reports it.
        if error is not None and not isinstance(error, StoreError):
            self._errors.setdefault(kind_of(record.getMessage(), error), self._now())

    async def run(self) -> None:
        """Write the notices that are due; what cannot be stored now is kept for the next time."""
        if not (self._errors and self._operators):
            return
        errors, self._errors = self._errors, {}
        try:
            count = await self._database.write(self._report, errors)
        except StoreError:
            self._errors = errors | self._errors
            return
        if count:
            self._deliver()

    def _report(self, tx: Transaction, errors: dict[str, datetime]) -> int:
        now = self._now()
        crew = [subscribers.subscribe(tx, operator, _LANGUAGE, now).id for operator in self._operators]
        return error_reports.report(tx, errors, crew, now)


def kind_of(event: str, error: BaseException) -> str:
    """Return the event, the class of the error and the place in the code: ``job_failed KeyError poller.py:93``."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" {PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{event} {type(error).__name__}{place}"
