"""Old rows go, their space is given back at night, and each night has one backup."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.fakes.ports import Clock
from watchers.services.maintenance import Backups, Maintenance, Retention, last_night, made_backups
from watchers.store import Database, Transaction

DAY = timedelta(days=1)
RETENTION = Retention(90 * DAY, 180 * DAY, 400 * DAY, 100 * DAY)
NIGHT = 18


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 1, 12, tzinfo=UTC))


def fill(tx: Transaction) -> None:
    tx.execute("create table filling (text text)")
    tx.each("insert into filling values (?)", [("x" * 1000,)] * 5000)


def empty(tx: Transaction) -> None:
    tx.execute("delete from filling")


@pytest.mark.hazard("O5")
async def test_each_night_has_one_backup_and_only_the_newest_are_kept(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "backups"
    async with await Database.open(tmp_path / "tradewatch.db") as database:
        maintenance = Maintenance(database, RETENTION, Backups(folder, 3), NIGHT, clock)
        for _ in range(24 * 6):
            await maintenance.run()
            clock.pass_by(timedelta(hours=1))
    made = [file.name for file in made_backups(folder)]
    assert made == [f"tradewatch-202603{day:02}T180000Z.db" for day in (4, 5, 6)]


async def test_a_night_that_was_missed_is_made_up_for(tmp_path: Path, clock: Clock) -> None:
    async with await Database.open(tmp_path / "tradewatch.db") as database:
        maintenance = Maintenance(database, RETENTION, Backups(tmp_path / "backups", 3), NIGHT, clock)
        clock.pass_by(timedelta(hours=20))
        await maintenance.run()
    assert [file.name for file in made_backups(tmp_path / "backups")] == ["tradewatch-20260302T080000Z.db"]


async def test_a_backup_that_fails_is_logged_and_tried_again(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "backups"
    folder.write_text("in the way")
    async with await Database.open(tmp_path / "tradewatch.db") as database:
        maintenance = Maintenance(database, RETENTION, Backups(folder, 3), NIGHT, clock)
        await maintenance.run()
        assert "backup_failed" in caplog.messages
        folder.unlink()
        clock.pass_by(timedelta(hours=1))
        await maintenance.run()
    assert len(made_backups(folder)) == 1


async def test_without_backups_none_is_made(tmp_path: Path, clock: Clock) -> None:
    async with await Database.open(tmp_path / "tradewatch.db") as database:
        await Maintenance(database, RETENTION, Backups(tmp_path / "backups", 0), NIGHT, clock).run()
    assert not (tmp_path / "backups").exists()


async def test_deleted_space_is_given_back_at_night(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "tradewatch.db"
    async with await Database.open(path) as database:
        maintenance = Maintenance(database, RETENTION, Backups(tmp_path, 0), NIGHT, clock)
        await database.write(fill)
        await database.write(empty)
        await maintenance.run()
        by_day = path.stat().st_size
        clock.pass_by(timedelta(hours=6))
        await maintenance.run()
        at_night = path.stat().st_size
    assert by_day > 5_000_000 > 2_000_000 > at_night


def test_the_last_night_is_never_in_the_future() -> None:
    noon = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    assert last_night(noon, 12) == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert last_night(noon, 13) == datetime(2026, 2, 28, 13, tzinfo=UTC)
