"""States of sources as tests about their health need them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from watchers.cadence import SourceState
from watchers.model import SourceId


def state(
    every: timedelta,
    ok_at: datetime | None = None,
    failures: int = 0,
    failing_since: datetime | None = None,
    problem: str | None = None,
    detail: str | None = None,
    *,
    moved: bool = False,
    merged: bool = False,
    gone_at: datetime | None = None,
    newest_at: datetime | None = None,
    rhythm: timedelta | None = None,
) -> SourceState:
    """The state of a source that is polled at its configured address, unless it moved."""
    return SourceState(
        SourceId("a"),
        "https://new.example/" if moved else "https://a.example/",
        "https://a.example/",
        "a.example",
        every,
        datetime(2026, 3, 1, tzinfo=UTC),
        SourceId("b") if merged else None,
        ok_at=ok_at,
        failures=failures,
        failing_since=failing_since,
        problem=problem,
        detail=detail,
        gone_at=gone_at,
        newest_at=newest_at,
        rhythm=rhythm,
    )
