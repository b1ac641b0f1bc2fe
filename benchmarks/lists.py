"""Poll a list in CSV of 55 MB over loopback: as a baseline, then with three changed rows, by the whole service.

    python -m benchmarks.lists --megabytes 55

Must: one message; the child under 300 MB, the service under 60 MB more than before, the 99th percentile of the loop's
lag under 100 ms.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from multiprocessing import Process, Queue
from pathlib import Path

import uvloop

from benchmarks.hostile import forget_peak, megabytes, watched
from bot.app import now
from watchers import entities, senses
from watchers.http import Fetcher, Network
from watchers.lists import Lists
from watchers.matching import Index, Recognizer
from watchers.model import Address, ItemMap, Modified, Parsed, Source, SourceId, SourceKind
from watchers.pipeline import Pipeline
from watchers.rules import forms
from watchers.services.watches import Watchlist
from watchers.store import Database, sources

MAPPING = ItemMap(items=".", title="Name", id="ID", aliases="Other names", address="Address", program="Regime")
COLUMNS = "ID,Name,Other names,Address,Regime,Remarks\n"
REMARKS = "Remarks that no part of the mapping names. " * 6


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=55)
    wanted = parser.parse_args().megabytes
    with tempfile.TemporaryDirectory() as folder:
        count = write(Path(folder) / "list.csv", wanted * 1_000_000)
        ports: Queue[int] = Queue()
        server = Process(target=serve, args=(folder, ports), daemon=True)
        server.start()
        uvloop.run(measure(Path(folder), f"http://127.0.0.1:{ports.get()}/list.csv", count))
        server.terminate()
        server.join()


def write(path: Path, size: int, changed: frozenset[int] = frozenset()) -> int:
    """Write a list of about so many bytes; return how many entries it has."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(COLUMNS)
        while file.tell() < size:
            place = "Ostrov" if count in changed else "Main"
            name, other = f"Company {count}", f"Компания {count}; Firma {count}"
            file.write(f"RU{count:06},{name},{other},{count} {place} Street,Russia,{REMARKS}\n")
            count += 1
    return count


def serve(folder: str, ports: Queue[int]) -> None:
    """Serve the files of a folder on a loopback port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    ports.put(server.server_port)
    server.serve_forever()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


async def measure(folder: Path, url: str, count: int) -> None:
    """Poll the list twice, and print what each poll cost."""
    source = Source(SourceId("big.list"), url, "Big list", SourceKind.LIST, mapping=MAPPING)
    network = Network("benchmark/1", (ip_network("127.0.0.0/8"),))
    recognizer = Recognizer(entities.load(), forms.load(), senses.load())
    index = Index(recognizer)
    async with await Database.open(folder / "benchmark.db") as database, Fetcher(network) as fetcher:
        await database.write(sources.register, (source,), now())
        watchlist = Watchlist(database, index, recognizer, now, 100)
        await watchlist.watch(await watchlist.subscribe(Address("1"), "en"), "ostrov")
        lists = Lists(database, fetcher.download, no_parse, now)
        pipeline = Pipeline(fetcher, no_parse, database, index, recognizer, now, lambda: 0.0, lists)
        await poll(pipeline, source, f"baseline of {count} entries")
        file = folder / "list.csv"
        write(file, file.stat().st_size, frozenset({5, count // 2, count - 5}))
        await poll(pipeline, source, "three rows changed")


async def poll(pipeline: Pipeline, source: Source, title: str) -> None:
    """Poll the list once, and print how long it took and what it cost."""
    before, began = megabytes(), time.perf_counter()
    forget_peak()
    async with watched() as lag:
        polled = await pipeline.poll(source)
    seconds, child = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"{title}: {seconds:.1f} s, {polled.new} changes, {polled.enqueued} messages, {polled.problem or 'no problem'}"
    )
    grown, late = megabytes("VmHWM") - before, 1000 * lag.at(0.99)
    print(f"  service {grown:.0f} MB more, child {child:.0f} MB, lag p99 {late:.0f} ms")


async def no_parse(source: Source, fetched: Modified) -> Parsed:
    """Fail if it is called: a list is compared, not parsed like a feed."""
    raise AssertionError(f"{source.id} was parsed like a feed")


if __name__ == "__main__":
    main()
