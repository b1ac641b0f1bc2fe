"""Search stored items with a rule, with the same meaning as live matching.

The full-text table returns the candidates, newest first, and which of them are sure to match; match decides the
others. The database has a single reader, so the work is split into small jobs to keep other reads from waiting.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watchers.matching import Recognizer, explain
from watchers.model import Hit, ItemId, StoredItem, SubscriberId
from watchers.rules import And, Rule, without_part
from watchers.search.question import ask
from watchers.store import Database, Rows, full_text, items

LOOK_BACK = timedelta(days=30)
"""How far a back test goes back."""
PATIENCE = timedelta(seconds=0.3)
"""After this time a search returns what it has found so far."""
MAX_PARTS_TRIED = 8
"""Parts of a rule that are left out in turn to find the one that blocks it."""
IN_ONE_JOB = 20
"""Candidates decided in one job of the reader, which takes about 20 ms."""


@dataclass(frozen=True, slots=True)
class Find:
    """A stored item that a rule matches, with its hits."""

    stored: StoredItem
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule would have matched in recent days."""

    count: int
    """How many items match."""
    newest: tuple[Find, ...]
    """The newest matching items, newest first."""
    looked_at: int
    """How many items are stored from this period."""
    since: datetime | None
    """The date of the oldest of them; None if nothing is stored."""
    complete: bool = True
    """False if time ran out before 30 days were searched, so that the count covers a shorter period."""
    percent_indexed: int | None = None
    """How far indexing the stored items is, 0 to 99, while some are still left out; None once all are indexed."""


@dataclass(frozen=True, slots=True)
class Blocker:
    """The part of a rule without which it would have matched something."""

    index: int
    """Of the part, among those that *and* joins."""
    parts: int
    """How many these are."""
    part: Rule
    found: Found
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
    def doubtful(self) -> list[ItemId]:
        """Return the items that must be decided one by one, newest first."""
        return [identifier for identifier in self.ids if identifier not in self.sure]

    def down_to(self, last: ItemId) -> Candidates:
        """Return the candidates from the newest down to ``last``, inclusive."""
        return replace(self, ids=self.ids[: self.ids.index(last) + 1])

    def matching(self, finds: Sequence[Find]) -> list[ItemId]:
        """Return the matching items, newest first, given the finds among the doubtful ones."""
        met = self.sure.union(find.stored.id for find in finds)
        return [identifier for identifier in self.ids if identifier in met]


