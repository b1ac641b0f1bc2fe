"""Buttons of /channel and /feed."""

from __future__ import annotations

from bot.callbacks.payload import Change, Number


class CopyWatches(Change, frozen=True, tag="cc"):
    """Give a connected channel the watches of the private chat in which the button is."""

    channel: Number
    """The channel's ID without its minus sign."""


class RenewFeed(Change, frozen=True, tag="fr"):
    """Give the feed of this chat's alerts another address."""
