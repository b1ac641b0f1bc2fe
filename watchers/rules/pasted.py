"""Writes what people paste or dictate in plain words and signs of the same length.

Addresses and tags of mail programs become blank; spoken signs and numbers are written.
"""

from __future__ import annotations

import re

from watchers.rules.vocabulary import (
    CLOSING,
    COMPANY_FORMS,
    COUNTRY_CHARACTERS,
    OPENING,
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
_TAGS = (
    "ext|external|urgent|important|fyi|重要|緊急|急ぎ|至急|大至急|急件|株|共有|再送|展開|確認|要確認|参考|參考|分享|社内|転送"
    "|快訊|快讯|速報|更新|通知|提醒"
)
_GREETINGS = (
    "早安|午安|你好|您好|大家好|各位好|各位早|哈囉"
    "|おはよう|おはようございます|お疲れ様です|お世話になっております|こんにちは"
)
_ASKED = "要看|要追|要用|会議用|朝会用|記事用|レポート用|想看|列出|交代的?|頼まれた件|依頼|宿題"
"""What ends the words before a colon that say who asks: 老闆要看："""
_EXCHANGES = "twse|tpex|tpe|tyo|tse|nyse|nasdaq|krx|kospi|hkex|hkg|sse|szse|sha|she|lse|euronext|東証|股票代號"
_NOT_WANTED = (
    "(?:都|就|全都|全部)?(?:不要|不用|不必|不需要|不看|免)(?:通知|推播?|看|給)?我?了?"
    "|(?:は|なら)?(?:不要|いらない|いりません|要らない|要りません|興味(?:が)?(?:ない|なし)|通知不要)(?:です)?"
)
_ONLY = (
    r"\b(?:nothing|none|no\ one|nobody)\ (?:but|except|besides|other\ than)\b"
    r"|\b(?:and\ )?(?:nothing|no\ one|nobody)\ else\b|\b(?:ignore|skip|not)\ (?:all\ )?the\ rest\b"
    f"|(?:以外|之外|じゃないもの|でないもの)(?:的|の)?(?:もの|ニュース|新聞|話|件)?(?:{_NOT_WANTED})"
    f"|除了(?=[^，,]+的?(?:都|全都|全部)(?:不要|不用|不看))"
    f"|(?:其他|其它|其餘|其余|別的|别的|他|それ以外|その他|ほか)(?:的|の)?(?:もの|ニュース|新聞|話|件)?(?:{_NOT_WANTED})"
)
"""What excludes everything else, so that the term beside it must appear: 中国以外は不要, nothing but chips."""
_AFTER_CLAUSE = "|".join(
    f"(?<={words})"
    for words in (
        "ですが けど ので なら ならば たら れば について に関して ても として によると "
        "じゃなくて ではなく でなく だけ のみ 的話 的话"
    ).split()
)
"""A clause ends with these, so that a comma after it separates no alternatives."""
_EXCLUDES_FIRST = re.compile(
    r"\s*(?:(?:no|not|without|ignore|skip|don['’]?t\ (?:want|need|send|show))\b|不(?:要|看|想看|用|含)|別|别|除了)",
    re.IGNORECASE,
)
"""A rule that begins with what it excludes, before what it asks for: no stocks just tariffs."""
_KANA = re.compile("[ぁ-ヺ]")
"""In Japanese, 除外 is an exemption, too: 関税除外."""
PASTED = re.compile(
    rf"""(?P<quoted>[{re.escape(OPENING)}][^{re.escape(CLOSING)}]*[{re.escape(CLOSING)}])
    |(?P<left_out>
        https?://\S+|www\.\S+
        |\bwhat(?:['’]?s|\ is)\ the\ (?:status|state|progress|latest)\ (?:of|on|with)\b
        |^\s*(?:hi|hello|hey|dear|(?:good\ )?morning|good\ \w+)\b[^-–—,:!\n]{{0,20}}[-–—,:!]+(?=\s)  # Hi team,
        |^(?:{_GREETINGS})[，、,！!。]
        |(?<=\s)[<>≤≥≦≧＜＞]=?(?=\s?[0-9])  # > 25%
        |(?:{_COMPARED})\ ?(?=[$€£¥]?[0-9])  # more than $100m
        |{_MONTH_ONLY}  # 12月底前
        |[\[【(（](?:{_TAGS})[\])）】]  # [EXT]
        |[(（]\ ?(?:{_EXCHANGES})\ ?[:：]?\ ?[0-9a-z.]{{1,8}}\ ?[)）]  # (NYSE: GFS)
        |[(（][0-9]{{4,6}}[. ](?:tw|two|t|jp|ks|kq|hk|ss|sz|tt)[)）]  # (2330.TW)
        |(?<=[\u3400-\u9fff])-(?:ky|dr)\b  # 世芯-KY
        |^[^\s:：]{{0,10}}(?:{_ASKED})[:：]  # 老闆要看：
        |\b(?:sent\ from\ (?:my|an?)\ \w+|get\ outlook\ for\ \w+)[:：]?|從我的\ ?\w+?\ ?傳送|从我的\w+?发送|\w+から送信
        |\b(?:atleast[0-9]*|hlead|hlp|lead)(?:=|(?=\())  # hlead(tariff)
        |{_LIMITS}
        |{_ONLY}
        |^(?:我|請|请|只)*(?:想要|想看|要看|想追|要追|要)(?=\S+(?:以外|之外))  # 要台灣以外的
        |[(（][^()（）,，、]{{1,20}}[?？]\ ?[)）]  # (and peas?)
    )
    |(?P<unless>
        除非(?:是|跟|和|與|与)?(?P<needed>.+?)(?:有關|相關|有关|相关)?[，,\s]*(?:要?不然|否則|否则)(?P<rest>.*?)
        (?:{_NOT_WANTED})\s*$  # 除非跟台灣有關，不然不用通知我
    )
    |(?P<blank>
        (?<=[a-z])\((?:s|es|ies)\)  # tariff(s)
        |[-–—=]+>|\.{{2,}}|…+|&nbsp;
        |</?(?:a|b|i|u|s|em|strong|span|font|mark|small|sub|sup|code|cite|q|h[1-6])(?:\s[^<>]*)?>  # <b>
        |(?<=and)\ comma\b
        |(?<=\S\ )[-–—](?=\ (?:only|just)\b|\ [^-–—]*\bonly\s*$)  # quotas - EU only
        |,(?=\ (?:{_COMPANY_FORMS})\b)  # Co., Ltd.
        |(?<=[0-9]),(?=\ 20[0-9]{{2}}\b)  # August 1, 2025
        |[、，,]?(?:ただし|但し)[、，,]?
        |(?:(?<=^{_COUNTRY})|(?<=^{_COUNTRY}{{2}}))、(?=[^、，,]*[ぁ-ん][^、，,]*$)  # 米、半導体に関税
        |(?:(?<=[\u3400-\u9fffァ-ヺーa-z0-9][はがをにで])|(?<=[にでとらへ]は)|{_AFTER_CLAUSE})[、，,]  # 中国が、
        |(?<=\s)(?:full\ stop|question\ mark|[句問问][號号]|句点)\s*$
    )
    |(?P<letters>(?<![\w.&'’])[a-z](?:\ [a-z])+(?![\w.&'’]))  # t s m c
    |(?<=\S\ )(?P<dash>[-–—]\ +(?:(?:but\ )?not|no|except|excluding|without)\ [^-–—]+)(?:[-–—](?=\s)|$)  # - not LEDs -
    |\baround\((?P<near>[0-9]+)\)
    |(?P<ampersand>&amp;)
    |(?P<others>(?:&|\band)\ (?:co\b\.?|others)(?=\s|$))  # TSMC, UMC & co
    |(?P<spaced>\b(?:hs|hts|htsus|cn)(?:\ codes?)?\ ?[0-9]{{4}}(?:\ [0-9]{{2}}){{1,3}}(?![0-9.]))  # HS 8517 62
    |(?P<comma></?(?:br|li|p|tr|div)(?:\s[^<>]*)?/?>|\ comma(?=\ \w)|(?<=\s)(?:[逗頓顿][號号]|読点|コンマ)(?=\s))
    |(?<=[0-9%％])(?P<range>[~～〜])(?=[0-9０-９])  # 10~20%
    |(?<![,，、;；])(?P<instead>(?<!not)\ (?=(?:just|only)\ \w)|只(?:想?看|要|需要|關心|关心)(?=\w))  # no EVs just cars
    |(?P<except>除外(?=的|\s*(?:[)）,，、;；]|$)))
    |\b(?:open\ )?(?P<quote>quote\ .+?\ (?:un|end\ |close\ )quote)\b
    |(?P<before>\b(?:section|phase|chapter|heading|tier)\ )?
        (?P<number>\b(?:{_NUMBER_WORDS})(?:[ -](?:{_NUMBER_WORDS}))*\b)
        (?P<after>(?=\ (?:percent|per\ cent|[a-z]?illion|nanometers?|nm|dollars|euros|yen)\b))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What is pasted from mail, pages and other search engines, or dictated; quoted text comes first, and stays."""


def in_plain_signs(match: re.Match[str], left_out: list[str]) -> str:
    """Return what PASTED found in plain words and signs of the same length; add addresses and tags to ``left_out``."""
    typed = match[0]
    if match["left_out"]:
        shown = typed.strip().removeprefix("and ").removesuffix(" and")
        left_out.append(shown if len(shown) <= MAX_SHOWN else f"{shown[: MAX_SHOWN - 1]}…")
    return _written(match, typed).ljust(len(typed))


def _written(match: re.Match[str], typed: str) -> str:
    match match.lastgroup:
        case "left_out" | "blank":
            return ""
        case "comma":
            return ","
        case "others" if "," in match.string[: match.start()]:
            return ""
        case "instead":
            return "," if _EXCLUDES_FIRST.match(match.string) else typed
        case "unless":
            return f" {match['needed']} {match['rest']}"
        case "range":
            return "-"
        case "ampersand":
            return "&"
        case "dash":
            return f"({match['dash'][1:].rstrip()})"
        case "near":
            return f"NEAR/{match['near']}"
        case "spaced":
            return re.sub("(?<=[0-9]) ", ".", typed)
        case "except":
            before, after = match.string[: match.start()], match.string[match.end() :]
            is_list = ("、" in before or "，" in before) and _KANA.search(match.string) is None
            return "以外" if is_list or after.startswith((")", "）", "的")) else typed
        case "letters":
            return typed.replace(" ", "").upper()
        case "quote":
            return f'"{match["quote"].removeprefix("quote ").rpartition(" ")[0]}"'
        case "after":
            return f"{match['before'] or ''}{_in_digits(match['number'])}"
        case "number" if match["before"]:
            return f"{match['before']}{_in_digits(match['number'])}"
        case _:
            return typed


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