@dataclass(frozen=True, slots=True)
class Turn:
    """A step to another page: the items older, or newer, than an item."""

    item: ItemId
    older: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the stored items that a rule matches."""

    finds: tuple[Find, ...]
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
    rows: Rows, rule: Rule, recognizer: Recognizer, since: datetime | None = None, taker: SubscriberId | None = None
) -> Candidates:
    """Return the stored items that may match a rule, from a date on; with ``taker``, of the sources that it takes."""
    question = ask(rule, recognizer, full_text.is_current(rows, recognizer.version))
    if question is None:
        return Candidates(tuple(items.newest_ids(rows, None, since, taker)), frozenset())
    percent = full_text.percent_indexed(rows)
    ids = tuple(items.newest_ids(rows, question.expression, since, taker))
    if question.certain:
        return Candidates(ids, frozenset(ids), percent)
    sure = items.newest_ids(rows, question.surely, since, taker) if question.surely else ()
    return Candidates(ids, frozenset(sure), percent)


def decide(rows: Rows, rule: Rule, recognizer: Recognizer, ids: Sequence[ItemId]) -> list[Find]:
    """Return the items that match the rule with their hits, in the order of ``ids``."""
    stored = items.by_ids(rows, ids)
    found: list[Find] = []
    for one in (stored[identifier] for identifier in ids if identifier in stored):
        hits = explain(rule, one.item, one.source, recognizer)
        if hits is not None:
            found.append(Find(one, hits))
    return found


def every(rows: Rows, rule: Rule, recognizer: Recognizer) -> Iterator[Find]:
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
    patience: timedelta = PATIENCE,
    taker: SubscriberId | None = None,
) -> Found:
    """Test a rule on the stored items of the last 30 days, or of as many days as time allows.

    With ``taker``, only on items of sources that this subscriber takes. A few doubtful candidates are decided in
    one read; many are decided in small jobs, so that others can read in between.

    Args:
        database: The open database.
        rule: The rule to test.
        recognizer: The recognizer that live matching uses.
        now: The end of the 30 days.
        show: How many of the newest matches to return.
        patience: Time limit for deciding doubtful candidates.
        taker: The subscriber whose sources are searched; None for all active sources.
    """
    begun = await database.read(_begin_back_test, rule, recognizer, now, show, taker)
    if isinstance(begun, Found):
        return begun
    doubtful = begun.doubtful
    finds, reached = await _decided(database, rule, recognizer, doubtful, patience)
    last = doubtful[reached - 1] if reached < len(doubtful) else None
    covered = begun if last is None else begun.down_to(last)
    found = await database.read(_found, rule, recognizer, covered.matching(finds), now, last, show, taker)
    return replace(found, percent_indexed=begun.percent_indexed)


async def blocker(
    database: Database, rule: Rule, recognizer: Recognizer, now: datetime, taker: SubscriberId | None = None
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
        found = await back_test(database, rest, recognizer, now, patience=PATIENCE / 3, taker=taker)
        if found.count > (best.found.count if best else 0):
            best = Blocker(index, len(rule.parts), rule.parts[index], found)
    return best


async def browse(
    database: Database,
    rule: Rule,
    recognizer: Recognizer,
    turn: Turn | None = None,
    show: int = 5,
    patience: timedelta = PATIENCE,
    taker: SubscriberId | None = None,
) -> Page | None:
    """Return one page of all stored items that a rule matches; None if the item of ``turn`` was deleted.

    With ``taker``, search only the sources that this subscriber takes. ``show`` is the page size, ``patience``
    the time limit.
    """
    there = await database.read(candidates, rule, recognizer, None, taker)
    if turn is not None and turn.item not in there.ids:
        return None
    ahead = _ahead(there.ids, turn)
    finds, reached = await _decided(database, rule, recognizer, ahead, patience, enough=show + 1)
    shown, last, until = finds[:show], None, None
    if len(finds) > show:
        last = shown[-1].stored.id
    elif reached < len(ahead):
        last = ahead[reached - 1]
        until = await database.read(items.date_of, last)
    return _page(there, turn, shown, last, until)


async def _decided(
    database: Database,
    rule: Rule,
    recognizer: Recognizer,
    ids: Sequence[ItemId],
    patience: timedelta,
    enough: int | None = None,
) -> tuple[list[Find], int]:
    """Decide items until enough match or time is up; return the matches and how many items were decided."""
    deadline = time.monotonic() + patience.total_seconds()
    finds: list[Find] = []
    reached = 0
    while reached < len(ids) and (enough is None or len(finds) < enough):
        few = ids[reached : reached + IN_ONE_JOB]
        finds += await database.read(decide, rule, recognizer, few)
        reached += len(few)
        if time.monotonic() > deadline:
            break
    return finds, reached


def _begin_back_test(
    rows: Rows, rule: Rule, recognizer: Recognizer, now: datetime, show: int, taker: SubscriberId | None
) -> Found | Candidates:
    """Return the whole result if few candidates are doubtful, else the candidates."""
    there = candidates(rows, rule, recognizer, now - LOOK_BACK, taker)
    if len(there.doubtful) > IN_ONE_JOB:
        return there
    matching = there.matching(decide(rows, rule, recognizer, there.doubtful))
    found = _found(rows, rule, recognizer, matching, now, None, show, taker)
    return replace(found, percent_indexed=there.percent_indexed)


def _found(
    rows: Rows,
    rule: Rule,
    recognizer: Recognizer,
    matching: Sequence[ItemId],
    now: datetime,
    last: ItemId | None,
    show: int,
    taker: SubscriberId | None,
) -> Found:
    """Return the result of a back test; time ran out at the item ``last``, None if it did not."""
    begin = now - LOOK_BACK if last is None else items.date_of(rows, last)
    return Found(
        count=len(matching),
        newest=tuple(decide(rows, rule, recognizer, matching[:show])),
        looked_at=items.count_since(rows, begin, taker),
        since=items.oldest_date(rows, begin, taker),
        complete=last is None,
    )


def _ahead(ids: tuple[ItemId, ...], turn: Turn | None) -> tuple[ItemId, ...]:
    """Return the items in the direction of the turn, nearest first."""
    if turn is None:
        return ids
    at = ids.index(turn.item)
    return ids[at + 1 :] if turn.older else ids[:at][::-1]


def _page(there: Candidates, turn: Turn | None, shown: list[Find], last: ItemId | None, until: datetime | None) -> Page:
    """Return a page of the finds, with a turn onward from the last item and one back to the previous page."""
    older = turn is None or turn.older
    onwards = None if last is None else Turn(last, older)
    # The item before the first candidate, whether or not that is shown, is the one that was turned from.
    met = next(iter(_ahead(there.ids, turn)), None)
    back = Turn(met, not older) if turn is not None and met is not None else None
    finds = tuple(shown if older else reversed(shown))
    told = there.certain and bool(finds)
    return Page(
        finds=finds,
        first=there.ids.index(finds[0].stored.id) + 1 if told else None,
        total=len(there.ids) if told else None,
        newer=back if older else onwards,
        older=onwards if older else back,
        until=until,
        percent_indexed=there.percent_indexed,
    )
