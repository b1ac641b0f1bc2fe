"""Codes that trade texts cite, recognised without a list: tariff codes, dockets, regulations, cases (pure).

A text is read once in its original words; only width, dashes and invisible characters are levelled. Every
pattern is bounded: no quantifier stands inside another, so the time grows with the length of the text.
Laws: ``canonical(code.kind, value) == value`` for every value of ``lineage(code)``; spans are disjoint, but
for a range, whose members share the span they were written in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from watchers import agencies
from watchers.model import Fact, Status
from watchers.text import INVISIBLE


class CodeKind(StrEnum):
    """What a code counts: the names of a rule's fields."""

    HS = "hs"
    ECCN = "eccn"
    CFR = "cfr"
    DOCKET = "docket"
    FR = "fr"
    RIN = "rin"
    CASE = "case"
    CSMS = "csms"
    WTO = "wto"
    EU = "eu"
    MOFCOM = "mofcom"


CODE_NAMES = frozenset(kind.value for kind in CodeKind)


@dataclass(frozen=True, slots=True)
class Code:
    """A code that stands in a text."""

    kind: CodeKind
    value: str
    """Canonical: ``85423100``, ``3b001.f.1``, ``15/744.11``, ``BIS-2025-0021``, ``90FR12345``, ``2025/18``."""
    start: int
    """Code points of the original text; ``end`` is the offset behind the last."""
    end: int


def recognise(text: str) -> tuple[Code, ...]:
    """The codes of a field's plain text, in reading order."""
    if _DIGIT.search(text) is None:
        return ()
    plain, places = _level(text)
    codes: list[Code] = []
    room = CODES_FROM_RANGES
    for find in _disjoint(plain):
        start, end = find.start, find.end
        if places is not None:
            start, end = places[start], places[end - 1] + 1
        if find.last is None:
            codes.append(Code(find.kind, find.value, start, end))
            continue
        members = find.members() if room > 0 else (find.value, find.last)
        room -= len(members)
        codes.extend(Code(find.kind, member, start, end) for member in members)
    return tuple(codes)


def facts(title: str, body: str) -> tuple[Fact, ...]:
    """The codes of an item, with the field that each stands in."""
    return tuple(
        Fact(code.kind.value, code.value, field, code.start, code.end)
        for field, text in (("title", title), ("body", body))
        for code in recognise(text)
    )


def above(fact: Fact) -> tuple[str, ...]:
    """The values by which rules find a fact: those that it lies under and its other names, its own last."""
    match fact.name:
        case name if name in CODE_NAMES:
            return lineage(Code(CodeKind(name), fact.value, fact.start, fact.end))
        case "agency":
            return agencies.names(fact.value)
        case "type" | "status":
            wider = _WIDER.get(fact.value, ())
            return tuple(dict.fromkeys((*wider, fact.value.replace("-", " "), fact.value)))
    return (fact.value,)


def lineage(code: Code) -> tuple[str, ...]:
    """The values of everything the code lies under, widest first, itself last.

    An ECCN lies in its category too (``3``): the Commerce Control List is read by category as the tariff is
    by chapter. A correction lies under the document it corrects, a WTO paper under its series and dispute.
    """
    value = code.value
    match code.kind:
        case CodeKind.HS:
            above = [value[:length] for length in (2, 4, 6) + (() if len(value) == 9 else (8,))]
        case CodeKind.ECCN:
            above = [] if value == EAR99 else [value[:1], value[:2], *_stems(value, ".")]
        case CodeKind.CFR:
            above = [value.partition("/")[0], value.partition(".")[0]]
        case CodeKind.DOCKET:
            document = _DOCKET_DOCUMENT.fullmatch(value)
            above = [document[1]] if document else []
        case CodeKind.FR:
            above = [value.partition("-")[2]] if _FR_CORRECTION.match(value) else []
        case CodeKind.WTO:
            above = list(_stems(value, "/"))[1:]
            dispute = _DISPUTE_PAPER.match(value)
            above = [dispute[1], *above[1:]] if dispute else above
        case _:
            above = []
    return (*(wider for wider in dict.fromkeys(above) if len(wider) < len(value)), value)


def canonical(kind: CodeKind, typed: str) -> str | None:
    """What a person typed as a rule's value, in the form that ``lineage`` yields; None for a bad value."""
    return _CANONICAL[kind](_level(typed)[0].strip())


# A measure in force is final; an order of the President is one of his documents.
_ORDERS = ("executive-order", "proclamation", "memorandum", "determination", "presidential-order")
_WIDER = {
    Status.IN_FORCE.value: (Status.FINAL.value,),
    **dict.fromkeys(_ORDERS, ("presidential-document", "presidential document")),
}

# ---- reading a text --------------------------------------------------------------------------------

