"""Announcements of China's Ministry of Commerce: 商务部公告2025年第18号, Announcement No. 18 of 2025."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import chain

from watchers.codes.numbering import CodeKind, CodeSpan, Numbering, find_listed


def _find(plain: str) -> Iterator[CodeSpan]:
    for lead in chain.from_iterable(shape.finditer(plain) for shape in _ANNOUNCEMENT_HAN):
        finds = list(find_listed(_HAN_NUMBER, plain, lead.end(), partial(_numbered, lead["year"]), _HAN_SEPARATOR))
        if any(plain[find.end - 1] in "号號" for find in finds) and _of_the_ministry(plain, lead, finds[-1].end):
            yield finds[0]._replace(start=lead.start())
            yield from finds[1:]
    for match in _ANNOUNCEMENT.finditer(plain):
        year = _YEAR.search(match["before"] or match["slashed"] or match["after"] or "")
        if year is not None and _of_mofcom(plain, *match.span()):
            yield CodeSpan(match.start(), match.end("number"), f"{year[0]}/{int(match['number'])}")
            yield from map(partial(_numbered, year[0]), _NUMBER.finditer(plain, *match.span("more")))


def _numbered(year: str, number: re.Match[str]) -> CodeSpan:
    return CodeSpan(*number.span(), f"{year}/{int(number[1])}")


def _of_the_ministry(plain: str, lead: re.Match[str], end: int) -> bool:
    """Return whether the Ministry of Commerce is before the number in its sentence, and it numbers announcements."""
    sentence = re.split("[。;\n]", plain[max(0, lead.start() - 60) : lead.end()])[-1]
    ministries = list(_MINISTRY_HAN.finditer(sentence))
    if not ministries or not ("公告" in sentence or _NOTICE_HAN.match(plain, end)) or plain[lead.start() - 1] == "令":
        return False
    # A joint announcement has the number of the ministry that is named first.
    if _ISSUER_FIRST.search(sentence, 0, ministries[-1].start()):
        return False
    between = sentence[ministries[-1].end() :]
    return between.startswith(_JOINTLY) or _OTHER_ISSUER.search(between) is None


def _of_mofcom(plain: str, start: int, end: int) -> bool:
    before = plain[max(0, start - 60) : start]
    if _OTHER_OFFICE.search(before) and not re.search(r"(?:MOFCOM|Commerce)(?:,|\sand|\s&)\s[^.]{0,40}\Z", before):
        return False
    return _MINISTRY.search(before) is not None or _MINISTRY.search(plain, end, end + 50) is not None


def _canonical(typed: str) -> str | None:
    match = re.fullmatch(r"(20[0-9]{2})(?:[/-]|年第?|\sNO\.?\s?)([0-9]{1,3})[号號]?", typed.upper())
    return f"{match[1]}/{int(match[2])}" if match and int(match[2]) else None


_ANNOUNCEMENT_HAN = (
    re.compile(r"(?P<year>20[0-9]{2})[\]〕)】]?\s?年?\s?[第\[(]{0,2}\s?(?=[0-9]{1,3}[^0-9])"),
    re.compile(r"公告\s?第(?=[0-9]{1,3}\s?[号號]\s?\((?P<year>20[0-9]{2})年?\))"),
)
_HAN_NUMBER = re.compile(r"第?\s?([0-9]{1,3})(?![0-9])\s?([号號])?")
_HAN_SEPARATOR = re.compile(r"\s?[、,和及与與至]\s?(?=第?\s?[0-9]{1,3}(?![0-9年]))")
_MINISTRY_HAN = re.compile(r"商[务務]部")
_NOTICE_HAN = re.compile(r"\s?(?:\(?商[务務]部\)?)?\s?の?公告")
_OTHER_ISSUER = re.compile(
    r"总署|總署|财政部|財政部|信息化部|工信部|税务总局|[发發]改委|[农農][业業]|[经經]濟部|[国國][务務]院"
)
_ISSUER_FIRST = re.compile(rf"(?:{_OTHER_ISSUER.pattern})[\s、和与與]{{1,2}}\Z")
_JOINTLY = (" ", "、", ",", "和", "与", "與", "会同", "會同")
_ANNOUNCEMENT = re.compile(
    r"""(?:[Aa]nnouncement|ANNOUNCEMENT|[Nn]otice|NOTICE|[Cc]ircular)[Ss]?\s{0,2}(?:of\s)?
    (?P<before>[\[(]?20[0-9]{2}[\])]?[\s,/-]{0,2})?(?:(?:[Nn]o|NO|[Nn]umber)s?\.?\s{0,2}|\#\s?)?
    (?P<slashed>20[0-9]{2}[/-])?(?P<number>[0-9]{1,3})(?![0-9A-Za-z])
    (?P<more>(?:\s?(?:,|,?\s?and|&)\s{0,2}(?:[Nn]o\.?\s?)?[0-9]{1,3}(?![0-9A-Za-z])){0,8})
    (?P<after>(?:\s?,?\s?of\s|/|\s?[(\[]|,\s)20[0-9]{2}(?![0-9]))?""",
    re.VERBOSE,
)
_MINISTRY = re.compile(r"MOFCOM|Ministry\sof\sCommerce|[Cc]ommerce\s[Mm]inistry")
_OTHER_OFFICE = re.compile(r"(?:GACC|Customs|MIIT|MOF|Finance|NDRC|Council)(?:['’]s)?\s{0,2}\Z")
_YEAR = re.compile("20[0-9]{2}")
_NUMBER = re.compile("([0-9]{1,3})")

MOFCOM = Numbering(CodeKind.MOFCOM, _find, _canonical)
