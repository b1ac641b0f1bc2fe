"""The button of /pause."""

from __future__ import annotations

from bot.callbacks.payload import Change


class Resume(Change, frozen=True, tag="s"):
    """End a pause."""