CODES_FROM_RANGES = 1_000
"""When so many codes of one text have come from ranges, the next ranges give their ends only."""
WIDEST_RANGE = 200
"""A wider range gives its ends only."""

_DIGIT = re.compile("[0-9０-９]")


class _Find(NamedTuple):
    """Where a code, or a range of codes, stands in the levelled text."""

    start: int
    end: int
    kind: CodeKind
    value: str
    last: str | None = None
    """Where a range ends; its members are worked out only where there is room for them."""

    def members(self) -> tuple[str, ...]:
        members = _between(self.value, self.last or self.value)
        return members if self.kind is not CodeKind.HS else tuple(filter(_is_hs, members))


class _Levelled(dict[str, str]):
    """A character to its plain self, one for one; worked out when it is first met."""

    def __missing__(self, character: str) -> str:
        self[character] = plain = _level_character(character)
        return plain


_LEVELLED = _Levelled()
# Where spaces, dashes and the twins of ASCII and of kana stand, and digits in fancy letters.
_ODD = re.compile(
    "[\u00a0\u058a\u1806\u2000-\u200a\u2010-\u2015\u202f\u2043\u205f\u2212\u2e17\u2e1a\u2e3a\u2e3b"
    "\u3000\u301c\ufe30-\ufe6f\uff01-\uffee\U0001d400-\U0001d7ff]"
)


def _level_character(character: str) -> str:
    # Raised and circled digits are footnotes: 8542² is 8542.
    if character in "−⁃" or (unicodedata.category(character) == "Pd" and character not in "〜〰"):
        return "-"
    if character == "〜":
        return "~"
    if unicodedata.category(character) == "No":
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def _level(text: str) -> tuple[str, list[int] | None]:
    """Half-width characters, one kind of dash, nothing invisible; and each one's place where any moved."""
    if text.isascii():
        return text, None
    plain = _half_width(text)
    if INVISIBLE.search(plain) is None:
        return plain, None
    places: list[int] = []
    at = 0
    for hidden in INVISIBLE.finditer(plain):
        places.extend(range(at, hidden.start()))
        at = hidden.end()
    places.extend(range(at, len(plain)))
    return INVISIBLE.sub("", plain), places


def _half_width(text: str) -> str:
    odd = set(_ODD.findall(text))
    if len(odd) > 40:
        return "".join(map(_LEVELLED.__getitem__, text))
    for character in odd:
        text = text.replace(character, _LEVELLED[character])
    return text


def _disjoint(plain: str) -> Iterator[_Find]:
    """What the recognisers find; of two that overlap the earlier stands, then the longer, then the first named."""
    found = [find for recognised in _RECOGNISERS for find in recognised(plain)]
    found.sort(key=lambda find: (find.start, -find.end))
    behind = 0
    for find in found:
        if find.start >= behind:
            yield find
            behind = find.end


def _in_word(plain: str, at: int) -> bool:
    """Whether a Latin letter, digit or underscore stands right before."""
    return at > 0 and plain[at - 1].isascii() and (plain[at - 1].isalnum() or plain[at - 1] == "_")


def _stems(value: str, mark: str) -> Iterator[str]:
    """``a``, ``a.b`` of ``a.b.c``."""
    at = value.find(mark)
    while at >= 0:
        yield value[:at]
        at = value.find(mark, at + 1)


# Between the members of a list: ", and", "、", "或", "(diodes), ", "; subheadings".
_SEPARATOR = re.compile(
    r"""(?:\s?\([^()0-9]{0,60}\))?[項项號号]?\s{0,2}
    (?P<mark>[,;、/&](?:\s{0,2}(?:and/or|and|or)\b)?|(?:and/or|and|or)\b|及び|または|並びに|以及|或者|[及和與与或や]|と)
    \s{0,2}(?:(?:ex|HTSUS|HTS|HS|(?:sub)?headings?|第|\#)\s{0,2}){0,2}""",
    re.VERBOSE,
)
_TO = r"\s{0,2}(?:-|~|\bthrough\b|\bthru\b|\bto\b|至|到|から)\s{0,2}"


def _between(first: str, last: str) -> tuple[str, ...]:
    """``first`` to ``last``, equal but for the number they end in; only the ends where that is too much."""
    stem = first.rstrip("0123456789")
    low, high = first[len(stem) :], last[len(stem) :]
    if not last.startswith(stem) or not low.isdecimal() or not high.isdecimal():
        return (first, last)
    if not 0 < int(high) - int(low) < WIDEST_RANGE:
        return (first, last)
    return tuple(f"{stem}{number:0{len(low)}}" for number in range(int(low), int(high) + 1))


# ---- tariff codes ----------------------------------------------------------------------------------

