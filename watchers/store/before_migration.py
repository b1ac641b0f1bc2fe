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
"""Free space that is wanted, in sizes of the database: one for the copy, one for what migrations write."""


def free_bytes(folder: Path) -> int:
    """Return how much room the folder's disk has."""
    return shutil.disk_usage(folder).free


def keep_copy(path: Path, connection: sqlite3.Connection, free: Callable[[Path], int] = free_bytes) -> Path | None:
    """Copy the database to ``FILE.before-N``, where N is its ``user_version``.

    The copy holds every committed transaction, those in the write-ahead log included, and only its owner may
    read it. A copy that exists is kept as it is: it may be older, but an upgrade that was cut short and is
    started again must not replace it with tables that are half migrated.

    Migrations are transactional, so a copy that cannot be made is logged and prevents nothing.

    Args:
        path: The database, next to which the copy is made.
        connection: Open on it, outside a transaction.
        free: Returns the free bytes of a folder.

    Returns:
        The new copy; None where none was made.
    """
    (version,) = connection.execute("pragma user_version").fetchone()
    if version == 0:
        return None  # new, or its first start was cut short: nothing was stored yet
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
    """Write the copy under another name first: one that was cut short is never taken for a whole one."""
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
