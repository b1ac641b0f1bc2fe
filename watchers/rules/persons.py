"""Leaves out the office that is typed beside a person's name: Treasury Secretary Bessent, 經濟部長龔明鑫, 赤沢さん."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count, takewhile

from watchers.entities import Catalog, Tokens
from watchers.rules.grammar import Piece
from watchers.rules.lexer import plain
from watchers.rules.syntax import Entity
from watchers.rules.vocabulary import Kind
from watchers.text.tokens import Text, read

_TITLES = frozenset(
    "president pres pres. premier minister min min. secretary sec sec. sec'y chancellor commissioner ambassador amb "
    "representative chair chairman governor gov gov. senator sen sen. congressman rep rep. director chief ceo mr mr. "
    "ms ms. mrs mrs. dr dr.".split()
)
_PORTFOLIOS = frozenset(
    "prime vice deputy acting foreign trade commerce treasury finance economy energy state defense agriculture "
    "transport labor fed us u.s.".split()
)
"""What may precede the title and belongs to it."""
_COMPANY_FORMS = frozenset("co co. corp corp. inc inc. llc ltd ltd. limited plc".split())
_CJK_OFFICE = re.compile(
    "(?:{})*(?:{})".format(
        *(
            "|".join("".join(read(word).tokens) for word in words.split())
            for words in (
                "美 米 中 日 韓 英 德 独 法 仏 俄 印 加 墨 澳 豪 台 美國 米国 中國 日本 韓國 英國 德國 法國 印度 "
                "加拿大 前 新 現 副 代理 常務 首席 財務 財政 財 商務 國務 経産 経済産業 經濟 経済再生 担当 経済安保 "
                "経済安全保障 外務 外交 外 通商 貿易 談判 交渉 農業 農林水産 農 國防 防衛 內政 法務 官房 交通 "
                "交通部 經濟部 財政部 外交部 商務部 行政院 立法院 國安會 國發會 聯準會",
                "總統 大統領 主席 國家主席 總理 首相 總書記 書記 部長 院長 次長 次官 大臣 長官 相 財長 外長 防長 代表 "
                "大使 議長 會長 社長 總裁 董事長 執行長 局長 處長 主委 委員長 氏 さん さま 先生 女士 小姐",
            )
        )
    )
)
"""The office of a person, with its country and portfolio: 美財長, 経済産業大臣, 行政院副院長."""
_CJK_FORM = re.compile(
    "|".join("".join(read(form).tokens) for form in ("株式会社", "股份有限公司", "有限公司", "公司"))
)
MAX_OFFICE_WORDS = 10
"""In tokens."""
_HONORIFICS = tuple(read(word).tokens for word in ("さん", "氏", "さま", "先生", "女士", "小姐"))


def without_offices(pieces: Sequence[Piece], text: str, catalog: Catalog) -> tuple[list[Piece], list[str]]:
    """Return the pieces of consecutive words without the offices of persons and forms of companies, and these."""
    offices: set[int] = set()
    for at, piece in enumerate(pieces):
        if _kind_of(piece, catalog) == "company":
            forms = takewhile(
                lambda after: plain(_typed(pieces[after : after + 1], text)) in _COMPANY_FORMS, count(at + 1)
            )
            offices.update(forms)
        if _kind_of(piece, catalog) == "person":
            offices.update(range(_office_before(pieces[:at], text), at))
            if is_title(read(_typed(pieces[at + 1 : at + 2], text)).tokens):
                offices.add(at + 1)
    left_out = [_typed(pieces[at : at + 1], text) for at in sorted(offices)]
    return [piece for at, piece in enumerate(pieces) if at not in offices], left_out


def honorific(text: Text) -> int:
    """Return the length in tokens of the honorific that ends a name of two characters or more; 0 if there is none."""
    for ending in _HONORIFICS:
        if len(text.tokens) > len(ending) + 1 and text.tokens[-len(ending) :] == ending:
            return len(ending)
    return 0


def is_title(tokens: Tokens, kind: str = "person") -> bool:
    """Return whether a text in Chinese or Japanese is the office of a person, or the form of a company."""
    return (_CJK_OFFICE if kind == "person" else _CJK_FORM).fullmatch("".join(tokens)) is not None


def _office_before(pieces: Sequence[Piece], text: str) -> int:
    """Return the index at which the office begins that ends the pieces, or their number: Treasury Secretary."""
    first = len(pieces)
    for at in range(first - 1, -1, -1):
        if pieces[at].kind is not Kind.TERM:
            break
        words = plain(_typed(pieces[at : at + 1], text)).split(" ")
        titles = _TITLES if first == len(pieces) else _PORTFOLIOS
        if (first == at + 1 and words[-1] in titles) or is_title(read(_typed(pieces[at:], text)).tokens):
            first = at
    return first


def _typed(pieces: Sequence[Piece], text: str) -> str:
    return text[pieces[0].column - 1 : pieces[-1].end] if pieces else ""


def _kind_of(piece: Piece, catalog: Catalog) -> str:
    (rule, *others) = piece.rules or (None,)
    return catalog.entities[rule.id].kind if not others and isinstance(rule, Entity) else ""
