"""What a button asks for, and the types of its fields."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Number = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
"""A row ID, a watch's number or a page from 0: what SQLite can hold."""
WatchNumber = Annotated[int, msgspec.Meta(ge=0, le=999_999_999)]
"""The number of a watch in a button with many fields; 0 for none."""
PackId = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9-]{1,40}\Z")]
LanguageTag = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z-]{1,16}\Z")]
Hours = Literal[0, 1, 24, 168]
"""How long something is muted; 0 is until somebody unmutes it."""


class Payload(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What a button asks for; each subclass with a tag is one kind of button."""


class Change(Payload, frozen=True):
    """What changes something for the chat: in a group for administrators, unless it lets every member."""


class OperatorPayload(Payload, frozen=True):
    """What only those who run the service may ask for."""


class AdminChange(Change, frozen=True):
    """What only administrators may change, even in a group that lets every member change its watches."""


def names_watches(payload: Payload) -> bool:
    """Return whether a button names watches by their numbers, which change when a chat moves into another."""
    return not _WATCHES.isdisjoint(payload.__struct_fields__)


_WATCHES = {"watch", "first_watch"}
"""The fields with the number of a watch: 3 for W3."""
