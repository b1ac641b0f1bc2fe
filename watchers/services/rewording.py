"""Change the text and the meaning of a watch under its number."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from watchers.errors import RuleError
from watchers.model import Subscriber, Watch
from watchers.model.times import Timing
from watchers.rules import And, ChatAlias, ChatAliases, Note, Rule, Understood, as_typed, only_words, without_part
from watchers.search import BackTest, Blocker
from watchers.services.aliases import AliasService, in_force
from watchers.services.narrowing import Narrower
from watchers.store import Rows, Transaction, timings, watches
from watchers.store.subscribers import SearchId

log = logging.getLogger(__name__)

NOT_TESTED = BackTest(0, (), 0, None)


@dataclass(frozen=True, slots=True)
class RuleAdded:
    """The watch is active from the next item on."""

    watch: Watch
    rule: Rule
    found: BackTest = NOT_TESTED
    names: tuple[ChatAlias, ...] = ()
    """The subscriber's aliases, used when the rule is shown."""
    notes: tuple[Note, ...] = ()
    """What is not obvious in how the rule was read."""
    blocker: Blocker | None = None
    """The part without which it would have matched something, if it matched nothing."""
    calmed: Timing | None = None
    """The timing that it starts with, because it would send many alerts a day; None: it sends as any other."""
    narrower: tuple[tuple[Narrower, SearchId], ...] = ()
    """Rules that bring fewer, stored among the searches; empty unless it starts so."""
    sends: Timing | None = None
    """When a watch sends whose text was changed; None: at once."""


@dataclass(frozen=True, slots=True)
class AlreadyWatched:
    """The subscriber has a watch with this very meaning."""

    watch: Watch
    rule: Rule
    names: tuple[ChatAlias, ...] = ()


@dataclass(frozen=True, slots=True)
class Rewording:
    """What the buttons below a watch change in its rule; each method is a job of the writer.

    A method returns None if no watch has the number, or if its text cannot be read.
    """

    aliases: AliasService

    def only_words(self, tx: Transaction, subscriber: Subscriber, number: int) -> RuleAdded | AlreadyWatched | None:
        """Read the names typed in a watch as plain words."""
        watch, own = self._watch(tx, subscriber, number)
        rule = _readable(own, watch.typed) if watch else None
        if watch is None or rule is None:
            return None
        words = only_words(rule, self.aliases.catalog)
        if words == rule:
            return RuleAdded(watch, own.put_into(rule), names=own.names)
        return self._reword(tx, subscriber, watch, own, words, str(words), before=watch.typed)

    def without_part(
        self, tx: Transaction, subscriber: Subscriber, number: int, index: int, parts: int
    ) -> RuleAdded | AlreadyWatched | None:
        """Leave out one of the parts that *and* joins; if the watch has not ``parts`` of them, change nothing."""
        watch, own = self._watch(tx, subscriber, number)
        rule = _readable(own, watch.typed) if watch else None
        if watch is None or rule is None:
            return None
        if not isinstance(rule, And) or len(rule.parts) != parts:
            # The button was pressed before.
            return RuleAdded(watch, own.put_into(rule), names=own.names)
        rest = without_part(rule, index) if index < parts else None
        if rest is None:
            return None
        return self._reword(tx, subscriber, watch, own, rest, as_typed(rest, own.reread), before=watch.typed)

    def as_before(self, tx: Transaction, subscriber: Subscriber, number: int) -> RuleAdded | AlreadyWatched | None:
        """Read a watch as it was typed before its text changed."""
        watch, own = self._watch(tx, subscriber, number)
        rule = _readable(own, watch.typed_before or watch.typed) if watch else None
        if watch is None or rule is None:
            return None
        if watch.typed_before is None:
            return RuleAdded(watch, own.put_into(rule), names=own.names)
        return self._reword(tx, subscriber, watch, own, rule, watch.typed_before, before=None)

    def to(
        self, tx: Transaction, subscriber: Subscriber, number: int, typed: str, understood: Understood
    ) -> RuleAdded | AlreadyWatched | None:
        """Give a watch another text, which was read as ``understood``."""
        watch, own = self._watch(tx, subscriber, number)
        if watch is None:
            return None
        if watch.typed == typed:
            return RuleAdded(watch, own.put_into(understood.rule), names=own.names)
        changed = self._reword(tx, subscriber, watch, own, understood.rule, typed, before=watch.typed)
        return replace(changed, notes=understood.notes) if isinstance(changed, RuleAdded) else changed

    def unchanged(self, rows: Rows, subscriber: Subscriber, number: int) -> RuleAdded | None:
        """Return a watch with its rule as it is."""
        watch, own = watches.by_number(rows, subscriber.id, number), self.aliases.own(rows, subscriber.id)
        rule = self.aliases.rule_of(watch, own) if watch else None
        return RuleAdded(watch, rule, names=own.names) if watch and rule else None

    def _watch(self, tx: Transaction, subscriber: Subscriber, number: int) -> tuple[Watch | None, ChatAliases]:
        return watches.by_number(tx, subscriber.id, number), self.aliases.own(tx, subscriber.id)

    def _reword(
        self,
        tx: Transaction,
        subscriber: Subscriber,
        watch: Watch,
        own: ChatAliases,
        rule: Rule,
        typed: str,
        before: str | None,
    ) -> RuleAdded | AlreadyWatched:
        """Give a watch another rule under its number, unless another watch has that meaning already."""
        there = in_force(tx, own, rule)
        known = watches.of_query(tx, subscriber.id, there.query)
        if known is not None and known.id != watch.id:
            return AlreadyWatched(known, there.rule, own.names)
        watches.update(tx, watch.id, query=there.query, meaning=there.meaning, typed=typed, typed_before=before)
        self.aliases.follow(tx, [watch.query], {there.query: there.rule})
        changed = watches.by_id(tx, watch.id)
        return RuleAdded(changed, there.rule, names=own.names, sends=timings.of_watch(tx, changed))


def _readable(own: ChatAliases, typed: str) -> Rule | None:
    try:
        return own.reread(typed)
    except RuleError as error:
        log.warning("rule_unreadable", extra={"rule": typed, "why": str(error)})
        return None
