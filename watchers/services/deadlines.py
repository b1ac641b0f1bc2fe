"""List the deadlines of a subscriber, remind of them, and find them by the address of a calendar."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from watchers.model import Deadline, ItemId, News, StoredItem, Subscriber
from watchers.model.times import MORNING, Every, Timing, moment, next_time
from watchers.search import among
from watchers.services.aliases import RuleService
from watchers.services.deadline_changes import notify
from watchers.services.explanations import SwitchedOff, switched_off
from watchers.services.service import EnqueuingJob
from watchers.store import Rows, Transaction, deadlines, items, subscriptions, watches
from watchers.store.database import reading, writing
from watchers.store.deadlines import Asked, Snoozed

AHEAD = timedelta(days=60)
"""How far ahead deadlines are listed."""
CALENDAR_AHEAD = timedelta(days=365)
CALENDAR_PAST = timedelta(days=30)
"""A calendar keeps past deadlines for so long, so that they do not vanish from it at once."""
DAYS_BEFORE = (1, 7)
"""Days before a deadline on whose mornings a reminder is sent, the last reminder first."""
SNOOZE = Timing(Every.DAY, 17 * 60)
"""When a snoozed reminder is sent again."""


@dataclass(frozen=True, slots=True)
class ListedDeadline:
    """A deadline with its item."""

    deadline: Deadline
    stored: StoredItem


@dataclass(frozen=True, slots=True)
class Agenda:
    """The deadlines of a subscriber."""

    listed: tuple[ListedDeadline, ...]
    """The earliest first."""
    watches: int
    """How many watches were checked."""
    reminds_of_all: bool


@dataclass(frozen=True, slots=True)
class Deadlines(RuleService):
    """The deadlines of subscribers, in the database."""

    @reading
    def agenda(self, rows: Rows, subscriber: Subscriber) -> Agenda:
        """Return the deadlines of the next 60 days that the subscriber's watches match."""
        today = _today(subscriber, self.now())
        return self._agenda(rows, subscriber, today, today + AHEAD)

    @reading
    def of_item(self, rows: Rows, subscriber: Subscriber, item: ItemId) -> tuple[ListedDeadline, ...]:
        """Return the deadlines of an item of the subscriber's sources."""
        stored = items.by_ids(rows, [item]).get(item)
        if stored is None or not subscriptions.has(rows, subscriber.id, stored.source):
            return ()
        return tuple(ListedDeadline(deadline, stored) for deadline in deadlines.of_item(rows, item))

    @reading
    def switched_off(self, rows: Rows, subscriber: Subscriber, item: ItemId) -> SwitchedOff | None:
        """Return the group of an item's source if the subscriber switched it off; None if it is on."""
        stored = items.by_ids(rows, [item]).get(item)
        return None if stored is None else switched_off(rows, subscriber, stored.source)

    # ---- reminders ---------------------------------------------------------------------------------

    @writing
    def remind(self, tx: Transaction, subscriber: Subscriber, item: ItemId) -> Deadline | None:
        """Remind the subscriber of the deadlines of an item. Return the next one; None if it is too late."""
        now = self.now()
        zone = subscriber.timezone
        last = timedelta(days=DAYS_BEFORE[0])
        later = [each for each in deadlines.of_item(tx, item) if moment(each.day - last, MORNING, zone) > now]
        if not later:
            return None
        deadlines.remind(tx, subscriber.id, item, now)
        return later[0]

    @writing
    def end(self, tx: Transaction, subscriber: Subscriber, item: ItemId) -> None:
        """Remind the subscriber no more of an item."""
        deadlines.end_reminder(tx, subscriber.id, item, self.now())

    @writing
    def snooze(self, tx: Transaction, subscriber: Subscriber, item: ItemId) -> datetime:
        """Remind the subscriber again of an item at 17:00; return when that is."""
        until = next_time(SNOOZE, subscriber.timezone, self.now())
        deadlines.snooze(tx, subscriber.id, item, until, self.now())
        return until

    @writing
    def remind_of_all(self, tx: Transaction, subscriber: Subscriber, on: bool) -> Agenda:
        """Remind the subscriber of all deadlines, listed now or alerted later, or of none. Return what is listed."""
        now, today = self.now(), _today(subscriber, self.now())
        deadlines.remind_of_all(tx, subscriber.id, now if on else None)
        agenda = self._agenda(tx, subscriber, today, today + AHEAD)
        for each in agenda.listed if on else ():
            deadlines.remind(tx, subscriber.id, each.deadline.item, now)
        return agenda

    # ---- calendars ---------------------------------------------------------------------------------

    @writing
    def calendar_secret(self, tx: Transaction, subscriber: Subscriber) -> str:
        """Return the secret end of the address of the subscriber's calendar."""
        return deadlines.calendar_secret(tx, subscriber.id, secrets.token_urlsafe(24))

    @reading
    def by_secret(self, rows: Rows, secret: str) -> tuple[Subscriber, tuple[ListedDeadline, ...]] | None:
        """Return whose calendar has an address, with its deadlines; None if there is none."""
        owner = deadlines.calendar_owner(rows, secret)
        return None if owner is None else (owner, self._calendar(rows, owner))

    # ---- parts -------------------------------------------------------------------------------------

    def _calendar(self, rows: Rows, subscriber: Subscriber) -> tuple[ListedDeadline, ...]:
        """Return the deadlines that a calendar shows: of the last month and the next year."""
        today = _today(subscriber, self.now())
        return self._agenda(rows, subscriber, today - CALENDAR_PAST, today + CALENDAR_AHEAD).listed

    calendar = reading(_calendar)

    def _agenda(self, rows: Rows, subscriber: Subscriber, first: date, last: date) -> Agenda:
        mine = [watch for watch in watches.of(rows, subscriber.id) if not watch.muted]
        own = self.aliases.own(rows, subscriber.id)
        dated = deadlines.items_ahead(rows, subscriber.id, first, last)
        matched: set[ItemId] = set()
        for rule in (self.aliases.rule_of(watch, own) for watch in mine if dated):
            if rule is not None:
                matched |= among(rows, rule, self.recognizer, dated - matched)
        found = deadlines.ahead(rows, matched, first, last)
        stored = items.by_ids(rows, {deadline.item for deadline in found})
        listed = tuple(ListedDeadline(deadline, stored[deadline.item]) for deadline in found)
        return Agenda(listed, len(mine), deadlines.reminds_of_all(rows, subscriber.id))


