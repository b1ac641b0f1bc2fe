"""Buttons of /start, /language and /packs."""

from __future__ import annotations

from typing import Annotated

import msgspec

from bot.callbacks.payload import Change, LanguageTag, Number, PackId, Payload


class AddPack(Change, frozen=True, tag="k"):
    """Watch all rules of a starter pack: a button of older messages; see WatchPack."""

    pack: PackId


class RemovePack(Change, frozen=True, tag="kr"):
    """Remove the watches that a pack added, which are numbered one after another."""

    first_watch: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 100)]
    count: Annotated[int, msgspec.Meta(ge=0, le=99)]


class ShowTopics(Payload, frozen=True, tag="tp"):
    """Show the topics of the starter packs."""

    all: bool
    """Whether to show all of them, or the first six with the greeting."""


class ShowPack(Payload, frozen=True, tag="tk"):
    """Show the watches of a starter pack, which can be switched off before they are added."""

    pack: PackId
    off: Number
    """A bit for each watch that is switched off; bit 0 is the first."""


class WatchPack(Change, frozen=True, tag="tw"):
    """Watch the rules of a starter pack that are not switched off."""

    pack: PackId
    off: Number


class WhyItem(Payload, frozen=True, tag="wi"):
    """Explain an item that was shown as an example, not sent as an alert."""

    item: Number


class SetLanguage(Change, frozen=True, tag="l"):
    """Speak another language in this chat."""

    language: LanguageTag
