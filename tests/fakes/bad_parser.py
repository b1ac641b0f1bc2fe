"""A parsing child that misbehaves as the document says: ``python -m tests.fakes.bad_parser``."""

from __future__ import annotations

import os
import signal
import sys

import msgspec

REFUSAL = msgspec.msgpack.encode({"parsed": None, "problem": "empty"})


def main() -> None:
    """Answer tasks until the end of input."""
    while length := sys.stdin.buffer.read(4):
        task = msgspec.msgpack.decode(sys.stdin.buffer.read(int.from_bytes(length, "big")))
        match task["body"]:
            case b"long frame":
                write(b"\xff" * 4)
                flood(1)
            case b"noise":
                flood(2)
            case b"hang":
                signal.pause()
            case b"a word":
                os.write(2, b"a warning")
        frame(REFUSAL)


def frame(message: bytes) -> None:
    """Write one frame."""
    write(len(message).to_bytes(4, "big") + message)


def write(content: bytes) -> None:
    """Write all of it to standard output."""
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def flood(pipe: int) -> None:
    """Write to the pipe without end."""
    while True:
        os.write(pipe, b"x" * 65_536)


if __name__ == "__main__":
    main()
