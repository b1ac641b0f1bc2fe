"""Notify chats of spikes: a watch that matches many times as much today as in the two weeks before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watchers.model import News, Notice, Spike, TopStory
from watchers.model.times import moment
from watchers.services.service import EnqueuingJob
from watchers.store import Rows, Transaction, items, outbox, trends
from watchers.store.trends import DatedItem, SpikeWatch

FORTNIGHT = 14
MIN_DAYS = 7
"""Days for which a watch must exist before it has a usual number."""
MIN_TODAY = 4
"""Fewer items are not a spike, whatever is usual."""
MAX_STORIES = 3


@dataclass(frozen=True, slots=True)
class Spikes(EnqueuingJob):
    """The job that looks for spikes; each is notified at most once on each local day of its chat."""

    async def run(self) -> None:
        """Enqueue a notice for each spike of today that was not notified."""
        now, enqueued = self.now(), 0
        for each in await self.database.read(trends.with_spikes):
            if await self.database.read(found, each, now) is not None:
                enqueued += await self.database.write(notify, each, now)
        if enqueued:
            self.on_enqueued()


def notify(tx: Transaction, each: SpikeWatch, now: datetime) -> int:
    """Enqueue the notice of a spike with the record of it; return how many. Nothing is done twice on a day."""
    spike = found(tx, each, now)
    day = now.astimezone(each.subscriber.timezone).date()
    if spike is None or not trends.note_spike(tx, each.watch.id, day):
        return 0
    return outbox.notify(tx, [each.subscriber.id], Notice(News.SPIKE, "", now, spike=spike), now)


def found(rows: Rows, each: SpikeWatch, now: datetime) -> Spike | None:
    """Return the spike that a watch has today; None without one, or if its chat was notified of it."""
    zone = each.subscriber.timezone
    today = now.astimezone(zone).date()
    if trends.was_noted(rows, each.watch.id, today):
        return None
    matched = trends.matched_since(rows, each.watch.id, moment(today - timedelta(days=FORTNIGHT), 0, zone))
    begin = moment(today, 0, zone)
    during = [item for item in matched if item.at >= begin]
    created = each.watch.created_at
    days = FORTNIGHT if created is None else min(FORTNIGHT, (today - created.astimezone(zone).date()).days)
    if days < MIN_DAYS:
        return None
    usual = (len(matched) - len(during)) / days
    if len(during) < max(MIN_TODAY, each.times * usual):
        return None
    return Spike(each.watch.number, each.watch.typed, len(during), usual, top_stories(rows, during))


def top_stories(rows: Rows, matched: Sequence[DatedItem]) -> tuple[TopStory, ...]:
    """Return the stories with the most items, each by its first item of the day."""
    counted = Counter(item.story for item in matched).most_common(MAX_STORIES)
    first = {item.story: item.id for item in reversed(matched)}
    stored = items.by_ids(rows, [first[story] for story, _ in counted])
    top = ((stored[first[story]].item, count) for story, count in counted)
    return tuple(TopStory(item.title.original or item.body.original[:200], item.link, count) for item, count in top)
