"""Reads a list as alternatives: one that was pasted with its bullets or numbers, or typed with a term on each line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchers.rules.lexer import (
    DOUBLE_QUOTES,
    HYPHENS,
    NOT,
    OPENING_BRACKETS,
    OPERATORS,
    SEPARATORS,
)

_DOTS = "*•∙‧・·●○■□▪▫◦‣►▶→✅☑✔"
_HAN_NUMBERS = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BULLET = re.compile(rf"(?:^|(?<=\s))[{re.escape(_DOTS)}]+\ufe0f?\s*|^[{re.escape(HYPHENS)}]+\s+")
_NUMBER = re.compile(
    rf"(?:^|(?<=\s))(?:[(（]?([0-9０-９]{{1,2}})[.．)）、](?![0-9０-９])|([{_HAN_NUMBERS}])、)\s*|([{_CIRCLED}])\s*"
)
_LAST_WORD = re.compile(r"\S+$")
_FIRST_WORD = re.compile(r"^\S+")


def in_one_line(text: str) -> str:
    """Return a rule of the same length in one line, with commas between the entries of a list.

    A line goes on in the next one where an operator ends it or begins the next, and within quotation marks.
    """
    entries = [entry for line in _lines(text) for entry in _entries(line)]
    joined = entries[0] if entries else ""
    for entry in entries[1:]:
        sign = " " if _goes_on(joined, entry) else ","
        # The comma takes the place of a bullet, or of the break between two lines.
        joined = joined + sign + entry[1:] if entry[:1].isspace() else joined[:-1] + sign + entry
    return joined


def _lines(text: str) -> Iterator[str]:
    """Yield the lines with their breaks, each as one character that an entry may replace by a comma."""
    lines = text.splitlines(keepends=True)
    for line in lines:
        bare = line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        yield bare + " " * (len(line) - len(bare))


def _entries(line: str) -> Iterator[str]:
    """Yield the entries of one line without their bullets and numbers, which are blank."""
    marks = list(_BULLET.finditer(line)) or _numbers(line)
    if not marks or line[: marks[0].start()].strip():
        yield line
        return
    ends = [*(mark.start() for mark in marks[1:]), len(line)]
    first = " " * marks[0].start()
    for mark, end in zip(marks, ends, strict=True):
        yield first + " " * len(mark[0]) + line[mark.end() : end]
        first = ""


def _numbers(line: str) -> list[re.Match[str]]:
    """Return the numbers of the entries of a line; they count up by one."""
    found: list[re.Match[str]] = []
    for mark in _NUMBER.finditer(line):
        if not found or _value(mark) == _value(found[-1]) + 1:
            found.append(mark)
    return found


def _value(mark: re.Match[str]) -> int:
    arabic, han, circled = mark.groups()
    if arabic:
        return int(arabic)
    return _HAN_NUMBERS.index(han) if han else _CIRCLED.index(circled)


def _goes_on(before: str, entry: str) -> bool:
    """Return whether an entry continues what stands before it."""
    if not entry.strip() or not before.strip():
        return True
    last, first = _word(_LAST_WORD, before.rstrip()), _word(_FIRST_WORD, entry.lstrip())
    if last in OPERATORS or last[-1] in SEPARATORS + OPENING_BRACKETS or first[0] in SEPARATORS:
        return True
    quoted = sum(map(before.count, DOUBLE_QUOTES)) % 2 == 1
    return quoted or (first in OPERATORS and first not in NOT)


def _word(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    assert match is not None  # the text is not blank
    return match[0].lower()
