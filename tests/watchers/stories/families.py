"""Labeled tellings: families of items, of which each two are the same story, a follow-up of it, or different."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from watchers import facts
from watchers.items.identity import link_key
from watchers.matching import Reading, Recognizer
from watchers.model import Item, SourceId
from watchers.stories import Relation, Teller, Telling
from watchers.text.tokens import read

MEASURED = Path(__file__).parent
"""The folder of the tellings on which nothing was learned."""
LEARNED = Path(__file__).parents[3] / "samples" / "stories"
"""The folder of those from which the weights are learned."""
OFFICES = frozenset(
    "federal-register public-inspection mofcom cbp ec-press eur-lex ec-tron ustr bis ofac moea mof-tw mof-jp meti "
    "usitc".split()
)
"""The sources that are the office that acts."""


@dataclass(frozen=True, slots=True)
class Labeled:
    """A telling and the story that it tells: ``A``, ``B``, or ``A+`` for a follow-up of ``A``."""

    story: str
    language: str
    title: str
    summary: str
    telling: Telling


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tellings, the earlier first."""

    earlier: Labeled
    later: Labeled

    @property
    def label(self) -> Relation | None:
        if self.earlier.story == self.later.story:
            return Relation.SAME
        return Relation.FOLLOW_UP if self.earlier.story[0] == self.later.story[0] else None


def families(path: Path, recognizer: Recognizer) -> list[list[Labeled]]:
    """Return the families of a file, each in order of time."""
    teller = Teller(recognizer)
    paragraphs = path.read_text(encoding="utf-8").split("\n\n")
    found = [[labeled(line, recognizer, teller) for line in _lines(paragraph)] for paragraph in paragraphs]
    return [sorted(family, key=lambda each: each.telling.at) for family in found if family]


def pairs(found: list[list[Labeled]]) -> list[Pair]:
    """Return each two tellings of each family."""
    return [Pair(*both) for family in found for both in combinations(family, 2)]


def told_by_three_languages(recognizer: Recognizer) -> list[list[Labeled]]:
    """Return the stories, without follow-ups, that have items in English, Chinese and Japanese."""
    stories: list[list[Labeled]] = []
    for name in ("tuned.txt", "held_out.txt"):
        for family in families(LEARNED / name, recognizer):
            for story in dict.fromkeys(each.story for each in family):
                told = [each for each in family if each.story == story]
                if "+" not in story and len({each.language[:2] for each in told}) == 3:
                    stories.append(told)
    return stories


def labeled(line: str, recognizer: Recognizer, teller: Teller | None = None) -> Labeled:
    """Return the telling of one line of a file."""
    teller = teller or Teller(recognizer)
    story, source, language, time, title, summary, *link = line.split(" | ")
    day, _, clock = time.partition(" ")
    hour, minute = clock.split(":")
    url = link[0] if link else ""
    item = Item(url, read(title), read(summary), None, language, None, facts.in_text(title, summary))
    reading = Reading(item, SourceId(source), recognizer)
    at = float(int(day) * 86_400 + int(hour) * 3_600 + int(minute) * 60)
    return Labeled(
        story, language, title, summary, teller.tell(reading, item, source, source in OFFICES, at, link_key(url))
    )


def _lines(paragraph: str) -> Iterator[str]:
    return (line for line in paragraph.splitlines() if line and not line.startswith("#"))
