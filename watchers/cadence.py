"""When to poll a source next, and where: its interval, what the server asks for, failures, moves (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from watchers import urls

FLOOR = timedelta(minutes=5)
"""An interval shorter than this was chosen by a person who knows the server."""
MAX_FRESHNESS = timedelta(days=1)
"""No server may talk us into polling less often than this."""
MAX_BACKOFF = timedelta(days=1)
MAX_RETRY_AFTER = timedelta(days=7)
MAX_UNREQUESTED_PAUSE = timedelta(hours=1)
"""For a host that says 429 and not for how long."""
MAX_GAP = timedelta(seconds=1)
WHOLE_EVERY = timedelta(days=1)
MISSING_FOR = timedelta(days=7)
"""How long 404 is the answer before the source counts as gone."""
PROBE_EVERY = timedelta(days=7)
"""How often a source that is gone is asked whether it is back."""
MAX_WAIT = 1.1 * PROBE_EVERY
"""No source waits longer than this and 1.1 times its interval."""
MOVED_POLLS = 3
MOVED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a document itself asks of those who poll it."""

    ttl: timedelta | None = None
    skip_hours: tuple[int, ...] = ()
    """Of UTC."""
    skip_days: tuple[int, ...] = ()
    """Monday is 0."""


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class Move:
    """A permanent redirect that was met on every good poll since ``since``."""

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
    """When a source that was polled just now is polled again; never sooner than ``every``.

    ``failures`` counts those in a row, this poll included; 0 means that it succeeded, and only then do
    ``fresh_for`` and ``wishes`` matter. ``retry_after`` and ``jitter`` (-1 to 1) matter after a failure.
    """
    if failures == 0:
        return _after_success(now, every, fresh_for, wishes)
    if retry_after is not None:
        return now + _clamp(retry_after, every, max(every, MAX_RETRY_AFTER))
    return now + _back_off(every, failures, jitter)


def next_probe(now: datetime, every: timedelta, jitter: float) -> datetime:
    """When a source that is gone is asked again."""
    return now + max(every, PROBE_EVERY * (1 + jitter / 10))


def host_rest(status: int, retry_after: timedelta | None, wait: timedelta) -> timedelta | None:
    """How long nobody asks the host that answered so; None where the others need not wait.

    ``wait`` is what was chosen for the source that was answered.
    """
    if status not in (429, 503):
        return None
    if retry_after is not None:
        return wait
    return min(wait, MAX_UNREQUESTED_PAUSE) if status == 429 else None


def gap(every: timedelta) -> timedelta:
    """What lies between two requests to the host of a source: who polls it each second knows the server."""
    return min(every / 10, MAX_GAP)


def host_of(url: str) -> str:
    """The host that a request for ``url`` burdens: a port that is not of the web is a server of its own."""
    parts = urls.split(url)
    try:
        name = (parts.hostname or "").encode("idna").decode("ascii") if parts else ""
    except UnicodeError:
        name = ""  # never asked
    if parts is None or not name:
        return url
    return name if parts.port in (None, 80, 443, 8080, 8443) else f"{name}:{parts.port}"


def wants_whole(whole_at: datetime | None, every: timedelta, now: datetime) -> bool:
    """Whether the document is due without conditions, lest a server's mistaken 304 hides it for ever.

    ``whole_at`` is when it last came with its body.
    """
    return whole_at is None or not timedelta(0) <= now - whole_at < max(WHOLE_EVERY, 7 * every)


def moving(before: Move | None, to: str | None, now: datetime) -> Move | None:
    """What is known of a move after a good poll that was led ``to`` for good, or was not (None)."""
    if to is None:
        return None
    if before is None or before.to != to or before.since > now:
        return Move(to, now, 1)
    return Move(to, before.since, before.polls + 1)


def has_moved(move: Move | None, now: datetime) -> bool:
    """Whether that was said often and long enough to be meant."""
    return move is not None and move.polls >= MOVED_POLLS and now - move.since >= MOVED_FOR


def is_gone(status: int | None, missing_since: datetime | None, now: datetime) -> bool:
    """Whether the last answer, None without a status, ends the polling; 404s came since ``missing_since``."""
    return status == 410 or (status == 404 and missing_since is not None and now - missing_since >= MISSING_FOR)


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


def _after_success(now: datetime, every: timedelta, fresh_for: timedelta | None, wishes: Wishes) -> datetime:
    fresh = fresh_for or timedelta(0)
    if every < FLOOR:
        # Wishes count in minutes and hours and are written once for everybody: they have no say over a person
        # who wants seconds. What the server caches has, for until then the answer would be the same.
        return now + max(every, min(fresh, FLOOR))
    wait = max(every, min(max(fresh, wishes.ttl or timedelta(0)), MAX_FRESHNESS))
    return min(_waking(now + wait, wishes), now + max(every, MAX_FRESHNESS))


def _waking(due: datetime, wishes: Wishes) -> datetime:
    """``due``, or the first full hour after it that is not to be skipped; ``due`` again where all are."""
    if not wishes.skip_hours and not wishes.skip_days:
        return due
    hour = due.replace(minute=0, second=0, microsecond=0)
    later = (due, *(hour + timedelta(hours=n) for n in range(1, 24 * 7)))
    awake = (at for at in later if at.hour not in wishes.skip_hours and at.weekday() not in wishes.skip_days)
    return next(awake, due)


def _back_off(every: timedelta, failures: int, jitter: float) -> timedelta:
    doublings = min(failures - 1, 20)  # enough to take a tenth of a second past a day; more would overflow
    wait = min(every * (1 << doublings), max(every, MAX_BACKOFF))
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
