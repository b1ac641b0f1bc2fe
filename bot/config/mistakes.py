"""What is wrong with a configuration, as values: where it stands, the matter, what to write instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TOKEN_VARIABLE = "TELEGRAM_BOT_TOKEN"

Location = tuple[str | int, ...]
"""Keys and list positions from the top of the file: ``("sources", 2, "every")``."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to mend. ``problem`` and ``cure`` are sentences in the operator's language, English."""

    path: str
    """``sources[2].every``; "" for the file as a whole; the name of an environment variable."""
    line: int | None
    """From 1; None where no line of the file is to blame."""
    problem: str
    cure: str

    def said_of(self, file: Path) -> str:
        """``config.yaml:12  sources[2].every  "10 minutes" is no duration. Write 30s, 10m, 2h or 1d.``"""
        where = str(file) if self.line is None else f"{file}:{self.line}"
        if self.path == TOKEN_VARIABLE:
            where = "environment"
        return "  ".join(part for part in (where, self.path, f"{self.problem} {self.cure}") if part)


class ConfigError(Exception):
    """The configuration cannot be used; ``mistakes`` are all of them, in the order of the file's lines.

    ``str(error)`` is what the operator reads: one line a mistake.
    """

    def __init__(self, file: Path, mistakes: Sequence[Mistake]) -> None:
        self.file = file
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(mistake.said_of(file) for mistake in self.mistakes))


def path_of(location: Location) -> str:
    """``("sources", 2, "every")`` -> ``sources[2].every``"""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return "".join(parts).removeprefix(".")
