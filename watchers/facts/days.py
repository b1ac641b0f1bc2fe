"""Find days with a meaning in a text: when a measure takes effect, comments close or a hearing is held (pure).

A day counts only if it is written in full, with its year, right next to the words that say what it is: nothing is
computed or guessed. It must also be a day of this document: the day of an amended rule, of a court's order or of a
proposal is not. Each pattern is matched against a short stretch around a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from watchers.items.dates import ERAS, calendar_day
from watchers.model import Dated, Fact

MAX_DAYS = 60
"""Days of one text to examine: a text with more is a chronology, not a notice."""


def recognize(text: str, field: str = "body") -> Iterator[Fact]:
    """Yield the days with a meaning in a field's plain text, in reading order."""
    for start, end, day in islice(_days(text), MAX_DAYS):
        kind = _meaning(text, start, end)
        if kind is not None:
            yield Fact(kind.value, day.isoformat(), field, start, end)


def read_day(written: str) -> date | None:
    """Read a day from a publisher's separate field: ``2026-07-03``, alone or at midnight; None for anything else.

    With another time of day it may be a different day where the publisher is, and we do not guess which.
    """
    match = _ISO_FIELD.match(written.strip())
    return None if match is None else calendar_day(int(match[1]), int(match[2]), int(match[3]))


# ---- days ------------------------------------------------------------------------------------------


def _days(text: str) -> Iterator[tuple[int, int, date]]:
    """Yield start, end and date of each day written in full; search from its year, the rarest part of it."""
    for anchor in _YEAR.finditer(text):
        found = _east_asian(text, anchor.start()) if anchor[0] == "年" else _western(text, anchor.start())
        if found is not None:
            yield found


def _western(text: str, at: int) -> tuple[int, int, date] | None:
    """Read ``July 3, 2026``, ``3 July 2026`` or ``2026-07-03`` around the year at offset ``at``."""
    begin = max(0, at - _MAX_BEFORE_YEAR)
    year = int(text[at : at + 4])
    if (match := _MONTH_AND_DAY.search(text, begin, at)) is not None:
        month, number = match["month"] or match["month2"], match["day"] or match["day2"]
        start, end, day = match.start(), at + 4, calendar_day(year, _MONTHS[month[:3].lower()], int(number))
    elif (match := _ISO_REST.match(text, at + 4)) is not None and text[at - 1 : at] != "-":
        start, end, day = at, match.end(), calendar_day(year, int(match[1]), int(match[2]))
    else:
        return None
    return None if day is None or text[at - 1 : at].isdecimal() else (start, end, day)


def _east_asian(text: str, at: int) -> tuple[int, int, date] | None:
    """Read ``2026年7月3日``, ``令和8年7月3日`` or ``民國115年7月3日`` around the 年 at offset ``at``."""
    before, after = _COUNTED_YEAR.search(text, max(0, at - 12), at), _COUNTED_DAY.match(text, at + 1)
    if before is None or after is None:
        return None
    counted = 1 if before["year"] == "元" else int(before["year"])
    # A three-digit year without an era is in Taiwan's calendar.
    start = 1911 if before["era"] is None and 100 <= counted < 200 else ERAS.get(before["era"] or "", 0)
    day = calendar_day(counted + start, int(after[1]), int(after[2]))
    return None if day is None else (before.start(), after.end(), day)


