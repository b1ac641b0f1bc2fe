"""Write watchers/senses/data/senses.json.xz: what headlines teach about words and names.

Usage: ``python -m scripts.build_senses FOLDER``. The folder has zht.jsonl.xz, zhs.jsonl.xz and ja.jsonl.xz with one
JSON object a line: ``source``, ``title``, and sometimes ``summary``. The result has figures only, no sentence, and the
same folder always gives the same bytes. It takes about two minutes.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, fsum, log, sqrt
from pathlib import Path

from watchers import entities
from watchers.entities import EntityId, Tokens
from watchers.matching import Recognizer
from watchers.matching.surroundings import Scan, Span, Surroundings
from watchers.model import Item
from watchers.rules import forms
from watchers.senses import STEPS, Senses
from watchers.senses.borders import MAX_WORD_LENGTH, Lexicon, lengths_by_ending
from watchers.senses.evidence import Evidence, own_words, posterior, words_of
from watchers.text.tokens import CJK, fold, is_cjk, read

OUTPUT = Path(__file__).parents[1] / "watchers" / "senses" / "data" / "senses.json.xz"
FILES = {"zh-Hant": "zht", "zh-Hans": "zhs", "ja": "ja"}
RUN = re.compile(f"[{CJK}]+")
ROUNDS = 4
MIN_COUNT = 2
MAX_NEW_LENGTH = 4
"""Characters of a new word."""
MIN_NEW_COUNT = 25
SUMMARY_LENGTH = 300
ORDINARY_SHARE = 0.02
"""Share of a name's occurrences that mean the company, below which it is an ordinary word."""


@dataclass(frozen=True, slots=True)
class Headline:
    """One line of the training data."""

    source: str
    title: str
    summary: str
    language: str


def load(folder: Path) -> list[Headline]:
    """Read the training data, in the order of the files."""
    return [line for language, name in FILES.items() for line in read_headlines(folder, name, language)]


def read_headlines(folder: Path, name: str, language: str) -> list[Headline]:
    """Read one file of headlines."""
    with lzma.open(folder / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Headline(row["source"], row["title"], row.get("summary", "")[:SUMMARY_LENGTH], language) for row in rows]


def learn(headlines: Sequence[Headline]) -> Senses:
    """Return everything that can be learned from the headlines."""
    lexicons = {language: Lexicon(costs) for language, costs in learn_lexicons(headlines).items()}
    return learn_companies(headlines, lexicons)


# ---- words -----------------------------------------------------------------------------------------


def learn_lexicons(headlines: Sequence[Headline]) -> dict[str, dict[str, float]]:
    """Return the cost of each word in Chinese and Japanese."""
    names = {
        "".join(alias.tokens)
        for entity in entities.load().entities.values()
        if entity.kind != entities.WORD
        for alias in entity.aliases
        if len(alias.tokens) > 1 and all(map(is_cjk, alias.tokens))
    }
    chinese = [line.title for line in headlines if line.language.startswith("zh")]
    japanese = [line.title for line in headlines if line.language == "ja"]
    return {
        "zh": _costs(chinese, *_chinese_teacher(chinese), names),
        "ja": _costs(japanese, *_japanese_teacher(japanese), names),
    }


def _chinese_teacher(titles: Iterable[str]) -> tuple[Counter[str], Callable[[str], bool]]:
    """Return the words of titles as jieba cuts them, and whether jieba's dictionary has a word."""
    import jieba

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    words = Counter(word for title in titles for run in RUN.findall(fold(title)) for word in jieba.cut(run))
    known: Mapping[str, int] = jieba.dt.FREQ
    return words, lambda word: known.get(word, 0) > 0


def _japanese_teacher(titles: Iterable[str]) -> tuple[Counter[str], Callable[[str], bool]]:
    """Return the words of titles as Janome cuts them, and whether a word was met often enough to be one."""
    from janome.tokenizer import Tokenizer

    cut = Tokenizer(wakati=True).tokenize
    folded = (fold(str(word)) for title in titles for word in cut(unicodedata.normalize("NFKC", title)))
    words = Counter(word for word in folded if RUN.fullmatch(word))
    return words, lambda word: words[word] >= 5


