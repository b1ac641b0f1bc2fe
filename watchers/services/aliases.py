"""Add and remove a subscriber's aliases for entities, and update the watches that they change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from watchers.entities import Catalog, EntityId
from watchers.errors import AliasError, AliasProblem, RuleError
from watchers.matching import Index, Recognizer
from watchers.model import QueryId, SourceId, Subscriber, SubscriberId, Watch, WatchId
from watchers.rules import (
    ChatAlias,
    ChatAliases,
    Give,
    RemoveAlias,
    Rule,
    Show,
    Understood,
    meaning_of,
    own_name,
    read_stored,
    read_wish,
)
from watchers.search import TIME_LIMIT, BackTest, Blocker, back_test, blocker
from watchers.services.service import Service
from watchers.store import Rows, Transaction, sources, subscribers, watches
from watchers.store.database import writing
from watchers.store.subscribers import AliasId as AliasId
from watchers.store.subscribers import StoredAlias

MAX_NAMES = 50
"""Aliases per subscriber: each adds a term to every rule that names its entity."""


@dataclass(frozen=True, slots=True)
class AliasAdded:
    """The entity has the alias, which changed these watches; none if it had the alias already."""

    id: AliasId
    name: ChatAlias
    watches: tuple[Watch, ...]


@dataclass(frozen=True, slots=True)
class AliasRemoved:
    """The alias was removed, which changed these watches."""

    id: AliasId
    name: ChatAlias
    watches: tuple[Watch, ...]


@dataclass(frozen=True, slots=True)
class NamesOf:
    """The aliases of one entity, or of all entities if it is None."""

    entity: EntityId | None
    names: tuple[ChatAlias, ...]


Answered = AliasAdded | AliasRemoved | NamesOf


@dataclass(frozen=True, slots=True)
class InForce:
    """A rule with its subscriber's aliases applied, and the query IDs with and without them."""

    rule: Rule
    query: QueryId
    meaning: QueryId


