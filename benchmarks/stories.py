"""Measure which items are merged into one story: on the labeled pairs, and on given headlines that are years apart.

Usage: ``python -m benchmarks.stories [FOLDER]``. The folder has the files that scripts/build_rarity.py reads. Its
headlines of two sources are years apart, so that each merge of them is wrong. It takes about a minute for each 10,000.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product
from pathlib import Path

from scripts.build_senses import read_headlines
from scripts.build_story_weights import learn, rows
from tests.watchers.stories.families import LEARNED, MEASURED, Pair, families, pairs
from watchers import matching
from watchers.matching import Reading, Recognizer
from watchers.model import Item, SourceId
from watchers.stories import Relation, Teller, Telling, relation
from watchers.stories.likelihood import are_translated, evidence, probability
from watchers.stories.relation import SAME, exclude_each_other, lasting, may_be_one_story, passing
from watchers.text.tokens import read

FILES = {"en": "en", "zh-Hant": "zht", "zh-Hans": "zhs", "ja": "ja"}
APART = (("en", "zh-Hans"), ("en", "ja"), ("zh-Hant", "ja"))
"""Files of different years."""
PARTS = 8
"""Parts of the families, each of which is judged by weights that are learned from the others."""
NOT_NEWS = "fr"
SAMPLE = 9_000
"""Headlines of each file that are read, evenly spaced."""
MAX_OF_KEY = 400
"""Headlines that share a key: with more, it is left out."""


def labeled(recognizer: Recognizer) -> Iterator[str]:
    """Yield a line with precision and recall of each file of labeled pairs, the learned ones first."""
    for path in (*sorted(LEARNED.glob("*.txt")), *sorted(MEASURED.glob("*.txt"))):
        of = pairs(families(path, recognizer))
        found = [pair for pair in of if _judged(pair) is Relation.SAME]
        same = [pair for pair in of if pair.label is Relation.SAME]
        missed = sum(not _has_key(pair) for pair in same)
        yield f"{path.stem:12} {len(of):4} pairs: {_figures(found, len(same))}, no common key {missed}"


def cross_validated(recognizer: Recognizer) -> Iterator[str]:
    """Yield precision and recall of pairs by weights that are learned from the other families."""
    learned = [family for path in sorted(LEARNED.glob("*.txt")) for family in families(path, recognizer)]
    for translated, what in ((False, "one language"), (True, "two languages")):
        found: list[Pair] = []
        same = 0
        for part in range(PARTS):
            others = [family for at, family in enumerate(learned) if at % PARTS != part]
            bias, *weights = learn(list(rows(pairs(others), translated=translated)))
            for pair in pairs(learned[part::PARTS]):
                earlier, later = pair.earlier.telling, pair.later.telling
                if are_translated(earlier, later) == translated and may_be_one_story(earlier, later):
                    same += pair.label is Relation.SAME
                    likely = probability(bias, weights, evidence(earlier, later)) >= SAME
                    if likely and not exclude_each_other(earlier, later):
                        found.append(pair)
        yield f"learned without their family, in {what}: {_figures(found, same)}"


def _figures(found: Sequence[Pair], same: int) -> str:
    right = sum(pair.label is Relation.SAME for pair in found)
    precision = right / len(found) if found else 1
    return f"precision {precision:.3f} ({right} of {len(found)}), recall {right / same:.3f} (of {same})"


def merged(folder: Path, recognizer: Recognizer) -> Iterator[str]:
    """Yield the headlines of different years that are merged, and how many have a common key."""
    told = {language: list(_told(folder, language, recognizer)) for language in FILES}
    compared = 0
    for one, other in APART:
        for earlier, later in _with_common_key(told[one], told[other]):
            compared += 1
            if relation(earlier[1], later[1]) is not None:
                yield f"{earlier[0]} | {later[0]}"
    yield f"{compared} pairs with a common key, of {sum(map(len, told.values()))} headlines"


def _has_key(pair: Pair) -> bool:
    one, other = (passing(each.telling) | lasting(each.telling) for each in (pair.earlier, pair.later))
    return not one.isdisjoint(other)


def _judged(pair: Pair) -> Relation | None:
    return relation(pair.earlier.telling, pair.later.telling) if _has_key(pair) else None


def _told(folder: Path, language: str, recognizer: Recognizer) -> Iterator[tuple[str, Telling]]:
    """Yield the titles about a company, a law, a product or a topic, with what they tell."""
    teller = Teller(recognizer)
    headlines = [line for line in read_headlines(folder, FILES[language], language) if line.source != NOT_NEWS]
    for line in headlines[:: len(headlines) // SAMPLE + 1]:
        item = Item("", read(line.title), read(line.summary), None, language, None, ())
        reading = Reading(item, SourceId(line.source), recognizer)
        if any(entity.startswith(("co.", "hs.", "law.", "tp.")) for entity in reading.entities_in(0)):
            yield line.title, teller.tell(reading, item, line.source, official=False, at=0.0, link=None)


def _with_common_key(
    one: Sequence[tuple[str, Telling]], other: Sequence[tuple[str, Telling]]
) -> Iterator[tuple[tuple[str, Telling], tuple[str, Telling]]]:
    """Yield each two headlines that have a common key, once."""
    by_key = [_by_key(told) for told in (one, other)]
    found = {
        both
        for key in sorted(by_key[0].keys() & by_key[1].keys())
        if len(by_key[0][key]) + len(by_key[1][key]) <= MAX_OF_KEY
        for both in product(by_key[0][key], by_key[1][key])
    }
    yield from ((one[first], other[second]) for first, second in sorted(found))


def _by_key(told: Sequence[tuple[str, Telling]]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for at, (_, telling) in enumerate(told):
        for key in passing(telling):
            found[key].append(at)
    return found


def main(folders: Iterable[str]) -> None:
    """Print the figures."""
    recognizer = matching.load()
    for line in chain(labeled(recognizer), cross_validated(recognizer)):
        print(line)
    for folder in folders:
        for line in merged(Path(folder), recognizer):
            print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
