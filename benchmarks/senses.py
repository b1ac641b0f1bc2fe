"""Measure precision and recall of names on real headlines, of a source that was left out of the training.

Usage: ``python -m benchmarks.senses FOLDER [--draw | --missed] [--save FILE.json] [--processes 2]``.
The folder is that of scripts/build_senses.py, with en.jsonl.xz. It takes about ten minutes of CPU time.

Precision comes from benchmarks/senses_verdicts.tsv: hits of a seeded drawing, judged by reading, each kept as the
SHA-256 of its watch and text. ``--draw`` prints the hits that have no verdict.

Recall: in titles with a sure and an ambiguous name of the same entity, the sure name is masked, and the share is
counted in which the ambiguous one is still found: with what was learned, and by the hand-written rules alone.
Where the other name means something else (對日 in 對日元), there is nothing to find: benchmarks/senses_not_named.tsv
has these cases, judged by reading, as the SHA-256 of the entity and the masked title. ``--missed`` prints the missed
cases that are not among them.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from hashlib import sha256
from math import sqrt
from pathlib import Path

from benchmarks import results
from scripts.build_senses import FILES, Headline, learn, read_headlines
from watchers import entities, senses
from watchers.entities import Catalog, EntityId, same_letters
from watchers.matching import Index, Reading, Recognizer, sample
from watchers.matching.recognizer import Gate
from watchers.matching.surroundings import Span
from watchers.model import Item, QueryId, SourceId
from watchers.rules import Rule, forms, parse
from watchers.rules.syntax import Entity, Or
from watchers.senses import Senses
from watchers.services import packs
from watchers.text.tokens import read

VERDICTS = Path(__file__).parent / "senses_verdicts.tsv"
NOT_NAMED = Path(__file__).parent / "senses_not_named.tsv"
ORDINARY = ("product", "topic")
"""Kinds of entities that are ordinary words; the others are names."""
SEED = 28
DRAWN = 220
PER_WATCH = 6
"""Hits of one watch that are drawn at most, so that the most frequent name does not decide."""
READ = 15_000
"""Headlines of a source that a drawing reads."""
SAMPLED = 500
"""Headlines that tell the index which words are rare."""
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
class Masked:
    """A title in which the sure names of an entity are masked, and whether an ambiguous one is found."""

    entity: EntityId
    kind: str
    title: str
    learned: bool
    by_rules: bool
    """The same without anything learned."""

    @property
    def key(self) -> str:
        """Return what is stored instead of the text."""
        return sha256("\0".join((self.entity, self.title)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a number of cases are right."""

    right: int
    cases: int

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % confidence interval by Wilson."""
        if not self.cases:
            return 0.0, 1.0
        z, share = 1.96, self.right / self.cases
        whole = 1 + z * z / self.cases
        center = (share + z * z / (2 * self.cases)) / whole
        half = z * sqrt(share * (1 - share) / self.cases + z * z / (4 * self.cases * self.cases)) / whole
        return center - half, center + half


@dataclass(frozen=True, slots=True)
class Tested:
    """Headlines of one source with recognizers that never saw it."""

    lines: Sequence[Headline]
    """In an order by chance, so that the first ones are a sample."""
    recognizer: Recognizer
    by_rules: Recognizer
    """The same without anything learned."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one left-out source shows."""

    name: str
    headlines: int
    names: Sequence[Found]
    """Hits drawn of WATCHES."""
    packs: Sequence[Found]
    """Hits drawn of the rules of the starter packs."""
    masked: Sequence[Masked]


# ---- one source that is left out -------------------------------------------------------------------


def chinese(folder: Path, name: str) -> Tested:
    """Return one Chinese script, learned from the other one."""
    languages = {file: language for language, file in FILES.items() if file.startswith("zh")}
    training = [line for file in languages if file != name for line in read_headlines(folder, file, languages[file])]
    return _trained(read_headlines(folder, name, languages[name]), training)


