"""Parse a table in CSV by the source's mapping, whose places are the names of columns."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from watchers.errors import ParseError, ParseProblem
from watchers.feeds import fields, mapped, plaintext
from watchers.feeds.decoding import decode
from watchers.model import NO_MAP, ItemMap, Parsed

DELIMITERS = ",;\t|"
MAX_LINES_ABOVE = 20
"""Lines that may come before the names of the columns, such as the date of the table."""


def parse_csv(body: bytes, content_type: str, url: str, mapping: ItemMap = NO_MAP) -> Parsed:
    """Return the rows as items. Raises ParseError if no line names the columns of the mapping."""
    if not body.strip():
        raise ParseError(ParseProblem.EMPTY)
    text = decode(body, content_type)
    rows = read_rows(lambda: io.StringIO(text, newline=""), columns_of(mapping.title, mapping.id))
    return mapped.read(map(CsvPlace, itertools.islice(rows, fields.MAX_ITEMS)), mapping, url)


def read_rows(open_lines: Callable[[], Iterable[str]], wanted: frozenset[str]) -> Iterator[dict[str, str]]:
    """Yield each row by the names of its columns, in lower case; rows without any text are left out.

    The delimiter is the one that splits the line with the names best.

    Args:
        open_lines: Returns the lines of the table from its beginning, with their line ends.
        wanted: Names of columns, in lower case.

    Raises:
        ParseError: None of the first lines has all the wanted names.
    """
    for delimiter in DELIMITERS:
        reader = csv.reader(open_lines(), delimiter=delimiter)
        try:
            for row in itertools.islice(reader, MAX_LINES_ABOVE):
                names = [name.strip().lower() for name in row]
                if wanted and wanted <= set(names):
                    return _rows(reader, names)
        except csv.Error:
            continue
    raise ParseError(ParseProblem.NO_ITEMS, f"no line has the columns of the mapping: {', '.join(sorted(wanted))}")


def columns_of(*parts: str) -> frozenset[str]:
    """Return the columns that parts of a mapping name, in lower case."""
    named = itertools.chain.from_iterable(_HOLE.findall(part) or [part] for part in parts if part)
    return frozenset(name.partition("=~")[0].strip().lower() for name in named)


def _rows(reader: Iterator[list[str]], names: list[str]) -> Iterator[dict[str, str]]:
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield {name: cell for name, cell in zip(names, row, strict=False) if cell.strip()}
    except csv.Error as error:
        raise ParseError(ParseProblem.NO_ITEMS, f"the table breaks off: {error}") from error


@dataclass(frozen=True, slots=True)
class CsvPlace:
    """One row."""

    row: dict[str, str]

    def texts(self, at: str) -> list[str]:
        """Return the text in a column, as a list of one; none if it is empty."""
        found = self.row.get(at.strip().lower(), "") if at else "; ".join(self.row.values())
        return [plaintext.from_loose(found)] if found else []

    def links(self, at: str) -> list[str]:
        """Return the same; a row itself has no address."""
        return self.texts(at) if at else []


_HOLE = re.compile(r"\{([^{}]{1,200})\}")
