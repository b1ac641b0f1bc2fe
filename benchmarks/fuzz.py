"""Look for inputs that raise, or that take more than a millisecond per kilobyte.

    python -m benchmarks.fuzz [SECONDS] [SEED]

Reads rules, texts and codes, and matches hostile items against hostile rules. Times are CPU time, the
best of three; the first five milliseconds are free. Each finding is printed with the seed that reproduces it.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.fakes import hostile
from watchers import codes, entities, senses
from watchers.errors import RuleError
from watchers.matching import Index, Reading, Recognizer
from watchers.model import Item, QueryId, SourceId
from watchers.rules import Rule, canonical, forms, parse, reread
from watchers.text.tokens import fold, read

FREE = 0.005
A_KILOBYTE = 0.001
MAX_TEXT_LENGTH = 20_000
MAX_RULE_LENGTH = 1_000
RULES_AT_ONCE = 20
SOURCE = SourceId("fuzz")
PATHOLOGICAL = (
    *(
        "quota NEAR/50 levy",
        "a1 NEAR/50 (quota, levy)",
        '"quota quota quota"',
        '"關稅關稅"',
        '"稅稅"',
        "TSMC NEAR/50 tariff",
    ),
    *(
        "關稅 NEAR/50 台積電",
        "tar* NEAR/50 quo*",
        "sem* -(tar*, quo*)",
        "title:(TSMC, 關稅)",
        "US NEAR tariff",
        '"a a a a b"',
    ),
    *(
        "hs:85",
        "Section 232",
        "BIS -(chips, tariffs)",
        "Entity List",
        "(US Steel)",
        '"8542.31"',
        "稀土 (出口, 管制)",
        "@tp.tariff",
    ),
)


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do with an input, and the input's size in kilobytes."""

    name: str
    run: Callable[[], object]
    kilobytes: float
    shown: str


def main(seconds: float, seed: float) -> int:
    """Run for a number of seconds. Return how many inputs raised or took too long."""
    recognizer = Recognizer(entities.load(), forms.load(), senses.load())
    pathological = [parse(text, recognizer.catalog) for text in PATHOLOGICAL]
    # Otherwise the collector walks permanent objects repeatedly, at the cost of whatever allocates.
    gc.freeze()
    found: dict[str, int] = {}
    worst: dict[str, float] = {}
    runs, ends = 0, time.monotonic() + seconds
    while time.monotonic() < ends:
        chance = Random(f"{seed} {runs}")
        for job in _jobs(chance, recognizer, pathological):
            share = _measured(job)
            worst[job.name] = max(worst.get(job.name, 0.0), share)
            if share > 1:
                found[job.name] = found.get(job.name, 0) + 1
                if found[job.name] <= 10:
                    print(f"{job.name}: {share:.1f} times too slow, seed {seed} {runs}: {job.shown[:60]!a}", flush=True)
        runs += 1
    print(f"{runs} inputs; too slow or raising: {found or 'none'}")
    print("worst share of the time allowed: " + ", ".join(f"{name} {share:.2f}" for name, share in worst.items()))
    return sum(found.values())


def _jobs(chance: Random, recognizer: Recognizer, pathological: list[Rule]) -> list[Job]:
    catalog = recognizer.catalog
    size = int(10 ** chance.uniform(0, 4.3))
    text = hostile.texts(chance, min(size, MAX_TEXT_LENGTH))
    typed = hostile.rules(chance, min(size, MAX_RULE_LENGTH))
    kilobytes = _kilobytes(text)
    jobs = [
        Job("read", lambda: read(text), kilobytes, text),
        Job("codes", lambda: codes.recognize(text), kilobytes, text),
        Job("parse", lambda: _parsed(typed, recognizer), _kilobytes(typed), typed),
    ]
    title = hostile.texts(chance, min(size, 300))
    item = Item("", read(title), read(text), None, "en", None, codes.facts(title, text))
    index = Index(recognizer)
    others = (_parsed(hostile.rules(chance, 60), recognizer) for _ in range(RULES_AT_ONCE))
    for number, rule in enumerate((*pathological, *(rule for rule in others if rule is not None))):
        index.add(QueryId(number), rule)
    jobs.append(
        Job("match", lambda: index.match(Reading(item, SOURCE, recognizer)), kilobytes + _kilobytes(title), text)
    )
    assert fold(fold(text)) == fold(text), text
    parsed = _parsed(typed, recognizer)
    if parsed is not None:
        assert reread(str(parsed), catalog) == parsed, typed
        assert reread(str(canonical(parsed)), catalog) == canonical(parsed), typed
    return jobs


def _parsed(typed: str, recognizer: Recognizer) -> Rule | None:
    try:
        return parse(typed, recognizer.catalog)
    except RuleError:
        return None


def _measured(job: Job) -> float:
    """Return the time of a job as a share of what is allowed."""
    allowed = FREE + A_KILOBYTE * job.kilobytes
    best = _once(job)
    for _ in range(2):
        if best > allowed / 2:
            best = min(best, _once(job))
    return best / allowed


def _once(job: Job) -> float:
    began = time.thread_time()
    job.run()
    return time.thread_time() - began


def _kilobytes(text: str) -> float:
    return len(text.encode("utf-8", "surrogatepass")) / 1024


if __name__ == "__main__":
    asked = [float(word) for word in sys.argv[1:]]
    sys.exit(1 if main(*(asked + [60.0, 1.0][len(asked) :])) else 0)
