"""The real process between fakes in separate processes, for benchmarks that look at it from outside.

python -m benchmarks.service FAILING NEW

serves feeds that fail, or have a new item, at these shares of the requests (0 to 1), and prints the port.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvloop

from benchmarks import delivery, fetch

DATABASE = "tradewatch.db"
PATIENCE = 300.0
"""Seconds to wait for anything."""


class Changing(fetch.Serving):
    """Fails, or publishes a new item, in a share of its answers; 304 if the client has the newest."""

    failing: float
    new: float
    newest: Counter[bytes]
    chance: random.Random

    def answer(self, head: bytes, name: bytes) -> bytes:
        """Return the response for a source."""
        drawn = self.chance.random()
        if drawn < self.failing:
            return b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
        if drawn < self.failing + self.new:
            self.newest[name] += 1
        newest = self.newest[name]
        if b'one-match: "%d"' % newest in head.lower():
            return b'HTTP/1.1 304 Not Modified\r\nETag: "%d"\r\n\r\n' % newest
        body = fetch.feed(name.decode(), newest)
        headers = b'HTTP/1.1 200 OK\r\nETag: "%d"\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\n\r\n'
        return headers % (newest, len(body)) + body


@contextmanager
def feeds(failing: float, new: float) -> Iterator[int]:
    """Start such a server. Yield its port."""
    server = fetch.start(sys.executable, "-m", "benchmarks.service", str(failing), str(new))
    try:
        yield int(fetch.read_line(server))
    finally:
        server.kill()
        server.communicate()


@dataclass(frozen=True, slots=True)
class Service:
    """The running process, and the control of its Telegram."""

    pid: int
    telegram: httpx.Client
    process: subprocess.Popen[bytes]
    log: Path

    def say(self, chat: int, text: str) -> None:
        """Let a person write."""
        self.telegram.post("/control/say", json={"chat_id": chat, "text": text}).raise_for_status()

    def wait_for_messages(self, count: int) -> None:
        """Wait until so many messages were sent in all."""
        self.wait_until(lambda: bool(self.telegram.get("/control/sent", params={"after": count - 1}).json()))

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition; raise SystemExit if the process ends before."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            self.check()
            if time.monotonic() > deadline:
                raise SystemExit("nothing came of it: " + self.log.read_text("utf-8")[-2_000:])
            time.sleep(0.2)

    def check(self) -> None:
        """Raise SystemExit if the process has ended."""
        if self.process.poll() is not None:
            raise SystemExit("the process ended: " + self.log.read_text("utf-8")[-2_000:])


@contextmanager
def running(urls: list[str], every: str, prepare: Callable[[Path], None] = lambda database: None) -> Iterator[Service]:
    """Start the process with these sources, polled so often, and a fake of Telegram. Yield once it answers.

    ``prepare`` may fill the database before.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        known = stack.enter_context(delivery.telegram())
        address = f"http://127.0.0.1:{known['port']}"
        telegram = stack.enter_context(httpx.Client(base_url=address, timeout=60, trust_env=False))
        log = folder / "log.txt"
        prepare(folder / DATABASE)
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run", "--config", str(_configured(folder, known, urls, every))],
                env=os.environ | {"TELEGRAM_BOT_TOKEN": known["token"]},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            service = Service(process.pid, telegram, process, log)
            service.wait_until(lambda: bool(telegram.get("/control/calls", params={"method": "getUpdates"}).json()))
            yield service
        finally:
            process.terminate()
            process.wait()


def _configured(folder: Path, known: Mapping[str, str], urls: list[str], every: str) -> Path:
    path = folder / "config.yaml"
    settings = {
        "telegram": {"base_url": known["base_url"], "base_file_url": known["base_file_url"]},
        "database": str(folder / DATABASE),
        "polling": {"every": every},
        "network": {"allow_private": ["127.0.0.0/8"]},
        "log": {"level": "warning", "format": "json"},
        "sources": [{"id": f"s{number}", "url": url} for number, url in enumerate(urls)],
    }
    path.write_text(json.dumps(settings), "utf-8")
    return path


if __name__ == "__main__":
    Changing.failing, Changing.new = map(float, sys.argv[1:])
    Changing.newest, Changing.chance = Counter(), random.Random(1)
    uvloop.run(fetch.serve(Changing))
