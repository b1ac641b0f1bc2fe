"""Let a subscriber choose when alerts come: the time zone, quiet hours, sounds, and digests of watches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from watchers.model import Alert, AlertId, Subscriber, TimingId, Watch
from watchers.model.times import QuietHours, Sound, Timing, next_time, quiet_window
from watchers.services.digests import collect
from watchers.services.service import Service
from watchers.services.source_health import statuses
from watchers.store import (
    Rows,
    Transaction,
    alert_rows,
    awaited,
    digests,
    sources,
    subscribers,
    subscriptions,
    timings,
    watches,
)
from watchers.store.database import reading, writing

INPUT_LASTS = timedelta(minutes=10)
"""How long a typed answer to a question is awaited."""


@dataclass(frozen=True, slots=True)
class ChosenTimes:
    """What a subscriber chose, or gets by default."""

    zone: ZoneInfo
    quiet: QuietHours | None
    new: Timing | None
    """When new watches send; None: at once."""
    sound: Sound
    sources: int
    """How many sources the subscriber has."""
    all_sources: int


@dataclass(frozen=True, slots=True)
class TimedWatch:
    """A watch, and when its alerts are sent."""

    watch: Watch
    timing: Timing | None
    """None: at once."""


@dataclass(frozen=True, slots=True)
class Times(Service):
    """The times of subscribers, in the database."""

    @reading
    def chosen(self, rows: Rows, subscriber: Subscriber) -> ChosenTimes:
        """Return what a subscriber chose."""
        times, quiet = timings.times(rows, subscriber.id), timings.quiet_hours(rows, subscriber.id)
        known = {each.id: each.timing for each in timings.of(rows, subscriber.id)}
        known_sources = sources.ids(rows, subscriber.id)
        return ChosenTimes(
            zone=replace(subscriber, zone=times.zone).timezone,
            quiet=quiet,
            new=known[times.new_timing] if times.new_timing else None,
            sound=times.sound,
            sources=len(subscriptions.of(rows, subscriber.id) & known_sources),
            all_sources=len(known_sources),
        )

    @reading
    def watches(self, rows: Rows, subscriber: Subscriber) -> tuple[TimedWatch, ...]:
        """Return the active watches by number, each with its timing."""
        return tuple(TimedWatch(watch, timings.of_watch(rows, watch)) for watch in watches.of(rows, subscriber.id))

    @writing
    def set_zone(self, tx: Transaction, subscriber: Subscriber, zone: str) -> None:
        """Set the time zone by its IANA name."""
        subscribers.update(tx, subscriber.id, zone=zone)
        recompute(tx, replace(subscriber, zone=zone), self.now())

    @writing
    def set_language(self, tx: Transaction, subscriber: Subscriber, language: str) -> None:
        """Set the language in which a subscriber is answered; a zone that was not chosen follows it."""
        subscribers.update(tx, subscriber.id, language=language)
        recompute(tx, replace(subscriber, language=language), self.now())

    @writing
    def set_quiet(self, tx: Transaction, subscriber: Subscriber, quiet: QuietHours | None) -> None:
        """Set the quiet hours; None ends them, and what they hold is sent within seconds."""
        if quiet is None:
            timings.end_quiet(tx, subscriber.id)
        else:
            zone = subscriber.timezone
            timings.set_quiet(tx, subscriber.id, quiet, quiet_window(quiet, zone, self.now()))

    async def set_sound(self, subscriber: Subscriber, sound: Sound) -> None:
        """Set which alerts make a sound."""
        await self.database.write(subscribers.update, subscriber.id, sound=sound)

    @writing
    def set_timing(self, tx: Transaction, subscriber: Subscriber, number: int, timing: Timing | None) -> Watch | None:
        """Set when the alerts of a watch are sent; None: at once. Return None if no watch has this number.

        What waited for the digest of a watch that now sends at once is sent as a digest within seconds.
        """
        watch = watches.by_number(tx, subscriber.id, number)
        if watch is None:
            return None
        self._set(tx, subscriber, [watch], timing)
        return watches.by_id(tx, watch.id)

    @writing
    def set_new(self, tx: Transaction, subscriber: Subscriber, timing: Timing | None) -> None:
        """Set when the alerts of new watches are sent; None: at once."""
        subscribers.update(tx, subscriber.id, new_timing=self._stored(tx, subscriber, timing))
        timings.remove_unused(tx, subscriber.id)

    @writing
    def set_all(self, tx: Transaction, subscriber: Subscriber, timing: Timing | None) -> None:
        """Set when the alerts of all watches are sent, also of new ones; None: at once."""
        subscribers.update(tx, subscriber.id, new_timing=self._stored(tx, subscriber, timing))
        self._set(tx, subscriber, watches.of(tx, subscriber.id), timing)

    @writing
    def set_default(self, tx: Transaction, subscriber: Subscriber, timing: Timing | None) -> None:
        """Set when the alerts of new watches are sent, and of those that have the timing of new watches until now."""
        before = timings.times(tx, subscriber.id).new_timing
        subscribers.update(tx, subscriber.id, new_timing=self._stored(tx, subscriber, timing))
        follow = [watch for watch in watches.of(tx, subscriber.id) if watch.timing == before]
        self._set(tx, subscriber, follow, timing)

    @reading
    def digest(self, rows: Rows, subscriber: Subscriber, alert: AlertId, page: int) -> Alert | None:
        """Return a digest of the subscriber with one of its pages; None if there is none."""
        found = alert_rows.own(rows, subscriber.id, alert)
        return replace(found, page=digests.page(rows, alert, page)) if found and found.digest else None

    @writing
    def await_input(self, tx: Transaction, subscriber: Subscriber, person: int, topic: str) -> None:
        """Take the next text of a person as an answer about a topic, for ten minutes."""
        awaited.add(tx, subscriber.id, person, topic, self.now() + INPUT_LASTS)

    @reading
    def awaited_input(self, rows: Rows, subscriber: Subscriber, person: int) -> str | None:
        """Return the topic about which a text of the person is awaited; None if there is none."""
        return awaited.topic(rows, subscriber.id, person, self.now())

    async def end_input(self, subscriber: Subscriber, person: int) -> None:
        """Stop awaiting a text of the person."""
        await self.database.write(awaited.end, subscriber.id, person)

    def _set(self, tx: Transaction, subscriber: Subscriber, chosen: Iterable[Watch], timing: Timing | None) -> None:
        stored = self._stored(tx, subscriber, timing)
        for watch in chosen:
            watches.update(tx, watch.id, timing=stored)
        timings.remove_unused(tx, subscriber.id)
        if timing is None:
            collect(tx, subscriber, statuses(tx, self.now()), self.now())

    def _stored(self, tx: Transaction, subscriber: Subscriber, timing: Timing | None) -> TimingId | None:
        if timing is None:
            return None
        zone, now = subscriber.timezone, self.now()
        return timings.add(tx, subscriber.id, timing, now, next_time(timing, zone, now))


def recompute(tx: Transaction, subscriber: Subscriber, now: datetime) -> None:
    """Compute the next times of digests and quiet hours, after the time zone changed. A digest that is due stays so."""
    zone = subscriber.timezone
    for each in timings.of(tx, subscriber.id):
        if each.next_at > now:
            timings.set_times(tx, each.id, each.last_at, next_time(each.timing, zone, now))
    if (quiet := timings.quiet_hours(tx, subscriber.id)) is not None:
        timings.set_quiet(tx, subscriber.id, quiet, quiet_window(quiet, zone, now))
