"""Run the real process for a long time, and require that neither its memory nor its descriptors grow.

    python -m benchmarks.soak [minutes] [minutes of warm-up]

A thousand sources are polled every thirty seconds: one poll of a hundred fails, five bring a new item. Five hundred
chats watch. Servers and process are separate. The warm-up lasts 65 minutes unless another time is given: every job
has then run, the hourly ones too, and each takes memory the first time that it keeps. After it, the slope of the
process's memory is fitted by least squares. Ends with 1 if that is a megabyte an hour or more, or if the fewest
descriptors of the second half are more than the most of the first. Less than an hour says little about the slope:
the allocator's own noise of a megabyte is then more than a megabyte an hour.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import fetch, service

SOURCES = 1_000
CHATS = 500
WATCHED = 100
"""Sources that chats watch: five chats each."""
EVERY = "30s"
FAILING, NEW = 0.01, 0.05
SAMPLE_EVERY = 10.0
MAX_SLOPE = 1.0
"""Megabytes an hour."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What the process uses at a moment."""

    hours: float
    megabytes: float
    children: float
    """Megabytes of the parsing processes, which end when they have grown."""
    descriptors: int
    threads: int
    cpu_seconds: float


def main(minutes: float = 60.0, warm_up: float = 65.0) -> int:
    """Run for so many minutes after those of the warm-up, and print the figures. Return 1 if something grew."""
    with service.feeds(FAILING, NEW) as port, service.running(fetch.urls(port)[:SOURCES], EVERY) as bot:
        for chat in range(1, CHATS + 1):
            bot.say(chat, f'/watch "of {chat % WATCHED} on"')
        bot.wait_for_messages(CHATS)
        print(f"{SOURCES} sources every {EVERY}, {CHATS} chats; {warm_up:.0f} + {minutes:.0f} minutes", flush=True)
        samples = list(_samples(bot, (warm_up + minutes) * 60))
        sent = len(bot.telegram.get("/control/sent").json())
    return report([each for each in samples if each.hours * 60 >= warm_up], sent - CHATS)


def _samples(bot: service.Service, seconds: float) -> Iterator[Sample]:
    began = time.monotonic()
    while (passed := time.monotonic() - began) < seconds:
        bot.check()
        sample = _sample(bot.pid, passed / 3600)
        print(
            f"{passed:6.0f} s  {sample.megabytes:7.2f} MB  children {sample.children:6.1f} MB  "
            f"{sample.descriptors} descriptors  {sample.threads} threads",
            flush=True,
        )
        yield sample
        bot.say(1, "/watches")
        time.sleep(SAMPLE_EVERY)


def _sample(pid: int, hours: float) -> Sample:
    process = Path(f"/proc/{pid}")
    return Sample(
        hours=hours,
        megabytes=fetch.memory(pid),
        children=sum(map(fetch.memory, fetch.children(pid))),
        descriptors=sum(1 for _ in (process / "fd").iterdir()),
        threads=sum(1 for _ in (process / "task").iterdir()),
        cpu_seconds=fetch.seconds_of(pid),
    )


def report(samples: Sequence[Sample], sent: int) -> int:
    """Print what the samples after the warm-up say. Return 1 if memory or descriptors grow."""
    half = len(samples) // 2
    if half < 2:
        raise SystemExit("too short: four samples are needed, one every ten seconds")
    slope = statistics.linear_regression([each.hours for each in samples], [each.megabytes for each in samples]).slope
    grown = min(each.descriptors for each in samples[half:]) > max(each.descriptors for each in samples[:half])
    busy = (samples[-1].cpu_seconds - samples[0].cpu_seconds) / (samples[-1].hours - samples[0].hours) / 3600
    print(
        f"memory        {samples[-1].megabytes:.1f} MB, slope {slope:+.2f} MB/h after the warm-up\n"
        f"children      at most {max(each.children for each in samples):.0f} MB\n"
        f"descriptors   at most {max(each.descriptors for each in samples)}, {'growing' if grown else 'flat'}\n"
        f"threads       at most {max(each.threads for each in samples)}\n"
        f"CPU           {busy:.0%} of a core\n"
        f"messages      {sent} sent"
    )
    return int(slope >= MAX_SLOPE or grown)


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:])))
