"""The versions of lists, and an approval, while the service has the database open."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import now
from bot.cli.lists import run
from bot.cli.sources import probe
from tests.fakes.feed_moods import body
from tests.fakes.feeds import FeedServer
from tests.fakes.situations import House
from tests.watchers.test_lists import NEW, UK, listed, poll, republished
from watchers.feeds.fields import MAX_ITEMS
from watchers.model import Address, News
from watchers.polling.health_monitor import HealthMonitor
from watchers.store import Rows, sources

pytestmark = pytest.mark.service


@pytest.fixture
async def config(house: House, tmp_path: Path) -> Path:
    """A service with a list that was replaced as a whole."""
    await listed(house)
    await poll(house, [*republished(), NEW])
    path = tmp_path / "config.yaml"
    path.write_text(f"database: {house.database.path}\n", "utf-8")
    return path


async def told(house: House) -> list[str]:
    monitor = HealthMonitor(house.database, [Address("99")], house.clock() - house.clock(), house.clock, lambda: None)
    await monitor.check()

    def look(rows: Rows) -> list[str]:
        found = rows.all("select json_extract(notice, '$.news') from outbox where notice is not null order by id")
        return [news for (news,) in found]

    return await house.database.read(look)


async def test_versions_are_shown_with_their_sha_256(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(config, "show", None, as_json=False) == 0
    table = capsys.readouterr().out
    assert "uk.list" in table
    assert "held" in table
    assert run(config, "show", "uk.list", as_json=True) == 0
    held, baseline = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (held["state"], held["added"], held["removed"]) == ("held", 6, 5)
    assert (baseline["state"], baseline["entries"], len(baseline["sha256"])) == ("baseline", 5, 64)
    assert run(config, "show", "other", as_json=False) == 0
    assert "No list was read yet." in capsys.readouterr().out


async def test_operators_hear_of_a_held_list_at_once_and_once_and_approve_it(
    house: House, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await told(house) == [News.HELD]
    await poll(house, [*republished(), NEW])
    assert await told(house) == [News.HELD]
    assert run(config, "approve", "uk.list", as_json=False) == 0
    assert "approved" in capsys.readouterr().out
    assert UK.id in {source.id for source, _ in await house.database.read(sources.due, now())}
    house.clock.pass_by(timedelta(hours=1))
    assert (await poll(house, [*republished(), NEW])).new == 1
    assert await told(house) == [News.HELD, News.BACK]


@pytest.mark.parametrize("source", ["other", None])
async def test_what_waits_for_no_approval_is_not_approved(config: Path, source: str | None) -> None:
    assert run(config, "approve", source, as_json=False) == 1


async def test_probe_reads_a_list_that_is_too_large_for_a_feed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"{number},Company {number},{'remarks ' * 50}\n" for number in range(24_000))
    async with FeedServer() as feeds:
        feeds.set_mood("list", body(f"ID,Name,Remarks\n{rows}".encode(), "text/csv"))
        source = {"id": "big", "url": feeds.url("list"), "kind": "list", "mapping": {"items": ".", "title": "Name"}}
        path = tmp_path / "config.yaml"
        settings = {"database": str(tmp_path / "t.db"), "network": {"allow_private": ["127.0.0.0/8"]}}
        path.write_text(json.dumps({**settings, "sources": [source]}), "utf-8")
        assert await asyncio.to_thread(probe, path, as_json=True) == 0
        said = json.loads(capsys.readouterr().out)
        assert await asyncio.to_thread(probe, path, as_json=False) == 0
    assert (said["verdict"], said["items"]) == ("well", MAX_ITEMS)
    assert f" {MAX_ITEMS}+ " in capsys.readouterr().out
