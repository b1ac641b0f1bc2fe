"""Check by the stored heartbeats whether the service is alive; imports neither Telegram nor pydantic."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import disk_usage

MAX_AGE = {
    "polling": timedelta(seconds=30),
    "delivery": timedelta(seconds=30),
    "telegram": timedelta(seconds=60),
    # Up to ten documents of ten seconds each may be before its probe.
    "parser": timedelta(seconds=100),
}
"""The maximum age of each part's last heartbeat."""


MIN_FREE_BYTES = 64 * 1024
"""On the disk; with less, SQLite soon refuses to write."""


def trouble(database: Path, now: datetime) -> list[str]:
    """Return what is wrong, in words for an operator; empty if all parts are alive."""
    try:
        if not database.exists():
            return [f"there is no database at {database}: is the service running?"]
        free = disk_usage(database.parent).free
    except OSError as error:
        return [f"the folder of {database} cannot be read: {error.strerror}"]
    if free < MIN_FREE_BYTES:
        return [f"there is no room left on the disk of {database}: nothing can be saved, and nothing is sent"]
    try:
        beats = _heartbeats(database)
    except sqlite3.Error as error:
        return [f"the database at {database} cannot be read: {error}"]
    found: list[str] = []
    for part, max_age in MAX_AGE.items():
        if part not in beats:
            found.append(f"{part}: no sign of life yet")
            continue
        at, problem = beats[part]
        age = now - datetime.fromtimestamp(at, UTC)
        # A heartbeat from the future was written before the clock was set back, and none since.
        if abs(age) > max_age:
            found.append(f"{part}: last sign of life {age.total_seconds():.0f} s ago")
        elif problem:
            found.append(f"{part}: {problem}")
    return found


def wall_clock() -> datetime:
    """Return the wall clock time, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - one of the places that read it


def _heartbeats(database: Path) -> dict[str, tuple[float, str | None]]:
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=1)
    try:
        return {
            name: (at, problem) for name, at, problem in connection.execute("select name, at, problem from heartbeats")
        }
    finally:
        connection.close()
