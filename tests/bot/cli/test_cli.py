"""The command line: what it answers, and with which exit code.

A process takes a second or two to start, so a verb runs in one only if that matters; the rest is called.
"""

from __future__ import annotations

import asyncio
import json
import os
import pty
import re
import shlex
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from bot import version
from bot.cli import main
from bot.cli.run import FirstPolls
from bot.health import MAX_AGE, trouble
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.feed_documents import FeedItem
from tests.fakes.feed_moods import html_page
from tests.fakes.feeds import FeedServer
from tests.fakes.ports import Clock, document, item
from tests.fakes.situations import open_house
from watchers.errors import Unreachable
from watchers.feeds import catalog
from watchers.feeds.opml import read_outlines
from watchers.model import Address, Outline
from watchers.polled import Polled
from watchers.rules.forms import Forms
from watchers.store import Database, health, items, subscribers

import_module("bot.cli.verbs")  # before a test opens a terminal: on one, errors and help are drawn from then on

pytestmark = pytest.mark.service

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NO_TOKEN = {name: value for name, value in os.environ.items() if not name.startswith("TELEGRAM")}


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Return what a terminal shows in the end, without colors."""
        text = re.sub(r"[^\n]*\n(?:\x1b\[\?25h)?\r\x1b\[1A\x1b\[2K", "", self.out)
        text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)
        return [line.rpartition("\r")[2].rstrip() for line in text.removesuffix("\n").split("\n")]

    @property
    def objects(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]


VERBS = "init run chat check health backup restore outbox evidence lists version try probe opml".split()


async def on_terminal(*arguments: str | Path, **variables: str) -> Ended:
    """Run ``python -m bot`` in a terminal of 80 columns that shows both of its streams."""
    return await python_on_terminal("-m", "bot", *arguments, **variables)


async def python_on_terminal(*arguments: str | Path, **variables: str) -> Ended:
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in NO_TOKEN.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *map(str, arguments)),
        cwd=ROOT,
        env=environment | {"TERM": "xterm-256color", "COLUMNS": "80"} | variables,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = await asyncio.to_thread(_read_to_end, ours)
    return Ended(await process.wait(), shown.replace("\r\n", "\n"), "")


def _read_to_end(terminal: int) -> str:
    content = bytearray()
    with open(terminal, "rb", buffering=0) as stream, suppress(OSError):
        # Linux ends a terminal that no process holds any more with an error.
        while read := stream.read(4096):
            content += read
    return content.decode()


def called(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Ended:
    """Run a verb in this process, for what needs no token and no answer from the event loop."""
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return Ended(code, captured.out, captured.err)


def called_on_terminal(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path, **variables: str) -> Ended:
    """Run a verb in this process, on a terminal of 80 columns that shows both of its streams."""
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"TERM": "xterm-256color", "COLUMNS": "80"} | variables).items():
        monkeypatch.setenv(name, value)
    ours, theirs = pty.openpty()
    with ThreadPoolExecutor(1) as reader:
        reading = reader.submit(_read_to_end, ours)
        with os.fdopen(theirs, "w", encoding="utf-8") as terminal, redirect_stdout(terminal), redirect_stderr(terminal):
            code = main([str(argument) for argument in arguments])
        return Ended(code, reading.result().replace("\r\n", "\n"), "")


async def beside(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Ended:
    """Run a verb in another thread, for what asks a server on the test's event loop."""
    return await asyncio.to_thread(called, capsys, *arguments)


@pytest.fixture(autouse=True)
def _no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ.keys() - NO_TOKEN.keys():
        monkeypatch.delenv(name)


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the token in the environment, which no bot has."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:x")
    return "1:x"


@contextmanager
def held(path: Path) -> Iterator[None]:
    """A database that a service has open, for verbs that are called meanwhile."""
    with asyncio.Runner() as runner:
        database = runner.run(_opened(path))
        try:
            yield
        finally:
            runner.run(database.close())