def japanese(folder: Path, name: str) -> Tested:
    """Return half of the Japanese newsrooms, learned from the other half."""
    lines = read_headlines(folder, name, "ja")
    held = set(sorted({line.source for line in lines})[::2])
    left_out = [line for line in lines if line.source in held]
    return _trained(left_out, [line for line in lines if line.source not in held])


def press(folder: Path, _: str) -> Tested:
    """Return the English press, of which nothing is learned."""
    return _shipped([line for line in read_headlines(folder, "en", "en") if line.source != "fr"])


def federal_register(folder: Path, _: str) -> Tested:
    """Return the documents of the Federal Register, of which nothing is learned."""
    return _shipped([line for line in read_headlines(folder, "en", "en") if line.source == "fr"])


TESTS = {"zht": chinese, "zhs": chinese, "fr": federal_register, "en": press, "ja": japanese}


def _trained(lines: Sequence[Headline], training: Sequence[Headline]) -> Tested:
    return _tested(lines, learn(training))


def _shipped(lines: Sequence[Headline]) -> Tested:
    return _tested(lines, senses.load())


def _tested(lines: Sequence[Headline], learned: Senses) -> Tested:
    catalog, english = entities.load(), forms.load()
    order = random.Random(SEED).sample(lines, len(lines))
    return Tested(order, Recognizer(catalog, english, learned), Recognizer(catalog, english))


def measured(name: str, folder: Path) -> Measured:
    """Return what one left-out source shows."""
    test = TESTS[name](folder, name)
    catalog = test.recognizer.catalog
    names, of_packs = drawing(test, watches(catalog), pack_rules(catalog))
    return Measured(name, len(test.lines), names, of_packs, list(masked(test)))


def item_of(line: Headline) -> Item:
    """Return a headline as an item; the Federal Register is an official source of the United States."""
    country = "US" if line.source == "fr" else None
    return Item("", read(line.title), read(line.summary), None, line.language, country)


# ---- precision -------------------------------------------------------------------------------------


def drawing(test: Tested, *groups: Mapping[str, Rule]) -> list[list[Found]]:
    """Return hits drawn by chance for each group of rules, at most PER_WATCH of each rule."""
    index = Index(test.recognizer, sample(map(item_of, test.lines[:SAMPLED])))
    rules = [(group, watch, rule) for group, each in enumerate(groups) for watch, rule in each.items()]
    for at, (_, _, rule) in enumerate(rules):
        index.add(QueryId(at), rule)
    left = [PER_WATCH] * len(rules)
    found: list[list[Found]] = [[] for _ in groups]
    for line in test.lines[:READ]:
        for match in index.match(Reading(item_of(line), SOURCE, test.recognizer)):
            group, watch, rule = rules[match.query]
            if left[match.query]:
                left[match.query] -= 1
                kind = kind_of(rule, test.recognizer.catalog)
                found[group].append(Found(watch, line, kind, match.hits[0].text))
    return [sorted(each, key=lambda hit: hit.key)[:DRAWN] for each in found]


def watches(catalog: Catalog) -> dict[str, Rule]:
    """Return the rules of the watches by what is typed."""
    typed = [watch.strip() for line in WATCHES.split("\n") for watch in line.split(";") if watch.strip()]
    return {watch: parse(watch, catalog) for watch in typed}


def pack_rules(catalog: Catalog) -> dict[str, Rule]:
    """Return the rules of the starter packs."""
    return {rule: parse(rule, catalog) for pack in packs.load().all for rule in pack.rules}


def kind_of(rule: Rule, catalog: Catalog) -> str:
    """Return the kind of name that a watch asks for."""
    parts = rule.parts if isinstance(rule, Or) else (rule,)
    kinds = [catalog.entities[part.id].kind for part in parts if isinstance(part, Entity)]
    return kinds[0] if kinds else "rule"


def verdicts() -> dict[str, bool]:
    """Return the judged hits by key."""
    rows = (line.split("\t") for line in VERDICTS.read_text("ascii").splitlines())
    return {key: verdict == "1" for _, key, verdict in rows}


