"""Names of Harmonized System codes: 8542 is Electronic integrated circuits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from watchers.data import read_lines


@dataclass(frozen=True, slots=True)
class Headings:
    """Short English names of chapters (two digits) and headings (four), as read by ``load``."""

    names: Mapping[str, str]

    def heading_name(self, code: str) -> str | None:
        """Return the name of a code's heading, or of its chapter for a chapter's code; None if there is none.

        ``code`` is a chapter, a heading or anything below, dotted or not: 85, 8542, 8542.31.00. A code under a
        heading that does not exist has no name: the name of its chapter would mislead.
        """
        digits = code.replace(".", "")
        if not digits.isascii() or not digits.isdigit():
            return None
        return self.names.get(digits[:4])


def load() -> Headings:
    """Read the data file; this takes about a millisecond."""
    return Headings(dict(line.split("\t") for line in read_lines("watchers.entities", "hs.tsv")))
