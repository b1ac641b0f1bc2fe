"""What a person is told about how a rule was read, where that is not obvious."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from watchers.rules.syntax import Rule


class NoteKind(StrEnum):
    """Each has a sentence in each language in bot/messages, as ``note-`` and its value."""

    OR = "or"
    """A word or sign was read as *or*."""
    AND = "and"
    NOT = "not"
    LEFT_OUT = "left-out"
    """Words that say nothing were left out; ``instead`` is the exact phrase, if the rule is one run of words."""
    SPLIT = "split"
    """A text without spaces was split into its names; ``instead`` is the text as a phrase."""
    TOGETHER = "together"
    """A letter or digit was read together with the word next to it."""
    ANY_CASE = "any-case"
    """A word in small letters was read as the name that it is in capitals; ``instead`` is the word itself."""
    LONGER_NAME = "longer-name"
    """With its capitals, the text is the longer name ``instead``."""
    HEADING = "heading"
    """A number is a tariff heading; ``instead`` is the code alone."""


@dataclass(frozen=True, slots=True)
class Note:
    """One remark about the reading of a rule."""

    kind: NoteKind
    found: str
    """The text that it is about, as typed."""
    instead: str = ""
    """What to type for the other reading."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A rule, and what to say about its reading."""

    rule: Rule
    notes: tuple[Note, ...] = ()
