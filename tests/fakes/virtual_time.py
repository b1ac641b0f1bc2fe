"""An event loop whose clock stands still while there is anything to do, so that no timer depends on the machine.

A test marked ``virtual_time`` runs on it. Timers fire in their order, each when nothing else happens anymore: what
waits 30 seconds takes none, and a machine that is busy for a minute lets no limit pass. It is for tests whose servers
run in the same loop; what a thread or another process does is not seen, and may seem to take any time.
"""

from __future__ import annotations

import asyncio
import selectors

MOMENT = 0.05
"""Seconds of the real clock in which what was sent to a socket of this machine arrives there."""


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop with its own clock, which starts at 0."""

    def __init__(self) -> None:
        self._clock = _Clock()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.now


class _Clock(selectors.DefaultSelector):
    """Wait for sockets; if none is ready, the wait is over at once, and its time has passed."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        has_sockets = len(self.get_map()) > 1  # the loop itself has one
        ready = super().select(MOMENT if has_sockets else 0)
        if not ready:
            self.now += timeout
        return ready
