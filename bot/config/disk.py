"""Where the settings and the database are, and whether a place for a database will do."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

DEFAULT_FILE = Path("config.yaml")
"""The config file of a process that was given none, in the folder it was started in."""
DEFAULT_DATABASE = Path("data/tradewatch.db")
"""Its folder is made where it is missing; any other folder is the operator's to make."""

ProblemAndCure = tuple[str, str]


def is_default_folder(database: Path, folder: Path) -> bool:
    """Return whether the database is in the folder that is made for it, beside the config file in ``folder``."""
    return database.parent == folder / DEFAULT_DATABASE.parent


def left_behind(given: Path, folder: Path) -> ProblemAndCure | None:
    """Find a database where earlier versions kept it, while there is none where it belongs now.

    Args:
        given: The database's path as the config file has it.
        folder: The folder of the config file, where a relative path begins. In earlier versions it began at the
            working folder.

    """
    if given.is_absolute():
        return None
    old, new = given.absolute(), (folder / given).absolute()
    if not _is_there(old) or _is_there(new):
        return None
    return (
        f"There is no database at {new}, and there is one at {old}: a relative path begins at the folder of this "
        "file now, no longer at the folder the program is started in.",
        f"Write database: {old} to go on with that one, or database: {new} to begin with an empty one.",
    )


def _is_there(file: Path) -> bool:
    """Return whether this user can see the file."""
    try:
        return file.is_file()
    except PermissionError:
        return False


def unusable(database: Path, folder: Path) -> ProblemAndCure | None:
    """Say why no database can be kept there, or return None where one can.

    Args:
        database: The file.
        folder: The folder of the config file.

    """
    inside = database.parent
    if inside.is_dir() and not os.access(inside, os.W_OK | os.X_OK):
        return _not_writable(inside)
    if database.is_dir():
        file = database / DEFAULT_DATABASE.name
        return f"{database} is a folder.", f"Write the path of a file in it: {file}."
    if not inside.exists() and is_default_folder(database, folder):
        return None if os.access(folder, os.W_OK | os.X_OK) else _not_writable(folder)
    if not inside.exists():
        return f"The folder {inside} does not exist.", f"Run mkdir -p {shlex.quote(str(inside))}"
    if not inside.is_dir():
        return f"{inside} is no folder.", "Write a path whose folder exists."
    if database.exists() and not os.access(database, os.W_OK):
        return _not_writable(inside)
    return None


def _not_writable(folder: Path) -> ProblemAndCure:
    # SQLite writes files beside the database, too.
    owner = f"chown -R {os.geteuid()} {shlex.quote(str(folder))}"
    return f"This user may not write in {folder}.", f"Run as root: {owner}"