# The number of the last heading of each chapter, 01 to 97 (HS 2022) and 98 to 99 (United States).
_LAST_HEADINGS = [
    int(last)
    for last in (
        "06 10 09 10 11 04 14 14 10 08 09 14 02 04 22 05 04 06 05 09 06 09 09 04 30 21 16 53 42 06 05 15 07 "
        "07 07 06 07 27 26 17 15 06 04 21 04 02 07 23 11 07 13 12 11 08 16 09 05 11 11 06 17 17 10 06 07 03 "
        "04 15 14 20 18 29 26 19 08 16 00 06 07 07 13 15 11 87 49 09 16 07 08 33 14 09 07 06 08 20 06 23 22"
    ).split()
]
# Revisions of the HS add headings at a chapter's end; not where years are written like headings.
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
_HS_TO = re.compile(_TO + r"(?:(?:(?:sub)?heading|HTSUS|HTS|HS|第)\s{0,2})?")
_HS_SHORT_TO = re.compile(r"-([0-9]{2})(?![0-9A-Za-z%]|[.,][0-9])")
_HS_WORDS = (
    *"HTSUSA HTSUS HTS HS heading Heading HEADING subheading Subheading SUBHEADING".split(),
    *"稅則號別 税则号别 稅則 税則 税则 稅號 税號 税号 税番 稅目 税目 號列 号列".split(),
    *"品目 統計品目 関税率表 商品编码 商品編碼 海关编码 海關編碼 海关编号 海關編號 海关商品编号 海關商品編號".split(),
    *"hs code,hts code,CN code,TARIC code,Combined Nomenclature,Schedule B,tariff line,tariff item".split(","),
    *"tariff code,tariff number,Tariff line,Tariff item,Tariff code,commodity code,Commodity code".split(","),
    *"customs code,Customs code".split(","),
)
# One of these stands in each of the words; asking for them first spares most texts the search.
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
# A schedule has editions; a heading has none: "HS 2007" is a year, "heading 2007" is jam.
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
# Literals only: the engine leaps over what begins none of them.
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


def _listed_hs(plain: str) -> Iterator[_Find]:
    """Codes behind a word that says so, dotted or not: headings 8541, 8542 and 8543."""
    if not any(piece in plain for piece in _HS_PIECES):
        return
    at = 0
    while (lead := _HS_LEAD.search(plain, at)) is not None:
        at = lead.end()
        if lead[0][0].isascii() and _in_word(plain, lead.start()):
            continue
        year = _SCHEDULE_ALONE.fullmatch(lead[0]) is not None and plain[at : at + 2] in ("19", "20")
        if year and _HS_BARE.match(plain, at) is None:
            continue
        for find in _hs_run(plain, at):
            yield find
            at = find.end


def _hs_run(plain: str, at: int) -> Iterator[_Find]:
    while (number := _HS_NUMBER.match(plain, at)) and (find := _hs_find(plain, number)):
        yield find
        separator = _SEPARATOR.match(plain, find.end)
        if separator is None:
            return
        at = separator.end()


def _hs_find(plain: str, number: re.Match[str]) -> _Find | None:
    """The code or range that begins with a number; None where the number is none, or counts something."""
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
    return _Find(number.start(), end, CodeKind.HS, first, last)


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
    """Whether a chapter and heading of the tariff begin so."""
    chapter = int(digits[:2])
    last = _LAST_HEADINGS[chapter - 1] if chapter else 0
    if len(digits) == 2 or not last:
        return last > 0
    new = 0 if chapter in _CHAPTERS_LIKE_YEARS else _NEW_HEADINGS
    return 1 <= int(digits[2:4]) <= last + new


# "chapter 85" is a part of any book: the schedule must stand beside it.
_HS_CHAPTER = re.compile(r"(?:chapters?\s{1,2}|Chapters?\s{1,2}|第)(?=[0-9]{1,2}(?![0-9]))")
_HS_CHAPTER_NUMBER = re.compile(r"([0-9]{1,2})(?![0-9A-Za-z]|[.-][0-9])")
_SCHEDULE_BEFORE = re.compile(r"(?:(?<![A-Za-z])H(?:TS(?:US)?|S)|[稅税][則则]|関税率表|税番)[\s:の]{0,2}\Z")
_SCHEDULE_BEHIND = re.compile(r"\s{0,2}(?:of|under|in)\sthe\s(?:U\.?S\.?\s)?(?:HTS|HS(?![A-Za-z])|Harmoni[sz]ed)")


def _hs_chapters(plain: str) -> Iterator[_Find]:
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


