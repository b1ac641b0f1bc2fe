"""Finds codes and quantities among typed words, in all their spellings: HS 8542.31, 2nm, 25%."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from watchers.codes import CodeKind, canonical, recognize
from watchers.rules.lexer import Lexeme
from watchers.rules.syntax import Field, Near, Or, Rule, joined, phrase_of
from watchers.rules.vocabulary import ANNOUNCERS, HYPHENS
from watchers.text.tokens import read

# Each line has the spellings of one unit.
_UNITS = [
    [*line.split(), *(word.replace("meter", "metre") for word in line.split() if "meter" in word)]  # codespell:ignore
    for line in """
    nm nanometer nanometers 奈米 纳米 ナノ
    μm um micron microns micrometer micrometers 微米 ミクロン マイクロメートル
    mm millimeter millimeters 毫米 公釐 ミリ
    cm centimeter centimeters 公分 厘米 センチ
    km kilometer kilometers 公里 千米 キロメートル
    inch inches 吋 英寸 英吋 インチ
    kg kilogram kilograms 公斤 千克 キログラム
    t ton tons tonne tonnes 噸 吨 公噸 トン
    kw kilowatt kilowatts 千瓦 キロワット
    mw megawatt megawatts 兆瓦 百萬瓦 メガワット
    gw gigawatt gigawatts 吉瓦 ギガワット
    kwh
    mwh
    gwh
    twh
    mb megabyte megabytes
    gb gigabyte gigabytes
    tb terabyte terabytes
    ghz gigahertz 吉赫 ギガヘルツ
    mhz megahertz 兆赫 メガヘルツ
    gbps
    mbps
    bn billion billions b
    mn million millions
    tn trillion trillions
    bps bp
    km2 ha hectare hectares 公頃 公顷 ヘクタール
    day days 天
    countries 國 カ国 か国 ヶ国 ヵ国
    """.strip().splitlines()
]
_UNITS_OF = {spelling: unit for unit in _UNITS for spelling in unit}
_CURRENCIES = {
    "$": ("dollars", "usd", ("美元", "美金", "ドル")),
    "€": ("euros", "eur", ("歐元", "欧元", "ユーロ")),
    "£": ("pounds", "gbp", ("英鎊", "英镑", "ポンド")),
    "¥": ("yen", "jpy", ("日圓", "日元", "円", "人民幣", "元")),
    "元": ("yuan", "cny", ("元",)),
}
_CURRENCY_OF = {
    **{word: sign for sign, (words, code, cjk) in _CURRENCIES.items() for word in (words, words[:-1], code, *cjk)},
    **{sign: sign for sign in _CURRENCIES},
    "yen": "¥",
    "yuan": "元",
    "rmb": "元",
}
_SCALES = {
    "bn": 10**9, "billion": 10**9, "b": 10**9, "mn": 10**6, "m": 10**6, "million": 10**6, "tn": 10**12,
    "trillion": 10**12, "億": 10**8, "亿": 10**8, "兆": 10**12, "萬": 10**4, "万": 10**4,
}  # fmt: skip
_SCALE_WORDS = ((10**12, ("trillion", "tn")), (10**9, ("billion", "bn")), (10**6, ("million", "mn", "m")))
_CJK_SCALES = ((10**12, ("兆", "萬億", "万亿")), (10**8, ("億",)), (10**4, ("萬", "万")))
_NUMBER = r"[0-9]+(?:,000)*(?:\.[0-9]+)?"
_WORDS_OF_MONEY = "|".join(sorted(map(re.escape, _CURRENCY_OF.keys() - set("$€£¥")), key=len, reverse=True))
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_PERCENT = re.compile(
    rf"({_NUMBER})[ -]?(?:%|percent|per cent|pct|パーセント|趴)|百分之({_NUMBER}|[零一二三四五六七八九十百]+)"
    r"|([1-9一二三四五六七八九])[成割]([1-9一二三四五六七八九半]?)分?"
)
_MONEY = re.compile(rf"(?:us)?([$€£¥]) ?({_NUMBER}) ?({_SCALE})?(?:円|元)?")
_MONEY_IN_WORDS = re.compile(
    rf"({_NUMBER}) ?({_SCALE})? ?({_WORDS_OF_MONEY})|(usd|eur|gbp|jpy|cny|rmb) ?({_NUMBER}) ?({_SCALE})?"
)
_UNIT = re.compile(rf"({_NUMBER})[ -]?([^\W\d_]+[0-9]?)")
_LETTERS = re.compile(r"([A-Za-z]{1,3}|[A-Za-z]{4,12}(?=[0-9]))([ -]?)([0-9]{1,5})(?:-?([A-Za-z]{1,2})| ([A-Za-z]))?")
MAX_SPACED_NUMBER = 3
"""Digits of a number after a letter and a space: F 35, but not AI 2027."""
_MONTH_NAMES = "January February March April May June July August September October November December".split()
_MONTHS = [name[:3].lower() for name in _MONTH_NAMES]
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in map(str.lower, _MONTH_NAMES)) + "|sept"
_MONTH_AND_DAY = re.compile(rf"({_MONTH})\.? ?([0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? 20[0-9]{{2}})?")
_DAY_AND_MONTH = re.compile(rf"([0-9]{{1,2}})(?:st|nd|rd|th)? ?({_MONTH})\.?(?: 20[0-9]{{2}})?")
_DAY_IN_NUMBERS = re.compile(
    "(?:20[0-9]{2}[年/])?([0-9]{1,2})[月/]([0-9]{1,2})[日號号]?|([一二三四五六七八九十]+)月([一二三四五六七八九十]+)[日號号]"
)
_RANGE = re.compile(rf"({_NUMBER})(?:%|[^\W\d_]+)?(?: ?[-~〜] ?| to )({_NUMBER})( ?(?:%|[^\W\d_]+))")
_HYPHENS = str.maketrans(dict.fromkeys(HYPHENS, "-"))


def spellings(typed: str) -> tuple[str, ...]:
    """Return the ways to write a typed number with its unit, sign or letter; () if it is something else."""
    text = " ".join(unicodedata.normalize("NFKC", typed).translate(_HYPHENS).split())
    if money := _money(text):
        return tuple(dict.fromkeys(money))
    found = _percent(text) or _day(text) or _unit(text) or _letters(text) or _ends(text)
    return tuple(dict.fromkeys((text, *found))) if found else ()


def _ends(text: str) -> list[str]:
    """Return both ends of a range in the ways they are written: 25% and 50% of 25-50%."""
    match = _RANGE.fullmatch(text.lower())
    ends = [spellings(f"{number}{match[3]}") for number in match.group(1, 2)] if match else []
    return [*ends[0], *ends[1]] if ends and all(ends) else []


def _percent(text: str) -> list[str]:
    match = _PERCENT.fullmatch(text.lower())
    if match is None:
        return []
    number = match[1] or _digits(match[2]) or _tenths(match[3], match[4])
    found = [f"{number}%", f"{number} percent", f"{number} per cent", f"{number} pct"]
    found += [f"{number}パーセント", f"百分之{number}"]
    if number.isdigit() and 0 < int(number) <= 100:
        found.append(f"百分之{_chinese(int(number))}")
        tens, rest = divmod(int(number), 10)
        if not rest and tens < 10:
            found += [f"{tens}{tenth}" for tenth in "成割"] + [f"{_chinese(tens)}{tenth}" for tenth in "成割"]
    return found


def _day(text: str) -> list[str]:
    """Return a day of a month in the ways it is written: Aug 1, August 1st, 1 August, 8月1日; the year says nothing."""
    if match := _MONTH_AND_DAY.fullmatch(text.lower()):
        month, day = _MONTHS.index(match[1][:3]) + 1, int(match[2])
    elif match := _DAY_AND_MONTH.fullmatch(text.lower()):
        month, day = _MONTHS.index(match[2][:3]) + 1, int(match[1])
    elif match := _DAY_IN_NUMBERS.fullmatch(text):
        month, day = (int(_digits(match[1] or match[3])), int(_digits(match[2] or match[4])))
    else:
        return []
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return []
    name = _MONTH_NAMES[month - 1]
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    short = ["Sept"] if month == 9 else []
    months = dict.fromkeys([name, name[:3], *short])
    return [spelled for each in months for spelled in (f"{each} {day}", f"{each} {day}{ending}", f"{day} {each}")] + [
        f"{month}月{day}日"
    ]


def is_day(typed: str) -> bool:
    """Return whether a text is a day of a month, which is one thing although its month is a word."""
    return bool(_day(" ".join(typed.split())))


def _digits(typed: str | None) -> str:
    return str(_from_chinese(typed)) if typed and not typed[0].isdigit() else typed or ""


def _tenths(tens: str, more: str) -> str:
    """Return the number of 三成, 三成五 or 二割5分 in percent."""
    ones = "5" if more == "半" else _digits(more) or "0"
    return f"{_digits(tens)}{ones}"


def _money(text: str) -> list[str]:
    lowered = text.lower()
    if match := _MONEY.fullmatch(lowered):
        sign, number, scale = match.groups()
    elif match := _MONEY_IN_WORDS.fullmatch(lowered):
        number, scale, currency = (match[1], match[2], match[3]) if match[1] else (match[5], match[6], match[4])
        sign = _CURRENCY_OF[currency]
    else:
        return []
    words, code, cjk = _CURRENCIES[sign]
    amount = Fraction(number.replace(",", "")) * _SCALES.get(scale or "", 1)
    found: list[str] = []
    for written in _amounts(amount):
        found.append(f"{written} {words}")
        found.append(f"{code} {written}")
        if sign != "元":
            found.append(f"{sign}{written}")
    found += [f"{written}{currency}" for written in _cjk_amounts(amount) for currency in cjk]
    return found


def _amounts(amount: Fraction) -> Iterator[str]:
    """Yield 3 billion, 3bn and 3 bn; for a smaller amount, its digits with and without commas."""
    for scale, words in _SCALE_WORDS:
        if amount >= scale:
            number = _decimal(amount / scale)
            yield f"{number} {words[0]}"
            yield from (form for word in words[1:] for form in (f"{number}{word}", f"{number} {word}"))
            return
    yield from dict.fromkeys((_decimal(amount), f"{int(amount):,}" if amount.denominator == 1 else _decimal(amount)))


def _cjk_amounts(amount: Fraction) -> Iterator[str]:
    for scale, words in _CJK_SCALES:
        if amount >= scale:
            yield from (f"{_decimal(amount / scale)}{word}" for word in words)
            break
    else:
        yield _decimal(amount)


def _decimal(number: Fraction) -> str:
    return str(int(number)) if number.denominator == 1 else f"{float(number):.12g}"


def _unit(text: str) -> list[str]:
    match = _UNIT.fullmatch(text)
    if match is None:
        return []
    number, unit = match[1], match[2]
    known = _UNITS_OF.get(unit.lower())
    if known is None and (not unit.isascii() or " " in text or len(unit) > 3):
        return []
    found: list[str] = []
    for other in known or [unit]:
        found.append(f"{number}{other}" if len(other) <= 4 or not other.isascii() else f"{number} {other}")
        if other.isascii() and len(other) <= 4:
            found.append(f"{number} {other}")
    if known and (scale := _SCALES.get(known[0])):
        found += _cjk_amounts(Fraction(number.replace(",", "")) * scale)
    return found


def _letters(text: str) -> list[str]:
    match = _LETTERS.fullmatch(text)
    if match is None:
        return []
    letters, gap, number = match.group(1, 2, 3)
    more = match[4] or match[5] or ""
    if gap == " " and (not letters.isupper() or len(number) > MAX_SPACED_NUMBER):
        return []
    more = "" if more == "s" else more
    if len(letters) == 1:
        # Otherwise "a 100" would be an A100; capitals tell them apart.
        letters = letters.upper()
    found = [f"{letters}{number}{more}", f"{letters} {number}{more}"]
    if more:
        found += [f"{letters}{number} {more}", f"{letters} {number} {more}"]
    else:
        found.append(f"{letters}{number}s")
    return found


_DIGITS = "零一二三四五六七八九"


def _chinese(number: int) -> str:
    """Return a number from 1 to 100 in Chinese characters."""
    if number == 100:
        return "百"
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def _from_chinese(text: str) -> int:
    return next((number for number in range(1, 101) if text in (_chinese(number), f"一{_chinese(number)}")), 0)


# ---- codes that are typed without a field ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cited:
    """A code, and the words that it covers."""

    end: int
    """Index after its last word."""
    rule: Rule


_ACT = re.compile(r"((?:19|20)[0-9]{2})/([0-9]{1,4})")
_HEADING = re.compile(r"(?!19|20)[0-9]{4}")
_NEAR_A_TRADE_WORD = 5
"""In words between a bare number and the word that makes a tariff heading of it."""
_TRADE_WORDS = (
    "tariff tariffs duty duties customs import imports export exports heading headings subheading code codes hts hs "
    "關稅 進口 出口 稅則 輸入 輸出 税番 品目"
).split()


def cited(words: Sequence[Lexeme]) -> dict[int, Cited]:
    """Return the codes among consecutive words by the index of the first word that belongs to each."""
    found: dict[int, Cited] = {}
    text = " ".join(word.text for word in words)
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word.text) + 1
    stops = [start + len(word.text) for start, word in zip(starts, words, strict=True)]
    rules: dict[tuple[int, int], list[Rule]] = {}
    for code in recognize(text) or (recognize(text.upper()) if len(text.upper()) == len(text) else ()):
        # The word that announces a code may touch it: HS8542.
        start = max(start for start in starts if start <= code.start)
        if code.end in stops and (start == code.start or _announces(text[start : code.start])):
            rules.setdefault((start, code.end), []).append(Field(code.kind.value, code.value))
    for (start, end), fields in rules.items():
        first, last = starts.index(start), stops.index(end)
        while first and _announces(words[first - 1].text):
            first -= 1
        found[first] = Cited(last + 1, joined(Or, fields))
    for at, word in enumerate(words):
        if (act := _act(word.text)) and at not in found:
            announced = at > 0 and _announces(words[at - 1].text)
            found[at - announced] = Cited(at + 1, act)
    return found


def apart(word: Lexeme) -> list[Lexeme]:
    """Return a word cut around its codes, to which announcing words may touch: 出口 稅則8542, HS8541.43 の太陽電池."""
    text = word.text
    ends = {0, len(text)}
    for code in recognize(text) if any(map(str.isdecimal, text)) else ():
        before = text[: code.start].lower()
        announcer = max((len(each) for each in ANNOUNCERS if before.endswith(each)), default=0)
        ends |= {code.start - announcer, code.end}
    places = list(pairwise(sorted(ends)))
    return [Lexeme(word.kind, text[at:end], word.column + at, word.column - 1 + end) for at, end in places]


def _announces(word: str) -> bool:
    return word.lower().strip(":：") in ANNOUNCERS


def _act(text: str) -> Rule | None:
    """Return an act of the European Union by its year and number; 2024/25 is a season."""
    match = _ACT.fullmatch(text)
    if match is None or int(match[2]) == (int(match[1]) + 1) % 100:
        return None
    value = canonical(CodeKind.EU, text)
    return Field("eu", value) if value else None


def heading(word: Lexeme) -> Rule | None:
    """Return a bare number that is a tariff heading: as the code, or as a number beside a word of trade."""
    value = canonical(CodeKind.HS, word.text) if _HEADING.fullmatch(word.text) else None
    if value is None:
        return None
    number, *beside = (phrase_of(read(each)) for each in (word.text, *_TRADE_WORDS))
    return joined(Or, [Field("hs", value), Near(number, joined(Or, beside), _NEAR_A_TRADE_WORD)])
