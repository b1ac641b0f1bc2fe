"""Waiting for something to have happened, with a deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PATIENCE = 300.0
"""Seconds to wait for what comes at once on an idle machine. No test passes because this time is over."""


async def eventually(condition: Callable[[], bool]) -> None:
    """Return when the condition is true, of which no event tells. Raises TimeoutError after PATIENCE."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110  # there is no event to wait for
            await asyncio.sleep(0.01)


class Bell:
    """Whoever changes something rings; whoever waits looks again."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()
        self._rung = asyncio.Event()

    async def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Whether the condition came true within the seconds; it is looked at once and at each ring."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not condition():
            rung = self._rung
            try:
                async with asyncio.timeout_at(deadline):
                    await rung.wait()
            except TimeoutError:
                return condition()
        return True
