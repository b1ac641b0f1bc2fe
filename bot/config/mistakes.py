"""What is wrong with a configuration, as values: where it is, the problem, and the correction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TOKEN_VARIABLE = "TELEGRAM_BOT_TOKEN"
TOKEN_FILE_VARIABLE = f"{TOKEN_VARIABLE}_FILE"
FAILPOINT_VARIABLE = "FAILPOINT"
PREFIX = "TRADEWATCH_"
"""Every environment variable with this prefix is a setting."""

Location = tuple[str | int, ...]
"""Keys and list positions from the top of the file: ``("sources", 2, "every")``."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One problem and its cure, as English sentences for the operator."""

    path: str
    """``sources[2].every``; "" for the file as a whole; the name of an environment variable."""
    line: int | None
    """From 1; None if the mistake is not on a line of the file."""
    problem: str
    cure: str

    def said_of(self, file: Path) -> str:
        """Return one line, with any token hidden.

        For example ``config.yaml:12  polling.every  "soon" is not a duration. Write 30s, 10m, 2h or 1d.``
        """
        where = str(file) if self.line is None else f"{file}:{self.line}"
        if self.line is None and self.path.startswith((TOKEN_VARIABLE, FAILPOINT_VARIABLE, PREFIX)):
            where = "environment"
        said = "  ".join(part for part in (where, self.path, f"{self.problem} {self.cure}") if part)
        return re.sub(r"\d{5,}:[\w-]{30,}", "***", said)  # a token in the wrong place


class ConfigError(Exception):
    """The configuration cannot be used. ``str(error)`` has one line for each mistake, in the file's order."""

    def __init__(self, file: Path, mistakes: Sequence[Mistake]) -> None:
        self.file = file
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(mistake.said_of(file) for mistake in self.mistakes))


def path_of(location: Location) -> str:
    """Return a location as text: ``("sources", 2, "every")`` -> ``sources[2].every``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).removeprefix(".")
