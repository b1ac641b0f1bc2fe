"""The command line: one verb per file. ``health`` starts without typer; ``verbs`` has the options of all others."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.config import DEFAULT_FILE


def console() -> int:
    """Run the command ``tradewatch``."""
    # While the program is loading nothing has begun, so a stop ends it with 0; ``run`` sets handlers of its own.
    signal.signal(signal.SIGTERM, lambda signum, frame: sys.exit(0))
    return main(sys.argv[1:])


def main(arguments: Sequence[str]) -> int:
    """Run one verb. Return its exit code, which is 2 for wrong options."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader closed the pipe, as head does; at exit, Python would flush into it once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _run(arguments: Sequence[str]) -> int:
    words = [word for argument in arguments for word in _spelled_out(argument)]
    match words:
        case ["health"]:
            config = None
        case ["health", "--config", file] | ["--config", file, "health"]:
            config = Path(file)
        case _:
            from bot.cli.verbs import call

            return call(arguments)
    from bot.cli.health import run

    return run(config or default_config())


def _spelled_out(argument: str) -> list[str]:
    """Return ``--config=FILE`` as two words, and anything else as it is."""
    return argument.split("=", 1) if argument.startswith("--config=") else [argument]


def default_config() -> Path | None:
    """Return ./config.yaml, or None for the shipped settings if there is no such file."""
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


def program() -> str:
    """Return how this program was called, for the commands that messages suggest."""
    name = Path(sys.argv[0]).name
    return name if name == "tradewatch" else "python -m bot"


def complain(text: str) -> None:
    """Print a line on standard error."""
    print(text, file=sys.stderr)
