"""Decide when and where to poll a source next: by its interval, the server's hints, failures, moves (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from watchers import urls

FLOOR = timedelta(minutes=5)
"""A shorter interval was chosen by a person who knows the server."""
MAX_FRESHNESS = timedelta(days=1)
"""The longest interval that caching headers and polling hints can ask for."""
MAX_BACKOFF = timedelta(days=1)
MAX_RETRY_AFTER = timedelta(days=7)
MAX_UNREQUESTED_PAUSE = timedelta(hours=1)
"""For a host that answers 429 without a Retry-After header."""
MAX_GAP = timedelta(seconds=1)
WHOLE_EVERY = timedelta(days=1)
MISSING_FOR = timedelta(days=7)
"""How long a source has to answer 404 before it counts as gone."""
PROBE_EVERY = timedelta(days=7)
"""How often to poll a source that is gone, in case it is back."""
MAX_WAIT = 1.1 * PROBE_EVERY
"""No source waits longer than this or 1.1 times its interval, whichever is longer."""
MOVED_POLLS = 3
MOVED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wishes:
    """The polling hints in a document."""

    ttl: timedelta | None = None
    skip_hours: tuple[int, ...] = ()
    """In UTC."""
    skip_days: tuple[int, ...] = ()
    """Monday is 0."""


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class Move:
    """A permanent redirect that every successful poll has met since ``since``."""

    to: str
    since: datetime
    polls: int


def next_due(
    now: datetime,
    every: timedelta,
    *,
    fresh_for: timedelta | None = None,
    wishes: Wishes = NO_WISHES,
    failures: int = 0,
    retry_after: timedelta | None = None,
    jitter: float = 0.0,
) -> datetime:
    """Return when to poll a source again that was polled just now; never sooner than ``every``.

    ``failures`` counts consecutive failures, this poll included; 0 means that it succeeded, and only then do
    ``fresh_for`` and ``wishes`` matter. ``retry_after`` and ``jitter`` (-1 to 1) matter after a failure.
    """
    if failures == 0:
        return _after_success(now, every, fresh_for, wishes)
    if retry_after is not None:
        return now + _clamp(retry_after, every, max(every, MAX_RETRY_AFTER))
    return now + _back_off(every, failures, jitter)


def next_probe(now: datetime, every: timedelta, jitter: float) -> datetime:
    """Return when to poll a source again that is gone; ``jitter`` is -1 to 1."""
    return now + max(every, PROBE_EVERY * (1 + jitter / 10))


def host_rest(status: int, retry_after: timedelta | None, wait: timedelta) -> timedelta | None:
    """Return how long to send no requests to the host of a response; None if its other sources need not wait.

    ``wait`` is the delay chosen for the source that got the response.
    """
    if status not in (429, 503):
        return None
    if retry_after is not None:
        return wait
    return min(wait, MAX_UNREQUESTED_PAUSE) if status == 429 else None


def gap(every: timedelta) -> timedelta:
    """Return the pause between two requests to a source's host: a person who polls every second knows the server."""
    return min(every / 10, MAX_GAP)


def host_of(url: str) -> str:
    """Return the host that a request for ``url`` burdens; a port that is not usual for the web is a separate server."""
    parts = urls.split(url)
    try:
        name = (parts.hostname or "").encode("idna").decode("ascii") if parts else ""
    except UnicodeError:
        name = ""  # never asked
    if parts is None or not name:
        return url
    return name if parts.port in (None, 80, 443, 8080, 8443) else f"{name}:{parts.port}"


def wants_whole(whole_at: datetime | None, every: timedelta, now: datetime) -> bool:
    """Return whether to request the document unconditionally, so that a wrong 304 cannot hide it forever.

    ``whole_at`` is when it was last received with its body.
    """
    return whole_at is None or not timedelta(0) <= now - whole_at < max(WHOLE_EVERY, 7 * every)


def moving(before: Move | None, to: str | None, now: datetime) -> Move | None:
    """Return the state of a move after a successful poll, permanently redirected ``to`` or not redirected (None)."""
    if to is None:
        return None
    if before is None or before.to != to or before.since > now:
        return Move(to, now, 1)
    return Move(to, before.since, before.polls + 1)


