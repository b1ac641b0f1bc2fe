"""One budget for all bodies in flight, from their first byte until the last reference to them is gone.

It is about memory, and about the event loop: the bodies of sources that chats added take turns, so that hundreds of
them that arrive at once never hold up an answer in a chat.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MAX_BYTES = 100_000_000
"""Of all bodies in flight, raw and inflated."""


class Budget:
    """Memory shared by all bodies; those of sources that chats added get at most a quarter of it."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._free = max_bytes
        self._free_for_added = max_bytes // 4
        self._returned = asyncio.Event()
        self.turn = asyncio.Lock()
        """Held while a body of a source that a chat added uses the processor, or lets the event loop go round."""

    def lease(self, *, configured: bool) -> Lease:
        """Return a lease for one body of a configured source, or of a source that a chat added."""
        return Lease(self, configured)

    def has_room(self, count: int, configured: bool) -> bool:
        """Return whether ``count`` more bytes fit."""
        return count <= (self._free if configured else min(self._free, self._free_for_added))

    def change(self, count: int, configured: bool) -> None:
        """Take ``count`` bytes; if it is negative, return them and wake waiting tasks."""
        self._free -= count
        self._free_for_added -= 0 if configured else count
        if count < 0:
            self._returned.set()

    async def take_turn(self) -> None:
        """Wait until the event loop has gone round once for this caller alone, after those that asked before."""
        async with self.turn:
            await asyncio.sleep(0)

    async def wait(self) -> None:
        """Wait until memory is returned."""
        self._returned.clear()
        await self._returned.wait()


class Lease:
    """The share of the budget that one body holds, until ``release`` or until its last reference is gone.

    Code that keeps the body must keep its lease too, in any thread: the pipeline drops both after writing the
    last item.
    """

    __slots__ = ("_budget", "_configured", "_held", "_loop")

    def __init__(self, budget: Budget, configured: bool) -> None:
        self._budget = budget
        self._configured = configured
        self._held = 0
        self._loop = asyncio.get_running_loop()

    def try_take(self, count: int) -> bool:
        """Take ``count`` more bytes if they fit; return whether they do."""
        if not self._budget.has_room(count, self._configured):
            return False
        self._held += count
        self._budget.change(count, self._configured)
        return True

    async def take(self, count: int) -> None:
        """Take ``count`` more bytes, waiting until they fit; the caller sets the deadline."""
        while not self.try_take(count):
            await self._budget.wait()

    async def turn(self) -> None:
        """Wait after a piece of a body, so that of all sources that chats added one piece is read in each round."""
        if not self._configured:
            await self._budget.take_turn()

    async def work(self, job: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """Do what takes processor time; for sources that chats added one job at a time, in another thread."""
        if self._configured:
            return job(*arguments, **named)
        async with self._budget.turn:
            return await asyncio.to_thread(job, *arguments, **named)

    def settle(self, count: int) -> None:
        """Reduce the lease to ``count`` bytes and return the rest; call this in the event loop's thread."""
        self._budget.change(count - self._held, self._configured)
        self._held = count

    def release(self) -> None:
        """Return all of it to the budget, from any thread."""
        if not self._held:
            return
        held, self._held = self._held, 0
        with suppress(RuntimeError):  # the loop has ended, and its budget with it
            self._loop.call_soon_threadsafe(self._budget.change, -held, self._configured)

    __del__ = release
