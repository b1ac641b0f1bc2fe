"""What the tests of the fakes need around them."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _durations_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the image; without it python-telegram-bot warns at each RetryAfter."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
