"""When subscribers want alerts: the time zone, quiet hours, sounds, and the timings of digests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from watchers.model import Subscriber, SubscriberId, TimingId, Watch
from watchers.model.times import Every, QuietHours, Sound, Timing
from watchers.store import subscribers
from watchers.store.database import Rows, Transaction, record

MAX_QUIET = timedelta(days=3)
"""No quiet hours end later; those that do were computed while the clock was wrong."""


@dataclass(frozen=True, slots=True)
class StoredTiming:
    """A timing of a subscriber, and the times of its digests."""

    id: TimingId
    subscriber: SubscriberId
    timing: Timing
    last_at: datetime
    """When its last digest was collected, or when it was created."""
    next_at: datetime


@dataclass(frozen=True, slots=True)
class StoredTimes:
    """What a subscriber chose."""

    zone: str | None
    sound: Sound
    new_timing: TimingId | None
    """The timing of new watches; None: at once."""


def times(rows: Rows, subscriber: SubscriberId) -> StoredTimes:
    """Return the choices of a subscriber."""
    found = rows.record(StoredTimes, "select zone, sound, new_timing from subscribers where id = ?", subscriber)
    assert found is not None
    return found


# ---- digests ---------------------------------------------------------------------------------------


def add(tx: Transaction, subscriber: SubscriberId, timing: Timing, now: datetime, next_at: datetime) -> TimingId:
    """Return the ID of a subscriber's timing; create it if there is none."""
    given = (subscriber, timing.every.value, timing.minute, timing.weekday)
    sql = """insert into timings (subscriber, every, minute, weekday, last_at, next_at) values (?, ?, ?, ?, ?, ?)
        on conflict do nothing"""
    tx.execute(sql, *given, now, next_at)
    sql = "select id from timings where subscriber = ? and every = ? and minute = ? and weekday = ?"
    return TimingId(tx.number(sql, *given))


def of(rows: Rows, subscriber: SubscriberId) -> list[StoredTiming]:
    """Return the timings of a subscriber."""
    found = rows.mappings("select * from timings where subscriber = ? order by next_at, id", subscriber)
    return [record(StoredTiming, {**row, "timing": row}) for row in found]


def of_watch(rows: Rows, watch: Watch) -> Timing | None:
    """Return when the alerts of a watch are sent; None: at once."""
    return rows.record(Timing, "select every, minute, weekday from timings where id = ?", watch.timing)


def with_wrong_time(rows: Rows, now: datetime, pauses: Mapping[Every, timedelta]) -> list[Subscriber]:
    """Return the subscribers who have a digest that is further away than its longest pause."""
    longest = {every.value: (now + pause).timestamp() for every, pause in pauses.items()}
    sql = f"""select {subscribers.COLUMNS} from subscribers b where b.id in (
        select t.subscriber from timings t join json_each(:longest) l on l.key = t.every
        where t.next_at > :soonest and t.next_at > l.value) order by b.id"""
    soonest = min(longest.values())
    return rows.records(Subscriber, sql, {"longest": longest, "soonest": soonest})


def set_times(tx: Transaction, timing: TimingId, last_at: datetime, next_at: datetime) -> None:
    """Set the time of the last digest and of the next."""
    tx.execute("update timings set last_at = ?, next_at = ? where id = ?", last_at, next_at, timing)


def watched(rows: Rows, timing: TimingId) -> int:
    """Return how many watches that are neither removed nor muted have a timing."""
    return rows.number("select count(*) from watches where timing = ? and removed_at is null and not muted", timing)


def remove_unused(tx: Transaction, subscriber: SubscriberId) -> None:
    """Delete the timings that no watch has, not even a removed one, and new watches do not get."""
    sql = """delete from timings where subscriber = ? and not exists (select 1 from watches where timing = timings.id)
        and not exists (select 1 from subscribers where new_timing = timings.id)"""
    tx.execute(sql, subscriber)


# ---- quiet hours -----------------------------------------------------------------------------------


def quiet_hours(rows: Rows, subscriber: SubscriberId) -> QuietHours | None:
    """Return the quiet hours of a subscriber; None without any."""
    return rows.record(QuietHours, "select mode, start, stop from quiet_hours where subscriber = ?", subscriber)


def set_quiet(tx: Transaction, subscriber: SubscriberId, quiet: QuietHours, window: tuple[datetime, datetime]) -> None:
    """Store the quiet hours of a subscriber, and when they begin and end."""
    sql = """insert into quiet_hours (subscriber, mode, start, stop, from_at, until_at) values (?, ?, ?, ?, ?, ?)
        on conflict (subscriber) do update set mode = excluded.mode, start = excluded.start, stop = excluded.stop,
            from_at = excluded.from_at, until_at = excluded.until_at"""
    tx.execute(sql, subscriber, quiet.mode.value, quiet.start, quiet.stop, *window)


def end_quiet(tx: Transaction, subscriber: SubscriberId) -> None:
    """Delete the quiet hours of a subscriber."""
    tx.execute("delete from quiet_hours where subscriber = ?", subscriber)


def with_old_window(rows: Rows, now: datetime) -> list[Subscriber]:
    """Return the subscribers whose quiet hours are over, so that the next ones must be computed."""
    sql = f"""select {subscribers.COLUMNS} from subscribers b join quiet_hours q on q.subscriber = b.id
        where q.until_at <= ? or q.until_at > ? order by b.id"""
    return rows.records(Subscriber, sql, now, now + MAX_QUIET)


# ---- moving ----------------------------------------------------------------------------------------


def join(tx: Transaction, mine: SubscriberId, there: SubscriberId) -> None:
    """Give a subscriber the timings of another, whose watches it has already."""
    given = {"mine": mine, "there": there}
    sql = """insert or ignore into timings (subscriber, every, minute, weekday, last_at, next_at)
        select :there, every, minute, weekday, last_at, next_at from timings where subscriber = :mine"""
    tx.execute(sql, given)
    sql = """update watches set timing = (
            select its.id from timings its join timings old using (every, minute, weekday)
            where its.subscriber = :there and old.id = watches.timing
        ) where timing in (select id from timings where subscriber = :mine)"""
    tx.execute(sql, given)
