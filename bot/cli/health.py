"""``health``: exit 0 when polling, delivery and Telegram are alive, else 1 and the reason."""

from __future__ import annotations

from pathlib import Path

from bot.config.document import ConfigError, database_of
from bot.health import trouble, wall_clock


def run(config: Path | None) -> int:
    """Print ``alive`` and return 0, or print one problem per line and return 1."""
    try:
        database = database_of(config)
    except ConfigError as error:
        print(error)
        return 1
    found = trouble(database, wall_clock())
    print("\n".join(found) if found else "alive: polling, delivery and Telegram")
    return 1 if found else 0