def _costs(
    titles: Iterable[str], words: Counter[str], is_known: Callable[[str], bool], names: set[str]
) -> dict[str, float]:
    runs = Counter(run for title in titles for run in RUN.findall(fold(title)))
    if not runs:
        return {}
    counts: dict[str, float] = {word: count for word, count in words.items() if len(word) <= MAX_WORD_LENGTH}
    for name, count in _occurrences(names, runs).items():
        counts[name] = max(counts.get(name, 0), count / 2)
    for word, count in _new_words(runs).items():
        if not _is_compound(word, is_known) and not _hides(word, names):
            counts[word] = max(counts.get(word, 0), count / 2)
    for _ in range(ROUNDS):
        counts = _recount(runs, counts)
    total = sum(counts.values())
    kept = {word: count for word, count in counts.items() if count >= MIN_COUNT and len(word) <= MAX_WORD_LENGTH}
    return {word: -log(kept[word] / total) for word in sorted(kept)}


def _occurrences(names: set[str], runs: Mapping[str, int]) -> Counter[str]:
    beginning: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        beginning[name[:2]].append(name)
    found: Counter[str] = Counter()
    for run, count in runs.items():
        for at in range(len(run) - 1):
            for name in beginning.get(run[at : at + 2], ()):
                if run.startswith(name, at):
                    found[name] += count
    return found


def _new_words(runs: Mapping[str, int]) -> dict[str, int]:
    """Return words that no dictionary needs to have: often together, and with many different neighbors."""
    grams = _grams(runs)
    often = {gram for gram in grams if len(gram) > 1}
    before: dict[str, Counter[str]] = defaultdict(Counter)
    after: dict[str, Counter[str]] = defaultdict(Counter)
    for run, count in runs.items():
        for at in range(len(run)):
            for end in range(at + 2, min(at + MAX_NEW_LENGTH, len(run)) + 1):
                gram = run[at:end]
                if gram not in often:
                    break  # and so none any more
                before[gram][run[at - 1 : at]] += count
                after[gram][run[end : end + 1]] += count
    total = sum(count for gram, count in grams.items() if len(gram) == 1)
    return {
        gram: grams[gram]
        for gram in sorted(often)
        if min(_entropy(before[gram]), _entropy(after[gram])) > 1.6 and _cohesion(gram, grams, total) > 3
    }


def _grams(runs: Mapping[str, int]) -> dict[str, int]:
    """Return how often each character is there, and each longer string that is there often."""
    grams = Counter[str]()
    for run, count in runs.items():
        for character in run:
            grams[character] += count
    found = dict(grams)
    for length in range(2, MAX_NEW_LENGTH + 1):
        longer = Counter[str]()
        for run, count in runs.items():
            for at in range(len(run) - length + 1):
                # Only what begins with a string that is there often can be.
                if length == 2 or run[at : at + length - 1] in found:
                    longer[run[at : at + length]] += count
        found |= {gram: count for gram, count in longer.items() if count >= MIN_NEW_COUNT}
    return found


def _entropy(counts: Counter[str]) -> float:
    total = sum(counts.values())
    return -sum(count / total * log(count / total) for count in counts.values())


def _cohesion(gram: str, grams: Mapping[str, int], total: int) -> float:
    """Return the pointwise mutual information of the two least coherent halves."""
    halves = ((gram[:at], gram[at:]) for at in range(1, len(gram)))
    return min(log(grams[gram] * total / (grams[left] * grams[right])) for left, right in halves)


def _is_compound(word: str, is_known: Callable[[str], bool]) -> bool:
    """Return whether two known words make a string, one of two characters or more: 法院裁定 is not a word."""
    halves = ((word[:at], word[at:]) for at in range(1, len(word)))
    return any(max(map(len, half)) > 1 and all(map(is_known, half)) for half in halves)


def _hides(word: str, names: set[str]) -> bool:
    """Return whether a name is in the word, but not at its start: 美對華 holds 對華."""
    parts = (word[at:end] for at in range(1, len(word) - 1) for end in range(at + 2, len(word) + 1))
    return any(part in names for part in parts)


def _recount(runs: Mapping[str, int], counts: Mapping[str, float]) -> dict[str, float]:
    """Return how often each word is in the best readings of the runs by the present counts."""
    total = sum(counts.values())
    costs = {word: -log(count / total) for word, count in counts.items()}
    unknown = -log(0.5 / total)
    ending = lengths_by_ending(costs)
    found: Counter[str] = Counter()
    for run, times in runs.items():
        best, begins = [0.0], [0]
        for end in range(1, len(run) + 1):
            begin = end - 1
            least = best[begin] + costs.get(run[begin], unknown)
            for length in ending.get(run[end - 2 : end], ()):
                cost = costs.get(run[end - length : end]) if length <= end else None
                if cost is not None and best[end - length] + cost < least:
                    least, begin = best[end - length] + cost, end - length
            best.append(least)
            begins.append(begin)
        end = len(run)
        while end:
            found[run[begins[end] : end]] += times
            end = begins[end]
    return dict(found)


