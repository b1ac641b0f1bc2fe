"""The documents that brought alerts, as an operator gets them while the service has the database open."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from bot.cli import CommandError
from bot.cli.evidence import run
from tests.fakes.ports import document, item
from tests.fakes.situations import House
from watchers.model import Group, Source, SourceId
from watchers.store import sources

pytestmark = pytest.mark.service

OFFICIAL = Source(SourceId("bis.rss"), "https://bis.example/feed", "BIS", group=Group.US)
LINK = "https://bis.example/rule"


@pytest.fixture
async def config(house: House, tmp_path: Path) -> Path:
    """A service with an official source, and a person who watches."""
    await house.database.write(sources.register, [OFFICIAL], house.clock())
    await house.poll(document(), source=OFFICIAL)
    await house.person("7", "quota")
    path = tmp_path / "config.yaml"
    path.write_text(f"database: {house.database.path}\n", "utf-8")
    return path


async def test_an_operator_gets_the_bytes_beside_the_running_service(
    house: House, config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await house.poll(document(item("Quota on wool", "1", LINK)), source=OFFICIAL)
    assert run(config, LINK, tmp_path / "kept", as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    written = (tmp_path / "kept" / told["sha256"]).read_bytes()
    assert (sha256(written).hexdigest(), len(written)) == (told["sha256"], told["size_bytes"])
    assert told["url"] == OFFICIAL.url
    assert run(config, LINK, None, as_json=False) == 0
    assert f"2026-03-01 12:00:00 UTC  {len(written):,} bytes\n    {OFFICIAL.url}" in capsys.readouterr().out


@pytest.mark.parametrize("link", [LINK, "no link"])
async def test_where_nothing_is_kept_it_says_so(link: str, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(config, link, None, as_json=False) == 1
    assert "No document is kept for this link" in capsys.readouterr().out


async def test_a_folder_that_cannot_be_written_is_named(house: House, config: Path) -> None:
    await house.poll(document(item("Quota on wool", "1", LINK)), source=OFFICIAL)
    with pytest.raises(CommandError, match="cannot be written"):
        run(config, LINK, config / "in the way", as_json=False)
