"""The continuous backup of compose.yaml: Litestream's copy of a database in use can be restored."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from watchers.store import Database, Transaction, copies, heartbeats

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 3, 1, tzinfo=UTC)
LITESTREAM = Path(sys.executable).with_name("litestream")
ROWS = 100

pytestmark = [
    pytest.mark.service,
    pytest.mark.slow,
    pytest.mark.skipif(not LITESTREAM.exists(), reason="there is no Litestream for this platform"),
]


@contextmanager
def litestream(*arguments: object) -> Iterator[None]:
    """Run Litestream until the block ends, and kill it then."""
    process = subprocess.Popen([LITESTREAM, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def beat(tx: Transaction, name: str) -> None:
    heartbeats.beat(tx, name, NOW, None)


def names(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("select name from heartbeats")}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The shipped file, with paths of this test."""
    settings = yaml.safe_load((ROOT / "litestream.yml").read_text("utf-8"))
    (database,) = settings["dbs"]
    database["path"] = str(tmp_path / "tradewatch.db")
    database["replica"]["path"] = str(tmp_path / "replica")
    config = tmp_path / "litestream.yml"
    config.write_text(yaml.safe_dump(settings), "utf-8")
    return config


@pytest.mark.hazard("O5")
async def test_what_litestream_copied_while_we_wrote_can_be_restored(tmp_path: Path, config: Path) -> None:
    path, fetched = tmp_path / "tradewatch.db", tmp_path / "fetched.db"
    async with await Database.open(path) as database:
        with litestream("replicate", "-config", config):
            for number in range(ROWS):
                await database.write(beat, f"{number:03}")
            wanted = {f"{number:03}" for number in range(ROWS)}
            while not fetched.exists() or not wanted <= names(fetched):
                fetched.unlink(missing_ok=True)
                await asyncio.sleep(0.2)
                fetching = await asyncio.create_subprocess_exec(
                    LITESTREAM, "restore", "-o", fetched, "-config", config, path, stderr=subprocess.DEVNULL
                )
                await fetching.wait()
    contents = copies.restore(fetched, tmp_path / "restored.db", NOW).contents
    assert contents.size_bytes > 0
    assert wanted <= names(tmp_path / "restored.db")
    async with await Database.open(tmp_path / "restored.db") as database:
        await database.write(beat, "goes on")
