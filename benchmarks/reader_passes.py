"""Poll a thousand sources with lemon24/reader; run by ``benchmarks.fetch`` in a separate environment.

python benchmarks/reader_passes.py DATABASE

The first line of input is a list of URLs in JSON; each later line is the number of seconds to make passes over them.
"""

from __future__ import annotations

import json
import resource
import sys
import time

from reader import make_reader


def main(database: str) -> None:
    """Update all feeds repeatedly for each line of input, and print the figures of that turn."""
    reader = make_reader(database)
    for url in json.loads(sys.stdin.readline()):
        reader.add_feed(url)
    while line := sys.stdin.readline():
        polls, began, cpu_began = 0, time.perf_counter(), time.process_time()
        while time.perf_counter() - began < float(line):
            reader.update_feeds(workers=10, scheduled=False)
            polls += reader.get_feed_counts().total or 0
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu_began
        failed = sum(feed.last_exception is not None for feed in reader.get_feeds())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        figures = {"polls": polls, "failed": failed, "seconds": seconds, "cpu": cpu, "mb": peak}
        print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
