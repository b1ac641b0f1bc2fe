"""The command line: ``health`` is here and starts without typer; ``verbs`` has the options of all other verbs."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.config.document import DEFAULT_FILE, ConfigError, database_of
from bot.health import trouble, wall_clock

EXIT_MISTAKE = 1
EXIT_DAMAGED = 74
"""EX_IOERR of sysexits.h: the database was found to be damaged while the service ran."""


class CommandError(Exception):
    """Something that the user can correct: the text is printed, and the exit code is ``EXIT_MISTAKE``."""


def console() -> int:
    """Run the command line as a process; return the exit code."""
    # All of the half a million objects that loading allocates stay, so passes over them are in vain: those at the start
    # take a tenth of a short verb, and the one at the exit a quarter.
    gc.set_threshold(500_000)
    code = main(sys.argv[1:])
    gc.freeze()
    return code


def main(arguments: Sequence[str]) -> int:
    """Run one verb. Return its exit code, which is 2 for wrong options."""
    # Python has no standard input if the shell closed it (<&-).
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - open until the end
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader closed the pipe, as head does; at exit, Python would flush into it once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_MISTAKE
    return code


def _run(arguments: Sequence[str]) -> int:
    match [word for argument in arguments for word in _spelled_out(argument)]:
        case ["health"]:
            return health(default_config())
        case ["health", "--config", file] | ["--config", file, "health"]:
            return health(Path(file))
    from bot.cli.verbs import call

    return call(arguments)


def _spelled_out(argument: str) -> list[str]:
    """Return ``--config=FILE`` as two words, and anything else as it is."""
    return argument.split("=", 1) if argument.startswith("--config=") else [argument]


def health(config: Path | None) -> int:
    """Print ``alive`` and return 0, or print one problem per line and return 1."""
    try:
        found = trouble(database_of(config), wall_clock())
    except ConfigError as error:
        found = [str(error)]
    print("\n".join(found) if found else "alive: polling, delivery and Telegram")
    return EXIT_MISTAKE if found else 0


def default_config() -> Path | None:
    """Return ./config.yaml, or None for the shipped settings if there is no such file."""
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


def program() -> str:
    """Return how this program was called, for the commands that messages suggest."""
    name = Path(sys.argv[0]).name
    return name if name == "tradewatch" else "python -m bot"


def print_error(text: str) -> None:
    """Print a line on standard error."""
    print(text, file=sys.stderr)
