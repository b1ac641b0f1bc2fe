"""/trends and /review: the picture, its peaks, and what the buttons change, in three languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from bot import charts
from bot.callbacks import Payload
from bot.callbacks.settings import SetMode
from bot.callbacks.trends import CompareTrends, SetReview, SetSpike, SetTrendSpike, ShowTrend
from bot.charts import DARK, LIGHT, Chart, Peak
from bot.chat import Button, Press, Reply, Request
from bot.dispatch import Access, Answering
from bot.messages import alerts
from bot.messages.rows import pixels
from bot.messages.text import LANGUAGES, load
from bot.replies import decoded, encoded
from tests.fakes.ports import START, document, item
from tests.fakes.situations import House
from tests.fakes.telegram_html import read
from watchers.model import Address, News, Notice, Spike, TopStory
from watchers.services import packs
from watchers.services.chats import Chats

pytestmark = pytest.mark.service

WORDS = load()
ANN = Address("7")
DAY = timedelta(days=1)
APPS = {"en": "en", "zh-Hant": "zh-TW", "ja": "ja"}
PNG = b"\x89PNG\r\n\x1a\n"
Ask = Callable[..., Any]


@pytest.fixture
async def ask(house: House) -> Ask:
    """Say something, or press a button."""
    await house.settle_in()
    everyone = Access(frozenset(), frozenset())
    chats = Chats(house.watchlist)
    answering = Answering(house.watchlist, WORDS, everyone, house.clock, lambda: None, house.additions, chats)

    async def ask(said: str | Payload, app: str = "en") -> Reply:
        if isinstance(said, str):
            return await answering(Request(ANN, True, 7, app, said))
        return await answering(Request(ANN, True, 7, app, "", Press(said)))

    return ask


def is_in_place(reply: Reply) -> bool:
    """Return whether only the buttons of the message change, and a toast says why."""
    return reply.edits and reply.only_buttons and bool(reply.toast)


async def publish(house: House, title: str, count: int = 1) -> None:
    at = house.clock().isoformat()
    published = f"{house.clock():%a, %d %b %Y %H:%M:%S} GMT"
    made = (
        item(f"{title} {each}", guid=f"{at} {each}", link=f"https://ustr.example/{at}/{each}", published=published)
        for each in range(count)
    )
    await house.poll(document(*made))


def payloads(reply: Reply) -> list[Payload]:
    return [button.payload for row in reply.buttons for button in row if isinstance(button, Button)]


def text(reply: Reply) -> str:
    return str(read(reply.html).text)


async def a_month(house: House) -> None:
    """Two months with one item in every four days, and then a peak two days ago."""
    for _ in range(15):
        await publish(house, "quota")
        house.clock.pass_by(4 * DAY)
    await publish(house, "MOFCOM quota notice", 6)
    house.clock.pass_by(2 * DAY)


async def test_a_trend_is_a_picture_with_its_total_the_usual_number_and_its_peak(house: House, ask: Ask) -> None:
    await ask("/watch quota")
    await a_month(house)
    reply = await ask("/trends W1")
    assert reply.picture is not None
    assert (reply.picture.content or b"").startswith(PNG)
    assert text(reply).splitlines()[0] == "📈 W1 quota: 12 items in 30 days (usual 8)"
    assert text(reply).splitlines()[1] == "30 Apr · 6 items: MOFCOM quota notice 5"
    assert decoded(encoded(reply)).picture == reply.picture


@pytest.mark.parametrize("language", LANGUAGES)
async def test_two_watches_are_drawn_in_one_picture(house: House, ask: Ask, language: str) -> None:
    await ask("/watch quota", APPS[language])
    await ask("/watch MOFCOM", APPS[language])
    await a_month(house)
    alone = await ask("/trends W1", APPS[language])
    (versus,) = [each for each in payloads(alone) if isinstance(each, CompareTrends)]
    assert (versus.watch, versus.days, versus.dark) == (2, 30, False)
    both = await ask(versus, APPS[language])
    assert both.picture is not None
    assert (both.picture.content or b"").startswith(PNG)
    assert both.picture != alone.picture
    titles = [line for line in text(both).splitlines() if line.startswith("📈")]
    assert ["12" in titles[0], "6" in titles[1]] == [True, True]
    longer, dark = payloads(both)
    assert isinstance(longer, CompareTrends) and (longer.days, longer.dark) == (90, False)
    assert isinstance(dark, CompareTrends) and (dark.days, dark.dark) == (30, True)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_watch_of_a_pack_is_compared_by_its_title(house: House, ask: Ask, language: str) -> None:
    await ask("/watch quota", APPS[language])
    entry = packs.load().all[0].entries[0]
    await ask(f"/watch {entry.text}", APPS[language])
    labels = [button.label for row in (await ask("/trends W1", APPS[language])).buttons for button in row]
    (versus,) = [label for label in labels if "W2" in label]
    assert f"W2 {entry.titles[language][:10]}" in versus
    assert pixels(versus) <= 348


async def test_the_rule_of_a_watch_is_drawn_as_that_watch_and_not_compared_with_it(house: House, ask: Ask) -> None:
    await ask("/watch quota, levy")
    await ask("/watch MOFCOM")
    reply = await ask("/trends levy, quota")
    assert text(reply).startswith("📈 W1 quota, levy:")
    assert [each.watch for each in payloads(reply) if isinstance(each, CompareTrends)] == [2]


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "vs W2 關稅 -中國"), ("zh-Hant", "與「W2 關稅 -中國」比較"), ("ja", "「W2 關稅 -中國」と比較")],
)
async def test_a_rule_with_an_exclusion_stays_apart_from_the_words_of_a_button(
    house: House, ask: Ask, language: str, label: str
) -> None:
    await ask("/watch quota", APPS[language])
    await ask("/watch 關稅 -中國", APPS[language])
    buttons = [button for row in (await ask("/trends W1", APPS[language])).buttons for button in row]
    assert label in [button.label for button in buttons]


async def test_a_comparison_with_a_watch_that_was_removed_says_so(house: House, ask: Ask) -> None:
    await ask("/watch quota")
    await ask("/watch MOFCOM")
    await a_month(house)
    (versus,) = [each for each in payloads(await ask("/trends W1")) if isinstance(each, CompareTrends)]
    await ask("/unwatch W2")
    gone = await ask(versus)
    assert gone.picture is None
    assert "W2" in text(gone)


@pytest.mark.parametrize("asked", ["quota", "W1", "tariff or quota"])
async def test_a_rule_or_a_watch_can_be_drawn_for_90_days_and_in_the_dark(house: House, ask: Ask, asked: str) -> None:
    await ask("/watch quota")
    await publish(house, "quota", 5)
    first = await ask(f"/trends {asked}")
    longer, dark = payloads(first)[:2]
    assert isinstance(longer, ShowTrend) and (longer.days, longer.dark) == (90, False)
    assert isinstance(dark, ShowTrend) and (dark.days, dark.dark) == (30, True)
    long, night = await ask(longer), await ask(dark)
    assert "5 items in 90 days" in text(long)
    assert first.picture.content != night.picture.content != long.picture.content


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_pack_is_drawn_by_its_name_in_each_language(house: House, ask: Ask, language: str) -> None:
    pack = packs.load().all[0]
    await ask("/start", APPS[language])
    reply = await ask(f"/trends {pack.names[language]}", APPS[language])
    assert pack.names[language] in text(reply)
    assert reply.picture is not None


@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_words_the_watches_are_offered_as_buttons(house: House, ask: Ask, language: str) -> None:
    await ask("/start", APPS[language])
    await ask("/watch quota", APPS[language])
    reply = await ask("/trends", APPS[language])
    (offered,) = payloads(reply)
    assert (await ask(offered)).picture is not None


@pytest.mark.parametrize("number", ["w9", "Ｗ９"])
async def test_a_number_that_no_watch_has_is_not_drawn_as_a_word(number: str, ask: Ask) -> None:
    reply = await ask(f"/trends {number}")
    assert "You have no watch W9" in read(reply.html).text
    assert reply.picture is None


async def test_words_that_are_not_a_rule_get_the_explanation_of_a_wrong_rule(ask: Ask) -> None:
    reply = await ask("/trends (quota")
    assert reply.picture is None
    assert text(reply)


async def test_a_button_turns_the_notices_of_spikes_on_and_off(house: House, ask: Ask) -> None:
    await ask("/watch quota")
    drawn = await ask("/trends W1")
    views, on = payloads(drawn)[:2], payloads(drawn)[2]
    assert isinstance(on, SetTrendSpike) and on.on
    switched = await ask(on)
    assert is_in_place(switched)
    assert payloads(switched) == [*views, structs.replace(on, on=False)]
    assert payloads(await ask("/trends W1"))[2] == structs.replace(on, on=False)
    assert payloads(await ask(structs.replace(on, on=False))) == [*views, on]
    await ask("/unwatch W1")
    assert "W1" in text(await ask(on))


async def test_a_button_below_a_notice_turns_the_notices_of_spikes_on_and_off(ask: Ask) -> None:
    await ask("/watch quota")
    off = await ask(SetSpike(1, 0))
    assert is_in_place(off)
    assert payloads(off) == [SetSpike(1, 3)]
    assert payloads(await ask(SetSpike(1, 3))) == [SetSpike(1, 0)]
    assert "W9" in text(await ask(SetSpike(9, 3)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_of_a_spike_names_the_top_stories(language: str) -> None:
    stories = (TopStory("Notice 61 <b>", "https://a.example/1", 4), TopStory("G7", "", 1))
    spike = Spike(2, "rare earths", 9, 1.5, stories)
    shown = read(alerts.notice(Notice(News.SPIKE, "", START, spike=spike), WORDS[language], START).html).text
    assert "W2 rare earths" in shown
    assert "1.5" in shown
    assert len(shown.splitlines()) == 3
    assert shown.splitlines()[2].removeprefix("2. ") == "G7"


@pytest.mark.parametrize(
    ("language", "said", "counted"),
    [
        ("en", "Your sources had no new items.", "None of 1 item met your watch."),
        ("zh-Hant", "各來源沒有新消息。", "1 則消息中，沒有符合您 1 項追蹤的。"),
        (
            "ja",
            "情報源に新しい記事はありませんでした。",
            "1 件の記事のうち、ウォッチ 1 件に該当するものはありませんでした。",
        ),
    ],
)
async def test_a_review_of_a_week_without_items_says_so(
    house: House, ask: Ask, language: str, said: str, counted: str
) -> None:
    await ask("/watch unicorn", APPS[language])
    assert text(await ask("/review")).splitlines()[1] == said
    await publish(house, "quota")
    assert text(await ask("/review")).splitlines()[1] == counted


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_review_offers_a_change_for_each_noisy_and_silent_watch(house: House, ask: Ask, language: str) -> None:
    await ask("/start", APPS[language])
    await ask("/watch quota", APPS[language])
    await ask("/watch unicorn", APPS[language])
    house.clock.pass_by(31 * DAY)
    for hour in range(4):
        await publish(house, f"quota of hour {hour}", 10)
        house.clock.pass_by(timedelta(hours=1))
    reply = await ask("/review")
    found = payloads(reply)
    assert isinstance(found[0], SetMode)
    assert found[-1] == SetReview(True)
    assert len(text(reply).splitlines()) == 5 if "⚠️" not in text(reply) else 6
    switched = await ask(SetReview(True))
    # The text comes with the buttons, which act on what it says, also below a review of weeks ago.
    assert (switched.edits, switched.only_buttons, switched.html) == (True, False, reply.html)
    assert switched.toast
    assert payloads(switched) == [*found[:-1], SetReview(False)]
    assert payloads(await ask("/review"))[-1] == SetReview(False)
    assert payloads(await ask(SetReview(False))) == found


# ---- the picture -----------------------------------------------------------------------------------


def chart(language: str = "en", **changes: Any) -> Chart:
    values: dict[str, Any] = {
        "title": "稀土 <&>",
        "subtitle": "s",
        "counts": (0, 1, 7, 2),
        "peaks": (Peak(2, "when", "what"),),
        "usual": 1.5,
        "first_day": "1",
        "last_day": "4",
        "language": language,
    }
    return Chart(**(values | changes))


def size(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


@pytest.mark.parametrize("colors", [LIGHT, DARK])
def test_the_picture_is_a_square_of_moderate_size(colors: charts.Colors) -> None:
    drawn = charts.png(chart(counts=tuple(range(90))), colors)
    assert size(drawn) == (1080, 1080)
    assert len(drawn) < 150_000


@pytest.mark.parametrize("counts", [(), (0,), (0,) * 30, (1_000_000,)])
def test_any_counts_can_be_drawn(counts: tuple[int, ...]) -> None:
    assert size(charts.png(chart(counts=counts, peaks=(), usual=None), LIGHT)) == (1080, 1080)


def test_no_text_is_cut_by_the_edge_of_the_picture() -> None:
    peaks = tuple(Peak(day, "1 Dec · 9 items", "稀土" * 30) for day in range(3))
    drawn = charts.svg(chart("ja", counts=(9, 8, 7), peaks=peaks), LIGHT)
    lowest = max(float(y) + 0.3 * int(size) for y, size in re.findall(r' y="([\d.]+)" font-size="(\d+)"', drawn))
    assert 900 < lowest < 1_060


def test_chinese_and_japanese_forms_of_a_character_come_from_different_fonts() -> None:
    assert "CJK TC" in charts.svg(chart("zh-Hant"), LIGHT)
    assert "CJK JP" in charts.svg(chart("ja"), LIGHT)


def test_text_keeps_a_contrast_of_four_and_a_half_on_its_background() -> None:
    for colors in (LIGHT, DARK):
        for ink in (colors.ink, colors.faint, colors.peak, colors.other):
            assert contrast(ink, colors.background) >= 4.5, ink


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("text", "cut"), [("short", "short"), ("稀土" * 9, "稀土" * 5 + "…"), ("a" * 30, "a" * 17 + "…")]
)
def test_a_text_is_cut_where_it_would_be_too_wide(text: str, cut: str) -> None:
    assert charts.shortened(text, 10) == cut
