"""Points at which the process ends at once when a test asks for it, as if it was killed there."""

from __future__ import annotations

import os
from enum import StrEnum

EXIT_CODE = 137
"""What a shell reports for a process that was killed with SIGKILL."""


class Failpoint(StrEnum):
    """Where the process can end; the steps of a poll, of a delivery and of a command."""

    FETCHED = "fetched"
    """A document with something new was fetched."""
    PARSED = "parsed"
    """It was parsed."""
    READ = "read"
    """Its new items were read and recognized."""
    STORING = "storing"
    """Items, matches and alerts are written, and not committed."""
    STORED = "stored"
    """They are committed."""

    CLAIMED = "claimed"
    """An alert is marked as in flight."""
    RENDERED = "rendered"
    """Its message is ready, and not sent."""
    SENT = "sent"
    """Telegram accepted it, and it is not marked as sent."""
    SETTLED = "settled"
    """It is marked as sent."""

    RECEIVED = "received"
    """Updates were fetched, and are not stored."""
    ACCEPTED = "accepted"
    """They are stored, and not confirmed to Telegram."""
    EFFECT = "effect"
    """A command's effect and its receipt are written, and not committed."""
    CARRIED_OUT = "carried-out"
    """They are committed, and the reply is not stored."""
    REPLY_STORED = "reply-stored"
    """The reply is stored, and not sent."""
    REPLY_SENT = "reply-sent"
    """Telegram accepted the reply, and it is not marked as sent."""


_armed: set[Failpoint] = set()


def arm(point: Failpoint) -> None:
    """End the process the next time that it reaches this point."""
    _armed.add(point)


def reach(point: Failpoint) -> None:
    """End the process at once, without any cleanup, if it was armed to end here."""
    if point in _armed:
        os._exit(EXIT_CODE)
