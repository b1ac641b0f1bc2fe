"""Buttons of /admin and of announcements, for operators."""

from __future__ import annotations

from bot.callbacks.payload import Number, Payload


class ShowAdmin(Payload, frozen=True, tag="oa"):
    """Show how the service is; for operators, as are all buttons below."""


class ShowIncidents(Payload, frozen=True, tag="oi"):
    """Show a page of the problems of sources."""

    page: Number


class ShowDeadLetters(Payload, frozen=True, tag="od"):
    """Show a page of the alerts that were given up."""

    page: Number


class RetryDead(Payload, frozen=True, tag="or"):
    """Queue a dead letter again."""

    alert: Number
    """0 for all of them, here and in the next."""


class DropDead(Payload, frozen=True, tag="ox"):
    """Drop a dead letter for good."""

    alert: Number


class HowToAnnounce(Payload, frozen=True, tag="oc"):
    """Say how to write to everybody."""


class Announce(Payload, frozen=True, tag="og"):
    """Send an announcement that was shown as a preview to everybody."""

    text: Number
    """The ID under which it is stored among the searches."""


class DropAnnouncement(Payload, frozen=True, tag="on"):
    """Send no announcement."""


class BackUp(Payload, frozen=True, tag="ob"):
    """Make a backup now."""
