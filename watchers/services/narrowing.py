"""Propose what narrows a rule that many items match: a name or a word that part of its newest matches share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain, islice
from typing import TypeVar

from watchers.entities import EntityId
from watchers.matching import Reading
from watchers.model import StoredItem, Subscriber
from watchers.rules import And, ChatAliases, Rule, canonical, joined
from watchers.search import BackTest
from watchers.services.aliases import RuleService
from watchers.services.refining import words_of
from watchers.services.subjects import entities_in_title, read_rule, typed_name
from watchers.store import Rows
from watchers.text.tokens import read

T = TypeVar("T")

SAMPLE = 20
"""The newest matches, whose titles are read."""
MIN_SHARE = 0.1
"""What fewer of them have says little about the rest."""
MAX_TRIED = 4
MAX_PROPOSED = 2
TIME_LIMIT = timedelta(seconds=0.03)
"""Time limit for each test, so that all of them together answer at once."""


@dataclass(frozen=True, slots=True)
class Narrower:
    """A rule with one more part, which fewer items match."""

    word: str
    """The part that is added, in the language of the subscriber."""
    typed: str
    a_day: float
    """How many items a day match it."""


@dataclass(frozen=True, slots=True)
class Narrowing(RuleService):
    """Propose narrower rules, tested on stored items."""

    async def propose(self, subscriber: Subscriber, typed: str, own: ChatAliases) -> tuple[Narrower, ...]:
        """Return up to two rules that would bring a readable number of alerts, the larger number first."""
        rule = own.reread(typed)
        in_force = own.put_into(rule)
        newest = (await self._find(subscriber, in_force, SAMPLE)).newest
        words = await self.database.read(self._shared, newest, in_force, own, subscriber.language)
        tried = [await self._narrowed(subscriber, typed, rule, word, own) for word in words]
        found = sorted(filter(None, tried), key=lambda each: -each.a_day)
        return tuple(found[:MAX_PROPOSED])

    async def _narrowed(
        self, subscriber: Subscriber, typed: str, rule: Rule, word: str, own: ChatAliases
    ) -> Narrower | None:
        text = _with(typed, rule, word, own)
        if text is None:
            return None
        found, now = await self._find(subscriber, own.put_into(own.reread(text)), 0), self.now()
        return None if not found.count or found.is_noisy(now) else Narrower(word, text, found.expected_a_day(now))

    def _shared(
        self, rows: Rows, newest: Sequence[StoredItem], rule: Rule, own: ChatAliases, language: str
    ) -> list[str]:
        """Return some of what part of the titles share, the most frequent first: names before words."""
        named: Counter[EntityId] = Counter()
        words: Counter[str] = Counter()
        for stored in newest:
            # To read the body takes far longer.
            reading = Reading(replace(stored.item, body=read("")), stored.source, self.recognizer)
            named.update(entities_in_title(reading))
            words.update({word.lower() for word in words_of(stored, reading.hits(rule), self.recognizer)})
        names = filter(None, (typed_name(entity, own, language) for entity in _some(named, len(newest))))
        return list(dict.fromkeys(islice(chain(names, _some(words, len(newest))), MAX_TRIED)))

    async def _find(self, subscriber: Subscriber, rule: Rule, show: int) -> BackTest:
        return await self.back_test(subscriber, rule, show, TIME_LIMIT)


def _some(counted: Counter[T], of: int) -> Iterator[T]:
    """Yield what part of so many titles have, the most frequent first."""
    return (each for each, count in counted.most_common() if MIN_SHARE * of <= count < of)


def _with(typed: str, rule: Rule, word: str, own: ChatAliases) -> str | None:
    """Return the typed rule with one more part; None if it would be read as something else."""
    part = read_rule(word, own)
    if part is None:
        return None
    meant = canonical(joined(And, [rule, part]))
    for text in (f"{typed} {word}", f"({typed}) {word}"):
        read = read_rule(text, own)
        if read is not None and canonical(read) == meant:
            return text
    return None
