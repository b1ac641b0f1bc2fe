"""The parent's side of a child process: how it starts, and how its answers are awaited."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from watchers.errors import ParseError, ParseProblem
from watchers.feeds.child import LENGTH_BYTES

T = TypeVar("T")

PACKAGE_ROOT: Final = str(Path(__file__).resolve().parents[2])
"""Where a child finds our packages."""


async def start(program: str, *arguments: object, stderr: int = PIPE, pass_fds: tuple[int, ...] = ()) -> Process:
    """Start a child that inherits nothing: no environment, so no token; no signals meant for the service."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-s", "-m", program, *map(str, arguments)),
        stdin=PIPE,
        stdout=PIPE,
        stderr=stderr,
        env={"PYTHONPATH": PACKAGE_ROOT},
        pass_fds=pass_fds,
        start_new_session=True,
    )


@asynccontextmanager
async def answering(seconds: float) -> AsyncIterator[None]:
    """Raise ParseError if the child does not answer within so many seconds, or is lost."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise ParseError(ParseProblem.TOO_SLOW, f"no answer within {seconds:g} s") from error
    except (EOFError, OSError, msgspec.MsgspecError) as error:
        raise ParseError(ParseProblem.FAILED, f"the child was lost: {error}") from error


async def read_frame(answers: asyncio.StreamReader, kind: type[T], max_bytes: int) -> T:
    """Return the next answer of a child. Raises ParseError if it is too long."""
    size = int.from_bytes(await answers.readexactly(LENGTH_BYTES), "big")
    if size > max_bytes:
        raise ParseError(ParseProblem.FAILED, f"the child answers with more than {max_bytes} bytes")
    return msgspec.msgpack.decode(await answers.readexactly(size), type=kind)