def precision(drawn: Iterable[Found], judged: Mapping[str, bool]) -> dict[str, Share]:
    """Return the share of judged hits that are right, by kind of name and of all."""
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for found in drawn:
        if found.key in judged:
            by_kind[found.kind].append(judged[found.key])
    by_kind["all"] = [verdict for each in by_kind.values() for verdict in each]
    return {kind: Share(sum(each), len(each)) for kind, each in sorted(by_kind.items())}


# ---- recall ----------------------------------------------------------------------------------------


def recalled(cases: Sequence[Masked], by_rules: bool) -> dict[str, Share]:
    """Return the share of masked names whose ambiguous one is found, by kind of entity, of all names, and of all."""
    found: dict[str, list[bool]] = defaultdict(list)
    for case in cases:
        kinds = (case.kind, "all") if case.kind in ORDINARY else (case.kind, "names", "all")
        for kind in kinds:
            found[kind].append(case.by_rules if by_rules else case.learned)
    return {kind: Share(sum(each), len(each)) for kind, each in sorted(found.items())}


def named(cases: Iterable[Masked]) -> list[Masked]:
    """Return the cases whose ambiguous name means the entity, as far as they were judged."""
    others = {line.split("\t")[1] for line in NOT_NAMED.read_text("ascii").splitlines()}
    return [case for case in cases if case.key not in others]


def _names(item: Item, entity: EntityId, recognizer: Recognizer) -> bool:
    return bool(Reading(item, SOURCE, recognizer).named.spans(entity))


def masked(test: Tested) -> Iterator[Masked]:
    """Yield each entity that a title names surely and ambiguously, with the title whose sure names are masked."""
    entities_there = test.recognizer.catalog.entities
    for line in test.lines:
        spelled = _spelled(item_of(replace(line, summary="")), test.recognizer)
        for entity, (sure, ambiguous) in spelled.items():
            if not any(_is_apart(span, sure) for span in ambiguous) or not sure:
                continue
            item = item_of(line)
            there = Reading(item, SOURCE, test.recognizer).named.spans(entity)
            if not there or there[0] not in sure:
                continue
            marks = list(item.title.original)
            for span in sure:
                start, stop = item.title.begins[span.first], item.title.ends[span.after - 1]
                marks[start:stop] = _MASK * (stop - start)
            title = "".join(marks)
            hidden = replace(item, title=read(title))
            learned, by_rules = _names(hidden, entity, test.recognizer), _names(hidden, entity, test.by_rules)
            yield Masked(entity, entities_there[entity].kind, title, learned, by_rules)


def _spelled(item: Item, recognizer: Recognizer) -> dict[EntityId, tuple[list[Span], list[Span]]]:
    """Return the sure and the ambiguous names of each entity in the title; no name is part of a longer one."""
    found: dict[EntityId, tuple[list[Span], list[Span]]] = defaultdict(lambda: ([], []))
    scan = Reading(item, SOURCE, recognizer).scans[0]
    reach = 0
    for first, tokens in recognizer.aliases(item.title.tokens):
        span = Span(0, first, first + len(tokens))
        if span.after <= reach or not scan.unbroken(first, span.after):
            continue
        reach = span.after
        for owner, gate in recognizer.owners[tokens].items():
            if gate is None:
                found[owner][0].append(span)
            elif _is_spelling(gate, scan.written(first, span.after), item.language):
                found[owner][1].append(span)
    return found


def _is_apart(span: Span, others: Iterable[Span]) -> bool:
    return all(span.after <= other.first or other.after <= span.first for other in others)


def _is_spelling(gate: Gate, written: str, language: str) -> bool:
    """Return whether an ambiguous name is in its capitals and its language; one character (美) is not a name."""
    if gate.acting or (gate.only_in and language not in gate.only_in):
        return False
    return not gate.surfaces or any(same_letters(surface, written) for surface in gate.surfaces)


# ---- what is printed -------------------------------------------------------------------------------


