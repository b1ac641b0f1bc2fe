"""What every verb prints: people read it, scripts parse it."""

from __future__ import annotations

import asyncio
import locale
import re
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from tests.fakes.feed_documents import FeedItem
from tests.fakes.feed_moods import empty, html_page, retry_after, status
from tests.fakes.feeds import FeedServer
from tests.golden.files import INPUTS, Golden, normalized
from tests.golden.surface import Ended, command_line
from tests.upgrade.dumps import restore

ROOT = Path(__file__).parents[2]
RICH = ROOT / "tests" / "upgrade" / "databases" / "rich"
"""A database with items, watches and sources of chats."""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return configured(tmp_path, sources=[{"id": "own", "url": "https://own.example/feed", "name": "Own"}])


def configured(folder: Path, **settings: object) -> Path:
    path = folder / "config.yaml"
    database = str(folder / "tradewatch.db")
    path.write_text(yaml.safe_dump({"database": database, "catalogue": "none"} | settings), "utf-8")
    return path


def shown(ended: Ended, folder: Path) -> str:
    """The streams and the exit code as one text, without what differs from run to run."""
    parts = [ended.out, *(["--- standard error\n", ended.err] if ended.err else []), f"--- exit code {ended.code}\n"]
    return normalized("".join(parts), {folder: "FOLDER", INPUTS: "INPUTS", ROOT: "ROOT"})


@pytest.fixture
async def feeds() -> AsyncIterator[FeedServer]:
    """A server with a source for each way in which one can answer."""
    lately = datetime.now(UTC) - timedelta(hours=1)
    item = FeedItem("1", "Quotas on wool", "https://example.org/1", "The quota ends.", lately)
    async with FeedServer() as feeds:
        feeds.publish("well", item)
        feeds.publish("stale", FeedItem("1", "Old news", published=lately - timedelta(days=200)))
        feeds.set_mood("empty", empty())
        feeds.set_mood("page", html_page())
        feeds.set_mood("gone", status(410))
        feeds.set_mood("blocked", retry_after("60"))
        feeds.set_mood("broken", status(503))
        yield feeds


TRIED = {
    "title": ("tariff, TSMC", "--title", "TSMC tariffs: 台積電", "--summary", "A tariff of 25%", "--lang", "en"),
    "title_without_match": ("cotton", "--title", "TSMC tariffs"),
    "feed": ("tariff, 台積電", INPUTS / "feed.xml"),
    "mistake": ("(tariff OR", "--title", "Tariffs"),
    "unreadable": ("tariff", INPUTS / "list.opml"),
}


@pytest.mark.parametrize("name", TRIED)
def test_try_shows_what_matches_and_why(name: str, golden: Golden, tmp_path: Path) -> None:
    for form, options in ((".json", ("--json",)), (".txt", ())):
        golden.text(f"cli/try_{name}{form}", shown(command_line("try", *TRIED[name], *options), tmp_path))


def test_try_shows_which_cases_are_wrong(golden: Golden, tmp_path: Path) -> None:
    for form, options in ((".json", ("--json",)), (".txt", ())):
        ended = command_line("try", "--cases", INPUTS / "cases.jsonl", *options)
        golden.text(f"cli/try_cases{form}", shown(ended, tmp_path))


