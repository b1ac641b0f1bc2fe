"""Alerts that were given up, as an operator sees them while the service has the database open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.outbox import run
from tests.fakes.ports import document, item
from tests.fakes.queued import take_off
from tests.fakes.situations import House
from watchers.model import AlertId
from watchers.store import Rows, outbox

pytestmark = pytest.mark.service


@pytest.fixture
async def config(house: House, tmp_path: Path) -> Path:
    """A service with two dead letters and one alert that was sent."""
    await house.person("7", "quota")
    await house.poll(document(*(item(f"quota n{number}", guid=str(number)) for number in (3, 2, 1))))
    for alert in map(AlertId, (1, 2)):
        await house.database.write(take_off, alert, house.clock())
        await house.database.write(outbox.dead_letter, alert, "Bad Request: no")
    path = tmp_path / "config.yaml"
    path.write_text(f"database: {house.database.path}\n", "utf-8")
    return path


async def states(house: House) -> list[str]:
    def read(rows: Rows) -> list[str]:
        return [state for (state,) in rows.all("select state from outbox order by id")]

    return await house.database.read(read)


@pytest.mark.hazard("D9")
async def test_dead_letters_are_listed_with_their_reason(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(config, "list", None, as_json=False) == 0
    told = capsys.readouterr().out
    assert "Bad Request: no" in told
    assert "quota n1" in told
    assert run(config, "list", None, as_json=True) == 0
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == [1, 2]


@pytest.mark.hazard("D9")
async def test_one_or_all_are_retried_or_dropped_beside_the_running_service(
    house: House, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(config, "retry", 1, as_json=False) == 0
    assert await states(house) == ["queued", "dead", "queued"]
    assert run(config, "retry", 1, as_json=False) == 1
    assert run(config, "drop", None, as_json=False) == 0
    assert await states(house) == ["queued", "dropped", "queued"]
    assert run(config, "list", None, as_json=False) == 0
    assert "No alert was given up." in capsys.readouterr().out
