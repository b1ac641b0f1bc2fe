"""Saved items: the list, and what a press on Save says."""

from __future__ import annotations

from collections.abc import Sequence

from bot.callbacks.alert_buttons import RemoveSaved, ShowSaved
from bot.chat import Reply
from bot.messages.text import Html, Translator, blocks, in_rows, linked, page_of, shortened
from watchers.store.saved import SavedItem

ITEMS_A_PAGE = 8
MAX_TITLE_LENGTH = 120


def saved_list(items: Sequence[SavedItem], t: Translator, page: int = 0) -> Reply:
    """Return a page of the saved items, newest first, each with a button that removes it."""
    if not items:
        return t.reply("saved-none")
    shown, turns, page, pages = page_of(items, page, ITEMS_A_PAGE, t, ShowSaved)
    first = page * ITEMS_A_PAGE + 1
    lines = (_line(number, each, t) for number, each in enumerate(shown, first))
    last = t.format("watches-page", page=page + 1, pages=pages) if pages > 1 else None
    remove = [
        t.button("button-remove-saved", RemoveSaved(each.id, page), number=number)
        for number, each in enumerate(shown, first)
    ]
    return Reply(blocks([t.format("saved-title", count=len(items)), *lines, last]), (*in_rows(remove, 4), turns))


def _line(number: int, saved: SavedItem, t: Translator) -> Html:
    title = linked(saved.link, shortened(saved.title, MAX_TITLE_LENGTH))
    return t.format("saved-line", number=number, title=title, source=saved.source, at=t.date(saved.at))
