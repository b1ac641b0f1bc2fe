"""Buttons of /search and /why, and of corrections."""

from __future__ import annotations

from bot.callbacks.payload import Change, Number, Payload


class Why(Payload, frozen=True, tag="y"):
    """Say why this alert was sent."""

    alert: Number


class NotMeant(Change, frozen=True, tag="nm"):
    """Say that a name in this alert was not meant."""

    alert: Number


class NotMeantName(Change, frozen=True, tag="nn"):
    """Say which name in this alert was not meant."""

    alert: Number
    name: Number
    """Its place among the names that matched."""


class RemoveCorrection(Change, frozen=True, tag="nu"):
    """Let a phrase count again."""

    correction: Number


class Older(Payload, frozen=True, tag="older"):
    """Show the page of a search that follows an item."""

    search: Number
    item: Number


class Newer(Payload, frozen=True, tag="newer"):
    """Show the page of a search that precedes an item."""

    search: Number
    item: Number
