"""Buttons of /trends and /review, and below notices of spikes."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from bot.callbacks.payload import Change, Number, Payload


class ShowTrend(Payload, frozen=True, tag="tr"):
    """Draw the items by day of what was asked for."""

    asked: Number
    """The ID under which it is stored among the searches."""
    days: Literal[30, 90]
    dark: bool


class CompareTrends(Payload, frozen=True, tag="vs"):
    """Draw the items by day of what was asked for, and of a watch, in one picture."""

    asked: Number
    """The ID under which it is stored among the searches."""
    watch: Number
    days: Literal[30, 90]
    dark: bool


class SetSpike(Change, frozen=True, tag="sk"):
    """Notify of the spikes of a watch, or not; below a notice of one."""

    watch: Number
    times: Annotated[int, msgspec.Meta(ge=0, le=100)]
    """How many times its usual number a day it must have; 0 for no notices."""


class SetTrendSpike(Change, frozen=True, tag="ts"):
    """Notify of the spikes of the watch that is drawn, or not."""

    asked: Number
    """The ID under which it is stored among the searches."""
    days: Literal[30, 90]
    dark: bool
    on: bool


class SetReview(Change, frozen=True, tag="rv"):
    """Send a weekly review, or none."""

    on: bool
