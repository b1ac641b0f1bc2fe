"""How wide text is on a phone, in cells: a Latin letter takes one, a Chinese or Japanese character two."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_WIDE = ("W", "F")
_ROW, _FRAME, _TWO_CELLS = 320, 12, 15
"""In pixels of a small phone, for buttons below a message: the width of a row, of a button's frame, of two cells."""


def cells(text: str) -> int:
    """Return how many cells a text takes."""
    shown = (each for each in text if unicodedata.category(each) not in ("Mn", "Me", "Cf"))
    return sum(2 if unicodedata.east_asian_width(each) in _WIDE else 1 for each in shown)


def fit_in_a_row(labels: Sequence[str]) -> bool:
    """Return whether buttons with these labels fit beside each other; those of a row are equally wide."""
    room = 2 * (_ROW // len(labels) - _FRAME) // _TWO_CELLS
    return len(labels) == 1 or max(map(cells, labels)) <= room