def main(folder: Path, draw: bool, missed: bool, processes: int, save: Path | None) -> None:
    """Print each left-out source as soon as it is measured, then the starter packs of all."""
    judged = verdicts()
    found: dict[str, Measured] = {}
    with ProcessPoolExecutor(processes) as pool:
        for done in as_completed([pool.submit(measured, name, folder) for name in TESTS]):
            each = done.result()
            found[each.name] = each
            if draw:
                print_unjudged(each, judged)
            elif missed:
                print_missed(each)
            else:
                report(each, judged)
    everything = precision([hit for each in found.values() for hit in each.packs], judged)
    recall = recalled(named(case for each in found.values() for case in each.masked), by_rules=False)
    if not (draw or missed):
        print_shares("starter packs of all", {"all": everything["all"]})
        print_shares("recall of all", recall)
    if save is not None:
        figures = {name: stored(found[name], judged) for name in TESTS}
        of_all = {"starter_packs": row(everything["all"]), "recall": {kind: row(recall[kind]) for kind in recall}}
        results.save(save, {"seed": SEED, "left_out": figures, **of_all})


def print_unjudged(each: Measured, judged: Mapping[str, bool]) -> None:
    """Print the hits that nobody has judged yet."""
    for found in (*each.names, *each.packs):
        if found.key not in judged:
            parts = (each.name, found.key, found.watch, f"[{found.text}]", found.line.title, found.line.summary[:200])
            print("\t".join(part.replace("\n", " ") for part in parts), flush=True)


def print_missed(each: Measured) -> None:
    """Print the masked names that are missed and were not judged to mean something else."""
    for case in named(each.masked):
        if not case.learned:
            print("\t".join((each.name, case.key, case.entity, case.title.replace("\n", " "))), flush=True)


def report(each: Measured, judged: Mapping[str, bool]) -> None:
    """Print precision and recall of one left-out source."""
    print(f"{each.name}: {each.headlines} headlines")
    print_shares("precision", precision(each.names, judged))
    print_shares("precision, packs", {"all": precision(each.packs, judged)["all"]})
    cases = named(each.masked)
    print_shares("recall", recalled(cases, by_rules=False))
    print_shares("recall by rules alone", recalled(cases, by_rules=True))
    missing = sum(found.key not in judged for found in (*each.names, *each.packs))
    if missing:
        print(f"  {missing} hits without a verdict", flush=True)


def print_shares(name: str, shares: Mapping[str, Share]) -> None:
    """Print shares with their intervals, one a line."""
    for kind, share in shares.items():
        low, high = share.interval
        percent = share.right / max(1, share.cases)
        print(f"  {name:22} {kind:8} {share.right:6} of {share.cases:6} {percent:7.1%} ({low:.1%} to {high:.1%})")
    sys.stdout.flush()


def stored(each: Measured, judged: Mapping[str, bool]) -> dict[str, object]:
    """Return what is saved of one left-out source."""
    measures = {
        "precision": precision(each.names, judged),
        "precision_packs": precision(each.packs, judged),
        "recall": recalled(named(each.masked), by_rules=False),
        "recall_by_rules": recalled(named(each.masked), by_rules=True),
    }
    tables = {name: {kind: row(share) for kind, share in shares.items()} for name, shares in measures.items()}
    missing = sum(found.key not in judged for found in (*each.names, *each.packs))
    return {"headlines": each.headlines, "without_verdict": missing, **tables}


def row(share: Share) -> dict[str, float]:
    """Return a share with its interval as it is saved."""
    low, high = share.interval
    percent = share.right / max(1, share.cases)
    return {
        "right": share.right,
        "cases": share.cases,
        "share": round(percent, 4),
        "low": round(low, 4),
        "high": round(high, 4),
    }


if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="python -m benchmarks.senses")
    options.add_argument("folder", type=Path)
    options.add_argument("--draw", action="store_true", help="print the hits without a verdict")
    options.add_argument("--missed", action="store_true", help="print the masked names that are not found")
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--save", type=Path, metavar="FILE.json", help="write the figures")
    given = options.parse_args()
    main(given.folder, given.draw, given.missed, given.processes, given.save)
