"""Let a subscriber add, list and remove watches, mute, pause, search, and ask why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from watchers.matching import Index, Recognizer
from watchers.model import Address, Alert, AlertId, Group, ItemId, PauseReason, Subscriber, Watch
from watchers.model.times import DAILY, Timing
from watchers.rules import ChatAliases, Understood
from watchers.search import SearchPage, Turn, browse, in_groups_off
from watchers.services.aliases import AliasService, in_force
from watchers.services.chat_feeds import ChatFeeds
from watchers.services.corrections import Corrections
from watchers.services.deadlines import Deadlines
from watchers.services.explanations import ItemExplainer, ItemExplanation, NeverSeen
from watchers.services.loading import fill, meaning
from watchers.services.mutes import Mutes
from watchers.services.overview import Overview
from watchers.services.personal_data import PersonalData
from watchers.services.refining import Refining
from watchers.services.reviews import Reviews
from watchers.services.rewording import AlreadyWatched as AlreadyWatched
from watchers.services.rewording import Rewording
from watchers.services.rewording import RuleAdded as RuleAdded
from watchers.services.saved import Saved
from watchers.services.sharing import Sharing
from watchers.services.source_health import Coverage
from watchers.services.subjects import Subjects
from watchers.services.times import Times
from watchers.services.trends import Trends
from watchers.services.trials import Trials
from watchers.store import alert_evidence, alert_rows, floods, moves, subscribers, watches
from watchers.store.alert_evidence import AlertEvidence
from watchers.store.database import Database, Rows, Transaction, reading, writing
from watchers.store.subscribers import SearchId

EVIDENCE_SHOWN = timedelta(days=90)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Searched:
    """One page of stored items; nothing is watched."""

    search: SearchId
    """The ID by which another page is requested."""
    typed: str
    page: SearchPage
    groups_off: tuple[Group | None, ...] = ()
    """Of the groups that the subscriber switched off, those whose items match too; None: sources without a group."""


@dataclass(frozen=True, slots=True)
class LimitReached:
    """The subscriber has as many watches as allowed."""

    limit: int


@dataclass(frozen=True, slots=True)
class PackAdded:
    """The rules of a starter pack were added as watches, up to the limit."""

    added: tuple[Watch, ...]
    """Numbered consecutively."""
    calmed: tuple[Watch, ...]
    """Those that start as a daily digest, because they would send many alerts a day."""
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
        self.database = database
        self.recognizer = recognizer
        self.catalog = recognizer.catalog
        """The entities that rules and aliases can name."""
        self._index = index
        self._now = now
        self._limit = limit
        self.times = Times(database, now)
        """When alerts are sent."""
        self.feeds = ChatFeeds(database)
        """The alerts of chats as feeds."""
        self.coverage = Coverage(database, now)
        """The health of sources, and the groups that subscribers get."""
        self.mutes = Mutes(database, now)
        self.overview = Overview(database, now)
        self.saved = Saved(database, now)
        self.sharing = Sharing(database, now)
        self.personal = PersonalData(database, now, index)
        """What is stored about chats, and its end."""
        self.aliases = AliasService(database, now, index, recognizer.catalog)
        self._rewording = Rewording(self.aliases)
        of_rules = (database, now, recognizer, self.aliases)
        self.corrections = Corrections(*of_rules)
        self._explainer = ItemExplainer(*of_rules)
        self.deadlines = Deadlines(*of_rules)
        """What the watches match with a day by which something must be done."""
        self.trials = Trials(*of_rules)
        """Tries rules on stored items, without watching them."""
        self.subjects = Subjects(*of_rules)
        """What links are about."""
        self.refining = Refining(*of_rules)
        self.trends = Trends(*of_rules)
        """What was published by day."""
        self.reviews = Reviews(*of_rules)
        """Weekly reviews."""

    async def load(self, on_progress: Callable[[int, int], None] = lambda read, total: None) -> int:
        """Fill the index from the stored watches. Return how many queries are active.

        Rules in an older syntax are rewritten first. This is done in small portions, between which the loop is free.
        The log and ``on_progress`` report how many queries are read, and ``on_progress`` also their total.
        """
        return await fill(self._index, self.aliases, self.recognizer, on_progress)

    # ---- subscribers -------------------------------------------------------------------------------

    async def subscriber(self, address: Address) -> Subscriber | None:
        """Return the subscriber at an address, or None."""
        return await self.database.read(subscribers.at, address)

    async def subscriber_for(self, address: Address) -> Subscriber | None:
        """Return the subscriber at an address, or at the one that its chat moved to."""
        return await self.database.read(subscribers.at_or_moved, address)

    async def renumbered(self, address: Address) -> bool:
        """Return whether watches have other numbers since the chat of this address moved."""
        return await self.database.read(subscribers.renumbered, address)

    async def subscribe(self, address: Address, language: str) -> Subscriber:
        """Return the subscriber at an address, creating it if needed."""
        known = await self.subscriber(address)
        if known is not None:
            return known
        return await self.database.write(subscribers.subscribe, address, language, self._now())

    async def pause(self, subscriber: Subscriber) -> None:
        """Hold all alerts; matching continues."""
        await self.database.write(subscribers.pause, subscriber.id, PauseReason.ASKED, self._now())

    @writing
    def resume(self, tx: Transaction, subscriber: Subscriber) -> Resumed:
        """End a pause and release the held alerts."""
        subscribers.resume(tx, subscriber.id)
        return Resumed(*floods.release(tx, subscriber.id, self._now()))

    async def unreachable(self, address: Address) -> None:
        """Pause a subscriber that cannot be reached; its watches remain, and so does a pause that it asked for."""
        known = await self.subscriber(address)
        if known is not None:
            await self.database.write(subscribers.pause, known.id, PauseReason.UNREACHABLE, self._now())

    async def reachable(self, address: Address) -> bool:
        """Release the held alerts of a subscriber that can be reached again. Return whether it was unreachable."""
        known = await self.subscriber(address)
        if known is None or known.paused in (None, PauseReason.ASKED):
            return False
        await self.resume(known)
        return True

    @writing
    def release_closed(self, tx: Transaction) -> int:
        """Release what is held for closed topics, and return of how many: that one was opened may have been missed."""
        closed = subscribers.in_closed_topics(tx)
        for identifier in closed:
            subscribers.resume(tx, identifier)
            floods.release(tx, identifier, self._now())
        return len(closed)

    async def moved(self, old: Address, new: Address) -> None:
        """Move all subscribers of a chat to another chat, and merge equal watches."""
        await self.database.write(self.move, old, new)

    def move(self, tx: Transaction, old: Address, new: Address) -> None:
        """Do the work of ``moved`` as part of a transaction. Idempotent."""
        moves.move(tx, old, new, self._now(), self.aliases.point)

    # ---- watches -----------------------------------------------------------------------------------

    async def watch(self, subscriber: Subscriber, typed: str) -> RuleAdded | AlreadyWatched | LimitReached:
        """Save a rule at once. Raises RuleError if it is invalid or names an unknown source.

        One that would send many alerts a day starts as a daily digest.
        """
        added = await self._added(subscriber, typed)
        if not isinstance(added, RuleAdded) or added.watch.timing is not None or not added.found.is_noisy(self._now()):
            return added
        calmed = await self._timed(subscriber, added, DAILY)
        narrower = await self.trials.narrower(subscriber, typed) if added.found.indexed else ()
        return replace(calmed, narrower=narrower)

    async def watch_timed(
        self, subscriber: Subscriber, identifier: SearchId, timing: Timing | None
    ) -> RuleAdded | AlreadyWatched | LimitReached | None:
        """Watch a rule that was offered, and send its alerts at these times; None: at once, however many they are.

        Return None if the rule was deleted.
        """
        typed = await self.database.read(subscribers.searched, subscriber.id, identifier)
        added = None if typed is None else await self._added(subscriber, typed)
        return await self._timed(subscriber, added, timing) if isinstance(added, RuleAdded) else added

    async def suggest(self, subscriber: Subscriber, typed: str) -> SearchId:
        """Store a rule that is offered, and return the ID by which ``watch_suggested`` finds it."""
        return await self.database.write(subscribers.keep_search, subscriber.id, typed, self._now())

    async def watch_suggested(
        self, subscriber: Subscriber, identifier: SearchId
    ) -> RuleAdded | AlreadyWatched | LimitReached | None:
        """Watch a rule that was offered. Return None if it was deleted."""
        typed = await self.database.read(subscribers.searched, subscriber.id, identifier)
        return None if typed is None else await self.watch(subscriber, typed)

    async def add_pack(self, subscriber: Subscriber, texts: Sequence[str]) -> PackAdded:
        """Save each of these rules of a pack as a watch, unless the subscriber has it already.

        One that would send many alerts a day starts as a daily digest.
        """
        rules = await self._understand(subscriber, texts)
        outcomes = await self._add_all(subscriber, texts, rules)
        added = [outcome for outcome in outcomes if isinstance(outcome, RuleAdded)]
        instant = [each for each in added if each.watch.timing is None]
        noisy = await self.trials.noisy(subscriber, [each.rule for each in instant])
        calmed = [each.watch for each, too_many in zip(instant, noisy, strict=True) if too_many]
        for watch in calmed:
            await self.times.set_timing(subscriber, watch.number, DAILY)
        return PackAdded(
            added=tuple(each.watch for each in added),
            calmed=tuple(calmed),
            already=tuple(outcome.watch for outcome in outcomes if isinstance(outcome, AlreadyWatched)),
            left_out=sum(isinstance(outcome, LimitReached) for outcome in outcomes),
            limit=self._limit,
        )

    async def watches(self, subscriber: Subscriber) -> list[Watch]:
        """Return the active watches, by number."""
        return await self.database.read(watches.of, subscriber.id)

    @writing
    def restore(self, tx: Transaction, subscriber: Subscriber, number: int) -> Watch | None:
        """Restore a removed watch. Return None if no watch has this number."""
        watch = watches.removed(tx, subscriber.id, number)
        if watch is None:
            return watches.by_number(tx, subscriber.id, number)
        if (again := watches.of_query(tx, subscriber.id, watch.query)) is not None:
            return again
        watches.update(tx, watch.id, removed_at=None)
        rule = meaning(watch.rule, watch.typed, self.catalog)
        if rule is not None:
            tx.after_commit(lambda: self._index.add(watch.query, rule))
        return watch

    @writing
    def unwatch(self, tx: Transaction, subscriber: Subscriber, *numbers: int) -> tuple[Watch, ...]:
        """Remove the watches with these numbers and return those that were active."""
        removed = (self._remove(tx, subscriber, number) for number in numbers)
        return tuple(watch for watch in removed if watch is not None)

    async def mute(self, subscriber: Subscriber, number: int, muted: bool) -> Watch | None:
        """Stop or restart the alerts of one watch. Return None if no watch has this number."""
        if muted:
            return await self.mutes.mute_watch(subscriber, number, None)
        return await self.mutes.unmute_watch(subscriber, number)

    async def reword(self, subscriber: Subscriber, number: int, typed: str) -> RuleAdded | AlreadyWatched | None:
        """Give a watch another text. Return None if no watch has this number. Raises RuleError."""
        (understood,) = await self._understand(subscriber, [typed])
        changed = await self.database.write(self._rewording.to, subscriber, number, typed, understood)
        return await self._tested(subscriber, changed)

    async def test(self, subscriber: Subscriber, number: int) -> RuleAdded | None:
        """Test a watch against the last 30 days of items. Return None if no watch has this number."""
        return await self._tested(subscriber, await self.database.read(self._rewording.unchanged, subscriber, number))

    async def only_words(self, subscriber: Subscriber, number: int) -> RuleAdded | AlreadyWatched | None:
        """Treat the names typed in a watch as plain words. Return None if no watch has this number."""
        changed = await self.database.write(self._rewording.only_words, subscriber, number)
        return await self._tested(subscriber, changed)

    async def without_part(
        self, subscriber: Subscriber, number: int, index: int, parts: int
    ) -> RuleAdded | AlreadyWatched | None:
        """Leave out one of the ``parts`` of a watch that *and* joins. Return None if it has no such part."""
        changed = await self.database.write(self._rewording.without_part, subscriber, number, index, parts)
        return await self._tested(subscriber, changed)

    async def as_before(self, subscriber: Subscriber, number: int) -> RuleAdded | AlreadyWatched | None:
        """Read a watch as it was typed before its text was changed. Return None if no watch has this number."""
        changed = await self.database.write(self._rewording.as_before, subscriber, number)
        return await self._tested(subscriber, changed)

    # ---- items and alerts --------------------------------------------------------------------------

    async def browse(self, subscriber: Subscriber, typed: str) -> Searched:
        """Return the newest stored items that a rule matches. Raises RuleError if the rule is invalid."""
        await self._understand(subscriber, [typed])
        identifier = await self.database.write(subscribers.keep_search, subscriber.id, typed, self._now())
        found = await self._page(subscriber, identifier, typed)
        assert found is not None
        return found

    async def turn(self, subscriber: Subscriber, identifier: SearchId, turn: Turn) -> Searched | None:
        """Return another page of a search, or None if the search or the item to turn from was deleted."""
        typed = await self.database.read(subscribers.searched, subscriber.id, identifier)
        return await self._page(subscriber, identifier, typed, turn) if typed is not None else None

    async def alert(self, subscriber: Subscriber, alert: AlertId) -> Alert | None:
        """Return an alert of the subscriber, or None."""
        return await self.database.read(alert_rows.own, subscriber.id, alert)

    async def alert_of_message(self, subscriber: Subscriber, message: str) -> Alert | None:
        """Return the subscriber's alert that was sent under a message ID, or None."""
        return await self.database.read(alert_rows.by_message, subscriber.id, message)

    @reading
    def owner_of_message(self, rows: Rows, chat: Address, message: str) -> Address | None:
        """Return the address, of the chat or of one of its topics, to which an alert was sent under a message ID.

        If no alert has the ID, return the chat's only subscriber, or None if there are several.
        """
        there = subscribers.in_chat(rows, chat)
        owners = [each.address for each in there if alert_rows.by_message(rows, each.id, message) is not None]
        candidates = owners or [each.address for each in there] or [chat]
        return candidates[0] if len(candidates) == 1 else None

    async def why(self, subscriber: Subscriber, link: str) -> ItemExplanation | NeverSeen:
        """Return what became of the item with this link, for this subscriber."""
        return await self.database.read(self._explainer.by_link, subscriber, link)

    async def why_item(self, subscriber: Subscriber, item: ItemId) -> ItemExplanation | None:
        """Return what became of a stored item, or None if it was deleted."""
        return await self.database.read(self._explainer.by_item, subscriber, item)

    async def why_alert(self, subscriber: Subscriber, alert: AlertId) -> ItemExplanation | None:
        """Return what became of an alert's item, or None for another subscriber's alert or a list."""
        return await self.database.read(self._explainer.by_alert, subscriber, alert)

    async def evidence(self, subscriber: Subscriber) -> list[AlertEvidence]:
        """Return what proves the alerts of the last 90 days."""
        return await self.database.read(alert_evidence.of_alerts, self._now() - EVIDENCE_SHOWN, subscriber.id)

    # ---- parts -------------------------------------------------------------------------------------

    @reading
    def _understand(self, rows: Rows, subscriber: Subscriber, texts: Sequence[str]) -> list[Understood]:
        return self.aliases.understand(rows, subscriber, texts)

    @writing
    def _add_all(
        self, tx: Transaction, subscriber: Subscriber, texts: Sequence[str], rules: Sequence[Understood]
    ) -> list[RuleAdded | AlreadyWatched | LimitReached]:
        own = self.aliases.own(tx, subscriber.id)
        return [self._add(tx, subscriber, own, typed, rule) for typed, rule in zip(texts, rules, strict=True)]

    def _add(
        self, tx: Transaction, subscriber: Subscriber, own: ChatAliases, typed: str, understood: Understood
    ) -> RuleAdded | AlreadyWatched | LimitReached:
        there = in_force(tx, own, understood.rule)
        mine = {watch.query: watch for watch in watches.of(tx, subscriber.id)}
        if known := mine.get(there.query):
            return AlreadyWatched(known, there.rule, own.names)
        if len(mine) >= self._limit:
            return LimitReached(self._limit)
        tx.after_commit(lambda: self._index.add(there.query, there.rule))
        watch = watches.add(tx, subscriber.id, there.query, typed, self._now(), there.meaning)
        return RuleAdded(watch, there.rule, names=own.names, notes=understood.notes)

    async def _tested(self, subscriber: Subscriber, outcome: RuleAdded | T) -> RuleAdded | T:
        """Test an added rule against the last 30 days of items from the subscriber's sources."""
        if not isinstance(outcome, RuleAdded):
            return outcome
        found, blocks = await self.trials.tested(subscriber, outcome.rule)
        return replace(outcome, found=found, blocker=blocks)

    async def _added(self, subscriber: Subscriber, typed: str) -> RuleAdded | AlreadyWatched | LimitReached:
        (understood,) = await self._understand(subscriber, [typed])
        (added,) = await self._add_all(subscriber, [typed], [understood])
        return await self._tested(subscriber, added)

    async def _timed(self, subscriber: Subscriber, added: RuleAdded, timing: Timing | None) -> RuleAdded:
        """Set when a new watch sends its alerts, because it would send many a day one by one."""
        watch = await self.times.set_timing(subscriber, added.watch.number, timing)
        return replace(added, watch=watch or added.watch, calmed=timing)

    async def _page(
        self, subscriber: Subscriber, identifier: SearchId, typed: str, turn: Turn | None = None
    ) -> Searched | None:
        own = await self.database.read(self.aliases.own, subscriber.id)
        rule = own.put_into(own.reread(typed))
        page = await browse(self.database, rule, self.recognizer, turn, follower=subscriber.id)
        if page is None:
            return None
        off = await self.database.read(in_groups_off, rule, self.recognizer, subscriber.id)
        return Searched(identifier, typed, page, off)

    def _remove(self, tx: Transaction, subscriber: Subscriber, number: int) -> Watch | None:
        watch = watches.by_number(tx, subscriber.id, number)
        if watch is None:
            return None
        watches.update(tx, watch.id, removed_at=self._now())
        if not watches.is_watched(tx, watch.query):
            tx.after_commit(lambda: self._index.remove(watch.query))
        return watch
