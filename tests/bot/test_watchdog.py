"""A part that is dead ends the process with a code of its own (hazard X18)."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from threading import Event

import pytest

from bot.health import MAX_AGE
from bot.heartbeats import Heartbeats
from bot.watchdog import EXIT_DEAD, Watchdog
from tests.fakes.bell import PATIENCE
from tests.fakes.bell import eventually as until
from tests.fakes.ports import Clock
from watchers.store import Database

pytestmark = pytest.mark.service


@pytest.mark.hazard("X18")
async def test_a_part_without_a_sign_of_life_ends_the_process_even_if_the_loop_is_blocked() -> None:
    ended: list[int] = []
    done = Event()

    def end(code: int) -> None:
        ended.append(code)
        done.set()

    parts = {"polling": time.monotonic(), "telegram": time.monotonic()}
    Watchdog(parts, end, max_silence=0.2, check_every=0.02).start()
    assert done.wait(PATIENCE)  # the event loop does nothing meanwhile
    assert ended == [EXIT_DEAD]


@pytest.mark.hazard("X18")
async def test_parts_that_give_signs_of_life_go_on(database: Database) -> None:
    heartbeats, ended = Heartbeats(database, Clock()), list[int]()
    watchdog = Watchdog(heartbeats.last, ended.append, max_silence=5.0, check_every=0.02)
    watchdog.start()
    for _ in range(10):
        for part in MAX_AGE:
            heartbeats.beat(part, "another process polls with this token")
        await asyncio.sleep(0.03)
    watchdog.stop()
    assert ended == []
    assert set(heartbeats.last) == {"polling", "delivery", "telegram", "parser"}


@pytest.mark.hazard("X18")
@pytest.mark.hazard("D12")
async def test_a_stop_that_takes_too_long_is_ended_with_0(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.watchdog.MAX_STOP_SECONDS", 0.1)
    ended: list[int] = []
    watchdog = Watchdog({}, ended.append, check_every=0.02)
    watchdog.start()
    watchdog.expect_end()
    await until(lambda: ended == [0])


def test_the_examples_for_operators_restart_after_that_code() -> None:
    compose = (Path(__file__).parents[2] / "compose.yaml").read_text("utf-8")
    assert "restart: unless-stopped" in compose or "restart: on-failure" in compose
