"""Leaves out the office that is typed beside a person's name: Treasury Secretary Bessent, 經濟部長龔明鑫, 赤沢さん."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from watchers.entities import Catalog
from watchers.rules.grammar import Piece
from watchers.rules.lexer import Kind, plain
from watchers.rules.syntax import Entity
from watchers.text.tokens import Text, read

_TITLES = frozenset(
    "president premier minister secretary chancellor commissioner ambassador representative chair chairman governor "
    "gov gov. senator sen sen. congressman rep rep. director chief ceo mr mr. ms ms. mrs mrs. dr dr.".split()
)
_PORTFOLIOS = frozenset(
    "prime vice deputy acting foreign trade commerce treasury finance economy energy state defense agriculture "
    "transport labor fed us u.s.".split()
)
"""What may precede the title and belongs to it."""
_CJK_TITLES = (
    *(
        "總統",
        "總理",
        "首相",
        "主席",
        "部長",
        "院長",
        "次長",
        "副總理",
        "代表",
        "執行長",
        "董事長",
        "局長",
        "處長",
        "大臣",
    ),
    *("相", "長官", "大統領", "書記", "氏"),
)
_OF_OFFICES = ("agency", "body", "court", "place", "word")
"""What names the office of a title that it touches: 行政院談判代表."""
_FOLDED_TITLES = tuple("".join(read(title).tokens) for title in _CJK_TITLES)
_NO_TITLES = tuple("".join(read(word).tokens) for word in ("真相", "亮相", "互相", "様相", "世相"))
"""Words that end like a title."""
_HONORIFICS = tuple(read(word).tokens for word in ("さん", "氏", "さま", "先生", "女士", "小姐"))


def without_offices(pieces: Sequence[Piece], text: str, catalog: Catalog) -> tuple[list[Piece], list[str]]:
    """Return the pieces of consecutive words without what is the title of the person after it, and what is left out."""
    kept: list[Piece] = []
    left_out: list[str] = []
    for piece in pieces:
        if _kind_of(piece, catalog) == "person":
            titles = _titles_at_end([*kept, piece], text, catalog)
            left_out += titles
            kept = kept[: len(kept) - len(titles)]
        kept.append(piece)
    return kept, left_out


def honorific(text: Text) -> int:
    """Return the length in tokens of the honorific that ends a name of two characters or more; 0 if there is none."""
    for ending in _HONORIFICS:
        if len(text.tokens) > len(ending) + 1 and text.tokens[-len(ending) :] == ending:
            return len(ending)
    return 0


def _titles_at_end(pieces: Sequence[Piece], text: str, catalog: Catalog) -> list[str]:
    """Return the last pieces before a person that are a title: its word, and the portfolio or office before it."""
    found: list[str] = []
    for piece, after in reversed(list(pairwise(pieces))):
        typed = _typed(piece, after, text)
        word = plain(typed).split(" ")[-1]
        folded = "".join(read(word).tokens)
        is_title = word in _TITLES or (folded.endswith(_FOLDED_TITLES) and not folded.endswith(_NO_TITLES))
        touches = found and piece.run and piece.run == after.run and _kind_of(piece, catalog) in _OF_OFFICES
        if piece.kind is not Kind.TERM or not (is_title or touches or (found and word in _PORTFOLIOS)):
            break
        found.insert(0, typed)
    return found


def _typed(piece: Piece, after: Piece, text: str) -> str:
    """Return the text of a piece; without spaces, with what is left out before the next one: the 長 of 財政部長."""
    return text[piece.column - 1 : after.column - 1 if piece.run and piece.run == after.run else piece.end]


def _kind_of(piece: Piece, catalog: Catalog) -> str:
    (rule, *others) = piece.rules or (None,)
    return catalog.entities[rule.id].kind if not others and isinstance(rule, Entity) else ""