# ---- companies -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Instance:
    """A headline as evidence: its words, and which names it has."""

    source: str
    language: str
    words: frozenset[str]
    """Without those of its names."""
    has_company: bool
    """Whether it names a company surely."""
    ambiguous: tuple[tuple[EntityId, Tokens], ...]
    """Names in the title that may be a company."""


def learn_companies(headlines: Sequence[Headline], lexicons: Mapping[str, Lexicon]) -> Senses:
    """Return the lexicons with what speaks for companies, and the share of each ambiguous name that means one."""
    recognizer = Recognizer(entities.load(), forms.load(), Senses(lexicons, {}, {}))
    return weigh(list(instances(headlines, recognizer)), lexicons)


def instances(headlines: Iterable[Headline], recognizer: Recognizer) -> Iterator[Instance]:
    """Yield each headline as evidence."""
    companies = recognizer.companies
    for line in headlines:
        item = Item("", read(line.title), read(line.summary), None, line.language, None)
        sure: set[Tokens] = set()
        ambiguous: set[tuple[EntityId, Tokens]] = set()
        has_company = False
        for field, tokens in names_of(item, recognizer):
            for owner, gate in recognizer.owners[tokens].items():
                if gate is None:
                    sure.add(tokens)
                    has_company = has_company or owner in companies
                elif owner in companies and field == 0:
                    ambiguous.add((owner, tokens))
        words = frozenset(words_of(item.title)) | frozenset(words_of(item.body))
        own = set[str]().union(*map(own_words, (*sure, *(tokens for _, tokens in ambiguous))))
        yield Instance(line.source, line.language, words - own, has_company, tuple(sorted(ambiguous)))


def names_of(item: Item, recognizer: Recognizer) -> Iterator[tuple[int, Tokens]]:
    """Yield the longest names of an item with their fields, open or not."""
    scans = [Scan(text, recognizer.forms.is_word) for text in (item.title, item.body)]
    surroundings = Surroundings(recognizer.senses, scans, frozenset(item.title.tokens + item.body.tokens), item)
    for field, scan in enumerate(scans):
        reach = 0
        for first, tokens in recognizer.aliases(scan.text.tokens):
            span = Span(field, first, first + len(tokens))
            if span.after <= reach or tokens not in recognizer.owners or not scan.unbroken(first, span.after):
                continue
            if _is_accident(scan, span, recognizer.not_inside.get(tokens, ())):
                continue
            if surroundings.is_apart(span, tokens):
                reach = span.after
                yield field, tokens


def _is_accident(scan: Scan, span: Span, longer: Iterable[Tokens]) -> bool:
    return any(
        begin <= span.first and span.after <= begin + len(string)
        for string in longer
        for begin in scan.together(string)
    )


def weigh(found: Sequence[Instance], lexicons: Mapping[str, Lexicon]) -> Senses:
    """Return the senses that instances teach."""
    evidence = {
        language: _evidence([each for each in found if each.language.startswith(language)], least)
        for language, least in (("zh", 5), ("ja", 3))
    }
    priors = {
        language: _priors([each for each in found if each.language == language], evidence[language[:2]], least)
        for language, least in (("zh-Hant", 20), ("zh-Hans", 20), ("ja", 20))
        if evidence[language[:2]].weights
    }
    return Senses(lexicons, evidence, agreeing(priors))


def agreeing(priors: Mapping[str, Mapping[str, Mapping[str, float]]]) -> dict[str, dict[str, Mapping[str, float]]]:
    """Leave out names that are ordinary words in another language: 現代 is modern, and is left to its context."""
    words = {
        (name, owner)
        for names in priors.values()
        for name, owners in names.items()
        for owner, share in owners.items()
        if share < ORDINARY_SHARE
    }
    return {
        language: {
            name: owners
            for name, owners in names.items()
            if not any((name, owner) in words and share >= ORDINARY_SHARE for owner, share in owners.items())
        }
        for language, names in priors.items()
    }


