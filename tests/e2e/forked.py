"""Processes of the bot that are forked from one that has loaded it: loading takes most of the time of a short test.

Such a process runs ``bot/__main__.py`` with its own arguments, environment and streams, as one does that is started
from nothing; it only finds modules and data files in memory. It is not our child: the server that forked it reports
how it ended.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import runpy
import signal
import sys
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.e2e.loaded"])


class Forked:
    """One process of the bot, with those methods of asyncio's processes that tests call."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], folder: Path, out: Path) -> None:
        """Prepare ``python -m bot ARGUMENTS``; ``out`` is the folder of the files that its streams are added to."""
        given = (tuple(arguments), dict(environment), str(folder), str(out))
        self._process = _context.Process(target=_run, args=given, daemon=True)

    async def start(self) -> None:
        """Fork it; the first one waits until the server has loaded everything."""
        await asyncio.to_thread(self._process.start)

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    async def wait(self) -> int:
        while (code := self.returncode) is None:  # noqa: ASYNC110  # its end is not an event
            await asyncio.sleep(0.01)
        return code

    def send_signal(self, signum: signal.Signals) -> None:
        """Send it. Raises ProcessLookupError if the process has ended."""
        if self.returncode is not None:
            raise ProcessLookupError
        os.kill(self.pid, signum)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _run(arguments: Sequence[str], environment: Mapping[str, str], folder: str, out: str) -> None:
    """Be that process. Raises SystemExit with its code."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for name, stream in (("out.txt", 1), ("err.txt", 2)):
        file = os.open(Path(out, name), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, stream)
        os.close(file)
    sys.argv = ["bot", *arguments]
    warnings.simplefilter("default")
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
