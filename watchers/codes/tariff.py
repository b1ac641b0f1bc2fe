"""Tariff codes of the Harmonized System and the schedules built on it: 8542.31.00, chapter 85 of the HTS."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchers.codes.numbering import TO, CodeKind, CodeSpan, Numbering, find_all, find_listed
from watchers.data import read_lines, read_yaml


def heading_name(code: str, language: str = "en") -> str | None:
    """Return the name of a code's heading, or of its chapter for a chapter's code; None if there is none.

    ``code`` is a chapter, a heading or anything below, dotted or not: 85, 8542, 8542.31.00. A code under a
    heading that does not exist has no name: the name of its chapter would mislead. In Chinese and Japanese, a heading
    that is little traded is called by its chapter.
    """
    heading = code.replace(".", "")[:4]
    english = HEADINGS.get(heading)
    if english is None or language == "en":
        return english
    return (_NAMES.get(heading) or _NAMES[heading[:2]])[language]


# ---- codes with or without a word before them ------------------------------------------------------


def _find(plain: str) -> Iterator[CodeSpan]:
    yield from _announced(plain)
    yield from _chapters(plain)
    yield from find_all(_DOTTED, plain, _dotted)


def _announced(plain: str) -> Iterator[CodeSpan]:
    """Find codes after a word that announces them, dotted or not: headings 8541, 8542 and 8543."""
    at = 0
    while (lead := _LEAD.search(plain, at)) is not None:
        at = lead.end()
        if lead.start() and _WITHIN_WORD.match(plain, lead.start() - 1):
            continue
        year = _SCHEDULE_ALONE.fullmatch(lead[0]) is not None and plain[at : at + 2] in ("19", "20")
        if year and _BARE.match(plain, at) is None:
            continue
        for find in find_listed(_NUMBER, plain, at, _code):
            yield find
            at = find.end


def _dotted(match: re.Match[str]) -> CodeSpan | None:
    """Return a dotted code with no word before it, like 8542.31.00; six digits may be a price or an index instead."""
    plain, start = match.string, match.start()
    number = _NUMBER.match(plain, start)
    if number is None or _DATE.fullmatch(number[0]):
        return None
    if len(number[0]) == 7 and (
        _OTHER_NUMBER.search(plain[max(0, start - 12) : start])
        or _MARKET.search(plain, max(0, start - 60), number.end() + 30)
    ):
        return None
    return _code(number)


def _code(number: re.Match[str]) -> CodeSpan | None:
    """Return the code or range that begins with a number, or None if it is not a code or is a quantity."""
    plain, end = number.string, number.end()
    first = _value(number[0])
    if first is None:
        return None
    span = _range(plain, first, end)
    if span is None and plain.startswith("-", end) and plain[end + 1 : end + 2].isdecimal():
        return None
    last, end = span or (None, end)
    return None if _UNIT.match(plain, end) else CodeSpan(number.start(), end, first, last)


def _range(plain: str, first: str, end: int) -> tuple[str, int] | None:
    to = _TO.match(plain, end)
    number = _NUMBER.match(plain, to.end()) if to else None
    last = _value(number[0]) if number else None
    if number and last and last > first:
        return last, number.end()
    short = _SHORT_TO.match(plain, end) if len(first) == 4 else None
    if short and short[1] > first[2:] and _exists(first[:2] + short[1]):
        return first[:2] + short[1], short.end()
    return None


def _value(number: str) -> str | None:
    digits = number.replace(".", "").replace(" ", "")
    if "-" in digits:
        digits = _CHECK_DIGIT.sub("", digits).replace("-", "")
    return digits if _exists(digits) else None


def _exists(digits: str) -> bool:
    """Return whether the digits begin with an existing chapter and, if four or more, an existing heading."""
    last = _LAST_HEADINGS.get(digits[:2], 0)
    if len(digits) == 2 or not last:
        return last > 0
    new = 0 if digits[:2] in _CHAPTERS_LIKE_YEARS else _NEW_HEADINGS
    return 1 <= int(digits[2:4]) <= last + new


def _canonical(typed: str) -> str | None:
    digits = re.sub(r"[.\s-]", "", _CHECK_DIGIT.sub("", typed))
    return digits if re.fullmatch("(?:[0-9]{2}){1,5}|[0-9]{9}", digits) and _exists(digits) else None


def _wider(value: str) -> Iterator[str]:
    """Yield chapter, heading, subheading and eight digits; a nine-digit code is Japanese, without a level of eight."""
    lengths = (2, 4, 6) if len(value) == 9 else (2, 4, 6, 8)
    return (value[:length] for length in lengths)


# ---- chapters --------------------------------------------------------------------------------------


def _chapters(plain: str) -> Iterator[CodeSpan]:
    """Find chapters next to the name of a schedule: "chapter 85" may be a part of any book."""
    for lead in _CHAPTER.finditer(plain):
        finds = list(find_listed(_CHAPTER_NUMBER, plain, lead.end(), _chapter))
        if not finds:
            continue
        stop = finds[-1].end
        if lead[0] == "第" and plain[stop : stop + 1] not in "章類类":
            continue
        before = plain[max(0, lead.start() - 8) : lead.start()]
        if _SCHEDULE_BEFORE.search(before) or _SCHEDULE_AFTER.match(plain, stop):
            yield from finds


def _chapter(number: re.Match[str]) -> CodeSpan | None:
    chapter = f"{int(number[1]):02}"
    return CodeSpan(*number.span(), chapter) if _exists(chapter) else None


# ---- tables ----------------------------------------------------------------------------------------


def _any(words: str) -> str:
    return "|".join(_WORDS[words])


HEADINGS: dict[str, str] = dict(line.split("\t") for line in read_lines("watchers.codes", "hs.tsv"))
"""Short English names of chapters (two digits) and headings (four)."""
_NAMES = {
    code: {"zh-Hant": chinese, "ja": japanese}
    for code, chinese, japanese in (line.split("\t") for line in read_lines("watchers.codes", "hs_names.tsv"))
}
"""Short names of all chapters, and of the headings that are traded most."""
# The number of the last heading of each chapter; the last two chapters are those of the United States.
_LAST_HEADINGS = {code[:2]: int(code[2:]) for code in sorted(HEADINGS) if len(code) == 4} | {"98": 23, "99": 22}
# Revisions of the HS add headings at the end of a chapter; none for chapters whose headings look like years.
_NEW_HEADINGS = 3
_CHAPTERS_LIKE_YEARS = ("19", "20")
_NUMBER = re.compile(
    r"""[0-9]{4}(?:
        \.[0-9]{2}(?:\.[0-9]{2}\.?[0-9]{2}(?:-[0-9](?![0-9]))?|\.[0-9]{2,3}|-[0-9]{3}(?![0-9]))?
        |\.[0-9]{4}(?:\.[0-9]{2})?
        |(?:\ [0-9]{2}){2,3}|\ [0-9]{2}(?=[,;)、]|\ (?:and|or)\b|\s{0,2}\Z)
        |[0-9]{5}|[0-9]{6}|[0-9]{4}|[0-9]{2}
    )?(?![0-9A-Za-z]|\.[0-9])
    |[0-9]{2}\.[0-9]{2}(?![0-9A-Za-z]|\.[0-9])""",
    re.VERBOSE,
)
# The first digit is before the lookbehinds, so that the engine skips from digit to digit.
_DOTTED = re.compile(r"[0-9](?<![A-Za-z0-9_][0-9])(?<!\.[0-9])[0-9]{3}\.[0-9]{2}(?![0-9])")
_BARE = re.compile(r"[0-9]{4}\.[0-9]{2}(?![0-9])")
_DATE = re.compile(r"(?:19|20)[0-9]{2}\.(?:0[1-9]|1[0-2])(?:\.(?:0[1-9]|[12][0-9]|3[01]))?")
_CHECK_DIGIT = re.compile(r"-[0-9]\Z")
_TO = re.compile(TO + r"(?:(?:(?:sub)?heading|HTSUS|HTS|HS|第)\s{0,2})?")
_SHORT_TO = re.compile(r"-([0-9]{2})(?![0-9A-Za-z%]|[.,][0-9])")
_WITHIN_WORD = re.compile("[A-Za-z0-9_][A-Za-z]")
# A schedule has editions, a heading does not: "HS 2007" is a year, "heading 2007" is jam.
_SCHEDULE_ALONE = re.compile(r"(?:HTSUSA|HTSUS|HTS|HS)\s{0,2}")
_CHAPTER = re.compile(r"(?:chapters?\s{1,2}|Chapters?\s{1,2}|第)(?=[0-9]{1,2}(?![0-9]))")
_CHAPTER_NUMBER = re.compile(r"([0-9]{1,2})(?![0-9A-Za-z]|[.-][0-9])")
_SCHEDULE_BEFORE = re.compile(r"(?:(?<![A-Za-z])H(?:TS(?:US)?|S)|[稅税][則则]|関税率表|税番)[\s:の]{0,2}\Z")
_SCHEDULE_AFTER = re.compile(r"\s{0,2}(?:of|under|in)\sthe\s(?:U\.?S\.?\s)?(?:HTS|HS(?![A-Za-z])|Harmoni[sz]ed)")
_WORDS: dict[str, list[str]] = read_yaml("watchers.codes", "tariff_words.yaml")
_LEAD = re.compile(rf"(?:{_any('announcing')})s?(?![A-Za-z])(?:{_any('between')}){{0,12}}")
_UNIT = re.compile(rf"\s{{0,2}}(?:{_any('units')})")
_OTHER_NUMBER = re.compile(rf"(?:-|(?:{_any('other_numbers')})\s{{0,2}})\Z")
_MARKET = re.compile(_any("market"))

HS = Numbering(CodeKind.HS, _find, _canonical, _wider, _exists)
