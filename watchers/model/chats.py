"""Subscribers, their watches, and why an item is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from watchers.model.ids import Address, QueryId, SubscriberId, TimingId, WatchId
from watchers.model.items import Hit

_DEFAULT_ZONES = {"ja": "Asia/Tokyo", "zh-Hant": "Asia/Taipei"}
"""The time zone of a chat that has chosen none, by its language; UTC for the others."""


class PauseReason(StrEnum):
    """Why a subscriber gets no alerts."""

    ASKED = "asked"
    UNREACHABLE = "unreachable"
    """Telegram reports that the bot was blocked, removed or lacks rights there: items that match are not enqueued."""
    CLOSED = "closed"
    """Its topic is closed or deleted, and so is the general one: alerts are held until one of them is opened."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One chat or topic that alerts go to."""

    id: SubscriberId
    address: Address
    language: str
    """One of en, zh-Hant, ja."""
    paused: PauseReason | None
    zone: str | None = None
    """The IANA name of the time zone that was chosen; None: that of the language."""

    @property
    def timezone(self) -> ZoneInfo:
        """Return the time zone that was chosen; without one, that of the language."""
        usual = _DEFAULT_ZONES.get(self.language, "UTC")
        try:
            return ZoneInfo(self.zone or usual)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo(usual)


@dataclass(frozen=True, slots=True)
class Watch:
    """A subscriber's rule."""

    id: WatchId
    number: int
    """W3 is number 3; never reused for the same subscriber."""
    typed: str
    """The rule as its author wrote it."""
    rule: str
    """Its canonical text."""
    muted: bool
    query: QueryId = QueryId(0)
    """What it means now, with the subscriber's aliases."""
    created_at: datetime | None = None
    typed_before: str | None = None
    """What its author wrote before an Undo-able change; None without one."""
    timing: TimingId | None = None
    """When its alerts are collected into a digest; None: they are sent at once."""
    label: str = ""
    """What its subscriber calls it; "" if it has no name besides its number."""
    muted_until: datetime | None = None
    """When its mute ends; None if it is not muted, or until somebody unmutes it."""

    @property
    def name(self) -> str:
        """Return the name that people see and type, such as ``W3``."""
        return f"W{self.number}"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item became an alert: the watch, and the places where it matched."""

    watch: Watch
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class WatchCount:
    """How many items of a list matched a watch."""

    watch: Watch
    count: int
