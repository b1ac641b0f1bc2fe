"""Messages of the Cargo Systems Messaging Service of U.S. Customs and Border Protection: CSMS # 64348411."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchers.codes.numbering import SEPARATOR, CodeKind, Find, Numbering


def _find(plain: str) -> Iterator[Find]:
    if "CSMS" not in plain:
        return
    for lead in _CSMS.finditer(plain):
        at = lead.end()
        while number := _CSMS_NUMBER.match(plain, at):
            yield Find(*number.span(), number[0])
            separator = SEPARATOR.match(plain, number.end())
            if separator is None:
                break
            at = separator.end()


def _canonical(typed: str) -> str | None:
    value = typed.upper().removeprefix("CSMS").lstrip("# ")
    return value if re.fullmatch("[0-9]{7,9}|[0-9]{2}-[0-9]{6}", value) else None


_CSMS = re.compile(
    r"CSMS\s{0,2}(?:(?:[Mm]essages?|MESSAGES?|[Nn]umbers?|Nos?\.?)\s{0,2})?(?:\#s?|Nos?\.?|№|:|\()?\s{0,2}:?\s{0,2}\#?\s?"
)
_CSMS_NUMBER = re.compile(r"(?:[0-9]{7,9}|[0-9]{2}-[0-9]{6})(?![0-9A-Za-z]|[.,-][0-9])")

CSMS = Numbering(CodeKind.CSMS, _find, _canonical)
