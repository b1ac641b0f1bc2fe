"""Count the files that a request or a poll visits, and the moves between them: ``python -m scripts.count_moves``.

A visit is a call of a function defined in bot/ or watchers/; a generator counts once. A move is a call from one file
to another. The situations are those of the tests: two sources on a temporary database, fetching and parsing scripted.
"""

from __future__ import annotations

import asyncio
import inspect
import sys
import tempfile
import threading
from collections.abc import Awaitable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tests.bot.test_dispatch import Chat
from tests.fakes.ports import Clock, document, item
from tests.fakes.situations import open_house
from watchers.model import NotModified, Validators
from watchers.rules import forms

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = (f"{ROOT}/bot/", f"{ROOT}/watchers/")
_LAZY = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


@dataclass(slots=True)
class Trace:
    """What was called while it was the current trace."""

    calls: int = 0
    moves: int = 0
    files: set[str] = field(default_factory=set)
    _lazy: dict[int, FrameType] = field(default_factory=dict)
    """Frames of generators and coroutines, which are entered again and again."""

    def enter(self, frame: FrameType) -> None:
        """Count the call of a function of ours."""
        file = frame.f_code.co_filename
        if not file.startswith(PACKAGES) or frame.f_code.co_name.startswith("<"):
            return
        if frame.f_code.co_flags & _LAZY:
            if id(frame) in self._lazy:
                return
            self._lazy[id(frame)] = frame
        self.calls += 1
        self.files.add(file)
        self.moves += _caller(frame) != file


def _caller(frame: FrameType) -> str | None:
    above = frame.f_back
    while above is not None and not above.f_code.co_filename.startswith(PACKAGES):
        above = above.f_back
    return above.f_code.co_filename if above else None


class Profiler:
    """Hands calls of every thread to the current trace."""

    def __init__(self) -> None:
        self._current: Trace | None = None
        threading.setprofile(self._called)
        sys.setprofile(self._called)

    async def trace(self, work: Awaitable[object]) -> Trace:
        """Return what the work calls."""
        self._current = trace = Trace()
        try:
            await work
        finally:
            self._current = None
        return trace

    def _called(self, frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and self._current is not None:
            self._current.enter(frame)


async def main() -> None:
    """Print a line for each situation."""
    # Before the house opens its threads.
    profiler = Profiler()
    with tempfile.TemporaryDirectory() as folder:
        async with open_house(Path(folder) / "tradewatch.db", forms.load(), Clock()) as house:
            await house.settle_in()
            await house.poll(document(*(item(f"TSMC warns of tariffs, part {n}", f"old-{n}") for n in range(25))))
            chat = Chat(house)
            await chat.says("/start")
            eight = document(*(item(f"TSMC warns of tariffs on chips, part {n}", f"new-{n}") for n in range(8)))
            for name, work in (
                ("/watch TSMC tariffs", chat.says("/watch TSMC tariffs")),
                ("unchanged poll", house.poll(NotModified(Validators(), None, None))),
                ("poll with eight new items", house.poll(eight)),
            ):
                trace = await profiler.trace(work)
                print(f"{name}: {len(trace.files)} files, {trace.moves} moves, {trace.calls} calls")


if __name__ == "__main__":
    asyncio.run(main())