def _hs_chapter_run(plain: str, at: int) -> Iterator[_Find]:
    while number := _HS_CHAPTER_NUMBER.match(plain, at):
        chapter = f"{int(number[1]):02}"
        if not _is_hs(chapter):
            return
        yield _Find(number.start(), number.end(), CodeKind.HS, chapter)
        separator = _SEPARATOR.match(plain, number.end())
        if separator is None:
            return
        at = separator.end()


# ---- what begins with a digit ----------------------------------------------------------------------

_HS_BARE = re.compile(r"[0-9]{4}\.[0-9]{2}(?![0-9])")
# The first digit stands before the look-behind, so that the engine leaps from digit to digit.
_DIGIT_LED = re.compile(
    r"""[0-9](?<![A-Za-z0-9_][0-9])(?:
        (?P<hs>[0-9]{3}\.[0-9]{2}(?![0-9]))
        |(?P<fr>(?<=2)0[12][0-9]-[0-9]{5}(?![0-9A-Za-z]|[-.][0-9]))
        |(?P<rin>[0-9]{3}-(?:[A-Z]{2}[0-9]{2}|X[A-Z][0-9]{3})(?![0-9A-Za-z]|-[0-9]))
        |(?P<eccn>[A-Ea-e][0-9]{3}(?![0-9A-Za-z]|-[0-9])(?:\.(?:[A-Za-z]{1,2}|[0-9]{1,2})(?![A-Za-z0-9])){0,8})
        |(?P<case>[0-9]{2}-TA-[0-9]{1,4}(?:-([0-9]{1,4}))?(?![0-9A-Za-z]))
    )""",
    re.VERBOSE,
)
EAR99 = "ear99"
_EAR99 = re.compile(r"EAR\s?99(?![0-9A-Za-z])")
_FR_CORRECTION = re.compile(r"[CR][1-9]-")


def _digit_led(plain: str) -> Iterator[_Find]:
    for match in _DIGIT_LED.finditer(plain):
        find = _BY_GROUP[match.lastgroup or ""](plain, match)
        if find is not None:
            yield find


def _dotted_hs(plain: str, match: re.Match[str]) -> _Find | None:
    """A dotted code with no word before it: 8542.31.00; one of six digits may be a price or an index."""
    start = match.start()
    number = _HS_NUMBER.match(plain, start)
    if number is None or plain[max(0, start - 1) : start] == ".":
        return None
    if number[0].startswith(("19", "20")) and _DATE.fullmatch(number[0]):
        return None
    if len(number[0]) == 7 and not _may_be_hs(plain, start, number.end()):
        return None
    return _hs_find(plain, number)


def _may_be_hs(plain: str, start: int, end: int) -> bool:
    """Whether nothing round a number of four and two digits speaks of money, an index or a section."""
    if plain[max(0, start - 1) : start] == "-" or _NO_CODE_AFTER.search(plain[max(0, start - 12) : start]):
        return False
    return _MARKET.search(plain, max(0, start - 60), end + 30) is None


def _fr_document(plain: str, match: re.Match[str]) -> _Find | None:
    start = match.start()
    if plain[max(0, start - 1) : start] == "-":
        start -= 3
        if start < 0 or not _FR_CORRECTION.match(plain, start) or _in_word(plain, start):
            return None
    return _Find(start, match.end(), CodeKind.FR, plain[start : match.end()])


def _rin(plain: str, match: re.Match[str]) -> _Find | None:
    if plain[max(0, match.start() - 1) : match.start()] == "-":
        return None
    return _Find(*match.span(), CodeKind.RIN, match[0])


def _eccn(plain: str, match: re.Match[str]) -> _Find | None:
    """In capitals, as the list writes it: 3b001 may be anything, unless the word ECCN stands before it."""
    start = match.start()
    before = plain[max(0, start - 2) : start]
    if before[1:] == "%" or (before[1:] in ("-", ".") and before[0].isascii() and before[0].isalnum()):
        return None
    if match[0][1].islower() and "ECCN" not in plain[max(0, start - 16) : start]:
        return None
    return _Find(start, match.end(), CodeKind.ECCN, match[0].lower())


def _commission_case(plain: str, match: re.Match[str]) -> _Find | None:
    """The International Trade Commission's number of an investigation: 731-TA-1732, also 731-TA-1732-1734."""
    if plain[max(0, match.start() - 1) : match.start()] == "-":
        return None
    first, _, last = match[0].partition("-TA-")[2].partition("-")
    stem = match[0][: -len(match[0].partition("-TA-")[2])]
    ascends = last and int(last) > int(first)
    return _Find(*match.span(), CodeKind.CASE, stem + first, stem + last if ascends else None)


_BY_GROUP: dict[str, Callable[[str, re.Match[str]], _Find | None]] = {
    "hs": _dotted_hs,
    "fr": _fr_document,
    "rin": _rin,
    "eccn": _eccn,
    "case": _commission_case,
}


