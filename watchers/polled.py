"""The result of a poll, and the state of the source after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from watchers import cadence
from watchers.cadence import SourceState
from watchers.errors import BadStatus, FetchError, ParseError
from watchers.model import Download, Fetched, Modified, NotModified, Parsed, Source, SourceId
from watchers.store import Transaction, sources


@dataclass(frozen=True, slots=True)
class SourceMoved:
    """The source has a new URL, after enough permanent redirects over a long enough time."""

    to: str
    into: SourceId | None
    """The source that already has this URL and takes over; None if there is none."""


@dataclass(frozen=True, slots=True)
class SourceGone:
    """The source is permanently gone: from now on it is only checked for its return."""


@dataclass(frozen=True, slots=True)
class Polled:
    """The result of one poll."""

    source: Source
    new: int = 0
    """Items stored."""
    enqueued: int = 0
    """Alerts enqueued."""
    baseline: bool = False
    unchanged: bool = False
    salvaged: bool = False
    """Whether the document was damaged and read item by item."""
    problem: FetchError | ParseError | None = None
    change: SourceMoved | SourceGone | None = None
    """A permanent change of the source."""
    host_paused: bool = False
    """Whether the host asked us to wait: its other sources wait too."""


def unchanged(
    tx: Transaction, source: Source, before: SourceState, fetched: Fetched | Download, now: datetime
) -> Polled:
    """Store the state of a source whose poll brought nothing new."""
    sources.count_poll(tx, source.id, sources.UNCHANGED, now)
    return Polled(source, unchanged=True, change=settle(tx, source, before, fetched, now))


def finish(
    tx: Transaction,
    total: Polled,
    state: SourceState,
    fetched: Modified,
    parsed: Parsed,
    published: Iterable[datetime | None],
    now: datetime,
) -> Polled:
    """Store the state of a source after the last item of a document; ``published`` has the dates of all its items."""
    changed = total.new and not total.baseline
    sources.count_poll(tx, total.source.id, sources.CHANGED if changed else sources.UNCHANGED, now)
    dates = [date for date in published if date is not None and date <= now]
    newest = max(dates, default=None) if total.baseline else now if total.new else None
    after = replace(
        state,
        ttl=parsed.ttl,
        skip_hours=" ".join(map(str, parsed.skip_hours)),
        skip_days=" ".join(map(str, parsed.skip_days)),
        newest_at=newest or state.newest_at,
        rhythm=cadence.rhythm(dates) or state.rhythm,
    )
    return replace(total, change=settle(tx, total.source, after, fetched, now))


def fail(
    tx: Transaction, source: Source, before: SourceState, problem: FetchError | ParseError, now: datetime, jitter: float
) -> Polled:
    """Store the state of a source after a failed poll; ``jitter`` from -1 to 1 spreads the next try."""
    status, retry_after = (problem.status, problem.retry_after) if isinstance(problem, BadStatus) else (None, None)
    missing_since = before.missing_since or (now if status == 404 else None)
    gone = before.gone_at is not None or cadence.is_gone(status, missing_since, now)
    failures = before.failures + 1
    if gone:
        due_at = cadence.next_probe(now, source.every, jitter)
    else:
        due_at = cadence.next_try(now, source.every, failures, retry_after, jitter)
    after = replace(
        before,
        polled_at=now,
        due_at=due_at,
        failures=failures,
        failing_since=before.failing_since or now,
        problem=type(problem).__name__,
        detail=_detail(problem),
        missing_since=missing_since,
        gone_at=before.gone_at or (now if gone else None),
    )
    sources.save(tx, after)
    sources.count_poll(tx, source.id, sources.FAILED, now)
    pause = cadence.host_pause(status, retry_after, due_at - now)
    if isinstance(problem, BadStatus) and pause is not None:
        sources.pause_host(tx, problem.url, now + pause)
    change = SourceGone() if gone and before.gone_at is None else None
    return Polled(source, problem=problem, change=change, host_paused=pause is not None)


def settle(
    tx: Transaction, source: Source, state: SourceState, fetched: Fetched | Download, now: datetime
) -> SourceMoved | None:
    """Store the state of a source after a good poll.

    Move the source after enough permanent redirects over a long enough time; return the move, None if not made.
    """
    after = replace(
        cadence.moving(state, fetched.moved_to, now),
        etag=fetched.validators.etag,
        last_modified=fetched.validators.last_modified,
        polled_at=now,
        ok_at=now,
        due_at=cadence.next_due(now, source.every, fetched.fresh_for, state.hints),
        baseline_at=state.baseline_at or now,
        whole_at=state.whole_at if isinstance(fetched, NotModified) else now,
        failures=0,
        failing_since=None,
        problem=None,
        detail=None,
        missing_since=None,
        gone_at=None,
    )
    sources.save(tx, after)
    if after.moved_to is None or not cadence.has_moved(after, now):
        return None
    return SourceMoved(after.moved_to, sources.relocate(tx, source.id, after.moved_to))


def _detail(problem: FetchError | ParseError) -> str | None:
    match problem:
        case BadStatus():
            return str(problem.status)
        case ParseError():
            return problem.problem.value
    return None
