"""The bot's token: from the environment, else from the file .env beside the config file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from bot.config.document import text_of
from bot.config.mistakes import TOKEN_VARIABLE
from bot.config.values import Token

ENV_FILE = ".env"
_LINE = re.compile(rf"^\s*(?:export\s+)?{TOKEN_VARIABLE}\s*=(.*)$", re.MULTILINE)


def find_token(environ: Mapping[str, str], folder: Path) -> Token:
    """Return the token, empty where there is none.

    The environment wins; of .env, only the lines ``TELEGRAM_BOT_TOKEN=…`` are read, and the last one counts.
    Raises ConfigError where .env is there and cannot be read.
    """
    given = environ.get(TOKEN_VARIABLE, "").strip()
    file = folder / ENV_FILE
    if not given and file.is_file():
        for value in _LINE.findall(text_of(file)):
            given = value.strip().strip("'\"")
    return Token(given)
