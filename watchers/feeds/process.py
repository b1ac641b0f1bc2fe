"""Parse documents in a child process that may hang, grow or crash: ``python -m watchers.feeds.process``.

Parent and child exchange frames: four bytes of length, then MessagePack. The parent writes a task; the
child answers with a head, then with one frame per item, so that the parent's event loop can run between
two items. Web pages and OPML are read in the same way, with one frame per page or outline.
"""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Protocol, Self, TypeVar

import msgspec

from watchers.errors import ParseError, ParseProblem
from watchers.model import NO_MAP, ItemMap, Modified, Outline, Page, Parsed, ParsedItem, Source, SourceId, SourceKind

T = TypeVar("T")

log = logging.getLogger(__name__)

DEADLINE: Final = timedelta(seconds=10)
MAX_KILLS: Final = 3
"""Children that one document may end before it is set aside."""
MEMORY_BYTES: Final = 512 * 1024 * 1024
MAX_ANSWER_BYTES: Final = 64 * 1024 * 1024
"""Limit of all frames of one answer: six times the largest document that is fetched."""
MAX_STDERR_BYTES: Final = 64 * 1024
"""Limit of what a child may write to standard error during one document."""
MAX_LOGGED: Final = 2_000
"""Characters of that which are logged, from the end."""
PROGRAM: Final = "watchers.feeds.process"
"""The module that runs as the child."""


class Parse(Protocol):
    """The interface through which fetched documents are parsed."""

    async def __call__(self, source: Source, fetched: Modified) -> Parsed:
        """Return what the document says. Raises ParseError."""
        ...


class ReadPage(Protocol):
    """The interface through which fetched web pages are read."""

    async def __call__(self, fetched: Modified) -> Page:
        """Return the feeds that the page names. Raises ParseError."""
        ...


class ReadOutlines(Protocol):
    """The interface through which OPML files are read."""

    async def __call__(self, body: bytes) -> tuple[Outline, ...]:
        """Return the entries of the file. Raises ParseError."""
        ...


@dataclass(frozen=True, slots=True)
class Killer:
    """A source's document that ended children, identified by its bytes."""

    digest: bytes
    kills: int


class ParsingChild:
    """One child process that parses one document at a time; it is restarted whenever it was lost.

    ``deadline`` is for a whole document, from the task to the last item. A source's document that ended three
    children is set aside until its bytes change; a restart forgets that, at the cost of three more.
    """

    def __init__(
        self,
        *,
        deadline: timedelta = DEADLINE,
        memory_bytes: int = MEMORY_BYTES,
        killers: dict[SourceId, Killer] | None = None,
        program: str = PROGRAM,
    ) -> None:
        """Share the record of ``killers`` with another child if it is given."""
        self.lost = 0
        """How many processes hung, grew, crashed or were interrupted, so that another one replaced them."""
        self._program = program
        self._seconds = deadline.total_seconds()
        self._memory_bytes = memory_bytes
        self._one_at_a_time = asyncio.Lock()
        self._idle: asyncio.subprocess.Process | None = None
        self._killers = {} if killers is None else killers

    async def __aenter__(self) -> Self:
        self._idle = await _start(self._program, self._memory_bytes)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        async with self._one_at_a_time:
            process, self._idle = self._idle, None
            if process is not None:
                await _kill(process)

    async def parse(self, source: Source, fetched: Modified) -> Parsed:
        """Parse a document; one that hangs, bloats or crashes the child ends only the child. See ``Parse``."""
        killer = self._killers.get(source.id)
        if killer is not None and killer.kills >= MAX_KILLS and killer.digest == _digest(fetched):
            raise ParseError(
                ParseProblem.POISON, f"it has ended {killer.kills} parsers, and is set aside until it changes"
            )
        try:
            parsed = await self._parse(source, fetched)
        except ParseError as error:
            if error.problem in _KILLING:
                self._blame(source.id, _digest(fetched))
            raise
        self._killers.pop(source.id, None)
        return parsed

    async def page(self, fetched: Modified) -> Page:
        """Return the feeds that a page names; see ``ReadPage``."""
        task = _Task(fetched.body, self._seconds, fetched.content_type, fetched.url, _Job.PAGE)
        _, (page,) = await self._done(task, _PAGES)
        return page

    async def outlines(self, body: bytes) -> tuple[Outline, ...]:
        """Return the entries of an OPML file; see ``ReadOutlines``."""
        _, outlines = await self._done(_Task(body, self._seconds, job=_Job.OPML), _OUTLINES)
        return outlines

    def _blame(self, source: SourceId, digest: bytes) -> None:
        before = self._killers.get(source)
        kills = before.kills if before is not None and before.digest == digest else 0
        self._killers[source] = Killer(digest, kills + 1)

    async def _parse(self, source: Source, fetched: Modified) -> Parsed:
        task = _Task(
            fetched.body,
            self._seconds,
            fetched.content_type,
            fetched.url,
            kind=source.kind,
            mapping=source.mapping,
        )
        head, items = await self._done(task, _ITEMS)
        assert head.parsed is not None
        return replace(head.parsed, items=items)

    async def _done(self, task: _Task, frames: msgspec.msgpack.Decoder[T]) -> tuple[_Head, tuple[T, ...]]:
        async with self._one_at_a_time:
            try:
                async with asyncio.timeout(self._seconds):
                    return await self._ask(task, frames)
            except TimeoutError as error:
                raise ParseError(ParseProblem.TOO_SLOW, f"no answer within {self._seconds:g} s") from error
            except (EOFError, OSError, msgspec.MsgspecError) as error:
                raise ParseError(ParseProblem.FAILED, f"the child was lost: {error}") from error

    async def _ask(self, task: _Task, frames: msgspec.msgpack.Decoder[T]) -> tuple[_Head, tuple[T, ...]]:
        process, self._idle = self._idle, None
        if process is None or process.returncode is not None:
            self.lost += process is not None
            process = await _start(self._program, self._memory_bytes)
        head = None
        try:
            head, found = await _exchange(process, task, frames)
        finally:
            # After any failure, a child that has not answered completely is out of sync.
            if head is None or head.last:
                self.lost += head is None
                await _kill(process)
            else:
                self._idle = process
        if head.problem is not None:
            raise ParseError(head.problem, head.why)
        return head, found


