"""Numbers of United States rulemaking: CFR citations, Federal Register citations and documents, RINs, dockets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from watchers.codes.numbering import SEPARATOR, TO, CodeKind, CodeSpan, Numbering, canonical_by, find_all, find_listed


def _cfr(plain: str) -> Iterator[CodeSpan]:
    for lead in _CFR.finditer(plain):
        if int(lead["title"]) in _TITLES:
            yield from _cfr_run(plain, lead)


def _cfr_run(plain: str, lead: re.Match[str]) -> Iterator[CodeSpan]:
    start, at = lead.span()
    while place := _CFR_PLACE.match(plain, at):
        title = f"{int(lead['title'])}/"
        last = _cfr_last(plain, place)
        end = last.end("place") if last else place.end("place")
        yield CodeSpan(start, end, title + place["place"], title + last["place"] if last else None)
        separator = SEPARATOR.match(plain, (last or place).end())
        # After "part 744," a number may count anything; after "parts" or "744.11," it continues the list.
        if separator is None or not (lead["plural"] or "." in place["place"]):
            return
        start = at = separator.end()
        if sign := _CFR_SIGN.match(plain, at):
            start = at = sign.end()


def _cfr_last(plain: str, place: re.Match[str]) -> re.Match[str] | None:
    """Return the match of the end of a range that begins with ``place``, or None if no range does."""
    to = _CFR_TO.match(plain, place.end())
    last = _CFR_PLACE.match(plain, to.end()) if to else None
    if last is None or ("." in place[0]) != ("." in last[0]) or _ordinal(last["place"]) <= _ordinal(place["place"]):
        return None
    return last


def _ordinal(place: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall("[0-9]+", place))


def _canonical_cfr(typed: str) -> str | None:
    match = re.fullmatch(
        r"([0-9]{1,2})(?:\s?(?:/|C\.?\s?F\.?\s?R\.?)\s?(?:parts?\s?|§\s?|sections?\s?)?"
        r"([0-9]{1,4}(?:\.[0-9]{1,4}[a-z]{0,2}(?:-[0-9]{1,3}[a-z]{0,2})?)?))?",
        typed,
        re.IGNORECASE,
    )
    if match is None or int(match[1]) not in _TITLES:
        return None
    return f"{int(match[1])}/{match[2].lower()}" if match[2] else f"{int(match[1])}"


_CFR = re.compile(
    r"""(?P<title>[0-9](?<![A-Za-z0-9_.,/-][0-9])[0-9]?)\s?(?:CFR|C\.\s?F\.\s?R\.)\s{0,2}
    (?P<plural>[Pp]arts\s{1,2}|PARTS\s{1,2}|[Ss]ections\s{1,2}|§§\s{0,2})?(?:(?:[Pp]art|PART|[Pp]t\.|[Ss]ection|[Ss]ec\.|§|第)\s{0,2})?""",
    re.VERBOSE,
)
_CFR_PLACE = re.compile(
    r"""(?P<place>[0-9]{1,4}(?:\.[0-9]{1,4}[a-z]{0,2}(?:-[0-9]{1,3}[a-z]{0,2}(?![0-9]{0,4}\.[0-9]))?)?)(?![0-9A-Za-z])
    (?!\s?(?:CFR|C\.F|U\.?S\.?C|F\.?R))(?:\([0-9A-Za-z]{1,5}\)){0,6}""",
    re.VERBOSE,
)
_CFR_TO = re.compile(TO + r"(?:(?:[Pp]art|[Ss]ection|§|第)\s{0,2})?")
_CFR_SIGN = re.compile(r"(?:§{1,2}|[Pp]arts?\s|[Ss]ections?\s)\s?")
_TITLES = range(1, 51)


def _fr(plain: str) -> Iterator[CodeSpan]:
    yield from find_all(_FR_CITATION, plain, _fr_citation)
    yield from find_all(_FR_NUMBER, plain)


def _fr_citation(match: re.Match[str]) -> CodeSpan | None:
    volume, page = int(match[1]), int(match[2].replace(",", ""))
    return CodeSpan(*match.span(), f"{volume}FR{page}") if 0 < volume < 200 else None


def _canonical_fr(typed: str) -> str | None:
    value = typed.upper()
    if re.fullmatch("(?:[CR][1-9]-)?20[12][0-9]-[0-9]{5}", value):
        return value
    match = re.fullmatch(
        r"([1-9][0-9]{0,2})\s?(?:FR|F\.\s?R\.|FED\.\s?REG\.)\s?([0-9]{1,3},[0-9]{3}|[0-9]{1,6})", value
    )
    return f"{match[1]}FR{int(match[2].replace(',', ''))}" if match and int(match[1]) < 200 else None


_FR_CITATION = re.compile(
    r"([0-9](?<![A-Za-z0-9_.,/-][0-9])[0-9]{0,2})\s{0,2}(?:FR|F\.\s?R\.|Fed\.\s?Reg\.|Federal\sRegister)\s{0,2}([0-9]{1,3},[0-9]{3}|[0-9]{1,6})(?![0-9A-Za-z])"
)
# A correction has the number of what it corrects, after C1- or R1-.
_FR_NUMBER = re.compile(
    r"(?:[CR](?<![A-Za-z0-9_][CR])[1-9]-2|2(?<![A-Za-z0-9_-]2))0[12][0-9]-[0-9]{5}(?![0-9A-Za-z]|[-.][0-9])"
)
_FR_CORRECTION = re.compile(r"[CR][1-9]-")


def _docket(plain: str) -> Iterator[CodeSpan]:
    yield from find_all(_DOCKET, plain, _docket_number)
    for lead in _DOCKET_LEAD.finditer(plain):
        yield from find_listed(_DOCKET_NUMBER, plain, lead.end(), _docket_number)


def _docket_number(match: re.Match[str]) -> CodeSpan | None:
    return CodeSpan(*match.span(), match[0]) if _is_docket(match[0]) else None


def _is_docket(number: str) -> bool:
    return sum(map(str.isdecimal, number)) >= 3 and not number.startswith(_NO_DOCKETS)


def _canonical_docket(typed: str) -> str | None:
    value = typed.upper()
    return value if _DOCKET_NUMBER.fullmatch(value) and _is_docket(value) else None


# regulations.gov: agency, year, number, and the documents of a docket below it.
_DOCKET = re.compile(
    r"""[A-Z](?<![A-Za-z0-9_-][A-Z])[A-Z0-9]{1,9}(?:[-_][A-Z0-9]{1,9}){0,4}?-20[0-9]{2}(?:-[A-Z]{1,4}){0,3}
    -[0-9]{4}(?:-[0-9]{4,6})?(?![0-9A-Za-z]|-[0-9])""",
    re.VERBOSE,
)
_DOCKET_DOCUMENT = re.compile(r"(.{1,60}-20[0-9]{2}(?:-[A-Z]{1,4}){0,3}-[0-9]{4})-[0-9]{4,6}")
_DOCKET_LEAD = re.compile(
    r"(?:Docket|docket|DOCKET)s?\s{1,2}(?:Nos?\.?|NOS?\.?|[Nn]umbers?|IDs?|#)(?![A-Za-z])\s{0,2}:?\s{0,2}"
)
_DOCKET_NUMBER = re.compile(r"[A-Z0-9]{1,10}(?:[-_][A-Z0-9]{1,10}){1,6}(?![0-9A-Za-z])")
# Numbers in the form of dockets from other issuers.
_NO_DOCKETS = ("CVE-", "CNVD-", "CNNVD-", "JVNDB-", "CWE-", "ISO-", "ISBN-", "MS-", "KB-")
_RIN = re.compile(r"[0-9](?<![A-Za-z0-9_-][0-9])[0-9]{3}-(?:[A-Z]{2}[0-9]{2}|X[A-Z][0-9]{3})(?![0-9A-Za-z]|-[0-9])")


def _wider_cfr(value: str) -> Iterator[str]:
    """Yield title and part."""
    yield from (value.partition("/")[0], value.partition(".")[0])


def _wider_fr(value: str) -> Iterator[str]:
    """Yield the document that a correction corrects."""
    if _FR_CORRECTION.match(value):
        yield value.partition("-")[2]


def _wider_docket(value: str) -> Iterator[str]:
    """Yield the docket of a document."""
    if document := _DOCKET_DOCUMENT.fullmatch(value):
        yield document[1]


CFR = Numbering(CodeKind.CFR, _cfr, _canonical_cfr, _wider_cfr)
FR = Numbering(CodeKind.FR, _fr, _canonical_fr, _wider_fr)
RIN = Numbering(
    CodeKind.RIN, partial(find_all, _RIN), canonical_by(r"(?:RIN)?\s*([0-9]{4}-(?:[A-Z]{2}[0-9]{2}|X[A-Z][0-9]{3}))")
)
DOCKET = Numbering(CodeKind.DOCKET, _docket, _canonical_docket, _wider_docket)
