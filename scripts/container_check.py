"""The container check: requirements on the image, tested from outside."""

from __future__ import annotations

import json
import platform
import re
import secrets
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scripts.checking import CheckError, checked, expect
from scripts.container_engines import Container, Engine, Setup, first_that_answers

CHAT = 4711
HEADLINE = "TSMC says tariffs will not move its plant"
STRANGER = "4242:4242"
LIMIT_MB = 200

START_SECONDS = 40.0
ALERT_SECONDS = 15.0
STOP_SECONDS = 8.0
CONTROL_SECONDS = 5.0


def check_if_possible() -> None:
    """Check the image, if an engine and the base image are available. Raise CheckError."""
    engine = first_that_answers()
    if engine is None:
        print("no container engine answers: container not checked")
        return
    base = base_image(Path("Dockerfile").read_text(encoding="utf-8"))
    if engine.has(base):
        check(engine, base)
    else:
        print(f"{engine.name} neither has nor can fetch {base}: container not checked")


def base_image(dockerfile: str) -> str:
    """Return the image that the first FROM names. Raise CheckError if there is none."""
    named = re.search(r"^FROM (\S+)", dockerfile, re.MULTILINE)
    if not named:
        raise CheckError("Dockerfile has no FROM")
    return named[1]


def check(engine: Engine, base: str) -> None:
    """Build the image, run all checks, and remove it. Raise CheckError."""
    image = f"tradewatch-check:{secrets.token_hex(4)}"
    with ExitStack() as cleanup:
        cleanup.callback(engine.remove, image)
        engine.build(image)
        _seen(f"builds with {engine.name}")
        check_declared(engine.config(image))
        check_size(engine.size_mb(image) - engine.size_mb(base))
        if platform.system() == "Linux":
            folder = cleanup.enter_context(tempfile.TemporaryDirectory(prefix="tradewatch-check-"))
            check_foreign_volume(engine, image, Path(folder))
            check_service(engine, image, Path(folder))
        else:
            _unseen("the service at work: the container runs in a machine that does not reach the fakes here")
    for thing in engine.unseen:
        _unseen(thing)


def check_declared(config: dict[str, Any]) -> None:
    """Check the configuration that the image declares."""
    expected = {
        "User": "10001:10001",
        "WorkingDir": "/app",
        "Volumes": {"/app/data": {}},
        "Entrypoint": ["python", "-m", "bot"],
        "Cmd": ["run"],
    }
    for key, value in expected.items():
        expect(config.get(key) == value, f"{key} is {config.get(key)!r}, not {value!r}")
    test = (config.get("Healthcheck") or {}).get("Test")
    expect(test == ["CMD", "python", "-m", "bot", "health"], f"HEALTHCHECK is {test!r}")
    _seen("declares user, folder, volume, entry point and health check")


def check_size(above_base_mb: float) -> None:
    """Check that the image adds less than LIMIT_MB to its base."""
    expect(above_base_mb < LIMIT_MB, f"the image is {above_base_mb:.0f} MB above its base, over {LIMIT_MB} MB")
    _seen(f"is {above_base_mb:.0f} MB above its base")


def check_foreign_volume(engine: Engine, image: str, folder: Path) -> None:
    """Check that the service refuses a volume of another user by name.

    The volume belongs to the image's user, so the service is started as somebody else.
    """
    with _fakes() as (bot_api, feeds):
        setup = replace(_setup(folder, bot_api, feeds), user=STRANGER)
        with _started(engine, image, setup) as container:
            code = container.exit_code(START_SECONDS)
            expect(code is not None, "with a volume of another user's the service goes on")
            expect(code != 0, "with a volume of another user's the service exits 0")
            expect("Traceback" not in container.log(), "a volume of another user's ends in a traceback")
            expect("data" in container.log(), "the error for a volume of another user's does not name it")
    _seen("refuses a volume of another user's by name")


def check_service(engine: Engine, image: str, folder: Path) -> None:
    """Run the service against fakes of Telegram and of a feed, and check all that it does."""
    with _fakes() as (bot_api, feeds), _started(engine, image, _setup(folder, bot_api, feeds)) as container:
        check_health(container)
        check_nothing_writable(container)
        check_contents(container)
        check_alert(bot_api, feeds)
        check_stop(container)
        expect(bot_api.hello["token"] not in container.log(), "the token is in the log")
        expect(not (broken := bot_api.get("/control/violations")), f"the Bot API was misused: {broken}")


def check_health(container: Container) -> None:
    """Check that the health check inside exits 0 within START_SECONDS."""

    def health() -> subprocess.CompletedProcess[str]:
        return container.run_inside("python", "-m", "bot", "health")

    try:
        _await(lambda: health().returncode == 0, START_SECONDS, "health inside does not exit 0")
    except CheckError as error:
        raise CheckError(f"{error}: {health().stdout}") from error
    _seen("is healthy by its own health check")


def check_nothing_writable(container: Container) -> None:
    """Check that the service can write only in its volume."""
    found = container.run_inside("find", "/", "-xdev", "-type", "d", "-writable").stdout.split()
    expect(set(found) <= {"/app/data"}, f"the service can write in {found}")
    _seen("can write nowhere but in its volume")