async def _opened(path: Path) -> Database:
    return await Database.open(path)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return a configuration without sources, with its database in a temporary folder."""
    return configured(tmp_path)


def configured(folder: Path, **changes: object) -> Path:
    path = folder / "config.yaml"
    settings: dict[str, object] = {"database": str(folder / "tradewatch.db"), "catalogue": "none"}
    path.write_text(yaml.safe_dump(settings | changes), "utf-8")
    return path


@pytest.fixture
async def feeds() -> AsyncIterator[FeedServer]:
    async with FeedServer() as feeds:
        feeds.publish(
            "ustr",
            FeedItem("1", "Quotas on wool", "https://example.org/1", "The quota ends."),
            FeedItem("2", "Nothing else", "https://example.org/2"),
        )
        yield feeds


# ---- verbs -----------------------------------------------------------------------------------------


def test_version_prints_the_version_of_tradewatch(capsys: pytest.CaptureFixture[str]) -> None:
    for argument in ("version", "--version"):
        assert called(capsys, argument) == Ended(0, f"Tradewatch {version()}\n", "")


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ((), "Rules and sources"),
        (("fly",), "No such command 'fly'"),
        (("ru",), "Did you mean 'run'?"),
        (("run", "--fast"), "No such option: --fast"),
        (("try", "quota", "--jsn"), "No such option: --jsn"),
        (("try", "--jsn", "quota"), "No such option: --jsn"),
        (("opml", "bring"), "import"),
    ],
)
def test_a_wrong_verb_or_option_ends_with_2_and_what_is_right(
    arguments: tuple[str, ...], answer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = called(capsys, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "Usage: python -m bot" in ended.err
    assert answer in ended.err or not arguments


@pytest.mark.parametrize(
    "verb",
    VERBS,
)
def test_the_help_of_a_verb_has_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    ended = called(capsys, verb, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert f"Example: python -m bot {verb}" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80
    assert set(re.findall(r"Example: .* --source (\S+)", ended.out)) <= {source.id for source in catalog.load().all}


def test_the_list_of_verbs_cuts_no_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    ended = called(capsys, "--help")
    listed = ended.out.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
    assert len(listed) == len(VERBS)
    assert [line for line in listed if line.endswith("...")] == []


def test_config_may_stand_on_either_side_of_the_verb(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, after = (called(capsys, "--config", config, "check"), called(capsys, "check", "--config", config))
    assert (before.code, after.code) == (0, 0)
    assert before.out == after.out
    both = called(capsys, "--config", config.parent / "none.yaml", "check", f"--config={config}")
    assert both == before


def test_files_may_follow_options(config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "in.opml"
    file.write_bytes(LISTED)
    brought = called(capsys, "opml", "import", "--config", config, file)
    assert (brought.code, brought.out.splitlines()[-1]) == (0, "1 added, 1 left out")
    tried = called(capsys, "try", "quota", "--json", file)
    assert "not-a-feed" in tried.out + tried.err
    for wrong in (("opml", "export", "--config", config, file, "two"), ("probe", "--json", file)):
        assert called(capsys, *wrong).code == 2


@pytest.mark.parametrize("verb", [("opml", "export"), ("probe", "--json"), ("try", "quota", "--title", "Quota")])
def test_a_reader_may_close_the_pipe(verb: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = configured(tmp_path, sources=[{"id": "here", "url": "http://127.0.0.1/feed"}])
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as pipe, redirect_stdout(pipe):
        assert main([*verb, "--config", str(config)]) == 1
    assert capsys.readouterr().err == ""


async def test_a_process_whose_reader_is_gone_ends_silently(tmp_path: Path) -> None:
    config = configured(tmp_path, sources=[{"id": "here", "url": "http://127.0.0.1/feed"}])
    command = shlex.join([sys.executable, "-m", "bot", "opml", "export", "--config", str(config)])
    process = await asyncio.create_subprocess_shell(
        f"{command} | true", cwd=ROOT, env=NO_TOKEN, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    _, told = await process.communicate()
    assert told == b""


def test_a_closed_standard_input_is_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    ended = called(capsys, "opml", "import", "--config", configured(tmp_path))
    sys.stdin.close()
    assert (ended.code, ended.err) == (1, "That is not an OPML file that can be read: empty\n")


# ---- init, and no configuration -------------------------------------------------------------------


def test_init_writes_the_shipped_settings_and_a_file_for_the_token_that_only_its_owner_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new" / "folder"
    ended = called(capsys, "init", folder)
    assert (ended.code, ended.err) == (0, "")
    assert (folder / "config.yaml").read_bytes() == (ROOT / "config.yaml").read_bytes()
    assert (folder / ".env").read_text("utf-8").splitlines()[-1] == "TELEGRAM_BOT_TOKEN="
    assert stat.S_IMODE((folder / ".env").stat().st_mode) == 0o600
    assert "@BotFather" in ended.out
    assert f"run --config {folder}/config.yaml" in ended.out
    assert called(capsys, "check", "--config", folder / "config.yaml").code == 0


def test_init_in_the_folder_itself_needs_no_option_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = called(capsys, "init")
    assert "python -m bot run\n" in ended.out
    assert called(capsys, "check").out.startswith("config.yaml is good.\n  database  data/tradewatch.db\n")


@pytest.mark.parametrize("there", ["config.yaml", ".env"])
def test_init_overwrites_nothing(there: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / there).write_text("mine", "utf-8")
    ended = called(capsys, "init", tmp_path)
    assert ended.code == 0
    assert (tmp_path / there).read_text("utf-8") == "mine"
    assert f"{tmp_path / there} is already there and was left as it is.\n" in ended.out
    assert {path.name for path in tmp_path.iterdir()} == {"config.yaml", ".env"}


def test_init_where_nothing_can_be_written_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    ended = called(capsys, "init", tmp_path / "file")
    assert (ended.code, ended.out) == (1, "")
    assert str(tmp_path / "file") in ended.err


def test_without_a_configuration_the_shipped_settings_are_used_to_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    checked = called(capsys, "check")
    assert (checked.code, checked.err) == (0, "")
    assert "no config.yaml here" in checked.out
    shipped = len(catalog.load().default)
    assert f"{shipped}: {shipped} from the catalog" in checked.out
    assert called(capsys, "try", "TSMC tariffs", "--title", "TSMC fears tariffs").code == 0
    health = called(capsys, "health")
    assert (health.code, "there is no database at data/tradewatch.db" in health.out) == (1, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verb", [("run",), ("chat",), ("opml", "export")])
def test_without_a_configuration_nothing_is_created_in_any_folder(
    verb: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = called(capsys, *verb)
    assert ended.code == 1
    assert ended.err.startswith("config.yaml  This file does not exist. The command init writes one")
    assert list(tmp_path.iterdir()) == []


# ---- opml ------------------------------------------------------------------------------------------

LISTED = b"""<opml version="2.0"><body>
<outline text="Customs" xmlUrl="https://customs.example/feed"/><outline text="Again" xmlUrl="http://customs.example/feed/"/>
</body></opml>"""


def test_a_list_is_brought_in_for_everyone_and_comes_out_again(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "in.opml", tmp_path / "out.opml"
    file.write_bytes(LISTED)
    brought = called(capsys, "opml", "import", file, "--config", config)
    assert brought.code == 0
    assert brought.out.splitlines() == [
        "added     Customs  https://customs.example/feed",
        "left out  Again    http://customs.example/feed/  is in the list twice",
        "1 added, 1 left out",
    ]
    exported = called(capsys, "opml", "export", out, "--config", config)
    assert exported.out == f"1 feeds written to {out}\n"
    assert read_outlines(out.read_bytes()) == (Outline("Customs", "https://customs.example/feed"),)
    again = called(capsys, "opml", "import", out, "--config", config)
    assert (again.code, again.out.splitlines()[-1]) == (0, "0 added, 1 left out")
    assert "is there already" in again.out


async def test_a_list_can_be_brought_in_for_one_chat_that_is_known(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "in.opml"
    file.write_bytes(LISTED.replace(b"https://customs.example/feed", b"javascript:alert(1)"))
    async with await Database.open(tmp_path / "tradewatch.db") as database:
        await database.write(subscribers.subscribe, Address("-1005/12"), "en", NOW)
    brought = await beside(capsys, "opml", "import", file, "--chat=-1005/12", "--config", config)
    assert (brought.code, "is not a web address" in brought.out) == (1, True)
    taken = await beside(capsys, "opml", "export", "--chat=-1005/12", "--config", config)
    assert read_outlines(taken.out.encode()) == (Outline("Again", "http://customs.example/feed/"),)
    for action in ("import", "export"):
        unknown = await beside(capsys, "opml", action, file, "--chat", "8", "--config", config)
        assert (unknown.code, unknown.err) == (1, "The chat 8 has never spoken to the bot. Send /start there first.\n")


@pytest.mark.parametrize("content", [b"", b"no list", b"<rss/>"])
def test_what_is_not_a_list_is_reported_as_such(
    content: bytes, config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "in.opml"
    file.write_bytes(content)
    ended = called(capsys, "opml", "import", file, "--config", config)
    assert (ended.code, ended.err.startswith("That is not an OPML file")) == (1, True)
    missing = called(capsys, "opml", "import", tmp_path / "none", "--config", config)
    assert (missing.code, "none" in missing.err) == (1, True)


async def test_beside_the_service_a_list_is_not_brought_in_and_says_why(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "in.opml"
    file.write_bytes(LISTED)
    async with await Database.open(tmp_path / "tradewatch.db"):
        ended = await beside(capsys, "opml", "import", file, "--config", config)
        assert (ended.code, "Stop the other process" in ended.err) == (1, True)
        assert (await beside(capsys, "opml", "export", "--config", config)).code == 0


def test_without_a_database_the_configured_feeds_come_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feed: dict[str, object] = {"id": "a", "url": "https://a.example/", "name": "a"}
    page = feed | {"id": "b", "url": "https://b.example/", "kind": "page", "mapping": {"items": "li", "title": "a"}}
    ended = called(capsys, "opml", "export", "--config", configured(tmp_path, sources=[feed, page]))
    assert read_outlines(ended.out.encode()) == (Outline("a", "https://a.example/"),)
    assert ended.err == "1 source is left out: OPML lists feeds only.\n"


def test_check_reports_an_address_that_apprise_does_not_know_without_repeating_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.yaml"
    targets = '[{name: a, chat: 7, apprise: "json://host"}, {name: b, chat: 7, apprise: "slak://secret/b/c"}]'
    config.write_text(f"targets: {targets}\n", "utf-8")
    checked = called(capsys, "check", "--config", config)
    assert checked.code == 1
    assert "targets[1].apprise  is not an address that apprise knows." in checked.out
    assert "1 problem found." in checked.out
    assert "secret" not in checked.out + checked.err


def test_check_warns_where_nobody_can_approve(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = configured(tmp_path, additions={"approve": True})
    assert "nobody can approve" in called(capsys, "check", "--config", config).out
    config = configured(tmp_path, additions={"approve": "maybe"})
    assert 'config.yaml:2  additions.approve  "maybe" is not true or false' in called(
        capsys, "check", "--config", config
    ).out.replace(f"{tmp_path}/", "")


# ---- run -------------------------------------------------------------------------------------------


def test_without_a_token_run_says_how_to_get_one_and_offers_chat(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = called(capsys, "run", "--config", config)
    assert ended.code == 1
    assert "@BotFather" in ended.err
    assert "python -m bot chat --sample" in ended.err


@pytest.mark.parametrize(("locale", "said"), [("ja_JP.UTF-8", "ボットトークンが必要"), ("zh_TW.UTF-8", "機器人權杖")])
def test_without_a_token_run_says_so_in_the_language_of_the_terminal(
    locale: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    ended = called_on_terminal(monkeypatch, "run", "--config", configured(tmp_path), LC_ALL=locale)
    assert (ended.code, said in ended.out, str(tmp_path / ".env") in ended.out.replace("\r\n", "")) == (1, True, True)


def test_the_summary_of_the_first_polls_cuts_addresses_at_their_query(capsys: pytest.CaptureFixture[str]) -> None:
    source = catalog.load().default[0]
    FirstPolls(1).count(Polled(source, problem=Unreachable(f"https://a.example/feed?{'x' * 500}", "no such name")))
    assert capsys.readouterr().out.splitlines() == [
        "polled    1 sources, 0 new items, 1 failed",
        f"          {source.id}: no such name: https://a.example/feed?…",
    ]


def test_a_database_where_earlier_versions_kept_it_is_not_replaced_by_an_empty_one(
    tmp_path: Path, token: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started, elsewhere = tmp_path / "started", tmp_path / "etc"
    for folder in (started, elsewhere):
        folder.mkdir()
    with held(started / "trade.db"):
        pass
    config = configured(elsewhere, database="trade.db")
    monkeypatch.chdir(started)
    for verb in ("run", "check", "health"):
        ended = called(capsys, verb, "--config", config)
        assert ended.code == 1
        told = ended.out + ended.err
        assert f"{config}:2  database  There is no database at {elsewhere}/trade.db, but there is one at" in told
        assert f"Write database: {started}/trade.db to keep using that one" in told
    assert not (elsewhere / "trade.db").exists()


def test_a_config_that_is_not_there_is_named(tmp_path: Path, token: str, capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("run", "chat"):
        ended = called(capsys, verb, "--config", tmp_path / "none.yaml")
        assert ended.code == 1
        assert "none.yaml" in ended.err


def test_every_mistake_in_the_config_is_named_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("databse: x\npolling: {every: soon}\n", "utf-8")
    ended = called(capsys, "run", "--config", config)
    assert ended.code == 1
    assert "databse" in ended.err
    assert "polling.every" in ended.err


def of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table songs (title)")
        connection.commit()


def no_database(path: Path) -> None:
    path.write_bytes(b"this is a letter to my aunt, and no database at all. " * 40)


def damaged(path: Path) -> None:
    asyncio.run(written(path))
    content = bytearray(path.read_bytes())
    for at in range(4096 + 60, len(content), 4096):
        content[at : at + 1_500] = b"\xa5" * 1_500
    path.write_bytes(content)


async def written(path: Path) -> None:
    async with await Database.open(path) as database:
        for number in range(300):
            await database.write(health.beat, f"part {number}" * 20, NOW)


@pytest.mark.parametrize("kind", ["other", "none", "damaged"])
@pytest.mark.hazard("O3")
def test_a_database_that_will_not_do_is_left_alone_and_named(
    kind: str, tmp_path: Path, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "tradewatch.db"
    {"other": of_another_program, "none": no_database, "damaged": damaged}[kind](path)
    before = path.read_bytes()
    ended = called(capsys, "run", "--config", configured(tmp_path))
    assert ended.code == 1
    assert str(path) in ended.err
    assert {"other": "another file", "none": "another file", "damaged": "restore the last backup"}[kind] in ended.err
    assert path.read_bytes() == before


def test_a_folder_that_is_missing_is_not_made_but_named(
    tmp_path: Path, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config = configured(tmp_path, database=str(tmp_path / "nowhere" / "tradewatch.db"))
    ended = called(capsys, "run", "--config", config)
    assert ended.code == 1
    assert "folder is missing" in ended.err
    ended = called(capsys, "check", "--config", config)
    assert ended.code == 1
    assert "mkdir -p" in ended.out
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.hazard("D14")
def test_a_second_service_is_refused(tmp_path: Path, token: str, capsys: pytest.CaptureFixture[str]) -> None:
    with held(tmp_path / "tradewatch.db"):
        ended = called(capsys, "run", "--config", configured(tmp_path))
    assert ended.code == 1
    assert "Stop the other process first" in ended.err


@pytest.mark.hazard("D14")
@pytest.mark.parametrize("why", ["in use", "empty", "deleted while in use"])
def test_a_start_is_refused_before_the_program_is_loaded(tmp_path: Path, why: str) -> None:
    database, config = tmp_path / "tradewatch.db", configured(tmp_path)
    with held(database) if why == "in use" else nullcontext():
        if why != "in use":
            database.with_name(f"{database.name}{'' if why == 'empty' else '.rescued-1'}").touch()
        command = (sys.executable, "-X", "importtime", "-m", "bot", "run", "--config", str(config))
        environment = NO_TOKEN | {"TELEGRAM_BOT_TOKEN": "1:x"}
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "The database cannot be used" in ended.stderr
    loaded = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines() if line.startswith("import time")}
    assert "bot.cli.starting" in loaded
    # The configuration and the service: with what they import, two seconds on an idle machine.
    assert not loaded & {"bot.config.loading", "bot.cli.run", "bot.app", "telegram", "watchers.matching"}


async def test_a_start_takes_the_token_of_the_file_beside_the_config_and_shows_a_bar_on_a_terminal_while_rules_load(
    tmp_path: Path, forms: Forms
) -> None:
    async with open_house(tmp_path / "tradewatch.db", forms, Clock()) as house:
        subscriber = await house.watchlist.subscribe(Address("7"), "en")
        for rule in ("wool", "cotton", "silk"):
            await house.watching(subscriber, rule)
    async with FakeBotApi() as api:
        telegram = {"base_url": api.base_url, "base_file_url": api.base_file_url}
        config, other = configured(tmp_path, telegram=telegram), f"987654321:{'B' * 35}"
        (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN={other}\n", "utf-8")
        ended = await on_terminal("run", "--config", config)
    assert (ended.code, "Telegram refuses this token" in ended.out, other in ended.out) == (78, True, False)
    assert "3/3" in ended.out
    assert not any("Loading rules" in line for line in ended.lines)


async def test_a_log_line_goes_above_a_bar() -> None:
    ended = await python_on_terminal("-c", LOGGED)
    assert "Waiting" in ended.out
    assert [re.sub(r"^\S+ \S+ ", "", line) for line in ended.lines] == ["INFO    one", "INFO    two", "done"]


async def test_the_bar_is_not_imported_where_there_is_no_terminal() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", f"{LOGGED}\nimport sys; print('rich' in sys.modules)"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert out.decode().splitlines() == ["done", "False"]
    assert len(err.splitlines()) == 2


LOGGED = """
import logging
from bot import log
from bot.cli import screen
log.set_up("INFO", "text")
with screen.progress("Waiting") as show:
    show(1, 3)
    logging.info("one")
