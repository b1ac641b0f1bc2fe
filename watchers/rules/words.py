"""Reads a run of words: at each place the longest of a name, a code and a quantity, else an operator or a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from watchers.errors import RuleError, RuleProblem
from watchers.rules import forms
from watchers.rules.grammar import Leaves, Piece, term
from watchers.rules.known import KnownName, Names, Run
from watchers.rules.lexer import Lexeme, Line, plain
from watchers.rules.quantities import Cited, apart, cited, heading, is_day, spellings
from watchers.rules.signs import DASH, MAY_BE_CUT, PREFIX, Signs
from watchers.rules.split import MAX_COUNTRIES, Part, countries, says_nothing, split
from watchers.rules.syntax import And, Note, NoteKind, Or, Phrase, Prefix, Rule, Word, joined, phrase_of
from watchers.rules.vocabulary import (
    BEGIN_OPERATORS,
    LONG_FUNCTION_WORDS,
    MAX_OPERATOR_WORDS,
    NOT_BEFORE,
    NUMBERED,
    OPERATORS,
    OTHER_WORDS,
    REQUESTS,
    SAY_NOTHING,
    Kind,
)
from watchers.text.tokens import read, read_word

MIN_LONG_TEXT = 8
"""Tokens of a text without spaces that is searched as it is, which texts seldom repeat; the answer says so."""
MAX_WORDS_TOGETHER = 5
"""Words before a single letter or digit that it is read together with."""


@dataclass(slots=True)
class Typed:
    """A rule of which the words are read, and remarks on the reading."""

    text: str
    leaves: Leaves
    line: Line
    names: Names
    notes: list[Note]
    numbered: str = ""
    """The word of a name that is followed by a number, such as Section; the number of another may follow alone."""

    def words(self, run: Sequence[Lexeme]) -> list[Piece]:
        """Read a run of words: at each place the longest of a name, a code and a quantity, else an operator or word."""
        signs = Signs(self.text, self.names, self.notes)
        whole = [part for each in run for part in self._around_codes(each)]
        words = [part for each in whole for part in (signs.apart(each) if MAY_BE_CUT.search(each.text) else [each])]
        reader = _Words(self, words, Run([word.text for word in words]))
        pieces: list[Piece] = []
        at = 0
        while at < len(words):
            at = reader.read(at, pieces)
        return pieces

    def _around_codes(self, word: Lexeme) -> list[Lexeme]:
        text = word.text
        is_plain = (text.isascii() and "/" not in text) or word.column in self.line.near_or_title
        return [word] if is_plain else apart(word)


_WORD_AND_NUMBER = re.compile("[A-Za-z]{4,}[0-9]")
"""Section232 is a name, word9 is a word."""


@dataclass(slots=True)
class _Words:
    """One run of words."""

    typed: Typed
    words: Sequence[Lexeme]
    run: Run
    has_numbers: bool = field(init=False)
    """Whether codes and quantities may occur."""
    cited: dict[int, Cited] = field(init=False)
    """The codes by the index of their first word."""
    function: _Function = field(init=False)

    def __post_init__(self) -> None:
        as_text = self.typed.line.near_or_title
        self.has_numbers = any(map(_has_digit, self.run.words))
        found = cited(self.words) if self.has_numbers else {}
        self.cited = {at: code for at, code in found.items() if self.words[at].column not in as_text}
        self.function = _Function(self.typed.line.text, self.words, self.run, self.typed.line.shouts)

    def read(self, at: int, pieces: list[Piece]) -> int:
        """Read what begins at a word, add its pieces, and return the index after its last word."""
        readings = (self._known, self._function_word, self._short, self._other)
        return next(end for reading in readings if (end := reading(at, pieces)))

    def _known(self, at: int, pieces: list[Piece]) -> int:
        """Read a name, code or quantity, or a request that begins no longer name. Return 0 if it is none of these."""
        typed = self.typed
        name = typed.names.read(self.run, at) or self._numbered(at)
        if name is not None and name.mended:
            typed.notes.append(self._as_name(at, name.end))
            return self._add(pieces, at, name.end, name.rules)
        if (name is None or name.end == at + 1) and self.function.requests(at):
            return self._add_empty(pieces, at)
        if (code := self.cited.get(at)) and (name is None or code.end >= name.end):
            return self._add(pieces, at, code.end, [code.rule])
        end, quantity = self._quantity(at) if self.has_numbers else (at, None)
        if quantity and (name is None or end >= name.end):
            return self._add(pieces, at, end, [quantity])
        if name is not None:
            self._note_name(name, at)
            return self._add(pieces, at, name.end, name.rules)
        if end := self._initials(at):
            initials = read("".join(word.text for word in self.words[at:end]))
            rule = typed.names.of(initials.tokens, initials.original) or phrase_of(initials)
            return self._add(pieces, at, end, [rule])
        return 0

    def _function_word(self, at: int, pieces: list[Piece]) -> int:
        """Read an operator in words, or a word that says nothing. Return 0 if it is neither."""
        if operator := self.function.operator(at):
            pieces.append(operator)
            return at + len(operator.text.split(" "))
        return self._add_empty(pieces, at) if self.function.says_nothing(at) else 0

    def _other(self, at: int, pieces: list[Piece]) -> int:
        """Read a country of one character, a text without spaces, a wildcard, a misspelled word, or any other word."""
        if country := self._country(at):
            self.typed.notes.append(self._as_name(at, at + 1))
            return self._add(pieces, at, at + 1, [country])
        if parts := self._parts(at):
            pieces += parts
            return at + 1
        if wildcard := self._wildcard(at):
            return self._add(pieces, at, at + 1, [wildcard])
        names = self.typed.names
        if name := names.glued(self.run, at) or names.misspelled(self.run, at) or self._misspelled_word(at):
            surface = self.run.typed(at, name.end)
            self.typed.notes.append(Note(NoteKind.MISSPELLED, surface, f'"{surface}"'))
            return self._add(pieces, at, name.end, name.rules)
        return self._add(pieces, at, at + 1, self._word(self.words[at]))

    def _add(self, pieces: list[Piece], at: int, end: int, rules: Sequence[Rule]) -> int:
        """Add a term of the words from ``at`` to before ``end``, and return ``end``."""
        pieces.append(term(self.words[at], rules, self.words[end - 1]))
        return end

    def _add_empty(self, pieces: list[Piece], at: int) -> int:
        """Add a word that says nothing, and return the index after it."""
        word = self.words[at]
        pieces.append(Piece(Kind.WORD, word.text, word.column, word.end, spelled=True))
        return at + 1

    def _quantity(self, at: int) -> tuple[int, Rule | None]:
        """Return a number with its unit, sign or letter that begins at a word, and the index after its last word."""
        for end in range(min(at + 4, len(self.words)), at, -1):
            if not any(map(_has_digit, self.run.words[at:end])):
                break
            typed = self.run.typed(at, end)
            first = self.words[at].text
            # HBM 3E is a name; AI 5G is not, and means two things.
            only_as_name = end - at > 1 and first.isalpha() and len(first) > 1 and first.isascii()
            only_as_name &= not is_day(typed)
            only_as_name |= _WORD_AND_NUMBER.match(first) is not None
            if end - at > 1 and is_day(typed) and self.quantity(self.run.typed(end - 1, end + 1)):
                continue  # may 25 percent
            if rule := self.quantity(typed, only_as_name):
                return end, rule
        return at, None

    def quantity(self, typed: str, only_as_name: bool = False) -> Rule | None:
        """Return a typed quantity in all its spellings, as the name that one of them is and as phrases."""
        names: list[Rule] = []
        phrases: dict[tuple[str, ...], Rule] = {}
        covered: set[tuple[str, ...]] = set()
        for spelled in spellings(typed):
            text = read(spelled)
            if name := self.typed.names.of(text.tokens, spelled, typed):
                names.append(name)
                covered.add(text.tokens)
            capitals = phrase_of(text).capitals
            phrases.setdefault(text.tokens, Phrase(text.tokens, capitals, typed, spelled))
        if not phrases or (only_as_name and not names):
            return None
        others = [phrase for tokens, phrase in phrases.items() if tokens not in covered]
        return joined(Or, [*names, *others])

    def _numbered(self, at: int) -> KnownName | None:
        """Return Section 301 for the 301 of "Section 232 or 301"."""
        word = self.words[at].text
        if not self.typed.numbered or not word.isdigit():
            return None
        surface = f"{self.typed.numbered} {word}"
        rule = self.typed.names.of(read_word(surface).tokens, surface)
        return KnownName(at + 1, (rule,)) if rule else None

    def _misspelled_word(self, at: int) -> KnownName | None:
        """Return a word that is not English, and the one that it may mean: bankruptccy, or Bankruptccy at first."""
        typed = self.words[at].text
        meant = forms.likely_word(typed.lower()) if typed[at == 0 :].islower() else ""
        if not meant:
            return None
        return KnownName(at + 1, (joined(Or, [phrase_of(read(typed)), *self._named_or_word(meant)]),))

    def _country(self, at: int) -> Rule | None:
        """Return the countries of one character each, as headlines write them: 美 in 港口費 美, 日韓."""
        text = self.run.text(at)
        if not 0 < len(text.tokens) <= MAX_COUNTRIES:
            return None
        if len(text.tokens) == 1:
            begins = self.typed.text[self.words[at].end : self.words[at].end + 1] == "、"  # 米、対日関税で合意
            if (text.tokens[0] in OTHER_WORDS and not begins) or self.typed.text.strip() == self.words[at].text:
                return None
            if at and self.words[at - 1].text[-1].isdecimal():
                return None  # 100 台 is a count, 5 日 a day
        return countries(text, 0, len(text.tokens), self.typed.leaves.catalog)

    def _as_name(self, at: int, end: int) -> Note:
        typed = self.run.typed(at, end)
        return Note(NoteKind.ANY_CASE, typed, f'"{typed}"')

    def _note_name(self, name: KnownName, at: int) -> None:
        if name.end == at + 2 and self.words[at + 1].text.isdigit():
            self.typed.numbered = self.words[at].text
        if name.small:
            self.typed.notes.append(self._as_name(at, name.end))
            found, longer = self.typed.names.with_capitals(self.run, at)
            if longer:
                self.typed.notes.append(Note(NoteKind.LONGER_NAME, found, longer))

    def _initials(self, at: int) -> int:
        """Return the index after R & D, M & A or AT & T; 0 if there is none."""
        three = [word.text for word in self.words[at : at + 3]]
        if len(three) < 3 or three[1] not in ("&", "＆"):
            return 0
        left, _, right = three
        lengths = sorted((len(left), len(right)))
        initials = lengths[0] == 1 and lengths[1] <= 2 and left.isalpha() and right.isalpha() and left.isascii()
        return at + 3 if initials else 0

    def _wildcard(self, at: int) -> Rule | None:
        """Return what other search engines mean by negotiat! (a prefix) and licen?e (any one letter)."""
        typed = self.words[at].text
        if PREFIX.fullmatch(typed) and not forms.load().is_word(typed[:-1].lower()):
            return Prefix(typed[:-1].lower(), typed[:-1])
        found = [rule for word in forms.words_like(typed.lower()) for rule in self._named_or_word(word)]
        return joined(Or, found) if found else None

    def _named_or_word(self, word: str) -> tuple[Rule, ...]:
        named = self.typed.names.longest(Run([word]), 0)
        return named.rules if named else (Word(word, False, word),)

    def _short(self, at: int, pieces: list[Piece]) -> int:
        """Read a letter or digit with the word next to it: Schedule B. Return the index after it, or 0."""
        if not self._is_short(at):
            return 0
        follows = at + 1 < len(self.words) and self._is_plain(at + 1)
        if follows and not (at and self._is_plain(at - 1)):
            pieces.append(self._together(at, at + 2))
            return at + 2
        if at and self._is_plain(at - 1) and pieces and pieces[-1].kind is Kind.TERM:
            first = next(before for before in range(at) if self.words[before].end > pieces[-1].column - 1)
            if at - first < MAX_WORDS_TOGETHER:
                pieces[-1] = self._together(first, at + 1)
                return at + 1
        return 0

    def _is_short(self, at: int) -> bool:
        (token, *more) = self.run.text(at).tokens or ("",)
        if more or not token.isascii():
            return False
        numbered = at > 0 and token.isdigit() and plain(self.words[at - 1].text) in NUMBERED
        return len(token) == 1 or numbered

    def _is_plain(self, at: int) -> bool:
        """Return whether a word can be part of a phrase."""
        word = self.words[at].text
        is_word = bool(self.run.text(at).tokens) and "*" not in word and "@" not in word
        return is_word and self.function.operator(at) is None and not self.function.says_nothing(at)

    def _together(self, begin: int, end: int) -> Piece:
        texts = [self.run.text(at) for at in range(begin, end)]
        typed = " ".join(text.original[text.begins[0] : text.ends[-1]] for text in texts if text.tokens)
        self.typed.notes.append(Note(NoteKind.TOGETHER, typed))
        return term(self.words[begin], [phrase_of(read(typed))], self.words[end - 1])

    def _parts(self, at: int) -> list[Piece]:
        """Return the pieces of a word that consists of names without spaces."""
        word = self.words[at]
        if word.text.isascii() or "*" in word.text or word.text.startswith("@"):
            return []
        self._refuse_ambiguous_dash(word)
        parts = split(read_word(word.text), self.typed.names, self.quantity, at + 1 < len(self.words))
        terms = sum(not part.left_out and part.kind in (Kind.TERM, Kind.WORD) for part in parts)
        if terms > 1 or any(part.left_out for part in parts):
            self.typed.notes.append(Note(NoteKind.SPLIT, word.text, f'"{word.text}"'))
        elif not parts and len(self.run.text(at).tokens) >= MIN_LONG_TEXT:
            self.typed.notes.append(Note(NoteKind.TOGETHER, word.text))
        pieces = (piece for part in parts if not part.left_out for piece in self._part(part, word))
        return [piece._replace(run=word.column) for piece in pieces]

    def _refuse_ambiguous_dash(self, word: Lexeme) -> None:
        """Refuse a dash without spaces after a name: 半導體－日本 may leave out the second, or mean both."""
        dash = DASH.search(word.text)
        if dash is None or not self.typed.names.of(
            read_word(word.text[: dash.start()]).tokens, word.text[: dash.start()]
        ):
            return
        at = word.column - 1 + dash.start()
        left, right = self.typed.text[:at], self.typed.text[at + len(dash[0]) :]
        error = RuleError(RuleProblem.AMBIGUOUS_MINUS, at + 1, dash[0], cures=(f"{left} -{right}",))
        error.other = f"{left} {right}"
        raise error

    def _part(self, part: Part, word: Lexeme) -> list[Piece]:
        column, end = word.column + part.begin, word.column - 1 + part.end
        lexeme = Lexeme(Kind.WORD, part.text, column, end)
        if part.rule is not None:
            return [term(lexeme, [part.rule])]
        if part.kind is Kind.WORD:
            return [term(lexeme, [self._word_or_name(lexeme)])]
        return [Piece(part.kind, part.text, column, end, spelled=True)]

    def _word_or_name(self, word: Lexeme) -> Rule:
        pieces: list[Piece] = []
        _Words(self.typed, [word], Run([word.text])).read(0, pieces)
        return joined(And, [rule for piece in pieces for rule in piece.rules])

    def _word(self, word: Lexeme) -> list[Rule]:
        if word.column not in self.typed.line.near_or_title and (rule := heading(word)):
            self.typed.notes.append(Note(NoteKind.HEADING, word.text, f"hs:{word.text}"))
            return [rule]
        (rule,) = rules = self.typed.leaves.word(word)
        if isinstance(rule, Word) and forms.likely_word(rule.token):
            return [phrase_of(read_word(word.text))]  # in small letters, as it is printed, it would be misspelled
        return [Word(rule.token, False, rule.surface)] if isinstance(rule, Word) and self.typed.line.shouts else rules


@lru_cache(maxsize=4_096)
def _has_digit(word: str) -> bool:
    return any(map(str.isdecimal, word)) or "百分之" in word or "月" in word[1:] or word[1:2] in ("成", "割")


# ---- words that are operators, and words that say nothing --------------------------------------------


@dataclass(frozen=True, slots=True)
class _Function:
    """What words of one run do, other than to be searched."""

    text: str
    words: Sequence[Lexeme]
    run: Run
    shouts: bool
    """Whether all words are in capitals, which then prove nothing."""

    def operator(self, at: int) -> Piece | None:
        """Return an operator in words that begins here, the longest one."""
        if plain(self.words[at].text) not in BEGIN_OPERATORS or self._announces_number(at):
            return None
        for end in range(min(at + MAX_OPERATOR_WORDS, len(self.words)), at, -1):
            text = plain(self.run.typed(at, end))
            kind = OPERATORS.get(text) or (Kind.NOT if text in NOT_BEFORE else None)
            if kind is not None:
                column, stop = self.words[at].column, self.words[end - 1].end
                return Piece(kind, self.run.typed(at, end), column, stop, spelled=True)
        return None

    def says_nothing(self, at: int) -> bool:
        """Return whether a word is a function word or asks for news; in capitals, like IT, it is neither."""
        text = self.words[at].text
        if not text.isascii():
            return plain(text) in SAY_NOTHING or says_nothing(self.run.text(at))
        if after := _SAY_NOTHING_AFTER.get(plain(text)):
            before = plain(self.words[at - 1].text) if at else ""
            return before in after or forms.meant_word(before, after)
        if plain(text) == "may" and self.run.typed(at + 1, at + 2).isdigit():
            return False  # a month
        if plain(text) in _BEGINS:
            return plain(self.words[0].text) == "when"
        if self._announces_number(at):
            return True
        in_capitals = text.isupper() and not self.shouts
        return not in_capitals and (plain(text) in SAY_NOTHING or self._is_misspelled_function_word(at))

    def _announces_number(self, at: int) -> bool:
        """Return whether a word is that of No. 61, which excludes nothing."""
        dot = self.text[self.words[at].end : self.words[at].end + 1] == "."
        return dot and plain(self.words[at].text) == "no" and self.run.typed(at + 1, at + 2)[:1].isdigit()

    def _is_misspelled_function_word(self, at: int) -> bool:
        """Return whether a word nearly is one like *anything*; phones make only the first word of a rule a capital."""
        text = self.words[at].text
        capital = text[0].isupper()
        return (not capital or at == 0) and forms.meant_word(plain(text), LONG_FUNCTION_WORDS, capital=capital)

    def requests(self, at: int) -> bool:
        """Return whether a word asks for alerts: it begins the rule, or no searched word precedes it."""
        text = self.words[at].text
        word = plain(text)
        in_capitals = text.isupper() and len(text) > 1 and not self.shouts  # ADD is a duty
        if word not in REQUESTS or in_capitals or self.text[: self.words[0].column - 1].strip():
            return False
        goes_on = self.text[self.words[at].end :].strip()
        # In "tell us about tariffs", us is a person; in "get us tariffs", the United States.
        after = at + 1 if at and at + 1 < len(self.words) else 0
        is_person = after and (self.says_nothing(after) or plain(self.words[after].text) in REQUESTS)
        if not goes_on or (word == "us" and not is_person):
            return False
        return all(self.requests(each) or self.says_nothing(each) for each in range(at))


_BEGINS = ("start", "starts", "begin", "begins", "happen", "apply")
"""Verbs that say nothing in a question that begins with *when*."""
_SAY_NOTHING_AFTER = {
    **dict.fromkeys(("much", "many"), ("how",)),
    **dict.fromkeys(("countries", "companies", "firms"), ("which", "what")),
    **dict.fromkeys(("week", "month", "year"), ("this", "last", "next", "past")),
}
"""Words that say nothing after others, as in questions for news: anything new this week."""
