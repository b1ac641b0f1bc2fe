"""Where the settings and the database are, and whether a database can be kept there."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from bot.config.document import open_document
from bot.config.mistakes import PREFIX, ConfigError

DEFAULT_FILE = Path("config.yaml")
"""The config file if none is given, in the working folder."""
ENV_FILE = ".env"
"""The file for the token, beside the config file."""
DEFAULT_DATABASE = Path("data/tradewatch.db")
"""Only this folder is created if it is missing; the operator creates any other."""
DATABASE_VARIABLE = f"{PREFIX}DATABASE"

ProblemAndCure = tuple[str, str]


def file_to_read(path: Path | None, environ: Mapping[str, str]) -> Path | None:
    """Return the file to read, or None: the default one may be missing if a variable names the database."""
    missing = path == DEFAULT_FILE and not path.exists()
    return None if missing and environ.get(DATABASE_VARIABLE) else path


def database_of(path: Path | None, environ: Mapping[str, str] | None = None) -> Path:
    """Return where the settings put the database, and validate nothing else; ``path`` None reads no file.

    ``health`` starts every few seconds and needs no more, so this imports neither pydantic nor watchers.
    Raise ConfigError if the file cannot be read, or if the database is still where earlier versions kept it.
    """
    variables = os.environ if environ is None else environ  # noqa: TID251 - the environment of the process
    document, file = open_document(file_to_read(path, variables)), path or DEFAULT_FILE
    given = expanded(str(variables.get(DATABASE_VARIABLE) or document.values.get("database") or DEFAULT_DATABASE))
    if moved := left_behind(given, file.parent):
        raise ConfigError(file, [document.mistake(("database",), *moved)])
    return file.parent / given


def expanded(written: str) -> Path:
    """Return the path, with ``~`` expanded if that home folder exists."""
    try:
        return Path(written).expanduser()
    except RuntimeError:
        return Path(written)


def is_default_folder(database: Path, folder: Path) -> bool:
    """Return whether the database is in the folder that is created for it, beside the config file in ``folder``."""
    return database.parent == folder / DEFAULT_DATABASE.parent


def left_behind(given: Path, folder: Path) -> ProblemAndCure | None:
    """Return the problem and the cure if a database is only where earlier versions kept it; else None.

    A relative path begins at ``folder``, that of the config file; in earlier versions, at the working folder.
    """
    old, new = given.absolute(), (folder / given).absolute()
    if given.is_absolute() or not _is_there(old) or _is_there(new):
        return None
    return (
        f"There is no database at {new}, but one at {old}: a relative path begins at the folder of the config file "
        "now, no longer at the folder the program is started in.",
        f"Write database: {old} to keep using that one, or database: {new} to start an empty one.",
    )


def _is_there(file: Path) -> bool:
    """Return whether this user can see the file."""
    try:
        return file.is_file()
    except PermissionError:
        return False


def unusable(database: Path, folder: Path) -> ProblemAndCure | None:
    """Return why no database can be kept there, beside the config file in ``folder``; None if one can."""
    inside = database.parent
    try:
        if not inside.exists() and not is_default_folder(database, folder):
            return f"The folder {inside} does not exist.", f"Run mkdir -p {shlex.quote(str(inside))}"
        # SQLite writes files beside the database, too.
        needed = inside if inside.exists() else folder
        if not needed.is_dir():
            return f"{needed} is not a folder.", "Write a path in a folder."
        if database.is_dir():
            return f"{database} is a folder.", f"Write the path of a file in it: {database / DEFAULT_DATABASE.name}."
        if os.access(needed, os.W_OK | os.X_OK) and (not database.exists() or os.access(database, os.W_OK)):
            return None
    except PermissionError:
        needed = inside
    owner = f"chown -R {os.geteuid()} {shlex.quote(str(needed))}"
    return f"This user may not write in {needed}.", f"Run as root: {owner}"
