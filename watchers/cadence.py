"""Decide when and where to poll a source next, and judge its health by its rhythm and its polls (pure).

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

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

from watchers import urls
from watchers.errors import ParseProblem
from watchers.model import Source, SourceId, SourceKind, Validators

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
"""How often at least to request a document whole, whatever the server says about changes."""
WHOLE_AT_MOST_EVERY = timedelta(hours=3)
"""How often at most, for a source that publishes several times a day."""
WHOLE_AFTER = 2
"""Times its rhythm: for so long such a source is hardly ever unchanged."""
MISSING_FOR = timedelta(days=7)
"""How long a source has to answer 404 before it counts as gone."""
PROBE_EVERY = timedelta(days=7)
"""How often to poll a source that is gone, in case it is back."""
MAX_WAIT = 1.1 * PROBE_EVERY
"""No source waits longer than this or 1.1 times its interval, whichever is longer."""
MOVED_POLLS = 3
MOVED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PollingHints:
    """How often a document asks to be polled."""

    ttl: timedelta | None = None
    skip_hours: tuple[int, ...] = ()
    """In UTC."""
    skip_days: tuple[int, ...] = ()
    """Monday is 0."""


NO_HINTS = PollingHints()


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is stored of a source besides its configuration; each field is a column of the table."""

    id: SourceId
    url: str
    """Where it is polled."""
    configured_url: str
    """The URL in the configuration; differs from ``url`` after the source moved."""
    host: str
    every: timedelta
    due_at: datetime
    merged_into: SourceId | None = None
    """The source that already has the URL to which this one moved; this one is not polled."""
    etag: str | None = None
    last_modified: str | None = None
    body_hash: bytes | None = None
    """SHA-256 of the last body that was stored."""
    polled_at: datetime | None = None
    ok_at: datetime | None = None
    """Time of the last good poll."""
    baseline_at: datetime | None = None
    """Time of the first good poll; None before it."""
    whole_at: datetime | None = None
    """When a response last had a body (not 304)."""
    failures: int = 0
    """Consecutive failed polls."""
    failing_since: datetime | None = None
    """Time of the first of them."""
    problem: str | None = None
    """The type name of the last error; None after a good poll."""
    detail: str | None = None
    """The HTTP status, or the problem of the document."""
    missing_since: datetime | None = None
    """Time of the first 404 since the last good poll."""
    gone_at: datetime | None = None
    """When the source was found to be permanently gone."""
    moved_to: str | None = None
    """Where permanent redirects lead, as they did in ``moved_polls`` polls since ``moved_since``."""
    moved_since: datetime | None = None
    moved_polls: int = 0
    ttl: timedelta | None = None
    skip_hours: str = ""
    """Numbers with spaces between them, as in ``skip_days``."""
    skip_days: str = ""
    newest_at: datetime | None = None
    """When the source last published an item, as far as known."""
    rhythm: timedelta | None = None
    """The pause between items that nine in ten do not exceed; None if there are too few dates."""

    @property
    def moved(self) -> bool:
        """Return whether it is polled at another address than the configuration gives."""
        return self.url != self.configured_url

    @property
    def validators(self) -> Validators:
        """Return what a conditional request sends."""
        return Validators(self.etag, self.last_modified)

    @property
    def hints(self) -> PollingHints:
        """Return the polling hints of its last document."""
        return PollingHints(self.ttl, _numbers(self.skip_hours), _numbers(self.skip_days))


def next_due(
    now: datetime, every: timedelta, fresh_for: timedelta | None = None, hints: PollingHints = NO_HINTS
) -> datetime:
    """Return when to poll a source again that was polled successfully just now; never sooner than ``every``."""
    fresh = fresh_for or timedelta(0)
    if every < FLOOR:
        # Polling hints count in minutes and hours and are the same for everyone: they do not overrule a person who
        # wants seconds. The server's cache lifetime does, since until then the response would be the same.
        return now + max(every, min(fresh, FLOOR))
    due = now + max(every, min(max(fresh, hints.ttl or timedelta(0)), MAX_FRESHNESS))
    if hints.skip_hours or hints.skip_days:
        hour = due.replace(minute=0, second=0, microsecond=0)
        later = (due, *(hour + timedelta(hours=n) for n in range(1, 24 * 7)))
        awake = (at for at in later if at.hour not in hints.skip_hours and at.weekday() not in hints.skip_days)
        due = next(awake, due)
    return min(due, now + max(every, MAX_FRESHNESS))


def next_try(
    now: datetime, every: timedelta, failures: int, retry_after: timedelta | None = None, jitter: float = 0.0
) -> datetime:
    """Return when to poll a source again whose poll failed just now; never sooner than ``every``.

    ``failures`` counts consecutive failures, this poll included; ``jitter`` is -1 to 1.
    """
    if retry_after is not None:
        return now + max(every, min(retry_after, MAX_RETRY_AFTER))
    doublings = min(failures - 1, 20)  # enough to raise a tenth of a second past a day; more would overflow
    wait = min(every * (1 << doublings), max(every, MAX_BACKOFF))
    return now + max(every, wait * (1 + jitter / 10))


def next_probe(now: datetime, every: timedelta, jitter: float) -> datetime:
    """Return when to poll a source again that is gone; ``jitter`` is -1 to 1."""
    return now + max(every, PROBE_EVERY * (1 + jitter / 10))


def host_pause(status: int | None, retry_after: timedelta | None, wait: timedelta) -> timedelta | None:
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


