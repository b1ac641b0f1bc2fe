"""Words that speak for a company, and what was learned of them."""

from __future__ import annotations

from importlib.resources import files

import pytest

from watchers import senses
from watchers.senses.evidence import Evidence, own_words, posterior, words_of
from watchers.text.tokens import read

MODEL = Evidence({"股价": 2.0, "果园": -2.0, "iphone": 1.0}, 1.0, 0.0)


def test_the_words_of_a_text_are_latin_words_and_pairs_of_neighboring_characters() -> None:
    assert list(words_of(read("蘋果，iPhone 16 股價"))) == ["苹果", "iphone", "股价"]


def test_a_name_says_nothing_about_its_own_sense() -> None:
    assert own_words(("苹", "果")) == {"苹", "果", "苹果"}


def test_words_speak_for_a_company_and_against_it() -> None:
    assert MODEL.of(["股价", "unknown"]) > 0 > MODEL.of(["果园"])
    assert MODEL.of([]) == 0
    assert MODEL.strongest(["iphone", "果园", "股价"]) == [("果园", -2.0), ("股价", 2.0), ("iphone", 1.0)]


def test_a_prior_weighs_as_much_as_the_evidence() -> None:
    assert posterior(0.5, 0.0) == pytest.approx(0.5)
    assert posterior(0.9, 0.0) == pytest.approx(0.9)
    assert posterior(0.9, -100.0) < 0.01


def test_a_script_without_a_prior_uses_the_other_one() -> None:
    shipped = senses.load()
    name = read("蘋果").tokens
    assert shipped.prior("co.apple", name, "zh-Hant") is not None
    assert shipped.prior("co.apple", name, "zh") is not None
    assert shipped.prior("co.apple", name, "en") is None
    assert shipped.prior("co.nobody", name, "zh-Hant") is None


def test_the_data_file_stays_small() -> None:
    packed = files("watchers.senses").joinpath("data", "senses.json.xz").read_bytes()
    assert len(packed) < 1_500_000
