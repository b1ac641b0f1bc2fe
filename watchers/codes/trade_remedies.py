"""Case numbers of antidumping and countervailing duties: Commerce's A-570-106, the Commission's 731-TA-1732."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchers.codes.numbering import CodeKind, Find, Numbering


def _case(plain: str) -> Iterator[Find]:
    if "A-" in plain or "C-" in plain:
        for match in _CASE.finditer(plain):
            yield Find(*match.span(), match[0])


def _find(plain: str) -> Iterator[Find]:
    yield from _case(plain)
    for match in _INVESTIGATION.finditer(plain):
        if find := _commission_case(plain, match):
            yield find


def _commission_case(plain: str, match: re.Match[str]) -> Find | None:
    """Return an International Trade Commission investigation number or range: 731-TA-1732, 731-TA-1732-1734."""
    if plain[max(0, match.start() - 1) : match.start()] == "-":
        return None
    first, _, last = match[0].partition("-TA-")[2].partition("-")
    stem = match[0][: -len(match[0].partition("-TA-")[2])]
    ascends = last and int(last) > int(first)
    return Find(*match.span(), stem + first, stem + last if ascends else None)


def _canonical(typed: str) -> str | None:
    value = typed.upper()
    return value if re.fullmatch("[AC]-[1-9][0-9]{2}-[0-9]{3}|[0-9]{3}-TA-[0-9]{1,4}", value) else None


# Airbus models are not Commerce's country codes.
_CASE = re.compile(
    r"[AC](?<![A-Za-z0-9_-][AC])-(?!3(?:1[89]|2[01]|[3458]0)-)[1-9][0-9]{2}-[0-9]{3}(?![0-9A-Za-z]|-[0-9])"
)
_INVESTIGATION = re.compile(r"[0-9](?<![A-Za-z0-9_][0-9])[0-9]{2}-TA-[0-9]{1,4}(?:-([0-9]{1,4}))?(?![0-9A-Za-z])")

CASE = Numbering(CodeKind.CASE, _find, _canonical)
