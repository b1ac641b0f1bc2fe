"""End the process when a part of it has been dead for minutes, so that a supervisor starts a new one (hazard X18)."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

EXIT_DEAD = 75
"""EX_TEMPFAIL of sysexits.h: a new process is likely to work."""
MAX_SILENCE_SECONDS = 300.0
CHECK_EVERY_SECONDS = 5.0
MAX_STOP_SECONDS = 7.0
"""How long a stop may take; a container is killed after ten seconds."""


@dataclass(slots=True)
class Watchdog:
    """Watch the parts of the service from a thread, which also sees an event loop that is blocked."""

    parts: Mapping[str, float]
    """The last sign of life of each part, in monotonic seconds; read from the thread."""
    end: Callable[[int], None] = os._exit
    """Ends the process with an exit code."""
    max_silence: float = MAX_SILENCE_SECONDS
    """Seconds without a sign of life after which a part is dead."""
    check_every: float = CHECK_EVERY_SECONDS
    """Seconds between two checks."""
    _stopped: threading.Event = field(default_factory=threading.Event)
    _stopping_since: float | None = None

    def start(self) -> None:
        """Begin to watch."""
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def expect_end(self) -> None:
        """End the process with 0 if it has not ended by itself within seven seconds: all state is in the database."""
        self._stopping_since = self._stopping_since or time.monotonic()

    def stop(self) -> None:
        """Stop watching."""
        self._stopped.set()

    def _watch(self) -> None:
        while not self._stopped.wait(min(self.check_every, 0.5)):
            now = time.monotonic()
            if self._stopping_since is not None:
                if now - self._stopping_since > MAX_STOP_SECONDS:
                    log.warning("stop_overdue")
                    self.end(0)
                    return
                continue
            dead = [part for part, at in dict(self.parts).items() if now - at > self.max_silence]
            if dead:
                log.critical("part_dead", extra={"parts": ", ".join(sorted(dead))})
                self.end(EXIT_DEAD)
                return
