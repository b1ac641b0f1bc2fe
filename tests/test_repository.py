"""The files that the code host and editors read agree with the tree."""

from __future__ import annotations

import os
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from watchers.model import SourceKind

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
MANIFESTS = {"github-actions": ".github/workflows/ci.yml", "docker": "Dockerfile"}
"""A file that each of Dependabot's ecosystems in use updates."""


def load(path: Path) -> dict[str, Any]:
    """Return the mapping in a YAML file, with ``on`` as text: YAML 1.1 reads it as a boolean."""
    text = re.sub(r"^on:", '"on":', path.read_text("utf-8"), flags=re.MULTILINE)
    loaded = yaml.safe_load(text)
    assert isinstance(loaded, dict)
    return loaded


def steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


def commands(workflow: dict[str, Any]) -> list[list[str]]:
    """Return the words of each line that the workflow runs."""
    return [shlex.split(line) for step in steps(workflow) for line in step.get("run", "").splitlines()]


# ---- continuous integration ------------------------------------------------------------------------


by_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


@by_workflow
def test_every_command_of_a_workflow_is_a_program_in_the_tree(path: Path) -> None:
    ran = commands(load(path))
    assert ran
    for program, *_ in ran:
        assert os.access(ROOT / program, os.X_OK), program


@by_workflow
def test_a_workflow_runs_the_tests_measures_them_and_checks_the_container_once(path: Path) -> None:
    expected = [["scripts/container-check"], ["scripts/test", "coverage"], ["scripts/test", "python"]]
    assert sorted(commands(load(path))) == expected


@pytest.mark.parametrize("argument", ["coverage", "python"])
def test_the_tests_know_the_argument_that_the_workflow_gives(argument: str) -> None:
    assert re.search(rf"^        {argument}\)", (ROOT / "scripts/test").read_text("utf-8"), re.MULTILINE)


