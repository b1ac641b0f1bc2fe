"""Search stored items with a rule, with the same meaning as live matching.

The full-text table returns the candidates, newest first, and which of them are sure to match; match decides the
others. The database has a single reader, so the work is split into small jobs to keep other reads from waiting.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from watchers.matching import Recognizer, explain
from watchers.model import Group, Hit, ItemId, StoredItem, SubscriberId
from watchers.rules import And, Rule, without_part
from watchers.search.question import ask
from watchers.store import Database, Rows, items, sources, subscriptions

R = TypeVar("R")

LOOK_BACK = timedelta(days=30)
"""How far a back test goes back."""
TIME_LIMIT = timedelta(seconds=0.2)
"""After this time a search returns what it has found so far."""
MANY_A_DAY = 20
"""More alerts a day are better read as a digest."""
LONG_ENOUGH = timedelta(days=2)
"""A shorter time says nothing about how many match a day."""
MAX_PARTS_TRIED = 8
"""Parts of a rule that are left out in turn to find the one that blocks it."""
IN_ONE_JOB = 20
"""Candidates decided in one job of the reader, which takes about 20 ms."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A stored item that a rule matches, with its hits."""

    stored: StoredItem
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class BackTest:
    """What a rule would have matched in recent days."""

    count: int
    """How many items match."""
    newest: tuple[StoredItem, ...]
    """The newest matching items, newest first."""
    looked_at: int
    """How many items are stored from this period."""
    since: datetime | None
    """The date of the oldest of them; None if nothing is stored."""
    complete: bool = True
    """False if time ran out before 30 days were searched, so that the count covers a shorter period."""
    percent_indexed: int | None = None
    """How far indexing the stored items is, 0 to 99, while some are still left out; None once all are indexed."""

    @property
    def indexed(self) -> bool:
        """Return whether all stored items are indexed; until then, each further search takes long and is partial."""
        return self.percent_indexed is None

    def a_day(self, now: datetime) -> float | None:
        """Return how many items match a day; None if the time is too short to tell."""
        return None if self.since is None or now - self.since < LONG_ENOUGH else self.expected_a_day(now)

    def expected_a_day(self, now: datetime) -> float:
        """Return how many to expect a day: what is stored for a shorter time counts as if it came in two days."""
        return 0.0 if self.since is None else self.count / (max(now - self.since, LONG_ENOUGH) / timedelta(days=1))

    def is_noisy(self, now: datetime) -> bool:
        """Return whether a rule would bring more alerts a day than people want one by one."""
        return self.expected_a_day(now) > MANY_A_DAY


@dataclass(frozen=True, slots=True)
class Matching:
    """The stored items that a rule matches."""

    ids: tuple[ItemId, ...]
    """Newest first."""
    complete: bool
    """False if time ran out before the oldest were decided."""


@dataclass(frozen=True, slots=True)
class Blocker:
    """The part of a rule without which it would have matched something."""

    index: int
    """Of the part, among those that *and* joins."""
    parts: int
    """How many these are."""
    part: Rule
    found: BackTest
    """What the rest of the rule would have matched."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The items that may match a rule."""

    ids: tuple[ItemId, ...]
    """Newest first."""
    sure: frozenset[ItemId]
    """Those that are sure to match."""
    percent_indexed: int | None = None
    """How far indexing the stored items is, 0 to 99; None once all are indexed."""

    @property
    def certain(self) -> bool:
        """Return whether every candidate is sure to match."""
        return len(self.sure) == len(self.ids)

    @property
    def doubtful(self) -> tuple[ItemId, ...]:
        """Return the items that must be decided one by one, newest first."""
        return tuple(identifier for identifier in self.ids if identifier not in self.sure)


NO_CANDIDATES = Candidates((), frozenset())


