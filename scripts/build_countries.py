"""Generate watchers/entities/data/countries.yaml: all countries and territories of ISO 3166-1 in four scripts.

Run by hand, in the development environment: ``python -m scripts.build_countries``.
The names are CLDR's, read through Babel (Unicode license); scripts/countries_by_hand.yaml adds what
CLDR lacks, scripts/country_adjectives.yaml the words for what belongs to a country, and
scripts/country_capitals.yaml the capitals by which headlines name a government.
Places that entities.yaml already has are left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

from watchers import entities
from watchers.entities import Tokens
from watchers.text.tokens import read

ROOT = Path(__file__).resolve().parent.parent
BY_HAND = ROOT / "scripts" / "countries_by_hand.yaml"
ADJECTIVES = ROOT / "scripts" / "country_adjectives.yaml"
CAPITALS = ROOT / "scripts" / "country_capitals.yaml"
OUTPUT = ROOT / "watchers" / "entities" / "data" / "countries.yaml"

LOCALES = {"en": ("en",), "zh-Hant": ("zh_Hant", "zh_Hant_HK"), "zh-Hans": ("zh_Hans",), "ja": ("ja",)}
# Codes in CLDR that ISO 3166-1 assigns to no country: islands, groups, test names; Kosovo (XK) is wanted.
NO_COUNTRY = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())
HEAD = """\
# Countries and territories: made by scripts/build_countries.py from Unicode CLDR (Unicode licence, through Babel)
# and scripts/countries_by_hand.yaml. Change it there. Same shape as entities.yaml, whose records win.
# distinct lists everything whose name is part of one of these: no territory counts for another by its name.
"""

Record = Mapping[str, Any]


def by_hand() -> dict[str, Record]:
    """Return what CLDR lacks, by country ID: names, the words for what belongs to each country, and capitals."""
    known: dict[str, Any] = yaml.safe_load(BY_HAND.read_text("utf-8"))
    for identifier, adjectives in yaml.safe_load(ADJECTIVES.read_text("utf-8")).items():
        record = known.setdefault(identifier, {})
        aliases = record.setdefault("aliases", {})
        aliases["en"] = [*aliases.get("en", []), *adjectives]
        record["not_inside"] = {**record.get("not_inside", {}), **adjectives}
    capitals = yaml.safe_load(CAPITALS.read_text("utf-8"))
    for identifier, towns in capitals["surely"].items():
        record = known.setdefault(identifier, {})
        aliases = record.setdefault("aliases", {})
        aliases["en"] = [*aliases.get("en", []), *towns]
        record["only_read"] = towns
        longer = {town: strings for town, strings in capitals["not_inside"].items() if town in towns}
        record["not_inside"] = {**record.get("not_inside", {}), **longer}
    for identifier, towns in capitals["as_subject"].items():
        known.setdefault(identifier, {})["as_subject"] = towns
    return known


def records(own: Sequence[Record], by_hand: Mapping[str, Record]) -> list[Record]:
    """Return a record for each country that ``own``, the records of entities.yaml, lacks; ordered by country code."""
    written = {record["refs"]["iso"] for record in own if "iso" in record.get("refs", {})}
    codes = sorted(str(code) for code in Locale("en").territories if len(str(code)) == 2)
    made = [_record(code, by_hand.get(f"pl.{code.lower()}", {})) for code in codes if code not in NO_COUNTRY | written]
    everything = [(record["id"], set(_names(record))) for record in (*own, *made)]
    for record in made:
        _tell_apart(record, everything)
    return [{key: record[key] for key in KEYS if record.get(key) not in (None, [], {})} for record in made]


KEYS = (
    "id", "kind", "jurisdiction", "name", "aliases", "ambiguous", "ambiguous_aliases", "context", "anti_context",
    "not_inside", "only_read", "as_subject", "broader", "distinct", "refs",
)  # fmt: skip


def _record(code: str, by_hand: Record) -> dict[str, Any]:
    instead, beside = by_hand.get("instead", {}), by_hand.get("aliases", {})
    aliases = {
        language: list(dict.fromkeys([*(instead.get(language) or _cldr(code, language)), *beside.get(language, [])]))
        for language in LOCALES
    }
    return {
        "id": f"pl.{code.lower()}",
        "kind": "place",
        "jurisdiction": code,
        "name": aliases["en"][0],
        "aliases": aliases,
        "ambiguous": "gated" in by_hand,
        "ambiguous_aliases": by_hand.get("gated"),
        "context": by_hand.get("context"),
        "anti_context": by_hand.get("anti_context"),
        "not_inside": {alias: strings for alias, strings in by_hand.get("not_inside", {}).items() if strings},
        "only_read": by_hand.get("only_read"),
        "as_subject": by_hand.get("as_subject"),
        "broader": by_hand.get("broader"),
        "distinct": list(by_hand.get("distinct", [])),
        "refs": {"iso": code},
    }


def _cldr(code: str, language: str) -> list[str]:
    """Return CLDR's names with plain apostrophes; of spellings that fold alike, only one."""
    names = [Locale.parse(locale).territories[code].replace("’", "'") for locale in LOCALES[language]]
    return list({read(name).tokens: name for name in reversed(names)}.values())[::-1]


def _tell_apart(record: dict[str, Any], everything: Iterable[tuple[str, set[Tokens]]]) -> None:
    """Add to the record's ``distinct`` every record with a name inside one of its names."""
    within = {part for name in _names(record) for part in _parts(name)}
    known = {record["id"], *(record["broader"] or ()), *record["distinct"]}
    record["distinct"] += [other for other, names in everything if other not in known and not within.isdisjoint(names)]


def _names(record: Record) -> Iterator[Tokens]:
    for names in record["aliases"].values():
        for name in names:
            yield read(name).tokens


def _parts(name: Tokens) -> Iterator[Tokens]:
    """Yield every run of tokens shorter than the name itself."""
    for begin in range(len(name)):
        for end in range(begin + 1, len(name) + 1):
            if end - begin < len(name):
                yield name[begin:end]


if __name__ == "__main__":
    countries = records(entities.shipped_in("entities.yaml"), by_hand())
    document = yaml.safe_dump({"entities": countries}, allow_unicode=True, sort_keys=False, width=110)
    OUTPUT.write_text(HEAD + document, encoding="utf-8")
    sys.stdout.write(f"{len(countries)} countries and territories in {OUTPUT}\n")
