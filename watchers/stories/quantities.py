"""Amounts, shares, counts and days in a text, spelled alike in all languages: 615億 = 61.5 billion (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MAX_QUANTITIES = 24
"""Quantities of one text that are read: a text with more is a table."""


def quantities(text: str) -> frozenset[str]:
    """Return the quantities of a text: ``%25``, ``6.15e+10``, ``32``, ``1-15`` for a day, ``m11`` for a month.

    Years and times of day say nothing about what is told, so they are left out. Amounts keep three digits, because
    one newsroom writes 343.61 billion and another 3,436億.
    """
    found: set[str] = set()
    for each in _read(unicodedata.normalize("NFKC", text)):
        found.add(each)
        if len(found) == MAX_QUANTITIES:
            break
    return frozenset(found)


def is_quantity(feature: str) -> bool:
    """Return whether a feature of a telling is a quantity."""
    return feature[0] in "%0123456789" or _MONTH.fullmatch(feature) is not None


def is_figure(feature: str) -> bool:
    """Return whether a quantity is told for its own sake: a percentage, an amount, a count that is not round."""
    if feature[0] == "%" or "e+" in feature:
        return True
    return (feature.isdecimal() and int(feature) > 10 and not feature.endswith("0")) or is_exact(feature)


def is_exact(feature: str) -> bool:
    """Return whether two stories hardly have the same figure by chance: 12.3 percent, 61.5 billion, 1,700."""
    if feature[0] == "%":
        return "." in feature
    if "e+" in feature:
        return not feature.startswith(_ROUND, 1)
    return feature.isdecimal() and int(feature) > 100 and len(feature.rstrip("0")) > 1


def _read(text: str) -> Iterator[str]:
    for match in _QUANTITY.finditer(text):
        if match["cjk_month"]:
            yield _day(match["cjk_month"], match["cjk_day"])
        elif match["month"] or match["month2"]:
            name = (match["month"] or match["month2"])[:3].lower()
            yield _day(str(_MONTHS.index(name) + 1), match["day"] or match["day2"])
        elif match["word"]:
            yield str(_COUNTS.index(match["word"].lower()) + 2)
        elif match["number"] and not _SECTION.search(text, max(0, match.start() - 10), match.start()):
            yield from _number(match["number"].replace(",", ""), match["unit"] or "")


def _day(month: str, day: str | None) -> str:
    return f"{int(month)}-{int(day)}" if day else f"m{int(month)}"


def _number(digits: str, unit: str) -> Iterator[str]:
    unit = unit.strip().lower()
    if unit in ("%", "percent", "per cent", "pct"):
        yield f"%{float(digits):g}"
    elif unit in _SCALES:
        yield f"{float(digits) * _SCALES[unit]:.2e}"
    elif unit not in _NOT_COUNTS and not _YEAR.fullmatch(digits):
        yield f"{float(digits):g}" if float(digits) < 1_000_000 else f"{float(digits):.2e}"


_ROUND = ".00e"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_COUNTS = "two three four five six seven eight nine ten eleven twelve".split()
_NAMES = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_SCALES = {
    "trillion": 1e12, "兆": 1e12, "万亿": 1e12, "billion": 1e9, "bn": 1e9, "億": 1e8, "亿": 1e8, "million": 1e6,
    "百万": 1e6, "萬": 1e4, "万": 1e4,
}  # fmt: skip
_NOT_COUNTS = frozenset(("年", "年度", ":", "條", "条"))
_SECTION = re.compile(r"(?:[Ss]ections?|[Ss]ec\.|Chapter|Title|§|法|法律|第)\s?\Z")
_MONTH = re.compile("m[0-9]{1,2}")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
# A date, or a number that is not part of a word, a code or a decimal. The first characters are tested at once: most
# characters of a text begin none.
_QUANTITY = re.compile(
    rf"""(?=[0-9ADEFJMNOSTefnst])(?:(?<![0-9])(?P<cjk_month>1[0-2]|[1-9])\s?月(?:(?P<cjk_day>[0-3]?[0-9])\s?日)?
    |(?<![A-Za-z])(?P<month>{_NAMES})(?:\s(?P<day>[0-3]?[0-9])(?![0-9]))?
    |(?<![0-9])(?P<day2>[0-3]?[0-9])\s(?P<month2>{_NAMES})
    |\b(?P<word>(?i:{"|".join(_COUNTS)}))\b
    |(?<![A-Za-z0-9.,:/-])(?P<number>[0-9][0-9,]{{0,14}}(?:\.[0-9]{{1,4}})?)(?![0-9])
    (?P<unit>\s?(?:%|[Pp]ercent|[Pp]er\scent|pct|[Tt]rillion|[Bb]illion|bn\b|[Mm]illion|万亿|兆|億|亿|百万|萬|万|年度?|:|條|条)
    |(?![A-Za-z/-])))""",
    re.VERBOSE,
)
