"""Let a subscriber add, list and remove watches, mute, pause, search, and ask why."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watchers.entities import Catalog
from watchers.errors import RuleError
from watchers.matching import Index, Recognizer
from watchers.model import Address, Alert, AlertId, Group, PauseReason, QueryId, SearchId, Subscriber, Watch
from watchers.rules import Note, OwnName, Rule, Understood, read_stored, reread
from watchers.search import Blocker, Found, Page, Turn, back_test, blocker, browse
from watchers.services.aliases import Answered, NameGiven, NameTakenBack, Naming
from watchers.services.explanations import Inquirer, Inquiry, NeverSeen
from watchers.services.packs import Pack
from watchers.services.rereading import make_explicit
from watchers.services.rewording import AlreadyWatched as AlreadyWatched
from watchers.services.rewording import Rewording, Worded
from watchers.services.source_health import GroupStanding, Report, groups, report
from watchers.store import Database, Rows, Transaction, moves, outbox, searches, sources, subscribers, takes, watches
from watchers.store.own_names import OwnNameId

log = logging.getLogger(__name__)

LOADED_AT_ONCE = 100
"""Stored rules that are read at startup before the event loop gets a turn: about five milliseconds."""
TOLD_EVERY = 10_000
"""Rules between two progress lines in the log."""


@dataclass(frozen=True, slots=True)
class RuleAdded:
    """The watch is active from the next item on."""

    watch: Watch
    rule: Rule
    found: Found
    names: tuple[OwnName, ...] = ()
    """The subscriber's aliases, used when the rule is shown."""
    notes: tuple[Note, ...] = ()
    """What is not obvious in how the rule was read."""
    blocker: Blocker | None = None
    """The part without which it would have matched something, if it matched nothing."""


@dataclass(frozen=True, slots=True)
class Searched:
    """One page of stored items; nothing is watched."""

    search: SearchId
    """The ID by which another page is requested."""
    typed: str
    page: Page


@dataclass(frozen=True, slots=True)
class LimitReached:
    """The subscriber has as many watches as allowed."""

    limit: int


