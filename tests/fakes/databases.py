"""A new database for each test: made once, then copied, since making one takes longer than most tests."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from watchers.store import Database

_made: list[bytes] = []


async def open_new(path: Path, kind: type[Database] = Database) -> Database:
    """Open the database at the path. If there is none, it is as the first start leaves it."""
    if not _made:
        with TemporaryDirectory() as folder:
            async with await Database.open(Path(folder) / "new.db") as database:
                pass
            _keep(database.path)
    _lay(path)
    return await kind.open(path)


def _keep(path: Path) -> None:
    _made.append(path.read_bytes())


def _lay(path: Path) -> None:
    if not path.exists():
        path.write_bytes(_made[0])
