"""Read the date and time that a publisher wrote. Pure.

Publishers write dates in more ways than any standard knows: RFC 822 with a wrong zone, ISO 8601, months and weekdays
in ten languages, the calendars of Taiwan and Japan, epochs. The law: ``parse_date`` returns the moment that is
written, or None. It never returns a time that is not written, and never guesses between two readings of one text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from watchers.data import read_yaml
from watchers.model import DOCUMENT, Dated, Fact

MAX_WRITTEN_LENGTH = 120
"""Characters; a longer text is prose, not a date."""
EAST_ASIA_OFFSETS = {"JP": 9, "KR": 9, "TW": 8, "CN": 8, "HK": 8, "MO": 8, "SG": 8}
"""Hours from UTC in countries whose publishers omit the time zone."""
ERAS = {"令和": 2018, "平成": 1988, "R": 2018, "H": 1988, "中華民國": 1911, "民國": 1911, "民国": 1911}
"""The year before the first year of each era."""


def parse_date(written: str, country: str | None = None) -> datetime | None:
    """Return the moment that is written, in UTC, or None if it cannot be read without guessing.

    Args:
        written: A date as a feed, page or API gives it, with or without a time.
        country: ISO 3166 code of the source. It decides what a time without a zone means (local time in East Asia,
            else UTC), whether 10/08/2013 begins with the month (US) or the day (elsewhere), and whose CST is meant.
    """
    text = _normalized(written)
    if len(text) > MAX_WRITTEN_LENGTH:
        return None
    try:
        return _epoch(text) or _iso(text, country) or _written_out(text, country)
    except (ValueError, OverflowError):
        return None  # no such day, hour or zone


def publication(written: str, country: str | None, now: datetime) -> datetime | None:
    """Return when an item was published, or None if that is not plausible.

    Some publishers in East Asia call their local time GMT: a moment ahead of ``now`` that is not if it is local is.
    """
    moment = parse_date(written, country)
    offset = timedelta(hours=EAST_ASIA_OFFSETS.get(country or "", 0))
    ahead = moment is not None and moment > now + _CLOCK_SKEW
    if moment and ahead and moment - offset <= now + _CLOCK_SKEW and _AS_GMT.search(written):
        moment -= offset
    return believable(moment, now)


_AS_GMT = re.compile(r"\d\s*\(?(?:GMT|UTC?|Z|[+-]00:?00)\)?\s*$", re.IGNORECASE)
_CLOCK_SKEW = timedelta(minutes=10)


def believable(moment: datetime | None, now: datetime) -> datetime | None:
    """Return the moment if its year is plausible; one more than a day ahead becomes ``now``."""
    if moment is None or not 1990 <= moment.year <= now.year + 1:
        return None
    return min(moment, now) if moment > now + timedelta(days=1) else moment


def day_alone(moment: datetime, country: str | None) -> date | None:
    """Return the day of a moment at midnight, in UTC or where its publisher is: it was written without a time.

    An item that was published exactly at midnight is taken for one of these.
    """
    for zone in (UTC, _home(country)):
        local = moment.astimezone(zone)
        if not (local.hour or local.minute or local.second):
            return local.date()
    return None


def calendar_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None if it does not exist or is outside 1990 to 2100."""
    try:
        return date(year, month, day) if 1990 <= year <= 2100 else None
    except ValueError:
        return None


# ---- machine formats -------------------------------------------------------------------------------


def _normalized(written: str) -> str:
    """Convert full-width forms to ASCII, Chinese numerals to digits, minus signs to hyphens; remove quotes."""
    text = unicodedata.normalize("NFKC", written).replace("\N{MINUS SIGN}", "-")
    text = _HAN_NUMERAL.sub(lambda found: _digits(found[0]), text)
    return " ".join(text.replace('"', " ").split())


def _digits(numeral: str) -> str:
    """Convert a Chinese numeral: ``二〇一三`` -> 2013, ``十`` -> 10, ``二十八`` -> 28, ``一百一十五`` -> 115."""
    if not re.search("[十百]", numeral):
        return "".join(str(int(unicodedata.numeric(digit))) for digit in numeral)
    hundreds, tens, ones = (int(unicodedata.numeric(part or "〇")) for part in _parts(numeral))
    return str(hundreds * 100 + tens * 10 + ones)


def _parts(numeral: str) -> tuple[str, str, str]:
    """Return the digits before 百, before 十, and after them; "" for one that is missing."""
    hundreds, _, rest = numeral.rpartition("百")
    tens, found, ones = rest.rpartition("十")
    return hundreds, tens or "一" * len(found), ones.lstrip("零〇")


def _epoch(text: str) -> datetime | None:
    """Read seconds or milliseconds since 1970, bare or as ``/Date(…)/``."""
    found = _EPOCH.fullmatch(text)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def _iso(text: str, country: str | None) -> datetime | None:
    """Read ISO 8601 without separators, by week, or by day of the year."""
    if _ISO.fullmatch(text):
        moment = datetime.fromisoformat(re.sub(r"^(\d{8})(\d{6}Z?)$", r"\1T\2", text))
        return (moment if moment.tzinfo else moment.replace(tzinfo=_home(country))).astimezone(UTC)
    if found := _ISO_ORDINAL.fullmatch(text):
        return _at_midnight(date(int(found[1]), 1, 1) + timedelta(days=int(found[2]) - 1), country)
    return None


