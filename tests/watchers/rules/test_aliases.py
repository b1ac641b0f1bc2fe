"""Own names: how they are typed, what they do to a rule, and that a rule with them can be printed and read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.slow_matcher import SlowMatcher
from tests.fakes.small_world import SMALL, SOURCES, items, rules
from watchers.entities import EntityId
from watchers.errors import AliasError, AliasProblem
from watchers.matching import Recognizer, explain
from watchers.model import Item
from watchers.rules import (
    ChatAlias,
    ChatAliases,
    Entity,
    Give,
    Phrase,
    RemoveAlias,
    Rule,
    Show,
    only_words,
    own_name,
    read_wish,
    reread,
    terms,
)
from watchers.rules.aliases import MAX_NAME_LENGTH, MAX_REQUEST_LENGTH
from watchers.rules.forms import Forms
from watchers.text.tokens import read

TSMC, JASM = EntityId("co.tsmc"), EntityId("co.jasm")


@pytest.fixture(scope="module")
def small(forms: Forms) -> Recognizer:
    return Recognizer(SMALL, forms)


def names(**given_names: str) -> ChatAliases:
    """``names(tsmc="護國神山")``"""
    return ChatAliases(SMALL, tuple(own_name(EntityId(f"co.{who}"), name) for who, name in given_names.items()))


def meets(recognizer: Recognizer, own: ChatAliases, typed: str, title: str) -> bool:
    item = Item("", read(title), read(""), None, "en", None)
    return explain(own.put_into(own.parse(typed)), item, SOURCES[0], recognizer) is not None


def is_long_enough(rule: Rule) -> bool:
    """Whether a person could have typed it: the small world also has phrases of one character."""
    return all(len("".join(term.tokens)) > 1 for term in terms(rule) if isinstance(term, Phrase))


# ---- in a rule -------------------------------------------------------------------------------------

NAMED = st.lists(
    st.builds(
        own_name,
        st.sampled_from([TSMC, JASM, EntityId("tp.tariff"), EntityId("us.bis"), EntityId("co.gone")]),
        st.sampled_from(["護國神山", "Gigafab", "GIGA", "the big fab", "quota levy"]),
    ),
    max_size=4,
    unique_by=lambda name: name.key,
)


@given(rules().filter(is_long_enough), NAMED)
def test_a_rule_with_own_names_can_be_printed_and_read_without_them(rule: Rule, named: list[ChatAlias]) -> None:
    with_names = ChatAliases(SMALL, tuple(named)).put_into(rule)
    assert reread(str(with_names), SMALL) == with_names


@given(rules(), NAMED)
def test_putting_names_in_twice_is_putting_them_in_once(rule: Rule, named: list[ChatAlias]) -> None:
    own = ChatAliases(SMALL, tuple(named))
    assert own.put_into(own.put_into(rule)) == own.put_into(rule)


@given(rules(), items(), NAMED)
def test_names_that_stand_nowhere_change_nothing(
    small: Recognizer, rule: Rule, item: Item, named: list[ChatAlias]
) -> None:
    own = ChatAliases(SMALL, tuple(named))
    slow = SlowMatcher(item, SOURCES[0], SMALL, small.forms)
    if not any(slow.places(name.phrase) for name in named):
        assert slow.meets(own.put_into(rule)) == slow.meets(rule)


def test_without_names_a_rule_stays_the_very_same() -> None:
    rule = reread("TSMC -rain", SMALL)
    assert ChatAliases(SMALL).put_into(rule) is rule


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("TSMC", "護國神山擴廠", True),
        ("TSMC", "护国神山扩厂", True),
        ("護國神山", "TSMC builds", True),
        ("護國神山", "護國神山", True),
        ("護國神山關稅", "Tariffs hit TSMC", True),
        ("TSMC quota", "護國神山 quota", True),
        ("TSMC quota", "護國神山 rain", False),
        ("quota -TSMC", "Quota for 護國神山", False),
        ("quota -TSMC", "Quota for wool", True),
        ("quota NEAR/2 TSMC", "Quota of 護國神山", True),
        ("quota NEAR/2 TSMC", "A quota, says after many words 護國神山", False),
        ("title:TSMC", "護國神山", True),
        ("@TSMC", "護國神山", True),
        ("@護國神山", "TSMC", True),
        ('"TSMC"', "護國神山", False),
        ('"護國神山"', "TSMC", False),
        ("UMC", "護國神山", False),
    ],
)
def test_an_alias_counts_wherever_the_entity_does(small: Recognizer, typed: str, text: str, expected: bool) -> None:
    assert meets(small, names(tsmc="護國神山"), typed, text) is expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("gigafab", "A GIGAFAB opens", True),
        ("gigafab", "Gigafabs open", False),
        ("gigafab", "Megagigafab", False),
        ("GIGA", "GIGA opens", True),
        ("GIGA", "a giga of bytes", False),
        ("the big fab", "The Big-Fab opens", True),
        ("the big fab", "the big. Fab", False),
    ],
)
def test_an_alias_is_found_as_a_name_is(small: Recognizer, name: str, text: str, expected: bool) -> None:
    assert meets(small, names(tsmc=name), "TSMC", text) is expected


def test_a_name_that_is_found_in_capitals_only_is_typed_in_capitals_only(small: Recognizer) -> None:
    own = names(tsmc="GIGA")
    assert meets(small, own, "GIGA", "TSMC opens")
    assert not meets(small, own, "giga", "TSMC opens")
    assert meets(small, own, "giga", "a giga of bytes")


def test_a_name_counts_for_the_broader_entity_and_not_for_the_narrower(small: Recognizer) -> None:
    assert meets(small, names(jasm="Silicon Village"), "TSMC", "Silicon Village opens")
    assert not meets(small, names(tsmc="護國神山"), "JASM", "護國神山")


def test_what_was_typed_is_found_after_the_name_is_taken_back(small: Recognizer) -> None:
    meant = names(tsmc="護國神山").parse("護國神山")
    assert str(meant) == '@co.tsmc, "護國神山"'
    item = Item("", read("護國神山"), read(""), None, "zh-Hant", None)
    assert explain(ChatAliases(SMALL).put_into(meant), item, SOURCES[0], small) is not None


def test_an_ordinary_word_that_was_typed_stays_typed_beside_an_own_one() -> None:
    own = ChatAliases(SMALL, (own_name(EntityId("tp.fab"), "那個廠"),))
    assert str(own.put_into(own.parse("plant"))) == '@tp.fab="plant", "那個廠"'


def test_an_ambiguous_name_may_be_given_to_its_own_entity_and_counts_everywhere_then() -> None:
    wish = read_wish("@us.bis 工業局", ChatAliases(SMALL))
    assert isinstance(wish, Give)
    assert wish.name.entity == "us.bis"


# ---- only the words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "worded"),
    [
        ("BIS", '"BIS"'),
        ("TSMC -tariff", '"TSMC" -"tariff"'),
        ("title:(TSMC, wafer)", 'title:("TSMC", wafer)'),
        ("quota NEAR/3 TSMC", 'quota NEAR/3 "TSMC"'),
        ("台積電關稅", '"台積電" "關稅"'),
        ("@TSMC quota", "@co.tsmc quota"),
        ("wafer", "wafer"),
    ],
)
def test_names_that_were_typed_bare_become_words(typed: str, worded: str) -> None:
    assert str(only_words(ChatAliases(SMALL).parse(typed), SMALL)) == worded


@given(rules().filter(is_long_enough))
def test_only_words_leaves_no_name_that_was_typed_bare_and_can_be_read_again(rule: Rule) -> None:
    worded = only_words(rule, SMALL)
    assert reread(str(worded), SMALL) == worded
    assert only_words(worded, SMALL) == worded
    left = [term for term in terms(worded) if isinstance(term, Entity) and term.surface]
    assert all(term.surface.startswith("@") for term in left)


# ---- as typed --------------------------------------------------------------------------------------


def spelled(tokens: str) -> Phrase:
    return own_name(TSMC, tokens).phrase


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("TSMC 護國神山", Give(own_name(TSMC, "護國神山"))),
        ("台積電　護國神山", Give(own_name(TSMC, "護國神山"))),
        ("@TSMC 護國神山", Give(own_name(TSMC, "護國神山"))),
        ("@co.tsmc 護國神山", Give(own_name(TSMC, "護國神山"))),
        ("Taiwan Semiconductor the big fab", Give(own_name(TSMC, "the big fab"))),
        ('"Taiwan Semiconductor" the big fab', Give(own_name(TSMC, "the big fab"))),
        ("「台積電」＝「護國神山」", Give(own_name(TSMC, "護國神山"))),
        ("TSMC = 護國神山", Give(own_name(TSMC, "護國神山"))),
        ('TSMC "the big fab"', Give(own_name(TSMC, "the big fab"))),
        ("TSMC -護國神山", RemoveAlias(TSMC, spelled("護國神山"))),
        ("TSMC - the big fab", RemoveAlias(TSMC, spelled("the big fab"))),
        ("TSMC －護國神山", RemoveAlias(TSMC, spelled("護國神山"))),
        ("-護國神山", RemoveAlias(None, spelled("護國神山"))),
        ("TSMC", Show(TSMC)),
        ("Taiwan Semiconductor", Show(TSMC)),
    ],
)
def test_what_is_typed_after_alias(typed: str, wish: object) -> None:
    assert read_wish(typed, ChatAliases(SMALL)) == wish


@pytest.mark.parametrize(
    ("typed", "problem", "instead"),
    [
        ("TSCM 護國神山", AliasProblem.UNKNOWN_ENTITY, "/alias TSMC 護國神山"),
        ("Nobody 護國神山", AliasProblem.UNKNOWN_ENTITY, "/alias TSMC 護國神山"),
        ("護國神山", AliasProblem.UNKNOWN_ENTITY, "/alias TSMC 護國神山"),
        ("BIS 那個局", AliasProblem.SEVERAL_ENTITIES, "/alias @int.bis 那個局"),
        ("TSMC 🚢", AliasProblem.NOTHING_LEFT, "/alias TSMC 護國神山"),
        ("TSMC -", AliasProblem.NOTHING_LEFT, "/alias TSMC 護國神山"),
        ("TSMC x", AliasProblem.TOO_SHORT, "/alias TSMC 護國神山"),
        ("TSMC 神", AliasProblem.TOO_SHORT, "/alias TSMC 護國神山"),
        ("TSMC " + "x" * (MAX_NAME_LENGTH + 1), AliasProblem.TOO_LONG, "/alias TSMC 護國神山"),
        ("x" * (MAX_REQUEST_LENGTH + 1), AliasProblem.TOO_LONG, "/alias TSMC 護國神山"),
        ("TSMC Yahoo! Fab", AliasProblem.BROKEN, "/alias TSMC Yahoo Fab"),
        ("TSMC 台积电", AliasProblem.ITS_NAME, "/watch TSMC"),
        ("TSMC Qualcomm", AliasProblem.OTHERS_NAME, "/watch TSMC, Qualcomm"),
        ("TSMC US Steel", AliasProblem.OTHERS_NAME, "/watch TSMC, US Steel"),
        ("TSMC 那塊料", AliasProblem.YOUR_OTHER_NAME, "/alias @co.jasm -那塊料"),
    ],
)
def test_what_can_be_no_name_is_refused_with_what_to_type_instead(
    typed: str, problem: AliasProblem, instead: str
) -> None:
    with pytest.raises(AliasError) as raised:
        read_wish(typed, names(jasm="那塊料"))
    assert (raised.value.problem, raised.value.instead) == (problem, instead)


@given(st.text(max_size=80))
def test_whatever_is_typed_after_alias_is_understood_or_a_named_mistake(typed: str) -> None:
    if not typed.strip():
        return
    try:
        wish = read_wish(typed.strip(), names(tsmc="護國神山"))
    except AliasError as error:
        assert error.instead
        return
    assert isinstance(wish, Give | RemoveAlias | Show)
