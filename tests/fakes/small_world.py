"""A small catalog, and rules and items made by chance from its words: what the properties run on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from hypothesis import strategies as st

from watchers.entities import Catalog
from watchers.entities import catalog as made_of
from watchers.model import Item, SourceId
from watchers.rules import And, Field, InTitle, Near, Not, Or, Phrase, Rule, parse, terms
from watchers.text.tokens import read

Record = dict[str, Any]


def entity(
    identifier: str,
    kind: str,
    en: Sequence[str],
    hant: Sequence[str] = (),
    ja: Sequence[str] = (),
    gated: Sequence[str] = (),
    broader: Sequence[str] = (),
    not_inside: dict[str, list[str]] | None = None,
    context: Sequence[str] = (),
    anti_context: Sequence[str] = (),
    vocabularies: Sequence[str] = (),
) -> Record:
    """One record of the shape of entities.yaml."""
    return {
        "id": identifier,
        "kind": kind,
        "name": en[0],
        "aliases": {"en": list(en), "zh-Hant": list(hant), "ja": list(ja)},
        "ambiguous_aliases": list(gated),
        "broader": list(broader),
        "not_inside": not_inside or {},
        "context": list(context),
        "anti_context": list(anti_context),
        "vocabularies": list(vocabularies),
    }


SMALL: Catalog = made_of(
    [
        entity("co.tsmc", "company", ["TSMC", "Taiwan Semiconductor"], ["台積電"], ["台湾積体電路製造"]),
        entity("co.jasm", "company", ["JASM", "TSMC Kumamoto plant"], ["台積電熊本廠"], broader=["co.tsmc"]),
        entity("co.qualcomm", "company", ["Qualcomm"], ["高通"], not_inside={"高通": ["提高通關"]}),
        entity(
            "co.ussteel", "company", ["United States Steel", "US Steel"], gated=["US Steel"], context=["levy", "steel"]
        ),
        entity("pl.us", "place", ["United States", "US"], ["美國"], gated=["US"]),
        entity("tp.tariff", "topic", ["tariff", "customs duty"], ["關稅"], not_inside={"关税": ["海关税收"]}),
        entity("tp.chiptariff", "topic", ["chip tariff"], ["晶片關稅"], broader=["tp.tariff"]),
        entity("tp.chips", "product", ["chip"], ["晶片"]),
        entity("tp.customs", "topic", ["customs"], ["海關"]),
        entity("tp.fab", "product", ["fab", "plant"], gated=["plant"], context=["wafer"], anti_context=["quota*"]),
        entity(
            "us.bis",
            "agency",
            ["Bureau of Industry and Security", "BIS"],
            ["工業局"],
            gated=["BIS", "工業局"],
            context=["export*", "licence", "晶片"],
            anti_context=["Taiwan Semiconductor", "收"],
            vocabularies=["makers"],
        ),
        entity(
            "int.bis", "agency", ["Bank for International Settlements", "BIS"], gated=["BIS"], context=["quota", "BIS"]
        ),
        entity("us.ita", "agency", ["ITA"], gated=["ITA"], vocabularies=["makers", "duties"]),
        entity("law.chips", "law", ["CHIPS Act", "Chips and Science Act"]),
        entity("law.euchips", "law", ["European Chips Act"]),
    ],
    {"makers": ["Qualcomm", "semicond*", "Taiwan Semiconductor", "半導體"], "duties": ["levy", "customs duty", "关税"]},
)

# ---- items -----------------------------------------------------------------------------------------

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOURCES = tuple(map(SourceId, ("ustr.rss", "meti.rss")))

_WORDS = (
    "tariff tariffs Tariffed levy levies quota quotas wafer wafers US us Us BIS bis U.S. chip chips Chip CHIPS Act and "
    "European steel Steel Taiwan Semiconductor TSMC tsmc Kumamoto plant customs duty duties Qualcomm semiconductors "
    "8542.31 3B001 export exports licence ITA ita café 台積電 台积电 熊本廠 關稅 関税 关税 晶片 芯片 海關 海关税收 收 "
    "高通 提高通關 提 關 美國 工業局 工业局 半導體 が ガリウム ｶﾞﾘｳﾑ"
).split()
_BETWEEN = (" ", " ", " ", " ", "", "", ", ", ". ", "。", "，", "\n", "\n\n", "-", ": ", " “", "” ", "  ", "…")


# A strategy that is made anew for each draw costs more than the draw.
_PIECES = st.tuples(st.sampled_from(_WORDS), st.sampled_from(_BETWEEN)).map("".join)


def texts(most: int = 14) -> st.SearchStrategy[str]:
    shouted = st.integers(0, 9).map(lambda number: number == 0)
    return st.builds(_text, st.lists(_PIECES, max_size=most), shouted)


def _text(pieces: list[str], shouted: bool) -> str:
    text = "".join(pieces)
    return text.upper() if shouted else text


def items() -> st.SearchStrategy[Item]:
    return st.builds(
        Item,
        link=st.just(""),
        title=texts(8).map(read),
        body=texts().map(read),
        published=st.none(),
        language=st.sampled_from(("en", "zh-Hant", "zh-Hans", "ja")),
        country=st.sampled_from((None, "US", "JP")),
    )


# ---- rules -----------------------------------------------------------------------------------------

_TEXT_TERMS = (
    *"wafer levy quota steel export licence semiconductors us act kumamoto café plant US ITA XYZ BIS".split(),
    *"工業局 工业局 TSMC tariff 關稅 关税 晶片 台積電 美國 高通 chip customs @co.tsmc @tp.tariff @law.chips".split(),
    *"semicon* tar* 提高 積電 通關 ガリウム de-minimis chip-tariff 25% 2nm F-35".split(),
    *(
        '"8542.31"',
        '"3B001"',
        '"US"',
        '"chips act"',
        '"quota, levy"',
        '"export licence"',
        '"台積電 關稅"',
        '"關稅"',
        '"tariffs"',
        '"us steel"',
    ),
    *("(US Steel)", "(Taiwan Semiconductor)", "(European Chips Act)"),
)
_FACTS = ("lang:ja", "lang:zh", "lang:zh-Hant", "country:us", "country:JP", "source:ustr.rss", "source:nobody")
_LEAVES = {written: parse(written, SMALL) for written in (*_TEXT_TERMS, *_FACTS)}
# One CJK character is too short to type, but the index need not know that.
_LEAVES |= {"稅": Phrase(("税",), (False,), "稅"), "收": Phrase(("收",), (False,), "收")}


def joined(kind: type[And] | type[Or], parts: Sequence[Rule]) -> Rule:
    """One rule of several as the parser would make it: flat, without repetition."""
    flat: list[Rule] = []
    for part in parts:
        flat += [one for one in (part.parts if isinstance(part, kind) else (part,)) if one not in flat]
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def without(rule: Rule, unwanted: Sequence[Rule]) -> Rule:
    """The rule, and none of the unwanted ones."""
    return joined(And, [rule, *(Not(each) for each in unwanted if each != rule)])


def _is_fact_free(rule: Rule) -> bool:
    return not any(isinstance(term, Field) for term in terms(rule))


_TERM_RULES = st.sampled_from([_LEAVES[written] for written in (*_TEXT_TERMS, "稅", "收")])
_FACT_RULES = st.sampled_from([_LEAVES[written] for written in _FACTS])
_GROUPS = st.lists(_TERM_RULES, min_size=1, max_size=3).map(lambda parts: joined(Or, parts))
_NEAR_RULES = st.builds(Near, _TERM_RULES, _GROUPS, st.integers(1, 6))
_KINDS = st.sampled_from(("term", "fact", "near", "and", "and", "or", "or", "without", "title"))


def text_terms() -> st.SearchStrategy[Rule]:
    """A word, phrase, prefix or entity; a name of two entities is an or-group."""
    return _TERM_RULES


@cache
def rules(depth: int = 3) -> st.SearchStrategy[Rule]:
    """A rule of every kind of node, in the form that the parser gives it."""
    return _rules(depth)


@cache
def _parts(depth: int) -> st.SearchStrategy[list[Rule]]:
    return st.lists(rules(depth), min_size=2, max_size=3)


@cache
def _fact_free(depth: int) -> st.SearchStrategy[Rule]:
    return rules(depth).filter(_is_fact_free)


@st.composite
def _rules(draw: st.DrawFn, depth: int) -> Rule:
    kind = draw(_KINDS)
    if kind == "fact":
        return draw(_FACT_RULES)
    if kind == "near":
        return draw(_NEAR_RULES)
    if kind == "term" or depth == 0:
        return draw(_TERM_RULES)
    if kind == "title":
        rule = draw(_fact_free(depth - 1))
        return rule if isinstance(rule, InTitle) else InTitle(rule)
    parts = draw(_parts(depth - 1))
    if kind == "without":
        return without(parts[0], parts[1:])
    return joined(And if kind == "and" else Or, parts)