def check_contents(container: Container) -> None:
    """Check that the image has the program, without its tests."""
    there = set(container.run_inside("ls", "-A", "/app").stdout.split())
    expect({"bot", "watchers"} <= there, f"/app holds {sorted(there)}")
    expect(not there & {"tests", "samples", "scripts"}, f"/app holds {sorted(there)}")
    version = container.run_inside("python", "-m", "bot", "version").stdout
    expect(version.startswith("Tradewatch "), f"inside, version says {version!r}")
    _seen("holds no tests, and knows its version")


def check_alert(bot_api: Fake, feeds: Fake) -> None:
    """Check that a new item of the feed arrives as an alert."""
    bot_api.post("/control/say", {"chat_id": CHAT, "text": "/watch TSMC"})
    _await(lambda: _has_sent(bot_api, "TSMC"), ALERT_SECONDS, "no reply to /watch TSMC")
    # When the feed is requested a second time, its first answer, the baseline, is stored.
    _await(lambda: len(feeds.get("/control/requests")) > 1, ALERT_SECONDS, "the feed is not polled again")
    _publish(feeds, HEADLINE)
    _await(lambda: _has_sent(bot_api, HEADLINE), ALERT_SECONDS, "no alert for the item just published")
    _seen("delivers an alert")


def check_stop(container: Container) -> None:
    """Check that the service exits 0 within STOP_SECONDS of SIGTERM."""
    began = time.monotonic()
    container.terminate()
    code = container.exit_code(STOP_SECONDS)
    expect(code is not None, f"the service still runs {STOP_SECONDS:.0f} seconds after SIGTERM")
    expect(code == 0, f"the service exits {code} after SIGTERM")
    _seen(f"ends with 0 within {time.monotonic() - began:.1f} seconds of SIGTERM")


@dataclass(frozen=True, slots=True)
class Fake:
    """A fake of tests/fakes in a separate process, controlled over HTTP."""

    hello: dict[str, Any]
    """The first line that it printed: its port and more."""

    def get(self, path: str) -> Any:
        """Return the JSON at a control path."""
        return self._answer(urllib.request.Request(self._url(path)))

    def post(self, path: str, wish: dict[str, Any]) -> Any:
        """Send JSON to a control path, and return the JSON answer."""
        body = json.dumps(wish).encode()
        headers = {"Content-Type": "application/json"}
        return self._answer(urllib.request.Request(self._url(path), body, headers))

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.hello['port']}{path}"

    def _answer(self, request: urllib.request.Request) -> Any:
        with _DIRECT.open(request, timeout=CONTROL_SECONDS) as answer:
            return json.load(answer)


_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Bypasses any proxy: the fakes are on this machine."""


@contextmanager
def _fakes() -> Iterator[tuple[Fake, Fake]]:
    with _fake("tests.fakes.bot_api") as bot_api, _fake("tests.fakes.feeds") as feeds:
        yield bot_api, feeds


@contextmanager
def _fake(module: str) -> Iterator[Fake]:
    command = [sys.executable, "-m", module, "--port", "0"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as process:
        # readline has no timeout: a fake that hangs is killed, and the line is then empty.
        too_late = threading.Timer(START_SECONDS, process.kill)
        too_late.start()
        try:
            line = process.stdout.readline() if process.stdout else ""
            too_late.cancel()
            expect(bool(line), f"{module} did not start")
            yield Fake(json.loads(line))
        finally:
            too_late.cancel()
            process.kill()


@contextmanager
def _started(engine: Engine, image: str, setup: Setup) -> Iterator[Container]:
    """Start the service for the length of the block; print its log if a check fails."""
    container = engine.container(image, setup)
    try:
        container.start()
        yield container
    except (CheckError, subprocess.TimeoutExpired):
        print(f"-- log of the container --\n{container.log()}-- end of the log --", file=sys.stderr)
        raise
    finally:
        container.remove()


def _setup(folder: Path, bot_api: Fake, feeds: Fake) -> Setup:
    settings = {
        "telegram": {"base_url": bot_api.hello["base_url"], "base_file_url": bot_api.hello["base_file_url"]},
        "network": {"allow_private": ["127.0.0.0/8"]},
        "polling": {"every": "1s"},
        "sources": [{"id": "wire", "url": _publish(feeds, "An older headline")}],
    }
    config = folder / "config.yaml"
    # JSON is YAML too.
    config.write_text(json.dumps(settings, indent=1), encoding="utf-8")
    config.chmod(0o644)
    return Setup({"TELEGRAM_BOT_TOKEN": bot_api.hello["token"]}, config)


def _publish(feeds: Fake, title: str) -> str:
    """Publish one item, and return the feed's address."""
    item = {"guid": title, "title": title, "link": "https://example.org/" + title.replace(" ", "-")}
    published: dict[str, str] = feeds.post("/control/publish", {"name": "wire", "items": [item]})
    return published["url"]


def _has_sent(bot_api: Fake, words: str) -> bool:
    return any(sent["chat_id"] == CHAT and words in sent["text"] for sent in bot_api.get("/control/sent"))


def _await(condition: Callable[[], bool], seconds: float, otherwise: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise CheckError(f"{otherwise} within {seconds:.0f} seconds")
        time.sleep(0.2)


def _seen(what: str) -> None:
    print(f"  the image {what}", flush=True)


def _unseen(what: str) -> None:
    print(f"  not seen: {what}", flush=True)


if __name__ == "__main__":
    sys.exit(checked("container", check_if_possible))
