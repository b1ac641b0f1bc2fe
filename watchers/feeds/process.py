"""Parse documents in a child process that may hang, grow or crash; watchers/feeds/parsing.py is its program.

The parent writes a task, and the child answers it with one frame. The items in an answer are decoded one by one, so
that the parent's event loop can run between two of them. Web pages and OPML are read in the same way.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from itertools import count
from typing import Final, Self, TypeVar

import msgspec

from watchers.errors import ParseError, ParseProblem
from watchers.feeds.child import MEMORY_BYTES, framed
from watchers.feeds.parent import answering, read_frame, start
from watchers.feeds.parsing import Answer, Task
from watchers.model import FeedPage, Modified, Outline, Parsed, ParsedItem, Source, SourceId, Validators

T = TypeVar("T")

log = logging.getLogger(__name__)

DEADLINE: Final = timedelta(seconds=10)
"""Of processor time: on a busy machine a document takes longer, and is not to blame."""
WALL_FACTOR: Final = 6
"""How many times its deadline a document may take by the clock."""
MAX_KILLS: Final = 3
"""Children that one document may end before it is set aside."""
MAX_ANSWER_BYTES: Final = 64 * 1024 * 1024
"""Limit of an answer: six times the largest document that is fetched."""
MAX_STDERR_BYTES: Final = 64 * 1024
"""Limit of what a child may write to standard error during one document."""
MAX_LOGGED: Final = 2_000
"""Characters of that which are logged, from the end."""
PROGRAM: Final = "watchers.feeds.parsing"
"""The module that runs as the child."""


Parse = Callable[[Source, Modified], Awaitable[Parsed]]
"""Return what a source's document says. Raises ParseError."""
ReadPage = Callable[[Modified], Awaitable[FeedPage]]
"""Return the feeds that a web page names. Raises ParseError."""
ReadArticle = Callable[[Modified, str], Awaitable[ParsedItem]]
"""Return an item with the text of a web page and the given title. Raises ParseError."""
ReadOutlines = Callable[[bytes], Awaitable[tuple[Outline, ...]]]
"""Return the entries of an OPML file. Raises ParseError."""


@dataclass(frozen=True, slots=True)
class Killer:
    """A source's document that ended children, identified by its bytes."""

    digest: bytes
    kills: int


@dataclass(kw_only=True, eq=False)
class ParsingChild:
    """One child process that parses one document at a time; it is restarted whenever it was lost.

    ``deadline`` is the processor time for a whole document; until its last item is here, ``WALL_FACTOR`` times as much
    may pass. A source's document that ended three children is set aside until its bytes change; a restart forgets
    that, at the cost of three more.
    """

    deadline: timedelta = DEADLINE
    memory_bytes: int = MEMORY_BYTES
    niceness: int = 0
    """How much nicer than this process the child is, from 0 to 19."""
    killers: dict[SourceId, Killer] = field(default_factory=dict)
    """The documents that ended children; another child may share the record."""
    program: str = PROGRAM
    lost: int = field(init=False, default=0)
    """How many processes hung, grew, crashed or were interrupted, so that another one replaced them."""
    used: float = field(init=False, default=0.0)
    """Seconds of processor time that all documents took; a lost child counts as its whole deadline."""
    _one_at_a_time: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)
    _idle: _Process | None = field(init=False, default=None)

    @property
    def wall_seconds(self) -> float:
        """How long a document may take by the clock."""
        return WALL_FACTOR * self.deadline.total_seconds()

    async def __aenter__(self) -> Self:
        self._idle = await _Process.spawn(self)
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        async with self._one_at_a_time:
            process, self._idle = self._idle, None
            if process is not None:
                await process.close()

    async def parse(self, source: Source, fetched: Modified) -> Parsed:
        """Parse a document; one that hangs, bloats or crashes the child ends only the child. See ``Parse``."""
        digest = sha256(fetched.body).digest()
        killer = self.killers.get(source.id)
        kills = killer.kills if killer is not None and killer.digest == digest else 0
        if kills >= MAX_KILLS:
            raise ParseError(ParseProblem.POISON, f"it has ended {kills} parsers, and is set aside until it changes")
        task = Task(fetched.body, fetched.content_type, fetched.url, "document", source.kind, source.mapping)
        try:
            head, items = await self._done(task, ParsedItem)
        except ParseError as error:
            if error.problem in (ParseProblem.TOO_SLOW, ParseProblem.TOO_HUNGRY, ParseProblem.FAILED):
                self.killers[source.id] = Killer(digest, kills + 1)
            raise
        self.killers.pop(source.id, None)
        assert head is not None
        return replace(head, items=items)

    async def page(self, fetched: Modified) -> FeedPage:
        """Return the feeds that a page names; see ``ReadPage``."""
        _, (page,) = await self._done(Task(fetched.body, fetched.content_type, fetched.url, "page"), FeedPage)
        return page

    async def article(self, fetched: Modified, title: str) -> ParsedItem:
        """Return the text of a page as an item; see ``ReadArticle``."""
        task = Task(fetched.body, fetched.content_type, fetched.url, "article", title=title)
        _, (article,) = await self._done(task, ParsedItem)
        return article

    async def outlines(self, body: bytes) -> tuple[Outline, ...]:
        """Return the entries of an OPML file; see ``ReadOutlines``."""
        _, outlines = await self._done(Task(body, job="opml"), Outline)
        return outlines

    async def _done(self, task: Task, kind: type[T]) -> tuple[Parsed | None, tuple[T, ...]]:
        async with self._one_at_a_time, answering(self.wall_seconds):
            answer = await self._ask(task)
            found = []
            for each in answer.found:
                found.append(msgspec.msgpack.decode(each, type=kind))
                await asyncio.sleep(0)
        if answer.problem is not None:
            raise ParseError(answer.problem, answer.why)
        return answer.parsed, tuple(found)

    async def _ask(self, task: Task) -> Answer:
        process, self._idle = self._idle, None
        if process is None or not process.is_alive:
            self.lost += process is not None
            process = await _Process.spawn(self)
        answer = None
        try:
            answer = await process.ask(task)
        finally:
            self.used += self.deadline.total_seconds() if answer is None else answer.seconds
            # After any failure, a child that has not answered completely is out of sync.
            if answer is None or answer.last:
                self.lost += answer is None
                await process.close()
            else:
                self._idle = process
        return answer


