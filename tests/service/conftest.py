"""A house that begins empty, and one whose sources have had their baseline."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.ports import Clock
from tests.service.situations import House, open_house
from watchers.rules.forms import Forms


@pytest.fixture
async def empty_house(tmp_path: Path, forms: Forms) -> AsyncIterator[House]:
    async with open_house(tmp_path / "tradewatch.db", forms, Clock()) as house:
        yield house


@pytest.fixture
async def house(empty_house: House) -> House:
    await empty_house.settle_in()
    return empty_house
