"""Export control numbers of the Bureau of Industry and Security: 3B001.f.1, EAR99."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchers.codes.numbering import CodeKind, Find, Numbering, in_word, stems


def _find(plain: str) -> Iterator[Find]:
    yield from _ear99(plain)
    for match in _NUMBER.finditer(plain):
        if find := _number(plain, match):
            yield find


def _number(plain: str, match: re.Match[str]) -> Find | None:
    """Return a number in capitals, as on the list; 3b001 may be anything unless the word ECCN is before it."""
    start = match.start()
    before = plain[max(0, start - 2) : start]
    if before[1:] == "%" or (before[1:] in ("-", ".") and before[0].isascii() and before[0].isalnum()):
        return None
    if match[0][1].islower() and "ECCN" not in plain[max(0, start - 16) : start]:
        return None
    return Find(start, match.end(), match[0].lower())


def _ear99(plain: str) -> Iterator[Find]:
    if "EAR" in plain:
        for match in _EAR99.finditer(plain):
            if not in_word(plain, match.start()):
                yield Find(*match.span(), EAR99)


def _canonical(typed: str) -> str | None:
    value = typed.lower().replace(" ", "")
    shape = r"ear99|[0-9](?:[a-e](?:[0-9]{3}(?:\.(?:[a-z]{1,2}|[0-9]{1,2})){0,8})?)?"
    return value if re.fullmatch(shape, value) else None


EAR99 = "ear99"
_EAR99 = re.compile(r"EAR\s?99(?![0-9A-Za-z])")
_NUMBER = re.compile(
    r"[0-9](?<![A-Za-z0-9_][0-9])[A-Ea-e][0-9]{3}(?![0-9A-Za-z]|-[0-9])"
    r"(?:\.(?:[A-Za-z]{1,2}|[0-9]{1,2})(?![A-Za-z0-9])){0,8}"
)


def _wider(value: str) -> Iterator[str]:
    """Yield category, product group and stems; the Commerce Control List is organized by category."""
    if value != EAR99:
        yield from (value[:1], value[:2], *stems(value, "."))


ECCN = Numbering(CodeKind.ECCN, _find, _canonical, _wider)
