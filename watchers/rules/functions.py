"""Tells which words of a rule are operators, and which say nothing: function words, and words that ask for news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from watchers.rules.grammar import Piece
from watchers.rules.known import Run
from watchers.rules.lexer import Lexeme, plain
from watchers.rules.misspelled import meant_word
from watchers.rules.split import says_nothing
from watchers.rules.vocabulary import (
    BEGIN_OPERATORS,
    LONG_FUNCTION_WORDS,
    MAX_OPERATOR_WORDS,
    NOT_BEFORE,
    OPERATORS,
    REQUESTS,
    SAY_NOTHING,
    Kind,
)


@dataclass(frozen=True, slots=True)
class Function:
    """What words of one run do, other than to be searched."""

    text: str
    words: Sequence[Lexeme]
    run: Run
    shouts: bool
    """Whether all words are in capitals, which then prove nothing."""

    def operator(self, at: int) -> Piece | None:
        """Return an operator in words that begins here, the longest one."""
        if plain(self.words[at].text) not in BEGIN_OPERATORS:
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
        if plain(text) == "new":
            before = plain(self.words[at - 1].text) if at else ""
            return before in _NEW_AFTER or meant_word(before, _NEW_AFTER)
        if plain(text) == "may" and self.run.typed(at + 1, at + 2).isdigit():
            return False  # a month
        if plain(text) in _BEGINS:
            return plain(self.words[0].text) == "when"
        in_capitals = text.isupper() and not self.shouts
        return not in_capitals and (plain(text) in SAY_NOTHING or self._is_misspelled_function_word(at))

    def _is_misspelled_function_word(self, at: int) -> bool:
        """Return whether a word nearly is one like *anything*; phones make only the first word of a rule a capital."""
        text = self.words[at].text
        capital = text[0].isupper()
        return (not capital or at == 0) and meant_word(plain(text), LONG_FUNCTION_WORDS, capital=capital)

    def requests(self, at: int) -> bool:
        """Return whether a word asks for alerts: it begins the rule, or no searched word precedes it."""
        word = plain(self.words[at].text)
        if word not in REQUESTS or self.text[: self.words[0].column - 1].strip():
            return False
        goes_on = self.text[self.words[at].end :].strip()
        # In "tell us about tariffs", us is a person; in "get us tariffs", the United States.
        after = at + 1 if at and at + 1 < len(self.words) else 0
        told = word != "us" or (after and (self.says_nothing(after) or plain(self.words[after].text) in REQUESTS))
        return bool(goes_on and told) and all(self.requests(each) or self.says_nothing(each) for each in range(at))


_BEGINS = ("start", "starts", "begin", "begins", "happen", "apply")
"""Verbs that say nothing in a question that begins with *when*."""
_NEW_AFTER = ("what's", "what’s", "whats", "anything", "something", "everything")
"""Words before *new* that make it a question for news."""
