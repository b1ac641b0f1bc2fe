"""Deadlines as a calendar file (RFC 5545): each is an event of a whole day, with its item's link."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.messages import deadlines
from bot.messages.text import Translator, may_be_opened, plain
from watchers.services.deadlines import ListedDeadline

if TYPE_CHECKING:
    from icalendar import Event

MAX_DESCRIPTION = 1_000
REFRESH_INTERVAL = timedelta(hours=6)
"""How often a calendar program should ask for a subscribed calendar again (RFC 7986, 5.7)."""


def calendar(listed: Iterable[ListedDeadline], t: Translator) -> bytes:
    """Return the deadlines as a calendar; an event keeps its ID when its day changes."""
    # Imported here, because it takes a tenth of a second and few calendars are asked for.
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//Tradewatch//deadlines//")
    made.add("version", "2.0")
    made.add("x-wr-calname", plain(t.format("calendar-name")))
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
    made.add("summary", plain(t.format(f"deadline-{deadline.kind.value}", title=deadlines.name_of(listed))))
    made.add("description", f"{stored.item.title.original}\n{stored.source_name}"[:MAX_DESCRIPTION])
    made.add("transp", "TRANSPARENT")
    if may_be_opened(stored.item.link):
        made.add("url", stored.item.link)
    return made
