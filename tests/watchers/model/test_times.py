"""When digests are due and quiet hours begin and end, in every time zone and over every change of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.model import Address, Subscriber, SubscriberId
from watchers.model.times import MAX_PAUSES, Every, QuietHours, QuietMode, Timing, next_time, quiet_window

ZONES = ("UTC", "Asia/Tokyo", "Asia/Taipei", "Asia/Kathmandu", "America/New_York", "America/St_Johns", "Europe/London")
ODD_ZONES = ("Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "America/Asuncion", "Africa/Cairo")
zones = st.sampled_from(ZONES + ODD_ZONES).map(ZoneInfo)
moments = st.datetimes(datetime(2011, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
minutes = st.integers(0, 24 * 60 - 1)
timings = st.builds(Timing, st.just(Every.DAY), minutes) | st.builds(
    Timing, st.just(Every.WEEK), minutes, st.integers(0, 6)
)


def wall(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%a %d %b %H:%M}"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@given(timings, zones, moments)
def test_the_next_time_is_later_and_the_longest_pause_is_kept(timing: Timing, zone: ZoneInfo, moment: datetime) -> None:
    found = next_time(timing, zone, moment)
    assert moment < found <= moment + MAX_PAUSES[timing.every]


@given(timings, zones, moments)
def test_no_time_is_left_out_between_two(timing: Timing, zone: ZoneInfo, moment: datetime) -> None:
    found = next_time(timing, zone, moment)
    assert next_time(timing, zone, found - timedelta(seconds=1)) == found
    assert next_time(timing, zone, moment + (found - moment) / 2) == found


@given(timings, zones, moments)
def test_the_clock_on_the_wall_shows_the_time_or_skipped_it(timing: Timing, zone: ZoneInfo, moment: datetime) -> None:
    local = next_time(timing, zone, moment).astimezone(zone)
    shown = local.hour * 60 + local.minute
    before = (local - timedelta(days=1)).astimezone(UTC).astimezone(zone).utcoffset()
    assert shown == timing.minute or local.utcoffset() != before


@given(minutes, zones, moments)
def test_a_digest_comes_once_a_day_over_a_change_of_the_clocks(minute: int, zone: ZoneInfo, moment: datetime) -> None:
    timing, days = Timing(Every.DAY, minute), []
    for _ in range(10):
        moment = next_time(timing, zone, moment)
        days.append(moment.astimezone(zone).date())
    assert len(set(days)) == 10


@given(zones, moments)
def test_an_hourly_digest_comes_within_an_hour_on_the_hour(zone: ZoneInfo, moment: datetime) -> None:
    found = next_time(Timing(Every.HOUR), zone, moment)
    assert timedelta() < found - moment <= timedelta(hours=1)
    assert found.astimezone(zone).minute in (0, 30)  # half past where the clocks change by half an hour


@given(minutes, minutes, zones, moments)
def test_quiet_hours_end_in_the_future_and_begin_before_they_end(
    start: int, stop: int, zone: ZoneInfo, moment: datetime
) -> None:
    begin, end = quiet_window(QuietHours(QuietMode.HOLD, start, stop), zone, moment)
    assert begin < end
    assert moment < end <= moment + timedelta(days=3)


@pytest.mark.parametrize(
    ("zone", "after", "expected"),
    [
        ("Europe/London", "2026-03-28 12:00", "Sun 29 Mar 02:30"),  # 01:30 is skipped
        ("Europe/London", "2026-10-24 12:00", "Sun 25 Oct 01:30"),  # and comes twice: the first counts
        ("Europe/London", "2026-10-25 01:00", "Mon 26 Oct 01:30"),
        ("Asia/Tokyo", "2026-10-24 12:00", "Sun 25 Oct 01:30"),
    ],
)
def test_a_daily_time_around_a_change_of_the_clocks(zone: str, after: str, expected: str) -> None:
    found = next_time(Timing(Every.DAY, 90), ZoneInfo(zone), at(after))
    assert wall(found, ZoneInfo(zone)) == expected


def test_a_weekly_digest_comes_on_its_day() -> None:
    found = next_time(Timing(Every.WEEK, 8 * 60, weekday=0), ZoneInfo("Asia/Taipei"), at("2026-12-01 00:00"))
    assert wall(found, ZoneInfo("Asia/Taipei")) == "Mon 07 Dec 08:00"


def test_quiet_hours_of_a_spring_night_are_an_hour_shorter() -> None:
    begin, end = quiet_window(
        QuietHours(QuietMode.HOLD, 22 * 60, 7 * 60), ZoneInfo("America/New_York"), at("2026-03-08 04:00")
    )
    assert end - begin == timedelta(hours=8)
    assert begin < at("2026-03-08 04:00") < end


def test_a_chat_without_a_zone_gets_that_of_its_language() -> None:
    def zone(language: str, chosen: str | None) -> str:
        return str(Subscriber(SubscriberId(1), Address("1"), language, None, chosen).timezone)

    assert [zone(language, None) for language in ("en", "zh-Hant", "ja")] == ["UTC", "Asia/Taipei", "Asia/Tokyo"]
    assert zone("ja", "Europe/Brussels") == "Europe/Brussels"
    assert zone("ja", "Gone/Zone") == "Asia/Tokyo"
