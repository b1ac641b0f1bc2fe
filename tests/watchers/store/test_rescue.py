"""A database that is damaged while it is in use: what can be read is copied, and the copy can be restored."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.fakes.databases import leaves, spoil
from tests.fakes.ports import Clock, document, item
from tests.fakes.situations import USTR, open_house
from watchers.errors import DatabaseDamaged, DatabaseFailed, StoreError
from watchers.rules.forms import Forms
from watchers.store import copies, items, look_into

pytestmark = [pytest.mark.service, pytest.mark.hazard("O3")]

ITEMS = 300


async def test_damage_ends_the_use_of_a_database_and_all_but_the_damaged_rows_are_rescued(
    tmp_path: Path, forms: Forms
) -> None:
    path = tmp_path / "tradewatch.db"
    with pytest.raises(DatabaseFailed, match="rescued-1") as failed:
        async with open_house(path, forms, Clock()) as house:
            await house.settle_in()
            ann = await house.person("ann", "quota")
            titles = [f"A quota {number}" for number in range(ITEMS)]
            await house.poll(document(*(item(title, guid=title) for title in titles)))
            assert len(await house.enqueued(ann)) == ITEMS
            assert not await house.database.is_lost()
            await house.database.fold()
            spoil(path, *leaves(path, "items")[5:7])
            await house.database.write(lambda tx: tx.execute("update heartbeats set at = 0"))
            with pytest.raises(DatabaseDamaged):
                await house.database.read(items.by_ids, range(1, ITEMS))
            assert await house.database.is_lost()
    assert "malformed" in str(failed.value)
    with pytest.raises(DatabaseDamaged):
        copies.verify(path)
    contents = copies.verify(path.with_name("tradewatch.db.rescued-1"))
    assert (contents.subscribers, contents.watches) == (1, 1)
    assert ITEMS * 0.7 < contents.items < ITEMS
    assert contents.pending == contents.items
    with look_into(path.with_name("tradewatch.db.rescued-1")) as rows:
        assert items.indexed(rows)[1] == 0, "the words of all items are made anew"
        assert rows.number("select count(*) from sources where id = ?", USTR.id) == 1


async def fails_to_read(path: Path, forms: Forms, code: int) -> bool:
    """Whether a database is lost after SQLite answered with this code."""

    def fail(_: object) -> None:
        error = sqlite3.OperationalError("said SQLite")
        error.sqlite_errorcode = code
        raise error

    async with open_house(path, forms, Clock()) as house:
        with pytest.raises((StoreError, sqlite3.Error)):
            await house.database.read(fail)
        return await house.database.is_lost()


@pytest.mark.parametrize(
    "code", [sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ]
)
async def test_a_disk_that_does_not_give_back_what_it_has_counts_as_damage(
    code: int, tmp_path: Path, forms: Forms
) -> None:
    with pytest.raises(DatabaseFailed):
        await fails_to_read(tmp_path / "tradewatch.db", forms, code)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_BUSY])
async def test_a_temporary_error_is_not_damage(code: int, tmp_path: Path, forms: Forms) -> None:
    assert not await fails_to_read(tmp_path / "tradewatch.db", forms, code)


async def test_a_second_failure_keeps_the_first_copy(tmp_path: Path, forms: Forms) -> None:
    path = tmp_path / "tradewatch.db"
    for _ in range(2):
        with pytest.raises(DatabaseFailed, match="rescued-1"):
            await fails_to_read(path, forms, sqlite3.SQLITE_CORRUPT)
    assert not path.with_name("tradewatch.db.rescued-2").exists()
