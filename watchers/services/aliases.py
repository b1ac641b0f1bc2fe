"""Add and remove a subscriber's aliases for entities, and update the watches that they change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from watchers.entities import EntityId
from watchers.errors import OwnNameError, OwnNameProblem, RuleError
from watchers.matching import Index, Recognizer
from watchers.model import QueryId, SubscriberId, Watch, WatchId
from watchers.rules import Give, OwnName, OwnNames, Rule, Show, TakeBack, canonical, own_name, read_stored
from watchers.store import Rows, Transaction, own_names, watches
from watchers.store.own_names import OwnNameId as OwnNameId
from watchers.store.own_names import StoredName

MAX_NAMES = 50
"""Aliases per subscriber: each adds a term to every rule that names its entity."""


@dataclass(frozen=True, slots=True)
class NameGiven:
    """The entity has the alias, which changed these watches; none if it had the alias already."""

    id: OwnNameId
    name: OwnName
    watches: tuple[Watch, ...]


@dataclass(frozen=True, slots=True)
class NameTakenBack:
    """The alias was removed, which changed these watches."""

    id: OwnNameId
    name: OwnName
    watches: tuple[Watch, ...]


@dataclass(frozen=True, slots=True)
class NamesOf:
    """The aliases of one entity, or of all entities if it is None."""

    entity: EntityId | None
    names: tuple[OwnName, ...]


Answered = NameGiven | NameTakenBack | NamesOf


@dataclass(frozen=True, slots=True)
class InForce:
    """A rule with its subscriber's aliases applied, and the query IDs with and without them."""

    rule: Rule
    query: QueryId
    meaning: QueryId


class Naming:
    """Read and change aliases, and point watches to the queries that result."""

    def __init__(self, index: Index, recognizer: Recognizer) -> None:
        self._index = index
        self._catalog = recognizer.catalog

    def own(self, rows: Rows, subscriber: SubscriberId) -> OwnNames:
        """Return the subscriber's aliases in the form that rules need."""
        return OwnNames(self._catalog, tuple(map(_own_name, own_names.of(rows, subscriber))))

    def in_force(self, tx: Transaction, subscriber: SubscriberId, rule: Rule) -> InForce:
        """Return a rule with the subscriber's aliases applied, with its query IDs."""
        with_names = self.own(tx, subscriber).put_into(rule)
        return InForce(with_names, _query(tx, with_names), _query(tx, rule))

    def wish(self, tx: Transaction, subscriber: SubscriberId, typed: str, now: datetime) -> Answered:
        """Run the command typed after /alias. Raises OwnNameError."""
        if not typed:
            return self._of(tx, subscriber, None)
        match self.own(tx, subscriber).wish(typed):
            case Show(entity):
                return self._of(tx, subscriber, entity)
            case Give(name):
                return self._give(tx, subscriber, name, now)
            case TakeBack(entity, phrase):
                return self._take_back(tx, subscriber, _given(tx, subscriber, entity, phrase.tokens, typed), now)

    def give_again(
        self, tx: Transaction, subscriber: SubscriberId, identifier: OwnNameId, now: datetime
    ) -> NameGiven | None:
        """Restore a removed alias. Return None if it never existed or its words have another meaning now."""
        stored = own_names.by_id(tx, subscriber, identifier)
        if stored is None or stored.entity not in self._catalog.entities:
            return None
        taken = any(other.key == stored.key and other.id != stored.id for other in own_names.of(tx, subscriber))
        return None if taken else self._give(tx, subscriber, _own_name(stored), now)

    def take_back(
        self, tx: Transaction, subscriber: SubscriberId, identifier: OwnNameId, now: datetime
    ) -> NameTakenBack | None:
        """Remove an alias by its ID. Return None if there is none."""
        stored = own_names.by_id(tx, subscriber, identifier)
        return None if stored is None else self._take_back(tx, subscriber, stored, now)

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
            if meant is None:
                continue
            rule = own.put_into(meant)
            query = _query(tx, rule)
            if query != meaning.query:
                watches.point(tx, meaning.watch, query, meaning.meaning)
                left.append(meaning.query)
                entered[query] = rule
                changed.add(meaning.watch)
        self.follow(tx, left, entered)
        return tuple(watch for watch in watches.of(tx, subscriber) if watch.id in changed)

    def rule_of(self, watch: Watch, own: OwnNames) -> Rule | None:
        """Return a watch's rule in its author's words, or None if the catalog lost an entity that it names."""
        return self._read(watch.rule, watch.typed, lambda typed: own.put_into(own.reread(typed)))

    def follow(self, tx: Transaction, left: Iterable[QueryId], entered: dict[QueryId, Rule]) -> None:
        """Update the index after the commit: remove queries that nobody watches, add those that are watched."""
        gone = [query for query in left if not watches.is_watched(tx, query)]
        come = {query: rule for query, rule in entered.items() if watches.is_watched(tx, query)}

        def change() -> None:
            for query, rule in come.items():
                self._index.add(query, rule)
            for query in gone:
                self._index.remove(query)

        tx.after_commit(change)

    def _of(self, rows: Rows, subscriber: SubscriberId, entity: EntityId | None) -> NamesOf:
        there = own_names.of(rows, subscriber)
        return NamesOf(entity, tuple(_own_name(stored) for stored in there if entity in (None, stored.entity)))

    def _give(self, tx: Transaction, subscriber: SubscriberId, name: OwnName, now: datetime) -> NameGiven:
        there = own_names.of(tx, subscriber)
        if len(there) >= MAX_NAMES and name.key not in {stored.key for stored in there}:
            first = there[0]
            instead = f"/alias @{first.entity} -{first.name}"
            raise OwnNameError(OwnNameProblem.TOO_MANY, str(MAX_NAMES), instead)
        identifier = own_names.give(tx, subscriber, name.entity, name.phrase.surface, name.key, now)
        return NameGiven(identifier, name, self.point(tx, subscriber))

    def _take_back(self, tx: Transaction, subscriber: SubscriberId, stored: StoredName, now: datetime) -> NameTakenBack:
        own_names.take_back(tx, stored.id, now)
        return NameTakenBack(stored.id, _own_name(stored), self.point(tx, subscriber))

    def _read(self, rule: str, typed: str, meant: Callable[[str], Rule]) -> Rule | None:
        """Return a stored rule as typed if that still has the canonical meaning, else from the canonical text."""
        with suppress(RuleError):
            as_typed = meant(typed)
            if str(canonical(as_typed)) == rule:
                return as_typed
        with suppress(RuleError):
            return read_stored(rule, self._catalog)
        return None


def _query(tx: Transaction, rule: Rule) -> QueryId:
    """Return the ID of a rule's query; rules with the same meaning share one query, however they are typed."""
    return watches.query(tx, str(canonical(rule)))


def _given(
    rows: Rows, subscriber: SubscriberId, entity: EntityId | None, tokens: tuple[str, ...], typed: str
) -> StoredName:
    for stored in own_names.of(rows, subscriber):
        if _own_name(stored).phrase.tokens == tokens and entity in (None, stored.entity):
            return stored
    raise OwnNameError(OwnNameProblem.NOT_GIVEN, typed, "/alias", () if entity is None else (entity,))


def _own_name(stored: StoredName) -> OwnName:
    return own_name(stored.entity, stored.name)
