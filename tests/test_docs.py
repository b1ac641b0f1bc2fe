"""What the documentation says is there, and what is there is documented."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from bot import version
from bot.chat import Outcome
from bot.cli import EXIT_DAMAGED, EXIT_MISTAKE, main, verbs
from bot.cli.run import EXIT_TOKEN
from bot.cli.try_rule import MATCH, MISTAKE, NO_MATCH
from bot.commands import COMMANDS, OPERATOR_COMMANDS
from bot.config.document import TOKEN_FILE_VARIABLE, TOKEN_VARIABLE, ConfigError
from bot.config.settings import Config, known_keys
from bot.config.values import spelled
from bot.health import trouble
from bot.messages.text import LANGUAGES
from bot.watchdog import EXIT_DEAD
from watchers import codes, errors
from watchers.entities import Catalog
from watchers.errors import ParseProblem, RuleError, TradewatchError
from watchers.items.identity import script_language
from watchers.matching import Recognizer, explain
from watchers.model import Item, SourceId
from watchers.polling.probe import ProbeVerdict
from watchers.rules import parse
from watchers.rules.vocabulary import FIELDS
from watchers.store import Database, Rows
from watchers.text.tokens import read

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PACKAGES = ("bot", "watchers")
VERBS = (
    *("init", "run", "chat", "check", "health", "backup", "restore", "outbox", "evidence", "lists", "version"),
    *("try", "probe", "opml"),
)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
NOT_YET_TOLD = ("agency", "type", "status")
"""Fields that parse, and that no source fills as yet."""
OFFLINE = ("check", "try", "version")
"""Verbs that are run as the pages show them; the others need people, a network or a service."""


@cache
def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@cache
def rows(text: str) -> tuple[list[str], ...]:
    """The rows of all tables of a page as cells; ``\\|`` is a sign, not a border."""
    return tuple(
        [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in text.splitlines()
        if line.startswith("| ") and not line.startswith("|---")
    )


def row_of(name: str, text: str) -> list[str]:
    """The cells of the row that begins with the name as code."""
    found = [cells for cells in rows(text) if cells[0] == f"`{name}`"]
    assert found, f"no row begins with `{name}`"
    return found[0]


def code(cell: str) -> list[str]:
    """The code in a cell."""
    return re.findall(r"`([^`\n]+)`", cell)


def prose(path: Path) -> str:
    """A page without its fenced blocks, whose fences are not code of one line."""
    return re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def blocks(text: str, language: str = "") -> Iterator[str]:
    """The fenced blocks of a page in a language."""
    for match in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        if match[1] == language:
            yield match[2]


# ---- commands, settings, command line --------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_and_explained_to_subscribers(name: str) -> None:
    assert any(code(cells[0])[:1] and code(cells[0])[0].split()[0] == f"/{name}" for cells in rows(page("README.md")))
    _, does, example = row_of(f"/{name}", page("docs/subscribers.md"))
    assert does
    assert code(example)[0].startswith(f"/{name}")


def test_no_page_names_a_command_that_is_not_there() -> None:
    named = {
        said[1:].split()[0].partition("@")[0]
        for path in PAGES
        for said in code(prose(path))
        if re.match(r"/[a-z]+(?:[ @]|$)", said)
    }
    known = {*COMMANDS, *OPERATOR_COMMANDS}
    assert named - known <= {"quit", "newbot", "tmp", "app", "control", "healthz", "metrics"}


def test_every_setting_has_a_row_with_its_default() -> None:
    for key in known_keys():
        _, default, what = row_of(key, page("docs/operating.md"))
        assert what, key
        assert "[]" in key or code(default) == [_default(key)], key


def test_the_table_of_settings_has_no_others() -> None:
    described = {code(cells[0])[0] for cells in rows(_section("Settings")) if code(cells[0])}
    assert described == set(known_keys())


def _default(key: str) -> str:
    value: object = Config()
    for part in key.split("."):
        value = getattr(value, part)
    match value:
        case timedelta():
            return spelled(value)
        case ():
            return "[]"
    return str(value).replace(f"/{version().rpartition('.')[0]} ", "/{version} ")


def _section(heading: str) -> str:
    """A second-level section of the operator's page."""
    _, _, rest = page("docs/operating.md").partition(f"\n## {heading}\n")
    assert rest, heading
    return rest.partition("\n## ")[0]


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_of_a_verb_is_documented_and_no_other(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    documented = {
        code(cells[0])[0]: code(cells[1])
        for cells in rows(_section("Commands"))
        if len(cells) == 3
        if cells[1] != "Options"
    }
    assert set(documented.get(verb, [])) == _options(verb, capsys)


def test_every_verb_is_documented(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    # In a terminal the verbs are drawn in a frame.
    monkeypatch.setattr(verbs.app, "rich_markup_mode", None)
    assert main(["--help"]) == 0
    _, _, listed = capsys.readouterr().out.partition("\nCommands:\n")
    assert tuple(re.findall(r"^  (\w+)  ", listed, re.MULTILINE)) == VERBS


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_line_on_a_page_has_a_known_verb_and_known_options(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = path.read_text("utf-8")
    for line in re.findall(r"(?:python -m bot|(?:^|`)tradewatch) ([^`\n]+)", text, re.MULTILINE):
        verb, *words = shlex.split(line.rstrip("\\"))
        if verb == "VERB":
            continue
        if verb.startswith("--"):
            assert verb in _options_of_the_installed_command(), line
            continue
        assert verb in VERBS, line
        assert {word for word in words if word.startswith("--")} <= _options(verb, capsys), line


def test_what_the_readme_runs_offline_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    ran = 0
    for block in blocks(page("README.md"), "sh"):
        for line in re.findall(r"^python -m bot (.+)$", block, re.MULTILINE):
            if line.split()[0] in OFFLINE:
                assert main(shlex.split(line)) == 0, capsys.readouterr()
                ran += 1
    assert ran


def test_the_scripts_that_the_pages_run_are_there() -> None:
    for path in PAGES:
        for block in blocks(path.read_text("utf-8"), "sh"):
            for script in re.findall(r"^(scripts/[\w-]+)", block, re.MULTILINE):
                assert (ROOT / script).is_file(), f"{path.name}: {script}"


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "SECURITY.md", "docs/releasing.md", "docs/upgrading.md"])
def test_every_file_that_a_guide_names_is_there(name: str) -> None:
    folders = r"(?:bot|watchers|tests|scripts|docs|samples|\.github)/[\w./-]+"
    named = {path.rstrip("./") for path in re.findall(rf"(?<![\w/.]){folders}", page(name))}
    named |= {
        f"{module.replace('.', '/')}.py" for module in re.findall(r"python -m ((?:scripts|tests)\.[\w.]+)", page(name))
    }
    assert named
    examples = {"bot/messages/ftl/TAG.ftl", "samples/headlines/packs-ID.jsonl"}
    assert [path for path in sorted(named - examples) if not (ROOT / path).exists()] == []


def test_every_exit_code_is_in_the_table() -> None:
    table = list(rows(_section("Commands").rpartition("| Verb |")[2].join(["| Verb |", ""])))
    codes = [int(cell) for cell in table[0][1:]]
    assert set(codes) == {0, EXIT_DAMAGED, EXIT_DEAD, EXIT_MISTAKE, EXIT_TOKEN, MATCH, NO_MATCH, MISTAKE}
    told = {code(cells[0])[0]: {at for at, cell in zip(codes, cells[1:], strict=True) if cell} for cells in table[1:]}
    # Wrong options end with 2, whatever the verb.
    assert told == {
        "init": {0, EXIT_MISTAKE, 2},
        "run": {0, EXIT_MISTAKE, 2, EXIT_DAMAGED, EXIT_DEAD, EXIT_TOKEN},
        "chat": {0, EXIT_MISTAKE, 2},
        "check": {0, 1, 2},
        "try": {MATCH, NO_MATCH, MISTAKE},
        "probe": {0, 1, 2},
        "opml": {0, EXIT_MISTAKE, 2},
        "health": {0, 1, 2},
        "backup": {0, EXIT_MISTAKE, 2},
        "restore": {0, EXIT_MISTAKE, 2},
        "outbox": {0, 1, 2},
        "evidence": {0, 1, 2},
        "lists": {0, EXIT_MISTAKE, 2},
        "version": {0, 2},
    }


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["version"], 0),
        (["check"], 0),
        (["check", "--config", "none.yaml"], 1),
        (["health", "--config", "none.yaml"], 1),
        (["run", "--config", "none.yaml"], EXIT_MISTAKE),
        (["chat", "--config", "none.yaml"], EXIT_MISTAKE),
        (["opml", "export", "--config", "none.yaml"], EXIT_MISTAKE),
        (["try", "tariff", "--title", "Tariffs"], MATCH),
        (["try", "tariff", "--title", "Chips"], NO_MATCH),
        (["try", "(tariff"], MISTAKE),
    ],
)
def test_the_command_line_ends_as_the_table_says(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], expected: int
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(arguments) == expected