async def answers(parse: Parse) -> bool:
    """Return whether a parsing process starts, and reads a small document."""
    # A document that ended three processes is set aside, so each probe is another one.
    body = b"<rss version='2.0'><channel><item><title>%d</title></item></channel></rss>" % next(_PROBES)
    try:
        return bool((await parse(_PROBE, Modified(_PROBE.url, body, "application/rss+xml", Validators(), None))).items)
    except ParseError:
        return False


_PROBE = Source(SourceId("probe"), "https://probe.invalid/")
_PROBES = count()


class ParsingChildren:
    """Two children, so that a document that hangs blocks only half of the parsing; the second starts when needed."""

    def __init__(self, *, deadline: timedelta = DEADLINE, memory_bytes: int = MEMORY_BYTES) -> None:
        killers: dict[SourceId, Killer] = {}
        self._all = [ParsingChild(deadline=deadline, memory_bytes=memory_bytes, killers=killers) for _ in range(2)]
        # The child used last is warm, and the other may never need to start.
        self._free: asyncio.LifoQueue[ParsingChild] = asyncio.LifoQueue()
        for each in self._all:
            self._free.put_nowait(each)

    async def __aenter__(self) -> Self:
        await self._all[-1].__aenter__()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        for each in self._all:
            await each.__aexit__(*exc_info)

    @property
    def lost(self) -> int:
        """How many processes had to be replaced."""
        return sum(each.lost for each in self._all)

    async def parse(self, source: Source, fetched: Modified) -> Parsed:
        """Parse a document in a free child; see ``Parse``."""
        free = await self._free.get()
        try:
            return await free.parse(source, fetched)
        finally:
            self._free.put_nowait(free)


# ---- one running child -----------------------------------------------------------------------------


class _Process:
    """A running child."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        self._process = process
        self._tasks, self._answers, self._stderr = process.stdin, process.stdout, process.stderr
        self._said = b""
        self._listening = asyncio.create_task(self._listen(), name="parser-stderr")

    @classmethod
    async def spawn(cls, of: ParsingChild) -> Self:
        """Start a child with its limits and its niceness."""
        process = await start(of.program, of.memory_bytes, of.deadline.total_seconds(), of.wall_seconds)
        own = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, process.pid, own + of.niceness)
        return cls(process)

    @property
    def is_alive(self) -> bool:
        """Return whether the child can be asked."""
        return self._process.returncode is None

    async def ask(self, task: Task) -> Answer:
        """Return the child's answer.

        Raises:
            ParseError: The answer is longer than MAX_ANSWER_BYTES, or the deadline passed.
            EOFError, OSError, msgspec.MsgspecError: The child is lost.
        """
        if self._tasks.is_closing():  # uvloop would report it as our mistake
            raise BrokenPipeError
        try:
            self._tasks.write(framed(task))
            await self._tasks.drain()
            return await read_frame(self._answers, Answer, MAX_ANSWER_BYTES)
        except EOFError as error:
            if await self._process.wait() == -signal.SIGPROF:
                raise ParseError(ParseProblem.TOO_SLOW, "it takes too much processor time") from error
            raise
        finally:
            self._log_said()

    async def close(self) -> None:
        """Kill the child at once; it has no state to lose."""
        self._kill()
        self._tasks.close()
        await self._answers.read()
        await self._listening
        await self._process.wait()
        self._log_said()

    async def _listen(self) -> None:
        """Collect what the child writes to standard error, and kill one that writes more than MAX_STDERR_BYTES."""
        while chunk := await self._stderr.read(MAX_STDERR_BYTES):
            self._said += chunk
            if len(self._said) > MAX_STDERR_BYTES:
                self._kill()

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()

    def _log_said(self) -> None:
        said, self._said = self._said, b""
        if said:
            log.warning("parser_said", extra={"text": said.decode("utf-8", "replace")[-MAX_LOGGED:]})
