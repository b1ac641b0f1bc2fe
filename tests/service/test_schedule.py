"""When the next run is, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.schedule import NeverBehind

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize("ahead", [timedelta(seconds=1), timedelta(hours=1), timedelta(days=3_650)])
def test_o4_a_clock_set_forward_is_caught_up_with_in_one_step(ahead: timedelta) -> None:
    trigger = NeverBehind(seconds=0.5, start_date=NOW, timezone=UTC)
    found = trigger.get_next_fire_time(NOW, NOW + ahead)
    assert found is not None
    assert NOW + ahead <= found <= NOW + ahead + timedelta(seconds=0.5)


def test_runs_that_are_in_time_keep_their_distance() -> None:
    trigger = NeverBehind(seconds=0.5, start_date=NOW, timezone=UTC)
    assert trigger.get_next_fire_time(NOW, NOW + timedelta(seconds=0.1)) == NOW + timedelta(seconds=0.5)
