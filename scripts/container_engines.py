"""Container engines: one interface to docker and buildah for the container check."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.checking import CheckError

_ANSWER_SECONDS = 30
_PULL_SECONDS = 180
_BUILD_SECONDS = 1_200
"""Only a build that hangs takes so long: beside eight busy loops, one has taken more than six minutes."""
_CLEAN_UP_SECONDS = 10

_SHOWN = 4000
"""Characters shown of each output of a failed command."""

_BUILD_ARGUMENTS = tuple(
    f"--build-arg={name}"
    for name in (
        "PIP_INDEX_URL",
        "PIP_EXTRA_INDEX_URL",
        "PIP_TRUSTED_HOST",
        "PIP_DEFAULT_TIMEOUT",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "NO_PROXY",
    )
)
"""Without values: the engine takes each from the environment, if it is set there."""


class EngineError(CheckError):
    """A command of the engine failed; the text has the command and its output."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How a container is started, with a new volume. An empty ``user`` means the image's."""

    environment: Mapping[str, str]
    config: Path
    user: str = ""


def first_that_answers() -> Engine | None:
    """Return docker if its daemon answers, else buildah if this user may run it, else None."""
    if _answers("docker", "info"):
        return Docker()
    if os.geteuid() == 0 and _answers("buildah", "info"):
        return Buildah()
    return None


class Docker:
    """Docker's command line: builds images and starts containers."""

    name = "docker"
    unseen: tuple[str, ...] = ()
    """Requirements that this engine cannot show."""

    def has(self, image: str) -> bool:
        """Return whether the image is here or can be pulled."""
        if _answers("docker", "image", "inspect", image):
            return True
        return _answers("docker", "pull", image, within=_PULL_SECONDS)

    def build(self, tag: str) -> None:
        """Build the image from the working folder."""
        _output("docker", "build", *_BUILD_ARGUMENTS, "--tag", tag, ".", within=_BUILD_SECONDS)

    def config(self, image: str) -> dict[str, Any]:
        """Return the Config of ``docker image inspect``: User, Volumes, WorkingDir, Healthcheck, Entrypoint, Cmd."""
        inspected: list[dict[str, Any]] = json.loads(_output("docker", "image", "inspect", image))
        config: dict[str, Any] = inspected[0]["Config"]
        return config

    def size_mb(self, image: str) -> float:
        """Return the size in MB (10⁶ bytes)."""
        return int(_output("docker", "image", "inspect", "--format", "{{.Size}}", image)) / 1e6

    def container(self, image: str, setup: Setup) -> _DockerContainer:
        """Return a container with a new name, not started yet."""
        return _DockerContainer(_fresh_name(), image, setup)

    def remove(self, image: str) -> None:
        """Remove the image; ignore that it is missing."""
        _answers("docker", "image", "rm", image)


@dataclass(frozen=True, slots=True)
class _DockerContainer:
    """The service in a container, which ``start`` creates with a new volume."""

    name: str
    image: str
    setup: Setup

    def start(self) -> None:
        _output(
            *("docker", "run", "--detach", "--name", self.name, "--network=host"),
            *("--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges"),
            *_options(self.setup),
            self.image,
        )

    def run_inside(self, *command: str) -> subprocess.CompletedProcess[str]:
        return _run("docker", "exec", self.name, *command)

    def log(self) -> str:
        logged = _run("docker", "logs", self.name)
        return logged.stdout + logged.stderr

    def terminate(self) -> None:
        _output("docker", "kill", "--signal=TERM", self.name)

    def exit_code(self, within: float) -> int | None:
        """Return the service's exit code; None if it still runs after ``within`` seconds."""
        try:
            return int(_output("docker", "wait", self.name, within=within))
        except subprocess.TimeoutExpired:
            return None

    def remove(self) -> None:
        _answers("docker", "rm", "--force", "--volumes", self.name)


_BUILDAH_WRITABLE = ("/tmp", "/var/tmp", "/run/lock")
"""Folders that any user may write in the base image; an empty read-only folder is mounted over each."""

_BUILDAH_WRAPPER = '"$@" & echo "wrapper: pid $!"; wait $!; echo "wrapper: exit code $?"'
"""buildah does not forward signals, and exits 1 after one."""


