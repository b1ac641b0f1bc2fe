"""Decide who is notified of a source's problem, once when it lasts and once when it is over.

             operators                                    subscribers of the source
dead         after a delay that they configure            after a day, if the source is official
gone, moved  at once                                      as dead, if the source is official
late         at once: it has lasted for days already      never
back         if they were notified of one of these        if they were notified

The problem, who was notified of it and the messages themselves are written in one transaction, so that a restart
repeats and loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watchers.coverage import Health, Record, health, late_after, silence
from watchers.model import Address, News, Notice, Source, SubscriberId
from watchers.store import Transaction, outbox, sources, subscribers, takes, troubles
from watchers.store.troubles import Trouble

DEAD_FOR = timedelta(days=1)
"""How long an official source must be dead before its subscribers are notified."""
_LANGUAGE = "en"
"""The language of an operator who never wrote to the bot."""


def tell(tx: Transaction, operators: Sequence[Address], patience: timedelta, now: datetime) -> int:
    """Write the notices that are due to the outbox. Return how many.

    ``patience`` is how long a source may be dead before operators are notified.
    """
    crew = [subscribers.subscribe(tx, operator, _LANGUAGE, now).id for operator in operators]
    troubles.forget_others(tx)
    known = troubles.of_active(tx)
    lookouts = (
        _Lookout(tx, source, polled.record(source), known.get(source.id, {}), crew, patience, now)
        for source, polled in sources.active(tx)
    )
    return sum(lookout.look() for lookout in lookouts)


def wrong(record: Record, now: datetime) -> dict[News, datetime]:
    """Return what is wrong with a source, and since when. Pure."""
    found: dict[News, datetime] = {}
    if record.gone_at is not None:
        found[News.GONE] = record.gone_at
        found[News.DEAD] = record.failing_since or record.gone_at
    elif health(record, now) in (Health.FAILING, Health.BLOCKED):
        found[News.DEAD] = record.failing_since or now
    if record.moved or record.merged:
        found[News.MOVED] = now
    if record.rhythm is not None and record.newest_at is not None and silence(record, now) > late_after(record.rhythm):
        found[News.LATE] = record.newest_at
    return found


@dataclass(frozen=True, slots=True)
class _Lookout:
    """One source, with its known problems and its current record."""

    tx: Transaction
    source: Source
    record: Record
    known: Mapping[News, Trouble]
    crew: Sequence[SubscriberId]
    patience: timedelta
    now: datetime

    def look(self) -> int:
        """Record problems that began or ended. Return how many notices were written."""
        found = wrong(self.record, self.now)
        over = {
            trouble: told for trouble, told in self.known.items() if trouble not in found and self._is_over(trouble)
        }
        for trouble in over:
            troubles.end(self.tx, self.source.id, trouble)
        count = 0 if News.DEAD in found else self._tell_of_the_end(over)
        for trouble, since in found.items():
            told = self.known.get(trouble) or Trouble(since)
            troubles.begin(self.tx, self.source.id, trouble, since)
            count += self._tell_of(trouble, told, found)
        return count

    def _is_over(self, trouble: News) -> bool:
        """Return whether a problem has ended; a source that was not read since is still dead."""
        if trouble in (News.DEAD, News.GONE):
            return self.record.ok_at is not None and self.record.ok_at > self.known[trouble].since
        return True

    def _tell_of_the_end(self, over: Mapping[News, Trouble]) -> int:
        ended = {trouble: told for trouble, told in over.items() if trouble is not News.MOVED}
        to = set(self.crew) if any(told.operators_told for told in ended.values()) else set()
        if any(told.subscribers_told for told in ended.values()):
            to.update(takes.takers(self.tx, self.source.id))
        return self._notify(to, News.BACK, min(told.since for told in ended.values())) if to else 0

    def _tell_of(self, trouble: News, told: Trouble, found: Mapping[News, datetime]) -> int:
        to: set[SubscriberId] = set()
        if self.crew and not told.operators_told and self._concerns_operators(trouble, told, found):
            troubles.operators_told(self.tx, self.source.id, trouble, self.now)
            to.update(self.crew)
        if trouble is News.DEAD and not told.subscribers_told and self._concerns_subscribers(told):
            troubles.subscribers_told(self.tx, self.source.id, trouble, self.now)
            to.update(takes.takers(self.tx, self.source.id))
        return self._notify(to, trouble, told.since) if to else 0

    def _concerns_operators(self, trouble: News, told: Trouble, found: Mapping[News, datetime]) -> bool:
        match trouble:
            case News.DEAD:
                return News.GONE not in found and self.now - told.since >= self.patience
            case News.LATE:
                return News.DEAD not in found
        return True

    def _concerns_subscribers(self, told: Trouble) -> bool:
        group = self.source.group
        return group is not None and group.official and self.now - told.since >= DEAD_FOR

    def _notify(self, to: set[SubscriberId], news: News, since: datetime) -> int:
        name = self.source.name or self.source.id
        notice = Notice(news, name, since, self.record.problem, self.record.detail, self.source.url)
        return outbox.notify(self.tx, sorted(to), notice, self.now)
