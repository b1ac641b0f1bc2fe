"""Which items tell the same story: measured on labeled pairs; each file says what it was used for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations, product

import pytest

from tests.watchers.stories.families import LEARNED, MEASURED, Labeled, Pair, families, labeled, pairs
from watchers.matching import Recognizer
from watchers.stories import Relation, relation
from watchers.stories.relation import lasting, passing

HELD_OUT, TUNED, FRESH, UNSEEN, LATER, WIDER = (
    "held_out.txt",
    "tuned.txt",
    "fresh.txt",
    "unseen.txt",
    "later.txt",
    "wider.txt",
)


@pytest.fixture(scope="module")
def told(recognizer: Recognizer) -> dict[str, list[list[Labeled]]]:
    return {name: families(LEARNED / name, recognizer) for name in (HELD_OUT, TUNED, FRESH, UNSEEN, LATER, WIDER)}


def judged(pair: Pair) -> Relation | None:
    """Return how the later item continues the earlier one, as the service sees it: by a key that both have."""
    earlier, later = (passing(each.telling) | lasting(each.telling) for each in (pair.earlier, pair.later))
    return relation(pair.earlier.telling, pair.later.telling) if earlier & later else None


def pair_of(one: tuple[str, ...], other: tuple[str, ...], recognizer: Recognizer) -> Pair:
    """Return two items of two sources, an hour apart; each is given by its language, title and perhaps summary."""
    texts = [(*each, "")[:3] for each in (one, other)]
    lines = [
        f"A | source{at} | {' | '.join((language, f'1 0{at}:00', *rest))}" for at, (language, *rest) in enumerate(texts)
    ]
    return Pair(*(labeled(line, recognizer) for line in lines))


def figures(of: Iterable[Pair]) -> tuple[float, float]:
    """Return precision and recall of "the same story"."""
    counts = Counter((pair.label, judged(pair)) for pair in of)
    right = counts[Relation.SAME, Relation.SAME]
    found = sum(count for (_, answer), count in counts.items() if answer is Relation.SAME)
    labeled = sum(count for (label, _), count in counts.items() if label is Relation.SAME)
    return right / found, right / labeled


def shown(what: str, of: list[Pair], capsys: pytest.CaptureFixture[str]) -> tuple[float, float]:
    """Return precision and recall, and print them for the scoreboard."""
    precision, recall = figures(of)
    with capsys.disabled():
        print(f"\nstories, {len(of)} {what} labeled pairs: precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201  the figure that the scoreboard shows
    return precision, recall


@pytest.mark.parametrize("files", [(HELD_OUT,), (HELD_OUT, TUNED)], ids=["held out", "all"])
def test_hardly_any_two_stories_are_merged_and_few_are_told_twice(
    told: dict[str, list[list[Labeled]]], files: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    precision, recall = shown("known", [pair for name in files for pair in pairs(told[name])], capsys)
    assert precision >= 0.98
    assert recall >= 0.85


@pytest.mark.parametrize(
    ("name", "count", "precise", "least"),
    [(FRESH, 48, 0.91, 0.85), (UNSEEN, 84, 0.98, 0.85), (LATER, 121, 0.98, 0.85), (WIDER, 144, 0.98, 0.85)],
    ids=["fresh", "first seen with decision 0045", "first seen after it", "first seen with decision 0048"],
)
def test_hardly_any_of_the_latest_stories_are_merged(
    told: dict[str, list[list[Labeled]]],
    name: str,
    count: int,
    precise: float,
    least: float,
    capsys: pytest.CaptureFixture[str],
) -> None:
    latest = pairs(told[name])
    assert len(latest) == count
    precision, recall = shown("later", latest, capsys)
    assert precision >= precise
    assert recall >= least


def test_hardly_any_two_stories_of_all_from_which_the_weights_are_learned_are_merged(
    recognizer: Recognizer, capsys: pytest.CaptureFixture[str]
) -> None:
    """Most of these have been written to be hard: decision 0055 has the figures by file, and cross-validated."""
    learned = [pair for path in sorted(LEARNED.glob("*.txt")) for pair in pairs(families(path, recognizer))]
    precision, recall = shown("learned", learned, capsys)
    assert precision >= 0.98
    assert recall >= 0.45


def test_pairs_that_nothing_was_learned_from_show_what_to_expect(
    recognizer: Recognizer, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first run gave 0.965 and 0.591 (decision 0055); the aims are 0.98 and 0.85."""
    measured = pairs(families(MEASURED / "blind_3.txt", recognizer))
    assert len(measured) == 1015
    precision, recall = shown("unlearned", measured, capsys)
    assert precision >= 0.97
    assert recall >= 0.58


