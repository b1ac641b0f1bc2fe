"""One writer, whole transactions, a lock, and a named error for every file that is not a database of ours."""

from __future__ import annotations

import ast
import asyncio
import os
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
import sqlite_utils

from tests.fakes.bell import PATIENCE, eventually
from watchers.errors import (
    DatabaseDamaged,
    DatabaseFull,
    DatabaseGone,
    DatabaseInUse,
    DatabaseTooNew,
    DatabaseUnwritable,
    EmptyDatabase,
    NotOurDatabase,
    StoreError,
)
from watchers.model import Group, Source, SourceId
from watchers.store import Database, Rows, Transaction, health, sources
from watchers.store import migrations as steps
from watchers.store.database import TableName, look_into
from watchers.store.schema import APPLICATION_ID, VERSION, migrations

ROOT = Path(__file__).parents[3]


def put(tx: Transaction, name: str) -> None:
    tx.execute("insert into heartbeats (name, at) values (?, 0)", name)


def names(rows: Rows) -> list[str]:
    return [name for (name,) in rows.all("select name from heartbeats order by name")]


@contextmanager
def locked(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program is in the middle of a transaction."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        yield other


# ---- transactions ----------------------------------------------------------------------------------


async def test_what_is_written_is_read_beside_the_writer_and_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "tradewatch.db"
    async with await Database.open(path) as database:
        await database.write(put, "poll")
        assert await database.read(names) == ["poll"]
    async with await Database.open(path) as database:
        assert await database.read(names) == ["poll"]


async def test_a_job_that_raises_leaves_nothing_and_its_afterthoughts_undone(database: Database) -> None:
    done: list[str] = []

    def job(tx: Transaction) -> None:
        put(tx, "poll")
        tx.after_commit(lambda: done.append("indexed"))
        raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        await database.write(job)
    assert await database.read(names) == []
    assert done == []


async def test_actions_run_in_order_after_the_commit(database: Database) -> None:
    done: list[str] = []

    def job(tx: Transaction) -> None:
        put(tx, "poll")
        tx.after_commit(lambda: done.append("one"))
        tx.after_commit(lambda: done.append("two"))

    await database.write(job)
    assert done == ["one", "two"]


async def test_the_next_job_sees_what_the_last_ones_afterthought_did(database: Database) -> None:
    index: list[int] = []
    seen: list[int] = []

    def job(tx: Transaction, n: int) -> None:
        seen.append(len(index))
        tx.after_commit(lambda: index.append(n))

    await asyncio.gather(*(database.write(job, n) for n in range(20)))
    assert seen == list(range(20))


async def test_a_cancelled_write_is_done_whole_or_not_at_all(database: Database) -> None:
    def job(tx: Transaction, n: int) -> None:
        put(tx, f"{n}a")
        put(tx, f"{n}b")

    tasks = [asyncio.create_task(database.write(job, n)) for n in range(20)]
    await asyncio.sleep(0.001)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await database.write(put, "last")
    *written, last = sorted(await database.read(names))
    assert last == "last"
    assert len(written) % 2 == 0
    assert all(one[:-1] == other[:-1] for one, other in zip(written[::2], written[1::2], strict=True))


async def test_jobs_that_wait_for_the_writer_share_a_transaction(database: Database) -> None:
    seen: list[int] = []

    def job(tx: Transaction, n: int) -> int:
        put(tx, f"{n:03}")
        seen.append(n)
        return n + 1

    pages = await database.read(lambda rows: rows.number("pragma data_version"))
    busy = threading.Event()
    first = asyncio.create_task(database.write(lambda tx: busy.wait(PATIENCE)))
    together = asyncio.gather(*(database.write(job, n) for n in range(50)))
    await asyncio.sleep(0.01)
    busy.set()
    assert await first
    assert await together == list(range(1, 51))
    assert seen == list(range(50))
    assert len(await database.read(names)) == 50
    # All of them waited for the writer, which was busy with something else.
    assert await database.read(lambda rows: rows.number("pragma data_version")) - pages <= 2


async def test_a_job_that_raises_takes_no_other_along(database: Database) -> None:
    done: list[int] = []

    def job(tx: Transaction, n: int) -> None:
        put(tx, f"{n}")
        if n == 7:
            tx.after_commit(lambda: done.append(n))
            raise RuntimeError("seven")

    busy = threading.Event()
    first = asyncio.create_task(database.write(lambda tx: busy.wait(PATIENCE)))
    together = asyncio.gather(*(database.write(job, n) for n in range(10)), return_exceptions=True)
    await asyncio.sleep(0.01)
    busy.set()
    assert await first
    assert [type(result) for result in await together].count(RuntimeError) == 1
    assert await database.read(names) == [f"{n}" for n in range(10) if n != 7]
    assert done == []


async def test_a_cancelled_job_among_others_is_done_whole_or_not_at_all(database: Database) -> None:
    def job(tx: Transaction, n: int) -> None:
        put(tx, f"{n}a")
        put(tx, f"{n}b")

    tasks = [asyncio.create_task(database.write(job, n)) for n in range(20)]
    await asyncio.sleep(0.001)
    for task in tasks[::2]:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(result is None for result in results[1::2])
    await database.write(put, "last")
    *written, last = sorted(await database.read(names))
    assert last == "last"
    assert all(one[:-1] == other[:-1] for one, other in zip(written[::2], written[1::2], strict=True))


async def test_a_full_disk_fails_all_that_share_and_none_twice(database: Database) -> None:
    pages = await database.read(lambda rows: rows.number("pragma page_count"))
    await database.write(lambda tx: tx.all(f"pragma max_page_count={pages}"))
    jobs = (database.write(put, f"{n}" * 10_000) for n in range(20))
    results = await asyncio.gather(*jobs, return_exceptions=True)
    assert {type(result) for result in results} == {DatabaseFull}
    await database.write(lambda tx: tx.all("pragma max_page_count=1000000"))
    await database.write(put, "room")
    assert await database.read(names) == ["room"]


async def test_an_action_that_fails_after_the_commit_is_raised_and_the_writer_goes_on(database: Database) -> None:
    def fail() -> None:
        raise RuntimeError("too late")

    def job(tx: Transaction) -> None:
        put(tx, "poll")
        tx.after_commit(fail)

    with pytest.raises(RuntimeError, match="too late"):
        await database.write(job)
    await database.write(put, "last")
    assert await database.read(names) == ["last", "poll"]


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DatabaseUnwritable):
        await database.read(lambda rows: rows.all("insert into heartbeats (name, at) values ('x', 0) returning name"))


