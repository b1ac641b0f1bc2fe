"""What a subscriber may do: watch, list, stop, mute, pause, ask why."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from watchers.entities import Catalogue
from watchers.errors import RuleError
from watchers.match import Index, Recogniser, explain
from watchers.model import Address, Alert, AlertId, Hit, PauseReason, StoredItem, Subscriber, Watch
from watchers.normalise import link_key
from watchers.rules import Rule, parse, reread
from watchers.search import Found, search
from watchers.store import Database, Rows, Transaction, items, outbox, sources, subscribers, watches

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RuleAdded:
    """The watch is in force for the next item."""

    watch: Watch
    rule: Rule
    found: Found


@dataclass(frozen=True, slots=True)
class AlreadyWatched:
    """The subscriber has a watch of this very meaning."""

    watch: Watch
    rule: Rule


@dataclass(frozen=True, slots=True)
class LimitReached:
    """The subscriber has as many watches as one may have."""

    limit: int


@dataclass(frozen=True, slots=True)
class Told:
    """The item became an alert for the subscriber."""

    alert: Alert
    state: str
    """As in the outbox: queued, in flight, sent, held, listed or dead."""
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class NotTold:
    """The item is known and became no alert; each watch with the places where it matches today, or None."""

    item: StoredItem
    watches: tuple[tuple[Watch, tuple[Hit, ...] | None], ...]


@dataclass(frozen=True, slots=True)
class NeverSeen:
    """No source that is polled had an item with this link."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """Alerts flow again; what was held comes now."""

    one_by_one: int
    in_a_list: int


class Watchlist:
    """The subscribers' side of the database and the index."""

    def __init__(
        self, database: Database, index: Index, recogniser: Recogniser, now: Callable[[], datetime], limit: int
    ) -> None:
        self._database = database
        self._index = index
        self._recogniser = recogniser
        self._now = now
        self._limit = limit

    @property
    def catalogue(self) -> Catalogue:
        return self._recogniser.catalogue

    async def load(self) -> int:
        """Fills the index from the stored watches; answers how many queries are in force."""
        for identifier, rule, typed in await self._database.read(watches.queries):
            parsed = self._meant(rule, typed)
            if parsed is None:
                log.error("rule_lost", extra={"query": identifier})
            else:
                self._index.add(identifier, parsed)
        return len(self._index)

    async def subscriber(self, address: Address) -> Subscriber | None:
        return await self._database.read(subscribers.at, address)

    async def subscribe(self, address: Address, language: str) -> Subscriber:
        """The subscriber at the address, made on its first word."""
        known = await self.subscriber(address)
        if known is not None:
            return known
        return await self._database.write(subscribers.subscribe, address, language, self._now())

    async def set_language(self, subscriber: Subscriber, language: str) -> None:
        await self._database.write(subscribers.set_language, subscriber.id, language)

    async def watch(self, subscriber: Subscriber, typed: str) -> RuleAdded | AlreadyWatched | LimitReached:
        """Saves a rule at once; raises RuleError where it is none."""
        rule = parse(typed, self.catalogue)
        added = await self._database.write(self._add, subscriber, typed, rule)
        if not isinstance(added, Watch):
            return added
        return RuleAdded(added, rule, await self.search(rule))

    async def search(self, rule: Rule) -> Found:
        """What a rule would have matched among the stored items."""
        return await self._database.read(search, rule, self._recogniser, self._now())

    async def watches(self, subscriber: Subscriber) -> list[Watch]:
        """The watches in force, by number."""
        return await self._database.read(watches.of, subscriber.id)

    async def watch_by_number(self, subscriber: Subscriber, number: int) -> Watch | None:
        return await self._database.read(watches.by_number, subscriber.id, number)

    async def unwatch(self, subscriber: Subscriber, number: int) -> Watch | None:
        """Takes a watch out of force; None where there is none of this number."""
        return await self._database.write(self._remove, subscriber, number)

    async def restore(self, subscriber: Subscriber, number: int) -> Watch | None:
        """Puts a removed watch back; None where there is none of this number."""
        return await self._database.write(self._restore, subscriber, number)

    async def mute(self, subscriber: Subscriber, number: int, muted: bool) -> Watch | None:
        """Stops or restarts the alerts of one watch; None where there is none of this number."""
        return await self._database.write(self._mute, subscriber, number, muted)

    async def pause(self, subscriber: Subscriber) -> None:
        """Holds all alerts; matching goes on."""
        await self._database.write(subscribers.pause, subscriber.id, PauseReason.ASKED, self._now())

    async def resume(self, subscriber: Subscriber) -> Resumed:
        """Ends a pause and releases what was held."""
        return await self._database.write(self._resume, subscriber)

    async def unreachable(self, address: Address) -> None:
        """The subscriber can no longer be sent to; its watches stay, and so does a pause that it asked for."""
        known = await self.subscriber(address)
        if known is not None and known.paused is None:
            await self._database.write(subscribers.pause, known.id, PauseReason.UNREACHABLE, self._now())

    async def reachable(self, address: Address) -> bool:
        """The subscriber can be sent to again: what was held comes now. Whether it had been unreachable."""
        known = await self.subscriber(address)
        if known is None or known.paused is not PauseReason.UNREACHABLE:
            return False
        await self.resume(known)
        return True

    async def moved(self, old: Address, new: Address) -> None:
        """The chat has a new address."""
        await self._database.write(subscribers.move, old, new)

    async def alert(self, subscriber: Subscriber, alert: AlertId) -> Alert | None:
        """One of the subscriber's own alerts."""
        found = await self._database.read(outbox.by_id, alert)
        return found if found is not None and found.subscriber.id == subscriber.id else None

    async def alert_of_message(self, subscriber: Subscriber, message: str) -> Alert | None:
        return await self._database.read(outbox.by_message, subscriber.id, message)

    async def why(self, subscriber: Subscriber, link: str) -> Told | NotTold | NeverSeen:
        """What became of the item with this link, for this subscriber."""
        return await self._database.read(self._why, subscriber, link)

    async def sources_by_health(self) -> tuple[int, int]:
        """How many sources are polled, and how many of them answered well the last time."""
        states = [state for _, state in await self._database.read(sources.active)]
        return len(states), sum(state.ok_at is not None and state.problem is None for state in states)

    # ---- jobs --------------------------------------------------------------------------------------

    def _add(
        self, tx: Transaction, subscriber: Subscriber, typed: str, rule: Rule
    ) -> Watch | AlreadyWatched | LimitReached:
        query = watches.query(tx, str(rule))
        if known := watches.of_query(tx, subscriber.id, query):
            return AlreadyWatched(known, rule)
        if len(watches.of(tx, subscriber.id)) >= self._limit:
            return LimitReached(self._limit)
        tx.after_commit(lambda: self._index.add(query, rule))
        return watches.add(tx, subscriber.id, query, typed, self._now())

    def _remove(self, tx: Transaction, subscriber: Subscriber, number: int) -> Watch | None:
        watch = watches.by_number(tx, subscriber.id, number)
        if watch is None:
            return None
        watches.remove(tx, watch.id, self._now())
        query = watches.query_of(tx, watch.id)
        if not watches.is_watched(tx, query):
            tx.after_commit(lambda: self._index.remove(query))
        return watch

    def _restore(self, tx: Transaction, subscriber: Subscriber, number: int) -> Watch | None:
        watch = watches.removed(tx, subscriber.id, number)
        if watch is None:
            return watches.by_number(tx, subscriber.id, number)
        query = watches.query_of(tx, watch.id)
        if (again := watches.of_query(tx, subscriber.id, query)) is not None:
            return again
        watches.restore(tx, watch.id)
        rule = self._meant(watch.rule, watch.typed)
        if rule is not None:
            tx.after_commit(lambda: self._index.add(query, rule))
        return watch

    def _mute(self, tx: Transaction, subscriber: Subscriber, number: int, muted: bool) -> Watch | None:
        watch = watches.by_number(tx, subscriber.id, number)
        if watch is not None:
            watches.mute(tx, watch.id, muted)
        return watch

    def _resume(self, tx: Transaction, subscriber: Subscriber) -> Resumed:
        subscribers.resume(tx, subscriber.id)
        return Resumed(*outbox.release(tx, subscriber.id, self._now()))

    def _why(self, rows: Rows, subscriber: Subscriber, link: str) -> Told | NotTold | NeverSeen:
        key = link_key(link)
        found = items.by_link(rows, key) if key else []
        for stored in found:
            if told := outbox.for_item(rows, subscriber.id, stored.id):
                return Told(*told)
        if not found:
            return NeverSeen()
        mine = watches.of(rows, subscriber.id)
        return NotTold(found[0], tuple((watch, self._held_against(found[0], watch)) for watch in mine))

    def _held_against(self, stored: StoredItem, watch: Watch) -> tuple[Hit, ...] | None:
        rule = self._meant(watch.typed, watch.rule)
        return None if rule is None else explain(rule, stored.item, stored.source, self._recogniser)

    def _meant(self, *texts: str) -> Rule | None:
        """The first of the texts of a stored rule that can still be read.

        A catalogue that lost an entity breaks the canonical text; the words typed still mean something.
        """
        for text in texts:
            try:
                return reread(text, self.catalogue)
            except RuleError as error:
                log.warning("rule_unreadable", extra={"rule": text, "why": str(error)})
        return None
