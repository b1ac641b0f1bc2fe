"""``outbox``: list the alerts that were given up, and retry or drop them, while the service may be running."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Literal

from bot.app import now
from bot.cli import EXIT_MISTAKE, screen
from bot.config.loading import load
from watchers.model import AlertId
from watchers.store import amend, dead_letters, look_into
from watchers.store.dead_letters import DeadLetter


def run(config_file: Path | None, action: Literal["list", "retry", "drop"], alert: int | None, as_json: bool) -> int:
    """Print the dead letters, or how many were retried or dropped. Return the exit code.

    Args:
        config_file: The settings.
        action: What to do.
        alert: The number of one dead letter; None is all of them.
        as_json: Whether to print the list as JSON, one dead letter a line.
    """
    database = load(config_file).database
    if action == "list":
        with look_into(database) as rows:
            _print(dead_letters.all_of(rows), as_json)
        return 0
    chosen = None if alert is None else AlertId(alert)
    with amend(database) as tx:
        count = dead_letters.retry(tx, chosen, now()) if action == "retry" else dead_letters.drop(tx, chosen)
    print(f"{count} {'is' if count == 1 else 'are'} {'queued again' if action == 'retry' else 'dropped'}")
    return EXIT_MISTAKE if alert is not None and count == 0 else 0


def _print(letters: list[DeadLetter], as_json: bool) -> None:
    for letter in letters:
        if as_json:
            screen.print_json(asdict(letter) | {"created_at": letter.created_at.isoformat()})
            continue
        tries = f"{letter.attempts} tries, {letter.ambiguous} ambiguous"
        print(f"{letter.id}  chat {letter.address}  {letter.created_at:%Y-%m-%d %H:%M} UTC  {tries}: {letter.problem}")
        if letter.title:
            print(f"    {letter.title}")
    if not letters and not as_json:
        print("No alert was given up.")
