"""Export control numbers of the Bureau of Industry and Security: 3B001.f.1, EAR99."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchers.codes.numbering import CodeKind, CodeSpan, Numbering, find_all, stems


def _find(plain: str) -> Iterator[CodeSpan]:
    yield from find_all(_EAR99, plain, lambda match: CodeSpan(*match.span(), EAR99))
    yield from find_all(_NUMBER, plain, _number)


def _number(match: re.Match[str]) -> CodeSpan | None:
    """Return a number in capitals, as on the list; 3b001 may be anything unless the word ECCN is before it."""
    if match[0][1].islower() and "ECCN" not in match.string[max(0, match.start() - 16) : match.start()]:
        return None
    return CodeSpan(*match.span(), match[0].lower())


def _canonical(typed: str) -> str | None:
    value = typed.lower().replace(" ", "")
    shape = r"ear99|[0-9](?:[a-e](?:[0-9]{3}(?:\.(?:[a-z]{1,2}|[0-9]{1,2})){0,8})?)?"
    return value if re.fullmatch(shape, value) else None


EAR99 = "ear99"
_EAR99 = re.compile(r"E(?<![A-Za-z0-9_]E)AR\s?99(?![0-9A-Za-z])")
_NUMBER = re.compile(
    r"[0-9](?<![A-Za-z0-9_%][0-9])(?<![A-Za-z0-9][.-][0-9])[A-Ea-e][0-9]{3}(?![0-9A-Za-z]|-[0-9])"
    r"(?:\.(?:[A-Za-z]{1,2}|[0-9]{1,2})(?![A-Za-z0-9])){0,8}"
)


def _wider(value: str) -> Iterator[str]:
    """Yield category, product group and stems; the Commerce Control List is organized by category."""
    if value != EAR99:
        yield from (value[:1], value[:2], *stems(value, "."))


ECCN = Numbering(CodeKind.ECCN, _find, _canonical, _wider)
