"""Acts of the European Union: Regulation (EU) 2025/18."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchers.codes.numbering import CodeKind, CodeSpan, Numbering, find_all


def _find(plain: str) -> Iterator[CodeSpan]:
    yield from find_all(_ACT, plain, _cited)
    yield from find_all(_CELEX, plain, lambda match: CodeSpan(*match.span(), _of_celex(match)))


def _cited(match: re.Match[str]) -> CodeSpan | None:
    """Return an act that is cited with a body of the Union, or with its name unless it may be a span of years."""
    value = _act(match["number"])
    if value is None:
        return None
    before = match.string[max(0, match.start() - 36) : match.start()]
    named = match["body"] or _ACT_BODY.search(before) or (_ACT_NAME.search(before) and not _is_season(value))
    return CodeSpan(*match.span(), value) if named else None


def _act(number: str) -> str | None:
    """Return ``year/number`` or ``number/year`` as written, without leading zeros; None if neither is a year."""
    left, _, right = number.partition("/")
    years = [side for side in (left, right) if len(side) == 4 and 1952 <= int(side) < 2100]
    if not int(left) or not int(right) or not (years or (len(right) == 2 and int(right) >= 52)):
        return None
    return f"{int(left)}/{int(right)}"


def _is_season(value: str) -> bool:
    """Return whether the value is a span of two years: 2024/25 is a winter, a budget or a harvest."""
    left, _, right = value.partition("/")
    return len(left) == 4 and int(right) == (int(left) + 1) % 100


def _of_celex(match: re.Match[str]) -> str:
    """Return the act of a CELEX number; until 2014, the number of a regulation came before its year."""
    year, kind, number = match["year"], match["kind"], int(match["act"])
    return f"{number}/{year}" if kind == "R" and int(year) < 2015 else f"{year}/{number}"


def _canonical(typed: str) -> str | None:
    if celex := _CELEX.fullmatch(typed.upper()):
        return _of_celex(celex)
    number = re.sub(
        r"^\(?(?:EU|EC|EEC|ECSC|CFSP|EURATOM)?\)?\s?(?:NO\.?)?\s?|/(?:EU|EC|EEC|CFSP|EURATOM|JHA)$", "", typed.upper()
    )
    return _act(number) if re.fullmatch("[0-9]{1,4}/[0-9]{2,4}", number) else None


_ACT = re.compile(
    r"(?P<number>[0-9](?<![A-Za-z0-9_/.,-][0-9])[0-9]{0,3}/[0-9]{2,4}(?![0-9]|[.,][0-9]))"
    r"(?P<body>/(?:EU|EC|EEC|ECSC|CFSP|Euratom|JHA)(?![A-Za-z]))?"
)
_ACT_BODY = re.compile(r"\((?:EU|EC|EEC|ECSC|CFSP|Euratom|EU,\s?Euratom)\)\s{0,2}(?:(?:No|Nr|n°)\.?\s{0,2}|第)?\Z")
_ACT_NAME = re.compile(
    r"""(?:(?:Regulation|Directive|Decision|REGULATION|DIRECTIVE|DECISION)S?s?\s{1,2}(?:[Nn]o\.?\s{0,2})?
    |(?<![A-Za-z])(?:EU|[欧歐]盟|[欧歐]州連合)(?:[規规][則则]|[條条]例|法[規规]|指令|[決决]定|理事[會会]|委[員员][會会]|実施|实施|實施|施行|の|\s){0,4}
    (?:[Nn]o\.?\s{0,2}|第)?)\Z""",
    re.VERBOSE,
)
_CELEX = re.compile(r"\b3(?P<year>(?:19|20)[0-9]{2})(?P<kind>[RLD])(?P<act>(?!0000)[0-9]{4})\b")
"""Acts in force by their number in EUR-Lex: 32023R0956 is Regulation (EU) 2023/956."""

EU = Numbering(CodeKind.EU, _find, _canonical)