class ParsingChildren:
    """Two children, so that a document that hangs blocks only half of the parsing; the second starts when needed."""

    def __init__(self, *, deadline: timedelta = DEADLINE, memory_bytes: int = MEMORY_BYTES) -> None:
        killers: dict[SourceId, Killer] = {}
        self._all = [ParsingChild(deadline=deadline, memory_bytes=memory_bytes, killers=killers) for _ in range(2)]
        self._free = list(self._all)
        self._one_is_free = asyncio.Semaphore(2)

    async def __aenter__(self) -> Self:
        await self._free[-1].__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._all:
            await child.__aexit__(kind, error, trace)

    @property
    def lost(self) -> int:
        """How many processes had to be replaced."""
        return sum(child.lost for child in self._all)

    async def parse(self, source: Source, fetched: Modified) -> Parsed:
        """Parse a document in a free child; see ``Parse``."""
        async with self._one_is_free:
            # The child used last is warm, and the other may never need to start.
            child = self._free.pop()
            try:
                return await child.parse(source, fetched)
            finally:
                self._free.append(child)


# ---- the parent's side -----------------------------------------------------------------------------


_KILLING = (ParseProblem.TOO_SLOW, ParseProblem.TOO_HUNGRY, ParseProblem.FAILED)


def _digest(fetched: Modified) -> bytes:
    return sha256(fetched.body).digest()


async def _start(program: str, memory_bytes: int) -> asyncio.subprocess.Process:
    """Start a child that inherits nothing: no environment, so no token; no signals meant for the service."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-s", "-m", program, str(memory_bytes)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={"PYTHONPATH": _ROOT},
        start_new_session=True,
    )


_ROOT = str(Path(__file__).resolve().parents[2])


async def _exchange(
    process: asyncio.subprocess.Process, task: _Task, frames: msgspec.msgpack.Decoder[T]
) -> tuple[_Head, tuple[T, ...]]:
    assert process.stdin is not None
    assert process.stdout is not None
    if process.stdin.is_closing():  # uvloop would report it as our mistake
        raise BrokenPipeError
    listening = asyncio.create_task(_listen(process), name="parser-stderr")
    try:
        process.stdin.write(_framed(_ENCODER.encode(task)))
        await process.stdin.drain()
        answer = _Answer(process.stdout)
        head = _HEADS.decode(await answer.frame())
        found = []
        for _ in range(head.frames):
            found.append(frames.decode(await answer.frame()))
            await asyncio.sleep(0)
        return head, tuple(found)
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


class _Answer:
    """The frames of one answer, whose lengths may add up to ``MAX_ANSWER_BYTES``."""

    def __init__(self, stream: asyncio.StreamReader) -> None:
        self._stream = stream
        self._left = MAX_ANSWER_BYTES

    async def frame(self) -> bytes:
        """Return the next frame. Raises ParseError before it reads one that is too long."""
        size = int.from_bytes(await self._stream.readexactly(_LENGTH_BYTES), "big")
        self._left -= _LENGTH_BYTES + size
        if self._left < 0:
            raise ParseError(ParseProblem.FAILED, f"the child answers with more than {MAX_ANSWER_BYTES} bytes")
        return await self._stream.readexactly(size)


async def _listen(process: asyncio.subprocess.Process) -> None:
    """Log what a child writes to standard error, and kill one that writes more than ``MAX_STDERR_BYTES``."""
    assert process.stderr is not None
    said = b""
    try:
        while chunk := await process.stderr.read(MAX_STDERR_BYTES):
            said += chunk
            if len(said) > MAX_STDERR_BYTES:
                with suppress(ProcessLookupError):
                    process.kill()
                return
    finally:
        _log(said)


def _log(said: bytes) -> None:
    if said:
        log.warning("parser_said", extra={"text": said.decode("utf-8", "replace")[-MAX_LOGGED:]})


async def _kill(process: asyncio.subprocess.Process) -> None:
    """Kill the child at once; it has no state to lose."""
    with suppress(ProcessLookupError):
        process.kill()
    if process.stdin is not None:
        process.stdin.close()
    _, said = await process.communicate()
    _log(said)


# ---- what goes over the pipes ----------------------------------------------------------------------


class _Job(StrEnum):
    DOCUMENT = "document"
    """Of a source."""
    PAGE = "page"
    OPML = "opml"


@dataclass(frozen=True, slots=True)
class _Task:
    body: bytes
    seconds: float
    """How long the parent waits."""
    content_type: str = ""
    url: str = ""
    job: _Job = _Job.DOCUMENT
    kind: SourceKind = SourceKind.RSS
    """Of the source, if the job is its document."""
    mapping: ItemMap = NO_MAP
    """Of the source, if the job is its document; NO_MAP otherwise."""


@dataclass(frozen=True, slots=True)
class _Head:
    parsed: Parsed | None
    """A source's document without its items; None for other jobs, or if ``problem`` says what is wrong."""
    frames: int
    """How many frames follow, one per item."""
    last: bool
    """Whether the child ends after this answer."""
    problem: ParseProblem | None = None
    why: str = ""


