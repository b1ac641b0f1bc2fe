"""Messages of the Cargo Systems Messaging Service of U.S. Customs and Border Protection: CSMS # 64348411."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchers.codes.numbering import CodeKind, CodeSpan, Numbering, canonical_by, find_listed


def _find(plain: str) -> Iterator[CodeSpan]:
    for lead in _CSMS.finditer(plain):
        yield from find_listed(_CSMS_NUMBER, plain, lead.end())


_CSMS = re.compile(
    r"CSMS\s{0,2}(?:(?:[Mm]essages?|MESSAGES?|[Nn]umbers?|Nos?\.?)\s{0,2})?(?:\#s?|Nos?\.?|№|:|\()?\s{0,2}:?\s{0,2}\#?\s?"
)
_CSMS_NUMBER = re.compile(r"(?:[0-9]{7,9}|[0-9]{2}-[0-9]{6})(?![0-9A-Za-z]|[.,-][0-9])")

CSMS = Numbering(CodeKind.CSMS, _find, canonical_by("(?:CSMS)?[# ]*([0-9]{7,9}|[0-9]{2}-[0-9]{6})"))