def _ear99(plain: str) -> Iterator[_Find]:
    if "EAR" in plain:
        for match in _EAR99.finditer(plain):
            if not _in_word(plain, match.start()):
                yield _Find(*match.span(), CodeKind.ECCN, EAR99)


# ---- rules and their papers ------------------------------------------------------------------------

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
_CFR_TO = re.compile(_TO + r"(?:(?:[Pp]art|[Ss]ection|§|第)\s{0,2})?")
_CFR_SIGN = re.compile(r"(?:§{1,2}|[Pp]arts?\s|[Ss]ections?\s)\s?")
_TITLES = range(1, 51)


def _cfr(plain: str) -> Iterator[_Find]:
    if "CFR" not in plain and "C.F" not in plain and "C. F" not in plain:
        return
    for lead in _CFR.finditer(plain):
        if int(lead["title"]) in _TITLES:
            yield from _cfr_run(plain, lead)


def _cfr_run(plain: str, lead: re.Match[str]) -> Iterator[_Find]:
    start, at = lead.span()
    while place := _CFR_PLACE.match(plain, at):
        title = f"{int(lead['title'])}/"
        last = _cfr_last(plain, place)
        end = last.end("place") if last else place.end("place")
        yield _Find(start, end, CodeKind.CFR, title + place["place"], title + last["place"] if last else None)
        separator = _SEPARATOR.match(plain, (last or place).end())
        # After "part 744," a number may count anything; after "parts" or "744.11," it goes on.
        if separator is None or not (lead["plural"] or "." in place["place"]):
            return
        start = at = separator.end()
        if sign := _CFR_SIGN.match(plain, at):
            start = at = sign.end()


def _cfr_last(plain: str, place: re.Match[str]) -> re.Match[str] | None:
    """Where the range ends that begins with a place; None where none begins."""
    to = _CFR_TO.match(plain, place.end())
    last = _CFR_PLACE.match(plain, to.end()) if to else None
    if last is None or ("." in place[0]) != ("." in last[0]) or _ordinal(last["place"]) <= _ordinal(place["place"]):
        return None
    return last


def _ordinal(place: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall("[0-9]+", place))


_FR_CITATION = re.compile(
    r"([0-9](?<![A-Za-z0-9_.,/-][0-9])[0-9]{0,2})\s{0,2}(?:FR|F\.\s?R\.|Fed\.\s?Reg\.|Federal\sRegister)\s{0,2}([0-9]{1,3},[0-9]{3}|[0-9]{1,6})(?![0-9A-Za-z])"
)


def _fr_citation(plain: str) -> Iterator[_Find]:
    if "FR" not in plain and "F." not in plain and "Fed" not in plain:
        return
    for match in _FR_CITATION.finditer(plain):
        if 0 < int(match[1]) < 200:
            yield _Find(*match.span(), CodeKind.FR, f"{int(match[1])}FR{int(match[2].replace(',', ''))}")


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
# Numbered like dockets, by others.
_NO_DOCKETS = ("CVE-", "CNVD-", "CNNVD-", "JVNDB-", "CWE-", "ISO-", "ISBN-", "MS-", "KB-")


def _docket(plain: str) -> Iterator[_Find]:
    if "-20" in plain:
        for match in _DOCKET.finditer(plain):
            if not match[0].startswith(_NO_DOCKETS):
                yield _Find(*match.span(), CodeKind.DOCKET, match[0])
    if "ocket" in plain or "OCKET" in plain:
        for lead in _DOCKET_LEAD.finditer(plain):
            yield from _docket_run(plain, lead.end())


def _docket_run(plain: str, at: int) -> Iterator[_Find]:
    while (match := _DOCKET_NUMBER.match(plain, at)) and _is_docket(match[0]):
        yield _Find(*match.span(), CodeKind.DOCKET, match[0])
        separator = _SEPARATOR.match(plain, match.end())
        if separator is None:
            return
        at = separator.end()


def _is_docket(number: str) -> bool:
    return sum(character.isdecimal() for character in number) >= 3 and not number.startswith(_NO_DOCKETS)


# The Airbus models are no countries of Commerce's.
_CASE = re.compile(
    r"[AC](?<![A-Za-z0-9_-][AC])-(?!3(?:1[89]|2[01]|[3458]0)-)[1-9][0-9]{2}-[0-9]{3}(?![0-9A-Za-z]|-[0-9])"
)


def _case(plain: str) -> Iterator[_Find]:
    if "A-" in plain or "C-" in plain:
        for match in _CASE.finditer(plain):
            yield _Find(*match.span(), CodeKind.CASE, match[0])


