"""Copies of the database are complete, verified and private, and restoring one loses nothing by accident."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.fakes.ports import document, item
from tests.fakes.situations import House
from watchers.errors import (
    DatabaseDamaged,
    DatabaseInUse,
    DatabaseTooNew,
    DatabaseUnwritable,
    NoDatabase,
    NotOurDatabase,
)
from watchers.store import Database, Transaction, copies, health, outbox

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def beat(tx: Transaction, name: str) -> None:
    health.beat(tx, name, NOW, None)


async def written(path: Path, *names: str) -> None:
    async with await Database.open(path) as database:
        for name in names:
            await database.write(beat, name)


def names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("select name from heartbeats order by name")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with one heartbeat."""
    path = tmp_path / "tradewatch.db"
    asyncio.run(written(path, "first"))
    return path


@pytest.mark.hazard("O5")
async def test_a_copy_made_while_the_service_writes_has_everything_committed_before(tmp_path: Path) -> None:
    path = tmp_path / "tradewatch.db"
    async with await Database.open(path) as database:
        await database.write(beat, "before")
        for turn in range(5):
            writing = [asyncio.ensure_future(database.write(beat, f"during-{turn}-{n}")) for n in range(20)]
            contents = await asyncio.to_thread(copies.write_copy, path, tmp_path / f"copy-{turn}.db")
            await asyncio.gather(*writing)
            assert contents.size_bytes > 0
            found = names(tmp_path / f"copy-{turn}.db")
            assert "before" in found
            assert {f"during-{earlier}-{n}" for earlier in range(turn) for n in range(20)} <= set(found)


def test_a_copy_can_be_read_by_its_owner_only_and_replaces_no_file(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copies.write_copy(path, copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with pytest.raises(DatabaseUnwritable, match="exists already"):
        copies.write_copy(path, copy)
    assert sorted(each.name for each in tmp_path.glob("copy*")) == ["copy.db"]


def test_a_copy_that_cannot_be_written_leaves_nothing_behind(path: Path, tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnwritable):
        copies.write_copy(path, tmp_path / "missing" / "copy.db")
    with pytest.raises(NoDatabase, match="no such file"):
        copies.write_copy(tmp_path / "none.db", tmp_path / "copy.db")
    assert not list(tmp_path.glob("*copy*"))


def damaged(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[4096 : 4096 * 3] = b"\xff" * 8192
    path.write_bytes(body)


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table theirs (x)")


def from_the_future(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma user_version=9999")


@pytest.mark.hazard("O5")
@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (damaged, DatabaseDamaged),
        (of_another_program, NotOurDatabase),
        (from_the_future, DatabaseTooNew),
        (lambda copy: copy.write_bytes(b""), NotOurDatabase),
        (lambda copy: copy.write_text("a letter"), NotOurDatabase),
        (Path.unlink, NoDatabase),
    ],
)
def test_a_backup_that_cannot_be_used_is_refused_and_the_database_stays(
    path: Path, tmp_path: Path, spoil: object, error: type[Exception]
) -> None:
    copy = tmp_path / "copy.db"
    copies.write_copy(path, copy)
    spoil(copy)  # type: ignore[operator]  # each takes the path of the copy
    with pytest.raises(error):
        copies.restore(copy, path, NOW)
    assert names(path) == ["first"]
    assert not [*tmp_path.glob("*restoring*"), *tmp_path.glob("*replaced*")]


@pytest.mark.hazard("O5")
def test_restoring_sets_the_database_aside_with_its_write_ahead_log(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copies.write_copy(path, copy)
    # A process that was killed leaves committed rows in the log.
    with closing(sqlite3.connect(path)) as killed:
        killed.execute("pragma journal_mode=wal")
        killed.execute("insert into heartbeats (name, at) values ('later', 0)")
        killed.commit()
        for suffix in ("", "-wal"):
            (tmp_path / f"killed.db{suffix}").write_bytes(path.with_name(path.name + suffix).read_bytes())
    for suffix in ("", "-wal"):
        (tmp_path / f"killed.db{suffix}").replace(path.with_name(path.name + suffix))
    restored = copies.restore(copy, path, NOW)
    assert names(path) == ["first"]
    assert restored.set_aside is not None
    assert restored.set_aside.name == "tradewatch.db.replaced-20260301T120000Z"
    assert names(restored.set_aside) == ["first", "later"]
    asyncio.run(written(path, "goes on"))
    assert names(path) == ["first", "goes on"]


@pytest.mark.hazard("O5")
async def test_the_alerts_that_were_pending_in_a_backup_are_named_and_say_that_they_may_be_repeats(
    house: House, tmp_path: Path
) -> None:
    ann = await house.person("ann", "quota")
    await house.poll(document(item("A quota", "a"), item("Another quota", "b")))
    first, second = await house.enqueued(ann)
    await house.database.write(outbox.claim, first.id, NOW)
    await house.database.write(outbox.sent, first.id, "7", NOW)
    await house.database.write(outbox.claim, second.id, NOW)
    copies.write_copy(house.database.path, tmp_path / "copy.db")
    restored = copies.restore(tmp_path / "copy.db", tmp_path / "restored.db", NOW)
    assert second.item is not None
    assert restored.repeats == (copies.Repeat(second.id, ann.address, second.item.item.title.original),)
    with closing(sqlite3.connect(tmp_path / "restored.db")) as connection:
        assert connection.execute("select ambiguous from outbox order by id").fetchall() == [(0,), (1,)]


async def test_a_running_service_keeps_its_database(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copies.write_copy(path, copy)
    async with await Database.open(path) as database:
        with pytest.raises(DatabaseInUse):
            copies.restore(copy, path, NOW)
        await database.write(beat, "still here")
    assert "still here" in names(path)


def test_a_database_is_not_restored_from_itself(path: Path) -> None:
    with pytest.raises(DatabaseUnwritable, match="the database itself"):
        copies.restore(path, path, NOW)
    assert names(path) == ["first"]


def test_a_backup_is_restored_where_no_database_is(path: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    assert copies.restore(path, new, NOW).set_aside is None
    assert names(new) == ["first"]


def test_two_copies_at_once_do_not_disturb_each_other(path: Path, tmp_path: Path) -> None:
    threads = [threading.Thread(target=copies.write_copy, args=(path, tmp_path / f"{n}.db")) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(names(tmp_path / f"{n}.db") == ["first"] for n in range(4))
