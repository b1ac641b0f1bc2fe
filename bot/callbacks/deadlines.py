"""Buttons of /deadlines, of reminders and of calendars."""

from __future__ import annotations

from bot.callbacks.payload import Change, Number, Payload


class Remind(Change, frozen=True, tag="yr"):
    """Remind of the deadlines in an alert."""

    alert: Number


class EndReminder(Change, frozen=True, tag="yd"):
    """Remind no more of the deadlines of an item."""

    item: Number


class SnoozeReminder(Change, frozen=True, tag="yz"):
    """Send the reminder of an item again in the afternoon."""

    item: Number


class RemindOfAll(Change, frozen=True, tag="ya"):
    """Remind of all deadlines, or of none."""

    on: bool


class DeadlinesPage(Payload, frozen=True, tag="yp"):
    """Show a page of /deadlines."""

    page: Number


class CalendarFile(Payload, frozen=True, tag="yf"):
    """Send the deadlines of an item as a calendar file."""

    item: Number
    """0 for those of all items."""


class CalendarLink(Payload, frozen=True, tag="yl"):
    """Show the address of the calendar with all deadlines."""
