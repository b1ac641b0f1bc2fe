"""Symbols of World Trade Organization documents, and its disputes: G/TBT/N/USA/2100, DS597."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchers.codes.numbering import CodeKind, CodeSpan, Numbering, find_all, stems


def _find(plain: str) -> Iterator[CodeSpan]:
    yield from find_all(_WTO, plain, _document)
    for pattern in (_DISPUTE, _SHORT_DISPUTE):
        yield from find_all(
            pattern, plain, lambda match: CodeSpan(match.start("dispute"), match.end(), "DS" + match["number"])
        )


def _document(match: re.Match[str]) -> CodeSpan | None:
    symbol = match[0].upper()
    dispute = _DISPUTE_PAPER.match(symbol)
    if not any(map(str.isdecimal, symbol)) or (dispute is None and symbol.count("/") < 2):
        return None
    return CodeSpan(*match.span(), dispute[1] if dispute and dispute.end() == len(symbol) else symbol)


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
_DISPUTE = re.compile(
    r"(?P<dispute>D)(?<![A-Za-z0-9_]D)S\s?(?P<number>[1-9][0-9]{2})(?![0-9A-Za-z]|[-.][0-9])"
    r"(?!\s?(?:[Ff]orm|[Vv]isa|[Aa]pplication|表))"
)
_SHORT_DISPUTE = re.compile(
    r"(?:WTO|[Dd]isputes?|[Cc]ase|争端|爭端|紛争)\s?\(?(?P<dispute>DS)\s?(?P<number>[1-9][0-9]?)(?![0-9A-Za-z])"
)


def _wider(value: str) -> Iterator[str]:
    """Yield the series of a document; for a dispute's document, the dispute first."""
    series = list(stems(value, "/"))[1:]
    dispute = _DISPUTE_PAPER.match(value)
    yield from (dispute[1], *series[1:]) if dispute else series


WTO = Numbering(CodeKind.WTO, _find, _canonical, _wider)
