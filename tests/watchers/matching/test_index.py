"""The index agrees with the slow matcher on rules and items made by chance; and what rules.md promises, by example."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.slow_matcher import SlowMatcher
from tests.fakes.small_world import SMALL, SOURCES, items, rules, text_terms
from watchers.entities import Catalog, EntityId, Tokens
from watchers.errors import RuleError
from watchers.matching import Index, Reading, Recognizer, explain
from watchers.model import Hit, Item, QueryId, SourceId
from watchers.rules import Rule, parse
from watchers.rules.forms import Forms
from watchers.text.tokens import Phrases, read

SOURCE = SOURCES[0]


@pytest.fixture(scope="module")
def small(forms: Forms) -> Recognizer:
    return Recognizer(SMALL, forms)


def an_item(title: str = "", body: str = "", language: str = "en", country: str | None = None) -> Item:
    return Item("", read(title), read(body), None, language, country)


# ---- the index and the slow matcher ----------------------------------------------------------------


@given(st.lists(rules(), min_size=1, max_size=25), st.lists(items(), min_size=1, max_size=4), st.sampled_from(SOURCES))
@settings(deadline=None, max_examples=120)
@pytest.mark.slow
def test_the_index_finds_the_rules_that_the_slow_matcher_finds(
    small: Recognizer, made: list[Rule], read_items: list[Item], source: SourceId
) -> None:
    index = Index(small)
    for number, rule in enumerate(made):
        index.add(QueryId(number), rule)
    for item in read_items:
        slow = SlowMatcher(item, source, SMALL, small.forms)
        expected = [number for number, rule in enumerate(made) if slow.meets(rule)]
        assert [match.query for match in index.match(Reading(item, source, small))] == expected


changes = st.lists(st.tuples(st.booleans(), st.integers(0, 11)), max_size=40)


@given(st.lists(rules(), min_size=12, max_size=12), changes, items())
@settings(deadline=None, max_examples=80)
@pytest.mark.slow
def test_the_index_agrees_after_rules_came_and_went(
    small: Recognizer, made: list[Rule], steps: list[tuple[bool, int]], item: Item
) -> None:
    index = Index(small)
    in_force: set[int] = set()
    for adds, number in steps:
        if adds:
            index.add(QueryId(number), made[number])
            in_force.add(number)
        else:
            index.remove(QueryId(number))
            in_force.discard(number)
    slow = SlowMatcher(item, SOURCE, SMALL, small.forms)
    assert len(index) == len(in_force)
    assert [match.query for match in index.match(Reading(item, SOURCE, small))] == sorted(
        number for number in in_force if slow.meets(made[number])
    )


ALIKE = [
    parse(typed, SMALL) for typed in ("wafer", "title:wafer", "waf*", "waf* -quota", "sem*", '"wafer"', "wafer quota")
]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, len(ALIKE) - 1)), max_size=30))
@settings(deadline=None, max_examples=150)
def test_rules_filed_under_the_same_words_come_and_go_each_for_itself(
    small: Recognizer, steps: list[tuple[bool, int]]
) -> None:
    index = Index(small)
    in_force: set[int] = set()
    for adds, number in steps:
        if adds:
            index.add(QueryId(number), ALIKE[number])
            in_force.add(number)
        else:
            index.remove(QueryId(number))
            in_force.discard(number)
    item = an_item("A wafer and a semi")
    slow = SlowMatcher(item, SOURCE, SMALL, small.forms)
    found = [match.query for match in index.match(Reading(item, SOURCE, small))]
    assert found == [number for number in sorted(in_force) if slow.meets(ALIKE[number])]


@given(text_terms(), items())
@settings(deadline=None, max_examples=300)
def test_a_term_is_found_at_the_places_that_the_slow_matcher_finds(small: Recognizer, term: Rule, item: Item) -> None:
    expected = set()
    for name, first, after in SlowMatcher(item, SOURCE, SMALL, small.forms).places(term):
        text = item.title if name == "title" else item.body
        expected.add((name, text.begins[first], text.ends[after - 1]))
    hits = explain(term, item, SOURCE, small)
    assert {(hit.field, hit.start, hit.end) for hit in hits or ()} == expected
    assert (hits is not None) == bool(expected)


@given(rules(), items())
@settings(deadline=None, max_examples=150)
def test_every_hit_has_the_text_at_its_position_in_reading_order(small: Recognizer, rule: Rule, item: Item) -> None:
    hits = explain(rule, item, SOURCE, small) or ()
    texts = {"title": item.title.original, "body": item.body.original}
    for hit in hits:
        if hit.field in texts:
            assert texts[hit.field][hit.start : hit.end] == hit.text
    in_text = [hit for hit in hits if hit.field in texts]
    assert in_text == sorted(in_text, key=lambda hit: (hit.field != "title", hit.start, -hit.end))


@given(rules(), items())
@settings(deadline=None, max_examples=100)
def test_a_removed_rule_leaves_nothing_behind(small: Recognizer, rule: Rule, item: Item) -> None:
    index = Index(small)
    index.add(QueryId(1), rule)
    index.remove(QueryId(1))
    assert index.match(Reading(item, SOURCE, small)) == []
    assert QueryId(1) not in index
    assert len(index) == 0


class CountingRecognizer(Recognizer):
    """Counts how many fields of items it has searched for names."""

    searched = 0

    def aliases(self, tokens: Tokens) -> list[tuple[int, Tokens]]:
        self.searched += 1
        return super().aliases(tokens)


@pytest.mark.parametrize(
    ("title", "searched"),
    [
        ("台湾の半導体", 0),
        ("台湾積体電路の新工場", 0),
        ("台湾積体電路製造の新工場", 2),
        ("Taiwan rises", 0),
        ("Taiwan Semiconductor rises", 2),
    ],
)
def test_names_are_searched_for_only_where_a_watched_one_is_spelled_in_full(
    forms: Forms, title: str, searched: int
) -> None:
    counting = CountingRecognizer(SMALL, forms)
    index = Index(counting)
    index.add(QueryId(1), parse("@co.tsmc", SMALL))
    found = index.match(Reading(an_item(title), SOURCE, counting))
    assert (counting.searched, len(found)) == (searched, searched // 2)


@given(items(), st.permutations(list(SMALL.entities)))
@settings(deadline=None, max_examples=150)
def test_an_entity_asked_for_alone_is_named_where_all_of_them_say(
    small: Recognizer, item: Item, order: list[EntityId]
) -> None:
    alone, whole = (Reading(item, SOURCE, small).named for _ in range(2))
    found = {entity: sorted(spans) for entity in order if (spans := alone.spans(entity))}
    assert found == {entity: sorted(spans) for entity, spans in whole.entities.items()}
    assert alone.entities.keys() == found.keys()


@given(
    st.lists(st.lists(st.sampled_from("ab"), min_size=2, max_size=4).map(tuple), max_size=6),
    st.text("ab", max_size=8),
)
def test_each_place_of_a_phrase_is_found_once(phrases: list[Tokens], text: str) -> None:
    table = Phrases()
    for phrase in phrases:
        table.add(phrase)
    tokens = tuple(text)
    found = [place for place in table.in_text(tokens) if place[0] in phrases]
    expected = [
        (phrase, first)
        for phrase in set(phrases)
        for first in range(len(tokens))
        if tokens[first : first + len(phrase)] == phrase
    ]
    assert sorted(found) == sorted(expected)


def test_adding_twice_and_removing_what_is_not_there_change_nothing(small: Recognizer) -> None:
    index = Index(small)
    index.remove(QueryId(7))
    index.add(QueryId(7), parse("wafer", SMALL))
    index.add(QueryId(7), parse("quota", SMALL))
    assert [match.query for match in index.match(Reading(an_item("wafer"), SOURCE, small))] == [7]
    assert index.match(Reading(an_item("quota"), SOURCE, small)) == []


# ---- by example ------------------------------------------------------------------------------------


def matches(recognizer: Recognizer, rule: str, title: str, body: str = "", language: str = "en") -> bool:
    catalog: Catalog = recognizer.catalog
    item = an_item(title, body, language, "JP")
    return explain(parse(rule, catalog), item, SourceId("meti.rss"), recognizer) is not None


@pytest.mark.parametrize(
    ("rule", "title", "body", "expected"),
    [
        # and, or, not
        ("quota cement", "Quota for cement", "", True),
        ("quota cement", "Quota", "of cement", True),
        ("quota cement", "Quota for sugar", "", False),
        ("quota, cement", "Cement rises", "", True),
        ("quota -cement", "Quota for cement", "", False),
        ("quota -cement", "Quota for sugar", "", True),
        # whole words in their forms, any case
        ("levy", "LEVIES on wool", "", True),
        ("levy", "Levi's wool", "", False),
        ("dumping", "anti-dumping duty", "", True),
        ("dumping", "dumped goods", "", False),
        # capitals
        ("ITA", "the ita of Siena", "", False),
        # phrases: across a comma, a quotation mark, a line break; never a sentence's end or the title's border
        ('"export administration"', "export, administration", "", True),
        ('"export administration"', "“export” administration", "", True),
        ('"export administration"', "export\nadministration", "", True),
        ('"export administration"', "The export. Administration", "", False),
        ('"export administration"', "The export", "administration", False),
        ('"export administration"', "exports administration", "", False),
        ("de-minimis", "the de minimis exemption", "", True),
        ('"de minimis"', "the de-minimis rule", "", True),
        # CJK: substrings; one space or line break, no punctuation
        ('"扩大招聘"', "公司擴大招聘計畫", "", True),
        ('"扩大招聘"', "公司擴大 招聘", "", True),
        ('"扩大招聘"', "公司擴大\n招聘", "", True),
        ('"扩大招聘"', "公司擴大。招聘", "", False),
        ('"扩大招聘"', "公司擴大，招聘", "", False),
        # at the very beginning, in three tokens and more
        ("TSMC", "台積電第三季營收", "", True),
        ('"扩大招聘"', "擴大招聘", "", True),
        # prefix, title, near
        ("semicon*", "Semiconductors rise", "", True),
        ("semicon*", "A semi conductor", "", False),
        ("title:quota", "Quota", "", True),
        ("title:quota", "Sugar", "the quota", False),
        ("title:(quota -cement)", "Quota", "cement", True),
        ("quota NEAR/2 cement", "Quota for white cement", "", True),
        ("quota NEAR/1 cement", "Quota for white cement", "", False),
        ("cement NEAR/2 quota", "Quota for white cement", "", True),
        ("quota NEAR cement", "Quota", "cement", False),
        # facts
        ("TSMC→Kumamoto", "Kumamoto waits for TSMC", "", True),
        ("TSMC→Kumamoto", "TSMC hires", "", False),
        ("trade_policy", "#Trade_Policy moves on", "", True),
        ("trade_policy", "Policy of the trade", "", False),
        ("quota lang:ja", "Quota", "", False),
        ("quota country:jp", "Quota", "", True),
        ("quota source:meti.rss", "Quota", "", True),
        ("quota -source:meti.rss", "Quota", "", False),
        # entities: every name in every language; the longest alias wins; broader ones count
        ("TSMC", "台积电扩大招聘", "", True),
        ("台積電", "TSMC hires", "", True),
        ("CHIPS Act", "European Chips Act enters its second phase", "", False),
        ("European Chips Act", "European Chips Act enters its second phase", "", True),
        ("關稅", "半導體關稅上路", "", True),
        ('"CHIPS Act"', "European CHIPS Act", "", True),
        # accidents of script
        ("高通", "港口提高通關效率", "", False),
        ("高通", "高通發表新晶片", "", True),
        # ambiguous names count beside their context, also when they are the very word typed, in any script
        ("BIS", "BIS adds firms to the Entity List", "", True),
        ("BIS", "BIS adds staff", "", False),
        ('"BIS"', "BIS adds staff", "", True),
        ("BIS", "The bis stays on the export", "", False),
        ("聯電", "联电代工扩产", "", True),
        ("联电", "聯電代工擴產", "", True),
        ("steel", "A steel mill", "", True),
    ],
)
def test_what_a_rule_finds(recognizer: Recognizer, rule: str, title: str, body: str, expected: bool) -> None:
    assert matches(recognizer, rule, title, body) is expected


@pytest.mark.parametrize("quotes", ['"%s"', "%s"])
@pytest.mark.parametrize(
    "words", [("alpha", "beta"), ("台積", "熊本"), ("TSMC", "熊本"), ("カナ", "漢字"), ("N3", "x5")]
)
def test_what_is_typed_is_found_where_a_title_says_just_that(
    recognizer: Recognizer, words: tuple[str, str], quotes: str
) -> None:
    for mark in "!#$%&'+./:;<=>?@[\\]^_`{}~·・‧•–—’“”«»…、。，：；！？／＿＋＆＠°™®©×→§":
        title = mark.join(words)
        try:
            found = matches(recognizer, quotes % title, title)
        except RuleError:
            continue  # told at once, with a cure
        assert found, title


def test_chinese_of_both_scripts_is_lang_zh(recognizer: Recognizer) -> None:
    assert matches(recognizer, "quota lang:zh", "quota", language="zh-Hant")
    assert matches(recognizer, "quota lang:zh-hant", "quota", language="zh-Hant")
    assert not matches(recognizer, "quota lang:zh-hans", "quota", language="zh-Hant")


def test_capitals_of_a_word_prove_nothing_in_a_field_that_shouts(recognizer: Recognizer) -> None:
    assert not matches(recognizer, '"IT"', "BUY IT NOW OR NEVER")
    assert matches(recognizer, '"IT"', "Buy IT now or never")
    assert not matches(recognizer, "US", "TELL US ABOUT YOUR DAY")


def test_what_is_not_an_english_word_counts_in_a_field_that_shouts_too(recognizer: Recognizer) -> None:
    assert matches(recognizer, "FDPR", "FDPR EXPANDED TO COVER CHIPS")
    assert matches(recognizer, '"FDPR rule"', "THE FDPR RULE NOW COVERS CHIPS")
    assert not matches(recognizer, "WHO rule", "WHO IS TO MAKE THE RULE NOW")


def test_hits_have_the_words_that_matched_and_their_positions(recognizer: Recognizer) -> None:
    item = an_item("關稅：台積電", "Two quotas")
    hits = explain(parse("tariff TSMC quota -sugar", recognizer.catalog), item, SOURCE, recognizer)
    assert hits == (
        Hit("tariff", "title", 0, 2, "關稅"),
        Hit("TSMC", "title", 3, 6, "台積電"),
        Hit("quota", "body", 4, 10, "quotas"),
    )


def test_only_the_near_ones_of_a_near_are_hits(recognizer: Recognizer) -> None:
    item = an_item("wool quota cement and, much farther away from all of it than that, cement")
    hits = explain(parse("quota NEAR/2 cement", recognizer.catalog), item, SOURCE, recognizer)
    assert hits is not None
    assert [hit.text for hit in hits] == ["quota", "cement"]


@pytest.mark.parametrize(("rule", "finds"), [("tariff NEAR/2 chips", True), ("chips NEAR/2 chips", False)])
def test_one_name_that_is_both_is_near_but_no_term_is_near_itself(
    rule: str, finds: bool, recognizer: Recognizer
) -> None:
    found = explain(parse(rule, recognizer.catalog), an_item("Tariffs on semiconductors loom"), SOURCE, recognizer)
    assert (found is not None) is finds


def test_the_index_says_what_explain_says(recognizer: Recognizer) -> None:
    index = Index(recognizer)
    rule = parse("TSMC, quota", recognizer.catalog)
    index.add(QueryId(3), rule)
    item = an_item("台積電", "Quota")
    (match,) = index.match(Reading(item, SOURCE, recognizer))
    assert match.hits == explain(rule, item, SOURCE, recognizer)
