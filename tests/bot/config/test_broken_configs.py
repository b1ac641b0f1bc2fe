"""Configurations as people break them, and everything that ``check`` prints for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.settings import check
from bot.config.document import TOKEN_FILE_VARIABLE, TOKEN_VARIABLE
from watchers.feeds import catalog

TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
DURATIONS = "Write 30s, 10m, 2h or 1d."

WALK = {
    "a tab": (
        "polling:\n\tevery: 5m\n",
        ["config.yaml:2  This line begins with a tab. Indent with spaces, two for each level."],
    ),
    "a quote that stays open": (
        'network:\n  user_agent: "Desk/1 (+https://desk.example)\nlog:\n  level: info\n',
        ["config.yaml:2  A quote that begins in this line is not closed. Close it."],
    ),
    "an indentation": (
        "flood:\n  per_watch: 20\n per_source: 5\n",
        [
            "config.yaml:3  The indentation of this line matches nothing above it. "
            "Indent it like the lines around it, two spaces for each level."
        ],
    ),
    "a colon in a text": (
        "network:\n  user_agent: Desk: reader\n",
        [
            'config.yaml:2  A colon is not allowed here. Put a value that has ": " in it in quotes, '
            "or indent the line like those around it."
        ],
    ),
    "misspelled keys": (
        "telegram:\n  base_ulr: http://127.0.0.1:8081/bot\npoling:\n  every: 5m\nper_second: 5\n",
        [
            "config.yaml:2  telegram.base_ulr  is not a known key. Did you mean base_url?",
            "config.yaml:3  poling  is not a known key. Did you mean polling?",
            "config.yaml:5  per_second  is not a known key. It belongs under delivery.",
            "3 problems found.",
        ],
    ),
    "units": (
        "polling:\n  every: 10 minutes\n  timeout: 30\nnotices:\n  operators_after: 40d\n",
        [
            f'config.yaml:2  polling.every  "10 minutes" is not a duration. {DURATIONS}',
            f'config.yaml:3  polling.timeout  "30" has no unit. {DURATIONS}',
            'config.yaml:5  notices.operators_after  "40d" is too long. Write 30d or less.',
            "3 problems found.",
        ],
    ),
    "a section written twice": (
        "access:\n  operators: [7]\nlog: {level: info}\naccess:\n  allow: [-1001]\n",
        [
            "config.yaml:4  access  is a duplicate: line 1 has it too. Write access: once.",
            "1 problem found.",
        ],
    ),
    "people and chats": (
        "access:\n  operators: ['@me', -100123]\n  allow: 7\n",
        [
            'config.yaml:2  access.operators[0]  "@me" is not a whole number. Write digits only.',
            'config.yaml:2  access.operators[1]  "-100123" is a group, and operators are people. '
            "Write a user's number, above zero.",
            'config.yaml:3  access.allow  "7" is not a list. Write [7].',
            "3 problems found.",
        ],
    ),
    "sources": (
        "sources:\n"
        "  - id: My Ministry\n    url: example.org/feed\n"
        "  - id: ustr.rs\n"
        "  - id: list\n    url: https://a.example/l\n    kind: json\n"
        "  - id: list\n    url: https://a.example/l\n    country: UK\n",
        [
            'config.yaml:2  sources[0].id  "My Ministry" is not an ID. '
            "Use a to z, 0 to 9, dot, dash and underscore, 64 at most: my-ministry.",
            'config.yaml:3  sources[0].url  "example.org/feed" is not a web address. '
            "Write it in full: https://example.org/feed.xml.",
            "config.yaml:4  sources[1].url  is missing, and the catalog has no source with this ID. "
            "Write url: https://… under it, or id: ustr.rss.",
            "config.yaml:5  sources[2].mapping  is missing: a source of kind json does not say where its items are. "
            "Write mapping:, and items: and title: under it.",
            "config.yaml:8  sources[3].id  is also the ID of sources[2]. Give each source a different ID.",
            'config.yaml:10  sources[3].country  "UK" is not a country code. Write GB.',
            "6 problems found.",
        ],
    ),
    "the token in the file": (
        f"telegram:\n  token: {TOKEN}\nlog:\n  level: {TOKEN}\n",
        [
            "config.yaml:2  telegram.token  does not belong in this file. "
            "Remove it, and set TELEGRAM_BOT_TOKEN in the environment or in .env.",
            'config.yaml:4  log.level  "***" is not an option here. Write debug, info, warning or error.',
            "2 problems found.",
        ],
    ),
    "a folder that is not there": (
        "database: nowhere/trade.db\n",
        [
            "config.yaml:1  database  The folder nowhere does not exist. Run mkdir -p nowhere",
            "1 problem found.",
        ],
    ),
}


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (TOKEN_VARIABLE, TOKEN_FILE_VARIABLE):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("case", WALK)
def test_check_names_every_mistake_with_its_correction(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, said = WALK[case]
    Path("config.yaml").write_text(text, "utf-8")
    assert check(Path("config.yaml")) == 1
    assert capsys.readouterr().out.splitlines() == said


def test_check_names_mistakes_of_the_environment_beside_those_of_the_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("config.yaml").write_text("polling: {timeout: 1h}\n", "utf-8")
    monkeypatch.setenv("TRADEWATCH_POLING__EVERY", "1m")
    monkeypatch.setenv("TRADEWATCH_ACCESS__ALLOW", "7,8")
    monkeypatch.setenv(TOKEN_FILE_VARIABLE, "none")
    assert check(Path("config.yaml")) == 1
    assert capsys.readouterr().out.splitlines() == [
        'environment  TRADEWATCH_ACCESS__ALLOW  "7,8" is not a list. Write [7, 8].',
        "environment  TRADEWATCH_POLING__EVERY  is not a setting. Did you mean TRADEWATCH_POLLING__EVERY?",
        "environment  TELEGRAM_BOT_TOKEN_FILE  names a file that cannot be read: No such file or directory. "
        "Name a file with the token that this user can read.",
        'config.yaml:1  polling.timeout  "1h" is too long. Write 10m or less.',
        "4 problems found.",
    ]


def test_the_environment_alone_is_enough(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TRADEWATCH_DATABASE", "trade.db")
    monkeypatch.setenv("TRADEWATCH_POLLING__EVERY", "5m")
    monkeypatch.setenv("TRADEWATCH_CATALOG", "all")
    monkeypatch.setenv("TRADEWATCH_ACCESS__OPERATORS", "[7]")
    monkeypatch.setenv("TRADEWATCH_NETWORK__USER_AGENT", "Desk/1 (desk@example.org)")
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    shipped = len(catalog.load().all)
    assert check(None) == 0
    assert capsys.readouterr().out.splitlines() == [
        "There is no config.yaml here: these are the defaults. `python -m bot init` writes them.",
        "  database  trade.db",
        f"  sources   {shipped}: {shipped} from the catalog, 0 from your settings",
        "  token     set",
        "  access    everyone",
        "  operators 1",
        "  set by    TRADEWATCH_ACCESS__OPERATORS, TRADEWATCH_CATALOG, TRADEWATCH_DATABASE, "
        "TRADEWATCH_NETWORK__USER_AGENT, TRADEWATCH_POLLING__EVERY",
    ]
