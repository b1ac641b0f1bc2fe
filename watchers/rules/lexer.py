"""Puts a rule into one line, in which a list is alternatives, and splits it into lexemes with their columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from watchers.errors import RuleError, RuleProblem
from watchers.rules import forms
from watchers.rules.pasted import PASTED, in_plain_signs
from watchers.rules.syntax import Note, NoteKind
from watchers.rules.vocabulary import (
    CAPITAL_OPERATORS,
    CLOSING,
    CLOSING_BRACKETS,
    COMPANY_FORMS,
    CORNERS,
    DOUBLE_QUOTES,
    FIELD_NAMES,
    FIELDS,
    HYPHENS,
    LABELS,
    LONG_VOWELS,
    NOT,
    NOT_BEFORE,
    OPENING,
    OPENING_BRACKETS,
    OPERATORS,
    PUNCTUATION,
    SAY_NOTHING,
    SEPARATORS,
    SINGLE_QUOTES,
    SPOKEN,
    TITLE_NAMES,
    Kind,
)
from watchers.text.tokens import INVISIBLE


class Lexeme(NamedTuple):
    """One unit of a rule's text and its place."""

    kind: Kind
    text: str
    """The text without quotes; for a field, its name in lower case."""
    column: int
    """Position of its first code point, counted from 1."""
    end: int
    """Offset after its last code point, counted from 0."""


_NEAR = re.compile(r"NEAR(?:/.*|[0-9]+)?|(?i:near/?[0-9]+|(?:w|pre|within)/[0-9]+|adj[0-9]*|/[sp])")
"""Words near each other, as search languages write it: NEAR/5, near5, w/5, pre/5, adj, and /s in one sentence."""
NARROW = str.maketrans("＊：－／＠", "*:-/@")
_SIGNS = {
    **dict.fromkeys(SEPARATORS, Kind.COMMA),
    **dict.fromkeys(OPENING_BRACKETS, Kind.OPEN),
    **dict.fromkeys(CLOSING_BRACKETS, Kind.CLOSE),
}
_ENDS = re.escape(SEPARATORS + OPENING + CLOSING + OPENING_BRACKETS + CLOSING_BRACKETS)
_LABELS = "|".join(name for name in (*FIELD_NAMES, *LABELS) if not name.isascii())
_PIECE = re.compile(
    rf"""(?P<minus>[{re.escape(HYPHENS + LONG_VOWELS)}]+|[!！](?=[^\s!！?？.。{_ENDS}]|[{re.escape(OPENING)}(（]))
    |(?P<field>
        (?:[A-Za-zＡ-Ｚａ-ｚ]+|{_LABELS})(?=[:：])  # title:
        |(?i:{"|".join(TITLE_NAMES)})(?=[=(（])  # hd=
    )[:：=]?
    |(?P<word>(?:
        [^\s{_ENDS}{re.escape(HYPHENS)}]
        |(?<=[0-9]),(?=000(?![0-9]))  # 25,000
        |(?<=(?<![0-9])[0-9]),(?=[0-9]{{3}}(?![0-9]))  # 8,542
        |(?<=[^\s{_ENDS}])[{re.escape(HYPHENS)}]  # de-minimis
    )+)
    |(?P<sign>\S)""",
    re.VERBOSE,
)
_DOUBLE_QUOTE = re.compile(f"[{re.escape(DOUBLE_QUOTES)}]")
_CLOSING = re.compile(f"[{re.escape(CLOSING)}]")
_SINGLE_QUOTED = re.compile(rf"[{SINGLE_QUOTES}](?=\S)(.+?)['’‘＇](?=\s|\Z|[{_ENDS}])")


@dataclass(frozen=True, slots=True)
class Line:
    """A rule in one line of plain words and signs, and how it is typed."""

    text: str
    """As long as what was typed."""
    lexemes: list[Lexeme]
    """Without emoji, bullets and full stops that stand alone."""
    notes: list[Note]
    """What was left out, and that a list was read as alternatives."""
    shouts: bool
    """Whether all words are in capitals, which then prove nothing."""
    any_case: bool
    """Whether it is typed in one case, as on a phone, so that the capitals of a name are not required."""
    acronyms: bool
    """Whether it has acronyms in capitals nevertheless, so that us is not one, and apple may be a word."""
    near_or_title: frozenset[int]
    """The columns of words beside NEAR or inside ``title:``, where codes are text."""


