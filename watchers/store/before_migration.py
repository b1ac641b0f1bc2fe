"""The copy of a database that is made before its tables change, so that an upgrade can be rolled back."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

log = logging.getLogger(__name__)

ROOM_FOR_COPIES = 2
"""Free space to require, in database sizes: one for the copy, one for what migrations write."""


def free_bytes(folder: Path) -> int:
    """Return the free bytes of the disk that holds the folder."""
    return shutil.disk_usage(folder).free


def keep_copy(path: Path, connection: sqlite3.Connection, free: Callable[[Path], int] = free_bytes) -> Path | None:
    """Copy the database to ``FILE.before-N``, where N is its ``user_version``.

    The copy holds every committed transaction, including those in the write-ahead log, and only its owner may
    read it. An existing copy is kept: it may be older, but restarting an interrupted upgrade must not replace it
    with half-migrated tables.

    Migrations are transactional, so a failed copy is only logged and does not stop the upgrade.

    Args:
        path: The database, next to which the copy is made.
        connection: Open on it, outside a transaction.
        free: Returns the free bytes of a folder.

    Returns:
        The path of the new copy; None if none was made.
    """
    (version,) = connection.execute("pragma user_version").fetchone()
    if version == 0:
        return None  # new, or the first start was interrupted: nothing is stored yet
    copy = path.with_name(f"{path.name}.before-{version}")
    if copy.exists():
        log.warning("database_copy_kept", extra={"copy": str(copy)})
        return None
    try:
        wanted = ROOM_FOR_COPIES * _size_bytes(connection)
        if free(path.parent) < wanted:
            log.warning("database_not_copied", extra={"copy": str(copy), "why": f"less than {wanted} bytes are free"})
            return None
        _write(connection, copy)
    except (OSError, sqlite3.Error) as error:
        log.warning("database_not_copied", extra={"copy": str(copy), "why": str(error)})
        return None
    log.info("database_copied", extra={"copy": str(copy)})
    return copy


def _size_bytes(connection: sqlite3.Connection) -> int:
    (pages,) = connection.execute("pragma page_count").fetchone()
    (page_bytes,) = connection.execute("pragma page_size").fetchone()
    return int(pages) * int(page_bytes)


def _write(connection: sqlite3.Connection, copy: Path) -> None:
    """Write the copy under a temporary name first, so that a partial copy is never mistaken for a complete one."""
    partial = copy.with_name(f"{copy.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        partial.touch(mode=0o600, exist_ok=False)
        with closing(sqlite3.connect(partial)) as target:
            connection.backup(target)
        partial.rename(copy)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
