"""Rewrites a rule that cannot be parsed as typed into the rule that was probably meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from watchers.entities import Catalog
from watchers.errors import RuleError
from watchers.rules.lexer import Kind, Lexeme, lex
from watchers.text.tokens import Text, read

_OR = ("or", "または", "もしくは", "或", "或者")
_AND = ("and", "および", "和", "及", "与", "與", "&", "＆")
_OPERATORS = {**dict.fromkeys(_OR, Kind.OR), **dict.fromkeys(_AND, Kind.AND)}
_UNITS = frozenset(
    "nm nanometer nanometers nanometre nanometres 奈米 纳米 ナノ mm gw mw gb tb g "
    "bn billion million trillion percent 億 亿 兆 萬 万".split()
)
_BEFORE_AN_OPERATOR = (Kind.WORD, Kind.QUOTED, Kind.CLOSE)
_AFTER_AN_OPERATOR = (Kind.WORD, Kind.QUOTED, Kind.OPEN, Kind.FIELD, Kind.NOT)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A lexeme, or several words that belong together."""

    kind: Kind
    text: str
    begin: int
    """Offset in the rule, in code points."""
    end: int
    written: str = ""
    """What replaces it in the rule; "" leaves it as typed."""

    def plain(self) -> bool:
        """Return whether it is words that can be part of a phrase."""
        return self.kind is Kind.WORD and "*" not in self.text and "@" not in self.text and self.read().tokens != ()

    def read(self) -> Text:
        return read(self.text)


def meant(text: str, catalog: Catalog) -> str:
    """Return the rule that a refused rule probably means; the text itself if there is no other reading.

    Operators in words or as ``&`` become AND and OR, R & D becomes R&D, and a letter or digit joins the word next
    to it: "Schedule B", "2 nm". Names of the catalog stay whole.
    """
    try:
        pieces = _pieces(lex(text))
    except RuleError:
        return text
    pieces = _with_initials(pieces)
    pieces = _with_names(pieces, catalog)
    pieces = _with_operators(pieces)
    pieces = _with_phrases(pieces, catalog)
    for piece in reversed(pieces):
        if piece.written:
            text = text[: piece.begin] + piece.written + text[piece.end :]
    return text


def _pieces(lexemes: Sequence[Lexeme]) -> list[_Piece]:
    pieces: list[_Piece] = []
    field = ""
    for lexeme in lexemes:
        # The value of a field is no word of a phrase, except in title:.
        kind = Kind.QUOTED if lexeme.kind is Kind.WORD and field not in ("", "title") else lexeme.kind
        begin = lexeme.column - 1
        pieces.append(_Piece(kind, lexeme.text, begin, begin + len(lexeme.text)))
        field = lexeme.text if lexeme.kind is Kind.FIELD else ""
    return pieces


def _with_initials(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Join R & D, M & A and AT & T."""
    done: list[_Piece] = []
    at = 0
    while at < len(pieces):
        three = pieces[at : at + 3]
        if len(three) == 3 and three[1].text in ("&", "＆") and _are_initials(three[0], three[2]):
            joined = f"{three[0].text}&{three[2].text}"
            done.append(_Piece(Kind.WORD, joined, three[0].begin, three[2].end, joined))
            at += 3
        else:
            done.append(three[0])
            at += 1
    return done


def _are_initials(left: _Piece, right: _Piece) -> bool:
    lengths = sorted((len(left.text), len(right.text)))
    return lengths[0] == 1 and lengths[1] <= 2 and left.text.isalpha() and right.text.isalpha() and left.text.isascii()


def _with_names(pieces: Sequence[_Piece], catalog: Catalog) -> list[_Piece]:
    """Keep together the words of a name, such as Bank of Japan; the longest name wins."""
    done: list[_Piece] = []
    at = 0
    while at < len(pieces):
        longest, end = at + 1, at
        tokens: tuple[str, ...] = ()
        reach = 0
        while end < len(pieces) and pieces[end].plain():
            tokens += pieces[end].read().tokens
            reach = reach or catalog.lengths.get(tokens[0], (0,))[0]
            if len(tokens) > reach:
                break
            end += 1
            if catalog.named(tokens):
                longest = end
        done.append(_together(pieces[at:longest]))
        at = longest
    return done


def _together(pieces: Sequence[_Piece]) -> _Piece:
    if len(pieces) == 1:
        return pieces[0]
    text = " ".join(piece.text for piece in pieces)
    written = text if any(piece.written for piece in pieces) else ""
    return _Piece(Kind.WORD, text, pieces[0].begin, pieces[-1].end, written)


def _with_operators(pieces: Sequence[_Piece]) -> list[_Piece]:
    done: list[_Piece] = []
    for at, piece in enumerate(pieces):
        kind = _OPERATORS.get(piece.text.lower()) if piece.kind is Kind.WORD else None
        following = pieces[at + 1].kind if at + 1 < len(pieces) else Kind.END
        if kind and done and done[-1].kind in _BEFORE_AN_OPERATOR and following in _AFTER_AN_OPERATOR:
            done.append(replace(piece, kind=kind, written=kind.name))
        else:
            done.append(piece)
    return done


def _with_phrases(pieces: Sequence[_Piece], catalog: Catalog) -> list[_Piece]:
    done: list[_Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        following = pieces[at + 1] if at + 1 < len(pieces) and pieces[at + 1].plain() else None
        at += 1
        if not _is_short(piece, catalog):
            done.append(piece)
            continue
        before = done[-1] if done else None
        follows = before is not None and before.plain()
        begins_a_run = not follows and (before is None or before.kind not in (Kind.NOT, Kind.FIELD))
        if following and (begins_a_run or _belongs_to_the_next(piece, following)):
            done.append(_phrase(piece, following))
            at += 1
        elif before and follows and piece.text.isalnum():
            done[-1] = _phrase(before, piece)
        else:
            done.append(piece)
    return done


def _is_short(piece: _Piece, catalog: Catalog) -> bool:
    """Return whether the piece is one Latin letter or digit; the article "a" is neither."""
    if not piece.plain() or piece.text == "a":
        return False
    tokens = piece.read().tokens
    return len(tokens) == len(tokens[0]) == 1 and tokens[0].isascii() and not catalog.named(tokens)


def _belongs_to_the_next(piece: _Piece, following: _Piece) -> bool:
    """Return whether a letter or digit is read with the word after it: 2 nm, $3 billion, H 20."""
    if piece.text.isdigit():
        return following.text.lower() in _UNITS
    if piece.text.isalpha():
        return following.text.isdigit() and len(following.text) <= 3
    return True


def _phrase(first: _Piece, second: _Piece) -> _Piece:
    text = f"{first.text} {second.text}"
    return _Piece(Kind.WORD, text, first.begin, second.end, f'"{text}"')
