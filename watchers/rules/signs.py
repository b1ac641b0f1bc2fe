"""Cuts words at the signs between terms: TSMC/Samsung, US-India, TSMC→熊本."""

from __future__ import annotations

import re
from dataclasses import dataclass

from watchers.entities import Tokens
from watchers.rules import forms
from watchers.rules.known import Names
from watchers.rules.lexer import Lexeme, plain
from watchers.rules.quantities import spellings
from watchers.rules.syntax import Note, NoteKind
from watchers.rules.vocabulary import HYPHENS, LONG_VOWELS, Kind
from watchers.text.tokens import is_cjk, parts, read_word

DASH = re.compile(f"[{re.escape(HYPHENS)}]+|(?<=[\u4e00-\u9fff])[{LONG_VOWELS}]")
"""A dash inside a word; a long vowel does not follow a Han character, so it is one there."""
MAY_BE_CUT = re.compile(rf"[\W_]|{DASH.pattern}")
"""Found in every word that is not letters and digits alone."""

_BETWEEN_HYPHENS = re.compile(f"[^{re.escape(HYPHENS)}]+")
_BETWEEN_TERMS = "/／&＆"
_MIDDLE_DOTS = frozenset("・·")
_SIGNS = _MIDDLE_DOTS.union(_BETWEEN_TERMS, "+＋")
_WITH_SLASH = ("w/", "w/o", "and/or")
_HAN = re.compile("[\u3400-\u9fff]")
_LIST = re.compile(r"[/／&＆+＋・·]|[^/／&＆+＋・·]+")


