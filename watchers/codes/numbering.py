"""The protocol of an issuer's numbers, and the syntax of lists and ranges that all numberings share.

A text is read in its original words; only width, dashes and invisible characters are leveled. Every pattern is
bounded: no quantifier is nested in another, so that the time grows linearly with the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class CodeKind(StrEnum):
    """The kinds of code; the values are the names of a rule's fields."""

    HS = "hs"
    ECCN = "eccn"
    CFR = "cfr"
    DOCKET = "docket"
    FR = "fr"
    RIN = "rin"
    CASE = "case"
    CSMS = "csms"
    WTO = "wto"
    EU = "eu"
    MOFCOM = "mofcom"


class CodeSpan(NamedTuple):
    """A code, or a range of codes, and its place in the leveled text."""

    start: int
    end: int
    value: str
    last: str | None = None
    """The last code of a range."""


def _nothing(value: str) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Numbering:
    """How one issuer numbers its papers: what each module of this package declares."""

    kind: CodeKind
    find: Callable[[str], Iterable[CodeSpan]]
    """Return the codes in a leveled text; they may overlap those of other numberings."""
    canonical: Callable[[str], str | None]
    """Return what a person typed in the form that is stored, or None if it is not such a number."""
    wider: Callable[[str], Iterable[str]] = _nothing
    """Return the values that a canonical value lies under, widest first, some perhaps twice."""
    exists: Callable[[str], bool] = bool
    """Tell whether a number inside a range is assigned."""

    def members(self, find: CodeSpan) -> tuple[str, ...]:
        """Return all assigned codes of a range, or its assigned ends if it is too wide."""
        return tuple(filter(self.exists, between(find.value, find.last or find.value)))


# ---- how numbers are found, and how typed ones are read ----------------------------------------------

# Between the members of a list: ", and", "、", "或", "(diodes), ", "; subheadings".
SEPARATOR = re.compile(
    r"""(?:\s?\([^()0-9]{0,60}\))?[項项號号]?\s{0,2}
    (?P<mark>[,;、/&](?:\s{0,2}(?:and/or|and|or)\b)?|(?:and/or|and|or)\b|及び|または|並びに|以及|或者|[及和與与或や]|と)
    \s{0,2}(?:(?:ex|HTSUS|HTS|HS|(?:sub)?headings?|第|\#)\s{0,2}){0,2}""",
    re.VERBOSE,
)


def as_written(match: re.Match[str]) -> CodeSpan:
    """Return a match as a code that is canonical as it is written."""
    return CodeSpan(*match.span(), match[0])


Read = Callable[[re.Match[str]], CodeSpan | None]
"""Return the code that a match is, None if it is not one."""


def find_all(pattern: re.Pattern[str], plain: str, read: Read = as_written) -> Iterator[CodeSpan]:
    """Yield the codes among the matches of a pattern."""
    return filter(None, map(read, pattern.finditer(plain)))


def find_listed(
    pattern: re.Pattern[str], plain: str, at: int, read: Read = as_written, separator: re.Pattern[str] = SEPARATOR
) -> Iterator[CodeSpan]:
    """Yield the members of a list that begins at ``at``, up to the first that is not a code."""
    while (match := pattern.match(plain, at)) and (find := read(match)):
        yield find
        border = separator.match(plain, find.end)
        if border is None:
            return
        at = border.end()


def canonical_by(shape: str) -> Callable[[str], str | None]:
    """Return a function that accepts typed values in this shape, in capitals; a group in it is the value."""

    def canonical(typed: str) -> str | None:
        match = re.fullmatch(shape, typed.upper())
        return match[match.lastindex or 0] if match else None

    return canonical


def stems(value: str, mark: str) -> Iterator[str]:
    """Yield the beginnings of a value before each mark: ``a`` and ``a.b`` of ``a.b.c``."""
    return (value[:at] for at, character in enumerate(value) if character == mark)


TO = r"\s{0,2}(?:-|~|\bthrough\b|\bthru\b|\bto\b|至|到|から)\s{0,2}"
MAX_RANGE = 200
"""Limit on the codes of a range; a wider one gives only its ends."""


def between(first: str, last: str) -> tuple[str, ...]:
    """Return ``first`` to ``last``, which differ only in their final number; only the ends if the range is too wide."""
    stem = first.rstrip("0123456789")
    low, high = first[len(stem) :], last[len(stem) :]
    if not last.startswith(stem) or not low.isdecimal() or not high.isdecimal():
        return (first, last)
    if not 0 < int(high) - int(low) < MAX_RANGE:
        return (first, last)
    return tuple(f"{stem}{number:0{len(low)}}" for number in range(int(low), int(high) + 1))
