"""The bot's token: from the environment, from a file that it names, or from .env beside the config file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values
from pydantic import SecretStr

from bot.config.disk import ENV_FILE
from bot.config.document import text_of
from bot.config.mistakes import TOKEN_FILE_VARIABLE, TOKEN_VARIABLE, Mistake


def find_token(environ: Mapping[str, str], folder: Path) -> SecretStr | Mistake | None:
    """Return the token, a mistake that never repeats it, or None if there is none.

    Only this one variable of .env is read. Raise ConfigError if .env is needed and cannot be read.
    """
    given, file = environ.get(TOKEN_VARIABLE, "").strip(), environ.get(TOKEN_FILE_VARIABLE, "")
    if given and file:
        return Mistake(TOKEN_FILE_VARIABLE, None, f"is set, and so is {TOKEN_VARIABLE}.", "Set only one of them.")
    if file:
        try:
            given = Path(file).read_text("utf-8").strip()
        except (OSError, ValueError) as error:
            problem = f"names a file that cannot be read: {getattr(error, 'strerror', None) or 'it is not text'}."
            cure = "Name a file that holds the token and that this user may read."
            return Mistake(TOKEN_FILE_VARIABLE, None, problem, cure)
        if not given:
            return Mistake(TOKEN_FILE_VARIABLE, None, "names an empty file.", "Write the token into it.")
    elif not given and (env_file := folder / ENV_FILE).is_file():
        given = (dotenv_values(stream=StringIO(text_of(env_file)), interpolate=False).get(TOKEN_VARIABLE) or "").strip()
    # Refuse only what would break the request's path: whether a token is valid, only Telegram knows.
    if re.search(r"[^!-~]|[/?#%]", given):
        path = TOKEN_FILE_VARIABLE if file else TOKEN_VARIABLE
        cure = "Copy the token again from @BotFather: digits, a colon, 35 characters."
        return Mistake(path, None, "has a character in it that no token has.", cure)
    return SecretStr(given) if given else None
