"""What the parsing and the comparing child share: how they start, their memory limit, and the frames on their pipes.

A frame is four bytes of length, then MessagePack.
"""

from __future__ import annotations

import asyncio
import resource
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

import msgspec

from watchers.errors import ParseError, ParseProblem

T = TypeVar("T")

MEMORY_BYTES: Final = 512 * 1024 * 1024
LENGTH_BYTES: Final = 4
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


def framed(message: object) -> bytes:
    """Return a message as a frame."""
    encoded = msgspec.msgpack.encode(message)
    return len(encoded).to_bytes(LENGTH_BYTES, "big") + encoded


async def read_frame(answers: asyncio.StreamReader, kind: type[T], max_bytes: int) -> T:
    """Return the next answer of a child. Raises ParseError if it is too long."""
    size = int.from_bytes(await answers.readexactly(LENGTH_BYTES), "big")
    if size > max_bytes:
        raise ParseError(ParseProblem.FAILED, f"the child answers with more than {max_bytes} bytes")
    return msgspec.msgpack.decode(await answers.readexactly(size), type=kind)


# ---- the child's side ------------------------------------------------------------------------------


def limit_memory(max_bytes: int) -> None:
    """Limit the address space of this process; macOS has no such limit."""
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (max_bytes, max_bytes))


def read_task(tasks: BinaryIO, kind: type[T]) -> T | None:
    """Return the next task; None at the end of input."""
    length = tasks.read(LENGTH_BYTES)
    if len(length) < LENGTH_BYTES:
        return None
    return msgspec.msgpack.decode(tasks.read(int.from_bytes(length, "big")), type=kind)
