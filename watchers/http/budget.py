"""One memory budget for all bodies in flight, from their first byte until the last reference to them is gone."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress

MAX_BYTES = 100_000_000
"""Of all bodies in flight, raw and inflated."""


class Budget:
    """Memory that bodies share. Those of sources that chats added have at most half of it."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._free = max_bytes
        self._free_for_added = max_bytes // 2
        self._waiting: deque[asyncio.Future[None]] = deque()

    def lease(self, *, configured: bool) -> Lease:
        """Open an account for one body of a configured source, or of one that a chat added."""
        return Lease(self, configured)

    def has_room(self, count: int, configured: bool) -> bool:
        return count <= (self._free if configured else min(self._free, self._free_for_added))

    def change(self, count: int, configured: bool) -> None:
        """Take ``count`` bytes, or give them back where it is negative; wake who waits for room."""
        self._free -= count
        self._free_for_added -= 0 if configured else count
        while count < 0 and self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self) -> None:
        """Return when room was given back."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        await waiter


class Lease:
    """What one body holds of the budget; given back by ``release``, or when the last reference to it is gone.

    Whoever holds the body holds its lease too, in any thread: the pipeline lets go of both when it has
    written the last item.
    """

    __slots__ = ("_budget", "_configured", "_held", "_loop")

    def __init__(self, budget: Budget, configured: bool) -> None:
        self._budget = budget
        self._configured = configured
        self._held = 0
        self._loop = asyncio.get_running_loop()

    def try_take(self, count: int) -> bool:
        """Take ``count`` bytes more where there is room."""
        if not self._budget.has_room(count, self._configured):
            return False
        self._held += count
        self._budget.change(count, self._configured)
        return True

    async def take(self, count: int) -> None:
        """Take ``count`` bytes more, and wait for room; whoever asks has a deadline."""
        while not self.try_take(count):
            await self._budget.wait()

    def settle(self, count: int) -> None:
        """Hold ``count`` bytes from now on, fewer than before, and give back the rest; in the event loop's thread."""
        self._budget.change(count - self._held, self._configured)
        self._held = count

    def release(self) -> None:
        """Give back all of it, from any thread."""
        if not self._held:
            return
        held, self._held = self._held, 0
        with suppress(RuntimeError):  # the loop has ended, and its budget with it
            self._loop.call_soon_threadsafe(self._budget.change, -held, self._configured)

    __del__ = release