def has_moved(move: Move | None, now: datetime) -> bool:
    """Return whether the redirect was met often and long enough to be trusted."""
    return move is not None and move.polls >= MOVED_POLLS and now - move.since >= MOVED_FOR


def is_gone(status: int | None, missing_since: datetime | None, now: datetime) -> bool:
    """Return whether the last ``status`` (None without a response) ends polling; 404s began at ``missing_since``."""
    return status == 410 or (status == 404 and missing_since is not None and now - missing_since >= MISSING_FOR)


def freshness(cache_control: str, age: str, expires: str, date: str) -> timedelta | None:
    """Return how long a response stays fresh by its headers, each "" if absent; None if they do not say.

    RFC 9111, 4.2.1: max-age minus Age, else Expires minus Date. Never negative.
    """
    directives = _directives(cache_control)
    if "no-cache" in directives or "no-store" in directives:
        return timedelta(0)
    max_age = _seconds(directives.get("max-age", ""))
    if max_age is not None:
        return max(timedelta(0), max_age - (_seconds(age) or timedelta(0)))
    return _until_expired(expires, date)


def read_retry_after(value: str, date: str) -> timedelta | None:
    """Return the delay that a Retry-After header asks for (RFC 9110, 10.2.3); None if it is invalid or absent.

    A date is relative to the response's own Date header, since the server's clock may differ from ours;
    for a date in the past the delay is zero.
    """
    seconds = _seconds(value)
    return seconds if seconds is not None else _between(date, value)


def _after_success(now: datetime, every: timedelta, fresh_for: timedelta | None, wishes: Wishes) -> datetime:
    fresh = fresh_for or timedelta(0)
    if every < FLOOR:
        # Polling hints count in minutes and hours and are the same for everyone: they do not overrule a person who
        # wants seconds. The server's cache lifetime does, since until then the response would be the same.
        return now + max(every, min(fresh, FLOOR))
    wait = max(every, min(max(fresh, wishes.ttl or timedelta(0)), MAX_FRESHNESS))
    return min(_waking(now + wait, wishes), now + max(every, MAX_FRESHNESS))


def _waking(due: datetime, wishes: Wishes) -> datetime:
    """Return ``due``, or the first full hour after it that is not to be skipped; ``due`` if all are."""
    if not wishes.skip_hours and not wishes.skip_days:
        return due
    hour = due.replace(minute=0, second=0, microsecond=0)
    later = (due, *(hour + timedelta(hours=n) for n in range(1, 24 * 7)))
    awake = (at for at in later if at.hour not in wishes.skip_hours and at.weekday() not in wishes.skip_days)
    return next(awake, due)


def _back_off(every: timedelta, failures: int, jitter: float) -> timedelta:
    doublings = min(failures - 1, 20)  # enough to raise a tenth of a second past a day; more would overflow
    wait = min(every * (1 << doublings), max(every, MAX_BACKOFF))
    return max(every, wait * (1 + jitter / 10))


def _clamp(wait: timedelta, shortest: timedelta, longest: timedelta) -> timedelta:
    return max(shortest, min(wait, longest))


def _directives(cache_control: str) -> dict[str, str]:
    """Return name to value, "" without one; the first of a name counts."""
    found: dict[str, str] = {}
    for part in cache_control.split(","):
        name, _, value = part.partition("=")
        found.setdefault(name.strip().lower(), value.strip().strip('"'))
    return found


_DIGITS = re.compile(r"[0-9]+")
_FOREVER = 2**31
"""What a greater number of seconds counts as (RFC 9111, 1.2.2)."""


def _seconds(value: str) -> timedelta | None:
    digits = value.strip()
    if not _DIGITS.fullmatch(digits):
        return None
    # int() refuses thousands of digits, and timedelta overflows long before.
    return timedelta(seconds=_FOREVER if len(digits) > 10 else min(int(digits), _FOREVER))


def _until_expired(expires: str, date: str) -> timedelta | None:
    if not expires or _instant(date) is None:
        return None
    return _between(date, expires) or timedelta(0)  # "Expires: 0" and other invalid dates: stale already


def _between(earlier: str, later: str) -> timedelta | None:
    """Return the time between two HTTP dates, zero if they are reversed; None if one is not a date."""
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