@dataclass(frozen=True, slots=True)
class Signs:
    """Cuts the words of one rule, and notes what is not obvious."""

    text: str
    names: Names
    notes: list[Note]

    def apart(self, lexeme: Lexeme) -> list[Lexeme]:
        """Return the parts of a lexeme that are separate words; a sign before or after a word is one."""
        text = lexeme.text
        if plain(text) in _WITH_SLASH:
            return [lexeme]
        if text[0] in "$＄" and (company := self.names.catalog.tickers.get(plain(text[1:]).upper())):
            return [lexeme._replace(text=f"@{company}")]
        if text[0] == "§" and (sections := len(text) - len(text.lstrip("§"))) < len(text):
            begin = lexeme.column + sections
            return [
                Lexeme(Kind.WORD, "§", lexeme.column, begin - 1),
                Lexeme(Kind.WORD, text[sections:], begin, lexeme.end),
            ]
        if len(text) == 1 or not _SIGNS.intersection(text):
            return self._places(lexeme) or _apart(lexeme)
        bare = text.strip(_BETWEEN_TERMS)
        begin = lexeme.column - 1 + len(text) - len(text.lstrip(_BETWEEN_TERMS))
        end = begin + len(bare)
        if bare != text:
            places = ((lexeme.column - 1, begin if bare else lexeme.end), (begin, end), (end, lexeme.end))
            cut = [Lexeme(Kind.WORD, self.text[at:stop], at + 1, stop) for at, stop in places if at < stop]
            return [part for each in cut for part in self._without_signs(each)]
        return self._without_signs(lexeme)

    def _without_signs(self, lexeme: Lexeme) -> list[Lexeme]:
        text = lexeme.text
        if text[0] in _BETWEEN_TERMS:
            return [lexeme]
        parts = self._places(lexeme) or _apart(lexeme)
        is_name = len(parts) == 1 and self._is_name(text)
        return [lexeme] if is_name or self._has_sign(text) else self._person(lexeme) or self._listed(lexeme) or parts

    def _places(self, lexeme: Lexeme) -> list[Lexeme]:
        """Return the two places of US-India, or persons of Xi-Trump, that are not a name together; else []."""
        found = list(_BETWEEN_HYPHENS.finditer(lexeme.text)) if DASH.search(lexeme.text) else []
        if len(found) != 2 or self._is_name(lexeme.text):
            return []
        left, right = (self._kinds(read_word(part[0]).tokens) for part in found)
        if not {"pl", "pp"} & left & right:
            return []
        self.notes.append(Note(NoteKind.SPLIT, lexeme.text, f'"{lexeme.text}"'))
        at = lexeme.column - 1
        return [Lexeme(Kind.WORD, part[0], at + part.start() + 1, at + part.end()) for part in found]

    def _person(self, lexeme: Lexeme) -> list[Lexeme]:
        """Return a person of the catalog without the given names before it: スコット・ベッセント財務長官."""
        given, dot, name = lexeme.text.replace("·", "・").rpartition("・")
        if not dot or self._first_kinds(name) != {"pp"} or self._first_kinds(given):
            return []
        self.notes.append(Note(NoteKind.LEFT_OUT, given))
        return [Lexeme(Kind.WORD, name, lexeme.end - len(name) + 1, lexeme.end)]

    def _listed(self, lexeme: Lexeme) -> list[Lexeme]:
        """Return the parts and signs of TSMC/Samsung or TSMC&Samsung; [] if a part is neither name nor whole word.

        A middle dot stands between the names of one person, so that it separates names of the catalog only; other words
        may be glued to the last one: インドネシア・フィリピンのニッケル.
        """
        found = list(_LIST.finditer(lexeme.text))
        texts = [match[0] for match in found[::2]]
        if {match[0] for match in found[1::2]}.isdisjoint(_MIDDLE_DOTS):
            is_whole = all(map(self._is_whole, texts))
        else:
            kinds = [self._first_kinds(text) for text in texts if self._is_name(text) or text == texts[-1]]
            named = [kind for kind in kinds if kind]
            is_whole = len(named) > 1 and len(named) >= len(texts) - 1 and bool(set.intersection(*named))
            # The parts of a person's name begin in katakana: ロボット・産業機械 are two things.
            is_whole |= bool(named) and any(_HAN.match(text) for text in texts) and min(map(len, texts)) > 1
        if not is_whole or len({match[0] for match in found[1::2]}) != 1:
            return []
        at = lexeme.column - 1
        return [Lexeme(Kind.WORD, match[0], at + match.start() + 1, at + match.end()) for match in found]

    def _is_name(self, text: str) -> bool:
        return self.names.of(read_word(text).tokens, text) is not None

    def _first_kinds(self, text: str) -> set[str]:
        """Return the kinds, such as "pl", of the longest name that begins a text without spaces."""
        tokens, _ = self._first_name(text)
        return self._kinds(tokens)

    def _kinds(self, tokens: Tokens) -> set[str]:
        return {alias.entity.partition(".")[0] for alias in self.names.catalog.by_tokens.get(tokens, ())}

    def _has_sign(self, text: str) -> bool:
        """Return whether a middle dot belongs to the name that begins a text: 米国・メキシコ・カナダ協定の見直し."""
        return not _MIDDLE_DOTS.isdisjoint(self._first_name(text)[1])

    def _first_name(self, text: str) -> tuple[Tokens, str]:
        """Return the longest name that begins a text without spaces; ((), "") if there is none."""
        word = read_word(text)
        for length in self.names.catalog.lengths.get(word.tokens[0], ()) if word.tokens else ():
            if length <= len(word.tokens):
                tokens, surface = word.tokens[:length], word.original[: word.ends[length - 1]]
                if self.names.of(tokens, surface):
                    return tokens, surface
        return (), ""

    def _is_whole(self, text: str) -> bool:
        tokens = read_word(text).tokens
        if not tokens or self._is_name(text) or spellings(text):
            return bool(tokens)
        has_letters = text.isalpha() or (text.isalnum() and any(map(is_cjk, tokens)))
        return has_letters and (len(text) > 2 or (len(text) > 1 and all(map(is_cjk, tokens))))


PREFIX = re.compile("[A-Za-z]{3,}!")
"""How other search engines write a prefix."""
_HASH = re.compile(r"^[#＃$＄]+(?=[^\W\d])|^[+＋](?=\w)")


def _apart(lexeme: Lexeme) -> list[Lexeme]:
    """Split text typed without spaces that cannot be one phrase in any text, as if it had spaces: TSMC→熊本.

    Leave out a # or $ before a word, and a + that says that the word must appear.
    """
    typed = lexeme.text
    if (
        typed.isalnum()
        or typed.startswith("@")
        or "*" in typed
        or PREFIX.fullmatch(typed)
        or forms.words_like(typed.lower())
    ):
        return [lexeme]
    bare = _HASH.sub("", typed)
    begin = lexeme.end - len(bare)
    lexeme = Lexeme(Kind.WORD, bare, begin + 1, lexeme.end)
    places = parts(read_word(bare))
    if not places:
        return [lexeme]
    return [Lexeme(Kind.WORD, part, lexeme.column + offset, begin + offset + len(part)) for offset, part in places]
