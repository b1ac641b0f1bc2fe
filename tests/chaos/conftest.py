"""The world around the process, and how large the drills are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.e2e.bot_process import World, world


@pytest.fixture
async def around(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as around:
        yield around


@pytest.fixture
def long(pytestconfig: pytest.Config) -> bool:
    """Whether the drills have the sizes that the documentation claims, rather than those of scripts/test."""
    return bool(pytestconfig.getoption("--long"))


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str, str], None]:
    """Show a figure under a row of the scoreboard."""
    return lambda row, text: record_property("figure", f"{row}: {text}")
