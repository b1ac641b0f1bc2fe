"""The wheel check: what ``pip install .`` installs, used in an empty environment outside the tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.checking import checked, expect

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bot", "watchers")
BUILD_INPUTS = ("pyproject.toml", "README.md", "LICENSE", "NOTICE", "LICENSES", *PACKAGES)
COMMAND_SECONDS = 600.0
ALERT = "🔎 TSMC → W1"


def check() -> None:
    """Build, install and use the wheel in a temporary folder. Raise CheckError."""
    with tempfile.TemporaryDirectory(prefix="tradewatch-wheel-") as name:
        folder = Path(name)
        wheel = build(folder)
        check_contents(wheel)
        installed = install(wheel, folder / "environment", folder / "elsewhere")
        check_commands(installed)
        check_init(installed)


def build(folder: Path) -> Path:
    """Build the wheel from a copy of the tree, and return its path.

    A build leaves files in its tree, and would pick up old ones from there.
    """
    copy = folder / "source"
    copy.mkdir()
    for name in BUILD_INPUTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy)
    _pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(copy))
    return next(folder.glob("tradewatch-*.whl"))


def check_contents(wheel: Path) -> None:
    """Check that the wheel has every file of both packages, and no others."""
    inside = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.parent.name != "__pycache__" and not path.name.startswith(".")
    }
    expect(not (missing := expected - inside), f"the wheel lacks {sorted(missing)}")
    unexpected = {name for name in inside - expected if ".dist-info/" not in name}
    expect(not unexpected, f"the wheel also has {sorted(unexpected)}")
    data = sum(not name.endswith(".py") for name in expected)
    _seen(f"has the {len(expected)} files of both packages, {data} of them data, and no others")


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment with the wheel, and an empty folder to use it in."""

    bin: Path
    folder: Path

    def tradewatch(self, *arguments: str, code: int = 0) -> str:
        """Run the command ``tradewatch``; see ``run``."""
        return self.run("tradewatch", *arguments, code=code)

    def run(self, program: str, *arguments: str, code: int = 0) -> str:
        """Return what the program writes to both streams. Raise CheckError unless it exits with ``code``."""
        done = _run([str(self.bin / program), *arguments], self.folder)
        command = " ".join((program, *arguments))
        expect(done.returncode == code, f"`{command}` exits {done.returncode}, not {code}:\n{done.stdout}")
        return done.stdout


def install(wheel: Path, environment: Path, folder: Path) -> Installed:
    """Install the pinned dependencies, then the wheel, and nothing else."""
    folder.mkdir()
    made = _run([sys.executable, "-m", "venv", "--without-pip", str(environment)], folder)
    expect(made.returncode == 0, made.stdout)
    installed = Installed(environment / "bin", folder)
    into = f"--python={installed.bin / 'python'}"
    # The pins name every package: the check below says whether one is missing.
    _pip(into, "install", "--no-compile", "--no-deps", "--require-hashes", "-r", str(ROOT / "requirements.txt"))
    _pip(into, "install", "--no-compile", "--no-deps", "--no-index", str(wheel))
    _pip(into, "check")
    _seen("finds all that it depends on among the pinned packages")
    return installed


def check_commands(installed: Installed) -> None:
    """Use the program without a config file, as somebody does who has just installed it."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    _has(installed.tradewatch("--version"), f"Tradewatch {version}")
    _has(installed.run("python", "-m", "bot", "--help"), "Usage: python -m bot")
    _has(installed.tradewatch("check"), " from the catalog")
    _has(installed.tradewatch("try", "TSMC tariffs", "--title", "台積電 fears tariffs"), "1 of 1 match")
    _has(installed.tradewatch("health", code=1), "there is no database")
    _has(installed.tradewatch("chat", "--sample"), ALERT)
    expect(not any(installed.folder.iterdir()), "a command without a config file leaves files behind")
    _seen("runs --version, check, try, health and chat --sample in an empty folder")


def check_init(installed: Installed) -> None:
    """Check that the program accepts the config file that it writes, and asks for a token."""
    said = installed.tradewatch("init", "service")
    _has(said, "tradewatch run --config service/config.yaml")
    _has(installed.tradewatch("check", "--config", "service/config.yaml"), "service/config.yaml is good.")
    _has(installed.tradewatch("run", "--config", "service/config.yaml", code=1), "@BotFather")
    _seen("writes a config file that it takes, and asks for a token")


def _pip(*arguments: str) -> None:
    # Quiet twice: print errors only.
    pip = [sys.executable, "-m", "pip", "--quiet", "--quiet", "--disable-pip-version-check"]
    done = _run([*pip, *arguments], ROOT)
    expect(done.returncode == 0, f"`pip {' '.join(arguments)}` exits {done.returncode}:\n{done.stdout}")


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=dict(_environment()),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=COMMAND_SECONDS,
        check=False,
    )


def _environment() -> Iterator[tuple[str, str]]:
    """Yield this process's variables, without a token and without those that lead Python back to the tree."""
    for name, value in os.environ.items():  # noqa: TID251 - the commands run as from a shell
        if not name.startswith(("TELEGRAM", "PYTHON", "VIRTUAL_ENV")):
            yield name, value


def _has(said: str, words: str) -> None:
    expect(words in said, f"{words!r} is missing in:\n{said}")


def _seen(what: str) -> None:
    print(f"  the wheel {what}", flush=True)


if __name__ == "__main__":
    sys.exit(checked("wheel", check))
