"""How much a feature says about which story it is."""

from __future__ import annotations

import pytest

from scripts.build_rarity import rarity, written
from watchers.matching import Recognizer
from watchers.stories.telling import COMMON, FIGURE, RAREST, SMALL, bits


@pytest.mark.parametrize(
    ("feature", "most"),
    [("pl.us", 2), ("tp.tariff", 3), ("co.tsmc", 7), ("%25", FIGURE), ("12-31", SMALL), ("3", SMALL)],
)
def test_what_many_headlines_tell_says_little(feature: str, most: int) -> None:
    assert 0 < bits(feature) <= most


@pytest.mark.parametrize("feature", ["co.nexperia", "pl.dresden", "=H200", "%12.3", "6.15e+10"])
def test_what_hardly_any_headline_tells_says_most(feature: str) -> None:
    assert bits(feature) == RAREST


def test_every_common_feature_is_an_entity_or_a_word_of_trade(recognizer: Recognizer) -> None:
    words = recognizer.words_of_trade.keys()
    assert COMMON
    assert [feature for feature in COMMON if feature not in recognizer.catalog.entities and feature not in words] == []


def test_half_of_the_headlines_are_one_bit_and_each_language_counts_alike() -> None:
    often, seldom = frozenset({"pl.us", "co.one", "3", "=H200"}), frozenset({"pl.us"})
    groups = [[often, seldom], [seldom] * 4]
    assert written(rarity(groups)) == "1 pl.us\n2 co.one\n"


def test_what_is_rarer_than_one_in_a_thousand_is_not_written() -> None:
    titles = [frozenset({"pl.us"})] * 1_500
    assert written(rarity([[frozenset({"pl.us", "co.one"}), *titles]])) == "1 pl.us\n"
