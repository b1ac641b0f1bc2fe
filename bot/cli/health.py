"""``health``: exit 0 when polling, delivery and Telegram are alive, else 1 and the reason."""

from __future__ import annotations

from pathlib import Path

from bot.config import ConfigError, database_of
from bot.health import trouble, wall_clock


def run(config: Path | None) -> int:
    """Prints ``alive``, or each trouble on a line of its own."""
    try:
        database = database_of(config)
    except ConfigError as error:
        print(error)
        return 1
    found = trouble(database, wall_clock())
    print("\n".join(found) if found else "alive: polling, delivery and Telegram")
    return 1 if found else 0
