"""Where words end: a name that other words run across is not a name."""

from __future__ import annotations

import pytest

from watchers import senses
from watchers.senses.borders import Lexicon
from watchers.text.tokens import fold

SMALL = Lexicon({"奈米": 3.0, "製程": 3.0, "米製": 6.0, "東京": 3.0, "東京都": 4.0, "京都": 3.0, "都": 6.0, "の": 2.0})


@pytest.mark.parametrize(
    ("run", "name", "expected"),
    [
        ("奈米製程", "米製", False),
        ("米製", "米製", True),
        ("東京都の", "東京", True),
        ("東京都の", "京都", False),
        ("東京の", "東京", True),
    ],
)
def test_a_name_is_apart_if_no_cheaper_reading_crosses_its_borders(run: str, name: str, expected: bool) -> None:
    first = run.index(name)
    assert SMALL.is_apart(run, first, first + len(name)) is expected


def test_unknown_characters_are_read_one_by_one() -> None:
    assert SMALL.is_apart("某米製某", 1, 3)
    assert SMALL.is_apart("某", 0, 1)


def test_the_rest_of_a_katakana_run_consists_of_words_met_often() -> None:
    lexicon = Lexicon({"リチウム": 9.0, "バッテリー": 9.0, "スカ": 13.0})
    assert lexicon.is_apart_in_katakana("リチウム", "バッテリー")
    assert lexicon.is_apart_in_katakana("", "ー")
    assert not lexicon.is_apart_in_katakana("スカ", "")
    assert not lexicon.is_apart_in_katakana("", "ナ")


SHIPPED = [
    ("zh", "5奈米製程也受惠", "米製", False),
    ("zh", "美國連20季", "國連", False),
    ("zh", "中國連續升息", "國連", False),
    ("zh", "美國關稅局勢", "關稅局", False),
    ("zh", "加強制裁伊朗", "制裁", True),
    ("zh", "台積電與高通合作", "高通", True),
    ("zh", "提高通關效率", "高通", False),
    ("zh", "美國航空機師短缺", "航空機", False),
    ("zh", "集中芯片產能", "中芯", False),
    ("ja", "東京の半導体", "東京", True),
]


@pytest.mark.parametrize(("language", "run", "name", "expected"), SHIPPED)
def test_the_shipped_lexicon_distinguishes_names_from_accidents(
    language: str, run: str, name: str, expected: bool
) -> None:
    run, name = fold(run), fold(name)
    first = run.index(name)
    assert senses.load().lexicons[language].is_apart(run, first, first + len(name)) is expected