def _at_midnight(day: date, country: str | None) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=_home(country)).astimezone(UTC)


_HAN_NUMERAL = re.compile(
    r"(?<![〇零一二三四五六七八九十百])"
    r"(?:[一二]百(?:[零〇]?[一二三四五六七八九])?|(?:[一二]百[零〇]?)?[一二三四五六七八九]?十[一二三四五六七八九]?"
    r"|[〇零一二三四五六七八九]{1,4})(?=[年月日號号])"
)
_EPOCH = re.compile(r"(?:/Date\()?(\d{10})(?:\d{3})?(?:\)/)?")
_ISO = re.compile(r"[12]\d{3}[01]\d[0-3]\d(?:T?\d{6}Z?)?|\d{4}-W\d\d-\d")
_ISO_ORDINAL = re.compile(r"([12]\d{3})-(\d{3})")


# ---- dates that people write -----------------------------------------------------------------------


def _written_out(text: str, country: str | None) -> datetime | None:
    """Read the time and its zone, then the day from the text around them."""
    time = _TIME.search(text)
    if time is None:
        if _CLOCK_SIGN.search(text):
            return None
        day = _day(text, country)
        return None if day is None else _at_midnight(day, country)
    before, after = text[: time.start()], text[time.end() :]
    zone, after = _zone(after, country)
    day = _day(before, country) or _day(f"{before} {after}", country)
    clock = _clock(time)
    if day is None or clock is None or zone is None:
        return None
    return (datetime(day.year, day.month, day.day, tzinfo=zone) + clock).astimezone(UTC)


def _clock(time: re.Match[str]) -> timedelta | None:
    """Return the time since midnight; 24:00 is the next day, and second 60 the next minute."""
    hour, minute, second = int(time["hour"]), int(time["minute"] or 0), int(time["second"] or 0)
    half = (time["half"] or time["half_after"] or "").lower().replace(".", "")
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return None
    if half in _MORNING:
        hour = 0 if hour == 12 else hour
    elif half in _AFTERNOON:
        hour += 12 if hour < 12 else 0
    elif half in _NIGHT:
        if hour == 12:
            return None  # noon or midnight: ambiguous
        hour += 12 if 5 <= hour < 12 else 0
    return timedelta(hours=hour, minutes=minute, seconds=second)


_WORDS = read_yaml("watchers.items", "dates.yaml")
_MORNING, _AFTERNOON, _NIGHT = _WORDS["morning"], _WORDS["afternoon"], _WORDS["night"]
_HALVES = "|".join(half for half in (*_MORNING, *_AFTERNOON, *_NIGHT) if not half.isascii())
_TIME = re.compile(
    rf"""(?<![\d:])(?:(?P<half>{_HALVES}|\b[AP]\.?M\.?)\s*)?
    (?P<hour>\d{{1,2}})\s?(?:[:時时點点시]|(?<=\d)h(?=\d))
    (?:\s?(?P<minute>\d{{1,2}})(?!\d)\s?[分분]?
        (?::?\s?(?P<second>\d{{2}})(?!\d)(?:[.,]\d{{1,9}})?\s?[秒초]?)?)?
    (?:\s?(?P<half_after>[AP]\.?M\b\.?))?""",
    re.VERBOSE | re.IGNORECASE,
)
_CLOCK_SIGN = re.compile(r"\d:\d|[AP]\.?M\b", re.IGNORECASE)
"""Shows that a text contains a time even if none could be read."""


# ---- zones -----------------------------------------------------------------------------------------


def _home(country: str | None) -> timezone:
    """Return the zone of a time that names none."""
    return timezone(timedelta(hours=EAST_ASIA_OFFSETS.get(country or "", 0)))


def _zone(after: str, country: str | None) -> tuple[tzinfo | None, str]:
    """Return the zone written after a time, and the rest of the text; None if a zone is written but unknown."""
    found = _ZONE.match(after)
    if found is None:
        return _home(country), after
    rest = after[found.end() :]
    if found["sign"]:
        return _offset(found["sign"], found["digits"]), rest
    name = found["name"]
    if found["place"]:
        return _place(found["place"]), rest
    if name.upper() == "CST" and country in EAST_ASIA_OFFSETS:
        return _home(country), rest
    if name.upper() in _PLACES:
        return _place(_PLACES[name.upper()]), rest
    if name.upper() in _ZONES:
        return timezone(timedelta(hours=_ZONES[name.upper()])), rest
    # A word in capitals is an unknown zone; any other word is not a zone.
    return (None, rest) if name.isupper() and _month(name) is None else (_home(country), after)


