"""Change the text and the meaning of a watch under its number."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from watchers.errors import RuleError
from watchers.matching import Recognizer
from watchers.model import Subscriber, Watch
from watchers.rules import And, OwnName, Rule, as_typed, only_words, without_part
from watchers.services.aliases import Naming
from watchers.store import Rows, Transaction, watches

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AlreadyWatched:
    """The subscriber has a watch with this very meaning."""

    watch: Watch
    rule: Rule
    names: tuple[OwnName, ...] = ()


@dataclass(frozen=True, slots=True)
class Worded:
    """An active watch, before its rule is tested against stored items."""

    watch: Watch
    rule: Rule
    names: tuple[OwnName, ...]


class Rewording:
    """What the buttons below a watch change in its rule; each method is a job of the writer."""

    def __init__(self, naming: Naming, recognizer: Recognizer) -> None:
        self._naming = naming
        self._catalog = recognizer.catalog

    def only_words(self, tx: Transaction, subscriber: Subscriber, number: int) -> Worded | AlreadyWatched | None:
        """Read the names typed in a watch as plain words. Return None if no watch has this number."""
        watch = watches.by_number(tx, subscriber.id, number)
        rule = self._typed(tx, subscriber, watch.typed) if watch else None
        if watch is None or rule is None:
            return None
        worded = only_words(rule, self._catalog)
        if worded == rule:
            return self._worded(tx, subscriber, watch, worded)
        return self._reword(tx, subscriber, watch, worded, str(worded), watch.typed)

    def without_part(
        self, tx: Transaction, subscriber: Subscriber, number: int, index: int, parts: int
    ) -> Worded | AlreadyWatched | None:
        """Leave out one of the parts that *and* joins. Return None if no watch has such a part.

        If the watch has fewer than ``parts``, one was left out before, and nothing changes.
        """
        watch = watches.by_number(tx, subscriber.id, number)
        rule = self._typed(tx, subscriber, watch.typed) if watch else None
        if watch is None or rule is None:
            return None
        if not isinstance(rule, And) or len(rule.parts) != parts:
            return self._worded(tx, subscriber, watch, rule)
        rest = without_part(rule, index) if index < parts else None
        if rest is None:
            return None
        own = self._naming.own(tx, subscriber.id)
        return self._reword(tx, subscriber, watch, rest, as_typed(rest, own.reread), watch.typed)

    def as_before(self, tx: Transaction, subscriber: Subscriber, number: int) -> Worded | AlreadyWatched | None:
        """Read a watch as it was typed before its text changed. Return None if no watch has this number."""
        watch = watches.by_number(tx, subscriber.id, number)
        before = watches.typed_before(tx, watch.id) if watch else None
        rule = self._typed(tx, subscriber, before or watch.typed) if watch else None
        if watch is None or rule is None:
            return None
        if before is None:
            return self._worded(tx, subscriber, watch, rule)
        return self._reword(tx, subscriber, watch, rule, before, None)

    def _reword(
        self, tx: Transaction, subscriber: Subscriber, watch: Watch, rule: Rule, typed: str, before: str | None
    ) -> Worded | AlreadyWatched:
        """Give a watch another rule under its number, unless another watch has that meaning already."""
        there = self._naming.in_force(tx, subscriber.id, rule)
        known = watches.of_query(tx, subscriber.id, there.query)
        if known is not None and known.id != watch.id:
            return AlreadyWatched(known, there.rule, self._naming.own(tx, subscriber.id).names)
        left = watches.query_of(tx, watch.id)
        watches.point(tx, watch.id, there.query, there.meaning)
        watches.retype(tx, watch.id, typed, before)
        self._naming.follow(tx, [left], {there.query: there.rule})
        changed = watches.by_number(tx, subscriber.id, watch.number)
        assert changed is not None
        return self._worded(tx, subscriber, changed, rule)

    def _worded(self, rows: Rows, subscriber: Subscriber, watch: Watch, rule: Rule) -> Worded:
        own = self._naming.own(rows, subscriber.id)
        return Worded(watch, own.put_into(rule), own.names)

    def _typed(self, rows: Rows, subscriber: Subscriber, typed: str) -> Rule | None:
        try:
            return self._naming.own(rows, subscriber.id).reread(typed)
        except RuleError as error:
            log.warning("rule_unreadable", extra={"rule": typed, "why": str(error)})
            return None
