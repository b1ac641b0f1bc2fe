"""A part that is dead ends the process with a code of its own (hazard X18)."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event

import pytest
import yaml

from bot.delivery.settling import STOP_SECONDS
from bot.health import MAX_AGE, trouble
from bot.heartbeats import Heartbeats
from bot.watchdog import EXIT_DEAD, MAX_SILENCE_SECONDS, MAX_STOP_SECONDS, Watchdog
from tests.bot.test_heartbeats import FullDisk
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


class Monotonic:
    """The monotonic clock of a module: it stands still, and counts how often it is read."""

    def __init__(self) -> None:
        self.now = 0.0
        self.reads = 0

    def monotonic(self) -> float:
        self.reads += 1
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Monotonic:
    """The clock of the watchdog and of the signs of life."""
    clock = Monotonic()
    monkeypatch.setattr("bot.watchdog.time", clock)
    monkeypatch.setattr("bot.heartbeats.time", clock)
    return clock


@pytest.mark.hazard("X18")
async def test_parts_that_give_signs_of_life_go_on(database: Database, clock: Monotonic) -> None:
    ended: list[int] = []
    heartbeats = Heartbeats(database, Clock())
    Watchdog(heartbeats.last, ended.append, check_every=0.02).start()
    for _ in range(10):
        clock.now += MAX_SILENCE_SECONDS - 1
        for part in MAX_AGE:
            heartbeats.beat(part, "another process polls with this token")
        reads = clock.reads
        await until(lambda: clock.reads > reads + 1)  # noqa: B023  awaited within the round
    assert ended == []
    assert set(heartbeats.last) == {"polling", "delivery", "telegram", "parser"}
    clock.now += MAX_SILENCE_SECONDS + 1
    await until(lambda: ended == [EXIT_DEAD])


async def test_an_outage_of_telegram_does_not_end_the_process_and_health_reports_it(
    database: Database, clock: Monotonic
) -> None:
    ended: list[int] = []
    heartbeats = Heartbeats(database, Clock())
    Watchdog(heartbeats.last, ended.append, check_every=0.02).start()
    for _ in range(10):
        clock.now += MAX_SILENCE_SECONDS - 1
        for part in MAX_AGE.keys() - {"telegram"}:
            heartbeats.beat(part)
        heartbeats.keep_trying("telegram")
        reads = clock.reads
        await until(lambda: clock.reads > reads + 1)  # noqa: B023  awaited within the round
    assert ended == []
    await heartbeats.write()
    assert "telegram: no sign of life yet" in trouble(database.path, Clock()())
    clock.now += MAX_SILENCE_SECONDS + 1
    await until(lambda: ended == [EXIT_DEAD])


@pytest.mark.hazard("O1")
async def test_a_disk_that_is_full_for_an_hour_does_not_end_the_process(database: Database, clock: Monotonic) -> None:
    ended: list[int] = []
    disk = FullDisk(database)
    disk.full = True
    heartbeats = Heartbeats(disk, Clock())  # type: ignore[arg-type]  # of its shape
    Watchdog(heartbeats.last, ended.append, check_every=0.02).start()
    for _ in range(12):
        clock.now += MAX_SILENCE_SECONDS - 1
        await heartbeats.write()
        reads = clock.reads
        await until(lambda: clock.reads > reads + 1)  # noqa: B023  awaited within the round
    assert ended == []
    clock.now += MAX_SILENCE_SECONDS + 1
    await until(lambda: ended == [EXIT_DEAD])


@pytest.mark.hazard("X18")
@pytest.mark.hazard("D12")
async def test_a_stop_that_takes_too_long_is_ended_with_0(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.watchdog.MAX_STOP_SECONDS", 0.1)
    ended: list[int] = []
    watchdog = Watchdog({}, ended.append, check_every=0.02)
    watchdog.start()
    watchdog.expect_end()
    began = watchdog._stopping_since
    watchdog.expect_end()
    assert watchdog._stopping_since == began
    await until(lambda: ended == [0])


def test_a_stop_is_over_before_a_container_is_killed() -> None:
    compose = yaml.safe_load((Path(__file__).parents[2] / "compose.yaml").read_text("utf-8"))
    graces = [
        service["stop_grace_period"] for service in compose["services"].values() if "stop_grace_period" in service
    ]
    assert graces
    for grace in graces:
        assert STOP_SECONDS < MAX_STOP_SECONDS < int(grace.removesuffix("s")) - 2


def test_the_examples_for_operators_restart_after_that_code() -> None:
    compose = (Path(__file__).parents[2] / "compose.yaml").read_text("utf-8")
    assert "restart: unless-stopped" in compose or "restart: on-failure" in compose
