"""Measure matching one item against many rules, beside an automaton over the same phrases and a loop of `re`.

    pip install --group benchmarks
    python -m benchmarks.match [--save FILE.json] [10000 100000 …]

Everything is measured in one run, over 200 items in English, Chinese and Japanese, in CPU time of this thread:
on a shared machine, only the ratios mean anything. With --save, the figures are written for benchmarks/results.
That the answers are right is for tests/watchers/matching, which compares them with those of a slow matcher.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from benchmarks import corpus, results
from watchers import entities, senses
from watchers.errors import RuleError
from watchers.matching import Index, Reading, Recognizer, Sample, sample
from watchers.model import Item, Match, QueryId, SourceId
from watchers.rules import And, Entity, Not, Phrase, Rule, Word, forms, parse, terms
from watchers.text.tokens import read

ITEMS = 200
ROUNDS = 5
"""Passes over all items; an item's time is its best, so that other load on the machine counts less."""
SAMPLED_ITEMS = 500
"""Other items that show the index which words are rare, as stored items do in the service."""
LOOPED_ITEMS = 3
LOOPED_RULES = 2_000
CHANGES = 5_000
SOURCE = SourceId("benchmark")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Distinct:
    """Figures of mostly distinct rules; times in µs of CPU, medians over the items unless named otherwise."""

    rules: int
    matches_per_item: float
    fold: float
    fold_and_scan: float
    """Folding and daachorse's ``find_overlapping`` over the phrases of all rules."""
    one_item: float
    """Includes folding."""
    one_item_mean: float
    one_item_p90: float
    times_fold_and_scan: float
    expressions: float
    """A loop of compiled regular expressions, scaled from a sample of the rules."""
    add: float
    remove: float
    bytes_per_rule: float


@dataclass(frozen=True, slots=True)
class Shared:
    """Figures of rules of a shared vocabulary; times in µs of CPU, medians over the items, without folding."""

    queries: int
    matches_per_item: float
    one_item: float
    per_match: float


def main(sizes: Sequence[int], save: Path | None) -> None:
    """Measure each number of rules, and print the figures; save them if asked."""
    catalog, english = entities.load(), forms.load()
    recognizer = Recognizer(catalog, english, senses.load())
    headlines = corpus.items(ITEMS, catalog, english)
    items = list(map(item_of, headlines))
    others = sample(map(item_of, corpus.items(SAMPLED_ITEMS, catalog, english, seed=9)))
    tokens = statistics.median(len(item.body.tokens) for item in items)
    print(f"{ITEMS} items, median {tokens:.0f} tokens; {len(catalog.entities)} entities in the catalog")
    distinct: list[Distinct] = []
    for size in sizes:
        rules = _parsed(corpus.distinct_rules(size, catalog, english), recognizer)
        distinct.append(_distinct(rules, headlines, items, recognizer, others))
    growth = [large.one_item / small.one_item for small, large in pairwise(distinct)]
    for (small, large), times in zip(pairwise(sizes), growth, strict=True):
        print(f"growth from {small} to {large} rules: {times:.2f} times")
    shared = [
        _shared(_parsed(corpus.shared_rules(size, catalog, english), recognizer), items, recognizer, others)
        for size in sizes
    ]
    if save is not None:
        figures = {
            "unit": "µs of CPU per item",
            "items": ITEMS,
            "tokens_per_item": tokens,
            "entities": len(catalog.entities),
            "distinct_rules": list(map(asdict, distinct)),
            "growth": growth,
            "shared_vocabulary": list(map(asdict, shared)),
        }
        results.save(save, figures)


