"""Compare a list in a file with its version before, in a child: python -m watchers.feeds.comparing.

The parent writes a task and the keys and digests that it has, and closes the pipe. The child answers with frames:
first what differs, then the entries that were added or changed, a hundred at a time.
Each comparison has a separate child: lists change a few times a day, and its memory is given back.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final

from watchers.errors import ParseError, ParseProblem
from watchers.feeds.child import MEMORY_BYTES, framed, limit_memory, read_task
from watchers.feeds.parent import answering, read_frame, start
from watchers.items.identity import KEY_BYTES
from watchers.model import NO_MAP, Download, ItemMap, ListEntry, Source

if TYPE_CHECKING:
    from watchers.feeds.entries import ListFile

DEADLINE: Final = timedelta(minutes=2)
"""Until the child says what differs; a list of 55 MB takes about ten seconds."""
BATCH: Final = 100
MAX_FRAME_BYTES: Final = 32_000_000
_PROGRAM: Final = "watchers.feeds.comparing"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a version of a list differs from the one before."""

    entries: int
    added: frozenset[bytes]
    """Keys of entries."""
    changed: frozenset[bytes]
    removed: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs, and the entries that were added or changed, while their child runs."""

    comparison: Comparison
    batches: Callable[[], AsyncIterator[tuple[ListEntry, ...]]]
    """Yields the entries, each once. Raises ParseError."""


Comparing = Callable[[Source, Download, AsyncIterable[bytes]], AbstractAsyncContextManager[Compared]]
"""How ``comparing`` is called."""


@asynccontextmanager
async def comparing(source: Source, fetched: Download, known: AsyncIterable[bytes]) -> AsyncIterator[Compared]:
    """Compare a file with the known entries. Raises ParseError.

    Args:
        source: The list.
        fetched: Its new version.
        known: The keys and digests of the version before, one after the other, 32 bytes for each entry.
    """
    number = fetched.file.fileno()
    child = await start(_PROGRAM, stderr=asyncio.subprocess.DEVNULL, pass_fds=(number,))
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        with suppress(ConnectionError):  # the child ended early: its answer says why
            child.stdin.write(framed(_Task(number, fetched.content_type, fetched.url, source.mapping)))
            async for records in known:
                child.stdin.write(records)
                await child.stdin.drain()
            child.stdin.close()
        frame = await _next_frame(child.stdout)
        assert frame.comparison is not None
        yield Compared(frame.comparison, partial(_batches, child.stdout))
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        child.stdin.close()
        await child.stdout.read()  # a pipe that is full would stay open
        await child.wait()


async def _batches(answers: asyncio.StreamReader) -> AsyncIterator[tuple[ListEntry, ...]]:
    while not (frame := await _next_frame(answers)).last:
        yield frame.entries


async def _next_frame(answers: asyncio.StreamReader) -> _Frame:
    async with answering(DEADLINE.total_seconds()):
        frame = await read_frame(answers, _Frame, MAX_FRAME_BYTES)
    if frame.problem is not None:
        raise ParseError(frame.problem, frame.why)
    return frame


# ---- what goes over the pipes ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Task:
    file: int
    """The number of the open file, which the child inherits."""
    content_type: str
    url: str
    mapping: ItemMap = NO_MAP


@dataclass(frozen=True, slots=True)
class _Frame:
    """One answer: what differs, or entries, or the end, or a problem."""

    comparison: Comparison | None = None
    entries: tuple[ListEntry, ...] = ()
    last: bool = False
    problem: ParseProblem | None = None
    why: str = ""


# ---- the child's side ------------------------------------------------------------------------------


def main() -> None:
    """Answer one task."""
    limit_memory(MEMORY_BYTES)
    # If the parent is gone while this process hangs, nothing else would end it.
    signal.alarm(2 * int(DEADLINE.total_seconds()))
    task = read_task(sys.stdin.buffer, _Task)
    assert task is not None
    try:
        _answer(task, by_key(sys.stdin.buffer))
    except ParseError as error:
        _write(_Frame(problem=error.problem, why=error.why))
    except MemoryError:
        _write(_Frame(problem=ParseProblem.TOO_HUNGRY))


def _answer(task: _Task, known: dict[bytes, bytes]) -> None:
    from watchers.feeds.entries import ListFile  # which only the child may load

    with os.fdopen(task.file, "rb") as file:
        comparison, batches = compare(ListFile(file, task.content_type, task.url, task.mapping), known)
        _write(_Frame(comparison))
        for batch in batches:
            _write(_Frame(entries=batch))
        _write(_Frame(last=True))


def compare(listed: ListFile, known: dict[bytes, bytes]) -> tuple[Comparison, Iterator[tuple[ListEntry, ...]]]:
    """Return what differs, and the entries that were added or changed. Both raise ParseError.

    Args:
        listed: The new version.
        known: The digest of each entry of the version before, by its key.
    """
    digests, rows = listed.digests()
    comparison = Comparison(
        entries=len(digests),
        added=frozenset(key for key in digests if key not in known),
        changed=frozenset(key for key, digest in digests.items() if known.get(key, digest) != digest),
        removed=frozenset(key for key in known if key not in digests),
    )
    wanted = comparison.added | comparison.changed
    entries = listed.entries(wanted, digests, rows) if wanted else iter(())
    return comparison, iter(lambda: tuple(islice(entries, BATCH)), ())


def by_key(records: BinaryIO) -> dict[bytes, bytes]:
    """Return the digests of entries by their keys, from a stream of keys and digests."""
    known: dict[bytes, bytes] = {}
    while record := records.read(2 * KEY_BYTES):
        known[record[:KEY_BYTES]] = record[KEY_BYTES:]
    return known


def _write(frame: _Frame) -> None:
    sys.stdout.buffer.write(framed(frame))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