async def test_rows_that_refer_to_nothing_are_refused(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        await database.write(lambda tx: tx.execute("insert into takes values (7, 'nobody')"))


@pytest.mark.hazard("O1")
async def test_a_full_disk_is_a_named_error_and_the_database_goes_on(database: Database) -> None:
    pages = await database.read(lambda rows: rows.number("pragma page_count"))
    await database.write(lambda tx: tx.all(f"pragma max_page_count={pages}"))
    with pytest.raises(DatabaseFull):
        await database.write(lambda tx: put(tx, "x" * 100_000))
    assert await database.read(names) == []
    await database.write(lambda tx: tx.all("pragma max_page_count=1000000"))
    await database.write(put, "room")
    assert await database.read(names) == ["room"]


# ---- the lock --------------------------------------------------------------------------------------

OPEN = """
import asyncio, sys
from pathlib import Path
from watchers.errors import DatabaseInUse
from watchers.store import Database

async def main() -> None:
    try:
        async with await Database.open(Path(sys.argv[1])):
            print("open", flush=True)
            sys.stdin.read()
    except DatabaseInUse:
        print("in use", flush=True)

asyncio.run(main())
"""


def another_process(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", OPEN, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def says(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.hazard("O2")
async def test_a_job_waits_until_another_program_has_ended_its_transaction(database: Database) -> None:
    tries: list[str] = []
    with locked(database.path) as other:
        database._writer.set_trace_callback(tries.append)
        writing = asyncio.create_task(database.write(put, "poll"))
        await eventually(lambda: tries.count("begin immediate") > 1)
        assert not writing.done()
        other.execute("rollback")
        await writing
    assert await database.read(names) == ["poll"]


@pytest.mark.hazard("O2")
async def test_a_job_that_waits_for_another_program_does_not_hold_up_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watchers.store.file.BUSY_TIMEOUT_MS", 4 * PATIENCE * 1_000)
    database = await Database.open(tmp_path / "tradewatch.db")
    tries: list[str] = []
    with locked(database.path):
        database._writer.set_trace_callback(tries.append)
        writing = asyncio.create_task(database.write(put, "poll"))
        await eventually(lambda: bool(tries))
        async with asyncio.timeout(PATIENCE):
            await database.close()
        with pytest.raises(DatabaseInUse):
            await writing


@pytest.mark.hazard("D14")
async def test_a_second_process_is_refused(database: Database) -> None:
    with another_process(database.path) as process:
        assert says(process) == "in use"


async def test_a_process_that_was_killed_has_let_go(tmp_path: Path) -> None:
    path = tmp_path / "tradewatch.db"
    with another_process(path) as process:
        assert says(process) == "open"
        with pytest.raises(DatabaseInUse):
            await Database.open(path)
        process.kill()
    async with await Database.open(path) as database:
        assert await database.read(names) == []


async def test_a_database_that_could_not_be_opened_is_let_go_of(tmp_path: Path) -> None:
    path = tmp_path / "tradewatch.db"
    path.write_bytes(b"not a database, but long enough to be taken for one" * 100)
    for _ in range(2):
        with pytest.raises(NotOurDatabase):
            await Database.open(path)


# ---- files that are not databases of ours ----------------------------------------------------------


def garbage(path: Path) -> None:
    path.write_bytes(b"garbage" * 1000)


def of_another_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table recipes (name text)")
    connection.close()


def too_new(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table sources (id text)")
        connection.execute(f"pragma application_id={APPLICATION_ID}")
        connection.execute(f"pragma user_version={VERSION + 1}")
    connection.close()


def many(tx: Transaction) -> None:
    for n in range(500):
        put(tx, f"part {n}" * 20)


def a_good_one(path: Path) -> None:
    async def make() -> None:
        async with await Database.open(path) as database:
            await database.write(many)

    asyncio.run(make())


def with_a_page_overwritten(path: Path) -> None:
    a_good_one(path)
    content = bytearray(path.read_bytes())
    middle = len(content) // 4096 // 2 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(content)


def cut_short(path: Path) -> None:
    a_good_one(path)
    path.write_bytes(path.read_bytes()[: 4096 * 3])


def a_folder(path: Path) -> None:
    path.mkdir()


def a_note(path: Path) -> None:
    """Shorter than the header of a database."""
    path.write_text("to do: buy milk\n", "utf-8")


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (garbage, NotOurDatabase),
        (a_note, NotOurDatabase),
        (of_another_program, NotOurDatabase),
        (too_new, DatabaseTooNew),
        (with_a_page_overwritten, DatabaseDamaged),
        (cut_short, DatabaseDamaged),
        (a_folder, DatabaseUnwritable),
    ],
)
@pytest.mark.hazard("O3")
def test_what_is_not_a_database_of_ours_is_refused_by_name(
    tmp_path: Path, make: Callable[[Path], None], error: type[StoreError]
) -> None:
    path = tmp_path / "tradewatch.db"
    make(path)
    with pytest.raises(error) as caught:
        asyncio.run(open_and_close(path))
    assert caught.value.path == path


async def open_and_close(path: Path) -> None:
    async with await Database.open(path):
        pass


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])
@pytest.mark.hazard("O3")
async def test_what_a_deleted_file_held_is_copied_when_it_is_closed(tmp_path: Path, suffix: str) -> None:
    path, copy = tmp_path / "tradewatch.db", tmp_path / "tradewatch.db.rescued-1"
    database = await Database.open(path)
    await database.write(put, "before")
    assert not await database.is_lost()
    (tmp_path / f"tradewatch.db{suffix}").unlink()
    assert await database.is_lost()
    await database.write(put, "after")
    with pytest.raises(DatabaseGone, match=re.escape(str(copy))):
        await database.close()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with look_into(copy) as rows:
        assert names(rows) == ["after", "before"]


