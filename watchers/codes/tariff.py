"""Tariff codes of the Harmonized System and the schedules built on it: 8542.31.00, chapter 85 of the HTS."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchers.codes.numbering import SEPARATOR, TO, CodeKind, Find, Numbering, in_word


def _listed_hs(plain: str) -> Iterator[Find]:
    """Find codes after a word that announces them, dotted or not: headings 8541, 8542 and 8543."""
    if not any(piece in plain for piece in _HS_PIECES):
        return
    at = 0
    while (lead := _HS_LEAD.search(plain, at)) is not None:
        at = lead.end()
        if lead[0][0].isascii() and in_word(plain, lead.start()):
            continue
        year = _SCHEDULE_ALONE.fullmatch(lead[0]) is not None and plain[at : at + 2] in ("19", "20")
        if year and _HS_BARE.match(plain, at) is None:
            continue
        for find in _hs_run(plain, at):
            yield find
            at = find.end


def _hs_run(plain: str, at: int) -> Iterator[Find]:
    while (number := _HS_NUMBER.match(plain, at)) and (find := _hs_find(plain, number)):
        yield find
        separator = SEPARATOR.match(plain, find.end)
        if separator is None:
            return
        at = separator.end()


def _hs_find(plain: str, number: re.Match[str]) -> Find | None:
    """Return the code or range that begins with a number, or None if it is not a code or is a quantity."""
    first = _hs_value(number[0])
    if first is None:
        return None
    last, end = None, number.end()
    if span := _hs_range(plain, first, end):
        last, end = span
    elif plain.startswith("-", end) and plain[end + 1 : end + 2].isdecimal():
        return None
    if _UNIT.match(plain, end):
        return None
    return Find(number.start(), end, first, last)


def _hs_range(plain: str, first: str, end: int) -> tuple[str, int] | None:
    to = _HS_TO.match(plain, end)
    number = _HS_NUMBER.match(plain, to.end()) if to else None
    last = _hs_value(number[0]) if number else None
    if number and last and last > first:
        return last, number.end()
    short = _HS_SHORT_TO.match(plain, end) if len(first) == 4 else None
    if short and short[1] > first[2:] and _is_hs(first[:2] + short[1]):
        return first[:2] + short[1], short.end()
    return None


def _hs_value(number: str) -> str | None:
    digits = number.replace(".", "").replace(" ", "")
    if "-" in digits:
        digits = _CHECK_DIGIT.sub("", digits).replace("-", "")
    return digits if _is_hs(digits) else None


def _is_hs(digits: str) -> bool:
    """Return whether the digits begin with an existing chapter and, if four or more, an existing heading."""
    chapter = int(digits[:2])
    last = _LAST_HEADINGS[chapter - 1] if chapter else 0
    if len(digits) == 2 or not last:
        return last > 0
    new = 0 if chapter in _CHAPTERS_LIKE_YEARS else _NEW_HEADINGS
    return 1 <= int(digits[2:4]) <= last + new


def _hs_chapters(plain: str) -> Iterator[Find]:
    if "hapter" not in plain and "第" not in plain:
        return
    for lead in _HS_CHAPTER.finditer(plain):
        finds = list(_hs_chapter_run(plain, lead.end()))
        if not finds:
            continue
        behind = finds[-1].end
        if lead[0] == "第" and plain[behind : behind + 1] not in "章類类":
            continue
        before = plain[max(0, lead.start() - 8) : lead.start()]
        if _SCHEDULE_BEFORE.search(before) or _SCHEDULE_BEHIND.match(plain, behind):
            yield from finds


def _hs_chapter_run(plain: str, at: int) -> Iterator[Find]:
    while number := _HS_CHAPTER_NUMBER.match(plain, at):
        chapter = f"{int(number[1]):02}"
        if not _is_hs(chapter):
            return
        yield Find(number.start(), number.end(), chapter)
        separator = SEPARATOR.match(plain, number.end())
        if separator is None:
            return
        at = separator.end()


def _dotted_hs(plain: str) -> Iterator[Find]:
    """Find dotted codes with no word before them, like 8542.31.00."""
    for match in _DOTTED.finditer(plain):
        if find := _dotted(plain, match.start()):
            yield find


def _dotted(plain: str, start: int) -> Find | None:
    """Return the code that begins here, or None; six digits may be a price or an index instead."""
    number = _HS_NUMBER.match(plain, start)
    if number is None or plain[max(0, start - 1) : start] == ".":
        return None
    if number[0].startswith(("19", "20")) and _DATE.fullmatch(number[0]):
        return None
    if len(number[0]) == 7 and not _may_be_hs(plain, start, number.end()):
        return None
    return _hs_find(plain, number)


def _may_be_hs(plain: str, start: int, end: int) -> bool:
    """Return whether nothing around a number like 8542.31 suggests money, an index or a section."""
    if plain[max(0, start - 1) : start] == "-" or _NO_CODE_AFTER.search(plain[max(0, start - 12) : start]):
        return False
    return _MARKET.search(plain, max(0, start - 60), end + 30) is None


def _canonical_hs(typed: str) -> str | None:
    digits = re.sub(r"[.\s-]", "", _CHECK_DIGIT.sub("", typed))
    return digits if re.fullmatch("(?:[0-9]{2}){1,5}|[0-9]{9}", digits) and _is_hs(digits) else None


# The number of the last heading of each chapter, 01 to 97 (HS 2022) and 98 to 99 (United States).
_LAST_HEADINGS = [
    int(last)
    for last in (
        "06 10 09 10 11 04 14 14 10 08 09 14 02 04 22 05 04 06 05 09 06 09 09 04 30 21 16 53 42 06 05 15 07 "
        "07 07 06 07 27 26 17 15 06 04 21 04 02 07 23 11 07 13 12 11 08 16 09 05 11 11 06 17 17 10 06 07 03 "
        "04 15 14 20 18 29 26 19 08 16 00 06 07 07 13 15 11 87 49 09 16 07 08 33 14 09 07 06 08 20 06 23 22"
    ).split()
]
# Revisions of the HS add headings at the end of a chapter; none for chapters whose headings look like years.
_NEW_HEADINGS = 3
_CHAPTERS_LIKE_YEARS = (19, 20)
_HS_NUMBER = re.compile(
    r"""[0-9]{4}(?:
        \.[0-9]{2}(?:\.[0-9]{2}\.?[0-9]{2}(?:-[0-9](?![0-9]))?|\.[0-9]{2,3}|-[0-9]{3}(?![0-9]))?
        |\.[0-9]{4}(?:\.[0-9]{2})?
        |(?:\ [0-9]{2}){2,3}|\ [0-9]{2}(?=[,;)、]|\ (?:and|or)\b|\s{0,2}\Z)
        |[0-9]{5}|[0-9]{6}|[0-9]{4}|[0-9]{2}
    )?(?![0-9A-Za-z]|\.[0-9])
    |[0-9]{2}\.[0-9]{2}(?![0-9A-Za-z]|\.[0-9])""",
    re.VERBOSE,
)
_CHECK_DIGIT = re.compile(r"-[0-9]\Z")
_HS_TO = re.compile(TO + r"(?:(?:(?:sub)?heading|HTSUS|HTS|HS|第)\s{0,2})?")
_HS_SHORT_TO = re.compile(r"-([0-9]{2})(?![0-9A-Za-z%]|[.,][0-9])")
_HS_WORDS = (
    *"HTSUSA HTSUS HTS HS heading Heading HEADING subheading Subheading SUBHEADING".split(),
    *"稅則號別 税则号别 稅則 税則 税则 稅號 税號 税号 税番 稅目 税目 號列 号列".split(),
    *"品目 統計品目 関税率表 商品编码 商品編碼 海关编码 海關編碼 海关编号 海關編號 海关商品编号 海關商品編號".split(),
    *"hs code,hts code,CN code,TARIC code,Combined Nomenclature,Schedule B,tariff line,tariff item".split(","),
    *"tariff code,tariff number,Tariff line,Tariff item,Tariff code,commodity code,Commodity code".split(","),
    *"customs code,Customs code".split(","),
)
# Each of the words has one of these; checking for them first spares most texts the search.
_HS_PIECES = (
    *"HS,HTS,EADING,eading, code,Nomenclature,chedule B,ariff line,ariff item,ariff number".split(","),
    *"稅 税 列 品目 商品 海关 海關".split(),
)
_HS_LEAD = re.compile(
    rf"""(?:{"|".join(word.replace(" ", "[ ]") for word in _HS_WORDS)})s?(?![A-Za-z])
    (?:[\s:.\#("'“「]|(?:[Cc]odes?|[Nn]umbers?|[Nn]os?|[Ii]tems?|[Ll]ines?|[Pp]rovisions?|is|are|ex|under|of)(?![A-Za-z])
    |№|第|[號号]列|[號号]|番号|[编編][码碼號号]|コー(?:ド|ト\u3099)|[码碼]|[为為は]){{0,12}}""",
    re.VERBOSE,
)
# A schedule has editions, a heading does not: "HS 2007" is a year, "heading 2007" is jam.
_SCHEDULE_ALONE = re.compile(r"(?:HTSUSA|HTSUS|HTS|HS)\s{0,2}")
_UNIT = re.compile(
    r"""\s{0,2}(?:[%‰°€£¥₩₹$]|[点點元円圓圆人名社家件個个吨噸万萬億亿兆千百]|[美欧歐港日]元|台[幣币]|人民[币幣]|ポイント|ドル|ユーロ
    |(?:percent|per\ cent|pct|bps|basis\ points?|points?|pts?|[mb]illion|trillion|thousand|crore|lakh
    |yuan|yen|won|rupees?|dollars?|euros?|pounds?|cents?|baht|USD|EUR|GBP|CNY|RMB|JPY|TWD|HKD|KRW|INR
    |tonnes?|tons?|kg|kilograms?|lbs?|ounces?|oz|barrels?|bushels?|degrees|knots|miles?|km|kilomet(?:er|re)s|met(?:er|re)s
    |feet|acres|hectares|MW|GWh|TEUs?|people|persons|workers|employees|jobs|companies|firms|cases|shares|units|vehicles
    |cars|containers|shipments|students|editions?|[Rr]evisions?|[Vv]ersions?)(?![A-Za-z]))""",
    re.VERBOSE,
)
_NO_CODE_AFTER = re.compile(
    r"""(?:[$€£¥₩₹§+/报報]|バージョン|版本|人民[币幣]|台[币幣]|(?<![A-Za-z])(?:US|NT|HK|USD|EUR|GBP|CNY|RMB|JPY|TWD|HKD|KRW
    |INR|SGD|AUD|CAD|Rs\.?|at|hit|near|[Vv]|[Vv]er\.|[Vv]ersion|[Bb]uild|[Rr]elease|[Ss]ections?|[Ss]ecs?\.|[Tt]el\.?
    |(?:[Oo]rder|[Ii]nvoice|[Pp]aragraph)(?:\ No\.)?))\s{0,2}\Z""",
    re.VERBOSE,
)
# Literals only: the engine skips text that begins none of them.
_MARKET_WORDS = (
    *"index,Index,INDEX,indices,Indices,Nikkei,Nasdaq,NASDAQ,Dow Jones,Hang Seng,TAIEX,TOPIX,Topix".split(","),
    *"S&P,FTSE,KOSPI,Sensex,Composite,points,futures,Futures,itcoin,ounce,GDP,per share,a share,to the dollar".split(
        ","
    ),
    *"closed at,closing at,settled at,trading at,traded at,price of,price at,priced at,price is,price was".split(","),
    *"rose to,rise to,fell to,fall to,falls to,climbed to,dropped to,slipped to,jumped to,slid to,eased to".split(","),
    *"weakened to,strengthened to,revenue of,Revenue of".split(","),
    *"指数 指數 收盘 收盤 收于 收於 收报 收報 股价 股價 终值 終値 日経 株価 汇率 匯率 為替 大盘 大盤".split(),
)
_MARKET = re.compile("|".join(map(re.escape, _MARKET_WORDS)))
_DATE = re.compile(r"(?:19|20)[0-9]{2}\.(?:0[1-9]|1[0-2])(?:\.(?:0[1-9]|[12][0-9]|3[01]))?")
# "chapter 85" may be a part of any book: the schedule must be named next to it.
_HS_CHAPTER = re.compile(r"(?:chapters?\s{1,2}|Chapters?\s{1,2}|第)(?=[0-9]{1,2}(?![0-9]))")
_HS_CHAPTER_NUMBER = re.compile(r"([0-9]{1,2})(?![0-9A-Za-z]|[.-][0-9])")
_SCHEDULE_BEFORE = re.compile(r"(?:(?<![A-Za-z])H(?:TS(?:US)?|S)|[稅税][則则]|関税率表|税番)[\s:の]{0,2}\Z")
_SCHEDULE_BEHIND = re.compile(r"\s{0,2}(?:of|under|in)\sthe\s(?:U\.?S\.?\s)?(?:HTS|HS(?![A-Za-z])|Harmoni[sz]ed)")
_HS_BARE = re.compile(r"[0-9]{4}\.[0-9]{2}(?![0-9])")
# The first digit is before the lookbehind, so that the engine skips from digit to digit.
_DOTTED = re.compile(r"[0-9](?<![A-Za-z0-9_][0-9])[0-9]{3}\.[0-9]{2}(?![0-9])")


def _find(plain: str) -> Iterator[Find]:
    yield from _listed_hs(plain)
    yield from _hs_chapters(plain)
    yield from _dotted_hs(plain)


def _wider(value: str) -> Iterator[str]:
    """Yield chapter, heading, subheading and eight digits; a nine-digit code is Japanese, without a level of eight."""
    lengths = (2, 4, 6) if len(value) == 9 else (2, 4, 6, 8)
    return (value[:length] for length in lengths)


HS = Numbering(CodeKind.HS, _find, _canonical_hs, _wider, _is_hs)