def _offset(sign: str, digits: str) -> timezone | None:
    """Read ``+0900``, ``+9:00``, ``+9`` or ``+530``; return None for an offset that no place on Earth uses."""
    bare = digits.replace(":", "")
    hours, minutes = (int(bare), 0) if len(bare) <= 2 else (int(bare[:-2]), int(bare[-2:]))
    if hours > 14 or minutes > 59:
        return None
    length = timedelta(hours=hours, minutes=minutes)
    return timezone(-length if sign == "-" else length)


@cache
def _place(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


_ZONE = re.compile(
    r"""\s*(?:
      (?:(?:GMT|UTC?)\s?)?(?P<sign>[+-])(?P<digits>\d{1,2}:\d{2}|\d{1,4})(?![\d:-])(?:\s?(?:Z|[A-Z]{3,5})\b)?
    | \[?(?P<place>[A-Z][A-Za-z_]+/[A-Z][A-Za-z_/]+)\]?
    | [(\[]?(?P<name>[A-Za-z]{1,5})\b[)\]]?
    )(?:\s?[(\[][^)\]]*[)\]])?""",
    re.VERBOSE,
)
_PLACES: dict[str, str] = _WORDS["places"]
_ZONES = {name: float(hours) for name, hours in _WORDS["zones"].items()}


# ---- days ------------------------------------------------------------------------------------------


def _day(text: str, country: str | None) -> date | None:
    """Return the one day that is written, by the first shape that fits."""
    if found := _COUNTED.search(text) or _YEAR_FIRST.search(text):
        return date(_year(found["year"], found["era"], country), int(found["month"]), int(found["day"]))
    for shape in _NAMED_MONTHS:
        for found in shape.finditer(text):
            if month := _month(found["month"]):
                return date(_full_year(found["year"]), month, int(found["day"]))
    if found := _YEAR_LAST.search(text):
        return _year_last(found, country)
    return None


def _year(written: str, era: str | None, country: str | None) -> int:
    """Read a year of an era, of Taiwan's calendar (three digits), or of the common calendar."""
    year = 1 if written == "元" else int(written)
    if era:
        return year + ERAS[era.upper()]
    if 100 <= year < 200 and country in ("TW", None):
        return year + 1911
    if year < 1000:
        raise ValueError(written)
    return year


def _full_year(written: str) -> int:
    """Read a year of four digits, or of two as RFC 2822 (4.3) reads them."""
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < 50 else 1900)


def _year_last(found: re.Match[str], country: str | None) -> date | None:
    """Read 08.10.2013 and 10/08/2013; with slashes or hyphens the country decides, or a number above twelve."""
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    if found["sign"] == ".":
        return date(year, second, first)
    if first == second or first > 12:
        return date(year, second, first)
    if second > 12 or country == "US":
        return date(year, first, second)
    return date(year, second, first) if country is not None else None


def _month(name: str) -> int | None:
    """Return the month, 1 to 12, whose name begins like this in one of the languages; English goes first."""
    word = name.lower().rstrip(".")
    if word[0].isdecimal():
        return int(word[:-1])  # 10月
    if len(word) < 3:
        return None
    for names in _WORDS["months"].values():
        months = [at for at, full in enumerate(names.split(), 1) if full.startswith(word)]
        if len(months) == 1:
            return months[0]
    return None


_COUNTED = re.compile(
    r"(?P<era>令和|平成|中華民國|民國|民国)?\s?(?P<year>\d{1,4}|元)\s?[年년]\s?"
    r"(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日號号일]"
)
_YEAR_FIRST = re.compile(
    r"(?<![\w.,/-])(?P<era>令和|平成|[RH](?=\d{1,2}[./]))?(?P<year>\d{1,4}|元)"
    r"(?:(?P<sign>[-/.])\s?)(?P<month>\d{1,2})(?:(?P=sign)\s?)(?P<day>\d{1,2})(?![\d/])(?!-\d|\.\d{4})",
    re.IGNORECASE,
)
_WORD = r"[^\W\d_]{3,}"
_NAMED_MONTHS = (
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[\s-](?:de\s)?(?P<month>{_WORD})\.?,?[\s-](?:de\s)?"
        r"(?P<year>\d{4}|\d{2})(?![\d:])"
    ),
    re.compile(rf"\b(?P<month>{_WORD})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?:.{{0,12}}\s)?(?P<year>\d{{4}})\b"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\s(?P<month>\d{1,2}[月월])\s(?P<year>\d{4})\b"),
    re.compile(rf"(?<![\d./-])(?P<year>\d{{4}})[\s-](?P<month>{_WORD})\.?[\s-](?P<day>\d{{1,2}})(?!\d)"),
)
_YEAR_LAST = re.compile(
    r"(?<![\d./-])(?P<first>\d{1,2})(?P<sign>[./-])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4})(?!\d)"
)


def chosen(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return one day of each kind: the publisher's own field, else the earliest that the text gives."""
    by_kind: dict[str, list[Fact]] = {kind.value: [] for kind in Dated}
    for fact in facts:
        if fact.name in by_kind:
            by_kind[fact.name].append(fact)
    return tuple(
        min(found, key=lambda fact: (fact.field != DOCUMENT, fact.value)) for found in by_kind.values() if found
    )