def wants_whole(whole_at: datetime | None, every: timedelta, rhythm: timedelta | None, now: datetime) -> bool:
    """Return whether to request the document unconditionally, so that a wrong 304 cannot hide it for long.

    Args:
        whole_at: When it was last received with its body.
        every: The interval of the source; at most one request in seven is unconditional.
        rhythm: The pause between items that nine in ten do not exceed.
        now: The time.
    """
    unchanged_for = WHOLE_EVERY if rhythm is None else min(max(WHOLE_AFTER * rhythm, WHOLE_AT_MOST_EVERY), WHOLE_EVERY)
    return whole_at is None or not timedelta(0) <= now - whole_at < max(unchanged_for, 7 * every)


def moving(state: SourceState, to: str | None, now: datetime) -> SourceState:
    """Return the state after a successful poll that was permanently redirected ``to``, or not redirected (None)."""
    if to is None:
        return replace(state, moved_to=None, moved_since=None, moved_polls=0)
    if state.moved_to != to or state.moved_since is None or state.moved_since > now:
        return replace(state, moved_to=to, moved_since=now, moved_polls=1)
    return replace(state, moved_polls=state.moved_polls + 1)


def has_moved(state: SourceState, now: datetime) -> bool:
    """Return whether the redirect was met often and long enough to be trusted."""
    since = state.moved_since
    return since is not None and state.moved_polls >= MOVED_POLLS and now - since >= MOVED_FOR


def is_gone(status: int | None, missing_since: datetime | None, now: datetime) -> bool:
    """Return whether the last ``status`` (None without a response) ends polling; 404s began at ``missing_since``."""
    return status == 410 or (status == 404 and missing_since is not None and now - missing_since >= MISSING_FOR)


def freshness(cache_control: str, age: str, expires: str, date: str) -> timedelta | None:
    """Return how long a response stays fresh by its headers, each "" if absent; None if they do not say.

    RFC 9111, 4.2.1: max-age minus Age, else Expires minus Date. Never negative.
    """
    parts = [part.partition("=") for part in cache_control.split(",")]
    # The first of several values counts.
    directives = {name.strip().lower(): value.strip().strip('"') for name, _, value in reversed(parts)}
    if "no-cache" in directives or "no-store" in directives:
        return timedelta(0)
    max_age = _seconds(directives.get("max-age", ""))
    if max_age is not None:
        return max(timedelta(0), max_age - (_seconds(age) or timedelta(0)))
    if not expires or _instant(date) is None:
        return None
    return _between(date, expires) or timedelta(0)  # "Expires: 0" and other invalid dates: stale already


def read_retry_after(value: str, date: str) -> timedelta | None:
    """Return the delay that a Retry-After header asks for (RFC 9110, 10.2.3); None if it is invalid or absent.

    A date is relative to the response's own Date header, since the server's clock may differ from ours;
    for a date in the past the delay is zero.
    """
    seconds = _seconds(value)
    return seconds if seconds is not None else _between(date, value)


def _numbers(words: str) -> tuple[int, ...]:
    return tuple(map(int, words.split()))


_FOREVER = 2**31
"""What a greater number of seconds counts as (RFC 9111, 1.2.2)."""


def _seconds(value: str) -> timedelta | None:
    digits = value.strip()
    if not digits.isascii() or not digits.isdecimal():
        return None
    # int() refuses thousands of digits, and timedelta overflows long before.
    return timedelta(seconds=_FOREVER if len(digits) > 10 else min(int(digits), _FOREVER))


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


# ---- where to poll ---------------------------------------------------------------------------------


def to_fetch(source: Source, now: datetime) -> str:
    """Return the source's address at this moment.

    ``{today}``, ``{today-7d}`` and ``{today+1d}`` are days in UTC, such as ``2026-07-03``; after a colon follows
    another form, as ``strftime`` reads it: ``{today:%Y}``, ``{today-1d:%d-%m-%Y}``. Without a list of
    fields the Federal Register omits dates and dockets, so the address names every field that is read.
    """
    address = fill(source.url, now)
    return _with_fields(address) if source.kind is SourceKind.FEDERAL_REGISTER else address


def fill(address: str, now: datetime) -> str:
    """Return the address with its days filled in; one without any stays as it is."""
    return _DAY.sub(lambda hole: (now + timedelta(days=int(hole[1] or 0))).strftime(hole[2] or "%Y-%m-%d"), address)


def has_days(address: str) -> bool:
    """Return whether the address changes daily, so that yesterday's validator belongs to another document."""
    return _DAY.search(address) is not None


def _with_fields(address: str) -> str:
    asked = {name for name, _ in parse_qsl(urlsplit(address).query, keep_blank_values=True)}
    wanted = [] if "fields[]" in asked else [f"fields%5B%5D={name}" for name in _FIELDS]
    wanted += [f"{name}={value}" for name, value in _USUAL.items() if name not in asked]
    if not wanted:
        return address
    return address + ("&" if "?" in address else "?") + "&".join(wanted)


_DAY = re.compile(r"\{today(?:([+-]\d{1,4})d)?(?::((?:%[YymdjBbHGV]|[^%{}]){1,40}))?\}")
_USUAL = {"order": "newest", "per_page": "100"}
_FIELDS = (
    *"document_number type subtype title abstract action dates publication_date effective_on comments_close_on".split(),
    *"agencies docket_ids regulation_id_numbers cfr_references citation toc_doc executive_order_number".split(),
    *"html_url pdf_url".split(),
)


# ---- health ----------------------------------------------------------------------------------------

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
    """Return the usual silence of a source: nine in ten of its pauses are at most this long.

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
