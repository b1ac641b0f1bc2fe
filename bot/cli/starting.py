"""What a start refuses before the program is loaded, which takes seconds on a busy machine (hazard D14)."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli import CommandError, program
from bot.config.document import ENV_FILE, ConfigError, database_of, language_of_terminal
from watchers.store.file import refuse_early

if TYPE_CHECKING:
    from bot.config.settings import Config


def configuration(path: Path) -> tuple[Config, str]:
    """Return the configuration of a service that can be started, and its token.

    Raises:
        StoreError: The database is in use, empty, or was deleted while it was in use.
        ConfigError: With every mistake.
        CommandError: There is no token.
    """
    # Mistakes in the configuration are reported all at once, below.
    with suppress(ConfigError):
        refuse_early(database_of(path))
    from bot.config.loading import load

    config = load(path)
    if config.token is None:
        raise CommandError(said("run-no-token", env_file=str(config.folder / ENV_FILE), program=program()))
    return config, config.token.get_secret_value()


def said(key: str, **values: str) -> str:
    """Return a message in the language of the terminal."""
    from bot.messages.text import language_for, translator

    return translator(language_for(language_of_terminal())).text(key, **values)
