"""How many alerts a day a rule would bring, and when that is too many to be read one by one."""

from __future__ import annotations

from datetime import datetime, timedelta

from watchers.search import BackTest

MANY_A_DAY = 20
"""More alerts a day are better read as a digest."""
LONG_ENOUGH = timedelta(days=2)
"""A shorter time says nothing about how many match a day."""


def a_day(found: BackTest, now: datetime) -> float | None:
    """Return how many items match a day; None if the time is too short to tell."""
    if found.since is None or now - found.since < LONG_ENOUGH:
        return None
    return found.count / ((now - found.since) / timedelta(days=1))


def expected_a_day(found: BackTest, now: datetime) -> float:
    """Return how many items a day to expect: what is stored for a shorter time counts as if it came in two days."""
    if found.since is None:
        return 0.0
    return found.count / (max(now - found.since, LONG_ENOUGH) / timedelta(days=1))


def is_noisy(found: BackTest, now: datetime) -> bool:
    """Return whether a rule would bring more alerts a day than people want one by one."""
    return expected_a_day(found, now) > MANY_A_DAY
