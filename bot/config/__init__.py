"""config.yaml, the environment and .env -> one frozen ``Config``; names every mistake at once.

Nothing else reads the file or the environment. ``load`` is the way in; the house is built from ``Config``.
``health`` starts again and again and asks for ``database_of`` alone, so pydantic is imported only on demand.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config.disk import DEFAULT_DATABASE, DEFAULT_FILE, is_default_folder, left_behind
from bot.config.document import open_document
from bot.config.mistakes import TOKEN_VARIABLE, ConfigError, Mistake

if TYPE_CHECKING:
    from bot.config.loading import examine, known_keys, load
    from bot.config.secret import ENV_FILE
    from bot.config.settings import Config, GivenSource
    from bot.config.values import Token
else:

    def __getattr__(name: str) -> object:
        if name not in _ON_DEMAND:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_ON_DEMAND[name]), name)


__all__ = [
    "DEFAULT_FILE",
    "ENV_FILE",
    "TOKEN_VARIABLE",
    "Config",
    "ConfigError",
    "GivenSource",
    "Mistake",
    "Token",
    "database_of",
    "examine",
    "is_default_folder",
    "known_keys",
    "load",
]

_ON_DEMAND = {
    "Config": "bot.config.settings",
    "ENV_FILE": "bot.config.secret",
    "GivenSource": "bot.config.settings",
    "Token": "bot.config.values",
    "examine": "bot.config.loading",
    "known_keys": "bot.config.loading",
    "load": "bot.config.loading",
}


def database_of(path: Path | None) -> Path:
    """Return where the file puts the database, without a look at anything else in it; None: the shipped settings.

    Raises ConfigError where the file cannot be read, or where the database is still at its old place.
    """
    document = open_document(path)
    written = document.values.get("database")
    given = Path(written).expanduser() if isinstance(written, str) else DEFAULT_DATABASE
    file = path or DEFAULT_FILE
    if moved := left_behind(given, file.parent):
        raise ConfigError(file, [Mistake("database", document.line(("database",)), *moved)])
    return file.parent / given
