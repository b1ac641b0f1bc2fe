"""The script that makes the data file: the same headlines give the same bytes."""

from __future__ import annotations

import pytest

pytest.importorskip("jieba")
pytest.importorskip("janome")

from scripts.build_senses import Headline, agreeing, learn, packed

TITLES = {
    "zh-Hant": ["台積電股價創高", "蘋果股價下跌 鴻海營收成長", "台北今日下雨", "法說會登場 聯發科看旺"],
    "zh-Hans": ["华为发布手机", "苹果手机降价", "明天下雨", "景区人山人海"],
    "ja": ["東京都が雨", "ソニーの業績が改善", "りんごが豊作", "トヨタの株価が上昇"],
}


@pytest.mark.slow
def test_the_same_headlines_give_the_same_bytes() -> None:
    headlines = [Headline("wire", title, "", language) for language, titles in TITLES.items() for title in titles * 30]
    assert packed(learn(headlines)) == packed(learn(headlines))


def test_a_name_that_is_an_ordinary_word_in_one_language_has_no_share_in_the_others() -> None:
    learned = {
        "ja": {"现代": {"co.hyundai": 0.01}, "日产": {"co.nissan": 0.99}},
        "zh-Hant": {"现代": {"co.hyundai": 0.88}, "日产": {"co.nissan": 0.89}},
    }
    assert agreeing(learned) == {"ja": learned["ja"], "zh-Hant": {"日产": {"co.nissan": 0.89}}}