def test_an_unknown_verb_ends_with_2() -> None:
    assert main(["watch"]) == 2


@pytest.mark.parametrize("verb", ["check", "run"])
def test_without_a_token_the_operator_learns_what_to_do(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Not in the tree: a token may be in its .env.
    (tmp_path / "config.yaml").write_bytes((ROOT / "config.yaml").read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    assert main([verb]) == (EXIT_MISTAKE if verb == "run" else 0)
    said = capsys.readouterr()
    assert TOKEN_VARIABLE in said.out + said.err


def _options(verb: str, capsys: pytest.CaptureFixture[str]) -> set[str]:
    assert main([verb, "--help"]) == 0
    return set(re.findall(r"--[a-z]+", capsys.readouterr().out)) - {"--help"}


@cache
def _options_of_the_installed_command() -> set[str]:
    """Return the options before the verb; those for completion exist only under the name ``tradewatch``."""
    program = "import sys; sys.argv = ['tradewatch']; from bot.cli import main; main(['--help'])"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(re.findall(r"^  (--[a-z-]+)", ran.stdout, re.MULTILINE))


def test_every_environment_variable_is_documented() -> None:
    dockerfile = page("Dockerfile")
    shell = "".join(page(f"scripts/{name}") for name in ("environment", "run", "test", "lock", "container-check"))
    used = {
        TOKEN_VARIABLE,
        TOKEN_FILE_VARIABLE,
        *re.findall(r"^ARG (\w+)", dockerfile, re.MULTILINE),
        *re.findall(r"\b(PTB_\w+)=", dockerfile),
        *re.findall(r"\$\{([A-Z]\w+)", page("compose.yaml")),
        *re.findall(r"\$\{([A-Z]\w+):-", shell),
    }
    table = {name for cells in rows(_section("Environment")) for name in code(cells[0])}
    assert used <= table


# ---- errors, logs, health --------------------------------------------------------------------------


def _error_classes() -> list[str]:
    found = [
        name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, TradewatchError)
    ]
    return [*found, ConfigError.__name__]


@pytest.mark.parametrize("name", _error_classes())
def test_every_error_says_what_it_means_and_what_to_do(name: str) -> None:
    assert row_of(name, _section("When something goes wrong"))[1]


@pytest.mark.parametrize("problem", ParseProblem)
def test_every_problem_of_a_document_is_explained(problem: ParseProblem) -> None:
    assert row_of(problem.value, _section("When something goes wrong"))[1]


def test_the_page_that_an_error_sends_to_has_the_heading() -> None:
    sent = [
        (found[1], found[2])
        for path in (ROOT / "bot").rglob("*.py")
        for found in re.finditer(r"\b(docs/\w+\.md), (\w+)", path.read_text("utf-8"))
    ]
    assert sent
    for name, heading in sent:
        assert re.search(rf"^#+ {heading}$", page(name), re.MULTILINE), (name, heading)


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the log as the code writes it."""

    name: str
    fields: frozenset[str]


@cache
def _events() -> list[Event]:
    sources = (path.read_text("utf-8") for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    found = [
        _event(call)
        for source in sources
        if re.search(r"\blog\.", source)
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if isinstance(call.func.value, ast.Name) and call.func.value.id == "log" and call.func.attr != "set_up"
    ]
    return sorted(set(found), key=lambda event: (event.name, sorted(event.fields)))


def _event(call: ast.Call) -> Event:
    name = next(each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str))
    extra = next((each.value for each in call.keywords if each.arg == "extra"), None)
    keys = extra.keys if isinstance(extra, ast.Dict) else []
    return Event(name.split()[0], frozenset(key.value for key in keys if isinstance(key, ast.Constant)))  # type: ignore[misc]


def test_every_event_of_the_log_is_documented_with_its_fields() -> None:
    for event in _events():
        _, _, fields, means = row_of(event.name, _section("Logs"))
        assert set(code(fields)) == event.fields, event.name
        assert means, event.name


def test_the_table_of_events_has_no_others() -> None:
    documented = {code(cells[0])[0] for cells in rows(_section("Logs")) if len(cells) == 4 and code(cells[0])}
    assert documented == {event.name for event in _events()}


@pytest.mark.parametrize("outcome", [kind.__name__ for kind in get_args(Outcome)])
def test_every_outcome_of_a_delivery_is_documented(outcome: str) -> None:
    assert all(row_of(outcome, _section("Logs")))


@pytest.mark.parametrize("verdict", ProbeVerdict)
def test_every_verdict_of_a_probe_is_documented(verdict: ProbeVerdict) -> None:
    assert any(verdict.value in code(cells[0]) for cells in rows(_section("Probe")))


def test_what_health_says_without_a_database_is_documented(tmp_path: Path) -> None:
    (said,) = trouble(tmp_path / "none.db", NOW)
    assert said.startswith("there is no database at ")
    assert row_of("there is no database at …", _section("Health"))


# ---- the house -------------------------------------------------------------------------------------


def test_every_module_is_in_the_drawing_and_no_other() -> None:
    drawn = sorted(_drawn(next(block for block in blocks(page("docs/architecture.md")) if block.startswith("bot/"))))
    there = sorted(
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if path.name != "__init__.py" and path.parent.name != "migrations"
    )
    assert drawn == there


def _drawn(drawing: str) -> Iterator[str]:
    """The modules of a drawing in which two spaces are one step down."""
    folders: list[str] = []
    for line in drawing.splitlines():
        name, _, what = line.strip().partition(" ")
        assert what.strip(), line
        depth = (len(line) - len(line.lstrip())) // 2
        folders = [*folders[:depth], name]
        if name.endswith(".py"):
            yield "".join(folders)
        else:
            assert (ROOT / "".join(folders)).is_dir(), line


def test_the_layers_are_those_of_the_contracts() -> None:
    contracts = tomllib.loads(page("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layered = [contract for contract in contracts if contract["type"] == "layers" and "containers" in contract]
    assert layered
    drawn = list(blocks(page("docs/architecture.md")))
    for contract in layered:
        assert "\n".join(contract["layers"]) + "\n" in drawn


async def test_every_table_of_the_database_is_described(database: Database) -> None:
    def names(rows: Rows) -> set[str]:
        return {name for (name,) in rows.all("select name from sqlite_master where type = 'table'")}

    there = await database.read(names)
    state = page("docs/architecture.md").partition("\n## State\n")[2].partition("\n## ")[0]
    assert {name for cells in rows(state) for name in code(cells[0])} == there


def test_every_decision_is_in_the_list_and_has_its_four_parts() -> None:
    listed = page("docs/decisions/README.md")
    for path in sorted((ROOT / "docs" / "decisions").glob("0*.md")):
        assert f"({path.name})" in listed
        headings = re.findall(r"^## (.+)$", path.read_text("utf-8"), re.MULTILINE)
        assert headings == ["Context", "Choice", "Why", "Cost"], path.name


def test_the_changelog_names_the_version() -> None:
    assert f"## [{tomllib.loads(page('pyproject.toml'))['project']['version']}]" in page("CHANGELOG.md")


# ---- links and examples ----------------------------------------------------------------------------


def test_links_between_the_pages_lead_somewhere() -> None:
    links = [(path, link) for path in PAGES for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8"))]
    assert links
    for path, target in links:
        if re.match(r"https?://", target):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), (path, target)
        assert not anchor or anchor in _anchors(there), (path, target)


@cache
def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _examples() -> list[str]:
    said = [each for path in PAGES for each in code(prose(path))]
    return sorted({each.removeprefix("/watch ") for each in said if each.startswith("/watch ")})


def test_every_watch_that_is_shown_can_be_read(catalog: Catalog) -> None:
    assert _examples()
    for rule in _examples():
        parse(rule, catalog)


def _promises() -> list[tuple[str, str, bool]]:
    tables = [cells for cells in rows(page("docs/subscribers.md")) if len(cells) == 3 and "/watch " in cells[0]]
    found = [(code(cells[0])[0].removeprefix("/watch "), cells[1:]) for cells in tables if not code(cells[2])]
    return [(rule, title, at == 0) for rule, titles in found for at, title in enumerate(titles)]


def test_every_watch_finds_and_leaves_out_what_the_page_says(catalog: Catalog, recognizer: Recognizer) -> None:
    assert _promises()
    for rule, title, finds in _promises():
        heading = read(title)
        item = Item("", heading, read(""), None, script_language(heading), None)
        found = explain(parse(rule, catalog), item, SourceId("docs"), recognizer)
        assert (found is not None) is finds, (rule, title)


def _ruled(has_cure: bool) -> list[list[str]]:
    """The rows of the page of rules: of its examples, or of what is refused."""
    found = [cells for cells in rows(page("docs/rules.md")) if len(cells) == 3 and code(cells[0])]
    return [cells for cells in found if bool(code(cells[2])) is has_cure]


def test_every_rule_finds_and_leaves_out_what_the_page_of_rules_says(catalog: Catalog, recognizer: Recognizer) -> None:
    promised = [(code(cells[0])[0], cells[at], at == 1) for cells in _ruled(has_cure=False) for at in (1, 2)]
    assert promised
    for rule, headline, finds in promised:
        title, _, body = headline.partition(" — ")
        heading = read(title)
        item = Item("", heading, read(body), None, script_language(heading), None, codes.facts(title, body))
        found = explain(parse(rule, catalog), item, SourceId("docs"), recognizer)
        assert (found is not None) is finds, (rule, headline)


def test_what_the_page_of_rules_says_is_refused_is_refused_with_that_cure(catalog: Catalog) -> None:
    assert _ruled(has_cure=True)
    for typed, _, cure in _ruled(has_cure=True):
        with pytest.raises(RuleError) as caught:
            parse(code(typed)[0], catalog)
        assert caught.value.instead == code(cure)[0], typed


def test_the_page_of_rules_has_examples_of_every_field_and_in_every_language() -> None:
    rules = " ".join(code(prose(ROOT / "docs/rules.md")))
    assert [field for field in FIELDS if f"{field}:" not in rules and field not in NOT_YET_TOLD] == []
    for heading in ("中文", "日本語"):
        assert len(list(rows(page("docs/rules.md").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]))) > 5


@pytest.mark.parametrize("language", LANGUAGES.values())
def test_there_are_examples_in_every_language_of_the_bot(language: str) -> None:
    section = page("docs/subscribers.md").partition(f"\n### {language}\n")[2].partition("\n#")[0]
    assert len(list(rows(section))) > 3


def test_a_line_holds_one_sentence() -> None:
    lines = [(path, line) for path in PAGES for line in prose(path).splitlines()]
    assert lines
    text = [(path, line) for path, line in lines if not line.lstrip().startswith(("|", ">"))]
    assert [each for each in text if re.search(r"[a-z)`]\. [A-Z`*]", each[1])] == []


def test_the_alert_of_the_readme_is_the_one_that_the_sample_brings() -> None:
    """The date is that of the day on which the page was written."""
    printed = (ROOT / "tests" / "golden" / "expected" / "cli" / "chat_sample.txt").read_text("utf-8")
    quoted = [line[2:].removesuffix("\\") for line in page("README.md").splitlines() if line.startswith("> ")]
    title, summary, matched, origin, *_ = (re.sub(r"\*|</?ins>", "", line) for line in quoted)
    text, address = re.findall(r"^\[(.+)\]\((.+)\)$", title)[0]
    alert = printed[printed.index(text) :].splitlines()
    assert alert[0] == f"{text} <{address}>"
    assert alert[1:3] == [summary, matched]
    assert _without_date(alert[3]) == _without_date(origin)


def _without_date(line: str) -> str:
    return line.partition(" · ")[0]


def test_every_periodic_job_is_documented() -> None:
    source = (ROOT / "bot" / "app.py").read_text("utf-8")
    jobs = re.findall(r'Job\("(\w+)"', source)
    section = (
        (ROOT / "docs" / "architecture.md").read_text("utf-8").partition("## Periodic work")[2].partition("\n## ")[0]
    )
    assert jobs
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == jobs
