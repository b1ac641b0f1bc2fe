"""Case numbers of antidumping and countervailing duties: Commerce's A-570-106, the Commission's 731-TA-1732."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchers.codes.numbering import CodeKind, CodeSpan, Numbering, canonical_by, find_all


def _find(plain: str) -> Iterator[CodeSpan]:
    yield from find_all(_CASE, plain)
    yield from find_all(_INVESTIGATION, plain, _investigation)


def _investigation(match: re.Match[str]) -> CodeSpan:
    """Return a number or range of the International Trade Commission: 731-TA-1732, 731-TA-1732-1734."""
    stem, first, last = match.groups()
    ascends = last is not None and int(last) > int(first)
    return CodeSpan(*match.span(), stem + first, stem + last if ascends else None)


# Airbus models are not Commerce's country codes.
_CASE = re.compile(
    r"[AC](?<![A-Za-z0-9_-][AC])-(?!3(?:1[89]|2[01]|[3458]0)-)[1-9][0-9]{2}-[0-9]{3}(?![0-9A-Za-z]|-[0-9])"
)
_INVESTIGATION = re.compile(r"([0-9](?<![A-Za-z0-9_-][0-9])[0-9]{2}-TA-)([0-9]{1,4})(?:-([0-9]{1,4}))?(?![0-9A-Za-z])")

CASE = Numbering(CodeKind.CASE, _find, canonical_by("[AC]-[1-9][0-9]{2}-[0-9]{3}|[0-9]{3}-TA-[0-9]{1,4}"))
