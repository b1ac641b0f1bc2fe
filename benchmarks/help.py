"""Measure how long /help takes in other chats while chats have added hostile sources.

python -m benchmarks.help [seconds]

The real process polls 20 healthy sources, first alone, then beside the 36 bombs and 200 hostile sources of
benchmarks.hostile. Chats add only sources at public addresses: everything runs in a network namespace (``unshare``),
where a public network is at the loopback interface and nothing else can be reached.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import hostile, service
from benchmarks.hostile import HEALTHY, Server
from tests.fakes.databases import open_new
from watchers.model import Source
from watchers.store import additions
from watchers.store.additions import AdditionState

NETWORK = "93.184"
PORT = 8080
"""One of the ports that sources at public addresses may have."""
EVERY = "10s"
CHATS = 60
PAUSE = 0.2
"""Seconds between two commands: each chat sends one every twelve seconds."""
INSIDE = "--inside"


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of the process showed."""

    delays: list[float]
    """Seconds from each /help until its answer arrived."""
    megabytes: float
    """The most that the process and its children used, shared pages counted once."""


def main(seconds: float) -> None:
    """Run inside the namespace: without the hostile sources, then with them."""
    with hostile.serving("--port", str(PORT)) as server:
        for number in range(HEALTHY):
            server.publish(number)
        harmful = [_public(each, server) for each in hostile.arm(server)]
        alone = _run(server, [], seconds)
        beside = _run(server, harmful, seconds)
    print(f"{HEALTHY} healthy sources every {EVERY}, /help in {CHATS} chats, {len(alone.delays)} times")
    print(f"alone:                     {_described(alone)}")
    print(f"beside {len(harmful)} hostile sources: {_described(beside)}")


def _public(source: Source, server: Server) -> Source:
    """Return a hostile source at a public address of the namespace, one host each."""
    number = int(source.id.removeprefix("s"))
    url = f"http://{NETWORK}.{number // 200 + 1}.{number % 200 + 1}:{server.port}/s{number}"
    return replace(source, url=url)


def _run(server: Server, added: list[Source], seconds: float) -> Run:
    async def fill(path: Path) -> None:
        async with await open_new(path) as database:
            for each in added:
                await database.write(additions.add, each, AdditionState.GRANTED, True, None, hostile.now())

    urls = [server.source(number).url for number in range(HEALTHY)]
    with service.running(urls, EVERY, lambda path: asyncio.run(fill(path))) as bot:
        for chat in range(1, CHATS + 1):
            bot.say(chat, "/help")
        bot.wait_for_messages(CHATS)
        asked: defaultdict[int, list[float]] = defaultdict(list)
        most, end, turn = 0.0, time.monotonic() + seconds, 0
        while time.monotonic() < end:
            chat = turn % CHATS + 1
            asked[chat].append(time.monotonic())
            bot.say(chat, "/help")
            most = max(most, hostile.megabytes_of(bot.pid))
            time.sleep(PAUSE)
            turn += 1
        bot.wait_for_messages(CHATS + turn)
        sent = bot.telegram.get("/control/sent", params={"after": CHATS}).json()
    answered: defaultdict[int, list[float]] = defaultdict(list)
    for each in sent:
        answered[each["chat_id"]].append(each["at"])
    delays = [at - said for chat in asked for said, at in zip(asked[chat], answered[chat], strict=True)]
    return Run(delays, most)


def _described(run: Run) -> str:
    half, *_, most = statistics.quantiles(run.delays, n=100)[49:]
    return f"p50 {half * 1e3:.0f} ms, p99 {most * 1e3:.0f} ms; memory at most {run.megabytes:.0f} MB"


def _enter(arguments: list[str]) -> int:
    """Run this module again in a namespace of networks. Return its exit code."""
    network = f"ip link set lo up && ip address add {NETWORK}.0.1/16 dev lo"
    command = ("unshare", "--net", "--map-root-user", "sh", "-c", f'{network} && exec "$@"', "sh")
    return subprocess.run(
        [*command, sys.executable, "-m", "benchmarks.help", INSIDE, *arguments], check=False
    ).returncode


if __name__ == "__main__":
    if sys.argv[1:2] == [INSIDE]:
        main(float(sys.argv[2]) if len(sys.argv) > 2 else 120.0)
    else:
        sys.exit(_enter(sys.argv[1:]))