_CSMS = re.compile(
    r"CSMS\s{0,2}(?:(?:[Mm]essages?|MESSAGES?|[Nn]umbers?|Nos?\.?)\s{0,2})?(?:\#s?|Nos?\.?|№|:|\()?\s{0,2}:?\s{0,2}\#?\s?"
)
_CSMS_NUMBER = re.compile(r"(?:[0-9]{7,9}|[0-9]{2}-[0-9]{6})(?![0-9A-Za-z]|[.,-][0-9])")


def _csms(plain: str) -> Iterator[_Find]:
    if "CSMS" not in plain:
        return
    for lead in _CSMS.finditer(plain):
        at = lead.end()
        while number := _CSMS_NUMBER.match(plain, at):
            yield _Find(*number.span(), CodeKind.CSMS, number[0])
            separator = _SEPARATOR.match(plain, number.end())
            if separator is None:
                break
            at = separator.end()


# ---- beyond the United States ----------------------------------------------------------------------

_WTO = re.compile(
    r"""[GWSITJ](?<![A-Za-z0-9_/][GWSITJ])
    (?:(?<=G)/[A-Z]{1,8}|(?<=W)T/[A-Z]{1,8}[0-9]{0,4}|(?<=S)/(?:C|L|FIN|CSC|CSS|DCS|WPDR|WPGR)|(?<=I)P/[CDNQW]
    |(?<=T)N/[A-Z]{1,4}|(?<=J)OB/[A-Z]{1,6})(?:\([0-9]{2}\))?
    (?:/(?:[A-Z0-9]{1,8}(?:\([0-9]{2}\))?(?![a-z])|(?:Add|Rev|Corr|Suppl|ADD|REV|CORR|SUPPL)\.[0-9]{1,3})){0,8}(?![0-9A-Za-z])""",
    re.VERBOSE,
)
_DISPUTE_PAPER = re.compile(r"WT/(DS[1-9][0-9]{0,2})(?:/|\Z)")
# Two digits are a console, a car and a lens; DS-160 is a visa form.
_DISPUTE = re.compile(r"DS\s?([1-9][0-9]{2})(?![0-9A-Za-z]|[-.][0-9])(?!\s?(?:[Ff]orm|[Vv]isa|[Aa]pplication|表))")
_SHORT_DISPUTE = re.compile(r"(?:WTO|[Dd]isputes?|[Cc]ase|争端|爭端|紛争)\s?\(?DS\s?([1-9][0-9]?)(?![0-9A-Za-z])")


def _wto(plain: str) -> Iterator[_Find]:
    if "/" in plain:
        for match in _WTO.finditer(plain):
            value = _wto_value(match[0].upper())
            if value is not None and any(map(str.isdecimal, value)):
                yield _Find(*match.span(), CodeKind.WTO, value)
    if "DS" in plain:
        for match in _DISPUTE.finditer(plain):
            if not _in_word(plain, match.start()):
                yield _Find(*match.span(), CodeKind.WTO, "DS" + match[1])
        for match in _SHORT_DISPUTE.finditer(plain):
            yield _Find(plain.index("DS", match.start()), match.end(), CodeKind.WTO, "DS" + match[1])


def _wto_value(symbol: str) -> str | None:
    dispute = _DISPUTE_PAPER.fullmatch(symbol)
    if dispute:
        return dispute[1]
    return symbol if symbol.count("/") >= 2 or _DISPUTE_PAPER.match(symbol) else None


_ACT = re.compile(r"[0-9](?<![A-Za-z0-9_/.,-][0-9])[0-9]{0,3}/[0-9]{2,4}(?![0-9]|[.,][0-9])")
_ACT_BODY = re.compile(r"\((?:EU|EC|EEC|ECSC|CFSP|Euratom|EU,\s?Euratom)\)\s{0,2}(?:(?:No|Nr|n°)\.?\s{0,2}|第)?\Z")
_ACT_NAME = re.compile(
    r"""(?:(?:Regulation|Directive|Decision|REGULATION|DIRECTIVE|DECISION)S?s?\s{1,2}(?:[Nn]o\.?\s{0,2})?
    |(?<![A-Za-z])(?:EU|[欧歐]盟|[欧歐]州連合)(?:[規规][則则]|[條条]例|法[規规]|指令|[決决]定|理事[會会]|委[員员][會会]|実施|实施|實施|施行|の|\s){0,4}
    (?:[Nn]o\.?\s{0,2}|第)?)\Z""",
    re.VERBOSE,
)
_ACT_SUFFIX = re.compile(r"/(?:EU|EC|EEC|ECSC|CFSP|Euratom|JHA)(?![A-Za-z])")


