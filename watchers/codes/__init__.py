"""Codes that trade texts cite, recognized without a list: tariff codes, dockets, regulations, cases. Pure.

Each issuer has a module that declares its numbers as a ``Numbering``; ``NUMBERINGS`` lists them all. To add one, write
its module and list it there.

Laws: ``canonical(code.kind, value) == value`` for every value of ``lineage(code)``; spans are disjoint, except that the
members of a range share the span in which the range is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from watchers.codes import agencies
from watchers.codes.bis import EAR99, ECCN
from watchers.codes.cbp import CSMS
from watchers.codes.eu import EU
from watchers.codes.federal_register import CFR, DOCKET, FR, RIN
from watchers.codes.mofcom import MOFCOM
from watchers.codes.numbering import CodeKind, CodeSpan, Numbering
from watchers.codes.tariff import HS
from watchers.codes.text import level
from watchers.codes.trade_remedies import CASE
from watchers.codes.wto import WTO
from watchers.model import Fact, Status

__all__ = ["CODE_NAMES", "EAR99", "Code", "CodeKind", "above", "canonical", "facts", "lineage", "recognize"]

NUMBERINGS = (DOCKET, CSMS, CFR, FR, CASE, WTO, MOFCOM, EU, ECCN, HS, RIN)
"""In order of precedence: if two find the same place, the earlier one wins."""
CODE_NAMES = frozenset(kind.value for kind in CodeKind)
MAX_CODES_FROM_RANGES = 1_000
"""Limit on the codes that the ranges of one text expand to; further ranges give only their ends."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code in a text."""

    kind: CodeKind
    value: str
    """Canonical: ``85423100``, ``3b001.f.1``, ``15/744.11``, ``BIS-2025-0021``, ``90FR12345``, ``2025/18``."""
    start: int
    end: int
    """``start`` and ``end`` are code point offsets in the original text; ``end`` is exclusive."""


def recognize(text: str) -> tuple[Code, ...]:
    """Return the codes of a field's plain text, in reading order."""
    if _DIGIT.search(text) is None:
        return ()
    plain, places = level(text)
    codes: list[Code] = []
    room = MAX_CODES_FROM_RANGES
    for numbering, find in _disjoint(plain):
        start, end = find.start, find.end
        if places is not None:
            start, end = places[start], places[end - 1] + 1
        if find.last is None:
            codes.append(Code(numbering.kind, find.value, start, end))
            continue
        members = numbering.members(find) if room > 0 else (find.value, find.last)
        room -= len(members)
        codes.extend(Code(numbering.kind, member, start, end) for member in members)
    return tuple(codes)


def facts(title: str, body: str) -> tuple[Fact, ...]:
    """Return the codes of an item, each with its field."""
    return tuple(
        Fact(code.kind.value, code.value, field, code.start, code.end)
        for field, text in (("title", title), ("body", body))
        for code in recognize(text)
    )


def above(fact: Fact) -> tuple[str, ...]:
    """Return the values by which rules find a fact: those it lies under and its other names, itself last."""
    match fact.name:
        case name if name in CODE_NAMES:
            return lineage(Code(CodeKind(name), fact.value, fact.start, fact.end))
        case "agency":
            return agencies.names(fact.value)
        case "type" | "status":
            wider = _WIDER.get(fact.value, ())
            return tuple(dict.fromkeys((*wider, fact.value.replace("-", " "), fact.value)))
    return (fact.value,)


def lineage(code: Code) -> tuple[str, ...]:
    """Return the values of everything the code lies under, widest first, itself last."""
    wider = dict.fromkeys(_BY_KIND[code.kind].wider(code.value))
    return (*(value for value in wider if len(value) < len(code.value)), code.value)


def canonical(kind: CodeKind, typed: str) -> str | None:
    """Return a typed value in the form that ``lineage`` returns, or None if it is not valid for the kind."""
    return _BY_KIND[kind].canonical(level(typed)[0].strip())


def _disjoint(plain: str) -> Iterator[tuple[Numbering, CodeSpan]]:
    """Yield all finds; of two that overlap the earlier wins, then the longer, then the first listed in NUMBERINGS."""
    found = [(numbering, find) for numbering in NUMBERINGS for find in numbering.find(plain)]
    found.sort(key=lambda pair: (pair[1].start, -pair[1].end))
    stop = 0
    for numbering, find in found:
        if find.start >= stop:
            yield numbering, find
            stop = find.end


_DIGIT = re.compile("[0-9０-９]")
_BY_KIND = {numbering.kind: numbering for numbering in NUMBERINGS}
# A measure in force is final; an order of the President is a presidential document.
_ORDERS = ("executive-order", "proclamation", "memorandum", "determination", "presidential-order")
_WIDER = {
    Status.IN_FORCE.value: (Status.FINAL.value,),
    **dict.fromkeys(_ORDERS, ("presidential-document", "presidential document")),
}
