"""How long one item takes against many rules, beside an automaton over the same phrases and a loop of expressions.

    pip install --group benchmarks
    python -m benchmarks.match [--exact] [10000 100000 …]

Everything in one run, medians over 200 items in English, Chinese and Japanese; only the ratios mean anything on
a shared machine. With --exact the answers are compared with those of the slow matcher of the tests, also after
thousands of adds and removes: some minutes more.
"""

from __future__ import annotations

import gc
import random
import re
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from benchmarks import corpus, slowly
from watchers import entities
from watchers.errors import RuleError
from watchers.match import Index, Reading, Recogniser, Sample, sample
from watchers.model import Item, QueryId, SourceId
from watchers.rules import And, Entity, Not, Phrase, Rule, Word, forms, parse, terms
from watchers.text import read

ITEMS = 200
SAMPLED_ITEMS = 500
"""Other items, from which the index knows rare words, as the service knows them from what is stored."""
LOOPED_ITEMS = 3
LOOPED_RULES = 2_000
EXACT_RULES = 2_000
CHANGES = 5_000
SOURCE = SourceId("benchmark")
T = TypeVar("T")


def main(sizes: Sequence[int], exact: bool) -> None:
    catalogue, english = entities.load(), forms.load()
    recogniser = Recogniser(catalogue, english)
    headlines = corpus.items(ITEMS, catalogue, english)
    items = list(map(_item, headlines))
    others = sample(map(_item, corpus.items(SAMPLED_ITEMS, catalogue, english, seed=9)))
    print(f"{ITEMS} items, median {statistics.median(len(item.body.tokens) for item in items):.0f} tokens")
    whole: dict[int, float] = {}
    for size in sizes:
        rules = _parsed(corpus.distinct_rules(size, catalogue, english), recogniser)
        whole[size] = _distinct(rules, headlines, items, recogniser, others)
    for small, large in pairwise(sizes):
        print(f"growth from {small} to {large} rules: {whole[large] / whole[small]:.2f} times")
    for size in sizes:
        _shared(_parsed(corpus.shared_rules(size, catalogue, english), recogniser), items, recogniser, others)
    if exact:
        texts = corpus.distinct_rules(EXACT_RULES // 2, catalogue, english)
        texts += corpus.shared_rules(EXACT_RULES - len(texts), catalogue, english)
        _exactness(_parsed(texts, recogniser), items, recogniser, others)


def _distinct(
    rules: Sequence[Rule],
    headlines: Sequence[corpus.Headline],
    items: Sequence[Item],
    recogniser: Recogniser,
    others: Sample,
) -> float:
    """Prints all that is measured with mostly distinct rules; answers the seconds an item, folding included."""
    index, rebuild = _filled(rules, recogniser, others)
    found = sum(len(index.match(Reading(item, SOURCE, recogniser))) for item in items)
    reading = _median(_item, headlines)
    whole = _median(lambda headline: index.match(Reading(_item(headline), SOURCE, recogniser)), headlines)
    automaton = _automaton(rules, items, recogniser) + reading
    loop = _loop_of_expressions(rules, headlines)
    print(
        f"{len(rules)} rules, mostly distinct; {found / len(items):.1f} matches an item\n"
        f"    one item, folding included             {whole * 1e6:6.0f} µs (folding alone {reading * 1e6:.0f})\n"
        f"    fold and daachorse's find_overlapping  {automaton * 1e6:6.0f} µs: {whole / automaton:.2f} times that\n"
        f"    loop of compiled regular expressions   {loop * 1e3:6.0f} ms: {loop / whole:.0f} times slower"
    )
    _changes(index, rules, rebuild)
    print(f"    memory                                 {_memory(rules, recogniser, others):6.0f} bytes a rule")
    return whole


def _shared(rules: Sequence[Rule], items: Sequence[Item], recogniser: Recogniser, others: Sample) -> None:
    """Rules of a shared vocabulary: most items meet hundreds of them, so the cost is that of the answer."""
    index, _ = _filled(rules, recogniser, others)
    found = [len(index.match(Reading(item, SOURCE, recogniser))) for item in items]
    matching = [_timed(lambda item=item: index.match(Reading(item, SOURCE, recogniser))) for item in items]  # type: ignore[misc]
    each = statistics.median(seconds / max(1, count) for seconds, count in zip(matching, found, strict=True))
    print(
        f"{len(rules)} queries of a shared vocabulary; {statistics.median(found):.0f} matches an item\n"
        f"    one item                               {statistics.median(matching) * 1e6:6.0f} µs, "
        f"{each * 1e6:.1f} µs a matched query with its places"
    )


def _changes(index: Index, rules: Sequence[Rule], rebuild: float) -> None:
    """Takes rules out and puts them back, by the thread's own time, with the garbage collector as in the service."""
    taken = random.Random(5).sample(range(len(rules)), min(CHANGES, len(rules)))
    removing = [_timed(lambda at=at: index.remove(QueryId(at)), time.thread_time) for at in taken]  # type: ignore[misc]
    adding = [_timed(lambda at=at: index.add(QueryId(at), rules[at]), time.thread_time) for at in taken]  # type: ignore[misc]
    for name, times in (("add", adding), ("remove", removing)):
        median = statistics.median(times)
        print(
            f"    {name:6} a rule                          {median * 1e6:6.1f} µs, worst {max(times) * 1e3:.2f} ms;"
            f" 1/{rebuild / median:.0f} of a rebuild"
        )


def _exactness(rules: Sequence[Rule], items: Sequence[Item], recogniser: Recogniser, others: Sample) -> None:
    chance = random.Random(6)
    index, _ = _filled(rules, recogniser, others)
    kept = dict(enumerate(rules))
    _compare("as filled", index, kept, items, recogniser)
    for _ in range(CHANGES):
        at = chance.randrange(len(rules))
        if at in kept:
            index.remove(QueryId(at))
            del kept[at]
        else:
            index.add(QueryId(at), rules[at])
            kept[at] = rules[at]
    _compare(f"after {CHANGES} adds and removes", index, kept, items, recogniser)


def _compare(name: str, index: Index, rules: dict[int, Rule], items: Sequence[Item], recogniser: Recogniser) -> None:
    missed = extra = met = 0
    for item in items:
        expected = slowly.met(rules, item, SOURCE, recogniser)
        found = {int(match.query) for match in index.match(Reading(item, SOURCE, recogniser))}
        met += len(expected)
        missed += len(expected - found)
        extra += len(found - expected)
    print(f"{len(items)} items × {len(rules)} rules, {name}: {met} matches, {missed} missed, {extra} extra")


# ---- what it is compared with ----------------------------------------------------------------------


def _automaton(rules: Iterable[Rule], items: Sequence[Item], recogniser: Recogniser) -> float:
    """Seconds that daachorse takes to find all phrases of the rules in an item's folded tokens."""
    from daachorse import CharwiseDoubleArrayAhoCorasick

    patterns = {phrase for rule in rules for term in terms(rule) for phrase in _phrases(term, recogniser)}
    automaton = CharwiseDoubleArrayAhoCorasick(sorted(patterns))
    texts = [f" {' '.join(item.title.tokens)}  {' '.join(item.body.tokens)} " for item in items]
    return _median(automaton.find_overlapping, texts)


def _phrases(term: Rule, recogniser: Recogniser) -> list[str]:
    match term:
        case Word(token, capitals):
            return [f" {form} " for form in ((token,) if capitals else recogniser.forms_of(token))]
        case Phrase(tokens):
            return [f" {' '.join(tokens)} "]
        case Entity(entity):
            return [f" {' '.join(alias.tokens)} " for alias in recogniser.catalogue.entities[entity].aliases]
        case _:
            return []


def _loop_of_expressions(rules: Sequence[Rule], headlines: Sequence[corpus.Headline]) -> float:
    """Seconds an item of a loop over compiled expressions, scaled from a sample of the rules."""
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

    return _median(loop, texts) * len(rules) / len(sample)


def _wanted(rule: Rule) -> Iterable[Rule]:
    parts = rule.parts if isinstance(rule, And) else (rule,)
    return [term for part in parts if not isinstance(part, Not) for term in terms(part)]


def _expression(term: Rule) -> re.Pattern[str]:
    tokens = term.tokens if isinstance(term, Phrase) else str(term).strip("@\"'").split()
    return re.compile(r"\b" + r"\W*".join(map(re.escape, tokens)) + r"\b", re.IGNORECASE)


# ---- measuring -------------------------------------------------------------------------------------


def _filled(rules: Iterable[Rule], recogniser: Recogniser, others: Sample) -> tuple[Index, float]:
    """An index of the rules, as the service fills it at its start, and the seconds that it took."""
    index = Index(recogniser, others)
    began = time.perf_counter()
    for at, rule in enumerate(rules):
        index.add(QueryId(at), rule)
    took = time.perf_counter() - began
    gc.collect()
    gc.freeze()
    return index, took


def _memory(rules: Sequence[Rule], recogniser: Recogniser, others: Sample) -> float:
    """Bytes a rule of an index, the rules themselves included."""
    texts = list(map(str, rules))
    tracemalloc.start()
    index, _ = _filled((parse(text, recogniser.catalogue) for text in texts), recogniser, others)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / len(index)


def _parsed(texts: Iterable[str], recogniser: Recogniser) -> list[Rule]:
    """Each meaning once."""
    found: dict[Rule, None] = {}
    for text in texts:
        try:
            found[parse(text, recogniser.catalogue)] = None
        except RuleError:
            continue
    return list(found)


def _item(headline: corpus.Headline) -> Item:
    return Item("", read(headline.title), read(headline.body), None, headline.language, None)


def _median(job: Callable[[T], object], over: Iterable[T]) -> float:
    return statistics.median(_timed(lambda each=each: job(each)) for each in over)  # type: ignore[misc]


def _timed(job: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    began = clock()
    job()
    return clock() - began


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word != "--exact"]
    main(numbers or [10_000, 100_000], "--exact" in sys.argv)