logging.info("two")
print("done")
"""


# ---- completion ------------------------------------------------------------------------------------


@pytest.fixture
def tradewatch(tmp_path: Path) -> Path:
    """Return the path of the installed command."""
    script = tmp_path / "bin" / "tradewatch"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable}\nimport sys\nfrom bot.__main__ import main\nsys.exit(main())\n", "utf-8")
    script.chmod(0o755)
    return script


def test_bash_completes_verbs_options_and_source_ids(tradewatch: Path, tmp_path: Path) -> None:
    offered = {
        "tradewatch ": set(VERBS),
        "tradewatch pr": {"probe"},
        "tradewatch opml ": {"import", "export"},
        "tradewatch try --so": {"--source"},
        f"tradewatch try --config {configured(tmp_path, sources=MAPPED)} --source own.": {"own.page", "own.json"},
        "tradewatch try --config none.yaml --source own.": set(),
    }
    script = """
        eval "$(_TRADEWATCH_COMPLETE=source_bash tradewatch)"
        complete -p tradewatch >&2
    """
    for words in (typed.split(" ") for typed in offered):
        script += f"""
            COMP_WORDS=({shlex.join(words)}) COMP_CWORD={len(words) - 1}
            _tradewatch_completion tradewatch
            echo "${{COMPREPLY[@]}}"
        """
    ended = subprocess.run(
        ["bash", "--norc", "-c", script],
        env=NO_TOKEN | {"PYTHONPATH": str(ROOT), "PATH": f"{tradewatch.parent}:{os.environ['PATH']}"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stderr == "complete -o default -F _tradewatch_completion tradewatch\n"
    completed = [set(line.split()) for line in ended.stdout.splitlines()]
    assert dict(zip(offered, completed, strict=True)) == offered


# ---- chat ------------------------------------------------------------------------------------------


def test_the_sample_shows_an_alert_with_nobody_there_no_config_and_nothing_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    reading, writing = os.pipe()  # nobody writes
    with os.fdopen(reading, encoding="utf-8") as stdin, os.fdopen(writing, "w"):
        monkeypatch.setattr("sys.stdin", stdin)
        ended = called(capsys, "chat", "--sample")
    assert not any(tmp_path.iterdir())
    assert (ended.code, ended.err) == (0, "")
    assert "you > /watch TSMC" in ended.out
    assert "W1 saved" in ended.out
    assert "🔎 TSMC → W1" in ended.out
    assert "] Why?  [" in ended.out
    assert "\x1b" not in ended.out


# ---- try -------------------------------------------------------------------------------------------

TERM = {"term": "quota", "field": "title", "start": 9, "end": 15, "text": "quotas"}


def test_try_shows_where_a_headline_matches(capsys: pytest.CaptureFixture[str]) -> None:
    yes, no = (
        called(capsys, "try", "quota wool", "--title", "All wool quotas end", "--json"),
        called(capsys, "try", "cotton", "--title", "All wool quotas end", "--json"),
    )
    assert yes.code == 0
    (told,) = yes.objects
    assert (told["id"], told["match"], told["error"]) == ("title", True, None)
    assert TERM in told["terms"]  # type: ignore[operator]  # a list
    assert (no.code, no.objects) == (1, [{"id": "title", "match": False, "terms": [], "error": None}])


def test_try_without_json_shows_the_rule_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    ended = called(capsys, "try", "quota -cotton", "--title", "Wool quotas end")
    assert ended.code == 0
    assert ended.out.startswith("Read as: quota, not cotton\n")
    assert ended.out.endswith("1 of 1 match\n")
    assert "\x1b" not in ended.out


@pytest.mark.parametrize(("rule", "column"), [("(quota", 1), ('wool "quota', 6), ("-cotton", 1), ("", 1)])
def test_a_mistake_in_a_rule_is_shown_with_its_column(
    rule: str, column: int, capsys: pytest.CaptureFixture[str]
) -> None:
    as_text, as_json = (
        called(capsys, "try", rule, "--title", "x"),
        called(capsys, "try", rule, "--title", "x", "--json"),
    )
    assert (as_text.code, as_json.code) == (2, 2)
    assert f"character {column}" in as_text.err
    (told,) = as_json.objects
    assert told["match"] is False
    assert told["error"] is not None
    assert set(told["error"]) == {"column", "problem", "instead"}  # type: ignore[call-overload]  # a dict
    assert told["error"]["column"] == column  # type: ignore[index]


@pytest.mark.parametrize("options", [(), ("--",)])
def test_a_rule_may_begin_with_a_minus(options: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    for rule, title, code in (
        ("-cotton tariff", "A tariff on wool", 0),
        ("-cotton tariff", "A tariff on cotton", 1),
        ("-hats tariff", "A tariff on wool", 0),
        ("-title:cotton tariff", "A tariff on cotton", 1),
    ):
        assert called(capsys, "try", "--title", title, *options, rule).code == code


PAGE = """<!doctype html><html><body><nav><a href="/login">Log in</a></nav><ul>
<li><a href="/tariff">A tariff on wool</a> <time>2026-02-03</time></li>
<li><a href="/quota">A quota on wool</a> <time>2026-02-04</time></li>
</ul></body></html>"""
LISTED_IN_JSON = {"data": [{"name": "A tariff on wool", "path": "tariff"}]}
MAPPED: list[dict[str, object]] = [
    {
        "id": "own.page",
        "url": "https://own.example/news/",
        "kind": "page",
        "language": "ja",
        "country": "JP",
        "mapping": {"items": "li", "title": "a", "link": "a", "date": "time"},
    },
    {
        "id": "own.json",
        "url": "https://own.example/list.json",
        "kind": "json",
        "mapping": {"items": "data", "title": "name", "link": "https://own.example/{path}"},
    },
]


@pytest.mark.parametrize(
    ("source", "content", "links"),
    [
        ("own.page", PAGE, ["https://own.example/tariff", "https://own.example/quota"]),
        ("own.json", json.dumps(LISTED_IN_JSON), ["https://own.example/tariff"]),
    ],
)
def test_a_saved_page_or_list_is_tried_as_its_source_reads_it(
    source: str, content: str, links: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, file = configured(tmp_path, sources=MAPPED), tmp_path / "saved"
    file.write_text(content, "utf-8")
    ended = called(capsys, "try", "tariff", file, "--source", source, "--config", config, "--json")
    assert (ended.code, ended.err) == (0, "")
    assert [(told["id"], told["match"]) for told in ended.objects] == [
        (link, link.endswith("tariff")) for link in links
    ]


def test_a_tried_file_has_the_source_language_and_country_of_its_source_unless_options_say_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, file = configured(tmp_path, sources=MAPPED), tmp_path / "saved.html"
    file.write_text(PAGE, "utf-8")

    def matches(rule: str, *options: str) -> bool:
        return called(capsys, "try", rule, file, "--source", "own.page", "--config", config, *options).code == 0

    assert matches("tariff source:own.page lang:ja country:JP")
    assert not matches("tariff lang:en")
    assert matches("tariff lang:en country:TW", "--lang", "en", "--country", "tw")
    headline = ("--title", "A tariff", "--country", "TW")
    assert called(capsys, "try", "tariff country:TW", *headline).code == 0
    assert called(capsys, "try", "tariff country:JP", *headline).code == 1


def test_a_source_of_the_catalog_can_be_tried_even_where_it_is_not_polled(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(
        b"<rss version='2.0'><channel><title>x</title><item><title>A tariff</title></item></channel></rss>"
    )
    chosen = catalog.load().default[0]
    rule = f"tariff source:{chosen.id}"
    assert called(capsys, "try", rule, file, "--source", chosen.id, "--config", config).code == 0


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        (("--source", "own.pag"), "Did you mean own.page?"),
        (("--source", "?"), "docs/sources.md"),
        (("--country", "Japan"), "Japan is not a country code"),
    ],
)
def test_an_unknown_source_or_country_ends_with_2_and_what_to_write(
    options: tuple[str, ...], answer: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = configured(tmp_path, sources=MAPPED)
    ended = called(capsys, "try", "tariff", "--title", "A tariff", *options, "--config", config)
    assert (ended.code, ended.out) == (2, "")
    assert answer in " ".join(ended.err.split())


def test_what_matched_is_emphasized_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    colored = called_on_terminal(monkeypatch, "try", "tariff, tariffs", "--title", "Tariffs rise")
    plain = called_on_terminal(monkeypatch, "try", "tariff, tariffs", "--title", "Tariffs rise", NO_COLOR="1")
    assert "✓ \x1b[1;33mTariffs\x1b[0m rise" in colored.out
    assert "✓ \x1b[1mTariffs\x1b[0m rise" in plain.out


async def test_try_reads_files_and_addresses(
    feeds: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = configured(tmp_path, network={"allow_private": ["127.0.0.0/8"]})
    ended = await beside(capsys, "try", "quota", feeds.url("ustr"), "--config", config, "--json")
    assert ended.code == 0
    assert [(told["id"], told["match"]) for told in ended.objects] == [
        ("https://example.org/2", False),
        ("https://example.org/1", True),
    ]
    file = tmp_path / "feed.xml"
    file.write_bytes(b"<rss version='2.0'><channel><title>x</title><item><title>A quota</title></item></channel></rss>")
    ended = await beside(capsys, "try", "quota", file)
    assert ended.code == 0
    assert "1 of 1 match" in ended.out


async def test_try_on_a_page_that_is_not_a_feed_says_so(
    feeds: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html><head><title>Log in</title></head><body><p>Please</p></body></html>")
    config = configured(tmp_path, network={"allow_private": ["127.0.0.0/8"]})
    feeds.set_mood("page", html_page())
    for place in (str(page), feeds.url("page")):
        ended = await beside(capsys, "try", "quota", place, "--config", config)
        assert ended.code == 2
        assert "html" in ended.err.lower()


async def test_try_on_a_private_address_is_refused(
    feeds: FeedServer, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = await beside(capsys, "try", "quota", feeds.url("ustr"), "--config", config)
    assert ended.code == 2
    assert "127.0.0.1" in ended.err
    assert feeds.requests == []


def test_try_on_a_file_that_is_not_there_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = called(capsys, "try", "quota", tmp_path / "none.xml")
    assert ended.code == 2
    assert "none.xml" in ended.err


def test_try_without_a_rule_says_what_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    ended = called(capsys, "try")
    assert ended.code == 2
    assert "Say which rule to try" in ended.err


def test_try_looks_at_what_is_stored_even_beside_a_running_service(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with held(tmp_path / "tradewatch.db"):
        ended = called(capsys, "try", "quota", "--config", configured(tmp_path))
    assert (ended.code, ended.out.splitlines()[-1]) == (1, "0 of 0 match")


async def test_try_shows_all_stored_items_that_match_as_a_search_does(
    tmp_path: Path, forms: Forms, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_house(tmp_path / "tradewatch.db", forms, Clock()) as house:
        await house.settle_in()
        await house.poll(document(item("Quotas end", "3"), item("Rain", "2"), item("Quota on wool", "1")))
        as_text = await beside(capsys, "try", "quota -cotton", "--config", configured(tmp_path))
        as_json = await beside(capsys, "try", "quota -cotton", "--config", configured(tmp_path), "--json")
    assert [line for line in as_text.out.splitlines() if line.startswith("✓")] == ["✓ Quotas end", "✓ Quota on wool"]
    assert (as_text.code, as_text.out.splitlines()[-1]) == (0, "2 of 3 match")
    assert [json.loads(line)["match"] for line in as_json.out.splitlines()] == [True, True]


async def test_try_says_how_far_indexing_is(tmp_path: Path, forms: Forms, capsys: pytest.CaptureFixture[str]) -> None:
    async with open_house(tmp_path / "tradewatch.db", forms, Clock()) as house:
        await house.settle_in()
        await house.poll(document(item("Quotas end", "1")))
        await house.database.write(items.begin_indexing, "newer")
        ended = await beside(capsys, "try", "quota", "--config", configured(tmp_path))
    assert (ended.code, "Still indexing stored items: 0 % done." in ended.err) == (0, True)


async def test_try_leaves_a_database_of_an_older_program_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with await Database.open(tmp_path / "tradewatch.db"):
        pass
    with closing(sqlite3.connect(tmp_path / "tradewatch.db")) as older:
        older.execute("pragma user_version = 2")
    ended = await beside(capsys, "try", "quota", "--config", configured(tmp_path))
    assert (ended.code, "an older program wrote it" in ended.err) == (2, True)


def test_try_where_nothing_is_stored_says_so(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = called(capsys, "try", "quota", "--config", config)
    assert ended.code == 2
    assert "tradewatch.db" in ended.err
    assert not (config.parent / "tradewatch.db").exists()


@pytest.mark.parametrize("name", ["words", "entities"])
def test_the_headlines_of_the_samples_match_as_they_must(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = ROOT / "samples" / "headlines" / f"{name}.jsonl"
    count = sum(bool(line.strip()) for line in path.read_text("utf-8").splitlines())
    ended = called(capsys, "try", "--cases", path)
    assert (ended.code, ended.out) == (0, f"{count} of {count}\n")


def test_a_case_that_misses_is_printed_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = tmp_path / "cases.jsonl"
    rows = [
        {"id": "a", "rule": "quota", "title": "A quota", "summary": "", "lang": "en", "expect": True},
        {"id": "b", "rule": "quota", "title": "A levy", "summary": "", "lang": "en", "expect": True},
        {"id": "c", "rule": "(quota", "title": "A quota", "expect": False},
    ]
    cases.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    as_text, as_json = (called(capsys, "try", "--cases", cases), called(capsys, "try", "--cases", cases, "--json"))
    assert (as_text.code, as_json.code) == (1, 1)
    assert as_text.out.splitlines()[-1] == "1 of 3"
    assert "b: 'quota' must match 'A levy'" in as_text.out
    assert [(told["id"], told["match"], told["error"] is None) for told in as_json.objects] == [
        ("a", True, True),
        ("b", False, True),
        ("c", False, False),
    ]


@pytest.mark.parametrize("line", ["no json", "[]", '{"id": 1}', '{"id": "a", "rule": "x", "title": "y"}'])
def test_a_file_of_cases_that_is_none_is_refused_with_its_line(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(f"\n{line}\n", "utf-8")
    ended = called(capsys, "try", "--cases", cases)
    assert ended.code == 2
    assert "line 2" in ended.err


# ---- health ----------------------------------------------------------------------------------------


async def beaten(path: Path, ages: dict[str, float], problems: dict[str, str]) -> None:
    """Write a database whose parts beat last this many seconds ago."""
    async with await Database.open(path) as database:
        for part, age in ages.items():
            await database.write(health.beat, part, NOW - timedelta(seconds=age), problems.get(part))


ALIVE = {part: oldest.total_seconds() - 1 for part, oldest in MAX_AGE.items()}


@pytest.mark.parametrize(
    ("ages", "problems", "told"),
    [
        pytest.param(ALIVE, {}, [], id="alive"),
        pytest.param({}, {}, [f"{part}: no sign of life yet" for part in MAX_AGE], id="just started"),
        *(
            pytest.param(
                ALIVE | {part: 3_600.0}, {}, [f"{part}: last sign of life 3600 s ago"], id=f"{part} has stopped"
            )
            for part in MAX_AGE
        ),
        pytest.param(
            ALIVE | {"polling": -3_600.0}, {}, ["polling: last sign of life -3600 s ago"], id="the clock was set back"
        ),
        pytest.param(ALIVE, {"delivery": "another process"}, ["delivery: another process"], id="sending is forbidden"),
        pytest.param(
            {"polling": 1.0, "parser": 1.0},
            {},
            ["delivery: no sign of life yet", "telegram: no sign of life yet"],
            id="half",
        ),
    ],
)
async def test_health_names_each_part_that_is_not_well(
    ages: dict[str, float], problems: dict[str, str], told: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "tradewatch.db"
    await beaten(path, ages, problems)
    assert trouble(path, NOW) == told


@pytest.mark.parametrize("kind", ["missing", "other", "none"])
def test_health_of_no_database_says_why(kind: str, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = config.parent / "tradewatch.db"
    if kind != "missing":
        {"other": of_another_program, "none": no_database}[kind](path)
    ended = called(capsys, "health", "--config", config)
    assert ended.code == 1
    assert str(path) in ended.out
    assert {"missing": "there is no database", "other": "cannot be read", "none": "cannot be read"}[kind] in ended.out


def test_health_of_a_folder_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    (said,) = trouble(tmp_path / ("x" * 300) / "tradewatch.db", NOW)
    assert said.startswith("the folder of ") and said.endswith("cannot be read: File name too long")


def test_health_without_a_config_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = called(capsys, "health", "--config", tmp_path / "none.yaml")
    assert ended.code == 1
    assert "none.yaml" in ended.out


async def test_health_carries_no_weight(config: Path) -> None:
    """A container asks every half minute, and imports are most of the cost."""
    heavy = (
        "typer",
        "rich",
        "telegram",
        "pydantic",
        "httpx",
        "apscheduler",
        "feedparser",
        "sqlite_utils",
        "prompt_toolkit",
        "babel",
    )
    program = (
        "import sys; from bot.cli import main; code = main(sys.argv[1:]);"
        f"print([name for name in {heavy} if name in sys.modules]); sys.exit(code)"
    )
    for arguments in (("--config", str(config), "health"), ("health", f"--config={config}"), ("health",)):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", program, *arguments), cwd=ROOT, stdout=subprocess.PIPE
        )
        out, _ = await process.communicate()
        assert process.returncode == 1
        answer, imported = out.decode().splitlines()
        assert str(config.parent) in answer or len(arguments) == 1
        assert imported == "[]"


# --- backup and restore ---------------------------------------------------------------------------------


@pytest.fixture
def operated(tmp_path: Path) -> Path:
    """A configuration, with a database that has one subscriber."""
    config = tmp_path / "config.yaml"
    config.write_text("database: tradewatch.db\n")
    asyncio.run(known_chat(tmp_path / "tradewatch.db", "7"))
    return config


async def known_chat(path: Path, chat: str) -> None:
    async with await Database.open(path) as database:
        await database.write(subscribers.subscribe, Address(chat), "en", NOW)


def chats(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [address for (address,) in connection.execute("select address from subscribers order by address")]


@pytest.mark.hazard("O5")
def test_a_backup_is_made_and_restored_and_says_what_may_come_twice(
    operated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = operated.parent
    assert main(["backup", "--config", str(operated)]) == 0
    assert "Backed up and verified" in capsys.readouterr().out
    (backup,) = (folder / "backups").iterdir()
    asyncio.run(known_chat(folder / "tradewatch.db", "8"))
    assert main(["restore", str(backup), "--config", str(operated)]) == 0
    out = capsys.readouterr().out
    assert chats(folder / "tradewatch.db") == ["7"]
    (replaced,) = folder.glob("*.replaced-*")
    assert chats(replaced) == ["7", "8"]
    assert str(replaced) in out
    assert "Sent a second time, if they were sent after the backup: the 0 alerts" in out


def test_a_backup_needs_a_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("database: tradewatch.db\n")
    assert main(["backup", "--config", str(config)]) == 1
    said = capsys.readouterr().err
    assert "there is no such file" in said
    assert "The service makes its database at its first start" in said
    assert not (tmp_path / "backups").exists()


def test_a_rule_tried_before_the_first_start_needs_a_headline(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("database: tradewatch.db\n")
    assert main(["try", "TSMC tariffs", "--config", str(config)]) == 2
    shown = capsys.readouterr()
    assert shown.out.startswith("Read as: TSMC and tariffs")
    assert shown.err.startswith("No items are stored yet: there is no such file: ")
    assert "--title" in shown.err


def test_a_backup_that_does_not_exist_is_named(operated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", "missing.db", "--config", str(operated)]) == 1
    assert "there is no such file: missing.db" in capsys.readouterr().err


@pytest.mark.parametrize("verb", [["backup"], ["restore", "missing.db"], ["restore", "config.yaml"]])
def test_what_fails_in_an_empty_folder_leaves_nothing_there(
    verb: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.yaml").write_text("database: data/tradewatch.db\n")
    assert main(verb) == 1
    assert "no such file" in (said := capsys.readouterr().err) or "not a database" in said
    assert [file.name for file in tmp_path.iterdir()] == ["config.yaml"]


def test_a_backup_is_restored_into_an_empty_folder(operated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = operated.parent / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("config.yaml").write_text("database: data/tradewatch.db\n")
    assert main(["restore", str(operated.with_name("tradewatch.db"))]) == 0
    assert chats(folder / "data" / "tradewatch.db") == ["7"]


@pytest.mark.parametrize("kind", ["note", "other", "empty", "none"])
def test_a_file_that_is_not_a_backup_is_not_restored(
    operated: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = operated.with_name("file")
    match kind:
        case "note":
            file.write_text("a note, longer than the header of a database\n" * 9)
        case "other":
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("create table notes (text)")
        case "empty":
            file.touch()
    assert main(["restore", str(file), "--config", str(operated)]) == 1
    said = capsys.readouterr().err
    assert "This file cannot be restored" in said
    assert f"{file}\n" in said
    assert "The database was not changed. Name a file that" in said
    assert str(operated.with_name("backups")) in said
    assert chats(operated.parent / "tradewatch.db") == ["7"]