@dataclass(frozen=True, slots=True)
class PackAdded:
    """The rules of a starter pack were added as watches, up to the limit."""

    added: tuple[Watch, ...]
    """Numbered consecutively."""
    already: tuple[Watch, ...]
    """Existing watches of the subscriber with the same meaning."""
    left_out: int
    """How many rules exceeded the limit."""
    limit: int
    """How many watches a subscriber may have."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """Alerts flow again; held alerts are sent now."""

    one_by_one: int
    in_a_list: int


class Watchlist:
    """What subscribers may do with watches, in the database and the index."""

    def __init__(
        self, database: Database, index: Index, recognizer: Recognizer, now: Callable[[], datetime], limit: int
    ) -> None:
        self._database = database
        self._index = index
        self._recognizer = recognizer
        self._now = now
        self._limit = limit
        self._naming = Naming(index, recognizer)
        self._rewording = Rewording(self._naming, recognizer)
        self._inquirer = Inquirer(recognizer, self._naming)

    @property
    def catalog(self) -> Catalog:
        """The entities that rules can name."""
        return self._recognizer.catalog

    async def load(self, on_progress: Callable[[int, int], None] = lambda read, total: None) -> int:
        """Fill the index from the stored watches. Return how many queries are active.

        Rules in an older syntax are rewritten first. This is done in small portions, between which the loop is free.
        The log and ``on_progress`` report how many queries are read, and ``on_progress`` also their total.
        """
        await make_explicit(self._database, self._naming, self._recognizer, self._now)
        total = await self._database.read(watches.count_queries)
        read = last = 0
        while stored := await self._database.read(watches.queries, last, LOADED_AT_ONCE):
            for identifier, rule, typed in stored:
                self._load(identifier, rule, typed)
            last = stored[-1][0]
            read += len(stored)
            on_progress(read, total)
            if read % TOLD_EVERY < len(stored):
                # Rules are permanent: a garbage collection that scans them all would block the loop for 0.2 seconds.
                gc.freeze()
                log.info("rules_loading", extra={"rules": read})
        return len(self._index)

    def _load(self, identifier: QueryId, rule: str, typed: str) -> None:
        meant = self._meant(rule, typed)
        if meant is None:
            log.error("rule_lost", extra={"query": identifier})
        else:
            self._index.add(identifier, meant)

    async def subscriber(self, address: Address) -> Subscriber | None:
        """Return the subscriber at an address, or None."""
        return await self._database.read(subscribers.at, address)

    async def subscriber_for(self, address: Address) -> Subscriber | None:
        """Return the subscriber at an address, or at the one that its chat moved to."""
        return await self._database.read(moves.subscriber_for, address)

    async def renumbered(self, address: Address) -> bool:
        """Return whether watches have other numbers since the chat of this address moved."""
        return await self._database.read(moves.renumbered, address)

    async def subscribe(self, address: Address, language: str) -> Subscriber:
        """Return the subscriber at an address, creating it if needed."""
        known = await self.subscriber(address)
        if known is not None:
            return known
        return await self._database.write(subscribers.subscribe, address, language, self._now())

    async def set_language(self, subscriber: Subscriber, language: str) -> None:
        """Set the language in which a subscriber is answered."""
        await self._database.write(subscribers.set_language, subscriber.id, language)

    async def watch(self, subscriber: Subscriber, typed: str) -> RuleAdded | AlreadyWatched | LimitReached:
        """Save a rule at once. Raises RuleError if it is invalid or names an unknown source."""
        understood = await self._database.read(self._understand, subscriber, typed)
        added = await self._database.write(self._add, subscriber, typed, understood.rule)
        if not isinstance(added, Worded):
            return added
        found = await self._with_what_it_finds(subscriber, added)
        return replace(found, notes=understood.notes)

    async def suggest(self, subscriber: Subscriber, typed: str) -> SearchId:
        """Store a rule that is offered, and return the ID by which ``watch_suggested`` finds it."""
        return await self._database.write(searches.keep, subscriber.id, typed, self._now())

    async def watch_suggested(
        self, subscriber: Subscriber, identifier: SearchId
    ) -> RuleAdded | AlreadyWatched | LimitReached | None:
        """Watch a rule that was offered. Return None if it was deleted."""
        typed = await self._database.read(searches.typed, subscriber.id, identifier)
        return None if typed is None else await self.watch(subscriber, typed)

    async def add_pack(self, subscriber: Subscriber, pack: Pack) -> PackAdded:
        """Save each rule of a pack as a watch, unless the subscriber has it already."""
        rules = await self._database.read(self._parse_all, subscriber, pack.rules)
        return await self._database.write(self._add_pack, subscriber, pack.rules, rules)

    async def remove_pack(self, subscriber: Subscriber, numbers: range) -> tuple[Watch, ...]:
        """Remove the watches with these numbers and return those that were active."""
        return await self._database.write(self._remove_all, subscriber, numbers)

    async def only_words(self, subscriber: Subscriber, number: int) -> RuleAdded | AlreadyWatched | None:
        """Treat the names typed in a watch as plain words. Return None if no watch has this number."""
        worded = await self._database.write(self._rewording.only_words, subscriber, number)
        return await self._with_what_it_finds(subscriber, worded) if isinstance(worded, Worded) else worded

    async def without_part(
        self, subscriber: Subscriber, number: int, index: int, parts: int
    ) -> RuleAdded | AlreadyWatched | None:
        """Leave out one of the ``parts`` of a watch that *and* joins. Return None if it has no such part."""
        worded = await self._database.write(self._rewording.without_part, subscriber, number, index, parts)
        return await self._with_what_it_finds(subscriber, worded) if isinstance(worded, Worded) else worded

    async def as_before(self, subscriber: Subscriber, number: int) -> RuleAdded | AlreadyWatched | None:
        """Read a watch as it was typed before its text was changed. Return None if no watch has this number."""
        worded = await self._database.write(self._rewording.as_before, subscriber, number)
        return await self._with_what_it_finds(subscriber, worded) if isinstance(worded, Worded) else worded

    async def browse(self, subscriber: Subscriber, typed: str) -> Searched:
        """Return the newest stored items that a rule matches. Raises RuleError if the rule is invalid."""
        rule = await self._database.read(self._parse_with_names, subscriber, typed)
        identifier = await self._database.write(searches.keep, subscriber.id, typed, self._now())
        page = await browse(self._database, rule, self._recognizer, taker=subscriber.id)
        assert page is not None
        return Searched(identifier, typed, page)

    async def turn(self, subscriber: Subscriber, identifier: SearchId, turn: Turn) -> Searched | None:
        """Return another page of a search, or None if the search or the item to turn from was deleted."""
        typed = await self._database.read(searches.typed, subscriber.id, identifier)
        own = await self._database.read(self._naming.own, subscriber.id)
        rule = None if typed is None else own.put_into(own.reread(typed))
        if typed is None or rule is None:
            return None
        page = await browse(self._database, rule, self._recognizer, turn, taker=subscriber.id)
        if page is None:
            return None
        return Searched(identifier, typed, page)

    async def watches(self, subscriber: Subscriber) -> list[Watch]:
        """Return the active watches, by number."""
        return await self._database.read(watches.of, subscriber.id)

    async def unwatch(self, subscriber: Subscriber, number: int) -> Watch | None:
        """Remove a watch. Return None if no watch has this number."""
        return await self._database.write(self._remove, subscriber, number)

    async def restore(self, subscriber: Subscriber, number: int) -> Watch | None:
        """Restore a removed watch. Return None if no watch has this number."""
        return await self._database.write(self._restore, subscriber, number)

    async def mute(self, subscriber: Subscriber, number: int, muted: bool) -> Watch | None:
        """Stop or restart the alerts of one watch. Return None if no watch has this number."""
        return await self._database.write(self._mute, subscriber, number, muted)

    async def pause(self, subscriber: Subscriber) -> None:
        """Hold all alerts; matching continues."""
        await self._database.write(subscribers.pause, subscriber.id, PauseReason.ASKED, self._now())

    async def resume(self, subscriber: Subscriber) -> Resumed:
        """End a pause and release the held alerts."""
        return await self._database.write(self._resume, subscriber)

    async def unreachable(self, address: Address) -> None:
        """Pause a subscriber that cannot be reached; its watches remain, and so does a pause that it asked for."""
        known = await self.subscriber(address)
        if known is not None and known.paused is None:
            await self._database.write(subscribers.pause, known.id, PauseReason.UNREACHABLE, self._now())

    async def reachable(self, address: Address) -> bool:
        """Release the held alerts of a subscriber that can be reached again. Return whether it was unreachable."""
        known = await self.subscriber(address)
        if known is None or known.paused is not PauseReason.UNREACHABLE:
            return False
        await self.resume(known)
        return True

    async def moved(self, old: Address, new: Address) -> None:
        """Move all subscribers of a chat to another chat, and merge equal watches."""
        await self._database.write(self.move, old, new)

    async def alert(self, subscriber: Subscriber, alert: AlertId) -> Alert | None:
        """Return an alert of the subscriber, or None."""
        found = await self._database.read(outbox.by_id, alert)
        return found if found is not None and found.subscriber.id == subscriber.id else None

    async def alert_of_message(self, subscriber: Subscriber, message: str) -> Alert | None:
        """Return the subscriber's alert that was sent under a message ID, or None."""
        return await self._database.read(outbox.by_message, subscriber.id, message)

    async def owner_of_message(self, chat: Address, message: str) -> Address | None:
        """Return the address, of the chat or of one of its topics, to which an alert was sent under a message ID.

        If no alert has the ID, return the chat's only subscriber, or None if there are several.
        """
        return await self._database.read(_owner, chat, message)

    async def why(self, subscriber: Subscriber, link: str) -> Inquiry | NeverSeen:
        """Return what became of the item with this link, for this subscriber."""
        return await self._database.read(self._inquirer.by_link, subscriber, link)

    async def why_alert(self, subscriber: Subscriber, alert: AlertId) -> Inquiry | None:
        """Return what became of an alert's item, or None for another subscriber's alert or a list."""
        return await self._database.read(self._inquirer.by_alert, subscriber, alert)

    async def name(self, subscriber: Subscriber, typed: str) -> Answered:
        """Add, remove or list aliases, as typed. Raises OwnNameError."""
        return await self._database.write(self._naming.wish, subscriber.id, typed, self._now())

    async def name_again(self, subscriber: Subscriber, identifier: OwnNameId) -> NameGiven | None:
        """Restore a removed alias. Return None if that is impossible."""
        return await self._database.write(self._naming.give_again, subscriber.id, identifier, self._now())

    async def take_name_back(self, subscriber: Subscriber, identifier: OwnNameId) -> NameTakenBack | None:
        """Remove an alias. Return None if there is none."""
        return await self._database.write(self._naming.take_back, subscriber.id, identifier, self._now())

    async def sources_by_health(self) -> tuple[int, int]:
        """Return how many sources are polled, and how many of them answered well the last time."""
        states = [state for _, state in await self._database.read(sources.active)]
        return len(states), sum(state.ok_at is not None and state.problem is None for state in states)

    async def groups(self, subscriber: Subscriber) -> tuple[GroupStanding, ...]:
        """Return the groups of sources, their health, and whether the subscriber is subscribed."""
        return await self._database.read(groups, subscriber, self._now())

    async def switch(self, subscriber: Subscriber, group: Group | None, on: bool) -> None:
        """Subscribe to the sources of a group, including those added later, or unsubscribe."""
        await self._database.write(takes.switch, subscriber.id, group, on)

    async def report(self, subscriber: Subscriber) -> Report:
        """Return the coverage report, with what is pending for the subscriber."""
        return await self._database.read(report, subscriber, self._now())

    # ---- jobs --------------------------------------------------------------------------------------

    def _understand(self, rows: Rows, subscriber: Subscriber, typed: str) -> Understood:
        own = self._naming.own(rows, subscriber.id)
        return own.understand(typed, sources.ids(rows, subscriber.id), subscriber.language)

    def _parse_with_names(self, rows: Rows, subscriber: Subscriber, typed: str) -> Rule:
        return self._naming.own(rows, subscriber.id).put_into(self._understand(rows, subscriber, typed).rule)

    def _parse_all(self, rows: Rows, subscriber: Subscriber, texts: Sequence[str]) -> list[Rule]:
        return [self._understand(rows, subscriber, typed).rule for typed in texts]

    def _add_pack(
        self, tx: Transaction, subscriber: Subscriber, texts: Sequence[str], rules: Sequence[Rule]
    ) -> PackAdded:
        outcomes = [self._add(tx, subscriber, typed, rule) for typed, rule in zip(texts, rules, strict=True)]
        return PackAdded(
            added=tuple(outcome.watch for outcome in outcomes if isinstance(outcome, Worded)),
            already=tuple(outcome.watch for outcome in outcomes if isinstance(outcome, AlreadyWatched)),
            left_out=sum(isinstance(outcome, LimitReached) for outcome in outcomes),
            limit=self._limit,
        )

    def _add(
        self, tx: Transaction, subscriber: Subscriber, typed: str, rule: Rule
    ) -> Worded | AlreadyWatched | LimitReached:
        own = self._naming.own(tx, subscriber.id)
        there = self._naming.in_force(tx, subscriber.id, rule)
        if known := watches.of_query(tx, subscriber.id, there.query):
            return AlreadyWatched(known, there.rule, own.names)
        if len(watches.of(tx, subscriber.id)) >= self._limit:
            return LimitReached(self._limit)
        tx.after_commit(lambda: self._index.add(there.query, there.rule))
        watch = watches.add(tx, subscriber.id, there.query, typed, self._now(), there.meaning)
        return Worded(watch, there.rule, own.names)

    async def _with_what_it_finds(self, subscriber: Subscriber, worded: Worded) -> RuleAdded:
        """Test the rule against the last 30 days of items from the subscriber's sources."""
        asked = (self._database, worded.rule, self._recognizer, self._now())
        found = await back_test(*asked, taker=subscriber.id)
        nothing = found.looked_at > 0 and found.count == 0 and found.complete
        blocks = await blocker(*asked, taker=subscriber.id) if nothing else None
        return RuleAdded(worded.watch, worded.rule, found, worded.names, blocker=blocks)

    def move(self, tx: Transaction, old: Address, new: Address) -> None:
        """Do the work of ``moved`` as part of a transaction. Idempotent."""
        moves.move(tx, old, new, self._now(), self._naming.point)

    def _remove(self, tx: Transaction, subscriber: Subscriber, number: int) -> Watch | None:
        watch = watches.by_number(tx, subscriber.id, number)
        if watch is None:
            return None
        watches.remove(tx, watch.id, self._now())
        query = watches.query_of(tx, watch.id)
        if not watches.is_watched(tx, query):
            tx.after_commit(lambda: self._index.remove(query))
        return watch

    def _remove_all(self, tx: Transaction, subscriber: Subscriber, numbers: range) -> tuple[Watch, ...]:
        removed = (self._remove(tx, subscriber, number) for number in numbers)
        return tuple(watch for watch in removed if watch is not None)

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

    def _meant(self, rule: str, typed: str) -> Rule | None:
        """Return the meaning of a stored rule, or None if neither of its texts can be read.

        If the catalog lost an entity, the canonical text no longer parses, but the typed words still have a meaning.
        """
        for text, read in ((rule, read_stored), (typed, reread)):
            try:
                return read(text, self.catalog)
            except RuleError as error:
                log.warning("rule_unreadable", extra={"rule": text, "why": str(error)})
        return None


def _owner(rows: Rows, chat: Address, message: str) -> Address | None:
    there = subscribers.in_chat(rows, chat)
    owners = [each.address for each in there if outbox.by_message(rows, each.id, message) is not None]
    candidates = owners or [each.address for each in there] or [chat]
    return candidates[0] if len(candidates) == 1 else None
