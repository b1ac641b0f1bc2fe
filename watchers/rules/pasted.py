"""Puts what people paste or dictate into one line of the same length.

Lists become alternatives; addresses and tags of mail programs become blank; spoken signs and numbers are written.
Text in quotation marks is not changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchers.rules.syntax import Note, NoteKind
from watchers.rules.vocabulary import (
    CLOSING,
    COMPANY_FORMS,
    COUNTRY_CHARACTERS,
    DOUBLE_QUOTES,
    HYPHENS,
    NOT,
    OPENING,
    OPENING_BRACKETS,
    OPERATORS,
    SEPARATORS,
    SPOKEN_NUMBERS,
)

MAX_SHOWN = 24
"""Characters of an address that the answer shows, so that the line fits a phone."""
_COMPANY_FORMS = "|".join(sorted(filter(str.isalpha, COMPANY_FORMS)))
_NUMBER_WORDS = "|".join(SPOKEN_NUMBERS)
_COMPARED = (
    r"\b(?:(?:no\ )?(?:more|less|fewer|greater|higher|lower)\ than|at\ (?:least|most)|up\ to|as\ (?:much|many)\ as"
    r"|nearly|almost|approximately|roughly|exceeding)\ "
    "|超過|超过|逾|至少|最少|高於|高于|低於|低于|不到|將近|将近|高達|高达"
)
"""What is said about a number; texts say it in other words."""
_MONTH_ONLY = (
    "(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})月(?:底|初|末)?(?:之前|以前|前|までに|までの|まで)"
    "|(?:今|明|本)?年底(?:之)?前|年末まで(?:に|の)?|年内(?:に|の)"
    r"|\bby\ (?:the\ )?(?:end\ of|year[ -]end)(?:\ (?:the\ |this\ |next\ )?\w+)?(?:\ 20[0-9]{2}\b)?"
)
"""A time without a day, before which something is expected."""
_LIMITS = (
    r"\b(?:site|filetype|inurl):\S+|\b(?:after|before|date):[0-9]\S*"
    r"|(?:\band\ )?\b(?:(?:rst|la|ns|sn|wc|pd|date)[=<>]+\S+|(?:publication|pub|byline|date|length)\([^()]*\))"
    r"(?:\ and\b(?!\ not))?"
)
"""How search engines limit a search to a site, a language or a time."""
_COUNTRY = f"[{COUNTRY_CHARACTERS}]"
_TAGS = "ext|external|urgent|important|fyi|重要|緊急|至急|株|共有|参考|參考|分享|社内|転送"
_EXCHANGES = "twse|tpex|tpe|tyo|tse|nyse|nasdaq|krx|kospi|hkex|hkg|sse|szse|sha|she|lse|euronext|東証|股票代號"
_AFTER_CLAUSE = "|".join(
    f"(?<={words})"
    for words in "ですが けど ので なら ならば たら れば について に関して ても として によると 的話 的话".split()
)
"""A clause ends with these, so that a comma after it separates no alternatives."""
_KANA = re.compile("[ぁ-ヺ]")
"""In Japanese, 除外 is an exemption, too."""
_PASTED = re.compile(
    rf"""(?P<quoted>[{re.escape(OPENING)}][^{re.escape(CLOSING)}]*[{re.escape(CLOSING)}])
    |(?P<left_out>
        https?://\S+|www\.\S+
        |\bwhat(?:['’]?s|\ is)\ the\ (?:status|state|progress|latest)\ (?:of|on|with)\b
        |^\s*(?:hi|hello|hey|dear)\b[^-–—,:!\n]{{0,20}}[-–—,:!]+(?=\s)  # Hi team,
        |(?<=\s)[<>≤≥≦≧＜＞]=?(?=\s?[0-9])  # > 25%
        |(?:{_COMPARED})\ ?(?=[$€£¥]?[0-9])  # more than $100m
        |{_MONTH_ONLY}  # 12月底前
        |[\[【(（](?:{_TAGS})[\])）】]  # [EXT]
        |[(（]\ ?(?:{_EXCHANGES})\ ?[:：]?\ ?[0-9a-z.]{{1,8}}\ ?[)）]  # (NYSE: GFS)
        |[(（][0-9]{{4,6}}[. ](?:tw|two|t|jp|ks|kq|hk|ss|sz|tt)[)）]  # (2330.TW)
        |(?:&|\band)\ co\b\.?(?=\s|$)  # TSMC, UMC & co
        |(?<=[\u3400-\u9fff])-(?:ky|dr)\b  # 世芯-KY
        |^[^\s:：]{{0,10}}(?:要看|要追|想看|列出|交代的?|頼まれた件|依頼|宿題)[:：]  # 老闆要看：
        |\b(?:sent\ from\ (?:my|an?)\ \w+|get\ outlook\ for\ \w+)[:：]?|從我的\ ?\w+?\ ?傳送|从我的\w+?发送|\w+から送信
        |\b(?:atleast[0-9]*|hlead|hlp|lead)(?:=|(?=\())  # hlead(tariff)
        |{_LIMITS}
    )
    |(?P<blank>
        (?<=[a-z])\((?:s|es|ies)\)  # tariff(s)
        |[-–—=]+>|\.{{2,}}|…+|&nbsp;
        |</?(?!br|li|p|tr|div)[a-z][a-z0-9]*(?:\s[^<>]*)?>  # <b>
        |(?<=and)\ comma\b
        |,(?=\ (?:{_COMPANY_FORMS})\b)  # Co., Ltd.
        |(?<=[0-9]),(?=\ 20[0-9]{{2}}\b)  # August 1, 2025
        |[、，,]?(?:ただし|但し)[、，,]?
        |(?:(?<=^{_COUNTRY})|(?<=^{_COUNTRY}{{2}}))、(?=[^、，,]*[ぁ-ん][^、，,]*$)  # 米、半導体に関税
        |(?:(?<=[\u3400-\u9fffァ-ヺーa-z0-9][はがをにで])|(?<=[にでとらへ]は)|{_AFTER_CLAUSE})[、，,]  # 中国が、
        |(?<=\s)(?:full\ stop|question\ mark|[句問问][號号]|句点)\s*$
    )
    |(?P<letters>(?<![\w.&'’])[a-z](?:\ [a-z])+(?![\w.&'’]))  # t s m c
    |\baround\((?P<near>[0-9]+)\)
    |(?P<ampersand>&amp;)
    |(?P<spaced>\b(?:hs|hts|htsus|cn)(?:\ codes?)?\ ?[0-9]{{4}}(?:\ [0-9]{{2}}){{1,3}}(?![0-9.]))  # HS 8517 62
    |(?P<comma></?(?:br|li|p|tr|div)(?:\s[^<>]*)?/?>|\ comma(?=\ \w)|(?<=\s)(?:[逗頓顿][號号]|読点|コンマ)(?=\s))
    |(?<=[0-9%％])(?P<range>[~～〜])(?=[0-9０-９])  # 10~20%
    |(?P<except>除外(?=的|\s*(?:[)）,，、;；]|$)))
    |\b(?:open\ )?(?P<quote>quote\ .+?\ (?:un|end\ |close\ )quote)\b
    |(?P<before>\b(?:section|phase|chapter|heading|tier)\ )?
        (?P<number>\b(?:{_NUMBER_WORDS})(?:[ -](?:{_NUMBER_WORDS}))*\b)
        (?P<after>(?=\ (?:percent|per\ cent|[a-z]?illion|nanometers?|nm|dollars|euros|yen)\b))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What is pasted from mail, pages and other search engines, or dictated; quoted text comes first, and stays."""


def in_plain_signs(text: str) -> tuple[str, list[Note]]:
    """Return a rule of the same length in plain words and signs, and a note about addresses and tags of mail."""
    left_out: list[str] = []

    def written(match: re.Match[str]) -> str:
        typed, width = match[0], len(match[0])
        if match["left_out"]:
            left_out.append(typed if width <= MAX_SHOWN else f"{typed[: MAX_SHOWN - 1]}…")
        if match["comma"]:
            typed = ","
        elif match["range"]:
            typed = "-"
        elif match["near"]:
            typed = f"NEAR/{match['near']}"
        elif match["spaced"]:
            typed = re.sub("(?<=[0-9]) ", ".", typed)
        elif match["ampersand"]:
            typed = "&"
        elif match["except"]:
            typed = "以外" if _KANA.search(text) is None or text[match.end() :].startswith((")", "）")) else typed
        elif match["letters"]:
            typed = typed.replace(" ", "").upper()
        elif match["quote"]:
            typed = f'"{match["quote"].removeprefix("quote ").rpartition(" ")[0]}"'
        elif match["number"] and (match["before"] or match["after"] is not None):
            typed = f"{match['before'] or ''}{_in_digits(match['number'])}"
        elif match["left_out"] or match["blank"]:
            typed = ""
        return typed.ljust(width)

    plain = _PASTED.sub(written, text)
    return plain, [Note(NoteKind.LEFT_OUT, ", ".join(left_out))] if left_out else []


def _in_digits(spoken: str) -> str:
    """Return a spoken number in digits, also one that is read digit by digit: two thirty two."""
    values: list[int] = []
    for value in (SPOKEN_NUMBERS[word] for word in re.split("[ -]", spoken.lower())):
        if value == 100 and values:
            values[-1] *= value
        elif values and values[-1] and value and values[-1] % 10 ** len(str(value)) == 0:
            values[-1] += value
        else:
            values.append(value)
    return "".join(map(str, values))


# ---- lists ------------------------------------------------------------------------------------------

_DOTS = "*•∙‧・·●○■□▪▫◦‣►▶→✅☑✔"
_HAN_NUMBERS = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BULLET = re.compile(
    rf"(?:(?:^|(?<=\s))[{re.escape(_DOTS)}]+\ufe0f?\s*|^[{re.escape(HYPHENS)}]+\s+)(?:\[[ xX]?\]\s+)?"  # - [x]
)
_NUMBER = re.compile(
    rf"(?:^|(?<=\s))(?:[(（]?([0-9０-９]{{1,2}})[.．)）、](?![0-9０-９])|([{_HAN_NUMBERS}])、)\s*|([{_CIRCLED}])\s*"
)
_LAST_WORD = re.compile(r"\S+$")
_FIRST_WORD = re.compile(r"^\S+")


def in_one_line(text: str) -> str:
    """Return a rule of the same length in one line, with commas between the entries of a list.

    A line goes on in the next one where an operator ends it or begins the next, and within quotation marks.
    """
    entries = [entry for line in _lines(text) for entry in _entries(line)]
    joined = entries[0] if entries else ""
    for entry in entries[1:]:
        sign = " " if _goes_on(joined, entry) else ","
        # The comma takes the place of a bullet, or of the break between two lines.
        joined = joined + sign + entry[1:] if entry[:1].isspace() else joined[:-1] + sign + entry
    return joined


def _lines(text: str) -> Iterator[str]:
    """Yield the lines with their breaks, each as one character that an entry may replace by a comma."""
    lines = text.splitlines(keepends=True)
    for line in lines:
        bare = line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        yield bare + " " * (len(line) - len(bare))


def _entries(line: str) -> Iterator[str]:
    """Yield the entries of one line without their bullets and numbers, which are blank."""
    marks = list(_BULLET.finditer(line)) or _numbers(line)
    before = line[: marks[0].start()].strip() if marks else "x"
    if before and before[-1] not in ":：":
        yield line
        return
    ends = [*(mark.start() for mark in marks[1:]), len(line)]
    first = line[: marks[0].start()]
    for mark, end in zip(marks, ends, strict=True):
        yield first + " " * len(mark[0]) + line[mark.end() : end]
        first = ""


def _numbers(line: str) -> list[re.Match[str]]:
    """Return the numbers of the entries of a line; they count up by one."""
    found: list[re.Match[str]] = []
    for mark in _NUMBER.finditer(line):
        if not found or _value(mark) == _value(found[-1]) + 1:
            found.append(mark)
    return found


def _value(mark: re.Match[str]) -> int:
    arabic, han, circled = mark.groups()
    if arabic:
        return int(arabic)
    return _HAN_NUMBERS.index(han) if han else _CIRCLED.index(circled)


def _goes_on(before: str, entry: str) -> bool:
    """Return whether an entry continues the one before it."""
    if not entry.strip() or not before.strip():
        return True
    last, first = _one_word(_LAST_WORD, before.rstrip()), _one_word(_FIRST_WORD, entry.lstrip())
    if last in OPERATORS or last[-1] in SEPARATORS + OPENING_BRACKETS or first[0] in SEPARATORS:
        return True
    quoted = sum(map(before.count, DOUBLE_QUOTES)) % 2 == 1
    return quoted or (first in OPERATORS and first not in NOT)


def _one_word(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    assert match is not None  # the text is not blank
    return match[0].lower()