@pytest.mark.hazard("O3")
async def test_a_file_that_was_deleted_in_use_is_not_created_again_while_its_copy_exists(tmp_path: Path) -> None:
    path, copy = tmp_path / "tradewatch.db", tmp_path / "tradewatch.db.rescued-1"
    database = await Database.open(path)
    path.unlink()
    with pytest.raises(DatabaseGone):
        await database.close()
    with pytest.raises(DatabaseGone, match=re.escape(str(copy))):
        await Database.open(path)
    assert not path.exists()
    copy.unlink()
    await open_and_close(path)


@pytest.mark.hazard("O3")
async def test_a_file_that_was_replaced_in_use_is_left_as_it_is(tmp_path: Path) -> None:
    path, other = tmp_path / "tradewatch.db", tmp_path / "other.db"
    await open_and_close(other)
    database = await Database.open(path)
    other.replace(path)
    replaced = path.read_bytes()
    assert await database.is_lost()
    with pytest.raises(DatabaseGone):
        await database.close()
    assert path.read_bytes() == replaced


@pytest.mark.hazard("O3")
async def test_a_deleted_folder_leaves_no_place_for_a_copy(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    database = await Database.open(folder / "tradewatch.db")
    shutil.rmtree(folder)
    with pytest.raises(DatabaseGone, match="cannot be copied"):
        await database.close()


async def test_a_missing_folder_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnwritable):
        await Database.open(tmp_path / "missing" / "tradewatch.db")
    assert not (tmp_path / "missing").exists()


