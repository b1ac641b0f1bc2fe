"""Write watchers/stories/data/rarity.txt: which features headlines about trade tell how often.

Usage: ``python -m scripts.build_rarity FOLDER``. The folder has the files that scripts/build_senses.py reads, and
en.jsonl.xz with the same fields. The result has names of features and figures only, no sentence, and the same folder
always gives the same bytes. It takes about two minutes.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log2
from pathlib import Path

from scripts.build_senses import FILES, Headline, read_headlines
from watchers import matching
from watchers.matching import Reading, Recognizer
from watchers.model import Item, SourceId
from watchers.stories import Teller
from watchers.stories.telling import RAREST, is_quantity
from watchers.text.tokens import read

OUTPUT = Path(__file__).parents[1] / "watchers" / "stories" / "data" / "rarity.txt"
OF_TRADE = ("tp.", "law.", "hs.")
"""A headline is about trade if it tells a topic, a law or a product."""
SAMPLE = 20_000
"""Headlines of each language that are read, evenly spaced."""


def told(headlines: Sequence[Headline], recognizer: Recognizer) -> list[frozenset[str]]:
    """Return what the headlines about trade among these tell in their titles."""
    teller = Teller(recognizer)
    features = (_title(each, teller, recognizer) for each in headlines[:: len(headlines) // SAMPLE + 1])
    return [title for title in features if any(feature.startswith(OF_TRADE) for feature in title)]


def rarity(groups: Iterable[Sequence[frozenset[str]]]) -> Mapping[int, list[str]]:
    """Return the features by their bits, each language counting alike, without those that hardly any title tells."""
    shares: defaultdict[str, float] = defaultdict(float)
    groups = list(groups)
    for titles in groups:
        counts = Counter(feature for title in titles for feature in title if _is_name(feature))
        for feature, count in counts.items():
            shares[feature] += count / len(titles) / len(groups)
    by_bits: defaultdict[int, list[str]] = defaultdict(list)
    for feature in sorted(shares):
        bits = max(1, round(-log2(shares[feature])))
        if bits < RAREST:
            by_bits[bits].append(feature)
    return by_bits


def written(by_bits: Mapping[int, list[str]]) -> str:
    """Return the text of the file: on each line a number of bits, and the features that have it."""
    return "".join(f"{bits} {' '.join(by_bits[bits])}\n" for bits in sorted(by_bits))


def _title(headline: Headline, teller: Teller, recognizer: Recognizer) -> frozenset[str]:
    item = Item("", read(headline.title), read(""), None, headline.language, None, ())
    reading = Reading(item, SourceId(headline.source), recognizer)
    return teller.tell(reading, item, headline.source, official=False, at=0.0, link=None).title


def _is_name(feature: str) -> bool:
    """Return whether a feature is an entity or a word of trade, not a quantity or the name of a product."""
    return not is_quantity(feature) and not feature.startswith("=")


def main(folder: Path) -> None:
    """Read the headlines in a folder, and write the file."""
    recognizer = matching.load()
    languages = {"en": "en", **FILES}
    groups = (told(read_headlines(folder, name, language), recognizer) for language, name in languages.items())
    OUTPUT.write_text(written(rarity(groups)), "ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
