"""When a source is polled next: the tables of F6, F7, F10 and O4, and their laws."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.source_states import state
from watchers.cadence import (
    MAX_BACKOFF,
    MAX_FRESHNESS,
    MAX_RETRY_AFTER,
    MAX_WAIT,
    PollingHints,
    SourceState,
    freshness,
    gap,
    has_moved,
    host_of,
    host_pause,
    is_gone,
    moving,
    next_due,
    next_probe,
    next_try,
    read_retry_after,
    wants_whole,
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
@pytest.mark.hazard("F7")
def test_after_a_success_the_longest_of_interval_and_wishes_is_waited(
    every: timedelta, fresh_for: timedelta | None, ttl: timedelta | None, wait: timedelta
) -> None:
    assert next_due(NOW, every, fresh_for=fresh_for, hints=PollingHints(ttl)) == NOW + wait


# F7: NOW is a Sunday noon; hours of UTC, Monday is 0.
@pytest.mark.parametrize(
    ("every", "hours", "days", "wait"),
    [
        (10 * MINUTE, (), (), 10 * MINUTE),
        (10 * MINUTE, (13,), (), 10 * MINUTE),
        (10 * MINUTE, (12,), (), HOUR),
        (10 * MINUTE, (12, 13, 14), (), 3 * HOUR),
        (90 * MINUTE, (13,), (), 2 * HOUR),
        (10 * MINUTE, (), (6,), 12 * HOUR),
        (10 * MINUTE, (), (6, 0, 1), DAY),
        (10 * MINUTE, (0,), (6,), 13 * HOUR),
        (10 * MINUTE, tuple(range(24)), (), 10 * MINUTE),
        (SECOND, (12,), (6,), SECOND),
    ],
)
@pytest.mark.hazard("F7")
def test_hours_and_days_to_skip_are_skipped(
    every: timedelta, hours: tuple[int, ...], days: tuple[int, ...], wait: timedelta
) -> None:
    assert next_due(NOW, every, hints=PollingHints(None, hours, days)) == NOW + wait


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
@pytest.mark.hazard("F10")
def test_failures_in_a_row_double_the_wait(every: timedelta, failures: int, jitter: float, wait: timedelta) -> None:
    assert next_try(NOW, every, failures=failures, jitter=jitter) == NOW + wait


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
@pytest.mark.hazard("F6")
def test_retry_after_is_honoured_between_the_interval_and_a_week(retry_after: timedelta, wait: timedelta) -> None:
    assert next_try(NOW, 10 * MINUTE, failures=3, retry_after=retry_after, jitter=-1.0) == NOW + wait


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
@pytest.mark.hazard("F6")
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
@pytest.mark.hazard("F7")
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
    wait = next_due(NOW, every, fresh_for=fresh_for, hints=PollingHints(ttl)) - NOW
    assert every <= wait <= max(every, MAX_FRESHNESS)


@given(intervals, st.integers(1, 10_000), wishes, jitters)
def test_after_a_failure_no_poll_is_early_and_none_is_put_off_for_ever(
    every: timedelta, failures: int, retry_after: timedelta | None, jitter: float
) -> None:
    wait = next_try(NOW, every, failures=failures, retry_after=retry_after, jitter=jitter) - NOW
    longest = MAX_BACKOFF * 1.1 if retry_after is None else MAX_RETRY_AFTER
    assert every <= wait <= max(every * 1.1, longest)


@given(st.text(), st.text(), st.text(), st.text())
def test_any_header_is_read_without_a_traceback(one: str, two: str, three: str, four: str) -> None:
    assert (freshness(one, two, three, four) or timedelta(0)) >= timedelta(0)
    assert (read_retry_after(one, two) or timedelta(0)) >= timedelta(0)


@pytest.mark.parametrize(
    "date",
    ["Sun, 01 Mar 99999999999999999999 00:00:00 GMT", "Sun, 01 Mar 2026 12:00:00 +999999999999", "0, 0"],
)
def test_a_date_beyond_the_calendar_is_not_a_date(date: str) -> None:
    assert read_retry_after(date, DATE) is None


skipped = st.tuples(st.sets(st.integers(0, 23)), st.sets(st.integers(0, 6)))


@given(intervals, wishes, skipped)
@pytest.mark.hazard("F7")
def test_no_wish_hastens_a_poll_nor_puts_it_off_beyond_a_day(
    every: timedelta, ttl: timedelta | None, skip: tuple[set[int], set[int]]
) -> None:
    wait = next_due(NOW, every, hints=PollingHints(ttl, tuple(skip[0]), tuple(skip[1]))) - NOW
    assert every <= wait <= max(every, MAX_FRESHNESS)


# F6: 429 is said to us, 503 with a time to everybody.
@pytest.mark.parametrize(
    ("status", "retry_after", "rest"),
    [
        (429, HOUR, 2 * HOUR),
        (503, HOUR, 2 * HOUR),
        (429, None, HOUR),
        (503, None, None),
        (500, HOUR, None),
        (404, None, None),
    ],
)
@pytest.mark.hazard("F6")
def test_a_host_rests_when_it_asks_for_it(status: int, retry_after: timedelta | None, rest: timedelta | None) -> None:
    assert host_pause(status, retry_after, 2 * HOUR) == rest


# F4: three times over a day.
def redirected(to: str | None, since: datetime | None, polls: int) -> SourceState:
    return replace(state(HOUR), moved_to=to, moved_since=since, moved_polls=polls)


@pytest.mark.hazard("F4")
def test_a_move_counts_from_when_it_was_first_met() -> None:
    first = moving(state(HOUR), "https://b/", NOW)
    assert first == redirected("https://b/", NOW, 1)
    second = moving(first, "https://b/", NOW + HOUR)
    assert second == redirected("https://b/", NOW, 2)
    assert moving(second, "https://c/", NOW + DAY) == redirected("https://c/", NOW + DAY, 1)
    assert moving(second, None, NOW + DAY) == state(HOUR)
    assert moving(second, "https://b/", NOW - DAY) == redirected("https://b/", NOW - DAY, 1)


@pytest.mark.parametrize(
    ("polls", "since", "moved"),
    [(3, DAY, True), (9, 30 * DAY, True), (2, 30 * DAY, False), (99, DAY - SECOND, False)],
)
@pytest.mark.hazard("F4")
def test_a_redirect_counts_as_a_move_after_enough_polls_and_time(polls: int, since: timedelta, moved: bool) -> None:
    assert has_moved(redirected("https://b/", NOW - since, polls), NOW) is moved


@pytest.mark.hazard("F4")
def test_without_a_redirect_nothing_has_moved() -> None:
    assert not has_moved(state(HOUR), NOW)


@pytest.mark.parametrize(
    ("status", "missing", "gone"),
    [
        (410, None, True),
        (404, timedelta(0), False),
        (404, 7 * DAY - SECOND, False),
        (404, 7 * DAY, True),
        (500, 30 * DAY, False),
        (None, 30 * DAY, False),
    ],
)
@pytest.mark.hazard("F5")
def test_gone_is_410_at_once_and_404_after_a_week(status: int | None, missing: timedelta | None, gone: bool) -> None:
    assert is_gone(status, None if missing is None else NOW - missing, NOW) is gone


@pytest.mark.parametrize(
    ("whole", "every", "rhythm", "wanted"),
    [
        (None, HOUR, None, True),
        (DAY - SECOND, HOUR, None, False),
        (DAY, HOUR, None, True),
        (DAY, DAY, None, False),
        (7 * DAY, DAY, None, True),
        (-SECOND, HOUR, None, True),
        (3 * HOUR - SECOND, 10 * MINUTE, HOUR, False),
        (3 * HOUR, 10 * MINUTE, HOUR, True),
        (8 * HOUR - SECOND, 10 * MINUTE, 4 * HOUR, False),
        (8 * HOUR, 10 * MINUTE, 4 * HOUR, True),
        (DAY - SECOND, 10 * MINUTE, 3 * DAY, False),
        (DAY, 10 * MINUTE, 3 * DAY, True),
        (3 * HOUR, HOUR, HOUR, False),
        (7 * HOUR, HOUR, HOUR, True),
    ],
)
@pytest.mark.hazard("F1")
def test_the_whole_document_is_due_once_a_day_and_sooner_if_it_usually_changes_sooner(
    whole: timedelta | None, every: timedelta, rhythm: timedelta | None, wanted: bool
) -> None:
    assert wants_whole(None if whole is None else NOW - whole, every, rhythm, NOW) is wanted


@pytest.mark.parametrize(
    ("every", "expected"), [(10 * MINUTE, SECOND), (10 * SECOND, SECOND), (SECOND, 0.1 * SECOND), (30 * DAY, SECOND)]
)
@pytest.mark.hazard("F8")
def test_a_host_is_left_a_second_unless_somebody_wants_seconds(every: timedelta, expected: timedelta) -> None:
    assert gap(every) == expected


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.org/feed", "www.example.org"),
        ("http://WWW.Example.org:8080/feed", "www.example.org"),
        ("http://127.0.0.1:9001/feed", "127.0.0.1:9001"),
        ("https://関税.example/", "xn--dozt87c.example"),
        ("http://[::1]:99999/", "http://[::1]:99999/"),
        ("http://a..b/", "http://a..b/"),
    ],
)
@pytest.mark.hazard("F8")
def test_a_host_is_its_name_and_in_a_laboratory_its_port(url: str, host: str) -> None:
    assert host_of(url) == host


@given(st.text())
@pytest.mark.hazard("F8")
def test_any_text_has_a_host_of_some_kind(url: str) -> None:
    host_of(url)
    host_of(f"http://{url}/")


@pytest.mark.hazard("O4")
@given(intervals, wishes, wishes, st.integers(1, 40), st.none() | st.timedeltas(timedelta(0), 100_000 * DAY), jitters)
def test_no_wait_is_longer_than_the_longest(
    every: timedelta,
    fresh_for: timedelta | None,
    ttl: timedelta | None,
    failures: int,
    retry_after: timedelta | None,
    jitter: float,
) -> None:
    hints = PollingHints(ttl, tuple(range(1, 24)), (5, 6))
    longest = max(1.1 * every, MAX_WAIT)
    assert next_due(NOW, every, fresh_for, hints) - NOW <= longest
    assert next_try(NOW, every, failures, retry_after, jitter) - NOW <= longest
    assert next_probe(NOW, every, jitter) - NOW <= longest