@dataclass(frozen=True, slots=True)
class Reminders(EnqueuingJob):
    """The job that enqueues reminders when they are due, and fills in the deadlines of items stored before."""

    async def run(self) -> None:
        """Enqueue every reminder that is due, each once."""
        while await self.database.read(deadlines.has_pending):
            await self.database.write(deadlines.fill_next)
        now = self.now()
        today = now.date()
        asked = await self.database.read(deadlines.asked, today - timedelta(days=1), today + timedelta(days=8))
        due = [(each, before) for each in asked for before in _due(each, now)]
        again = await self.database.read(deadlines.snoozed, now)
        for each, before in due:
            await self.database.write(_remind, each, before, now)
        for snoozed in again:
            await self.database.write(_remind_again, snoozed, now)
        if due or again:
            self.on_enqueued()


def _due(asked: Asked, now: datetime) -> Iterator[int]:
    """Yield how many days before the deadline a reminder is that is due now: after an outage, only the last one."""
    zone = asked.subscriber.timezone
    if now.astimezone(zone).date() > asked.deadline.day:
        return
    for before in DAYS_BEFORE:
        at = moment(asked.deadline.day - timedelta(days=before), MORNING, zone)
        if asked.asked_at < at <= now:
            if before not in asked.days_before:
                yield before
            return


def _remind(tx: Transaction, asked: Asked, before: int, now: datetime) -> None:
    if deadlines.mark(tx, asked.subscriber.id, asked.deadline, before):
        notify(tx, [asked.subscriber.id], News.REMINDER, asked.deadline, now)


def _remind_again(tx: Transaction, each: Snoozed, now: datetime) -> None:
    """Repeat a reminder of the next deadline of its item, if there is one."""
    ahead = [deadline for deadline in deadlines.of_item(tx, each.item) if deadline.day >= now.date()]
    if deadlines.end_snooze(tx, each) and ahead:
        notify(tx, [each.subscriber], News.REMINDER, ahead[0], now)


def _today(subscriber: Subscriber, now: datetime) -> date:
    return now.astimezone(subscriber.timezone).date()