def test_items_of_different_blind_families_are_never_related(recognizer: Recognizer) -> None:
    wrong = [
        (one.title, other.title)
        for family, others in combinations(families(LEARNED / "blind.txt", recognizer), 2)
        for one, other in (sorted(both, key=lambda each: each.telling.at) for both in product(family, others))
        if relation(one.telling, other.telling) is not None
    ]
    assert wrong == []


def test_the_labeled_pairs_are_many_and_in_four_scripts(told: dict[str, list[list[Labeled]]]) -> None:
    held_out, tuned = (pairs(told[name]) for name in (HELD_OUT, TUNED))
    assert len(held_out) >= 180
    assert len(held_out) + len(tuned) >= 550
    for of in (held_out, tuned):
        assert {pair.label for pair in of} == {Relation.SAME, Relation.FOLLOW_UP, None}
    languages = {frozenset((pair.earlier.language, pair.later.language)) for pair in (*held_out, *tuned)}
    written = ("en", "zh-Hant", "zh-Hans", "ja")
    assert languages >= {frozenset(both) for both in combinations(written, 2)}
    assert languages >= {frozenset((each,)) for each in ("en", "zh-Hant", "ja")}


def test_items_of_different_families_are_never_related(told: dict[str, list[list[Labeled]]]) -> None:
    for name in told:
        for one, other in combinations(told[name], 2):
            for both in product(one, other):
                earlier, later = sorted(both, key=lambda each: each.telling.at)
                assert relation(earlier.telling, later.telling) is None, (earlier.title, later.title)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("en", "Foxconn opens Houston server plant"), ("zh-Hant", "鴻海休士頓伺服器廠啟用"), True),
        (("en", "Foxconn hires for Houston plant, Nvidia waits"), ("zh-Hant", "鴻海休士頓廠啟用 供貨輝達"), False),
        (("ja", "鴻海、ヒューストン工場を停止 エヌビディア向け"), ("zh-Hant", "鴻海休士頓廠啟用 供貨輝達"), False),
        (("en", "Belarus and Poland reopen border"), ("ja", "ポーランドとベラルーシ、国境を閉鎖"), False),
        (("en", "ASML and NXP at fair in Netherlands"), ("zh-Hans", "荷兰制裁阿斯麦与恩智浦"), False),
        (("en", "Tokyo Electron cuts profit forecast"), ("ja", "東京エレクトロン、純利益予想を上方修正"), False),
        (("en", "Tokyo Electron raises profit forecast"), ("ja", "東京エレクトロン、純利益予想を上方修正"), True),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_done_must_agree_across_scripts(
    recognizer: Recognizer, one: tuple[str, str], other: tuple[str, str], same: bool
) -> None:
    both = [
        labeled(f"A | source{at} | {language} | 1 0{at}:00 | {title} | ", recognizer)
        for at, (language, title) in enumerate((one, other))
    ]
    assert (judged(Pair(*both)) is Relation.SAME) == same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("en", "Analysts see no winner in the US-China trade war"), ("zh-Hans", "学者：中美贸易战打不垮中国经济")),
        (("en", "Stocks slide as US and China trade talks drag on"), ("zh-Hant", "美中貿易談判登場 陸股收紅")),
        (("en", "Trump tariffs worry US farmers"), ("ja", "トランプ関税、米消費者に負担")),
        (
            ("en", "China is not afraid of a trade war, minister says"),
            ("en", "Trade war with China worries US farmers"),
        ),
    ],
    ids=str,
)
def test_what_every_day_tells_makes_no_story(
    recognizer: Recognizer, one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert judged(pair_of(one, other, recognizer)) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("en", "Montreal farmers block road with tractors"), ("ja", "モントリオール農家、トラクターで道路封鎖"), True),
        (("en", "Mudslide kills miners in Grasberg tunnel"), ("zh-Hans", "格拉斯伯格隧道泥石流 矿工死亡"), True),
        (("en", "Mudslide kills miners in Grasberg tunnel"), ("zh-Hans", "格拉斯伯格矿工罢工 要求加薪"), False),
        (("en", "Dockworkers in Gdynia return to work"), ("zh-Hans", "格丁尼亚码头工人宣布无限期罢工"), False),
    ],
    ids=str,
)  # fmt: skip
def test_words_and_names_that_the_catalog_lacks_make_a_story(
    recognizer: Recognizer, one: tuple[str, str], other: tuple[str, str], same: bool
) -> None:
    assert (judged(pair_of(one, other, recognizer)) is Relation.SAME) == same


TOPPLES = "Crane collapses at Oakland dock, crushing two stevedores on a barge"


