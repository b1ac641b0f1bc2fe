"""Judge a source's health by its publishing rhythm and its polls, to explain its silence (pure).

gone      it said so, or has not been found for a week     polled once a week in case it is back
blocked   the server responds and refuses us               a person has to look
failing   not fetched or readable for some time            retried at growing intervals
late      silent for much longer than usual                it may be broken without reporting an error
moved     at another address than the configuration's      polled there; the configuration needs an update
quiet     silent for longer than usual, as happens         nothing
fresh     published within its usual time                  nothing
new       not polled yet                                   nothing
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from watchers.cadence import SourceState
from watchers.errors import ParseProblem

MIN_DATES = 5
"""With fewer publication times a source has no rhythm."""
MIN_RHYTHM = timedelta(hours=1)
USUAL_WITHOUT_RHYTHM = timedelta(days=7)
LATE_AFTER = 3
"""Times its rhythm; but never before SOONEST_LATE, which is longer than a long weekend."""
SOONEST_LATE = timedelta(days=4)
FAILING_AFTER = timedelta(hours=1)
"""A shorter outage is not reported; nor is a single failed poll."""


class Health(StrEnum):
    """The states of a source, the worst first."""

    GONE = "gone"
    BLOCKED = "blocked"
    FAILING = "failing"
    LATE = "late"
    MOVED = "moved"
    QUIET = "quiet"
    FRESH = "fresh"
    NEW = "new"


def health(state: SourceState, now: datetime) -> Health:
    """Return the worst state that applies to the source."""
    if state.gone_at is not None:
        return Health.GONE
    if state.merged_into is not None:
        return Health.MOVED
    if _fails(state, now):
        return Health.BLOCKED if (state.problem, state.detail) in _REFUSALS else Health.FAILING
    if state.ok_at is None:
        return Health.NEW
    if is_late(state, now):
        return Health.LATE
    if state.moved:
        return Health.MOVED
    return Health.QUIET if silence(state, now) > (state.rhythm or USUAL_WITHOUT_RHYTHM) else Health.FRESH


def silence(state: SourceState, now: datetime) -> timedelta:
    """Return how long the source has published nothing; zero if unknown. Never negative."""
    return max(timedelta(0), now - state.newest_at) if state.newest_at else timedelta(0)


def is_late(state: SourceState, now: datetime) -> bool:
    """Return whether the source is silent for much longer than usual."""
    return state.rhythm is not None and silence(state, now) > late_after(state.rhythm)


def late_after(rhythm: timedelta) -> timedelta:
    """Return the silence after which a source is late."""
    return max(LATE_AFTER * rhythm, SOONEST_LATE)


def silent_since_first_poll(state: SourceState, now: datetime) -> datetime | None:
    """Return the first poll of a source that had nothing new since; None if it had, or that poll was lately."""
    first = state.baseline_at
    if first is None or now - first < USUAL_WITHOUT_RHYTHM:
        return None
    return first if state.newest_at is None or state.newest_at <= first else None


def rhythm(published: Iterable[datetime]) -> timedelta | None:
    """Return the usual silence of a source: nine in ten of its pauses are no longer.

    None if there are too few publication times. Items published together count as one.
    """
    moments = sorted(set(published))
    pauses = sorted(later - earlier for earlier, later in pairwise(moments))
    if len(moments) < MIN_DATES:
        return None
    return max(pauses[len(pauses) * 9 // 10], MIN_RHYTHM)


def _fails(state: SourceState, now: datetime) -> bool:
    """Return whether it is failing; a single failure is not enough, unless no poll ever succeeded."""
    if state.failures == 0 or state.failing_since is None:
        return False
    lasts = now - state.failing_since >= max(FAILING_AFTER, 2 * state.every)
    return state.ok_at is None or (state.failures > 1 and lasts)


_REFUSALS = {("BadStatus", status) for status in ("401", "403", "407", "429", "451")} | {
    # A captcha or login page, which comes with status 200.
    ("ParseError", ParseProblem.HTML.value),
    ("AddressRefused", None),
}