_LENGTH_BYTES = 4
_ENCODER = msgspec.msgpack.Encoder()
_TASKS = msgspec.msgpack.Decoder(_Task)
_HEADS = msgspec.msgpack.Decoder(_Head)
_ITEMS = msgspec.msgpack.Decoder(ParsedItem)
_PAGES = msgspec.msgpack.Decoder(Page)
_OUTLINES = msgspec.msgpack.Decoder(Outline)


def _framed(message: bytes) -> bytes:
    return len(message).to_bytes(_LENGTH_BYTES, "big") + message


# ---- the child's side ------------------------------------------------------------------------------

_MAX_PARSES = 500
_GROWN_BYTES = 200 * 1024 * 1024


def main() -> None:
    """Answer tasks until the end of input, or until after many tasks or much growth a new child is due."""
    _limit_memory(int(sys.argv[1]))
    tasks, answers = _take_pipes()
    readers = _readers()
    for parses_left in range(_MAX_PARSES - 1, -1, -1):
        frame = _read_frame(tasks)
        if frame is None:
            return
        task = _TASKS.decode(frame)
        # If the parent is gone while this process hangs, nothing else would end it.
        signal.setitimer(signal.ITIMER_REAL, task.seconds + 1)
        head, frames = _answer(task, readers[task.job])
        head = replace(head, last=head.last or parses_left == 0 or _resident_bytes() > _GROWN_BYTES)
        answers.writelines([_framed(_ENCODER.encode(head)), *frames])
        answers.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)
        if head.last:
            return


_Found = tuple[Parsed | None, Sequence[ParsedItem | Page | Outline]]


def _readers() -> Mapping[_Job, Callable[[_Task], _Found]]:
    """Return the function for each job. Only the child imports feedparser and its dependencies."""
    from watchers.feeds.opml import read_outlines
    from watchers.feeds.page_links import read_page
    from watchers.feeds.parsers import PARSERS

    def document(task: _Task) -> _Found:
        parsed = PARSERS[task.kind](task.body, task.content_type, task.url, task.mapping)
        return replace(parsed, items=()), parsed.items

    return {
        _Job.DOCUMENT: document,
        _Job.PAGE: lambda task: (None, [read_page(task.body, task.content_type, task.url)]),
        _Job.OPML: lambda task: (None, read_outlines(task.body)),
    }


def _answer(task: _Task, read: Callable[[_Task], _Found]) -> tuple[_Head, list[bytes]]:
    try:
        parsed, found = read(task)
        frames = [_framed(_ENCODER.encode(each)) for each in found]
        return _Head(parsed, len(frames), last=False), frames
    except ParseError as error:
        return _Head(None, 0, last=False, problem=error.problem, why=error.why), []
    except MemoryError:
        return _Head(None, 0, last=True, problem=ParseProblem.TOO_HUNGRY), []


def _limit_memory(limit_bytes: int) -> None:
    """Limit the address space, if the system supports it; macOS does not enforce it."""
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the two pipes, out of reach of any code that reads standard input or prints."""
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return tasks, answers


def _read_frame(tasks: BinaryIO) -> bytes | None:
    length = tasks.read(_LENGTH_BYTES)
    return tasks.read(int.from_bytes(length, "big")) if len(length) == _LENGTH_BYTES else None


def _resident_bytes() -> int:
    """Return the bytes in memory; 0 if the system does not report them (the number of parses bounds them there)."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