@dataclass(frozen=True, slots=True)
class AliasService(Service):
    """Read and change aliases, and point watches to the queries that result."""

    index: Index
    catalog: Catalog

    def own(self, rows: Rows, subscriber: SubscriberId) -> ChatAliases:
        """Return the subscriber's aliases in the form that rules need."""
        names: list[ChatAlias] = []
        corrections: list[ChatAlias] = []
        for stored in subscribers.own_names(rows, subscriber):
            (corrections if stored.is_correction else names).append(_own_name(stored))
        return ChatAliases(self.catalog, tuple(names), tuple(corrections))

    def understand(self, rows: Rows, subscriber: Subscriber, texts: Iterable[str]) -> list[Understood]:
        """Read rules as the subscriber typed them. Raises RuleError for the first that is invalid."""
        own = self.own(rows, subscriber.id)
        return [own.understand(typed, self._sources(rows, subscriber, typed), subscriber.language) for typed in texts]

    @writing
    def answer(self, tx: Transaction, subscriber: Subscriber, typed: str) -> Answered:
        """Add, remove or list aliases, as typed after /alias. Raises AliasError."""
        own = self.own(tx, subscriber.id)
        if not typed:
            return NamesOf(None, own.names)
        match read_wish(typed, own):
            case Show(entity):
                return NamesOf(entity, tuple(name for name in own.names if name.entity == entity))
            case Give(name):
                return self._give(tx, subscriber.id, name)
            case RemoveAlias(entity, phrase):
                for stored in subscribers.aliases(tx, subscriber.id):
                    if _own_name(stored).phrase.tokens == phrase.tokens and entity in (None, stored.entity):
                        return self._take_back(tx, subscriber.id, stored)
                raise AliasError(AliasProblem.NOT_GIVEN, typed, "/alias", () if entity is None else (entity,))

    @writing
    def restore(self, tx: Transaction, subscriber: Subscriber, identifier: AliasId) -> AliasAdded | None:
        """Restore a removed alias. Return None if it never existed or its words have another meaning now."""
        stored = subscribers.alias(tx, subscriber.id, identifier)
        if stored is None or stored.entity not in self.catalog.entities:
            return None
        others = (other for other in subscribers.aliases(tx, subscriber.id) if other.id != stored.id)
        if any(other.key == stored.key for other in others):
            return None
        return self._give(tx, subscriber.id, _own_name(stored))

    @writing
    def remove(self, tx: Transaction, subscriber: Subscriber, identifier: AliasId) -> AliasRemoved | None:
        """Remove an alias by its ID. Return None if there is none."""
        stored = subscribers.alias(tx, subscriber.id, identifier)
        return None if stored is None else self._take_back(tx, subscriber.id, stored)

    def point(self, tx: Transaction, subscriber: SubscriberId) -> tuple[Watch, ...]:
        """Point each watch to what it means with the current aliases. Return the active watches that changed.

        The index is updated after the commit.
        """
        own = self.own(tx, subscriber)
        left: list[QueryId] = []
        entered: dict[QueryId, Rule] = {}
        changed: set[WatchId] = set()
        for meaning in watches.meanings(tx, subscriber):
            meant = self._read(meaning.rule, meaning.typed, own.reread)
            there = None if meant is None else in_force(tx, own, meant)
            if there is not None and there.query != meaning.query:
                watches.update(tx, meaning.watch, query=there.query, meaning=meaning.meaning)
                left.append(meaning.query)
                entered[there.query] = there.rule
                changed.add(meaning.watch)
        self.follow(tx, left, entered)
        return tuple(watch for watch in watches.of(tx, subscriber) if watch.id in changed)

    def rule_of(self, watch: Watch, own: ChatAliases) -> Rule | None:
        """Return a watch's rule in its author's words, or None if the catalog lost an entity that it names."""
        return self._read(watch.rule, watch.typed, lambda typed: own.put_into(own.reread(typed)))

    def follow(self, tx: Transaction, left: Iterable[QueryId], entered: dict[QueryId, Rule]) -> None:
        """Update the index after the commit: remove queries that nobody watches, add those that are watched."""
        gone = [query for query in left if not watches.is_watched(tx, query)]
        come = {query: rule for query, rule in entered.items() if watches.is_watched(tx, query)}

        def change() -> None:
            for query, rule in come.items():
                self.index.add(query, rule)
            for query in gone:
                self.index.remove(query)

        tx.after_commit(change)

    def _give(self, tx: Transaction, subscriber: SubscriberId, name: ChatAlias) -> AliasAdded:
        there = subscribers.aliases(tx, subscriber)
        if len(there) >= MAX_NAMES and name.key not in {stored.key for stored in there}:
            instead = f"/alias @{there[0].entity} -{there[0].name}"
            raise AliasError(AliasProblem.TOO_MANY, str(MAX_NAMES), instead)
        surface = name.phrase.surface
        identifier = subscribers.add_alias(tx, subscriber, name.entity, surface, name.key, self.now())
        return AliasAdded(identifier, name, self.point(tx, subscriber))

    def _take_back(self, tx: Transaction, subscriber: SubscriberId, stored: StoredAlias) -> AliasRemoved:
        subscribers.remove_alias(tx, stored.id, self.now())
        return AliasRemoved(stored.id, _own_name(stored), self.point(tx, subscriber))

    def _sources(self, rows: Rows, subscriber: Subscriber, typed: str) -> frozenset[SourceId] | None:
        """Return the sources that a rule may name; None if it names none, as no rule without a colon does."""
        return sources.ids(rows, subscriber.id) if ":" in typed or "\uff1a" in typed else None

    def _read(self, rule: str, typed: str, meant: Callable[[str], Rule]) -> Rule | None:
        """Return a stored rule as typed if that still has the canonical meaning, else from the canonical text."""
        with suppress(RuleError):
            as_typed = meant(typed)
            if meaning_of(as_typed) == rule:
                return as_typed
        with suppress(RuleError):
            return read_stored(rule, self.catalog)
        return None


@dataclass(frozen=True, slots=True)
class RuleService(Service):
    """A service for the rules of subscribers, with their aliases."""

    recognizer: Recognizer
    aliases: AliasService

    async def back_test(
        self, subscriber: Subscriber, rule: Rule, show: int = 3, time_limit: timedelta = TIME_LIMIT
    ) -> BackTest:
        """Test a rule on the items of the subscriber's sources; see ``watchers.search.back_test``."""
        return await back_test(self.database, rule, self.recognizer, self.now(), show, time_limit, subscriber.id)

    async def tested(self, subscriber: Subscriber, rule: Rule, show: int = 3) -> tuple[BackTest, Blocker | None]:
        """Test a rule. If it matches nothing, return the part without which it would have matched something, too."""
        found = await self.back_test(subscriber, rule, show)
        nothing = found.looked_at > 0 and found.count == 0 and found.complete
        return found, await self.blocker(subscriber, rule) if nothing else None

    async def blocker(self, subscriber: Subscriber, rule: Rule) -> Blocker | None:
        """Return the part that keeps a rule from matching anything; see ``watchers.search.blocker``."""
        return await blocker(self.database, rule, self.recognizer, self.now(), subscriber.id)


def in_force(tx: Transaction, own: ChatAliases, rule: Rule) -> InForce:
    """Return a rule with a subscriber's aliases applied, with its query IDs.

    Rules with the same meaning share one query, however they are typed.
    """
    with_names = own.put_into(rule)
    query = watches.query(tx, meaning_of(with_names))
    meaning = query if with_names is rule else watches.query(tx, meaning_of(rule))
    return InForce(with_names, query, meaning)


def _own_name(stored: StoredAlias) -> ChatAlias:
    return own_name(stored.entity, stored.name)
