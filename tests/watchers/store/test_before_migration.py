"""Before tables change, the database is copied, so that an upgrade can be rolled back."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils

from watchers.store import Database
from watchers.store.file import keep_copy
from watchers.store.schema import APPLICATION_ID, VERSION, migrations

OLD = 9


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database of the version OLD, with one heartbeat."""
    path = tmp_path / "tradewatch.db"
    database = sqlite_utils.Database(path)
    migrations.apply(database, stop_before="m0010_one_queue")
    database.execute(f"pragma application_id={APPLICATION_ID}")
    database.execute(f"pragma user_version={OLD}")
    database.execute("insert into heartbeats (name, at) values ('folded', 0)")
    database.conn.commit()
    database.close()
    return path


@pytest.fixture
def copy(path: Path) -> Path:
    """Where the copy belongs."""
    return path.with_name(f"tradewatch.db.before-{OLD}")


def start(path: Path) -> None:
    """Open the database as the service does, and close it."""

    async def open_and_close() -> None:
        async with await Database.open(path):
            pass

    asyncio.run(open_and_close())


def names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("select name from heartbeats order by name")]


def versions(path: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(path)) as connection:
        (application,) = connection.execute("pragma application_id").fetchone()
        (version,) = connection.execute("pragma user_version").fetchone()
    return application, version


def events(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if "database" in record.getMessage()]


def test_an_old_database_is_copied_as_it_was_before_it_is_migrated(
    path: Path, copy: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    start(path)
    assert versions(path) == (APPLICATION_ID, VERSION)
    assert versions(copy) == (APPLICATION_ID, OLD)
    assert names(copy) == ["folded"]
    assert events(caplog) == ["database_copied"]


def test_what_is_still_in_the_write_ahead_log_is_in_the_copy(path: Path, copy: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("pragma journal_mode=wal")
        with other:
            other.execute("insert into heartbeats (name, at) values ('in the log', 0)")
        # While this connection is open, nothing folds the log into the file.
        start(path)
        assert names(copy) == ["folded", "in the log"]


def test_only_the_owner_may_read_the_copy_and_nothing_else_is_left(path: Path, copy: Path) -> None:
    start(path)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert {file.name for file in path.parent.iterdir()} - {f"{path.name}.lock"} == {path.name, copy.name}


def test_the_copy_put_back_is_migrated_again(path: Path, copy: Path) -> None:
    start(path)
    copy.replace(path)
    start(path)
    assert names(path) == ["folded"]
    assert versions(path) == (APPLICATION_ID, VERSION)
    assert versions(copy) == (APPLICATION_ID, OLD)


def test_a_copy_that_exists_is_kept_and_logged(path: Path, copy: Path, caplog: pytest.LogCaptureFixture) -> None:
    copy.write_bytes(b"of an earlier upgrade")
    start(path)
    assert copy.read_bytes() == b"of an earlier upgrade"
    assert events(caplog) == ["database_copy_kept"]
    assert versions(path) == (APPLICATION_ID, VERSION)


def test_a_database_that_is_new_or_up_to_date_is_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "tradewatch.db"
    for _ in range(2):
        start(path)
    assert list(tmp_path.glob("*before*")) == []


def test_a_first_start_that_was_cut_short_has_nothing_to_copy(tmp_path: Path) -> None:
    path = tmp_path / "tradewatch.db"
    database = sqlite_utils.Database(path)
    database.execute(f"pragma application_id={APPLICATION_ID}")
    migrations.apply(database, stop_before="m0003_search")
    database.close()
    start(path)
    assert list(tmp_path.glob("*before*")) == []


def test_where_the_copy_cannot_be_written_the_database_is_migrated_all_the_same(
    path: Path, copy: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.with_name(f"{copy.name}.partial").mkdir()
    start(path)
    assert versions(path) == (APPLICATION_ID, VERSION)
    assert not copy.exists()
    assert events(caplog) == ["database_not_copied"]


def test_a_copy_that_was_cut_short_is_made_anew(path: Path, copy: Path) -> None:
    path.with_name(f"{copy.name}.partial").write_bytes(b"half of a")
    start(path)
    assert names(copy) == ["folded"]
    assert list(path.parent.glob("*.partial")) == []


@pytest.mark.parametrize(("times", "made"), [(2, True), (1.9, False)])
def test_the_copy_wants_room_for_itself_and_for_the_migration(
    times: float, made: bool, path: Path, copy: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        kept = keep_copy(path, connection, free=lambda folder: int(times * path.stat().st_size))
    assert (kept, copy.exists()) == (copy if made else None, made)
    assert events(caplog) == ([] if made else ["database_not_copied"])
