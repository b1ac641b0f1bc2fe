"""Rule text to Rule and back: the table of rules.md, every error with its column and cure, and the laws."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fakes.small_world import SMALL, items, rules
from tests.fakes.small_world import SOURCES as SOURCES_OF_ITEMS
from tests.fakes.small_world import entity as record
from watchers.codes import facts
from watchers.entities import Catalog, EntityId
from watchers.entities import catalog as made_of
from watchers.errors import RuleError, RuleProblem
from watchers.matching import Recognizer, explain
from watchers.model import Item, SourceId
from watchers.rules import (
    And,
    Entity,
    Field,
    InTitle,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Rule,
    Word,
    canonical,
    parse,
    reread,
    terms,
    understand,
)
from watchers.rules.forms import OWN_WORDS, Forms
from watchers.rules.vocabulary import HYPHENS
from watchers.text.tokens import read


def word(token: str) -> Word:
    return Word(token)


def phrase(*tokens: str, capitals: tuple[bool, ...] = ()) -> Phrase:
    return Phrase(tokens, capitals or (False,) * len(tokens), "")


def entity(identifier: str) -> Entity:
    return Entity(identifier)  # type: ignore[arg-type]  # ids are written out here


SOURCE = SourceId("test")


def headline(text: str) -> Item:
    return Item("", read(text), read(""), None, "en", None, facts(text, ""))


def spelled(rule: Rule) -> str:
    return str(canonical(rule))


QUOTA, LEVY, WOOL = word("quota"), word("levy"), word("wool")
TSMC = entity("co.tsmc")
TARIFF = entity("tp.tariff")


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        # and
        ("quota levy", And((QUOTA, LEVY))),
        ("quota　levy", And((QUOTA, LEVY))),
        ("quota AND levy", And((QUOTA, LEVY))),
        ("quota and levy", And((QUOTA, LEVY))),
        ("quota quota", QUOTA),
        # or binds weaker than and
        ("quota, levy", Or((QUOTA, LEVY))),
        ("quota，levy", Or((QUOTA, LEVY))),
        ("quota、levy", Or((QUOTA, LEVY))),
        ("quota; levy", Or((QUOTA, LEVY))),
        ("quota；levy", Or((QUOTA, LEVY))),
        ("quota|levy", Or((QUOTA, LEVY))),
        ("quota OR levy", Or((QUOTA, LEVY))),
        ("quota or levy", Or((QUOTA, LEVY))),
        ("quota or levy wool", Or((QUOTA, And((LEVY, WOOL))))),
        ("quota wool, levy", Or((And((QUOTA, WOOL)), LEVY))),
        ("quota, levy, wool", Or((QUOTA, LEVY, WOOL))),
        (",, quota ,, levy ,", Or((QUOTA, LEVY))),
        # not
        ("quota -levy", And((QUOTA, Not(LEVY)))),
        ("quota －levy", And((QUOTA, Not(LEVY)))),
        ("quota NOT levy", And((QUOTA, Not(LEVY)))),
        ("quota not levy", And((QUOTA, Not(LEVY)))),
        ("quota, but not levy", And((QUOTA, Not(LEVY)))),
        ("quota, wool, not levy", And((Or((QUOTA, WOOL)), Not(LEVY)))),
        ("quota except levy and wool", And((QUOTA, Not(Or((LEVY, WOOL)))))),
        ("-levy quota", And((Not(LEVY), QUOTA))),
        ("quota -(levy, wool)", And((QUOTA, Not(Or((LEVY, WOOL)))))),
        ("quota --levy", And((QUOTA, Not(LEVY)))),
        ("- quota levy", And((QUOTA, LEVY))),
        # groups
        ("quota (levy, wool)", And((QUOTA, Or((LEVY, WOOL))))),
        ("quota （levy，wool）", And((QUOTA, Or((LEVY, WOOL))))),
        ("((quota))", QUOTA),
        # phrases: no aliases, no forms; mixed quotes
        ('"quota levy"', phrase("quota", "levy")),
        ("“quota levy”", phrase("quota", "levy")),
        ("「quota levy」", phrase("quota", "levy")),
        ("『quota levy』", phrase("quota", "levy")),
        ("＂quota levy＂", phrase("quota", "levy")),
        ('“quota levy"', phrase("quota", "levy")),
        ("「quota levy”", phrase("quota", "levy")),
        ('"TSMC"', phrase("tsmc", capitals=(True,))),
        ("de-minimis", phrase("de", "minimis")),
        ('quota "levy wool"', And((QUOTA, phrase("levy", "wool")))),
        # capitals, two to four letters
        ("XYZ", Word("xyz", capitals=True)),
        ("QUOTA", QUOTA),
        ("Xyz", word("xyz")),
        ("us", entity("pl.us")),
        ("Us quota", And((entity("pl.us"), QUOTA))),
        ("XYZ us", And((Word("xyz", capitals=True), phrase("us")))),
        ("QUOTA ON WOOL", And((QUOTA, WOOL))),
        ("QUOTA ON wool", And((QUOTA, phrase("on", capitals=(True,)), WOOL))),
        # prefix
        ("semicon*", Prefix("semicon")),
        ("semicon＊", Prefix("semicon")),
        ("Semicon*", Prefix("semicon")),
        ("提高*", phrase("提", "高")),
        # CJK
        ("提高", phrase("提", "高")),
        ("積電", phrase("积", "电")),
        # fields
        ("title:quota", InTitle(QUOTA)),
        ("TITLE：quota", InTitle(QUOTA)),
        ("title:(quota, levy)", InTitle(Or((QUOTA, LEVY)))),
        ("title:quota levy", And((InTitle(QUOTA), LEVY))),
        ("title:(title:quota)", InTitle(QUOTA)),
        ("lang:JA", Field("lang", "ja")),
        ("lang:zh", Field("lang", "zh")),
        ("lang:zh-Hant", Field("lang", "zh-hant")),
        ("lang:zh-TW", Field("lang", "zh-hant")),
        ("lang:zh_CN", Field("lang", "zh-hans")),
        ("lang:en-US", Field("lang", "en")),
        ("lang:sv", Field("lang", "sv")),
        ("country:jp", Field("country", "jp")),
        ("country:EU", Field("country", "eu")),
        ("country:UK", Field("country", "gb")),
        ("source:ustr.rss", Field("source", "ustr.rss")),
        ("quota -lang:ja", And((QUOTA, Not(Field("lang", "ja"))))),
        # near
        ("quota NEAR/3 levy", Near(QUOTA, LEVY, 3)),
        ("quota NEAR levy", Near(QUOTA, LEVY, 10)),
        ("quota NEAR／3 levy", Near(QUOTA, LEVY, 3)),
        ("wool quota NEAR/3 levy XYZ", And((WOOL, Near(QUOTA, LEVY, 3), Word("xyz", capitals=True)))),
        ("quota NEAR/3 (levy, wool)", Near(QUOTA, Or((LEVY, WOOL)), 3)),
        # entities
        ("TSMC", TSMC),
        ("tsmc", TSMC),
        ("台積電", TSMC),
        ("台积电", TSMC),
        ("TSMC's", TSMC),
        ("@TSMC", TSMC),
        ("@co.tsmc", TSMC),
        ("@Taiwan_Semiconductor", TSMC),
        ("TSMC tariff", And((TSMC, TARIFF))),
        ("taiwan semiconductor quota", And((TSMC, QUOTA))),
        ("台積電關稅", And((TSMC, TARIFF))),
        ("台積電大漲", phrase("台", "积", "电", "大", "涨")),
        ("-TSMC quota", And((Not(TSMC), QUOTA))),
        ("European Chips Act", entity("law.euchips")),
        # emoji around a rule
        ("🔥 quota 🔥", QUOTA),
    ],
)
def test_what_is_typed_means(typed: str, rule: Rule) -> None:
    assert parse(typed, SMALL) == rule


def test_a_name_that_lives_by_its_capitals_is_meant_only_in_them() -> None:
    assert parse("US Steel", SMALL) == entity("co.ussteel")
    assert parse("US steel", SMALL) == And((parse("US", SMALL), word("steel")))
    assert parse("us steel", SMALL) == And((entity("pl.us"), word("steel")))


def test_an_ambiguous_name_of_two_is_either_of_them() -> None:
    rule = parse("BIS", SMALL)
    assert isinstance(rule, Or)
    assert {term.id for term in terms(rule) if isinstance(term, Entity)} == {"us.bis", "int.bis"}


@pytest.mark.parametrize("typed", ["工業局", "工业局"])
def test_an_ambiguous_chinese_name_is_meant_in_either_script(typed: str) -> None:
    assert parse(typed, SMALL) == entity("us.bis")


def test_an_ordinary_word_that_is_gated_as_a_synonym_is_kept_as_typed() -> None:
    assert parse("plant", SMALL) == Entity(EntityId("tp.fab"), phrase("plant"))


def test_a_name_with_a_possessive_in_it_is_that_name(catalog: Catalog) -> None:
    assert parse("China's commerce ministry", catalog) == entity("cn.mofcom")
    assert parse("BIS's", catalog) == parse("BIS", catalog)


def test_the_words_typed_are_kept_with_each_term() -> None:
    rule = parse("Tsmc Quotas 提高", SMALL)
    assert [getattr(term, "surface", None) for term in terms(rule)] == ["Tsmc", "Quotas", "提高"]


# ---- read as meant ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("台積電 或 三星", "台積電 OR 三星"),
        ("台積電 與 三星 关税", "台積電 AND 三星 关税"),
        ("熊本 もしくは 千歳 及 大阪", "熊本 OR 千歳 AND 大阪"),
        ("quota & levy", "quota AND levy"),
        ("quota&levy", "quota AND levy"),
        ("quota + levy", "quota AND levy"),
        ("+quota +levy", "quota AND levy"),
        ("quota and/or levy", "quota OR levy"),
        ("quota as well as levy", "quota AND levy"),
        ("quota OR levy wool", "quota, levy wool"),
        ("TSMC or Samsung tariffs", "(TSMC, Samsung) tariffs"),
        ("TSMC tariffs or Samsung exports", "TSMC tariffs, Samsung exports"),
        ("quota steel or quota sugar", "quota steel, quota sugar"),
        ("TSMC/Samsung tariffs", "(TSMC, Samsung) tariffs"),
        ("TSMC / Samsung", "TSMC, Samsung"),
        ("quota/levy", "quota, levy"),
        ("AD/CVD", "@law.adcvd"),
        ("US/China", "@tp.uscn, (@pl.cn @pl.us)"),
        ("Schedule B or Annex I", '"Schedule B" OR "Annex I"'),
        ("Schedule B and Customs and Border Protection", '"Schedule B" AND Customs and Border Protection'),
        ("Tier 1", '"Tier 1"'),
        ("Phase 1 deal", '"Phase 1" deal'),
        ("quota 7", '"quota 7"'),
        ("2 nm", "2nm"),
        ("TSMC 2 nm", "TSMC 2nm"),
        ("Nvidia H 20", "Nvidia AND H20"),
        ("HBM 3 E", "HBM3E"),
        ("TSMC 2nm", "TSMC AND 2nm"),
        ("AI 5G", "AI AND 5G"),
        ("$3 billion", "$3bn"),
        ("US$3 billion", "$3bn"),
        ("30億美元", "$3bn"),
        ("quota a", "quota"),
        ("tariff -Schedule B", 'tariff -"Schedule B"'),
        ("title:Phase 1", 'title:"Phase 1"'),
        ("title: quota", "title:quota"),
        ("lang: ja quota", "lang:ja quota"),
        ("TSMC: quota", "TSMC quota"),
        ("R & D", "R&D"),
        ("M ＆ A tariffs", "M&A tariffs"),
        ("AT & T", "AT&T"),
        ("HS 8542.31", "hs:8542.31"),
        ("hts 8542", "hs:8542"),
        ("8542.31 Japan", "hs:8542.31 Japan"),
        ("ECCN 3B001", "eccn:3B001"),
        ("eccn 3b001", "eccn:3B001"),
        ("3B001", "eccn:3B001"),
        ("15 CFR 744", "cfr:15/744"),
        ("A-570-137", "case:A-570-137"),
        ("DS597", "wto:DS597"),
        ("2023/956", "eu:2023/956"),
        ("Section 232 or 301", "Section 232, Section 301"),
        ("Section 232, 301, 122 steel", "Section 232, Section 301, Section 122 steel"),
        ("hs8542", "hs:8542"),
        ("稅則8542", "hs:8542"),
        ("EU 2023/956", "eu:2023/956"),
        ("標題:關稅", "title:關稅"),
        ("見出し：関税 言語:ja", "title:関税 lang:ja"),
        ("quota lang:English", "quota lang:en"),
        ("關稅 語言：繁體中文", "關稅 lang:zh-Hant"),
        ("quota country:japan", "quota country:JP"),
        ("關稅 country:美國", "關稅 country:US"),
        ("三成 關稅", "30% 關稅"),
        ("三成關稅", "30% 關稅"),
        ("quota (-wool)", "quota -wool"),
        ("半導體（不含記憶體）", "半導體 -記憶體"),
        ("TSMC NOT NOT Samsung", "TSMC -Samsung"),
        ("B200 vs H200", "B200 H200"),
        ("any news on rare earths from China?", "rare earths China"),
        ("レアアースについてのニュース", "レアアース"),
        ("我想追蹤台積電的關稅", "台積電 關稅"),
        ("TSMCかサムスンの関税", "(TSMC, サムスン) 関税"),
        ("百分之二十五關稅", "25% 關稅"),
        ("winter 2024/25", 'winter "2024/25"'),
        ("tariff news", "tariff"),
        ("'export administration' quota", '"export administration" quota'),
        ('""quota""', '"quota"'),
        ("「「301調查」」", '"301調查"'),
        ("《晶片法案》", '"晶片法案"'),
        ("[quota, levy] wool", "(quota, levy) wool"),
        ("• quota levy .", "quota levy"),
        ("1,000 quota", '"1,000" quota'),
        ("TSMC’s quota", "TSMC quota"),
        ("米国 以外 関税", "-米国 関税"),
        ("(米国, 中国) 以外 関税", "-(米国, 中国) 関税"),
        ("除了 米国 以外 関税", "-米国 関税"),
        ("半導体 中古 除く", "半導体 -中古"),
        ("半導体 除く 中古", "半導体 -中古"),
        ("鋼鐵 不含 鋁 和 銅", "鋼鐵 -(鋁, 銅)"),
        ("quota (積電, 排除, 除外)", 'quota (積電, "排除", 除外)'),
    ],
)
def test_a_rule_is_read_as_it_is_meant(typed: str, plain: str, catalog: Catalog) -> None:
    assert spelled(parse(typed, catalog)) == spelled(parse(plain, catalog))
    assert parse(typed, catalog) == reread(typed, catalog)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("quota\nlevy", "quota, levy"),
        ("quota\n\nlevy\n", "quota, levy"),
        ("quota wool\r\nlevy wool", "quota wool, levy wool"),
        ("1. quota\n2. levy\n3. wool", "quota, levy, wool"),
        ("1) quota 2) levy", "quota, levy"),
        ("(1) quota (2) levy", "quota, levy"),
        ("①quota②levy", "quota, levy"),
        ("一、台積電 二、三星", "台積電, 三星"),
        ("• quota • levy", "quota, levy"),
        ("・台積電\n・三星", "台積電, 三星"),
        ("- quota\n- levy\n- not wool", "(quota, levy) -wool"),
        ("quota\nlevy\n-wool", "(quota, levy) -wool"),
        ("quota\n-wool\nlevy", "(quota, levy) -wool"),
        ("quota and\nlevy", "quota AND levy"),
        ("quota\nand levy", "quota AND levy"),
        ("(quota\nlevy) wool", "(quota, levy) wool"),
        ('"quota\nlevy"', '"quota levy"'),
        ("1.5 percent", "1.5%"),
        ("ジョー・バイデン", "バイデン"),
    ],
)
def test_the_entries_of_a_list_are_alternatives(typed: str, plain: str, catalog: Catalog) -> None:
    assert spelled(parse(typed, catalog)) == spelled(parse(plain, catalog))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("tmsc", "TSMC"),
        ("Nvdia", "Nvidia"),
        ("samsng", "Samsung"),
        ("Huwaei", "Huawei"),
        ("semiconducter", "semiconductor"),  # codespell:ignore
        ("Phillipines", "Philippines"),  # codespell:ignore
        ("tarrif", "tariff"),
        ("Tarif", "tariff"),
        ("Secton 301", "Section 301"),  # codespell:ignore
        ("エヌビデア", "エヌビディア"),
    ],
)
def test_a_misspelled_name_is_the_name_or_the_word(typed: str, name: str, catalog: Catalog) -> None:
    assert spelled(parse(typed, catalog)) == spelled(parse(f'"{typed}", {name}', catalog))
    assert parse(str(parse(typed, catalog)), catalog) == parse(typed, catalog)


@pytest.mark.parametrize(
    "typed", ["levies", "marvel", "reuters", "norton", "tariffs", "quota", "arm", "Talos", "Indians"]
)
def test_a_word_that_is_english_or_far_from_every_name_is_itself(typed: str, catalog: Catalog) -> None:
    assert not any(note.kind.value == "misspelled" for note in understand(typed, catalog).notes)


def test_the_cure_of_a_list_keeps_its_alternatives(catalog: Catalog) -> None:
    with pytest.raises(RuleError) as caught:
        parse("quota\nlevy\n(wool", catalog)
    assert spelled(parse(caught.value.instead, catalog)) == spelled(parse("quota, levy, wool", catalog))


@pytest.mark.parametrize("minus", [*HYPHENS, "ー", "ｰ", "!", "！", "--"])
@pytest.mark.parametrize("operand", ["中古", "(中古, 玩具)", "「中古」"])
def test_every_dash_before_a_term_excludes_it(minus: str, operand: str, catalog: Catalog) -> None:
    assert parse(f"半導体 {minus}{operand}", catalog) == parse(f"半導体 -{operand}", catalog)


@pytest.mark.parametrize("typed", ["半導體－中古", "半導体ー中古", "台積電-三星"])
def test_a_dash_without_spaces_after_a_chinese_or_japanese_name_is_asked(typed: str, catalog: Catalog) -> None:
    with pytest.raises(RuleError) as caught:
        parse(typed, catalog)
    assert caught.value.problem is RuleProblem.AMBIGUOUS_MINUS
    assert parse(caught.value.instead, catalog) != parse(caught.value.other, catalog)


@pytest.mark.parametrize("dash", HYPHENS)
def test_a_dash_between_spaces_is_asked(dash: str, catalog: Catalog) -> None:
    with pytest.raises(RuleError) as caught:
        parse(f"tariff {dash} cotton", catalog)
    assert caught.value.problem is RuleProblem.AMBIGUOUS_MINUS
    assert (caught.value.instead, caught.value.other) == ("tariff -cotton", "tariff cotton")


@pytest.mark.parametrize("typed", ['quota "or" levy', "quota “and” levy", "quota 「または」 levy", 'quota "from" levy'])
def test_an_operator_in_quotation_marks_is_a_word(typed: str, catalog: Catalog) -> None:
    rule = parse(typed, catalog)
    assert isinstance(rule, And)
    assert isinstance(rule.parts[1], Phrase)


@pytest.mark.parametrize(
    ("typed", "finds", "leaves_out"),
    [
        ("2nm", ("2nm", "2 nm", "2-nm", "2奈米", "2纳米", "2ナノ", "2 nanometers"), ("3nm", "nm 2")),
        ("28nm", ("28nm", "28 nm", "28-nm", "28奈米產能", "28纳米"), ("128nm", "28 mm")),
        ("25%", ("25%", "25 %", "25 percent", "25 per cent", "25％", "百分之二十五", "25パーセント"), ("November 25",)),
        ("20%", ("20%", "2割", "二成"), ("20 lines",)),
        ("80兆円", ("対米投資80兆円", "80 trillion yen"), ("80億円",)),
        ("二割五分", ("25%", "25 percent", "二割五分"), ("25 lines",)),
        ("G7", ("G7", "G-7", "the G 7 leaders"), ("7 leaders",)),
        ("F-35", ("F-35", "F35", "F 35"), ("f 35",)),
        ("A100", ("A100", "A-100", "the A100s"), ("a 100 percent tariff",)),
        ("EV6E", ("EV6E", "EV 6E", "EV-6E"), ("EV 6",)),
        ("300mm", ("300mm", "300 mm", "300-mm"), ("300 nm",)),
        ("100MW", ("100MW", "100 MW", "100 megawatts"), ("100 GW",)),
        ("25bn", ("25bn", "25 bn", "25 billion"), ("25 million",)),
        ("$500", ("$500", "500 dollars", "US$500", "500美元", "500ドル"), ("500 firms", "€500")),
        ("€500", ("€500", "500 euros", "500歐元"), ("$500",)),
        ('"$3 billion"', ("$3 billion",), ("3 billion yen",)),
        ("8542", ("HS 8542 rates", "import of 8542 goods"), ("Shares close at 8542", "8542 people")),
        ("R&D", ("R&D credit", "R & D"), ("D and R",)),
    ],
)
def test_a_number_and_what_belongs_to_it_are_one(
    typed: str, finds: Sequence[str], leaves_out: Sequence[str], catalog: Catalog, recognizer: Recognizer
) -> None:
    rule = parse(typed, catalog)
    found = [title for title in (*finds, *leaves_out) if explain(rule, headline(title), SOURCE, recognizer)]
    assert found == list(finds)


@pytest.mark.parametrize(
    ("typed", "notes"),
    [
        ("TSMC tariffs", []),
        ("TSMC or Samsung", [("or", "or", '"or"')]),
        ("steel from China", [("left-out", "from", '"steel from China"')]),
        ("Schedule B", [("together", "Schedule B", "")]),
        ("us steel", [("any-case", "us", '"us"'), ("longer-name", "us steel", "US Steel")]),
        ("TSMC/Samsung", [("or", "TSMC/Samsung", '"TSMC/Samsung"')]),
        ("半導體關稅課徵", [("split", "半導體關稅課徵", '"半導體關稅課徵"')]),
        ("tmsc quotas", [("misspelled", "tmsc", '"tmsc"')]),
        ("1. TSMC\n2. Samsung", [("lines", "TSMC", "TSMC Samsung")]),
        ("8542", [("heading", "8542", "hs:8542")]),
        ("tariff news", [("left-out", "news", '"tariff news"')]),
    ],
)
def test_what_is_not_obvious_in_a_reading_is_noted(
    typed: str, notes: list[tuple[str, str, str]], catalog: Catalog
) -> None:
    found = understand(typed, catalog).notes
    assert [(note.kind.value, note.found, note.instead) for note in found] == notes
    assert all(parse(note.instead, catalog) for note in found if note.instead)


# ---- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "problem", "column", "instead"),
    [
        ("", RuleProblem.EMPTY, 1, "TSMC tariffs"),
        ("  ,, ", RuleProblem.EMPTY, 1, "TSMC tariffs"),
        ("🔥", RuleProblem.EMPTY, 1, "TSMC tariffs"),
        ('quota ""', RuleProblem.EMPTY_QUOTES, 7, 'quota "export administration"'),
        ("quota ()", RuleProblem.EMPTY_BRACKETS, 7, "quota (chip, wafer)"),
        ('quota "levy', RuleProblem.UNBALANCED_QUOTE, 7, 'quota "levy"'),
        ("quota levy」", RuleProblem.UNBALANCED_QUOTE, 11, "quota levy"),
        ("quota (levy", RuleProblem.UNBALANCED_BRACKET, 7, "quota (levy)"),
        ("quota levy)", RuleProblem.UNBALANCED_BRACKET, 11, "quota levy"),
        ("(", RuleProblem.UNBALANCED_BRACKET, 1, RuleError.EXAMPLE),
        ("quota OR", RuleProblem.DANGLING_OPERATOR, 7, "quota"),
        ("OR quota", RuleProblem.DANGLING_OPERATOR, 1, "quota"),
        ("quota AND", RuleProblem.DANGLING_OPERATOR, 7, "quota"),
        ("quota AND OR levy", RuleProblem.DANGLING_OPERATOR, 7, "quota OR levy"),
        ("quota NEAR/3", RuleProblem.DANGLING_OPERATOR, 7, "quota"),
        ("NEAR quota", RuleProblem.DANGLING_OPERATOR, 1, "quota"),
        ("quota - levy", RuleProblem.AMBIGUOUS_MINUS, 7, "quota -levy"),
        ("半導體 － 棉花", RuleProblem.AMBIGUOUS_MINUS, 5, "半導體 -棉花"),
        ("quota - (levy, wool)", RuleProblem.AMBIGUOUS_MINUS, 7, "quota -(levy, wool)"),
        ("quota -- levy", RuleProblem.AMBIGUOUS_MINUS, 7, "quota -levy"),
        ("quota - -levy", RuleProblem.DANGLING_OPERATOR, 7, "quota -levy"),
        ("quota - levy - wool", RuleProblem.AMBIGUOUS_MINUS, 7, "quota -levy -wool"),
        ("wool, - quota", RuleProblem.DANGLING_OPERATOR, 7, "wool -quota"),
        ("quota -", RuleProblem.DANGLING_OPERATOR, 7, "quota"),
        ("quota -x", RuleProblem.TOO_SHORT, 8, RuleError.EXAMPLE),
        ("Schedule B - wool", RuleProblem.AMBIGUOUS_MINUS, 12, "Schedule B -wool"),
        ("A or B", RuleProblem.TOO_SHORT, 1, RuleError.EXAMPLE),
        ("quota lang:ja B", RuleProblem.TOO_SHORT, 15, "quota lang:ja"),
        ("quota NOT", RuleProblem.DANGLING_OPERATOR, 7, "quota"),
        ("-quota", RuleProblem.ONLY_EXCLUSIONS, 1, "TSMC -quota"),
        ("-台積電, quota", RuleProblem.ONLY_EXCLUSIONS, 1, "TSMC -台積電, quota"),
        ("quota -(-關稅 -wool)", RuleProblem.ONLY_EXCLUSIONS, 9, "quota -(TSMC -關稅 -wool)"),
        ("levy, -quota", RuleProblem.ONLY_EXCLUSIONS, 7, "levy -quota"),
        ("levy -wool, -quota", RuleProblem.ONLY_EXCLUSIONS, 13, "levy -wool -quota"),
        ("levy, wool, -quota", RuleProblem.ONLY_EXCLUSIONS, 13, "(levy, wool) -quota"),
        ("levy (wool, -quota)", RuleProblem.ONLY_EXCLUSIONS, 13, "levy (wool -quota)"),
        ("quota or", RuleProblem.DANGLING_OPERATOR, 7, "quota"),
        ("and quota", RuleProblem.DANGLING_OPERATOR, 1, "quota"),
        ("quota 或", RuleProblem.DANGLING_OPERATOR, 7, "quota"),
        ("the of", RuleProblem.ONLY_FUNCTION_WORDS, 1, '"the of"'),
        ("quota カ", RuleProblem.TOO_SHORT, 7, "quota"),
        ("quota 稅", RuleProblem.TOO_SHORT, 7, "quota"),
        ("quota 10 台", RuleProblem.TOO_SHORT, 10, "quota 10"),
        ('quota "稅"', RuleProblem.TOO_SHORT, 8, RuleError.EXAMPLE),
        ("quota se*", RuleProblem.PREFIX_TOO_SHORT, 7, "quota se"),
        ("quota *icon", RuleProblem.BAD_VALUE, 7, "quota semicon*"),
        ("quota abc:x", RuleProblem.UNKNOWN_FIELD, 7, 'quota "abc:x"'),
        ("quota titel:levy", RuleProblem.UNKNOWN_FIELD, 7, "quota title:levy"),
        ("quota lang:klingon", RuleProblem.BAD_VALUE, 12, "quota lang:ja"),
        ("quota title:", RuleProblem.BAD_VALUE, 7, "quota title:tariff"),
        ("title:(quota lang:ja)", RuleProblem.BAD_VALUE, 7, "title:tariff"),
        ("quota lang:en/US", RuleProblem.BAD_VALUE, 12, "quota lang:ja"),
        ("quota country:XX", RuleProblem.BAD_VALUE, 15, "quota country:JP"),
        ("quota country:TSMC", RuleProblem.BAD_VALUE, 15, "quota country:JP"),
        ("quota NEAR/0 levy", RuleProblem.BAD_VALUE, 7, "quota NEAR/10 levy"),
        ("quota NEAR/51 levy", RuleProblem.BAD_VALUE, 7, "quota NEAR/10 levy"),
        ("quota NEAR/x levy", RuleProblem.BAD_VALUE, 7, "quota NEAR/10 levy"),
        ("quota NEAR (levy wool)", RuleProblem.BAD_VALUE, 7, "quota chips NEAR/10 (tariff, duty) (levy wool)"),
        ("@Qualcom", RuleProblem.UNKNOWN_ENTITY, 1, "@Qualcomm"),
        ("Taiwan @Semiconductor", RuleProblem.UNKNOWN_ENTITY, 8, "Taiwan @Taiwan_Semiconductor"),
        ("quota ؟!", RuleProblem.NOTHING_LEFT, 7, "quota"),
        ("(" * 21 + "quota" + ")" * 21, RuleProblem.TOO_DEEP, 21, RuleError.EXAMPLE),
        ("wool " + "-(" * 21 + "quota" + ")" * 21, RuleProblem.TOO_DEEP, 26, RuleError.EXAMPLE),
        ("x" * 1001, RuleProblem.TOO_LONG, 1001, RuleError.EXAMPLE),
        (",".join(f"word{at}" for at in range(65)), RuleProblem.TOO_MANY_TERMS, 1, RuleError.EXAMPLE),
    ],
)
def test_what_is_not_a_rule_is_refused_with_its_column_and_cure(
    typed: str, problem: RuleProblem, column: int, instead: str
) -> None:
    with pytest.raises(RuleError) as caught:
        parse(typed, SMALL)
    assert (caught.value.problem, caught.value.column, caught.value.instead) == (problem, column, instead)


def test_the_longest_rule_and_the_most_terms_are_still_rules() -> None:
    assert parse("x" * 1000, SMALL)
    assert len(list(terms(parse(",".join(f"word{at}" for at in range(64)), SMALL)))) == 64


SOURCES = ("ustr.rss", "meti.rss", "METI.en", "wto.news")


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("quota source:ustr", "quota source:ustr.rss"),
        ("quota -source:nope", "quota"),
        ('source:"wto.new" quota', "source:wto.news quota"),
        ("source:nope", RuleError.EXAMPLE),
    ],
)
def test_a_source_that_there_is_not_is_refused_with_the_nearest_one(typed: str, instead: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(typed, SMALL, SOURCES)
    assert (caught.value.problem, caught.value.instead) == (RuleProblem.UNKNOWN_SOURCE, instead)
    assert parse(typed, SMALL)


def test_a_source_may_be_named_in_any_case() -> None:
    assert parse("source:meti.en", SMALL, SOURCES) == parse("source:METI.EN", SMALL, SOURCES)


# ---- one spelling for equal rules ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("quota levy", "levy quota"),
        ("quota, levy wool", "wool levy; quota"),
        ("quota -levy", "-levy quota"),
        ("quota -(wool, levy)", "quota -(levy, wool)"),
        ("(quota, levy) (levy, quota)", "levy, quota"),
        ("quota NEAR/3 levy", "levy NEAR/3 quota"),
        ("title:(quota levy)", "title:(levy quota)"),
        ("工業局 quota", "工业局 quota"),
        ('"關稅 Quota"', "“关税quota”"),
        ("US Steel", "U.S. Steel"),
        ("TSMC", "台積電"),
    ],
)
def test_rules_that_mean_the_same_have_one_spelling(typed: str, other: str) -> None:
    assert str(canonical(parse(typed, SMALL))) == str(canonical(parse(other, SMALL)))


def test_what_was_typed_keeps_its_order() -> None:
    assert str(parse("wool -levy quota", SMALL)) == "wool -levy quota"


@pytest.mark.parametrize(("typed", "other"), [('"US"', '"us"'), ("tariff", '"tariff"'), ("a1 b2", "a1b2")])
def test_rules_that_mean_something_else_have_another_spelling(typed: str, other: str) -> None:
    assert str(canonical(parse(typed, SMALL))) != str(canonical(parse(other, SMALL)))


def shuffled(rule: Rule, chance: Random) -> Rule:
    match rule:
        case And(parts) | Or(parts):
            parts = tuple(shuffled(part, chance) for part in parts)
            return type(rule)(tuple(chance.sample(parts, len(parts))))
        case Not(inner) | InTitle(inner):
            return type(rule)(shuffled(inner, chance))
        case Near(left, right, distance):
            first, second = chance.sample((shuffled(left, chance), shuffled(right, chance)), 2)
            return Near(first, second, distance)
        case _:
            return rule


@given(rules().filter(lambda rule: not any(is_too_short(term) for term in terms(rule))), st.randoms())
@settings(deadline=None, max_examples=100)
@pytest.mark.slow
def test_the_order_of_parts_makes_no_other_query(rule: Rule, chance: Random) -> None:
    one = canonical(rule)
    assert str(canonical(shuffled(rule, chance))) == str(one)
    assert canonical(one) == one
    assert reread(str(one), SMALL) == one


@given(rules(), items())
@settings(deadline=None, max_examples=100)
@pytest.mark.slow
def test_one_spelling_means_what_the_other_did(forms: Forms, rule: Rule, item: Item) -> None:
    recognizer = Recognizer(SMALL, forms)
    places = [explain(each, item, SOURCES_OF_ITEMS[0], recognizer) for each in (rule, canonical(rule))]
    assert (places[0] is None) == (places[1] is None)


# ---- laws ------------------------------------------------------------------------------------------


@given(rules().filter(lambda rule: not any(is_too_short(term) for term in terms(rule))))
@settings(deadline=None, max_examples=300)
@example(And((Word("taiwan"), Word("semiconductor"))))
@example(And((Word("united"), Near(Word("states"), Word("wool"), 2), Word("taiwan"), Word("semiconductor"))))
@example(Near(Or((Word("taiwan"), LEVY)), Word("semiconductor"), 3))
@pytest.mark.slow
def test_a_rule_reads_its_own_text(rule: Rule) -> None:
    assert reread(str(rule), SMALL) == rule


def is_too_short(term: Rule) -> bool:
    return isinstance(term, Phrase) and len(term.tokens) == 1 and len(term.tokens[0]) == 1


PIECES = (
    *"quota levy taiwan semiconductor TSMC tariff chip chips act US us Steel steel BIS 工業局 台積電 關稅".split(),
    *"台積電關稅 TSMC's US. AND. NOT! ＡＮＤ OR, BÍS U.S. B.I.S. semicon* de-minimis XYZ-quota 8542.31".split(),
    *"@co.tsmc 提高 ガリウム AND OR NOT NEAR NEAR/3 and - ( ) , 、 “ ” 「 」 | ｜ 🔥".split(),
    *("title:", "lang:ja", "country:JP", "source:ustr.rss", '"', "　", "’", "*", "＊", ":", "@", "/"),
    *("\u200b", "\u0301", "\n"),
)
typed_rules = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from((" ", " ", ""))), max_size=9).map(
    lambda pieces: "".join(piece + gap for piece, gap in pieces)
)


@given(typed_rules | st.text(max_size=20))
@settings(deadline=None, max_examples=600)
@example("wool NOT!")
@example("ＡＮＤ wool")
@example("BIS's wool")
@example("BÍS")
@example("(US) (Steel)")
@example("taiwan AND semiconductor")
@example("TSMC@ wool")
@pytest.mark.slow
def test_whatever_is_typed_is_a_rule_that_reads_its_own_text_or_an_error_with_its_column(typed: str) -> None:
    try:
        rule = parse(typed, SMALL)
    except RuleError as error:
        assert 1 <= error.column <= len(typed) + 1
        return
    assert reread(str(rule), SMALL) == rule
    assert str(reread(str(rule), SMALL)) == str(rule)
    one = canonical(rule)
    assert reread(str(one), SMALL) == one


def test_a_rule_reads_its_own_text_where_that_is_longer_than_a_person_may_type() -> None:
    letters = "abcdefgh"
    typed = " ".join(f"commodities{one}{other}" for one in letters for other in letters)
    rule = parse(typed, SMALL)
    assert len(typed) <= 1000 < len(str(rule))
    assert reread(str(rule), SMALL) == rule


@given(rules())
@settings(deadline=None, max_examples=100)
@pytest.mark.slow
def test_terms_are_listed_in_the_order_of_the_text(rule: Rule) -> None:
    text = str(rule)
    at = 0
    for term in terms(rule):
        at = text.index(str(term), at)


# ---- grammatical forms -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tariff", {"tariff", "tariffs"}),
        ("tariffs", {"tariff", "tariffs"}),
        ("levy", {"levy", "levies", "levied", "levying"}),
        ("duty", {"duty", "duties"}),
        ("ban", {"ban", "bans", "banned", "banning"}),
        ("dump", {"dump", "dumps", "dumped"}),
        ("chiplet", {"chiplet", "chiplets"}),  # in no dictionary
        ("quota", {"quota", "quotas"}),
        ("subsidies", {"subsidy", "subsidies"}),
        ("authorisation", {"authorization", "authorizations"}),  # British and American spelling; codespell:ignore
        ("finalize", {"finalised", "finalises"}),  # codespell:ignore
        ("programme", {"program", "programs"}),  # codespell:ignore
        ("labeled", {"labelled"}),  # codespell:ignore
        ("sulphate", {"sulfate"}),  # codespell:ignore
    ],
)
def test_a_word_is_found_in_its_forms(forms: Forms, typed: str, found: set[str]) -> None:
    assert found <= forms.of(typed)


@pytest.mark.parametrize(
    ("typed", "not_found"),
    [
        ("import", "important"),
        ("levy", "levi"),
        ("customs", "custom"),
        ("customs", "customer"),
        ("goods", "good"),
        ("dumping", "dump"),
        ("dumping", "dumped"),
        ("news", "new"),
        ("arms", "arm"),
        ("means", "mean"),
        ("better", "good"),
        ("tariff", "tar"),
        ("enter", "entre"),
        ("filed", "filled"),
        ("prize", "prise"),
        ("four", "for"),
    ],
)
def test_a_word_is_not_found_in_another_word(forms: Forms, typed: str, not_found: str) -> None:
    assert not_found not in forms.of(typed)


@pytest.mark.parametrize("own", sorted(OWN_WORDS))
def test_words_that_are_their_own_are_found_as_they_are(forms: Forms, own: str) -> None:
    assert forms.of(own) == {own}


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
@settings(deadline=None, max_examples=300)
def test_a_word_is_always_one_of_its_forms(forms: Forms, typed: str) -> None:
    assert typed in forms.of(typed)
    assert all(form.isalpha() and form.isascii() for form in forms.of(typed))


@given(st.text(alphabet='TSMC 関稅"()-*:,@NEAR/1 OR title', max_size=30))
@settings(deadline=None, max_examples=300)
def test_every_cure_is_a_rule(typed: str) -> None:
    try:
        parse(typed, SMALL)
    except RuleError as error:
        parse(error.instead, SMALL)


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("quota ＡＮＤ levy", "quota AND levy"),
        ("quota ＯＲ levy", "quota OR levy"),
        ("quota ＮＯＴ levy", "quota NOT levy"),
        ("quota ＮＥＡＲ／５ levy", "quota NEAR/5 levy"),
        ("ｔｉｔｌｅ：quota", "title:quota"),
        ("ｈｓ：８５４２", "hs:8542"),
        ("＠TSMC", "@TSMC"),
    ],
)
def test_signs_in_full_width_letters_are_signs(wide: str, narrow: str, catalog: Catalog) -> None:
    assert parse(wide, catalog) == parse(narrow, catalog)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("semiconductor tariffs", ["tp.semi", "tp.tariff"]),
        ("半導體 關稅", ["tp.semi", "tp.tariff"]),
        ("TSMC Arizona", ["co.tsmc", "pl.arizona"]),
        ("US China trade deal", ["pl.us", "pl.cn", "tp.tradedeal"]),
        ("US-China trade deal", ["tp.uscn", "tp.tradedeal"]),
        ("US tariffs", ["pl.us", "tp.tariff"]),
    ],
)
def test_names_typed_apart_are_and_where_the_whole_counts_for_each(
    typed: str, parts: list[str], catalog: Catalog
) -> None:
    assert parse(typed, catalog) == And(tuple(map(entity, parts)))


@pytest.mark.parametrize(
    ("typed", "identifier"),
    [
        ("半導體關稅", "tp.chip232"),
        ("semiconductor-tariffs", "tp.chip232"),
        ("US Customs", "us.cbp"),
        ("European Chips Act", "law.euchips"),
        ("Taiwan Semiconductor", "co.tsmc"),
        ("export controls", "tp.export"),
    ],
)
def test_a_name_that_is_one_stays_one(typed: str, identifier: str, catalog: Catalog) -> None:
    assert parse(typed, catalog) == entity(identifier)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("orange juice", '"orange" juice'),
        ("Apple growers", '"Apple" growers'),
        ("Apple, growers", "@co.apple, growers"),
        ("Taiwan semiconductor tariffs", "@pl.tw semiconductor tariffs"),
        ("Taiwan Semiconductor tariffs", "@co.tsmc tariffs"),
    ],
)
def test_the_words_beside_a_companys_name_may_say_that_it_is_none(typed: str, meant: str, catalog: Catalog) -> None:
    assert parse(typed, catalog) == parse(meant, catalog)


def test_a_name_that_two_entities_share_is_read_though_one_counts_for_the_other() -> None:
    shared = made_of(
        [
            record("law.quota", "law", ["Quota Act", "quota probe"]),
            record("tp.probe", "topic", ["Probes", "quota probe"], broader=["law.quota"]),
        ]
    )
    assert parse("quota probe", shared) == parse("quota-probe", shared)


def test_in_title_is_answered_with_the_field_title(catalog: Catalog) -> None:
    with pytest.raises(RuleError) as caught:
        parse("in:title quota", catalog)
    assert (caught.value.problem, caught.value.instead) == (RuleProblem.UNKNOWN_FIELD, "title:quota")