_NAMES = "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
_NAMES = rf"(?:{_NAMES}|Nov(?:ember)?|Dec(?:ember)?)"
_MONTHS = {name: at for at, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_YEAR = re.compile(r"[12][90][0-9]{2}(?![0-9])|年")
_MAX_BEFORE_YEAR = 24
_MONTH_AND_DAY = re.compile(
    rf"""\b(?:(?P<month>{_NAMES})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?
    |(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<month2>{_NAMES})\.?,?)\s\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_ISO_REST = re.compile(r"-(\d{2})-(\d{2})(?![\d-])")
_COUNTED_YEAR = re.compile(r"(?P<era>令和|平成|(?:中華)?民國|民国)?\s?(?<!\d)(?P<year>\d{1,4}|元)\s?\Z")
_COUNTED_DAY = re.compile(r"\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日號号]")
_ISO_FIELD = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?\Z")


# ---- meanings --------------------------------------------------------------------------------------

_BEFORE = 170
_BEHIND = 75


def _meaning(text: str, start: int, end: int) -> Dated | None:
    """Return the meaning by the words right before the day, else right after it, within its sentence."""
    before = _SENTENCE_END.split(text[max(0, start - _BEFORE) : start])[-1]
    after = _SENTENCE_END.split(text[end : end + _BEHIND], maxsplit=1)[0]
    meaning = next(_meanings(before, after), None)
    return None if meaning is None or _is_of_another(meaning, before, after) else meaning


def _meanings(before: str, after: str) -> Iterator[Dated]:
    yield from (kind for kind, pattern in _LEADS if pattern.search(before))
    yield from (kind for kind, pattern in _FOLLOWS if pattern.match(after))
    if _DEADLINE_BEHIND.match(after) and _ASKS_BEFORE.search(before):
        yield Dated.COMMENTS


_SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\b[ap]\.m)[.;]\s|[。！？；]|\n\s*\n")

# What may come between the word and its day: "effective as of 12:01 a.m. eastern daylight time on Monday, ".
_FILL = (
    r"(?:[\s,:(–-]|\b(?:on|as|of|from|is|are|be|will|at|beginning|starting|dates?|the|midnight|noon|eastern|standard"
    r"|daylight|local|time|e[sd]?t|utc|gmt|[ap]\.?m\b\.?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}(?::\d{2})?)"
    r"\b\.?)"
)
_GAP = r"(?:[^.;]|\.(?!\s))"


def _lead(cue: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{cue}){_FILL}{{0,24}}\Z", re.IGNORECASE)


_UNTIL = r"(?:by|before|until|till|through|than|due|deadline|closes?|ends?|extended\sto|extended\suntil)"
_LEADS = (
    (
        Dated.EXPIRES,
        _lead(
            r"\b(?:expires?|expiring|expiration)\b"
            r"|\b(?:effective|valid|in\s(?:effect|force))\s(?:until|through)\b"
        ),
    ),
    (
        Dated.COMMENTS,
        _lead(
            rf"\b(?:comments?|submissions?|your\sviews)\b{_GAP}{{0,110}}?\b{_UNTIL}\b"
            rf"|\bdeadline\s(?:for|to){_GAP}{{0,60}}?\bcomments?\b"
        ),
    ),
    (Dated.APPLICABLE, _lead(r"\b(?:applicable|appl(?:y|ies))\b")),
    (
        Dated.EFFECTIVE,
        _lead(
            rf"\beffective(?:\s+with\s+respect\s+to{_GAP}{{1,110}}?\bon\sor\safter)?\b|\b(?:takes?|took|taking)\seffect\b"
            r"|\b(?:ent(?:ers?|ered|ry)|comes?|came|goes?|went)\sinto\s(?:force|effect)\b"
        ),
    ),
    (Dated.HEARING, _lead(rf"\bhearings?\b(?:{_GAP}{{0,60}}?\b(?:on|scheduled\sfor)\b)?")),
    (
        Dated.COMMENTS,
        re.compile(
            r"(?:意見の?(?:提出|募集|公募)?の?(?:期限|締切日?|締め切り)"
            r"|(?:意[見见](?:反[饋馈])?|[評评][論论]期)截止(?:日期?|[時时][间間])?)"
            r"[は為为：:\s]*\Z"
        ),
    ),
    (Dated.EFFECTIVE, re.compile(r"(?:施行|実施|實施|实施|生效|発効|發效)(?:期日|日期|日)[は為为：:\s]*\Z")),
    (Dated.APPLICABLE, re.compile(r"適用(?:開始)?日[は：:\s]*\Z")),
    (Dated.HEARING, re.compile(r"(?:公聽會|公听会|公聴会|听证会|聽證會)[^。]{0,12}\Z")),
    (Dated.EXPIRES, re.compile(r"(?:有效期限?(?:至|到|为|為)?|有効期限は?)[：:\s]*\Z")),
)
"""Patterns of the text before a day, the most specific first."""
_FOLLOWS = (
    (Dated.EXPIRES, re.compile(r"(?:起|に|をもって)?(?:失效|失効|廢止|废止|廃止)")),
    (
        Dated.EFFECTIVE,
        re.compile(
            r"(?:[（(].[）)])?(?:起|から|より|に|正式|開始|开始|[零0０]時|以降|、|\s){0,5}"
            r"(?:施行|實施|实施|実施|生效|発効)"
        ),
    ),
    (Dated.APPLICABLE, re.compile(r"(?:[（(].[）)])?(?:起|から|より|に|正式|以降|、|\s){0,5}(?:適用|适用)")),
    (Dated.COMMENTS, re.compile(r"(?:[（(].[）)])?(?:之?前|以前|まで|迄)[^。]{0,30}意[見见]")),
    (
        Dated.HEARING,
        re.compile(r"[^。\d]{0,12}(?:舉行|举行|召開|召开|開催)[^。\d]{0,12}(?:公聽會|公听会|听证会|聽證會|公聴会)"),
    ),
)
"""Patterns of the text after a day."""
_ASKS_BEFORE = re.compile(r"意[見见]|パブリック・?コメント|評論期|预评|預告")
_DEADLINE_BEHIND = re.compile(r"\s?(?:[（(].[）)])?\s?(?:\d{1,2}時\s?)?(?:まで|迄|締切|必着|截止|止)")


# ---- days of other documents -----------------------------------------------------------------------


def _is_of_another(meaning: Dated, before: str, after: str) -> bool:
    """Return whether the sentence gives the day of another document, of a court's order, or of a mere proposal."""
    if _NAMES_A_DOCUMENT.match(after) or _OTHERS[meaning].search(before):
        return True
    return meaning in (Dated.EFFECTIVE, Dated.APPLICABLE) and _HAPPENED.search(after) is not None


_KINDS = r"(?:(?:direct|interim|final|proposed|temporary|executive)\s){0,3}(?:rule|order|notice)"
_NAMES_A_DOCUMENT = re.compile(rf",?\s(?:{_KINDS}|determination|proclamation|memorandum|decision)\b", re.IGNORECASE)
"""After a day that dates a document: "the January 15, 2026, interim final rule"."""
_PUBLISHED = r"\b(?:published|issued|dated|appeared|filed)\b[^,;]{0,60}\Z"
_EFFECT_OF_ANOTHER = re.compile(
    r"\b(?:became|was|were|had|took|(?:came|went|entered)\sinto)\b[^,;]{0,30}\Z"
    r"|\bcourts?\b|\binjunctions?\b|\bvacat|\benjoin"
    r"|\bwould\b|\bscheduled\sto\b|\bpropos(?:es|ing)\b|\bproposed\s(?:rule|to)\b"
    r"|\b(?:correct|amend|publish|rescind)(?:s|es|ed|ing)?\s(?:an?|the|that)\s"
    + _KINDS
    + r"|\bdates?\s(?:\w+\s)?from\b|\b(?:no\slonger|dated|already|previously|originally)\b"
    r"|法院|已[於于]?[^。]{0,12}\Z",
    re.IGNORECASE,
)
"""Before a day on which something else took effect, or would have."""
_OTHERS = {
    Dated.EFFECTIVE: _EFFECT_OF_ANOTHER,
    Dated.APPLICABLE: _EFFECT_OF_ANOTHER,
    Dated.COMMENTS: re.compile(
        rf"{_PUBLISHED}|\b(?:would|scheduled|set\sto|current(?:ly)?|original(?:ly)?|provided)\b"
        r"|\brequested\s(?:\w+\s)?comments|\bdelay",
        re.IGNORECASE,
    ),
    Dated.HEARING: re.compile(rf"{_PUBLISHED}|\bcancel", re.IGNORECASE),
    Dated.EXPIRES: re.compile(
        r"\b(?:otherwise|which|that|due\sto|set\sto|current(?:ly)?|existing|OMB|Office\sof\sManagement)\b",
        re.IGNORECASE,
    ),
}
_HAPPENED = re.compile(
    r"^,\s(?:(?:the|an?|we)\b|[A-Z])(?:[^,;.]|\.(?=\w|\s[A-Z])){0,60}?\s[a-z]{2,}ed\b"
    r"|(?:施行|実施|発効|適用)(?:した|され(?!る))|(?:施行|實施|实施|生效)的《"
)
"""After a day, what happened then: "Effective July 6, 2018, the Representative imposed duties"."""
