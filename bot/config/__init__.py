"""config.yaml, the environment and .env -> one frozen ``Config``; reports every mistake at once.

Nothing else reads the file or the environment. ``load`` is the entry point; the service is built from ``Config``.
``health`` starts every few seconds and calls ``database_of`` alone, so pydantic is imported only on demand.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from bot.config.disk import DEFAULT_FILE, ENV_FILE, database_of, is_default_folder
from bot.config.mistakes import TOKEN_FILE_VARIABLE, TOKEN_VARIABLE, ConfigError, Mistake

if TYPE_CHECKING:
    from bot.config.loading import Report, examine, load
    from bot.config.settings import Config, GivenSource, known_keys
else:

    def __getattr__(name: str) -> object:
        if name not in _ON_DEMAND:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"bot.config.{_ON_DEMAND[name]}"), name)


__all__ = [
    "DEFAULT_FILE",
    "ENV_FILE",
    "TOKEN_FILE_VARIABLE",
    "TOKEN_VARIABLE",
    "Config",
    "ConfigError",
    "GivenSource",
    "Mistake",
    "Report",
    "database_of",
    "examine",
    "is_default_folder",
    "known_keys",
    "load",
]
_ON_DEMAND = dict.fromkeys(("Report", "examine", "load"), "loading")
_ON_DEMAND |= dict.fromkeys(("Config", "GivenSource", "known_keys"), "settings")
