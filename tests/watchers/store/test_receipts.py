"""Receipts: what a command wrote is done once, however often the command is carried out (hazard X5)."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from watchers.model import Address
from watchers.store import Database, Transaction, health, inbox
from watchers.store.receipts import carrying_out

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
UPDATE = 101


@pytest.fixture
async def received(database: Database) -> Database:
    """A database with an update that is not answered."""
    await database.write(inbox.take, [inbox.Received(UPDATE, 7, "{}", Address("7"), "en")], 20, NOW)
    return database


def count(tx: Transaction, name: str) -> tuple[int, datetime]:
    """Write one row, and return how many there are."""
    health.beat(tx, f"{name} {tx.number('select count(*) from heartbeats')}", NOW, None)
    return tx.number("select count(*) from heartbeats"), NOW


@pytest.mark.hazard("X5")
async def test_a_command_that_is_carried_out_again_gets_the_results_that_are_stored(received: Database) -> None:
    for _ in range(2):
        with carrying_out(UPDATE):
            assert await received.write(count, "first") == (1, NOW)
            assert await received.write(count, "second") == (2, NOW), "the same job for the second time"
    assert await received.write(count, "no command") == (3, NOW)


@pytest.mark.hazard("X5")
async def test_a_write_that_fails_leaves_no_result(received: Database) -> None:
    def fail(tx: Transaction) -> None:
        count(tx, "undone")
        raise ValueError

    for _ in range(2):
        with carrying_out(UPDATE), pytest.raises(ValueError):
            await received.write(fail)
    assert await received.read(lambda rows: rows.number("select count(*) from heartbeats")) == 0
    assert await received.read(lambda rows: rows.number("select count(*) from effects")) == 0


async def test_a_result_that_names_what_no_job_returns_is_refused(received: Database) -> None:
    with carrying_out(UPDATE):
        await received.write(count, "first")
    await received.write(lambda tx: tx.execute("update effects set result = ?", pickle.dumps(Fraction(1, 2))))
    with carrying_out(UPDATE), pytest.raises(pickle.UnpicklingError, match=r"fractions\.Fraction is not a result"):
        await received.write(count, "first")
