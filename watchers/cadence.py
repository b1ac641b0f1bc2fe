"""When to poll a source next: its own interval, what the server asks for, and failures (pure)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

FLOOR = timedelta(minutes=5)
"""An interval shorter than this was chosen by a person who knows the server."""
LONGEST_FRESH = timedelta(days=1)
"""No server may talk us into polling less often than this."""
LONGEST_BACK_OFF = timedelta(days=1)
LONGEST_RETRY_AFTER = timedelta(days=7)


def next_due(
    now: datetime,
    every: timedelta,
    *,
    fresh_for: timedelta | None = None,
    ttl: timedelta | None = None,
    failures: int = 0,
    retry_after: timedelta | None = None,
    jitter: float = 0.0,
) -> datetime:
    """When a source that was polled just now is polled again; never sooner than ``every``.

    ``failures`` counts those in a row, this poll included; 0 means that it succeeded, and only then do
    ``fresh_for`` and ``ttl`` matter. ``retry_after`` and ``jitter`` (-1 to 1) matter after a failure.
    """
    if failures == 0:
        return now + _rest(every, fresh_for, ttl)
    if retry_after is not None:
        return now + _clamp(retry_after, every, max(every, LONGEST_RETRY_AFTER))
    return now + _back_off(every, failures, jitter)


def clamp_due(due: datetime, now: datetime, longest: timedelta) -> datetime:
    """``due``, or ``now`` where it lies further ahead than any wait we would have chosen.

    That happens when the clock was set back after ``due`` was written. ``longest`` is the longest wait
    that could have been settled for this source.
    """
    return now if due - now > longest else due


def freshness(cache_control: str, age: str, expires: str, date: str) -> timedelta | None:
    """How long an answer stays fresh by its headers, each "" where absent; None where they do not say.

    RFC 9111, 4.2.1: max-age less Age, else Expires less Date. Never negative.
    """
    directives = _directives(cache_control)
    if "no-cache" in directives or "no-store" in directives:
        return timedelta(0)
    max_age = _seconds(directives.get("max-age", ""))
    if max_age is not None:
        return max(timedelta(0), max_age - (_seconds(age) or timedelta(0)))
    return _until_expired(expires, date)


def read_retry_after(value: str, date: str) -> timedelta | None:
    """What a Retry-After header asks for (RFC 9110, 10.2.3); None for junk and for no header.

    A date counts from the answer's own Date header, since the server's clock need not be ours; one
    that has passed asks for nothing, which is zero.
    """
    seconds = _seconds(value)
    return seconds if seconds is not None else _between(date, value)


def _rest(every: timedelta, fresh_for: timedelta | None, ttl: timedelta | None) -> timedelta:
    fresh = fresh_for or timedelta(0)
    if every < FLOOR:
        # A ttl counts in minutes and is written once for everybody: it has no say over a person who
        # wants seconds. What the server caches has, for until then the answer would be the same.
        return max(every, min(fresh, FLOOR))
    return max(every, min(max(fresh, ttl or timedelta(0)), LONGEST_FRESH))


def _back_off(every: timedelta, failures: int, jitter: float) -> timedelta:
    doublings = min(failures - 1, 20)  # enough to take a tenth of a second past a day; more would overflow
    wait = min(every * (1 << doublings), max(every, LONGEST_BACK_OFF))
    return max(every, wait * (1 + jitter / 10))


def _clamp(wait: timedelta, shortest: timedelta, longest: timedelta) -> timedelta:
    return max(shortest, min(wait, longest))


def _directives(cache_control: str) -> dict[str, str]:
    """Name to value, "" without one; the first of a name counts."""
    found: dict[str, str] = {}
    for part in cache_control.split(","):
        name, _, value = part.partition("=")
        found.setdefault(name.strip().lower(), value.strip().strip('"'))
    return found


_DIGITS = re.compile(r"[0-9]+")
_FOREVER = 2**31
"""RFC 9111, 1.2.2: what a greater number of seconds counts as."""


def _seconds(value: str) -> timedelta | None:
    digits = value.strip()
    if not _DIGITS.fullmatch(digits):
        return None
    # int() refuses thousands of digits, and timedelta overflows long before.
    return timedelta(seconds=_FOREVER if len(digits) > 10 else min(int(digits), _FOREVER))


def _until_expired(expires: str, date: str) -> timedelta | None:
    if not expires or _instant(date) is None:
        return None
    return _between(date, expires) or timedelta(0)  # "Expires: 0" and other junk: stale already


def _between(earlier: str, later: str) -> timedelta | None:
    """Between two HTTP dates, zero where they are the other way round; None where one is no date."""
    begin, end = _instant(earlier), _instant(later)
    if begin is None or end is None:
        return None
    return max(timedelta(0), end - begin)


def _instant(http_date: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(http_date)
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
