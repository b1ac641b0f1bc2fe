"""``init``: write a config file and a file for the token to start with."""

from __future__ import annotations

import shlex
from importlib.resources import files
from pathlib import Path

from bot.cli import complain, program
from bot.config.document import DEFAULT_FILE, ENV_FILE, TOKEN_VARIABLE

EXIT_NOT_WRITTEN = 1
ENV_MODE = 0o600
"""Only the owner reads the token, which is a secret."""
ENV_TEXT = f"""\
# The bot's token, as @BotFather in Telegram gives it: digits, a colon, letters. Keep this file to yourself.
{TOKEN_VARIABLE}=
"""


def run(folder: Path) -> int:
    """Write each file that is missing, and print what to do next. Return the exit code."""
    config, env = folder / DEFAULT_FILE, folder / ENV_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        print(_written(config, (files("bot.config") / "config.yaml").read_text("utf-8"), 0o666))
        print(_written(env, ENV_TEXT, ENV_MODE))
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}")
        return EXIT_NOT_WRITTEN
    print(_next_steps(config, env))
    return 0


def _written(file: Path, text: str, mode: int) -> str:
    """Write the file unless it exists, and return a line that says what was done. Raise OSError."""
    try:
        file.touch(mode, exist_ok=False)
    except FileExistsError:
        return f"{file} is already there and was left as it is."
    file.write_text(text, encoding="utf-8")
    return f"{file} written."


def _next_steps(config: Path, env: Path) -> str:
    option = "" if config == DEFAULT_FILE else f" --config {shlex.quote(str(config))}"
    return f"""
Next:
  1. In Telegram, open @BotFather, send /newbot and choose a name.
  2. Write the token it answers with into {env}, after {TOKEN_VARIABLE}=
  3. {program()} run{option}
The settings are in {config}; `{program()} check{option}` checks them.
To try the bot in this terminal first, without a token: {program()} chat --sample"""
