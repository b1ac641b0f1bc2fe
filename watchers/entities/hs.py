"""What a code of the Harmonized System is about: 8542 is Electronic integrated circuits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Headings:
    """Short English names of chapters (two digits) and headings (four), as ``load`` read them."""

    names: Mapping[str, str]

    def heading_name(self, code: str) -> str | None:
        """The name of the heading that a code lies in, else of its chapter; None where there is no such one.

        ``code`` is a chapter, heading or anything below, dotted or not: 85, 8542, 8542.31.00. A code that
        claims a heading which does not exist is nothing: its chapter's name would mislead.
        """
        digits = code.replace(".", "")
        if not digits.isascii() or not digits.isdigit():
            return None
        return self.names.get(digits[:4])


def load() -> Headings:
    """Reads the data file; takes about a millisecond."""
    lines = files("watchers.entities").joinpath("data", "hs.tsv").read_text("utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if not line.startswith("#"))
    return Headings({code: name for code, _, name in rows})
