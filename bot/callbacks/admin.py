"""Buttons of /admin and of announcements, for operators."""

from __future__ import annotations

from typing import Annotated

import msgspec

from bot.callbacks.payload import Number, OperatorPayload


class ShowAdmin(OperatorPayload, frozen=True, tag="oa"):
    """Show how the service is."""


class ShowIncidents(OperatorPayload, frozen=True, tag="oi"):
    """Show a page of the problems of sources."""

    page: Number


class ShowDeadLetters(OperatorPayload, frozen=True, tag="od"):
    """Show a page of the alerts that were given up."""

    page: Number


class RetryDead(OperatorPayload, frozen=True, tag="or"):
    """Queue a dead letter again."""

    alert: Number
    """0 for all of them, here and in the next."""


class DropDead(OperatorPayload, frozen=True, tag="ox"):
    """Drop a dead letter for good."""

    alert: Number


class HowToAnnounce(OperatorPayload, frozen=True, tag="oc"):
    """Say how to write to everybody."""


class Announce(OperatorPayload, frozen=True, tag="og"):
    """Send an announcement that was shown as a preview to everybody."""

    text: Number
    """The ID under which it is stored among the searches."""


class DropAnnouncement(OperatorPayload, frozen=True, tag="on"):
    """Send no announcement."""


class BackUp(OperatorPayload, frozen=True, tag="ob"):
    """Make a backup now."""


class ShowHeldList(OperatorPayload, frozen=True, tag="lh"):
    """Show what a list that was replaced as a whole would add, remove and change."""

    version: Number
    """The number of the version that is held, here and in the next two."""


class ApproveHeldList(OperatorPayload, frozen=True, tag="lp"):
    """Take over a list that was replaced as a whole."""

    version: Number
    seal: Annotated[int, msgspec.Meta(ge=0, le=2**32 - 1)]
    """Of the counts that the message shows."""


class KeepHolding(OperatorPayload, frozen=True, tag="lk"):
    """Keep the list as it was stored."""

    version: Number