async def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnwritable):
        await Database.open(tmp_path / "file" / "tradewatch.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    folder.chmod(0o500)
    with pytest.raises(DatabaseUnwritable):
        await Database.open(folder / "tradewatch.db")


@pytest.mark.parametrize("left", ["", "-wal"])
async def test_an_empty_file_is_refused_until_it_is_deleted(tmp_path: Path, left: str) -> None:
    path = tmp_path / "tradewatch.db"
    path.touch()
    beside = path.with_name(path.name + left)
    beside.touch()
    for _ in range(2):
        with pytest.raises(EmptyDatabase):
            await Database.open(path)
        with pytest.raises(EmptyDatabase), look_into(path):
            pass
        assert beside.exists()
    path.unlink()
    await open_and_close(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("pragma user_version").fetchone() == (VERSION,)


KILLED_AT = """
import asyncio, os, signal, sqlite3, sys
from pathlib import Path
from watchers.store import Database

def killed_at(name, seen=[]):
    def hook(event, arguments):
        if event == name:
            seen.append(event)
            if len(seen) == int(sys.argv[3]):
                os.kill(os.getpid(), signal.SIGKILL)
    return hook

sys.addaudithook(killed_at(sys.argv[2]))
asyncio.run(Database.open(Path(sys.argv[1])))
"""


@pytest.mark.parametrize(
    ("event", "time"),
    [
        pytest.param("sqlite3.connect", 1, id="with an empty file under the temporary name"),
        pytest.param("os.rename", 1, id="with a header under the temporary name"),
        pytest.param("sqlite3.connect", 2, id="with a header under the name"),
        pytest.param("sqlite3.connect", 3, id="with all tables"),
    ],
)
def test_a_first_start_that_is_killed_does_not_keep_the_next_from_starting(
    tmp_path: Path, event: str, time: int
) -> None:
    path = tmp_path / "tradewatch.db"
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT, str(path), event, str(time)], cwd=ROOT, timeout=PATIENCE, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    asyncio.run(open_and_close(path))
    assert not path.with_name(f"{path.name}.new").exists()


# ---- who may read the files ------------------------------------------------------------------------


def modes(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


FILES = ("tradewatch.db", "tradewatch.db-shm", "tradewatch.db-wal", "tradewatch.db.lock")


@pytest.fixture
def _open_umask() -> Iterator[None]:
    """Let everybody read and write whatever is created without a mode."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("_open_umask")
async def test_only_the_owner_may_read_the_files_of_a_new_database(tmp_path: Path) -> None:
    async with await Database.open(tmp_path / FILES[0]) as database:
        await database.write(put, "beat")
        assert modes(tmp_path) == dict.fromkeys(FILES, 0o600)


@pytest.mark.usefixtures("_open_umask")
async def test_others_lose_their_rights_on_the_files_of_an_older_version(tmp_path: Path) -> None:
    path = tmp_path / FILES[0]
    await open_and_close(path)
    for older in (path, tmp_path / f"{path.name}.lock", tmp_path / f"{path.name}.before-2"):
        older.touch()
        older.chmod(0o644)
    async with await Database.open(path) as database:
        await database.write(put, "beat")
        assert modes(tmp_path) == dict.fromkeys((*FILES, "tradewatch.db.before-2"), 0o600)


async def test_the_files_of_another_program_keep_their_mode(tmp_path: Path) -> None:
    path = tmp_path / FILES[0]
    of_another_program(path)
    path.chmod(0o644)
    with pytest.raises(NotOurDatabase):
        await Database.open(path)
    assert modes(tmp_path)[path.name] == 0o644


async def test_a_log_without_its_database_does_not_get_into_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / FILES[0]
    async with await Database.open(path) as database:
        await database.write(put, "beat")
        log = (tmp_path / FILES[2]).read_bytes()
    path.unlink()
    (tmp_path / FILES[2]).write_bytes(log)
    async with await Database.open(path) as database:
        assert await database.read(names) == []


async def test_sources_of_an_older_file_keep_their_state(tmp_path: Path) -> None:
    path = tmp_path / "tradewatch.db"
    old = sqlite_utils.Database(path)
    migrations.apply(old, stop_before="m0005_groups_and_mappings")
    old.execute(f"pragma application_id={APPLICATION_ID}")
    old.execute("pragma user_version=2")
    old.execute(
        """insert into sources (id, name, url, kind, every, text_use, tier, due_at, etag, baseline_at)
        values ('a', 'A', 'https://a.example/', 'rss', 600, 'summary', 2, 0, '"1"', 5)"""
    )
    old.conn.commit()
    old.close()
    source = Source(SourceId("a"), "https://a.example/", group=Group.US)
    async with await Database.open(path) as database:
        await database.write(lambda tx: sources.register(tx, [source], datetime(2026, 3, 1, tzinfo=UTC)))
        ((kept, state),) = await database.read(sources.active)
    assert kept == source
    assert state.validators.etag == '"1"'
    assert state.baseline_at is not None


async def test_every_table_that_sqlite_utils_writes_is_there(database: Database) -> None:
    there = await database.read(lambda rows: rows.column("select name from sqlite_master where type = 'table'"))
    assert set(get_args(TableName)) <= set(there)


async def test_what_sqlite_utils_wrote_is_undone_with_the_transaction(database: Database) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)

    def fail(tx: Transaction) -> None:
        asked = tx.add("subscribers", address="1", language="en", created_at=now)
        tx.update("subscribers", asked, language="ja", reminds_since=now)
        for problem in (None, "worse"):
            health.beat(tx, "polling", now, problem)
        tx.delete("heartbeats", "at < ?", now)
        assert tx.all("select language, created_at, reminds_since from subscribers") == [("ja", *[now.timestamp()] * 2)]
        assert health.heartbeats(tx) == {"polling": (now, "worse")}
        raise RuntimeError("too bad")

    with pytest.raises(RuntimeError):
        await database.write(fail)
    assert await database.read(health.heartbeats) == {}
    assert await database.read(lambda rows: rows.number("select count(*) from subscribers")) == 0


MIGRATIONS = sorted(Path(steps.__file__).parent.glob("m*.py"))


def test_every_migration_has_its_number() -> None:
    assert all(re.fullmatch("m[0-9]{4}_[a-z0-9_]+", path.stem) for path in MIGRATIONS)
    assert len({path.stem[:5] for path in MIGRATIONS}) == len(MIGRATIONS)


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_ours(path: Path) -> None:
    imported = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    modules = {node.module or "" for node in imported if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in imported if isinstance(node, ast.Import) for alias in node.names}
    assert "sqlite_utils" in modules
    assert not [name for name in modules if name.partition(".")[0] in ("", "watchers", "bot")]


async def test_the_version_is_the_number_of_the_last_migration(database: Database) -> None:
    def applied(rows: Rows) -> list[str]:
        return [name for (name,) in rows.all("select name from _sqlite_migrations")]

    names = await database.read(applied)
    assert max(names)[:5] == f"m{VERSION:04}"


async def test_after_closing_all_is_in_the_one_file(tmp_path: Path) -> None:
    path, copy = tmp_path / "tradewatch.db", tmp_path / "copy.db"
    async with await Database.open(path) as database:
        await database.write(put, "poll")
    shutil.copy(path, copy)
    async with await Database.open(copy) as database:
        assert await database.read(names) == ["poll"]