def read_line(typed: str) -> Line:
    """Return what was typed in one line; raise RuleError if nothing is left, or a quote is unbalanced."""
    left_out: list[str] = []
    text = PASTED.sub(lambda match: in_plain_signs(match, left_out), typed)
    notes = [Note(NoteKind.LEFT_OUT, ", ".join(left_out))] if left_out else []
    line = in_one_line(text)
    if borders := [at for at, character in enumerate(line) if character == "," != text[at]]:
        together = "".join(" " if at in borders else character for at, character in enumerate(line))
        notes.append(Note(NoteKind.LINES, line[: borders[0]].strip(), " ".join(together.split())))
    found = lex(line)
    for label in filter(_is_label, found):
        notes.append(Note(NoteKind.LEFT_OUT, typed[label.column - 1 : label.end - 1]))
        line = line[: label.column - 1].ljust(label.end) + line[label.end :]
    lexemes = [_as_word(each, typed) for each in found if not (_is_label(each) or _means_nothing(each))]
    if all(lexeme.kind is Kind.COMMA for lexeme in lexemes):
        raise RuleError(RuleProblem.EMPTY, 1)
    words = [lexeme.text for lexeme in lexemes if lexeme.kind is Kind.WORD]
    shouts = _shout(words)
    acronyms = not shouts and any(map(_is_acronym, words))
    columns = frozenset(_near_or_title(lexemes))
    return Line(line, lexemes, notes, shouts, shouts or _are_small(words), acronyms, columns)


def _is_label(lexeme: Lexeme) -> bool:
    return lexeme.kind is Kind.FIELD and lexeme.text in LABELS


def _as_word(lexeme: Lexeme, typed: str) -> Lexeme:
    """Return what stands before a colon and a space, or a wide colon, as a word, unless it is nearly a field."""
    if lexeme.kind is not Kind.FIELD or lexeme.text in FIELDS:
        return lexeme
    if typed[lexeme.end : lexeme.end + 1].strip() and typed[lexeme.end - 1] != "：":
        return lexeme
    word = typed[lexeme.column - 1 : lexeme.end - 1]
    if typed[lexeme.end : lexeme.end + 1] == " " and forms.load().is_word(word.lower()):
        return lexeme._replace(kind=Kind.WORD, text=word)
    if get_close_matches(lexeme.text, FIELDS, 1, _NEARLY_A_FIELD) and not _is_acronym(word):
        return lexeme
    return lexeme._replace(kind=Kind.WORD, text=word)


_NEARLY_A_FIELD = 0.75


def lex(text: str) -> list[Lexeme]:
    """Return the lexemes of a rule in order; raise RuleError if a quote is unbalanced."""
    lexemes: list[Lexeme] = []
    at = 0
    while (piece := _PIECE.search(text, at)) is not None:
        lexeme = _lexeme(text, piece)
        lexemes.append(lexeme)
        at = lexeme.end
    return lexemes


def _lexeme(text: str, piece: re.Match[str]) -> Lexeme:
    start, end = piece.span()
    match piece.lastgroup:
        case "minus":
            return Lexeme(Kind.NOT, piece[0], start + 1, end)
        case "field":
            name = unicodedata.normalize("NFKC", piece["field"]).lower()
            return Lexeme(Kind.FIELD, FIELD_NAMES.get(name, name), start + 1, end)
        case "word" if piece[0][0] in SINGLE_QUOTES and (quoted := _SINGLE_QUOTED.match(text, start)):
            return Lexeme(Kind.QUOTED, quoted[1], start + 1, quoted.end())
        case "word":
            return _word(piece[0], start + 1, end)
        case _:
            return _sign(text, start)


def _word(word: str, column: int, end: int) -> Lexeme:
    if not word.isascii():
        word = word.translate(NARROW)
    sign = word if word.isascii() else unicodedata.normalize("NFKC", word)
    kind = Kind.NEAR if _NEAR.fullmatch(sign) else CAPITAL_OPERATORS.get(sign, Kind.WORD)
    return Lexeme(kind, word if kind is Kind.WORD else sign, column, end)


