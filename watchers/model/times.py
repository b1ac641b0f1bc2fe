"""Local times: when a digest is due, and when quiet hours begin and end (pure).

A time is minutes after local midnight. A time that the clock skips in spring is taken as much later as it skips; of a
time that comes twice in autumn, the first counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MORNING = 8 * 60
"""The time of a daily digest, unless another is chosen."""


class Every(StrEnum):
    """How often a digest is sent."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Timing:
    """When the alerts of a watch are collected into a digest."""

    every: Every
    minute: int = 0
    """Minutes after local midnight, 0 to 1439; 0 for every hour."""
    weekday: int = 0
    """0 is Monday; 0 unless it is every week."""


DAILY = Timing(Every.DAY, MORNING)
MAX_PAUSES = {Every.HOUR: timedelta(hours=2), Every.DAY: timedelta(days=3), Every.WEEK: timedelta(days=9)}
"""No next time is further away; one that is was computed while the clock was wrong."""


class QuietMode(StrEnum):
    """What happens to alerts during quiet hours."""

    HOLD = "hold"
    """They are held, and sent as one digest at the end."""
    SILENT = "silent"
    """They are sent without a sound."""
    URGENT = "urgent"
    """Final official documents are sent; the others are held."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours in which a chat wants no sound."""

    mode: QuietMode
    start: int
    """Minutes after local midnight."""
    stop: int
    """If it is not after the start, it is on the next day."""


class Sound(StrEnum):
    """Which alerts make a sound."""

    ALL = "all"
    OFFICIAL = "official"
    """Only those of official sources."""
    NONE = "none"


def next_time(timing: Timing, zone: ZoneInfo, after: datetime) -> datetime:
    """Return the first time of a digest after a moment, in UTC."""
    if timing.every is Every.HOUR:
        local = after.astimezone(zone)
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        return after.astimezone(UTC) + timedelta(hours=1) - past
    days = (day for day in _days_around(after, zone) if timing.every is Every.DAY or day.weekday() == timing.weekday)
    return min(at for at in (moment(day, timing.minute, zone) for day in days) if at > after)


def quiet_window(quiet: QuietHours, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    """Return the beginning and the end of the current quiet hours, or of the next ones, in UTC."""
    overnight = timedelta(days=quiet.stop <= quiet.start)
    windows = (
        (moment(day, quiet.start, zone), moment(day + overnight, quiet.stop, zone)) for day in _days_around(now, zone)
    )
    return min(window for window in windows if window[1] > now and window[0] < window[1])


def _days_around(moment: datetime, zone: ZoneInfo) -> Iterator[date]:
    """Yield the local days from two before a moment to nine after it."""
    today = moment.astimezone(zone).date()
    return (today + timedelta(days=number) for number in range(-2, 10))


def moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return a local time of a day, in UTC."""
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone).astimezone(UTC)