def _evidence(found: Sequence[Instance], least: int) -> Evidence:
    """Return the log-odds of words by naive Bayes, with companies and others equally frequent in each language."""
    having: Counter[str] = Counter()
    lacking: dict[str, float] = defaultdict(float)
    total = 0
    pairs: list[tuple[list[Instance], list[Instance]]] = []
    for language in sorted({each.language for each in found}):
        mine = [each for each in found if each.language == language]
        companies = [each for each in mine if each.has_company]
        others = [each for each in mine if not each.has_company and not each.ambiguous]
        if not companies or not others:
            continue
        pairs.append((companies, others))
        total += len(companies)
        for each in companies:
            having.update(each.words)
        counted = Counter(word for each in others for word in each.words)
        for word, count in counted.items():
            lacking[word] += count * len(companies) / len(others)
    weights: dict[str, float] = {}
    for word in sorted(having.keys() | lacking.keys()):
        if having[word] + lacking.get(word, 0) >= least:
            odds = log((having[word] + 1) / (total + 2)) - log((lacking.get(word, 0) + 1) / (total + 2))
            weights[word] = max(-2.5, min(2.5, odds))
    if not weights:
        return Evidence({}, 1.0, 0.0)
    scale, offset = _calibrated(weights, pairs)
    return Evidence({word: weight for word, weight in weights.items() if abs(weight) >= 0.5}, scale, offset)


def _score(weights: Mapping[str, float], words: Iterable[str]) -> float:
    found = [weight for word in words if (weight := weights.get(word)) is not None]
    return fsum(found) / sqrt(len(found)) if found else 0.0


def _calibrated(
    weights: Mapping[str, float], pairs: Iterable[tuple[Sequence[Instance], Sequence[Instance]]]
) -> tuple[float, float]:
    """Return scale and offset of a logistic fit with one feature, with both classes equally heavy."""
    points: list[tuple[float, int, float]] = []
    for pair in pairs:
        for kind, each in zip((1, 0), pair, strict=True):
            few = each[:: len(each) // 3_000 + 1]
            points += [(_score(weights, one.words), kind, 0.5 / len(few)) for one in few]
    scale, offset = 1.0, 0.0
    for _ in range(100):
        slope = bend = level = curve = cross = 0.0
        for score, kind, heavy in points:
            chance = 1 / (1 + exp(-max(-30.0, min(30.0, scale * score + offset))))
            missing, spread = (kind - chance) * heavy, chance * (1 - chance) * heavy
            slope, level = slope + missing * score, level + missing
            curve, cross, bend = curve + spread * score * score, cross + spread * score, bend + spread
        area = curve * bend - cross * cross + 1e-12
        step, shift = (slope * bend - level * cross) / area, (level * curve - slope * cross) / area
        scale, offset = scale + step, offset + shift
        if abs(step) + abs(shift) < 1e-6:
            break
    return round(scale, 3), round(offset, 3)


def _priors(found: Sequence[Instance], evidence: Evidence, least: int) -> dict[str, dict[str, float]]:
    """Return the share of each name's occurrences that mean the company, as the mean of its posteriors."""
    odds: dict[tuple[EntityId, Tokens], list[float]] = defaultdict(list)
    for each in found:
        for name in each.ambiguous:
            odds[name].append(evidence.scale * _score(evidence.weights, each.words) + evidence.offset)
    priors: dict[str, dict[str, float]] = {}
    for (owner, tokens), each_odds in sorted(odds.items()):
        if len(each_odds) >= least:
            prior = 0.5
            for _ in range(60):
                mean = fsum(posterior(prior, one) for one in each_odds) / len(each_odds)
                prior = min(0.99, max(0.01, mean))
            priors.setdefault("".join(tokens), {})[owner] = round(prior, 3)
    return priors


# ---- the file --------------------------------------------------------------------------------------


def packed(senses: Senses) -> bytes:
    """Return the senses as the bytes of the data file."""
    document: dict[str, object] = {
        "lexicons": {language: _stored(lexicon.costs, "costs", 0) for language, lexicon in senses.lexicons.items()},
        "evidence": {
            language: _stored(model.weights, "weights", 128) | {"scale": model.scale, "offset": model.offset}
            for language, model in senses.evidence.items()
        },
        "priors": senses.priors,
    }
    document["version"] = hashlib.sha256(_json(document)).hexdigest()[:12]
    return lzma.compress(_json(document), preset=9)


def _stored(values: Mapping[str, float], name: str, zero: int) -> dict[str, object]:
    words = sorted(values)
    codes = bytes(max(0, min(255, round(values[word] * STEPS) + zero)) for word in words)
    return {"words": " ".join(words), name: codes.hex()}


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, sort_keys=True).encode()


if __name__ == "__main__":
    data = packed(learn(load(Path(sys.argv[1]))))
    OUTPUT.write_bytes(data)
    sys.stdout.write(f"{len(data)} bytes in {OUTPUT}\n")
