"""Try rules on stored items before they are watched: what a typed rule or a starter pack would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from watchers.errors import RuleError
from watchers.matching import explain
from watchers.model import Reason, StoredItem, Subscriber, Watch
from watchers.rules import And, ChatAlias, ChatAliases, Note, Or, Rule, Understood, as_typed, joined, without_part
from watchers.search import BackTest, Blocker
from watchers.services.aliases import RuleService
from watchers.services.narrowing import Narrower, Narrowing
from watchers.store import Rows, Transaction, subscribers
from watchers.store.database import reading
from watchers.store.subscribers import SearchId

NEWEST_SHOWN = 2
TIME_LIMIT = timedelta(seconds=0.15)
"""Time limit for testing a pack; each press on one of its watches tests it again."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule means and what it would have matched. It is not watched."""

    id: SearchId
    """The ID under which the rule is stored among the searches."""
    typed: str
    rule: Rule
    found: BackTest
    notes: tuple[Note, ...]
    """What is not obvious in how the rule was read."""
    names: tuple[ChatAlias, ...]
    """The subscriber's aliases, used when the rule is shown."""
    blocker: Blocker | None = None
    """The part without which it would have matched something, if it matched nothing."""
    unblocked: SearchId | None = None
    """The rule without that part, stored among the searches."""
    noisy: bool = False
    """Whether it would bring more alerts a day than people want one by one."""
    narrower: tuple[tuple[Narrower, SearchId], ...] = ()
    """Rules that bring fewer, stored among the searches; empty unless it is noisy."""


@dataclass(frozen=True, slots=True)
class Trials(RuleService):
    """Try rules on the stored items of the last 30 days."""

    async def typed(self, subscriber: Subscriber, typed: str) -> Trial:
        """Try a rule as typed, and store it among the searches. Raises RuleError if it is invalid."""
        own, (understood,) = await self._understand(subscriber, [typed])
        rule = own.put_into(understood.rule)
        found, blocks = await self.tested(subscriber, rule, NEWEST_SHOWN)
        rest = _without(understood.rule, blocks, own) if blocks is not None else None
        noisy = found.is_noisy(self.now())
        narrower = await self._narrowing.propose(subscriber, typed, own) if noisy and found.indexed else ()
        offered = [*([rest] if rest is not None else []), *(each.typed for each in narrower)]
        kept, *others = await self.database.write(self._keep, subscriber, [typed, *offered])
        unblocked = others.pop(0) if rest is not None else None
        narrowed = tuple(zip(narrower, others, strict=True))
        return Trial(kept, typed, rule, found, understood.notes, own.names, blocks, unblocked, noisy, narrowed)

    async def narrower(self, subscriber: Subscriber, typed: str) -> tuple[tuple[Narrower, SearchId], ...]:
        """Return rules that bring fewer alerts than one that is noisy, stored among the searches."""
        own = await self.database.read(self.aliases.own, subscriber.id)
        found = await self._narrowing.propose(subscriber, typed, own)
        kept = await self.database.write(self._keep, subscriber, [each.typed for each in found])
        return tuple(zip(found, kept, strict=True))

    async def suggestions(self, subscriber: Subscriber, error: RuleError) -> list[tuple[SearchId, str]]:
        """Store the rules that may be meant instead, so that buttons can watch them; an example is not one."""
        meant = [rule for rule in (error.instead, error.other) if rule and not error.is_example]
        return [(await self.database.write(self._keep_one, subscriber, rule), rule) for rule in meant]

    async def stored(self, subscriber: Subscriber, identifier: SearchId) -> Trial | None:
        """Try a stored rule again. Return None if it was deleted."""
        typed = await self.text(subscriber, identifier)
        return None if typed is None else await self.typed(subscriber, typed)

    async def text(self, subscriber: Subscriber, identifier: SearchId) -> str | None:
        """Return what was stored among the searches, as typed. Return None if it was deleted."""
        return await self.database.read(subscribers.searched, subscriber.id, identifier)

    async def together(self, subscriber: Subscriber, texts: Sequence[str]) -> BackTest:
        """Return what several rules would have matched, each item once, and the newest item."""
        own, understood = await self._understand(subscriber, texts)
        return await self._test(subscriber, joined(Or, [own.put_into(each.rule) for each in understood]))

    async def noisy(self, subscriber: Subscriber, rules: Sequence[Rule]) -> list[bool]:
        """Return which rules would bring more alerts a day than people want one by one."""
        if not rules or not (await self._test(subscriber, joined(Or, rules))).is_noisy(self.now()):
            return [False] * len(rules)
        return [(await self._test(subscriber, rule)).is_noisy(self.now()) for rule in rules]

    @reading
    def reasons(self, rows: Rows, subscriber: Subscriber, watches: Sequence[Watch], stored: StoredItem) -> list[Reason]:
        """Return those of the watches that match an item, with the places where they do."""
        own = self.aliases.own(rows, subscriber.id)
        found: list[Reason] = []
        for watch in watches:
            rule = self.aliases.rule_of(watch, own)
            hits = explain(rule, stored.item, stored.source, self.recognizer) if rule is not None else None
            if hits is not None:
                found.append(Reason(watch, hits))
        return found

    @reading
    def _understand(
        self, rows: Rows, subscriber: Subscriber, texts: Sequence[str]
    ) -> tuple[ChatAliases, list[Understood]]:
        return self.aliases.own(rows, subscriber.id), self.aliases.understand(rows, subscriber, texts)

    async def _test(self, subscriber: Subscriber, rule: Rule) -> BackTest:
        return await self.back_test(subscriber, rule, 1, TIME_LIMIT)

    @property
    def _narrowing(self) -> Narrowing:
        return Narrowing(self.database, self.now, self.recognizer, self.aliases)

    def _keep(self, tx: Transaction, subscriber: Subscriber, texts: Sequence[str]) -> list[SearchId]:
        return [self._keep_one(tx, subscriber, text) for text in texts]

    def _keep_one(self, tx: Transaction, subscriber: Subscriber, typed: str) -> SearchId:
        return subscribers.keep_search(tx, subscriber.id, typed, self.now())


def _without(rule: Rule, blocks: Blocker, own: ChatAliases) -> str | None:
    """Return the text of a rule without the part that blocks it."""
    left = without_part(rule, blocks.index) if isinstance(rule, And) else None
    return as_typed(left, own.reread) if left is not None else None
