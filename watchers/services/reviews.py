"""The weekly review of a chat: what came, the evidence that nothing else did, and watches to change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watchers.model import Advice, News, Notice, Review, ReviewedWatch, Subscriber
from watchers.model.times import MORNING, Every, Timing, next_time
from watchers.services.aliases import RuleService
from watchers.services.digests import covered
from watchers.services.source_health import SourceStatus, statuses
from watchers.store import Rows, Transaction, digests, outbox, trends
from watchers.store.database import reading, writing
from watchers.store.trends import ReviewDue, WatchActivity

WEEK = timedelta(days=7)
WEEKLY = Timing(Every.WEEK, MORNING)
"""Monday morning."""
MAX_WATCHES = 3
"""Noisy and silent watches that a review names."""
NOISY = 35
"""Items a week, five a day, from which a watch is noisy."""
SILENT_FOR = timedelta(days=30)
"""How long a watch matches nothing before a review says so."""


@dataclass(frozen=True, slots=True)
class Reviews(RuleService):
    """Make reviews, and enqueue those that are due."""

    async def of(self, subscriber: Subscriber) -> Review:
        """Return the review of the last seven days."""
        return await self._review(subscriber, self.now() - WEEK)

    @reading
    def next_at(self, rows: Rows, subscriber: Subscriber) -> datetime | None:
        """Return when the next review of a chat is due; None if it gets none."""
        return trends.next_review(rows, subscriber.id)

    @writing
    def switch(self, tx: Transaction, subscriber: Subscriber, on: bool) -> None:
        """Send a chat a review every week, or none."""
        if on:
            trends.set_review(tx, subscriber.id, self.now(), _next(subscriber, self.now()))
        else:
            trends.end_reviews(tx, subscriber.id)

    async def enqueue_due(self) -> int:
        """Enqueue the reviews that are due; return how many."""
        enqueued = 0
        for due in await self.database.read(trends.reviews_due, self.now()):
            review = await self._review(due.subscriber, max(due.last_at, self.now() - 2 * WEEK))
            enqueued += await self.database.write(_enqueue, due, review, self.now())
        return enqueued

    async def _review(self, subscriber: Subscriber, since: datetime) -> Review:
        found = await self.database.read(statuses, self.now())
        activity = await self.database.read(trends.activity, subscriber.id, since)
        noisy = sorted((each for each in activity if each.count >= NOISY), key=lambda each: -each.count)
        silent = [each for each in activity if self._is_silent(each)]
        quiet = [await self._silent(subscriber, each) for each in silent[:MAX_WATCHES]]
        named = [_noisy(each) for each in noisy[:MAX_WATCHES]]
        return await self.database.read(_summary, subscriber, found, since, self.now(), len(activity), named, quiet)

    def _is_silent(self, each: WatchActivity) -> bool:
        since = each.last_at or each.watch.created_at
        return since is not None and self.now() - since > SILENT_FOR

    async def _silent(self, subscriber: Subscriber, each: WatchActivity) -> ReviewedWatch:
        """Return a silent watch, with the part to leave out if that would let it match."""
        watch, blocks = each.watch, None
        own = await self.database.read(self.aliases.own, subscriber.id)
        if (rule := self.aliases.rule_of(watch, own)) is not None:
            blocks = await self.blocker(subscriber, rule)
        if blocks is None:
            return ReviewedWatch(watch.number, watch.typed, 0, each.last_at, Advice.REMOVE)
        return ReviewedWatch(watch.number, watch.typed, 0, each.last_at, Advice.WIDEN, blocks.index, blocks.parts)


@dataclass(frozen=True, slots=True)
class ReviewJob:
    """The job that enqueues the reviews that are due."""

    reviews: Reviews
    on_enqueued: Callable[[], None]

    async def run(self) -> None:
        """Enqueue them."""
        if await self.reviews.enqueue_due():
            self.on_enqueued()


def _enqueue(tx: Transaction, due: ReviewDue, review: Review, now: datetime) -> int:
    """Enqueue a review with the time of the next one, unless that was changed meanwhile."""
    if trends.next_review(tx, due.subscriber.id) != due.next_at:
        return 0
    trends.set_review(tx, due.subscriber.id, now, _next(due.subscriber, now))
    return outbox.notify(tx, [due.subscriber.id], Notice(News.REVIEW, "", now, review=review), now)


def _next(subscriber: Subscriber, now: datetime) -> datetime:
    return next_time(WEEKLY, subscriber.timezone, now)


def _noisy(each: WatchActivity) -> ReviewedWatch:
    advice = Advice.DAILY if each.watch.timing is None else Advice.WEEKLY
    return ReviewedWatch(each.watch.number, each.watch.typed, each.count, each.last_at, advice)


def _summary(
    rows: Rows,
    subscriber: Subscriber,
    found: Sequence[SourceStatus],
    since: datetime,
    now: datetime,
    watched: int,
    noisy: Sequence[ReviewedWatch],
    quiet: Sequence[ReviewedWatch],
) -> Review:
    subscribed, read, silent = covered(rows, subscriber, found)
    return Review(
        since=since,
        at=now,
        alerts=trends.alerts_since(rows, subscriber.id, since),
        seen=digests.seen_since(rows, subscriber.id, since),
        watches=watched,
        sources=subscribed,
        read=read,
        silent=silent,
        noisy=tuple(noisy),
        quiet=tuple(quiet),
    )