def _distinct(
    rules: Sequence[Rule],
    headlines: Sequence[corpus.Headline],
    items: Sequence[Item],
    recognizer: Recognizer,
    others: Sample,
) -> Distinct:
    """Measure and print everything about mostly distinct rules."""
    index, rebuild = _filled(rules, recognizer, others)
    found = sum(len(_match(index, item, recognizer)) for item in items)
    scan = _automaton(rules, recognizer)
    searched = list(zip(headlines, map(_searchable, items), strict=True))
    reading, whole, scanning = microseconds(
        searched,
        lambda each: item_of(each[0]),
        lambda each: _match(index, item_of(each[0]), recognizer),
        lambda each: scan(each[1]),
    )
    add, remove = _changes(index, rules)
    fold = statistics.median(reading)
    fold_and_scan = fold + statistics.median(scanning)
    one_item = statistics.median(whole)
    figures = Distinct(
        rules=len(rules),
        matches_per_item=found / len(items),
        fold=fold,
        fold_and_scan=fold_and_scan,
        one_item=one_item,
        one_item_mean=statistics.mean(whole),
        one_item_p90=statistics.quantiles(whole, n=10)[-1],
        times_fold_and_scan=one_item / fold_and_scan,
        expressions=_loop_of_expressions(rules, headlines),
        add=statistics.median(add),
        remove=statistics.median(remove),
        bytes_per_rule=_memory(rules, recognizer, others),
    )
    print(
        f"{figures.rules} rules, mostly distinct; {figures.matches_per_item:.1f} matches an item\n"
        f"    one item, folding included             {one_item:6.0f} µs (folding alone {fold:.0f};"
        f" mean {figures.one_item_mean:.0f}, p90 {figures.one_item_p90:.0f})\n"
        f"    fold and daachorse's find_overlapping  {fold_and_scan:6.0f} µs: {figures.times_fold_and_scan:.2f} times\n"
        f"    loop of compiled regular expressions   {figures.expressions / 1e3:6.0f} ms:"
        f" {figures.expressions / one_item:.0f} times slower"
    )
    for name, times in (("add", add), ("remove", remove)):
        median = statistics.median(times)
        print(
            f"    {name:6} a rule                          {median:6.1f} µs, worst {max(times) / 1e3:.2f} ms;"
            f" 1/{rebuild / median:.0f} of a rebuild"
        )
    print(f"    memory                                 {figures.bytes_per_rule:6.0f} bytes a rule")
    return figures


def _match(index: Index, item: Item, recognizer: Recognizer) -> list[Match]:
    return index.match(Reading(item, SOURCE, recognizer))


def _shared(rules: Sequence[Rule], items: Sequence[Item], recognizer: Recognizer, others: Sample) -> Shared:
    """Measure rules of a shared vocabulary: most items match hundreds of them, so the answer is most of the cost."""
    index, _ = _filled(rules, recognizer, others)
    found = [len(_match(index, item, recognizer)) for item in items]
    (matching,) = microseconds(items, lambda item: _match(index, item, recognizer))
    each = statistics.median(taken / max(1, count) for taken, count in zip(matching, found, strict=True))
    figures = Shared(len(rules), statistics.median(found), statistics.median(matching), each)
    print(
        f"{figures.queries} queries of a shared vocabulary; {figures.matches_per_item:.0f} matches an item\n"
        f"    one item                               {figures.one_item:6.0f} µs, "
        f"{each:.1f} µs a matched query with its places"
    )
    return figures


def _changes(index: Index, rules: Sequence[Rule]) -> tuple[list[float], list[float]]:
    """Return the times in µs to add removed rules again, and to remove them; with the collector as in the service."""
    taken = random.Random(5).sample(range(len(rules)), min(CHANGES, len(rules)))
    removing = [_timed(lambda at: index.remove(QueryId(at)), at) for at in taken]
    adding = [_timed(lambda at: index.add(QueryId(at), rules[at]), at) for at in taken]
    return adding, removing


# ---- what it is compared with ----------------------------------------------------------------------


def _automaton(rules: Iterable[Rule], recognizer: Recognizer) -> Callable[[str], object]:
    """Return daachorse's search for all phrases of the rules in folded tokens."""
    from daachorse import CharwiseDoubleArrayAhoCorasick

    patterns = {phrase for rule in rules for term in terms(rule) for phrase in _phrases(term, recognizer)}
    search: Callable[[str], object] = CharwiseDoubleArrayAhoCorasick(sorted(patterns)).find_overlapping
    return search


def _searchable(item: Item) -> str:
    return f" {' '.join(item.title.tokens)}  {' '.join(item.body.tokens)} "


