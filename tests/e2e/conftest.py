"""The world around the process, for each test its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.bot_process import World, world


@pytest.fixture(params=["polling", "webhook"])
async def around(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The world in each of the two modes; a test about one of them names it by ``parametrize(..., indirect=True)``."""
    async with world(tmp_path, webhook=request.param == "webhook") as around:
        yield around