class Buildah:
    """buildah as root, with the storage and the isolation that scripts/container-check sets."""

    name = "buildah"
    unseen: tuple[str, ...] = (
        "a read-only root file system (in its place: the user can write nowhere but in the volume)",
        "dropped capabilities and the service as process 1",
        "the schedule of HEALTHCHECK",
    )

    def has(self, image: str) -> bool:
        """Return whether the image is here or can be pulled."""
        full = _full_name(image)
        if _answers("buildah", "inspect", "--type=image", full):
            return True
        return _answers("buildah", "pull", full, within=_PULL_SECONDS)

    def build(self, tag: str) -> None:
        """Build the image from the working folder."""
        kind = ("--format=docker", "--pull=false")
        _buildah("build", *kind, *_BUILD_ARGUMENTS, "--tag", _full_name(tag), ".", within=_BUILD_SECONDS)

    def config(self, image: str) -> dict[str, Any]:
        """Return the image's Config in Docker's format."""
        inspected: dict[str, Any] = json.loads(_buildah("inspect", "--type=image", _full_name(image)))
        config: dict[str, Any] = inspected["Docker"]["config"]
        return config

    def size_mb(self, image: str) -> float:
        """Return the size in MB, as precise as buildah prints it."""
        number, unit = _buildah("images", "--format", "{{.Size}}", _full_name(image)).split()
        return float(number) * {"kB": 1e-3, "MB": 1, "GB": 1e3}[unit]

    def container(self, image: str, setup: Setup) -> _BuildahContainer:
        """Return a container with a new name, not started yet."""
        return _BuildahContainer(self, image, setup)

    def remove(self, image: str) -> None:
        """Remove the image; ignore that it is missing."""
        _answers("buildah", "rmi", _full_name(image))


class _BuildahContainer:
    """The same for buildah."""

    def __init__(self, engine: Buildah, image: str, setup: Setup) -> None:
        self._engine = engine
        self._image = image
        self._name = _fresh_name()
        self._folder = setup.config.parent / self._name
        self._log = self._folder / "log"
        self._options = _options(setup)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        config = self._engine.config(self._image)
        _buildah("from", "--pull=false", "--name", self._name, _full_name(self._image))
        empty = self._folder / "empty"
        empty.mkdir(parents=True)
        self._options += [f"--volume={empty}:{path}:ro" for path in _BUILDAH_WRITABLE]
        command = self._run_command("sh", "-c", _BUILDAH_WRAPPER, "sh", *config["Entrypoint"], *config["Cmd"])
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)

    def run_inside(self, *command: str) -> subprocess.CompletedProcess[str]:
        return _run(*self._run_command(*command))

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""

    def terminate(self) -> None:
        # chroot isolation shares the process namespace, so the process ID is valid outside, too.
        os.kill(self._noted("pid"), signal.SIGTERM)

    def exit_code(self, within: float) -> int | None:
        return self._noted("exit code") if self._has_ended(within) else None

    def remove(self) -> None:
        if self._process and not self._has_ended(0):
            # The service does not end with buildah when that is killed.
            with suppress(EngineError, ProcessLookupError):
                os.kill(self._noted("pid"), signal.SIGKILL)
            if not self._has_ended(_ANSWER_SECONDS):
                self._process.kill()
        _answers("buildah", "rm", self._name)

    def _run_command(self, *command: str) -> list[str]:
        run = ("buildah", "run")
        return [*run, *self._options, self._name, "--", *command]

    def _has_ended(self, within: float) -> bool:
        try:
            return self._process is not None and self._process.wait(within) is not None
        except subprocess.TimeoutExpired:
            return False

    def _noted(self, what: str) -> int:
        noted = re.search(rf"^wrapper: {what} (\d+)$", self.log(), re.MULTILINE)
        if not noted:
            raise EngineError(f"buildah run ended without a {what}:\n{self.log()}")
        return int(noted[1])


Container = _DockerContainer | _BuildahContainer
Engine = Docker | Buildah


def _full_name(image: str) -> str:
    """Return the name as docker resolves it, which buildah does not."""
    return image if "/" in image else f"docker.io/library/{image}"


def _options(setup: Setup) -> list[str]:
    environment = [f"--env={name}={value}" for name, value in setup.environment.items()]
    user = [f"--user={setup.user}"] if setup.user else []
    return [*environment, f"--volume={setup.config}:/app/config.yaml:ro", *user]


def _fresh_name() -> str:
    return f"tradewatch-check-{os.getpid()}-{time.monotonic_ns()}"


def _buildah(*arguments: str, within: float = _ANSWER_SECONDS) -> str:
    return _output("buildah", *arguments, within=within)


def _output(*command: str, within: float = _ANSWER_SECONDS) -> str:
    done = _run(*command, within=within)
    if done.returncode:
        said = done.stdout[-_SHOWN:] + done.stderr[-_SHOWN:]
        raise EngineError(f"{' '.join(command)} exits {done.returncode}:\n{said}")
    return done.stdout.strip()


def _answers(*command: str, within: float = _ANSWER_SECONDS) -> bool:
    if not shutil.which(command[0]):
        return False
    try:
        return _run(*command, within=within).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def _run(*command: str, within: float = _ANSWER_SECONDS) -> subprocess.CompletedProcess[str]:
    """Run a command. Raise TimeoutExpired after ``within`` seconds.

    An interrupted command gets _CLEAN_UP_SECONDS to clean up after itself.
    """
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            stdout, stderr = process.communicate(timeout=within)
        finally:
            if process.poll() is None:
                _end(process)
    return subprocess.CompletedProcess(command, process.returncode, stdout, stderr)


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(_CLEAN_UP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
