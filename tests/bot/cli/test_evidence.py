"""The documents that brought alerts, as an operator gets them while the service has the database open."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from bot import cli
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


async def test_of_the_press_it_shows_the_hash_and_writes_nothing(
    house: House, config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    press = replace(OFFICIAL, group=Group.PRESS)
    await house.database.write(sources.register, [press], house.clock())
    await house.poll(document(item("Quota on wool", "1", LINK)), source=press)
    assert run(config, LINK, tmp_path / "kept", as_json=False) == 0
    assert "bytes, not kept: the source is not official\n" in capsys.readouterr().out
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize("link", [LINK, "no link"])
async def test_where_nothing_is_known_it_says_so(link: str, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(config, link, None, as_json=False) == 1
    assert "No document is known for this link" in capsys.readouterr().out


async def test_a_folder_that_cannot_be_written_is_named(house: House, config: Path) -> None:
    await house.poll(document(item("Quota on wool", "1", LINK)), source=OFFICIAL)
    with pytest.raises(CommandError, match="cannot be written"):
        run(config, LINK, config / "in the way", as_json=False)


async def test_without_a_link_the_alerts_of_all_chats_are_a_table(
    house: House, config: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    await house.person("-10012", "quota")
    await house.poll(document(item("A quota", "a", LINK)), source=OFFICIAL)
    assert command_line(config) == 0
    both = list(csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode("utf-8-sig"), newline="")))
    assert [(row["chat"], row["url"], len(row["sha256"])) for row in both] == [("7", LINK, 64), ("'-10012", LINK, 64)]
    assert command_line(config, "--chat", "-10012", "--json") == 0
    (one,) = json.loads(capfdbinary.readouterr().out)
    assert (one["chat"], one["watch as it was"]) == ("-10012", "quota")
    assert command_line(config, "--chat", "99") == 1


def command_line(config: Path, *options: str) -> int:
    # Any number of days: the house lives on a day of its own.
    return cli.main(["evidence", "--days", "3000", *options, "--config", str(config)])
