"""Rows of buttons: which labels fit beside each other on a phone, pages of a list, and buttons that change in place."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.callbacks import Payload
from bot.chat import Button, Reply, Row
from bot.messages.text import Html, Translator, plain

Entry = TypeVar("Entry")

_WIDE = ("W", "F")
_NARROW_PIXELS, _WIDE_PIXELS = 7, 15
"""Of a Latin letter, and of a Chinese or Japanese character or an emoji."""
_ROW_PIXELS, _FRAME_PIXELS = 360, 12
"""Of a row of buttons below a message, and of the frame of a button."""
_AS_EMOJI = "\ufe0f"
"""Shows the character before it as an emoji."""


def pixels(text: str) -> int:
    """Return how wide a label is, within a letter or two."""
    shown = [each for each in text if unicodedata.category(each) not in ("Mn", "Me", "Cf")]
    wide = sum(unicodedata.east_asian_width(each) in _WIDE for each in shown) + text.count(_AS_EMOJI)
    return wide * _WIDE_PIXELS + (len(shown) - wide) * _NARROW_PIXELS


def fit_in_a_row(labels: Sequence[str]) -> bool:
    """Return whether buttons with these labels fit beside each other; those of a row are equally wide."""
    return len(labels) == 1 or max(map(pixels, labels)) <= _ROW_PIXELS // len(labels) - _FRAME_PIXELS


def in_rows(buttons: Sequence[Button], size: int) -> tuple[Row, ...]:
    """Arrange buttons in rows of the given size, or of a smaller one if a label would be cut on a phone."""
    while size > 1 and not fit_in_a_row([max((each.label for each in buttons), key=pixels, default="")] * size):
        size -= 1
    return tuple(tuple(buttons[at : at + size]) for at in range(0, len(buttons), size))


def in_place(said: Html, rows: tuple[Row, ...]) -> Reply:
    """Return new buttons for the message whose button was pressed; a toast says what happened."""
    return Reply(said, rows, edits=True, only_buttons=True, toast=plain(said))


def page_of(
    entries: Sequence[Entry], page: int, size: int, t: Translator, turn: Callable[[int], Payload]
) -> tuple[Sequence[Entry], Row, int, int]:
    """Return the entries of a page, the buttons to its neighbors, its number from 0 and how many pages there are.

    After the last page, it is the last one.
    """
    pages = max(1, -(-len(entries) // size))
    page = min(page, pages - 1)
    turns = [t.button("previous-page", turn(page - 1))] if page else []
    turns += [t.button("next-page", turn(page + 1))] if page + 1 < pages else []
    return entries[page * size : (page + 1) * size], tuple(turns), page, pages
