"""``lists``: the versions of lists with their SHA-256, and the approval of a list that was replaced as a whole."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Literal

from bot.app import now
from bot.cli import EXIT_MISTAKE, screen
from bot.config.loading import load
from watchers.model import SourceId
from watchers.store import amend, lists, look_into
from watchers.store.lists import Version

HEADINGS = ("LIST", "SEEN", "STATE", "ENTRIES", "ADDED", "REMOVED", "CHANGED", "SHA-256")


def run(config_file: Path | None, action: Literal["show", "approve"], source: str | None, as_json: bool) -> int:
    """Print the versions, or approve the one that is held. Return the exit code.

    Args:
        config_file: The settings.
        action: What to do.
        source: The ID of one list; None shows all of them.
        as_json: Whether to print the versions as JSON, one a line.
    """
    database = load(config_file).database
    chosen = None if source is None else SourceId(source)
    if action == "show":
        with look_into(database) as rows:
            _print(lists.versions(rows, chosen), as_json)
        return 0
    with amend(database) as tx:
        approved = chosen is not None and lists.approve(tx, chosen, now())
    print(f"{source} is approved, and polled at once" if approved else f"{source or 'No list'} waits for no approval")
    return 0 if approved else EXIT_MISTAKE


def _print(versions: list[Version], as_json: bool) -> None:
    if as_json:
        for version in versions:
            seen_at = version.seen_at.isoformat()
            screen.print_json(asdict(version) | {"seen_at": seen_at, "sha256": version.sha256.hex()})
        return
    if not versions:
        print("No list was read yet.")
        return
    screen.print_table(HEADINGS, [(_cells(version), "") for version in versions])


def _cells(version: Version) -> tuple[str, ...]:
    counts = (version.entries, version.added, version.removed, version.changed)
    seen = f"{version.seen_at:%Y-%m-%d %H:%M} UTC"
    return (version.source, seen, version.state.value, *map(str, counts), version.sha256.hex())