@by_workflow
def test_a_workflow_may_only_read(path: Path) -> None:
    workflow = load(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert [name for name, job in workflow["jobs"].items() if "permissions" in job] == []
    assert "pull_request_target" not in workflow["on"]


@by_workflow
def test_every_action_is_pinned_by_its_major_version(path: Path) -> None:
    used = [step["uses"] for step in steps(load(path)) if "uses" in step]
    assert used
    assert [action for action in used if not re.fullmatch(r"actions/[\w-]+@v\d+", action)] == []


@by_workflow
def test_every_job_has_a_time_limit(path: Path) -> None:
    assert all(job["timeout-minutes"] <= 30 for job in load(path)["jobs"].values())


def test_the_tests_run_on_every_version_of_python_that_is_declared() -> None:
    matrix = load(GITHUB / "workflows" / "ci.yml")["jobs"]["test"]["strategy"]["matrix"]
    declared = re.findall(r"Python :: (3\.\d+)$", "\n".join(PROJECT["classifiers"]), re.MULTILINE)
    assert matrix["python"] == declared
    assert matrix["experimental"] == [False]
    assert f">={declared[0]}" == PROJECT["requires-python"]


def test_a_newer_python_may_fail_and_no_other() -> None:
    job = load(GITHUB / "workflows" / "ci.yml")["jobs"]["test"]
    assert job["continue-on-error"] == "${{ matrix.experimental }}"
    matrix = job["strategy"]["matrix"]
    newest = _version(matrix["python"][-1])
    for entry in matrix["include"]:
        assert entry["experimental"] is True
        assert _version(entry["python"]) > newest


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def test_dependabot_watches_what_is_there_and_leaves_the_locks_alone() -> None:
    watched = {
        update["package-ecosystem"]: update["directory"] for update in load(GITHUB / "dependabot.yml")["updates"]
    }
    assert watched == dict.fromkeys(MANIFESTS, "/")
    assert [file for file in MANIFESTS.values() if not (ROOT / file).is_file()] == []


def test_compose_pins_the_base_image_of_the_dockerfile_by_digest() -> None:
    (pinned,) = load(ROOT / "compose.yaml")["services"]["tradewatch"]["build"]["additional_contexts"]
    base = re.search(r"^FROM (\S+) AS base$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert base is not None
    assert re.fullmatch(rf"{base[1]}=docker-image://docker\.io/library/{base[1]}@sha256:[0-9a-f]{{64}}", pinned)


# ---- issues and pull requests ----------------------------------------------------------------------


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_an_issue_form_has_what_the_code_host_demands(path: Path) -> None:
    form = load(path)
    assert form["name"]
    assert form["description"]
    asked = [element for element in form["body"] if element["type"] != "markdown"]
    assert asked
    assert len({element["id"] for element in asked}) == len(asked)
    assert {element["type"] for element in asked} <= {"input", "textarea", "dropdown"}
    assert all(element["attributes"]["label"] for element in asked)


def test_a_bug_report_asks_for_the_version_and_what_check_prints() -> None:
    asked = {
        element["id"]: element for element in load(GITHUB / "ISSUE_TEMPLATE" / "bug.yml")["body"] if "id" in element
    }
    for verb in ("version", "check"):
        assert f"`tradewatch {verb}`" in asked[verb]["attributes"]["description"]
        assert asked[verb]["validations"] == {"required": True}


def test_a_source_request_asks_for_address_kind_publisher_and_rights() -> None:
    asked = {
        element["id"]: element for element in load(GITHUB / "ISSUE_TEMPLATE" / "source.yml")["body"] if "id" in element
    }
    for name in ("address", "kind", "publisher", "rights"):
        assert asked[name]["validations"] == {"required": True}
    offered = asked["kind"]["attributes"]["options"]
    assert offered[: len(SourceKind)] == [kind.value for kind in SourceKind]


# ---- security --------------------------------------------------------------------------------------


def test_the_current_version_gets_security_fixes() -> None:
    minor = PROJECT["version"].rpartition(".")[0]
    assert f"\n| {minor} | yes |\n" in (ROOT / "SECURITY.md").read_text("utf-8")


# ---- editors, hooks, spelling ----------------------------------------------------------------------


def test_the_hooks_download_nothing_and_run_what_is_in_the_tree_or_in_the_lock() -> None:
    repositories = load(ROOT / ".pre-commit-config.yaml")["repos"]
    assert [each["repo"] for each in repositories] == ["local"]
    hooks = {hook["id"]: hook for hook in repositories[0]["hooks"]}
    assert set(hooks) == {"ruff-format", "ruff-check", "codespell"}
    assert {hook["language"] for hook in hooks.values()} == {"system"}
    development = " ".join(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]["dev"])
    for hook in hooks.values():
        program, *arguments = shlex.split(hook["entry"])
        if program == ".venv/bin/python":
            assert arguments[0] == "-m"
            assert f"{arguments[1]}>=" in development
        else:
            assert os.access(ROOT / program, os.X_OK)


@pytest.mark.parametrize("name", ["bot/app.py", "config.yaml", "tests/hazards.tsv", "scripts/test", "README.md"])
def test_files_are_as_editorconfig_says(name: str) -> None:
    raw = (ROOT / name).read_bytes()
    settings = _editor_settings(name)
    assert raw.decode(settings["charset"])
    assert b"\r" not in raw
    assert raw.endswith(b"\n") is (settings["insert_final_newline"] == "true")
    if settings["trim_trailing_whitespace"] == "true":
        assert not re.search(rb"[ \t]$", raw, re.MULTILINE)
    assert (b"\t" in raw) is (settings["indent_style"] == "tab")


def _editor_settings(name: str) -> dict[str, str]:
    """Return what .editorconfig says about a file, by the sections for all files and for its extension."""
    found: dict[str, str] = {}
    for section in re.split(r"^(?=\[)", (ROOT / ".editorconfig").read_text("utf-8"), flags=re.MULTILINE)[1:]:
        pattern = section.partition("\n")[0].removeprefix("[").removesuffix("]")
        if pattern == "*" or Path(name).suffix == pattern.removeprefix("*"):
            found |= dict(re.findall(r"^(\w+) = (\S+)$", section, re.MULTILINE))
    return found
