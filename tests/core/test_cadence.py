"""When a source is polled next: the tables of F6, F7, F10 and O4, and the laws behind them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.cadence import (
    LONGEST_BACK_OFF,
    LONGEST_FRESH,
    LONGEST_RETRY_AFTER,
    clamp_due,
    freshness,
    next_due,
    read_retry_after,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DATE = "Sun, 01 Mar 2026 12:00:00 GMT"

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

intervals = st.timedeltas(SECOND, 10 * DAY)
wishes = st.none() | st.timedeltas(timedelta(0), 100_000 * DAY)
jitters = st.floats(-1, 1)


# F7: next = max(interval, what the server says), capped.
@pytest.mark.parametrize(
    ("every", "fresh_for", "ttl", "wait"),
    [
        (10 * MINUTE, None, None, 10 * MINUTE),
        (10 * MINUTE, 5 * MINUTE, None, 10 * MINUTE),
        (10 * MINUTE, HOUR, None, HOUR),
        (10 * MINUTE, None, 2 * HOUR, 2 * HOUR),
        (10 * MINUTE, HOUR, 2 * HOUR, 2 * HOUR),
        (10 * MINUTE, timedelta(0), timedelta(0), 10 * MINUTE),
        (10 * MINUTE, 365 * DAY, None, DAY),
        (10 * MINUTE, None, 365 * DAY, DAY),
        (3 * DAY, HOUR, None, 3 * DAY),
        (SECOND, None, None, SECOND),
        (SECOND, 3 * SECOND, None, 3 * SECOND),
        (SECOND, HOUR, None, 5 * MINUTE),
        (SECOND, None, HOUR, SECOND),
        (5 * MINUTE, None, HOUR, HOUR),
    ],
)
def test_after_a_success_the_longest_of_interval_and_wishes_is_waited(
    every: timedelta, fresh_for: timedelta | None, ttl: timedelta | None, wait: timedelta
) -> None:
    assert next_due(NOW, every, fresh_for=fresh_for, ttl=ttl) == NOW + wait


# F10: twice as long each time, to a day, jitter of a tenth.
@pytest.mark.parametrize(
    ("every", "failures", "jitter", "wait"),
    [
        (10 * MINUTE, 1, 0.0, 10 * MINUTE),
        (10 * MINUTE, 2, 0.0, 20 * MINUTE),
        (10 * MINUTE, 3, 0.0, 40 * MINUTE),
        (10 * MINUTE, 3, 1.0, 44 * MINUTE),
        (10 * MINUTE, 3, -1.0, 36 * MINUTE),
        (10 * MINUTE, 1, -1.0, 10 * MINUTE),
        (10 * MINUTE, 9, 0.0, DAY),
        (10 * MINUTE, 1_000_000, 0.0, DAY),
        (10 * MINUTE, 1_000_000, 1.0, 1.1 * DAY),
        (3 * DAY, 5, 0.0, 3 * DAY),
        (SECOND, 4, 0.0, 8 * SECOND),
    ],
)
def test_failures_in_a_row_double_the_wait(every: timedelta, failures: int, jitter: float, wait: timedelta) -> None:
    assert next_due(NOW, every, failures=failures, jitter=jitter) == NOW + wait


# F6: Retry-After within [interval, 7 d].
@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [
        (timedelta(0), 10 * MINUTE),
        (30 * SECOND, 10 * MINUTE),
        (HOUR, HOUR),
        (2 * DAY, 2 * DAY),
        (1e9 * SECOND, 7 * DAY),
    ],
)
def test_retry_after_is_honoured_between_the_interval_and_a_week(retry_after: timedelta, wait: timedelta) -> None:
    assert next_due(NOW, 10 * MINUTE, failures=3, retry_after=retry_after, jitter=-1.0) == NOW + wait


# F6: the forms in which it comes.
@pytest.mark.parametrize(
    ("value", "date", "expected"),
    [
        ("120", DATE, 120 * SECOND),
        ("120", "", 120 * SECOND),
        (" 0 ", DATE, timedelta(0)),
        ("Sun, 01 Mar 2026 13:00:00 GMT", DATE, HOUR),
        ("Sunday, 01-Mar-26 13:00:00 GMT", DATE, HOUR),
        ("Sun Mar  1 13:00:00 2026", DATE, HOUR),
        ("Sun, 01 Mar 2026 13:00:00 GMT", "", None),
        ("Sun, 01 Mar 2026 11:00:00 GMT", DATE, timedelta(0)),
        ("-5", DATE, None),
        ("1000000000", DATE, 1_000_000_000 * SECOND),
        ("1e9", DATE, None),
        ("9" * 5000, DATE, 2**31 * SECOND),
        ("soon", DATE, None),
        ("²", DATE, None),
        ("", DATE, None),
    ],
)
def test_retry_after_is_read_in_every_form(value: str, date: str, expected: timedelta | None) -> None:
    assert read_retry_after(value, date) == expected


# F7, by RFC 9111.
@pytest.mark.parametrize(
    ("cache_control", "age", "expires", "expected"),
    [
        ("", "", "", None),
        ("max-age=600", "", "", 10 * MINUTE),
        ('public, Max-Age="600"', "", "", 10 * MINUTE),
        ("max-age=600", "120", "", 8 * MINUTE),
        ("max-age=600", "1200", "", timedelta(0)),
        ("max-age=600, no-cache", "", "", timedelta(0)),
        ("no-store", "", "Sun, 01 Mar 2026 13:00:00 GMT", timedelta(0)),
        ("s-maxage=600", "", "", None),
        ("max-age=soon", "", "", None),
        ("max-age=" + "9" * 5000, "", "", 2**31 * SECOND),
        ("max-age=60", "", "Sun, 01 Mar 2026 13:00:00 GMT", MINUTE),
        ("", "", "Sun, 01 Mar 2026 13:00:00 GMT", HOUR),
        ("", "", "Sun, 01 Mar 2026 11:00:00 GMT", timedelta(0)),
        ("", "", "0", timedelta(0)),
    ],
)
def test_freshness_is_read_from_cache_control_or_expires(
    cache_control: str, age: str, expires: str, expected: timedelta | None
) -> None:
    assert freshness(cache_control, age, expires, DATE) == expected


def test_expires_says_nothing_without_the_date_it_counts_from() -> None:
    assert freshness("", "", "Sun, 01 Mar 2026 13:00:00 GMT", "") is None


@given(intervals, wishes, wishes)
def test_after_a_success_no_poll_is_early_and_none_is_put_off_for_ever(
    every: timedelta, fresh_for: timedelta | None, ttl: timedelta | None
) -> None:
    wait = next_due(NOW, every, fresh_for=fresh_for, ttl=ttl) - NOW
    assert every <= wait <= max(every, LONGEST_FRESH)


@given(intervals, st.integers(1, 10_000), wishes, jitters)
def test_after_a_failure_no_poll_is_early_and_none_is_put_off_for_ever(
    every: timedelta, failures: int, retry_after: timedelta | None, jitter: float
) -> None:
    wait = next_due(NOW, every, failures=failures, retry_after=retry_after, jitter=jitter) - NOW
    longest = LONGEST_BACK_OFF * 1.1 if retry_after is None else LONGEST_RETRY_AFTER
    assert every <= wait <= max(every * 1.1, longest)


@given(st.text(), st.text(), st.text(), st.text())
def test_any_header_is_read_without_a_traceback(one: str, two: str, three: str, four: str) -> None:
    assert (freshness(one, two, three, four) or timedelta(0)) >= timedelta(0)
    assert (read_retry_after(one, two) or timedelta(0)) >= timedelta(0)


@pytest.mark.parametrize(
    "date",
    ["Sun, 01 Mar 99999999999999999999 00:00:00 GMT", "Sun, 01 Mar 2026 12:00:00 +999999999999", "0, 0"],
)
def test_a_date_beyond_the_calendar_is_no_date(date: str) -> None:
    assert read_retry_after(date, DATE) is None


# O4: a clock set back must not silence a source.
@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (NOW - HOUR, NOW - HOUR),
        (NOW + HOUR, NOW + HOUR),
        (NOW + DAY, NOW + DAY),
        (NOW + DAY + SECOND, NOW),
        (NOW + 3650 * DAY, NOW),
    ],
)
def test_a_due_time_further_ahead_than_any_wait_is_now(due: datetime, expected: datetime) -> None:
    assert clamp_due(due, NOW, longest=DAY) == expected
