"""A process of its own that fetches from many hosts at once and prints how much memory it grew by.

python -m tests.fakes.stalled_bodies PORT PATH COUNT
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from resource import getpagesize

import uvloop

from tests.fakes.internet import TRUST
from watchers.errors import FetchError
from watchers.http import Fetcher, Limits, Network
from watchers.model import Source, SourceId, Validators

LAB = Network("test/1", (ip_network("127.0.0.0/8"),))


def resident_bytes() -> int:
    """Return the memory that this process takes now."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * getpagesize()


async def main(port: int, path: str, count: int) -> None:
    """Fetch ``path`` from ``count`` hosts at once, and print how that ended."""
    async with Fetcher(LAB, Limits(timedelta(seconds=6)), trust=TRUST) as fetch:

        async def one(number: int, path: str = path) -> str:
            url = f"http://127.0.{number // 200 + 1}.{number % 200 + 1}:{port}{path}"
            try:
                await fetch(Source(SourceId(str(number)), url), Validators())
            except FetchError as error:
                return type(error).__name__
            return "fetched"

        await one(count, "/")  # what httpx loads when it is first used does not count
        before = most = resident_bytes()
        tasks = [asyncio.create_task(one(number)) for number in range(count)]
        while not all(task.done() for task in tasks):
            await asyncio.sleep(0.05)
            most = max(most, resident_bytes())
    print(json.dumps({"grown": most - before, "outcomes": Counter(task.result() for task in tasks)}))  # noqa: T201


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
