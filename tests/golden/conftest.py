"""The fixture that compares with the golden files."""

from __future__ import annotations

import pytest

from tests.golden.files import Golden


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(request.config.getoption("--update-golden"))
