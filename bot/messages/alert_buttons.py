"""The buttons below an alert, what they open in place, and the list of saved items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import get_args

from bot.callbacks import Payload
from bot.callbacks.alert_buttons import (
    EndMute,
    MuteFor,
    NotForMe,
    RemoveSaved,
    SaveItem,
    ShowAlertButtons,
    ShowMutes,
    ShowMuteTimes,
    ShowSaved,
    What,
)
from bot.callbacks.payload import Hours
from bot.callbacks.searching import Why
from bot.chat import Button, Copy, Link, Reply, Row
from bot.messages import deadlines, numbers
from bot.messages.items import label, title
from bot.messages.rows import fit_in_a_row, in_place, in_rows, page_of
from bot.messages.text import Html, Translator, blocks, escape, linked, may_be_opened, shortened
from watchers.model import Alert, AlertId, TextUse
from watchers.services.mutes import Mutable
from watchers.store.saved import SavedItem

MAX_WATCHES = 6
"""Watches of an alert that can be muted below it; the others can be muted in /watches."""
MAX_NAME_LENGTH = 20
SAVED_A_PAGE = 8
MAX_SAVED_LENGTH = 120


def below_alert(pending: Alert, t: Translator) -> tuple[Row, ...]:
    """Return the buttons of an alert: two rows, and one for a deadline that was ahead when the item was seen.

    If the second would be cut on a phone, its last button begins the third.
    """
    alert, item = pending.original, pending.item
    first = (
        t.button("button-why", Why(alert)),
        t.button("button-mute", ShowMutes(alert)),
        t.button("button-save", SaveItem(alert)),
    )
    second: list[Button | Link | Copy] = [t.button("button-not-for-me", NotForMe(alert, 0))]
    if item is not None and item.text_use is TextUse.SUMMARY:
        copied = [numbers.to_copy(fact)[:256] for fact in numbers.in_order(item.item.facts)[:1]]
        second += [Copy(f"📋 {shortened(text, MAX_NAME_LENGTH)}", text) for text in copied]
    if item is not None and may_be_opened(item.item.link):
        second.append(Link(t.text("button-open"), item.item.link))
    if item is None:
        return first, tuple(second)
    dated = deadlines.buttons(alert, item.id, item.item.facts, t, item.seen_at.astimezone(t.zone).date())
    if not fit_in_a_row([each.label for each in second]):
        dated = (second.pop(), *dated)
    return tuple(filter(None, (first, tuple(second), dated)))


def closed(pending: Alert, t: Translator, said: Html | None = None) -> Reply:
    """Return the buttons of an alert in place of what they opened, with a toast if there is something to say."""
    assert pending.item is not None
    rows = below_alert(pending, t)
    if said is None:
        return Reply(escape(title(pending.item, t)), rows, edits=True, only_buttons=True)
    return in_place(said, rows)


def mutes(alert: AlertId, found: Mutable, t: Translator) -> Reply:
    """Return what can be muted below an alert; a press on what is muted unmutes it."""
    watches = [
        _choice(alert, "w", watch.number, label(watch, t, MAX_NAME_LENGTH), watch.muted, t) for watch in found.watches
    ]
    source = shortened(found.item.source_name, MAX_NAME_LENGTH)
    source = t.text("mute-source", source=source)
    others = [_choice(alert, "s", 0, source, found.source_mute is not None, t)]
    if found.story is not None:
        others.append(_choice(alert, "t", 0, t.text("mute-story"), found.story_mute is not None, t))
    back = t.button("button-close", ShowAlertButtons(alert))
    asked = t.format("mute-what")
    return in_place(asked, (*in_rows(watches[:MAX_WATCHES], 2), tuple(others), (back,)))


def mute_times(payload: ShowMuteTimes, t: Translator) -> Reply:
    """Return for how long something can be muted."""
    alert, what, watch = payload.alert, payload.what, payload.watch
    times = times_row(t, lambda hours: MuteFor(alert, what, watch, hours))
    asked = t.format("mute-how-long")
    return in_place(asked, (*times, (t.button("button-close", ShowMutes(alert)),)))


def times_row(t: Translator, payload: Callable[[Hours], Payload]) -> tuple[Row, ...]:
    """Return a button for each time that something can be muted."""
    hours: tuple[Hours, ...] = get_args(Hours)
    timed = tuple(t.button(f"mute-{each}", payload(each)) for each in hours if each)
    return timed, (t.button("mute-0", payload(0)),)


def muted(name: str, until: datetime | None, t: Translator, now: datetime) -> Html:
    """Say that something is muted, and until when."""
    if until is None:
        return t.format("muted-open", name=name)
    return t.format("muted-until", name=name, at=t.until(until, now))


def unmuted(name: str, t: Translator) -> Html:
    """Say that something is not muted anymore."""
    return t.format("mute-ended", name=name)


def _choice(alert: AlertId, what: What, watch: int, label: str, is_muted: bool, t: Translator) -> Button:
    if is_muted:
        return Button(t.text("button-unmute", name=label), EndMute(alert, what, watch))
    return Button(label, ShowMuteTimes(alert, what, watch))


# ---- saved items -----------------------------------------------------------------------------------


def saved_list(items: Sequence[SavedItem], t: Translator, page: int = 0) -> Reply:
    """Return a page of the saved items, newest first, each with a button that removes it."""
    if not items:
        return t.reply("saved-none")
    shown, turns, page, pages = page_of(items, page, SAVED_A_PAGE, t, ShowSaved)
    first = page * SAVED_A_PAGE + 1
    lines = (_saved_line(number, each, t) for number, each in enumerate(shown, first))
    last = t.format("watches-page", page=page + 1, pages=pages) if pages > 1 else None
    remove = [
        t.button("button-remove-saved", RemoveSaved(each.id, page), number=number)
        for number, each in enumerate(shown, first)
    ]
    return Reply(blocks([t.format("saved-title", count=len(items)), *lines, last]), (*in_rows(remove, 4), turns))


def _saved_line(number: int, saved: SavedItem, t: Translator) -> Html:
    title = linked(saved.link, shortened(saved.title, MAX_SAVED_LENGTH))
    return t.format("saved-line", number=number, title=title, source=saved.source, at=t.date(saved.at))