@dataclass(frozen=True, slots=True)
class Turn:
    """A step to another page: the items older, or newer, than an item."""

    item: ItemId
    older: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Some of the stored items that a rule matches."""

    finds: tuple[SearchHit, ...]
    """Newest first."""
    first: int | None
    """The position of the first among all matches, from 1; None if finding it would take too long."""
    total: int | None
    """How many items match in total; None if ``first`` is None."""
    newer: Turn | None
    """Leads to the page with newer items; None on the newest page."""
    older: Turn | None
    """Leads to the page with older items; None on the oldest page."""
    until: datetime | None = None
    """The date that the search reached if time ran out before the page was full."""
    percent_indexed: int | None = None
    """How far indexing the stored items is, 0 to 99, while some are still left out; None once all are indexed."""


def candidates(
    rows: Rows, rule: Rule, recognizer: Recognizer, since: datetime | None = None, follower: SubscriberId | None = None
) -> Candidates:
    """Return the stored items that may match a rule, from a date on; with ``follower``, of its sources."""
    current, percent = items.indexed(rows, recognizer.version)
    question = ask(rule, recognizer, current)
    if question is None:
        return Candidates(tuple(items.newest_ids(rows, None, since, follower)), frozenset())
    ids = tuple(items.newest_ids(rows, question.expression, since, follower))
    if question.certain:
        return Candidates(ids, frozenset(ids), percent)
    sure = items.newest_ids(rows, question.surely, since, follower) if question.surely else ()
    return Candidates(ids, frozenset(sure), percent)


def decide(rows: Rows, rule: Rule, recognizer: Recognizer, ids: Sequence[ItemId]) -> list[SearchHit]:
    """Return the items that match the rule with their hits, in the order of ``ids``."""
    stored = items.by_ids(rows, ids)
    found: list[SearchHit] = []
    for one in (stored[identifier] for identifier in ids if identifier in stored):
        hits = explain(rule, one.item, one.source, recognizer)
        if hits is not None:
            found.append(SearchHit(one, hits))
    return found


def among(rows: Rows, rule: Rule, recognizer: Recognizer, given: frozenset[ItemId]) -> frozenset[ItemId]:
    """Return which of some items match a rule."""
    current, _ = items.indexed(rows, recognizer.version)
    question = ask(rule, recognizer, current)
    if question is None:
        possible, sure = given, frozenset[ItemId]()
    else:
        possible = given & items.matching(rows, question.expression)
        sure = given & items.matching(rows, question.surely) if question.surely else frozenset[ItemId]()
        sure = possible if question.certain else sure
    decided = decide(rows, rule, recognizer, sorted(possible - sure))
    return sure | {hit.stored.id for hit in decided}


def every(rows: Rows, rule: Rule, recognizer: Recognizer) -> Iterator[SearchHit]:
    """Yield all stored items that match a rule, newest first, without a time limit."""
    there = candidates(rows, rule, recognizer)
    for at in range(0, len(there.ids), IN_ONE_JOB):
        yield from decide(rows, rule, recognizer, there.ids[at : at + IN_ONE_JOB])


async def back_test(
    database: Database,
    rule: Rule,
    recognizer: Recognizer,
    now: datetime,
    show: int = 3,
    time_limit: timedelta = TIME_LIMIT,
    follower: SubscriberId | None = None,
) -> BackTest:
    """Test a rule on the stored items of the last 30 days, or of as many days as time allows.

    With ``follower``, only on items of this subscriber's sources.

    Args:
        database: The open database.
        rule: The rule to test.
        recognizer: The recognizer that live matching uses.
        now: The end of the 30 days.
        show: How many of the newest matches to return.
        time_limit: Time limit for deciding doubtful candidates.
        follower: The subscriber whose sources are searched; None for all active sources.
    """
    search = _Search(rule, recognizer, follower, now - LOOK_BACK, lambda there: there.doubtful, time_limit)
    return await search.run(database, lambda rows: _found(rows, search, show))


async def matching(
    database: Database,
    rule: Rule,
    recognizer: Recognizer,
    since: datetime,
    follower: SubscriberId,
    time_limit: timedelta = TIME_LIMIT,
) -> Matching:
    """Return the items of a subscriber's sources that match a rule, from a date on, or as many as time allows."""
    search = _Search(rule, recognizer, follower, since, lambda there: there.doubtful, time_limit)
    return await search.run(database, lambda rows: _all_matching(search))


async def blocker(
    database: Database, rule: Rule, recognizer: Recognizer, now: datetime, follower: SubscriberId | None = None
) -> Blocker | None:
    """Return the part of a rule that keeps it from matching anything in the last 30 days; None if no single part does.

    Of several parts, it is the one without which the most items match.
    """
    if not isinstance(rule, And):
        return None
    best: Blocker | None = None
    for index in range(min(len(rule.parts), MAX_PARTS_TRIED)):
        rest = without_part(rule, index)
        if rest is None:
            continue
        found = await back_test(database, rest, recognizer, now, time_limit=TIME_LIMIT / 3, follower=follower)
        if found.count > (best.found.count if best else 0):
            best = Blocker(index, len(rule.parts), rule.parts[index], found)
    return best


async def browse(
    database: Database,
    rule: Rule,
    recognizer: Recognizer,
    turn: Turn | None = None,
    show: int = 5,
    time_limit: timedelta = TIME_LIMIT,
    follower: SubscriberId | None = None,
) -> SearchPage | None:
    """Return one page of all stored items that a rule matches; None if the item of ``turn`` was deleted.

    With ``follower``, search only this subscriber's sources. ``show`` is the page size, ``time_limit``
    the time limit.
    """
    search = _Search(rule, recognizer, follower, None, lambda there: _ahead(there.ids, turn), time_limit, show + 1)
    return await search.run(database, lambda rows: _page(rows, search, turn, show))


