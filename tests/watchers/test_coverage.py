"""How a source is doing: one table, and the laws of rhythm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.source_states import state
from watchers.cadence import (
    MIN_DATES,
    MIN_RHYTHM,
    Health,
    SourceState,
    health,
    late_after,
    rhythm,
    silence,
    silent_since_first_poll,
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
EVERY = 10 * MINUTE


def well(silent: timedelta, rhythm: timedelta | None = DAY, moved: bool = False) -> SourceState:
    return state(EVERY, NOW - MINUTE, newest_at=NOW - silent, rhythm=rhythm, moved=moved)


def failing(
    lasts: timedelta, problem: str = "TooSlow", detail: str | None = None, failures: int = 5, ok: bool = True
) -> SourceState:
    before = NOW - lasts - MINUTE if ok else None
    return state(EVERY, before, failures, NOW - lasts, problem, detail, newest_at=before, rhythm=DAY)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (state(EVERY), Health.NEW),
        (well(HOUR), Health.FRESH),
        (well(DAY), Health.FRESH),
        (well(DAY + MINUTE), Health.QUIET),
        (well(4 * DAY), Health.QUIET),
        (well(4 * DAY + MINUTE), Health.LATE),
        (well(29 * DAY, rhythm=10 * DAY), Health.QUIET),
        (well(31 * DAY, rhythm=10 * DAY), Health.LATE),
        (well(6 * DAY, rhythm=None), Health.FRESH),
        (well(100 * DAY, rhythm=None), Health.QUIET),
        (well(HOUR, moved=True), Health.MOVED),
        (well(2 * DAY, moved=True), Health.MOVED),
        (well(9 * DAY, moved=True), Health.LATE),
        (state(EVERY, NOW - 90 * DAY, merged=True, moved=True), Health.MOVED),
        (state(EVERY, NOW - MINUTE), Health.FRESH),
        (failing(2 * HOUR), Health.FAILING),
        (failing(59 * MINUTE), Health.FRESH),
        (failing(2 * HOUR, failures=1), Health.FRESH),
        (failing(MINUTE, failures=1, ok=False), Health.FAILING),
        (failing(2 * HOUR, "BadStatus", "500"), Health.FAILING),
        (failing(2 * HOUR, "BadStatus", "403"), Health.BLOCKED),
        (failing(2 * HOUR, "BadStatus", "429"), Health.BLOCKED),
        (failing(2 * HOUR, "ParseError", "html"), Health.BLOCKED),
        (failing(2 * HOUR, "ParseError", "not-a-feed"), Health.FAILING),
        (failing(2 * HOUR, "AddressRefused"), Health.BLOCKED),
        (failing(MINUTE, "BadStatus", "403"), Health.FRESH),
        (state(EVERY, NOW - DAY, 1, NOW, "BadStatus", "410", gone_at=NOW), Health.GONE),
    ],
)
def test_the_worst_that_is_true_of_a_source_is_its_health(record: SourceState, expected: Health) -> None:
    assert health(record, NOW) is expected


def test_a_source_of_every_day_that_rests_at_weekends_has_the_rhythm_of_a_weekend() -> None:
    monday = datetime(2026, 2, 2, 9, tzinfo=UTC)
    days = [monday + week * 7 * DAY + day * DAY for week in range(4) for day in range(5)]
    assert rhythm(days) == 3 * DAY


def test_what_comes_together_counts_as_one_moment() -> None:
    assert rhythm([NOW] * 50) is None
    assert rhythm([NOW - n * HOUR for n in range(MIN_DATES) for _ in range(9)]) == HOUR


dates = st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2026, 3, 1), timezones=st.just(UTC)))


@given(dates)
def test_a_rhythm_is_a_pause_that_was_there_whatever_the_order(published: list[datetime]) -> None:
    found = rhythm(published)
    assert found == rhythm(reversed(published))
    if found is None:
        assert len(set(published)) < MIN_DATES
    else:
        assert MIN_RHYTHM <= found <= max(max(published) - min(published), MIN_RHYTHM)
        assert late_after(found) > found


@given(st.none() | st.datetimes(timezones=st.just(UTC)))
def test_silence_is_never_negative(newest: datetime | None) -> None:
    assert silence(state(EVERY, newest_at=newest), NOW) >= timedelta(0)


@given(st.timedeltas(timedelta(0), 400 * DAY), st.timedeltas(MIN_RHYTHM, 100 * DAY))
def test_a_longer_silence_is_never_better(silent: timedelta, usual: timedelta) -> None:
    worst_first = list(Health)
    shorter = health(well(silent, usual), NOW)
    longer = health(well(silent + DAY, usual), NOW)
    assert worst_first.index(longer) <= worst_first.index(shorter)


@pytest.mark.parametrize(
    ("first", "newest", "told"),
    [
        (NOW - 7 * DAY, None, True),
        (NOW - 7 * DAY, NOW - 99 * DAY, True),
        (NOW - 7 * DAY, NOW - 7 * DAY, True),
        (NOW - 7 * DAY, NOW - 6 * DAY, False),
        (NOW - 6 * DAY, None, False),
        (None, None, False),
    ],
)
def test_a_source_with_nothing_new_for_a_week_since_its_first_poll_is_silent(
    first: datetime | None, newest: datetime | None, told: bool
) -> None:
    record = replace(state(EVERY, NOW, newest_at=newest), baseline_at=first)
    assert silent_since_first_poll(record, NOW) == (first if told else None)