def test_check_names_mistakes_and_warnings(
    golden: Golden, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    golden.text("cli/check.txt", shown(command_line("check", "--config", config), tmp_path))
    private = configured(
        tmp_path,
        additions={"approve": True},
        access={"allow": [1, -2], "operators": []},
        sources=[{"id": "inside", "url": "http://10.1.2.3/feed"}],
    )
    golden.text("cli/check_warnings.txt", shown(command_line("check", "--config", private), tmp_path))
    missing = command_line("check", "--config", tmp_path / "none.yaml")
    golden.text("cli/check_missing.txt", shown(missing, tmp_path))
    golden.text("cli/check_mistakes.txt", shown(command_line("check", "--config", INPUTS / "mistakes.yaml"), tmp_path))


async def test_probe_says_what_each_source_answers(golden: Golden, feeds: FeedServer, tmp_path: Path) -> None:
    names = ("well", "stale", "empty", "page", "gone", "blocked", "broken")
    addresses = {name: feeds.url(name) for name in names} | {"inside": "http://10.1.2.3/feed"}
    config = configured(
        tmp_path,
        network={"allow_private": ["127.0.0.0/8"]},
        sources=[{"id": name, "url": url} for name, url in addresses.items()],
    )
    ended = await asyncio.to_thread(command_line, "probe", "--json", "--config", config)
    golden.text("cli/probe.json", shown(ended, tmp_path))


def test_opml_says_what_was_taken_and_writes_it_again(golden: Golden, config: Path, tmp_path: Path) -> None:
    imported = command_line("opml", "import", INPUTS / "list.opml", "--config", config)
    golden.text("cli/opml_import.txt", shown(imported, tmp_path))
    golden.text("cli/opml_export.txt", shown(command_line("opml", "export", "--config", config), tmp_path))
    stranger = command_line("opml", "export", "--chat", "8", "--config", config)
    golden.text("cli/opml_export_unknown_chat.txt", shown(stranger, tmp_path))
    nothing = command_line("try", "tariff", "--json", "--config", config)
    golden.text("cli/try_stored_nothing.json", shown(nothing, tmp_path))


def test_try_and_opml_read_what_is_stored(golden: Golden, tmp_path: Path) -> None:
    settings = (RICH / "config.yaml").read_text("utf-8").replace("FOLDER", str(tmp_path))
    config = tmp_path / "config.yaml"
    config.write_text(settings, "utf-8")
    restore((RICH / "database.sql").read_text("utf-8"), tmp_path / "tradewatch.db", time.time(), {})
    # Like a start of the service, this brings the tables up to date.
    command_line("opml", "import", INPUTS / "list.opml", "--config", config)
    golden.text(
        "cli/try_stored.json", shown(command_line("try", "quota wool, steel*", "--json", "--config", config), tmp_path)
    )
    golden.text("cli/try_stored.txt", shown(command_line("try", "quota wool, steel*", "--config", config), tmp_path))
    exported = command_line("opml", "export", "--chat=105", "--config", config)
    golden.text("cli/opml_export_of_a_chat.txt", shown(exported, tmp_path))


def test_health_names_each_trouble(golden: Golden, config: Path, tmp_path: Path) -> None:
    golden.text("cli/health_without_database.txt", shown(command_line("health", "--config", config), tmp_path))
    command_line("opml", "import", INPUTS / "list.opml", "--config", config)
    golden.text("cli/health_never_ran.txt", shown(command_line("health", "--config", config), tmp_path))
    beats = [("polling", None), ("delivery", "Telegram cannot be reached"), ("telegram", None), ("parser", None)]
    with closing(sqlite3.connect(tmp_path / "tradewatch.db")) as connection, connection:
        connection.executemany(
            "insert into heartbeats (name, at, problem) values (?, ?, ?)",
            [(name, time.time(), problem) for name, problem in beats],
        )
    golden.text("cli/health_troubled.txt", shown(command_line("health", "--config", config), tmp_path))
    with closing(sqlite3.connect(tmp_path / "tradewatch.db")) as connection, connection:
        connection.execute("update heartbeats set problem = null")
    golden.text("cli/health.txt", shown(command_line("health", "--config", config), tmp_path))


def test_version_is_one_line(golden: Golden, tmp_path: Path) -> None:
    golden.text("cli/version.txt", shown(command_line("version"), tmp_path))


@pytest.fixture
def in_english() -> Iterator[None]:
    """In the terminal, the bot speaks the language of the locale."""
    before = locale.setlocale(locale.LC_CTYPE)
    locale.setlocale(locale.LC_CTYPE, "C")
    yield
    locale.setlocale(locale.LC_CTYPE, before)


@pytest.mark.usefixtures("in_english")
def test_chat_answers_every_line_that_is_typed(golden: Golden, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = configured(tmp_path)
    with (INPUTS / "talk.txt").open(encoding="utf-8") as typed:
        monkeypatch.setattr("sys.stdin", typed)
        golden.text("cli/chat.txt", shown(command_line("chat", "--config", config), tmp_path))


@pytest.mark.usefixtures("in_english")
def test_chat_on_the_sample_wire_comes_to_its_first_alert_and_answers_what_is_piped(
    golden: Golden, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = tmp_path / "piped.txt"
    piped.write_text("/unwatch W1\n/quit\n/help\n", "utf-8")
    with piped.open(encoding="utf-8") as typed:
        monkeypatch.setattr("sys.stdin", typed)
        ended = command_line("chat", "--sample")
    to_first_alert = re.match(r".*?^🔎[^\n]*\n[^\n]*\n[^\n]*\n", ended.out, re.MULTILINE | re.DOTALL)
    assert to_first_alert, ended
    assert "One watch deleted" in ended.out[to_first_alert.end() :]
    assert "/search" not in ended.out, "a line after /quit was answered"
    golden.text("cli/chat_sample.txt", shown(Ended(ended.code, to_first_alert[0], ended.err), tmp_path))