def _eu(plain: str) -> Iterator[_Find]:
    if "/" not in plain:
        return
    for match in _ACT.finditer(plain):
        value = _act(match[0])
        if value is None:
            continue
        before = plain[max(0, match.start() - 36) : match.start()]
        suffix = _ACT_SUFFIX.match(plain, match.end())
        if suffix or _ACT_BODY.search(before) or (_ACT_NAME.search(before) and not _is_season(value)):
            yield _Find(match.start(), suffix.end() if suffix else match.end(), CodeKind.EU, value)


def _act(number: str) -> str | None:
    """``year/number`` or ``number/year`` as written, without leading noughts; None where neither is a year."""
    left, _, right = number.partition("/")
    years = [side for side in (left, right) if len(side) == 4 and 1952 <= int(side) < 2100]
    if not int(left) or not int(right) or not (years or (len(right) == 2 and int(right) >= 52)):
        return None
    return f"{int(left)}/{int(right)}"


def _is_season(value: str) -> bool:
    """2024/25 is a winter, a budget or a harvest."""
    left, _, right = value.partition("/")
    return len(left) == 4 and int(right) == (int(left) + 1) % 100


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


def _mofcom_han(plain: str) -> Iterator[_Find]:
    if "商务部" not in plain and "商務部" not in plain:
        return
    for lead in chain.from_iterable(shape.finditer(plain) for shape in _ANNOUNCEMENT_HAN):
        numbers = list(_han_numbers(plain, lead.end()))
        if any(number[2] for number in numbers) and _of_the_ministry(plain, lead, numbers[-1].end()):
            yield _announced(lead.start(), numbers[0], lead["year"])
            yield from (_announced(number.start(), number, lead["year"]) for number in numbers[1:])


def _announced(start: int, number: re.Match[str], year: str) -> _Find:
    return _Find(start, number.end(), CodeKind.MOFCOM, f"{year}/{int(number[1])}")


def _han_numbers(plain: str, at: int) -> Iterator[re.Match[str]]:
    while number := _HAN_NUMBER.match(plain, at):
        yield number
        separator = _HAN_SEPARATOR.match(plain, number.end())
        if separator is None:
            return
        at = separator.end()


def _of_the_ministry(plain: str, lead: re.Match[str], end: int) -> bool:
    """Whether the Ministry of Commerce stands before the number in its sentence, and it numbers announcements."""
    sentence = re.split("[。;\n]", plain[max(0, lead.start() - 60) : lead.end()])[-1]
    ministries = list(_MINISTRY_HAN.finditer(sentence))
    if not ministries or not ("公告" in sentence or _NOTICE_HAN.match(plain, end)) or plain[lead.start() - 1] == "令":
        return False
    # A joint announcement bears the number of the ministry that is named first.
    if _ISSUER_FIRST.search(sentence, 0, ministries[-1].start()):
        return False
    between = sentence[ministries[-1].end() :]
    return between.startswith(_JOINTLY) or _OTHER_ISSUER.search(between) is None


_ANNOUNCEMENT = re.compile(
    r"""(?:[Aa]nnouncement|ANNOUNCEMENT|[Nn]otice|NOTICE|[Cc]ircular)[Ss]?\s{0,2}(?:of\s)?
    (?P<before>[\[(]?20[0-9]{2}[\])]?[\s,/-]{0,2})?(?:(?:[Nn]o|NO|[Nn]umber)s?\.?\s{0,2}|\#\s?)?
    (?P<slashed>20[0-9]{2}[/-])?(?P<number>[0-9]{1,3})(?![0-9A-Za-z])
    (?P<more>(?:\s?(?:,|,?\s?and|&)\s{0,2}(?:[Nn]o\.?\s?)?[0-9]{1,3}(?![0-9A-Za-z])){0,8})
    (?P<behind>(?:\s?,?\s?of\s|/|\s?[(\[]|,\s)20[0-9]{2}(?![0-9]))?""",
    re.VERBOSE,
)
_MINISTRY = re.compile(r"MOFCOM|Ministry\sof\sCommerce|[Cc]ommerce\s[Mm]inistry")
_OTHER_OFFICE = re.compile(r"(?:GACC|Customs|MIIT|MOF|Finance|NDRC|Council)(?:['’]s)?\s{0,2}\Z")


def _mofcom(plain: str) -> Iterator[_Find]:
    if "MOFCOM" not in plain and "ommerce" not in plain:
        return
    for match in _ANNOUNCEMENT.finditer(plain):
        year = _YEAR.search(match["before"] or match["slashed"] or match["behind"] or "")
        if year is None or not _of_mofcom(plain, *match.span()):
            continue
        yield _Find(match.start(), match.end("number"), CodeKind.MOFCOM, f"{year[0]}/{int(match['number'])}")
        for number in _NUMBER.finditer(plain, *match.span("more")):
            yield _announced(number.start(), number, year[0])


_YEAR = re.compile("20[0-9]{2}")
_NUMBER = re.compile("([0-9]{1,3})")


