"""``outbox``: list the alerts that were given up, and retry or drop them, while the service may be running."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from bot.app import now
from bot.cli import complain
from bot.cli.run import cure
from bot.config import ConfigError, load
from watchers.errors import StoreError
from watchers.model import AlertId
from watchers.store import amend, dead_letters, look_into
from watchers.store.dead_letters import DeadLetter

DONE, NOT_DONE = 0, 1


def run(config_file: Path | None, action: Literal["list", "retry", "drop"], alert: int | None, as_json: bool) -> int:
    """Print the dead letters, or how many were retried or dropped. Return the exit code.

    Args:
        config_file: The settings.
        action: What to do.
        alert: The number of one dead letter; None is all of them.
        as_json: Whether to print the list as JSON, one dead letter a line.
    """
    try:
        database = load(config_file).database
        if action == "list":
            with look_into(database) as rows:
                _print(dead_letters.all_of(rows), as_json)
            return DONE
        chosen = None if alert is None else AlertId(alert)
        with amend(database) as tx:
            count = dead_letters.retry(tx, chosen, now()) if action == "retry" else dead_letters.drop(tx, chosen)
    except StoreError as error:
        complain(cure(error))
    except ConfigError as error:
        complain(str(error))
    else:
        print(f"{count} {'is' if count == 1 else 'are'} {'queued again' if action == 'retry' else 'dropped'}")
        return NOT_DONE if alert is not None and count == 0 else DONE
    return NOT_DONE


def _print(letters: list[DeadLetter], as_json: bool) -> None:
    for letter in letters:
        if as_json:
            print(json.dumps(asdict(letter) | {"created_at": letter.created_at.isoformat()}, ensure_ascii=False))
            continue
        tries = f"{letter.attempts} tries, {letter.ambiguous} ambiguous"
        print(f"{letter.id}  chat {letter.address}  {letter.created_at:%Y-%m-%d %H:%M} UTC  {tries}: {letter.problem}")
        if letter.title:
            print(f"    {letter.title}")
    if not letters and not as_json:
        print("No alert was given up.")
