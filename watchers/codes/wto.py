"""Symbols of World Trade Organization documents, and its disputes: G/TBT/N/USA/2100, DS597."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchers.codes.numbering import CodeKind, Find, Numbering, in_word, stems


def _find(plain: str) -> Iterator[Find]:
    if "/" in plain:
        for match in _WTO.finditer(plain):
            value = _wto_value(match[0].upper())
            if value is not None and any(map(str.isdecimal, value)):
                yield Find(*match.span(), value)
    if "DS" in plain:
        for match in _DISPUTE.finditer(plain):
            if not in_word(plain, match.start()):
                yield Find(*match.span(), "DS" + match[1])
        for match in _SHORT_DISPUTE.finditer(plain):
            yield Find(plain.index("DS", match.start()), match.end(), "DS" + match[1])


def _wto_value(symbol: str) -> str | None:
    dispute = _DISPUTE_PAPER.fullmatch(symbol)
    if dispute:
        return dispute[1]
    return symbol if symbol.count("/") >= 2 or _DISPUTE_PAPER.match(symbol) else None


def _canonical(typed: str) -> str | None:
    value = typed.upper()
    if re.fullmatch(r"(?:WT/)?DS\s?[1-9][0-9]{0,2}", value):
        return value.removeprefix("WT/").replace(" ", "")
    return value if _WTO.fullmatch(value) else None


_WTO = re.compile(
    r"""[GWSITJ](?<![A-Za-z0-9_/][GWSITJ])
    (?:(?<=G)/[A-Z]{1,8}|(?<=W)T/[A-Z]{1,8}[0-9]{0,4}|(?<=S)/(?:C|L|FIN|CSC|CSS|DCS|WPDR|WPGR)|(?<=I)P/[CDNQW]
    |(?<=T)N/[A-Z]{1,4}|(?<=J)OB/[A-Z]{1,6})(?:\([0-9]{2}\))?
    (?:/(?:[A-Z0-9]{1,8}(?:\([0-9]{2}\))?(?![a-z])|(?:Add|Rev|Corr|Suppl|ADD|REV|CORR|SUPPL)\.[0-9]{1,3})){0,8}(?![0-9A-Za-z])""",
    re.VERBOSE,
)
_DISPUTE_PAPER = re.compile(r"WT/(DS[1-9][0-9]{0,2})(?:/|\Z)")
# With two digits it may be a console, a car or a lens; DS-160 is a visa form.
_DISPUTE = re.compile(r"DS\s?([1-9][0-9]{2})(?![0-9A-Za-z]|[-.][0-9])(?!\s?(?:[Ff]orm|[Vv]isa|[Aa]pplication|表))")
_SHORT_DISPUTE = re.compile(r"(?:WTO|[Dd]isputes?|[Cc]ase|争端|爭端|紛争)\s?\(?DS\s?([1-9][0-9]?)(?![0-9A-Za-z])")


def _wider(value: str) -> Iterator[str]:
    """Yield the series of a document; for a dispute's document, the dispute first."""
    series = list(stems(value, "/"))[1:]
    dispute = _DISPUTE_PAPER.match(value)
    yield from (dispute[1], *series[1:]) if dispute else series


WTO = Numbering(CodeKind.WTO, _find, _canonical, _wider)