def _of_mofcom(plain: str, start: int, end: int) -> bool:
    before = plain[max(0, start - 60) : start]
    if _OTHER_OFFICE.search(before) and not re.search(r"(?:MOFCOM|Commerce)(?:,|\sand|\s&)\s[^.]{0,40}\Z", before):
        return False
    return _MINISTRY.search(before) is not None or _MINISTRY.search(plain, end, end + 50) is not None


# Where two find the same place, the one named first stands.
_RECOGNISERS: tuple[Callable[[str], Iterable[_Find]], ...] = (
    _docket,
    _csms,
    _cfr,
    _fr_citation,
    _case,
    _wto,
    _mofcom_han,
    _mofcom,
    _eu,
    _ear99,
    _listed_hs,
    _hs_chapters,
    _digit_led,
)


# ---- a rule's value --------------------------------------------------------------------------------


def _canonical_hs(typed: str) -> str | None:
    digits = re.sub(r"[.\s-]", "", _CHECK_DIGIT.sub("", typed))
    return digits if re.fullmatch("(?:[0-9]{2}){1,5}|[0-9]{9}", digits) and _is_hs(digits) else None


def _canonical_eccn(typed: str) -> str | None:
    value = typed.lower().replace(" ", "")
    shape = r"ear99|[0-9](?:[a-e](?:[0-9]{3}(?:\.(?:[a-z]{1,2}|[0-9]{1,2})){0,8})?)?"
    return value if re.fullmatch(shape, value) else None


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


def _canonical_docket(typed: str) -> str | None:
    value = typed.upper()
    return value if _DOCKET_NUMBER.fullmatch(value) and _is_docket(value) else None


def _canonical_fr(typed: str) -> str | None:
    value = typed.upper()
    if re.fullmatch("(?:[CR][1-9]-)?20[12][0-9]-[0-9]{5}", value):
        return value
    match = re.fullmatch(
        r"([1-9][0-9]{0,2})\s?(?:FR|F\.\s?R\.|FED\.\s?REG\.)\s?([0-9]{1,3},[0-9]{3}|[0-9]{1,6})", value
    )
    return f"{match[1]}FR{int(match[2].replace(',', ''))}" if match and int(match[1]) < 200 else None


def _canonical_rin(typed: str) -> str | None:
    value = typed.upper().removeprefix("RIN").lstrip()
    return value if re.fullmatch("[0-9]{4}-(?:[A-Z]{2}[0-9]{2}|X[A-Z][0-9]{3})", value) else None


def _canonical_case(typed: str) -> str | None:
    value = typed.upper()
    return value if re.fullmatch("[AC]-[1-9][0-9]{2}-[0-9]{3}|[0-9]{3}-TA-[0-9]{1,4}", value) else None


def _canonical_csms(typed: str) -> str | None:
    value = typed.upper().removeprefix("CSMS").lstrip("# ")
    return value if re.fullmatch("[0-9]{7,9}|[0-9]{2}-[0-9]{6}", value) else None


def _canonical_wto(typed: str) -> str | None:
    value = typed.upper()
    if re.fullmatch(r"(?:WT/)?DS\s?[1-9][0-9]{0,2}", value):
        return value.removeprefix("WT/").replace(" ", "")
    return value if _WTO.fullmatch(value) else None


def _canonical_eu(typed: str) -> str | None:
    number = re.sub(
        r"^\(?(?:EU|EC|EEC|ECSC|CFSP|EURATOM)?\)?\s?(?:NO\.?)?\s?|/(?:EU|EC|EEC|CFSP|EURATOM|JHA)$", "", typed.upper()
    )
    return _act(number) if re.fullmatch("[0-9]{1,4}/[0-9]{2,4}", number) else None


def _canonical_mofcom(typed: str) -> str | None:
    match = re.fullmatch(r"(20[0-9]{2})(?:[/-]|年第?|\sNO\.?\s?)([0-9]{1,3})[号號]?", typed.upper())
    return f"{match[1]}/{int(match[2])}" if match and int(match[2]) else None


_CANONICAL: dict[CodeKind, Callable[[str], str | None]] = {
    CodeKind.HS: _canonical_hs,
    CodeKind.ECCN: _canonical_eccn,
    CodeKind.CFR: _canonical_cfr,
    CodeKind.DOCKET: _canonical_docket,
    CodeKind.FR: _canonical_fr,
    CodeKind.RIN: _canonical_rin,
    CodeKind.CASE: _canonical_case,
    CodeKind.CSMS: _canonical_csms,
    CodeKind.WTO: _canonical_wto,
    CodeKind.EU: _canonical_eu,
    CodeKind.MOFCOM: _canonical_mofcom,
}
