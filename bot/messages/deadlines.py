"""Deadlines: the list of a chat, reminders, what changed in them, and the calendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from bot.callbacks.deadlines import (
    CalendarFile,
    CalendarLink,
    DeadlinesPage,
    EndReminder,
    Remind,
    RemindOfAll,
    SnoozeReminder,
)
from bot.chat import Button, Link, Reply, Row
from bot.messages.rows import page_of
from bot.messages.text import Html, Translator, blocks, escape, linked, may_be_opened, shortened
from watchers.items.dates import chosen
from watchers.model import Deadline, Fact, ItemId, News, Notice
from watchers.services.deadlines import AHEAD, Agenda, ListedDeadline

if TYPE_CHECKING:
    from icalendar import Event

DAYS_A_PAGE = 12
MAX_NAME_LENGTH = 70
MAX_DESCRIPTION = 1_000
REFRESH_INTERVAL = timedelta(hours=6)
"""How often a calendar program should ask for a subscribed calendar again (RFC 7986, 5.7)."""


def agenda(found: Agenda, t: Translator, now: datetime, page: int = 0, edits: bool = False) -> Reply:
    """Return the deadlines of a chat by date, a page at a time."""
    if not found.listed:
        return Reply(t.format("deadlines-none", days=AHEAD.days, watches=found.watches), edits=edits)
    shown, turns, _, _ = page_of(found.listed, page, DAYS_A_PAGE, t, DeadlinesPage)
    head = t.format("deadlines-title", days=AHEAD.days, watches=found.watches)
    today = now.astimezone(t.zone).date()
    days = groupby(shown, key=lambda each: each.deadline.day)
    lines = [line for day, listed in days for line in _day(day, listed, t, today)]
    remind = "button-reminds-all" if found.reminds_of_all else "button-remind-all"
    buttons: tuple[Row, ...] = (
        (t.button(remind, RemindOfAll(not found.reminds_of_all)),),
        (
            t.button("button-calendar", CalendarFile(0)),
            t.button("button-calendar-link", CalendarLink()),
        ),
    )
    return Reply(blocks([head, *lines]), (*((turns,) if turns else ()), *buttons), edits)


def _day(day: date, listed: Iterable[ListedDeadline], t: Translator, today: date) -> Iterable[Html]:
    left = t.format("deadlines-left", days=(day - today).days)
    yield Html(f"<b>{t.weekday_of(day)}</b>{left}")
    for each in listed:
        source = Html("") if each.deadline.is_stated else t.format("fact-from-text")
        title = linked(each.stored.item.link, name_of(each))
        yield Html(f"• {t.format(f'deadline-{each.deadline.kind.value}', title=title)}{source}")


def name_of(listed: ListedDeadline) -> str:
    """Return a docket with the beginning of its item's title."""
    item = listed.stored.item
    docket = next((fact.value for fact in item.facts if fact.name == "docket"), "")
    title = (item.title.original or item.body.original).replace("\n", " ")
    return shortened(f"{docket} {title}".strip(), MAX_NAME_LENGTH)


# ---- reminders -------------------------------------------------------------------------------------


def notice(about: Notice, deadline: Deadline, t: Translator, now: datetime) -> Reply:
    """Return a reminder of a deadline, or what changed in it."""
    title = linked(about.url, escape(about.source))
    what = t.format(f"deadline-{deadline.kind.value}", title=title)
    if about.news is News.WITHDRAWN:
        html = t.format("notice-withdrawn", what=what, day=t.day(deadline.day))
        return Reply(html, (_open(about, t),))
    if about.news is News.RESCHEDULED and deadline.was is not None:
        state = "later" if deadline.day > deadline.was else "earlier"
        html = t.format("notice-rescheduled", state=state, what=what, day=t.day(deadline.day), was=t.day(deadline.was))
        return Reply(html, (_open(about, t), (_calendar(deadline.item, t),)))
    days = (deadline.day - now.astimezone(t.zone).date()).days
    html = t.format("notice-reminder", days=days, what=what, day=t.day(deadline.day))
    end = t.button("button-reminder-done", EndReminder(deadline.item))
    later_today = t.button("button-snooze", SnoozeReminder(deadline.item))
    return Reply(html, ((*_open(about, t), end), (later_today, _calendar(deadline.item, t))))


def _open(about: Notice, t: Translator) -> Row:
    return (Link(t.format("button-open"), about.url),) if may_be_opened(about.url) else ()


def _calendar(item: ItemId, t: Translator) -> Button:
    return t.button("button-calendar", CalendarFile(item))


def buttons(alert: int, item: ItemId, facts: Iterable[Fact], t: Translator, today: date) -> Row:
    """Return the buttons of an alert whose item has a deadline ahead; none without one."""
    if not any(date.fromisoformat(fact.value) > today for fact in chosen(facts)):
        return ()
    return (t.button("button-remind", Remind(alert)), _calendar(item, t))


# ---- calendars -------------------------------------------------------------------------------------


def calendar(listed: Iterable[ListedDeadline], t: Translator) -> bytes:
    """Return the deadlines as a calendar, each an event of a whole day; it keeps its ID when its day changes."""
    # Imported here, because it takes a tenth of a second and few calendars are asked for.
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//Tradewatch//deadlines//")
    made.add("version", "2.0")
    made.add("x-wr-calname", t.text("calendar-name"))
    made.add("refresh-interval", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    for each in listed:
        made.add_component(_event(each, t))
    return bytes(made.to_ical())


def _event(listed: ListedDeadline, t: Translator) -> Event:
    from icalendar import Event

    deadline, stored = listed.deadline, listed.stored
    made = Event()
    made.add("uid", f"{deadline.item}-{deadline.kind.value}@tradewatch")
    made.add("dtstamp", stored.seen_at)
    made.add("dtstart", deadline.day)
    made.add("summary", t.text(f"deadline-{deadline.kind.value}", title=name_of(listed)))
    made.add("description", f"{stored.item.title.original}\n{stored.source_name}"[:MAX_DESCRIPTION])
    made.add("transp", "TRANSPARENT")
    if may_be_opened(stored.item.link):
        made.add("url", stored.item.link)
    return made
