"""What work costs, in processor time and against the same work on half as much: a busy machine slows down both."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")

MEASURES = 3
UNMEASURABLE = 0.3
"""Seconds that the clock, the collector and a cold cache may add."""


def assert_grows_no_faster(work: Callable[[Given], object], half: Given, whole: Given, name: str = "") -> None:
    """Twice as much takes at most three times as long: nothing grows with the square of the length.

    What else the processor does at the same time makes a measure longer, never shorter: the least of a few counts.
    """
    of_half = of_whole = math.inf
    for _ in range(MEASURES):
        of_half, of_whole = min(of_half, seconds(lambda: work(half))), min(of_whole, seconds(lambda: work(whole)))
        if of_whole < 3 * of_half + UNMEASURABLE:
            return
    raise AssertionError(f"{name}: half took {of_half:.2f} s, the whole {of_whole:.2f} s")


def seconds(work: Callable[[], object]) -> float:
    """The processor time of this process."""
    begun = time.process_time()
    work()
    return time.process_time() - begun
