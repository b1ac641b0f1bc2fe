"""Buttons below an alert, and of /saved."""

from __future__ import annotations

from typing import Literal

from bot.callbacks.payload import Change, Hours, Number, Payload, WatchNumber

What = Literal["w", "s", "t"]
"""What is muted: a watch, the source of the alert, or its story."""


class ShowMutes(Payload, frozen=True, tag="ma"):
    """Show what can be muted below an alert, in place of its buttons."""

    alert: Number


class ShowMuteTimes(Payload, frozen=True, tag="mw"):
    """Show for how long it can be muted, in place of the buttons of the alert."""

    alert: Number
    what: What
    watch: WatchNumber


class MuteFor(Change, frozen=True, tag="mf"):
    """Mute it, and show the buttons of the alert again."""

    alert: Number
    what: What
    watch: WatchNumber
    hours: Hours


class EndMute(Change, frozen=True, tag="me"):
    """Unmute it, and show the buttons of the alert again."""

    alert: Number
    what: What
    watch: WatchNumber


class ShowAlertButtons(Payload, frozen=True, tag="ab"):
    """Show the buttons of an alert again."""

    alert: Number


class NotForMe(Payload, frozen=True, tag="nf"):
    """Propose how a watch can leave out such an alert."""

    alert: Number
    watch: WatchNumber
    """0 for the only one that the alert names, or to ask which one."""


class KeepWatch(Payload, frozen=True, tag="kw"):
    """Keep a watch as it is."""

    watch: Number


class SaveItem(Change, frozen=True, tag="sv"):
    """Save the item of an alert."""

    alert: Number


class ShowSaved(Payload, frozen=True, tag="sd"):
    """Show a page of the saved items."""

    page: Number


class RemoveSaved(Change, frozen=True, tag="sx"):
    """Remove a saved item, and show the page it was on."""

    saved: Number
    page: Number