def _sign(text: str, at: int) -> Lexeme:
    """Return a separator or bracket, or the whole quoted text."""
    sign = text[at]
    if kind := _SIGNS.get(sign):
        return Lexeme(kind, sign, at + 1, at + 1)
    if sign not in OPENING:
        raise RuleError(RuleProblem.UNBALANCED_QUOTE, at + 1, sign, text[:at] + text[at + 1 :])
    begin = at + _doubled(text, at)
    end = _closing(text, begin - 1)
    after = end + 1
    while after - end < begin - at and text[after : after + 1] in _CLOSERS:
        after += 1
    return Lexeme(Kind.QUOTED, text[begin:end], at + 1, after)


def _doubled(text: str, at: int) -> int:
    """Return how many opening quotes are typed at ``at``: two for ""export controls"", one for an empty phrase."""
    twice = text[at + 1 : at + 2]
    inside = text[at + 2 : at + 3]
    same = twice == text[at] or (twice in _DOUBLES and text[at] in DOUBLE_QUOTES)
    if not same or not inside or inside.isspace() or _CLOSING.search(text, at + 2) is None:
        return 1
    return 2


def _closing(text: str, at: int) -> int:
    """Return the offset at which the quote opened at ``at`` closes; phones mix the kinds of quotes."""
    own = CORNERS.get(text[at])
    if own and (end := text.find(own, at + 1)) >= 0:
        return end
    found = (None if own else _DOUBLE_QUOTE.search(text, at + 1)) or _CLOSING.search(text, at + 1)
    if found is None:
        raise RuleError(RuleProblem.UNBALANCED_QUOTE, at + 1, text[at], f'{text[:at]}"{text[at + 1 :]}"')
    return found.start()


_DOUBLES = tuple(DOUBLE_QUOTES)
_CLOSERS = tuple(CLOSING)


def is_plain_word(token: str) -> bool:
    """Return whether a folded word means itself when it is typed without quotes."""
    unclear = (SAY_NOTHING, OPERATORS, NOT_BEFORE, SPOKEN, COMPANY_FORMS)
    return not any(token in words for words in unclear) and not _NEAR.fullmatch(token)


@lru_cache(maxsize=4_096)
def plain(text: str) -> str:
    """Return a text in small letters of half width, without invisible characters."""
    return text.lower() if text.isascii() else INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()


def _near_or_title(lexemes: Sequence[Lexeme]) -> Iterator[int]:
    """Yield the columns of words beside NEAR or inside ``title:``."""
    for at, lexeme in enumerate(lexemes):
        if lexeme.kind is Kind.NEAR:
            yield from _operand(lexemes[:at][::-1], Kind.CLOSE, Kind.OPEN)
        if lexeme.kind is Kind.NEAR or lexeme[:2] == (Kind.FIELD, "title"):
            yield from _operand(lexemes[at + 1 :], Kind.OPEN, Kind.CLOSE)


def _operand(lexemes: Sequence[Lexeme], opening: Kind, closing: Kind) -> Iterator[int]:
    """Yield the columns of the first lexeme, or of all in the brackets that begin with it."""
    depth = 0
    for lexeme in lexemes:
        depth += (lexeme.kind is opening) - (lexeme.kind is closing)
        yield lexeme.column
        if depth <= 0:
            return


def _means_nothing(lexeme: Lexeme) -> bool:
    """Return whether a lexeme is an emoji, a bullet or a full stop that stands alone."""
    return lexeme.kind is Kind.WORD and all(
        character in PUNCTUATION or unicodedata.category(character) in ("So", "Sk", "Cf", "Mn", "Me")
        for character in lexeme.text
    )


def _are_small(words: Sequence[str]) -> bool:
    """Return whether a rule is in small letters; phones make the first one of several words a capital.

    Acronyms in capitals do not count: samsung HBM.
    """
    (first, *others) = [word for word in words if not _is_acronym(word)] or ("",)
    if others and first[1:].islower():
        first = first.lower()
    return not any(map(str.isupper, "".join((first, *others))))


def _is_acronym(word: str) -> bool:
    """Return whether a word has no small letter, but a capital one: HBM, H20."""
    return word.isascii() and word.isupper()


def _shout(words: Sequence[str]) -> bool:
    """Return whether a rule of several words is all in capitals, some of more letters than an acronym has."""
    letters = [word for word in words if word.isascii() and word.isalpha()]
    return len(letters) > 1 and all(map(str.isupper, letters)) and any(len(word) > 4 for word in letters)


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
