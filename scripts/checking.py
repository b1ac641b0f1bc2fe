"""What the checks of the wheel and of the image share."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from typing import NoReturn


class CheckError(Exception):
    """What is checked does not meet a requirement."""


def expect(condition: bool, otherwise: str) -> None:
    """Raise CheckError with a sentence unless a condition is met."""
    if not condition:
        raise CheckError(otherwise)


def checked(name: str, check: Callable[[], None]) -> int:
    """Run a check, and clean up after it also when it is terminated. Return the exit code."""
    signal.signal(signal.SIGTERM, _leave)
    try:
        check()
    except (CheckError, subprocess.TimeoutExpired) as error:
        print(f"{name} check failed: {error}", file=sys.stderr)
        return 1
    return 0


def _leave(*_: object) -> NoReturn:
    sys.exit(143)
