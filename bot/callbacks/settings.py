"""Buttons of /settings, /pause and of digests."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from bot.callbacks.payload import AdminChange, Change, LanguageTag, Number, Payload

Minute = Annotated[int, msgspec.Meta(ge=0, le=1439)]
"""Minutes after local midnight."""
Weekday = Annotated[int, msgspec.Meta(ge=0, le=6)]
"""0 is Monday."""
Mode = Literal["now", "hour", "day", "week"]


class Resume(Change, frozen=True, tag="s"):
    """End a pause."""


class LetMembers(AdminChange, frozen=True, tag="lm"):
    """Let every member of a group change its watches, or only its administrators."""

    may: bool


class ShowModes(Payload, frozen=True, tag="dw"):
    """Show when the alerts of a watch may be sent."""

    watch: Number


class SetMode(Change, frozen=True, tag="dm"):
    """Set when the alerts of a watch are sent."""

    watch: Number
    """0 for all watches, and new ones."""
    every: Mode
    minute: Minute = 0
    weekday: Weekday = 0


class SetNewMode(Change, frozen=True, tag="dn"):
    """Set when the alerts of new watches are sent."""

    every: Mode
    minute: Minute = 0
    weekday: Weekday = 0


class MakeInstant(Change, frozen=True, tag="di"):
    """Send the alerts of a watch at once from now on; the message of the button stays as it is."""

    watch: Number


class ShowDigests(Payload, frozen=True, tag="dl"):
    """Show a page of the watches with their digests."""

    page: Number


class DigestPage(Payload, frozen=True, tag="dp"):
    """Show a page of a digest."""

    digest: Number
    page: Number


class ShowSettings(Payload, frozen=True, tag="st"):
    """Show the settings."""


class ShowSetting(Payload, frozen=True, tag="sr"):
    """Open one row of the settings."""

    setting: Literal["language", "zone", "quiet", "new", "sound"]


class ChooseLanguage(Change, frozen=True, tag="sl"):
    """Speak another language in this chat, and show the settings in it."""

    language: LanguageTag


class SetZone(Change, frozen=True, tag="sz"):
    """Show times in another time zone."""

    zone: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_+/-]{1,34}\Z")]


class ShareLocation(Change, frozen=True, tag="sw"):
    """Offer a key that shares where the person is."""


class SetQuiet(Change, frozen=True, tag="sq"):
    """Set the quiet hours, or end them."""

    mode: Literal["off", "hold", "silent", "urgent"]
    start: Minute
    stop: Minute


class SetSound(Change, frozen=True, tag="ss"):
    """Set which alerts make a sound."""

    sound: Literal["all", "official", "none"]


class AskTimes(Payload, frozen=True, tag="ta"):
    """Ask when alerts should be sent."""


class ChooseTimes(Change, frozen=True, tag="tc"):
    """Answer that question: at any time, not at night, or once a day."""

    choice: Literal["any", "night", "daily"]