@pytest.mark.parametrize(
    ("one", "other", "hours", "same"),
    [
        (TOPPLES, "Two stevedores crushed aboard barge as Oakland dock crane topples", 1, True),
        (TOPPLES, "Two stevedores crushed aboard barge as Oakland dock crane topples", 20, False),
        (TOPPLES, "Stevedores in Oakland vote to return to the dock", 1, False),
        ("基隆港橋式起重機倒塌 兩名碼頭工人罹難", "橋式起重機倒塌壓死碼頭工人 基隆港停工", 1, True),
    ],
    ids=str,
)  # fmt: skip
def test_in_one_language_like_words_make_a_story_if_they_come_soon(
    recognizer: Recognizer, one: str, other: str, hours: int, same: bool
) -> None:
    language = "en" if one.isascii() else "zh-Hant"
    lines = [
        f"A | source{hour} | {language} | 1 {hour:02}:00 | {title} | " for hour, title in ((0, one), (hours, other))
    ]
    assert (judged(Pair(*(labeled(line, recognizer) for line in lines))) is Relation.SAME) == same


def test_results_of_two_companies_in_one_form_are_two_stories(recognizer: Recognizer) -> None:
    one = ("zh-Hant", "聯發科法說會：第四季毛利率優於預期 全年每股盈餘創次高 庫存調整告終")
    other = ("zh-Hant", "庫存調整告終 第四季毛利率優於預期 全年每股盈餘亮眼 台達電法說會釋樂觀展望")
    assert judged(pair_of(one, other, recognizer)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Semiconductor tariff notice, item 17", "Semiconductor tariff notice, item 18"),
        ("Dumping case C-17 on steel nails opened", "Dumping case C-18 on steel nails opened"),
        ("New semiconductor tariffs announced, part a1", "New semiconductor tariffs announced, part b7"),
        ("半導體關稅公告 第3批名單", "半導體關稅公告 第4批名單"),
        ("New semiconductor tariffs announced, part one", "New semiconductor tariffs announced, part two"),
        ("Ministry opens import quota for silk this week", "Ministry opens import quota for wool this week"),
        ("Chip tariff update from Seoul, alpha edition", "Chip tariff update from Seoul, bravo edition"),
    ],
    ids=str,
)
def test_titles_that_differ_only_in_numbers_or_goods_or_say_little_are_two_stories(
    recognizer: Recognizer, one: str, other: str
) -> None:
    language = "en" if one.isascii() else "zh-Hant"
    assert judged(pair_of((language, one), (language, other), recognizer)) is None


def test_a_count_in_ten_thousands_is_the_same_figure_in_digits(recognizer: Recognizer) -> None:
    both = pair_of(("en", "Congo keeps quota at 96,600 tons"), ("zh-Hans", "刚果（金）配额维持9.66万吨"), recognizer)
    assert "96600" in both.earlier.telling.title & both.later.telling.title


def test_a_process_node_is_one_thing_in_common(recognizer: Recognizer) -> None:
    both = pair_of(("en", "TSMC starts 2nm output"), ("ja", "TSMC、2ナノの量産開始"), recognizer)
    nodes = [feature for feature in both.earlier.telling.title if "2nm" in feature]
    assert nodes == ["2nm"]
    assert nodes == [feature for feature in both.later.telling.title if "2nm" in feature]


def test_the_number_of_a_type_of_aircraft_is_no_exact_figure(recognizer: Recognizer) -> None:
    one = ("en", "Boeing removes chairman amid 737 Max crisis")
    other = ("zh-Hant", "737 MAX螺栓有鬆動疑慮 波音促航空公司檢查")
    assert judged(pair_of(one, other, recognizer)) is None


def test_a_follow_up_that_is_found_is_one(told: dict[str, list[list[Labeled]]]) -> None:
    found = [pair for name in told for pair in pairs(told[name]) if judged(pair) is Relation.FOLLOW_UP]
    assert len(found) >= 15
    assert all(pair.label is Relation.FOLLOW_UP for pair in found)


@pytest.mark.parametrize(
    ("text", "same"),
    [("輝達、台積電與鴻海將在休士頓投入615億美元。", True), ("輝達、台積電與鴻海的股價今天上漲。", False)],
)
def test_titles_without_content_are_the_same_story_only_if_the_texts_are(
    recognizer: Recognizer, text: str, same: bool
) -> None:
    one = ("en", "Read the full statement here", "Nvidia, TSMC and Foxconn are to spend $61.5 billion in Houston.")
    assert (judged(pair_of(one, ("zh-Hant", "全文請見此", text), recognizer)) is Relation.SAME) == same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("en", "China halts imports of US soybeans"), ("zh-Hans", "中国暂停进口巴西大豆")),
        (("en", "China bans exports of gallium, germanium to US"), ("zh-Hant", "中國禁止對日本出口鎵與鍺")),
    ],
    ids=str,
)
def test_the_same_act_against_another_country_is_another_story(
    recognizer: Recognizer, one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert judged(pair_of(one, other, recognizer)) is None
