"""What a child finds out about a list, found out here: starting one takes longer than most tests."""

from __future__ import annotations

import io
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager

from watchers.feeds.comparing import Compared, by_key, compare
from watchers.feeds.entries import ListFile
from watchers.model import Download, ListEntry, Source


@asynccontextmanager
async def comparing_here(source: Source, fetched: Download, known: AsyncIterable[bytes]) -> AsyncIterator[Compared]:
    """Compares as ``watchers.feeds.comparing.comparing`` does, in this process."""
    records = io.BytesIO(b"".join([record async for record in known]))
    listed = ListFile(fetched.file, fetched.content_type, fetched.url, source.mapping)
    comparison, batches = compare(listed, by_key(records))

    async def each() -> AsyncIterator[tuple[ListEntry, ...]]:
        for batch in batches:
            yield batch

    yield Compared(comparison, each)
