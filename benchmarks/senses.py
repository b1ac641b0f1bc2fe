"""Measure precision and recall of names on real headlines, of a source that was left out of the training.

Usage: ``python -m benchmarks.senses FOLDER [--draw]``. The folder is that of scripts/build_senses.py, with en.jsonl.xz.
Precision comes from benchmarks/senses_verdicts.tsv: hits of a seeded drawing, judged by reading, each kept as the
SHA-256 of its watch and text. Recall: names that need no context are masked in texts that name the same entity by an
ambiguous name, too, and the share is counted in which it is still found. ``--draw`` prints the hits that have no
verdict.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from math import sqrt
from pathlib import Path

from scripts.build_senses import FILES, Headline, learn, load
from watchers import entities, senses
from watchers.entities import Catalog, EntityId
from watchers.matching import Reading, Recognizer
from watchers.model import Item, SourceId
from watchers.rules import Rule, forms, parse
from watchers.rules.syntax import Entity, Or
from watchers.services import packs
from watchers.text.tokens import read

VERDICTS = Path(__file__).parent / "senses_verdicts.tsv"
SEED = 13
DRAWN = 220
PER_WATCH = 6
"""Hits of one watch that are drawn at most, so that the most frequent name does not decide."""
SOURCE = SourceId("left-out")
_MASK = "＿"

WATCHES = """
TSMC; UMC; Samsung; SK Hynix; Intel; Micron; AMD; Nvidia; Apple; Arm; Qualcomm; Broadcom; ASML; Huawei; SMIC; Xiaomi;
ZTE; Lenovo; BYD; Tesla; Toyota; Honda; Nissan; Ford; Foxconn; MediaTek; Sony; SoftBank; US Steel; Nippon Steel; DJI;
Alibaba; Tencent; Temu; Oracle; Nexperia; Panasonic; Sharp; AUO; Rapidus
US; China; Taiwan; Japan; South Korea; India; EU; Vietnam; Mexico; Canada; Germany; UK; Russia; Iran; Thailand;
Kumamoto; Arizona
商務部; 財政部; 經濟部; USTR; Commerce Department; CBP; ITC; BIS; ITA; European Commission; METI; WTO; OPEC;
White House; Supreme Court; Congress; 外務省; 財務省
tariff; sanctions; export controls; antidumping; AD/CVD; subsidy; trade war; trade deal; customs; chip; semiconductor;
steel; aluminum; copper; solar; EV; rare earths; lithium; drone; soybeans; beef; rice; import ban; export; import;
quota; retaliation; court ruling; price; license; probe; supply chain; de minimis; entity list; comment period;
Section 301; Section 232; forced labor; 制裁; 關稅; 半導體; 出口; 進口; 鋼鐵; 輸出; 輸入; 補貼
"""


@dataclass(frozen=True, slots=True)
class Found:
    """One hit of a watch in a headline."""

    watch: str
    line: Headline
    kind: str
    text: str

    @property
    def key(self) -> str:
        """Return what is stored instead of the text."""
        return sha256("\0".join((self.watch, self.line.title, self.line.summary)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Tested:
    """Headlines of one source with the recognizer that never saw it."""

    name: str
    lines: Sequence[Headline]
    recognizer: Recognizer


def tested(folder: Path) -> Iterator[Tested]:
    """Yield each script, and the Federal Register, with a recognizer that was trained without it."""
    catalog, english = entities.load(), forms.load()
    lines = load(folder)
    press = [line for line in lines if line.language == "ja"]
    held = set(sorted({line.source for line in press})[::2])
    for language, name in FILES.items():
        own = [line for line in lines if line.language == language and (language != "ja" or line.source in held)]
        others = [line for line in lines if line.language[:2] == language[:2] and line not in set(own)]
        yield Tested(name, own, Recognizer(catalog, english, learn(others)))
    shipped = Recognizer(catalog, english, senses.load())
    texts = list(_english(folder))
    yield Tested("en", [line for line in texts if line.source != "fr"], shipped)
    yield Tested("fr", [line for line in texts if line.source == "fr"], shipped)


def _english(folder: Path) -> Iterator[Headline]:
    with lzma.open(folder / "en.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Headline(row["source"], row["title"], row.get("summary", ""), "en")


def item_of(line: Headline) -> Item:
    """Return a headline as an item; the Federal Register is an official source of the United States."""
    country = "US" if line.source == "fr" else None
    return Item("", read(line.title), read(line.summary), None, line.language, country)


def drawing(test: Tested, rules: dict[str, Rule], seed: int = SEED) -> list[Found]:
    """Return hits drawn by chance, at most PER_WATCH of each watch."""
    lines = list(test.lines)
    random.Random(seed).shuffle(lines)
    drawn: Counter[str] = Counter()
    found: list[Found] = []
    for line in lines[:30_000]:
        reading = Reading(item_of(line), SOURCE, test.recognizer)
        for watch, rule in rules.items():
            if drawn[watch] < PER_WATCH and reading.meets(rule):
                drawn[watch] += 1
                hit = reading.hits(rule)[0]
                found.append(Found(watch, line, kind_of(rule, test.recognizer.catalog), hit.text))
    random.Random(seed).shuffle(found)
    return found[:DRAWN]


def watches(catalog: Catalog) -> dict[str, Rule]:
    """Return the rules of the watches by what is typed."""
    typed = [watch.strip() for line in WATCHES.split("\n") for watch in line.split(";") if watch.strip()]
    return {watch: parse(watch, catalog) for watch in typed}


def pack_rules(catalog: Catalog) -> dict[str, Rule]:
    """Return the rules of the starter packs."""
    return {rule: parse(rule, catalog) for pack in packs.load() for rule in pack.rules}


def kind_of(rule: Rule, catalog: Catalog) -> str:
    """Return the kind of name that a watch asks for."""
    parts = rule.parts if isinstance(rule, Or) else (rule,)
    kinds = [catalog.entities[part.id].kind for part in parts if isinstance(part, Entity)]
    return kinds[0] if kinds else "rule"


def verdicts() -> dict[str, bool]:
    """Return the judged hits by key."""
    rows = (line.split("\t") for line in VERDICTS.read_text("ascii").splitlines())
    return {key: verdict == "1" for _, key, verdict in rows}


def masked(test: Tested) -> tuple[int, int]:
    """Return of how many entities with a masked name another, ambiguous name is there, and is found."""
    catalog = test.recognizer.catalog
    there = found = 0
    for line in test.lines:
        item = item_of(line)
        named = Reading(item, SOURCE, test.recognizer).named
        for entity in named.entities:
            hidden = _without_sure_names(item, entity, test.recognizer)
            if hidden is None or catalog.entities[entity].kind == "word":
                continue
            there += 1
            found += bool(Reading(hidden, SOURCE, test.recognizer).named.spans(entity))
    return there, found


def _without_sure_names(item: Item, entity: EntityId, recognizer: Recognizer) -> Item | None:
    """Return the title with each sure name of the entity masked; None unless an ambiguous one remains."""
    title = item.title
    marks = list(title.original)
    ambiguous: list[tuple[int, int]] = []
    for first, tokens in recognizer.aliases(title.tokens):
        owners = recognizer.owners.get(tokens, {})
        start, end = title.begins[first], title.ends[first + len(tokens) - 1]
        if entity in owners and owners[entity] is None:
            marks[start:end] = _MASK * (end - start)
        elif entity in owners:
            ambiguous.append((start, end))
    if _MASK not in marks or all(_MASK in marks[start:end] for start, end in ambiguous):
        return None
    return replace(item, title=read("".join(marks)))


def wilson(good: int, count: int) -> tuple[float, float]:
    """Return the 95 % confidence interval of a share."""
    if not count:
        return 0.0, 1.0
    z = 1.96
    share, middle = good / count, 1 + z * z / count
    center = (share + z * z / (2 * count)) / middle
    half = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / middle
    return center - half, center + half


def line(name: str, good: int, count: int) -> str:
    """Return a share with its interval as one line."""
    low, high = wilson(good, count)
    return f"  {name:24} {good:4} of {count:4}  {good / max(1, count):6.1%}  ({low:.1%} to {high:.1%})"


def main(folder: Path, draw: bool) -> None:
    """Print precision and recall for each script, or the hits without a verdict."""
    judged = verdicts()
    for test in tested(folder):
        catalog = test.recognizer.catalog
        drawn = drawing(test, watches(catalog)) + drawing(test, pack_rules(catalog), SEED + 1)
        if draw:
            print_unjudged(test.name, drawn, judged)
            continue
        print(f"{test.name}: {len(test.lines)} headlines")
        report(drawn, judged)
        there, found = masked(test)
        print(line("recall, name masked", found, there))


def print_unjudged(name: str, drawn: Iterable[Found], judged: dict[str, bool]) -> None:
    """Print the hits that nobody has judged yet."""
    for found in drawn:
        if found.key not in judged:
            print(name, found.key[:12], found.watch[:60], f"[{found.text}]", found.line.title, found.line.summary[:200])


def report(drawn: Iterable[Found], judged: dict[str, bool]) -> None:
    """Print the precision of a drawing by kind of name."""
    by_kind: dict[str, list[bool]] = defaultdict(list)
    unjudged = 0
    for found in drawn:
        verdict = judged.get(found.key)
        if verdict is None:
            unjudged += 1
            continue
        by_kind[found.kind].append(verdict)
        by_kind["packs" if found.kind == "rule" else "all names"].append(verdict)
    for kind, each in sorted(by_kind.items()):
        print(line(kind, sum(each), len(each)))
    if unjudged:
        print(f"  {unjudged} hits without a verdict")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--draw", action="store_true")
    given = options.parse_args()
    main(given.folder, given.draw)
