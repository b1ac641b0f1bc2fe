"""The child processes of this one, by what Linux shows of them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest

_CHILDREN = Path(f"/proc/self/task/{os.getpid()}/children")

needs_proc = pytest.mark.skipif(not _CHILDREN.exists(), reason="no /proc to look for children in")


def children() -> list[int]:
    """The IDs of the children, without the servers of multiprocessing, which stay when a test has forked a process."""
    found = []
    for pid in map(int, _CHILDREN.read_text("ascii").split()):
        with suppress(FileNotFoundError):  # it has ended meanwhile
            if b"from multiprocessing." not in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
    return found


def ticks(pid: int) -> int:
    """How long a process has worked, in hundredths of a second on the processor."""
    after_name = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(after_name[11]) + int(after_name[12])
