"""Watch the health of the sources, and decide who is notified of a problem, once when it lasts and once when it ends.

             operators                                    subscribers of the source
dead         after a delay that they configure            after a day, if the source is official
gone, moved  at once                                      as dead, if the source is official
late         at once: it has lasted for days already      never
held         at once: only they can approve a list        never
back         if they were notified of one of these        if they were notified

The problem, who was notified of it and the messages themselves are written in one transaction, so that a restart
repeats and loses nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watchers.cadence import Health, SourceState, health, is_late
from watchers.errors import ParseProblem, StoreError
from watchers.model import Address, News, Notice, Source, SourceId, SubscriberId
from watchers.store import Database, Transaction, lists, outbox, sources, subscribers, subscriptions
from watchers.store import health as stored
from watchers.store.health import StoredIncident

log = logging.getLogger(__name__)

DEAD_FOR = timedelta(days=1)
"""How long an official source must be dead before its subscribers are notified."""
_LANGUAGE = "en"
"""The language of an operator who never wrote to the bot."""


@dataclass(frozen=True, slots=True)
class HealthMonitor:
    """Watch the health of all sources."""

    database: Database
    operators: Sequence[Address]
    patience: timedelta
    """How long a source may be dead before operators are notified."""
    now: Callable[[], datetime]
    deliver: Callable[[], None]
    """Called when there are notices to deliver."""

    async def check(self) -> None:
        """Check all sources once; notices that cannot be saved are retried at the next check."""
        try:
            count = await self.database.write(self._check_all)
        except StoreError as error:
            log.error("notices_held", extra={"problem": type(error).__name__, "why": error.why})
            return
        if count:
            log.info("notices", extra={"messages": count})
            self.deliver()

    def _check_all(self, tx: Transaction) -> int:
        """Write the notices that are due to the outbox. Return how many."""
        now = self.now()
        crew = [subscribers.subscribe(tx, operator, _LANGUAGE, now).id for operator in self.operators]
        stored.forget_others(tx)
        known: dict[SourceId, dict[News, StoredIncident]] = {}
        for incident in stored.incidents(tx):
            known.setdefault(incident.source, {})[incident.trouble] = incident
        checks = (
            _Check(tx, source, state, known.get(source.id, {}), crew, self.patience, now)
            for source, state in sources.active(tx)
        )
        return sum(check.run() for check in checks)


def wrong(state: SourceState, now: datetime) -> dict[News, datetime]:
    """Return what is wrong with a source, and since when. Pure."""
    found: dict[News, datetime] = {}
    if state.gone_at is not None:
        found[News.GONE] = state.gone_at
        found[News.DEAD] = state.failing_since or state.gone_at
    elif state.detail == ParseProblem.REPUBLISHED:
        found[News.HELD] = state.failing_since or now
    elif health(state, now) in (Health.FAILING, Health.BLOCKED):
        found[News.DEAD] = state.failing_since or now
    if state.moved or state.merged_into is not None:
        found[News.MOVED] = now
    if is_late(state, now):
        found[News.LATE] = state.newest_at or now
    return found


@dataclass(frozen=True, slots=True)
class _Check:
    """One source, with its known problems and its current state."""

    tx: Transaction
    source: Source
    state: SourceState
    known: Mapping[News, StoredIncident]
    crew: Sequence[SubscriberId]
    patience: timedelta
    now: datetime

    def run(self) -> int:
        """Record problems that began or ended. Return how many notices were written."""
        found = wrong(self.state, self.now)
        over = [each for each in self.known.values() if each.trouble not in found and self._is_over(each)]
        for incident in over:
            stored.end(self.tx, incident)
        count = 0 if News.DEAD in found else self._report_end(over)
        for trouble, since in found.items():
            count += self._report(self.known.get(trouble) or StoredIncident(self.source.id, trouble, since), found)
        return count

    def _is_over(self, incident: StoredIncident) -> bool:
        """Return whether a problem has ended; a source that was not read since is still dead."""
        if incident.trouble in (News.DEAD, News.GONE, News.HELD):
            return self.state.ok_at is not None and self.state.ok_at > incident.since
        return True

    def _report_end(self, over: Sequence[StoredIncident]) -> int:
        ended = [incident for incident in over if incident.trouble is not News.MOVED]
        to = set(self.crew) if any(incident.operators_at for incident in ended) else set()
        if any(incident.subscribers_at for incident in ended):
            to.update(subscriptions.followers(self.tx, self.source.id))
        return self._notify(to, News.BACK, min(incident.since for incident in ended)) if to else 0

    def _report(self, incident: StoredIncident, found: Mapping[News, datetime]) -> int:
        to: set[SubscriberId] = set()
        if self.crew and incident.operators_at is None and self._concerns_operators(incident, found):
            incident = replace(incident, operators_at=self.now)
            to.update(self.crew)
        if incident.trouble is News.DEAD and incident.subscribers_at is None and self._concerns_subscribers(incident):
            incident = replace(incident, subscribers_at=self.now)
            to.update(subscriptions.followers(self.tx, self.source.id))
        stored.keep(self.tx, incident)
        return self._notify(to, incident.trouble, incident.since) if to else 0

    def _concerns_operators(self, incident: StoredIncident, found: Mapping[News, datetime]) -> bool:
        match incident.trouble:
            case News.DEAD:
                return News.GONE not in found and self.now - incident.since >= self.patience
            case News.LATE:
                return News.DEAD not in found
        return True

    def _concerns_subscribers(self, incident: StoredIncident) -> bool:
        group = self.source.group
        return group is not None and group.official and self.now - incident.since >= DEAD_FOR

    def _notify(self, to: set[SubscriberId], news: News, since: datetime) -> int:
        held = lists.held_of(self.tx, self.source.id) if news is News.HELD else None
        notice = Notice(
            news, self.source.shown_name, since, self.state.problem, self.state.detail, self.source.url, held=held
        )
        return outbox.notify(self.tx, sorted(to), notice, self.now)
