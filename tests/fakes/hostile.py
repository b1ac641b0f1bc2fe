"""Texts that were made to hurt: what a feed or a person may send on purpose. Made by chance, from a seed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Shape = Callable[[Random, int], str]
"""Makes a text of about so many code points."""


def texts(chance: Random, size: int) -> str:
    """A text of one shape, or of several after one another."""
    if chance.random() < 0.5:
        return chance.choice(SHAPES)(chance, size)
    parts = chance.randint(2, 4)
    return chance.choice(("", " ", "\n", "。")).join(chance.choice(SHAPES)(chance, size // parts) for _ in range(parts))


def rules(chance: Random, size: int) -> str:
    """The text of a rule, or of what is nearly one."""
    if chance.random() < 0.3:
        return texts(chance, size)
    if chance.random() < 0.3:
        return chance.choice(RULE_SHAPES)(chance, size)
    return _from(RULE_PIECES)(chance, size)


# ---- of any kind -----------------------------------------------------------------------------------


def _from(pieces: tuple[str, ...]) -> Shape:
    """Pieces in any order."""

    def made(chance: Random, size: int) -> str:
        text = ""
        while len(text) < size:
            text += chance.choice(pieces)
        return text

    return made


def _one_piece(pieces: tuple[str, ...]) -> Shape:
    """One piece, again and again; now and then something else among it."""

    def made(chance: Random, size: int) -> str:
        piece, other = chance.choice(pieces), chance.choice(pieces)
        often = chance.choice((0, 0, 50, 500))
        text = ""
        while len(text) < size:
            text += other if often and not chance.randrange(often) else piece
        return text

    return made


def _any_code_points(chance: Random, size: int) -> str:
    """Lone surrogates and unassigned ones among them."""
    return "".join(chr(chance.randrange(0x110000)) for _ in range(size))


def _marks(chance: Random, size: int) -> str:
    """Letters under heaps of combining marks."""
    marks = [chr(code) for code in (*range(0x300, 0x370), 0x3099, 0x309A, 0x20D0, 0x0E31, 0x093C, 0x1160, 0x11A8)]
    heap = chance.choice((3, 100, size))
    text = ""
    while len(text) < size:
        text += chance.choice("aeｶは가क") + "".join(chance.choices(marks, k=min(heap, size)))
    return text


def _nested(chance: Random, size: int) -> str:
    opening, closing = chance.choice(("()", "（）", "「」", "[]", '""', "()"))
    depth = size // 2
    return opening * depth + chance.choice(("quota", "", "關稅", "a1")) + closing * chance.choice((depth, depth - 1, 0))


NUMBERS = (
    *("8542.31.00", "8542", ".", "1.", "1.1", "12,345", "-", "–", "3B001.f.1", "3b001.", "15 CFR ", "15 CFR 744.11"),
    *(
        " through ",
        " to ",
        "-8543",
        "HS ",
        "HTSUS ",
        "heading ",
        "headings 8541, ",
        "稅則",
        "税番",
        "第8542章",
        "EAR99",
    ),
    *(
        "CSMS # 65340246",
        "731-TA-1732-",
        "A-570-181",
        "A-",
        "2025-05887",
        "90 FR 12345",
        "0694-AK01",
        "DS",
        "WT/DS597/R",
    ),
    *(
        "G/TBT/N/",
        "/A",
        "(EU) 2023/956",
        "2023/956",
        "商务部公告2025年第18号",
        "第18号、第19号",
        "年第",
        "公告",
        "Announcement No. ",
    ),
    *(
        "MOFCOM ",
        "2025, ",
        "USTR-2025-0012",
        "USTR-",
        "_A-",
        "-2025-",
        "Docket No. ",
        "§",
        "§§ 744.11",
        ", and ",
        "chapter 85 ",
    ),
    *("０８５４２", "²", "①", "\u200b", "\u00ad", "7", "00", "A", "(a)", "(1)", "CFR", "C.F.R.", "No. ", ", ", " "),
)
ODD = (
    *(
        "\ufdfa",
        "\ufb03",
        "ﷲ",
        "㌔",
        "㋿",
        "ǆ",
        "ß",
        "İ",
        "ı",
        "ŉ",
        "ΐ",
        "ﬅ",
        "Ǆ",
        "ſ",
        "K",
        "Å",
    ),  # they fold to several
    *("\u200b", "\u200d", "\u00ad", "\u202e", "\u2066", "\u2069", "\ufeff", "\u180e", "\u034f", "\u3164", "\ufe0f"),
    *("\ud800", "\udfff", "\udbff\udfff", "\x00", "\x1f", "\x85", "\u2028", "\u2029", "\ufffe", "\U0010ffff"),
    *("👩‍👩‍👧‍👦", "🇹🇼", "🔥", "👍🏽", "\U000e0067", "ｶﾞ", "ﾊ\u200bﾞ", "각", "각", "ก็", "क्षि"),
)
WORDS = (
    *(
        "TSMC ",
        "tariff ",
        "tariffs ",
        "關稅",
        "关税",
        "関税",
        "台積電",
        "台积电",
        "chips ",
        "US ",
        "US steel ",
        "BIS ",
        "Section 232 ",
    ),
    *(
        "export controls ",
        "a ",
        "A ",
        "U.S. ",
        "e.g. ",
        "No. 5 ",
        "J. ",
        "稅",
        "稀土",
        "高通",
        "提高通關",
        "實體清單",
        "不可靠实体清单",
    ),
    *(". ", "。", "\n\n", "…", "!", "’s ", "-", "－", "・", "“", "”", "「", "」", "N-2 "),
)
SHAPES: tuple[Shape, ...] = (
    _any_code_points,
    _marks,
    _nested,
    _from(NUMBERS),
    _one_piece(NUMBERS),
    _from(ODD),
    _one_piece(ODD),
    _from(WORDS),
    _one_piece(WORDS),
    _from((*NUMBERS, *ODD, *WORDS)),
    _one_piece(
        (
            "稅",
            "a",
            "A",
            "0",
            ".",
            " ",
            "\n",
            "\t",
            "…",
            '"',
            "'",
            "(",
            "/",
            "_",
            "é",
            "e\u0301",
            "カ",
            "가",
            "A.",
            "a.b",
        )
    ),
)

# ---- of rules --------------------------------------------------------------------------------------

RULE_PIECES = (
    *(
        "quota ",
        "levy ",
        "TSMC",
        "關稅",
        "台積電關稅",
        "BIS ",
        "US Steel ",
        "工業局",
        "semicon* ",
        "a",
        "稅",
        "カ",
        "8542",
        "3B001",
    ),
    *(
        " AND ",
        " OR ",
        " NOT ",
        " NEAR ",
        " NEAR/50 ",
        " NEAR/",
        "-",
        "－",
        ",",
        "，",
        "、",
        "；",
        "｜",
        "(",
        ")",
        "（",
        "）",
        "*",
        "@",
    ),
    *(
        '"',
        "“",
        "”",
        "「",
        "」",
        "『",
        "＂",
        "«",
        "@TSMC ",
        "@nobody ",
        "'s ",
        "’s ",
        "🔥",
        "\u200b",
        "\u0301",
        "\x00",
        "\ud800",
        "\ufdfa",
    ),
    *(
        "title:",
        "lang:",
        "lang:zh-TW ",
        "country:JP ",
        "country:",
        "source:ustr.rss ",
        "hs:8542 ",
        "hs:",
        "eccn:3B001 ",
        "cfr:15/744 ",
    ),
    *(
        "docket:USTR-2025-0012 ",
        "wto:G/TBT/N ",
        "case:A-570-181 ",
        "eu:2023/956 ",
        "mofcom:2025/18 ",
        "http://",
        "agency:x ",
    ),
)


def _near_chain(chance: Random, size: int) -> str:
    return " ".join(
        f"{chance.choice(('a1', 'quota', 'TSMC', '關稅'))} NEAR/50 (quota, levy)" for _ in range(size // 20)
    )


def _exclusions(chance: Random, size: int) -> str:
    return "quota " + chance.choice(("-", "NOT ", "-(", "- ")) * (size // 2) + "levy"


RULE_SHAPES: tuple[Shape, ...] = (
    _nested,
    _near_chain,
    _exclusions,
    _one_piece(RULE_PIECES),
    _one_piece(
        ("quota,", "quota ", "台積電", "關稅", "台", '"a1"', "BIS,", "BIS ", "title:(", "-(", "@", "quota-", "a-")
    ),
)
