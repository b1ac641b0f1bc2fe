"""Parse documents one after another, as the parent process asks: ``python -m watchers.feeds.parsing``.

It starts often, so this module imports no asyncio; watchers/feeds/process.py is the parent's side.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import msgspec

from watchers.errors import ParseError, ParseProblem
from watchers.feeds.child import framed, limit_memory, read_task
from watchers.model import NO_MAP, FeedPage, ItemMap, Outline, Parsed, ParsedItem, SourceKind


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to parse."""

    body: bytes
    content_type: str = ""
    url: str = ""
    job: Literal["document", "page", "opml", "article"] = "document"
    kind: SourceKind = SourceKind.RSS
    """Of the source, if the job is its document; so is ``mapping``."""
    mapping: ItemMap = NO_MAP
    title: str = ""
    """Of the item whose page it is, if the job is an article."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a task brought."""

    parsed: Parsed | None
    """A source's document without its items; None for other jobs, or if ``problem`` says what is wrong."""
    found: Sequence[msgspec.Raw] = ()
    """The items of a document, the page, the article, or the outlines; each encoded."""
    last: bool = False
    """Whether the child ends after this answer."""
    problem: ParseProblem | None = None
    why: str = ""
    seconds: float = 0.0
    """The processor time that it took."""


_MAX_PARSES = 500
_GROWN_SHARE = 4
"""Of its memory limit, which a child may grow by: what a large document leaves behind is freed with its process."""


def main() -> None:
    """Answer tasks until the end of input, or until after many tasks or much growth a new child is due."""
    memory_bytes, seconds, wall_seconds = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    limit_memory(memory_bytes)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what any code prints is not part of an answer
    readers = _readers()
    grown = _resident_bytes() + memory_bytes // _GROWN_SHARE
    for parses_left in range(_MAX_PARSES - 1, -1, -1):
        task = read_task(sys.stdin.buffer, Task)
        if task is None:
            return
        signal.setitimer(signal.ITIMER_PROF, seconds)
        # If the parent is gone while this process hangs, nothing else would end it.
        signal.setitimer(signal.ITIMER_REAL, wall_seconds + 1)
        began = time.process_time()
        answer = _answer(task, readers[task.job])
        last = answer.last or parses_left == 0 or _resident_bytes() > grown
        answers.write(framed(replace(answer, last=last, seconds=time.process_time() - began)))
        answers.flush()
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        if last:
            return


_Found = tuple[Parsed | None, Sequence[ParsedItem | FeedPage | Outline]]


def _readers() -> Mapping[str, Callable[[Task], _Found]]:
    """Return the function for each job. Only the child imports feedparser and its dependencies."""
    from watchers.feeds.opml import read_outlines
    from watchers.feeds.page import read_page
    from watchers.feeds.parsers import PARSERS

    def document(task: Task) -> _Found:
        parsed = PARSERS[task.kind](task.body, task.content_type, task.url, task.mapping)
        return replace(parsed, items=()), parsed.items

    return {
        "document": document,
        "page": lambda task: (None, [read_page(task.body, task.content_type, task.url)]),
        "article": _article,
        "opml": lambda task: (None, read_outlines(task.body)),
    }


def _article(task: Task) -> _Found:
    """Read an article. Its reader is imported on first use, since it takes a second and 30 MB."""
    from watchers.feeds.article import read_article

    return None, [read_article(task.body, task.content_type, task.url, task.title)]


def _answer(task: Task, read: Callable[[Task], _Found]) -> Answer:
    try:
        parsed, found = read(task)
        return Answer(parsed, [msgspec.Raw(msgspec.msgpack.encode(each)) for each in found])
    except ParseError as error:
        return Answer(None, problem=error.problem, why=error.why)
    except MemoryError:
        return Answer(None, last=True, problem=ParseProblem.TOO_HUNGRY)


def _resident_bytes() -> int:
    """Return the bytes in memory; 0 if the system does not report them (the number of parses bounds them there)."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
