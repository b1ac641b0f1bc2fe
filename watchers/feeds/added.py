"""Parse what chats added in a separate child, so that it never delays configured sources (hazard X4)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Final, Self

from watchers.errors import ParseError, ParseProblem
from watchers.feeds.process import Parse, ParsingChild
from watchers.model import Modified, Parsed, Source, SourceId

DEADLINE: Final = timedelta(seconds=3)
"""Processor time for one document of an added source; a configured one has longer."""
MEMORY_BYTES: Final = 128 * 1024 * 1024
"""Enough for an ordinary document of eight megabytes."""
NICENESS: Final = 10
ALLOWANCE_SECONDS: Final = 9.0
"""Processor time that one source may use before it is set aside: three documents that hang."""
REFILL: Final = timedelta(hours=1)
"""The time in which a used allowance is full again."""


class AddedParser:
    """One child for the documents of added sources; each source may use it for a limited time."""

    def __init__(self, child: ParsingChild | None = None) -> None:
        """Use the given child instead of a new one with a deadline of three seconds."""
        self._child = child or ParsingChild(deadline=DEADLINE, memory_bytes=MEMORY_BYTES, niceness=NICENESS)
        self._used: dict[SourceId, tuple[float, float]] = {}
        """How many seconds of its allowance a source had used, and when by the loop's clock."""
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        # The child starts on first use: most services have no added sources.
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._child.__aexit__(*exc_info)

    async def parse(self, source: Source, fetched: Modified) -> Parsed:
        """Parse a document; see ``Parse``. It counts by source, since a hostile one changes its bytes each time."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            used, before = self._used_by(source.id, loop.time()), self._child.used
            if used >= ALLOWANCE_SECONDS:
                raise ParseError(ParseProblem.POISON, f"it has used the parser for {used:.0f} s, and is set aside")
            try:
                return await self._child.parse(source, fetched)
            finally:
                now = loop.time()
                self._used[source.id] = used + self._child.used - before, now
                self._forget(now)

    def _used_by(self, source: SourceId, now: float) -> float:
        seconds, at = self._used.get(source, (0.0, now))
        return max(0.0, seconds - (now - at) * ALLOWANCE_SECONDS / REFILL.total_seconds())

    def _forget(self, now: float) -> None:
        if len(self._used) > 1_000:
            self._used = {source: used for source, used in self._used.items() if self._used_by(source, now) > 0}


def by_trust(configured: Parse, added: Parse) -> Parse:
    """Return a parser that gives configured sources and those of operators to one parser, others to the other."""

    async def parse(source: Source, fetched: Modified) -> Parsed:
        return await (configured if source.trusted else added)(source, fetched)

    return parse
