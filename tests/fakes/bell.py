"""Waiting for something to have happened, with a deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PATIENCE = 30.0
"""Seconds for what comes at once on an idle machine; how soon a thing must come is for the tests that measure it."""


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
