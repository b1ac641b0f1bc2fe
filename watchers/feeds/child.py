"""What the parsing and the comparing child do alike: limit their memory, and read and write frames on their pipes.

A frame is four bytes of length, then MessagePack. Children start often, so this module imports no asyncio.
"""

from __future__ import annotations

import resource
from contextlib import suppress
from typing import BinaryIO, Final, TypeVar

import msgspec

T = TypeVar("T")

MEMORY_BYTES: Final = 512 * 1024 * 1024
LENGTH_BYTES: Final = 4


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


def framed(message: object) -> bytes:
    """Return a message as a frame."""
    encoded = msgspec.msgpack.encode(message)
    return len(encoded).to_bytes(LENGTH_BYTES, "big") + encoded
