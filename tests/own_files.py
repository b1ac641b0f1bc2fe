"""Refuse files that are neither in the tree nor of the system, so that the tests pass on every machine alike."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_SYSTEM = ("/bin", "/dev", "/etc", "/lib", "/lib64", "/opt", "/proc", "/run", "/sbin", "/sys", "/usr", "/var")
_MACOS = ("/Library", "/System", "/private")
_PYTHON = (sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path)
_ALLOWED = frozenset(
    each
    for path in (ROOT, *(Path(name) for name in (tempfile.gettempdir(), *_SYSTEM, *_MACOS, *_PYTHON)))
    for each in (str(path), str(path.resolve()))
    if path.is_absolute()
)
_EVENTS = frozenset({"open", "os.listdir", "os.scandir"})


class ForeignFileError(Exception):
    """A test reads a file that other machines do not have. Not an OSError, which code may take for a missing file."""


def refuse_foreign_files() -> None:
    """Make every attempt of this process to open or list a foreign path raise ForeignFileError, from now on."""

    def check(event: str, arguments: tuple[object, ...]) -> None:
        if event in _EVENTS and isinstance(arguments[0], str | bytes | os.PathLike):
            path = os.fsdecode(arguments[0])
            if is_foreign(path):
                raise ForeignFileError(f"{path} is outside the tree: tests bring their own files")

    sys.addaudithook(check)


def is_foreign(path: str) -> bool:
    """Return whether the path is outside the tree, the temporary folder, Python and the system."""
    absolute = os.path.abspath(path)  # noqa: PTH100  # resolves no symbolic link, and a pyenv is full of them
    return _ALLOWED.isdisjoint((absolute, *map(str, Path(absolute).parents)))
