"""How a source is doing, from its own rhythm and its polls: the proof behind its silence (pure).

gone      it said so, or has not been found for a week     asked once a week whether it is back
blocked   the server is there and refuses us               a person has to look
failing   it cannot be fetched or read for some time       tried again at growing intervals
late      silent for much longer than it ever is           it may be broken without saying so
moved     has another address than the configuration       polled there; the configuration wants mending
quiet     silent for longer than usual, as happens         nothing
fresh     published within its usual time                  nothing
new       not polled yet                                   nothing
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from watchers.errors import ParseProblem

MIN_DATES = 5
"""With fewer moments of publishing, nothing is said about a rhythm."""
MIN_RHYTHM = timedelta(hours=1)
USUAL_WITHOUT_RHYTHM = timedelta(days=7)
LATE_AFTER = 3
"""Times its rhythm; and more than a long weekend, for everybody has one."""
SOONEST_LATE = timedelta(days=4)
FAILING_AFTER = timedelta(hours=1)
"""A server that is away for less is not worth a word; nor is one that missed a single poll."""


class Health(StrEnum):
    """The worst comes first."""

    GONE = "gone"
    BLOCKED = "blocked"
    FAILING = "failing"
    LATE = "late"
    MOVED = "moved"
    QUIET = "quiet"
    FRESH = "fresh"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a source when its health is asked for."""

    every: timedelta
    ok_at: datetime | None = None
    """Its last good poll; None without one."""
    failures: int = 0
    """In a row."""
    failing_since: datetime | None = None
    problem: str | None = None
    """The name of the last error's type; None after a good poll."""
    detail: str | None = None
    """The HTTP status, or the problem of the document."""
    moved: bool = False
    """Whether it is polled at another address than the configuration gives."""
    merged: bool = False
    """Whether another source has that address, so that this one is not polled."""
    gone_at: datetime | None = None
    newest_at: datetime | None = None
    """When it last published; None where nothing tells."""
    rhythm: timedelta | None = None


def health(record: Record, now: datetime) -> Health:
    """The worst that is true of the source."""
    if record.gone_at is not None:
        return Health.GONE
    if record.merged:
        return Health.MOVED
    if _fails(record, now):
        return Health.BLOCKED if _is_refusal(record) else Health.FAILING
    if record.ok_at is None:
        return Health.NEW
    if record.rhythm is not None and silence(record, now) > late_after(record.rhythm):
        return Health.LATE
    if record.moved:
        return Health.MOVED
    return Health.QUIET if silence(record, now) > (record.rhythm or USUAL_WITHOUT_RHYTHM) else Health.FRESH


def silence(record: Record, now: datetime) -> timedelta:
    """How long the source has published nothing; zero where nothing tells. Never negative."""
    return max(timedelta(0), now - record.newest_at) if record.newest_at else timedelta(0)


def late_after(rhythm: timedelta) -> timedelta:
    """The silence that is no longer usual."""
    return max(LATE_AFTER * rhythm, SOONEST_LATE)


def rhythm(published: Iterable[datetime]) -> timedelta | None:
    """How long a source is silent when all is well: nine in ten of its pauses are no longer.

    None where there are too few moments to tell. Items that come together count as one moment.
    """
    moments = sorted(set(published))
    pauses = sorted(later - earlier for earlier, later in pairwise(moments))
    if len(moments) < MIN_DATES:
        return None
    return max(pauses[len(pauses) * 9 // 10], MIN_RHYTHM)


def _fails(record: Record, now: datetime) -> bool:
    """A single failure says little, unless no poll was ever good."""
    if record.failures == 0 or record.failing_since is None:
        return False
    lasts = now - record.failing_since >= max(FAILING_AFTER, 2 * record.every)
    return record.ok_at is None or (record.failures > 1 and lasts)


_REFUSALS = {("BadStatus", status) for status in ("401", "403", "407", "429", "451")} | {
    # A page of a captcha or a login, which comes as 200.
    ("ParseError", ParseProblem.HTML.value),
    ("AddressRefused", None),
}


def _is_refusal(record: Record) -> bool:
    return (record.problem, record.detail) in _REFUSALS