def _phrases(term: Rule, recognizer: Recognizer) -> list[str]:
    match term:
        case Word(token, capitals):
            return [f" {form} " for form in ((token,) if capitals else recognizer.forms_of(token))]
        case Phrase(tokens):
            return [f" {' '.join(tokens)} "]
        case Entity(entity):
            return [f" {' '.join(alias.tokens)} " for alias in recognizer.catalog.entities[entity].aliases]
        case _:
            return []


def _loop_of_expressions(rules: Sequence[Rule], headlines: Sequence[corpus.Headline]) -> float:
    """Return the µs of a loop over compiled expressions, scaled from a sample of the rules."""
    sample = list(rules[:: max(1, len(rules) // LOOPED_RULES)][:LOOPED_RULES])
    compiled = [(isinstance(rule, And), list(map(_expression, _wanted(rule)))) for rule in sample]
    texts = [f"{headline.title}\n{headline.body}" for headline in headlines[:LOOPED_ITEMS]]

    def loop(text: str) -> list[bool]:
        return [
            all(each.search(text) for each in expressions)
            if together
            else any(each.search(text) for each in expressions)
            for together, expressions in compiled
        ]

    return statistics.median(_timed(loop, text) for text in texts) * len(rules) / len(sample)


def _wanted(rule: Rule) -> Iterable[Rule]:
    parts = rule.parts if isinstance(rule, And) else (rule,)
    return [term for part in parts if not isinstance(part, Not) for term in terms(part)]


def _expression(term: Rule) -> re.Pattern[str]:
    tokens = term.tokens if isinstance(term, Phrase) else str(term).strip("@\"'").split()
    return re.compile(r"\b" + r"\W*".join(map(re.escape, tokens)) + r"\b", re.IGNORECASE)


# ---- measuring -------------------------------------------------------------------------------------


def _filled(rules: Iterable[Rule], recognizer: Recognizer, others: Sample) -> tuple[Index, float]:
    """Return an index of the rules, filled as the service does at its start, and the µs that it took."""
    index = Index(recognizer, others)
    began = time.thread_time_ns()
    for at, rule in enumerate(rules):
        index.add(QueryId(at), rule)
    took = (time.thread_time_ns() - began) / 1e3
    gc.collect()
    gc.freeze()
    return index, took


def _memory(rules: Sequence[Rule], recognizer: Recognizer, others: Sample) -> float:
    """Return the bytes per rule of an index, including the rules themselves."""
    texts = list(map(str, rules))
    tracemalloc.start()
    index, _ = _filled((parse(text, recognizer.catalog) for text in texts), recognizer, others)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / len(index)


def _parsed(texts: Iterable[str], recognizer: Recognizer) -> list[Rule]:
    """Parse the texts; each meaning appears once."""
    found: dict[Rule, None] = {}
    for text in texts:
        try:
            found[parse(text, recognizer.catalog)] = None
        except RuleError:
            continue
    return list(found)


def item_of(headline: corpus.Headline) -> Item:
    """Return the item of a text."""
    return Item("", read(headline.title), read(headline.body), None, headline.language, None)


def microseconds(over: Sequence[T], *jobs: Callable[[T], object]) -> list[list[float]]:
    """Return, for each job, the best CPU time in µs that it took for each argument.

    The jobs take turns at passes over all arguments, so that a busy minute of the machine is in all of them alike.
    """
    passes: list[list[list[float]]] = [[] for _ in jobs]
    for _ in range(ROUNDS):
        for job, taken in zip(jobs, passes, strict=True):
            taken.append([_timed(job, each) for each in over])
    return [list(map(min, zip(*taken, strict=True))) for taken in passes]


def _timed(job: Callable[[T], object], argument: T) -> float:
    """Return the CPU time in µs of one call, in this thread: waiting for the processor does not count."""
    began = time.thread_time_ns()
    job(argument)
    return (time.thread_time_ns() - began) / 1e3


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.match")
    parser.add_argument("sizes", type=int, nargs="*", default=[10_000, 100_000], help="how many rules")
    parser.add_argument("--save", type=Path, metavar="FILE.json", help="write the figures")
    asked = parser.parse_args()
    main(asked.sizes, asked.save)
