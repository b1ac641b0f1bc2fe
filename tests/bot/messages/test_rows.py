"""How wide labels are, and how buttons are arranged so that none is cut on a phone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks.watching import ShowWatch, WatchSuggested
from bot.chat import Button, Copy, Link, Row
from bot.messages.rows import fit_in_a_row, in_rows, pixels
from bot.messages.start import all_topics, greeting, typed_example
from bot.messages.text import LANGUAGES, load
from bot.telegram.shapes import markup
from watchers.model import Address
from watchers.services import packs

CHAT = Address("7")


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("Why?", 28), ("靜音", 30), ("ﾐｭｰﾄ", 28), ("🔕 Mute", 50), ("⚙️ 設定", 52), ("é", 7)]
)
def test_a_chinese_character_is_as_wide_as_two_letters(text: str, width: int) -> None:
    assert pixels(text) == width


def rows_of(*labels: str) -> list[list[str]]:
    """The rows that Telegram gets for one row of buttons with these labels."""
    keys = markup((tuple(Button(label, WatchSuggested(1)) for label in labels),), CHAT)
    assert keys is not None
    return [[key["text"] for key in row] for row in keys["inline_keyboard"]]


def test_a_row_whose_labels_would_be_cut_is_divided() -> None:
    assert rows_of("✏️ Change", "🔎 All 108", "✖️") == [["✏️ Change", "🔎 All 108", "✖️"]]
    assert rows_of("✏️ 修改", "🔎 看全部 108 則", "✖️") == [["✏️ 修改", "🔎 看全部 108 則"], ["✖️"]]
    assert rows_of("Why did I get it, or not?", "Add") == [["Why did I get it, or not?"], ["Add"]]


def test_what_a_button_copies_may_be_cut() -> None:
    row: Row = (
        Button("👎 不相關", WatchSuggested(1)),
        Copy("📋 USTR-2026-0031-0007", "x"),
        Link("開啟 ↗", "https://a.example/"),
    )
    keys = markup((row,), CHAT)
    assert keys is not None
    assert [len(each) for each in keys["inline_keyboard"]] == [3]


@given(st.lists(st.text("a漢 ", max_size=45), min_size=1, max_size=8))
def test_no_button_is_lost_or_cut_that_could_be_whole(labels: list[str]) -> None:
    rows = rows_of(*labels)
    assert [label for row in rows for label in row] == labels
    assert all(fit_in_a_row(row) for row in rows)


def test_a_grid_has_rows_of_one_size_in_which_every_label_is_whole() -> None:
    wide = [Button(label, ShowWatch(1)) for label in ("台北", "東京", "シンガポール", "ロサンゼルスとその近郊")]
    assert [len(row) for row in in_rows(wide[:3], 3)] == [3]
    assert [len(row) for row in in_rows(wide, 3)] == [2, 2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_topics_stand_two_in_a_row(language: str) -> None:
    t, known = load()[language], packs.load().all
    typed = typed_example(True, t)
    assert [len(row) for row in greeting(known, typed, t).buttons] == [2, 2, 2, 1, 2]
    assert {len(row) for row in all_topics(known, typed, t).buttons} == {2}
