"""How long one item takes against many rules, beside a plain loop of compiled regular expressions.

    python -m benchmarks.match [10000 100000 …]

Everything in one run, medians over the items; only the ratios mean anything on a shared machine.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from benchmarks import corpus
from watchers import entities
from watchers.errors import RuleError
from watchers.match import Index, Recogniser
from watchers.model import Item, QueryId, SourceId
from watchers.rules import Phrase, Rule, Word, forms, parse, terms
from watchers.text import read

ITEMS = 200
LOOPED_ITEMS = 3
LOOPED_RULES = 2_000
T = TypeVar("T")
SOURCE = SourceId("benchmark")


def main(sizes: list[int]) -> None:
    catalogue, english = entities.load(), forms.load()
    recogniser = Recogniser(catalogue, english)
    headlines = corpus.items(ITEMS, catalogue, english)
    items = [_item(headline) for headline in headlines]
    print(f"{ITEMS} items, median {statistics.median(len(item.body.tokens) for item in items):.0f} tokens")
    reading = _median(lambda headline: _item(headline), headlines)
    print(f"fold and cut one item: {reading * 1e6:.0f} µs")
    for size in sizes:
        for name, texts in (
            ("mostly distinct", corpus.distinct_rules(size, catalogue, english)),
            ("shared vocabulary", corpus.shared_rules(size, catalogue, english)),
        ):
            _measure(f"{size} rules, {name}", texts, headlines, items, recogniser, reading)


def _measure(
    name: str,
    texts: list[str],
    headlines: list[corpus.Headline],
    items: list[Item],
    recogniser: Recogniser,
    reading: float,
) -> None:
    rules = dict.fromkeys(parsed for text in texts if (parsed := _parsed(text, recogniser)) is not None)
    index = Index(recogniser)
    adding = [_timed(lambda rule=rule, at=at: index.add(QueryId(at), rule)) for at, rule in enumerate(rules)]  # type: ignore[misc]
    found = sum(len(index.match(item, SOURCE)) for item in items)
    matching = _median(lambda item: index.match(item, SOURCE), items)
    looping = _regular_expressions(list(rules), headlines)
    whole = matching + reading
    print(
        f"{name}: {len(rules)} queries, {found / len(items):.1f} matches an item\n"
        f"    match one item {matching * 1e6:.0f} µs, folding included {whole * 1e6:.0f} µs\n"
        f"    add a rule     median {statistics.median(adding) * 1e6:.0f} µs, worst {max(adding) * 1e3:.2f} ms\n"
        f"    loop of compiled regular expressions {looping * 1e3:.0f} ms an item: {looping / whole:.0f} times slower"
    )


def _regular_expressions(rules: list[Rule], headlines: list[corpus.Headline]) -> float:
    """Seconds an item of a loop over one compiled expression a term, scaled from a sample of the rules."""
    sample = rules[:: max(1, len(rules) // LOOPED_RULES)][:LOOPED_RULES]
    compiled = [[_expression(term) for term in terms(rule) if isinstance(term, Word | Phrase)] for rule in sample]
    texts = [f"{headline.title}\n{headline.body}" for headline in headlines[:LOOPED_ITEMS]]
    seconds = statistics.median(
        _timed(lambda text=text: [all(each.search(text) for each in rule) for rule in compiled])  # type: ignore[misc]
        for text in texts
    )
    return seconds * len(rules) / len(sample)


def _expression(term: Word | Phrase) -> re.Pattern[str]:
    words = [term.token] if isinstance(term, Word) else term.tokens
    return re.compile(r"\b" + r"\W*".join(map(re.escape, words)) + r"\b", re.IGNORECASE)


def _parsed(text: str, recogniser: Recogniser) -> Rule | None:
    try:
        return parse(text, recogniser.catalogue)
    except RuleError:
        return None


def _item(headline: corpus.Headline) -> Item:
    return Item("", read(headline.title), read(headline.body), None, headline.language, None)


def _median(job: Callable[[T], object], over: Iterable[T]) -> float:
    return statistics.median(_timed(lambda each=each: job(each)) for each in over)


def _timed(job: Callable[[], object]) -> float:
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000])
