"""Where the database is by default, and whether a place for one will do."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

DEFAULT_DATABASE = Path("data/tradewatch.db")
"""The one database whose folder is made where it is missing."""

ProblemAndCure = tuple[str, str]


def unusable(database: Path) -> ProblemAndCure | None:
    """Why no database can be kept there, None where one can."""
    folder = database.parent
    if database.is_dir():
        inside = database / DEFAULT_DATABASE.name
        return f"{database} is a folder.", f"Write the path of a file in it: {inside}."
    if not folder.exists() and database == DEFAULT_DATABASE:
        return None
    if not folder.exists():
        return f"The folder {folder} does not exist.", f"Run mkdir -p {shlex.quote(str(folder))}"
    if not folder.is_dir():
        return f"{folder} is no folder.", "Write a path whose folder exists."
    if not _writable(database):
        owner = f"chown -R {os.geteuid()} {shlex.quote(str(folder))}"
        return f"This user may not write in {folder}.", f"Run as root: {owner}"
    return None


def _writable(database: Path) -> bool:
    # SQLite writes files beside the database, too.
    folder = os.access(database.parent, os.W_OK | os.X_OK)
    return folder and (not database.exists() or os.access(database, os.W_OK))