def in_groups_off(rows: Rows, rule: Rule, recognizer: Recognizer, subscriber: SubscriberId) -> tuple[Group | None, ...]:
    """Return the groups that the subscriber switched off and whose items match a rule, by the newest candidates.

    None stands for the sources without a group.
    """
    current, _ = items.indexed(rows, recognizer.version)
    question = ask(rule, recognizer, current)
    if question is None or not subscriptions.groups_off(rows, subscriber):
        return ()
    ids = items.newest_switched_off(rows, question.expression, subscriber, IN_ONE_JOB)
    found = {find.stored.source for find in decide(rows, rule, recognizer, ids)}
    groups = {known.group for source in found if (known := sources.by_id(rows, source)) is not None}
    return tuple(group for group in (*Group, None) if group in groups)


@dataclass(slots=True)
class _Search:
    """A search in small jobs, so that others can read in between."""

    rule: Rule
    recognizer: Recognizer
    follower: SubscriberId | None
    since: datetime | None
    choose: Callable[[Candidates], tuple[ItemId, ...]]
    """Returns which candidates must be decided, in order."""
    time_limit: timedelta
    enough: int | None = None
    """How many matches end the search; None for no limit."""
    there: Candidates = NO_CANDIDATES
    finds: list[SearchHit] = field(default_factory=list)
    """The matches among the decided candidates."""
    to_decide: tuple[ItemId, ...] = ()
    decided: int = 0

    async def run(self, database: Database, result: Callable[[Rows], R]) -> R:
        """Decide candidates until enough match or time is up. Return the result, which the last job computes."""
        deadline = time.monotonic() + self.time_limit.total_seconds()

        def step(rows: Rows) -> list[R]:
            if self.there is NO_CANDIDATES:
                self.there = candidates(rows, self.rule, self.recognizer, self.since, self.follower)
                self.to_decide = self.choose(self.there)
            few = self.to_decide[self.decided : self.decided + IN_ONE_JOB]
            self.finds += decide(rows, self.rule, self.recognizer, few) if few else ()
            self.decided += len(few)
            full = self.enough is not None and len(self.finds) >= self.enough
            over = full or self.reached is None or time.monotonic() > deadline
            return [result(rows)] if over else []

        while not (found := await database.read(step)):
            pass
        return found[0]

    @property
    def reached(self) -> ItemId | None:
        """Return the last item that was decided; None if all were."""
        return self.to_decide[self.decided - 1] if self.decided < len(self.to_decide) else None


def _found(rows: Rows, search: _Search, show: int) -> BackTest:
    """Return the result of a back test; if time ran out, of the period that was searched."""
    ids, since, reached = search.there.ids, search.since, search.reached
    if reached is not None:
        ids, since = ids[: ids.index(reached) + 1], items.date_of(rows, reached)
    matched = search.there.sure.union(find.stored.id for find in search.finds)
    matching = [identifier for identifier in ids if identifier in matched]
    looked_at, oldest = items.stored_since(rows, since, search.follower)
    stored = items.by_ids(rows, matching[:show])
    return BackTest(
        count=len(matching),
        newest=tuple(stored[identifier] for identifier in matching[:show] if identifier in stored),
        looked_at=looked_at,
        since=oldest,
        complete=reached is None,
        percent_indexed=search.there.percent_indexed,
    )


def _all_matching(search: _Search) -> Matching:
    matched = search.there.sure.union(find.stored.id for find in search.finds)
    return Matching(tuple(each for each in search.there.ids if each in matched), search.reached is None)


def _ahead(ids: tuple[ItemId, ...], turn: Turn | None) -> tuple[ItemId, ...]:
    """Return the items in the direction of the turn, nearest first; none if its item was deleted."""
    if turn is None:
        return ids
    at = ids.index(turn.item) if turn.item in ids else len(ids)
    return ids[at + 1 :] if turn.older else ids[:at][::-1]


def _page(rows: Rows, search: _Search, turn: Turn | None, show: int) -> SearchPage | None:
    """Return a page of the finds, with a turn onward from the last item and one back to the previous page."""
    there, older = search.there, turn is None or turn.older
    if turn is not None and turn.item not in there.ids:
        return None
    shown, last, until = search.finds[:show], search.reached, None
    if len(search.finds) > show:
        last = shown[-1].stored.id
    elif last is not None:
        until = items.date_of(rows, last)
    onwards = None if last is None else Turn(last, older)
    # The page that was shown before ends at the item before the first candidate.
    back = Turn(search.to_decide[0], not older) if turn is not None and search.to_decide else None
    finds = tuple(shown if older else reversed(shown))
    counted = there.certain and bool(finds)
    return SearchPage(
        finds=finds,
        first=there.ids.index(finds[0].stored.id) + 1 if counted else None,
        total=len(there.ids) if counted else None,
        newer=back if older else onwards,
        older=onwards if older else back,
        until=until,
        percent_indexed=there.percent_indexed,
    )
