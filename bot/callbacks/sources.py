"""Buttons of /sources and /addsource, and those with which operators decide."""

from __future__ import annotations

from bot.callbacks.payload import Change, Number, OperatorPayload, Payload
from watchers.model import Group


class ShowGroups(Payload, frozen=True, tag="g"):
    """Show all groups of sources."""


class ShowGroup(Payload, frozen=True, tag="go"):
    """Show a page of a group's sources."""

    group: Group | None
    """None for the sources of no group."""
    page: Number


class SwitchGroup(Change, frozen=True, tag="gs"):
    """Subscribe to a group's sources, or unsubscribe."""

    group: Group | None
    on: bool
    inside: bool
    """Whether the button is below the group's own sources, rather than below all groups."""


class AddSource(Change, frozen=True, tag="aa"):
    """Add a feed that was found."""

    offer: Number


class RemoveSource(Change, frozen=True, tag="ad"):
    """Unsubscribe this chat from an added source."""

    addition: Number


class SourcesPage(Payload, frozen=True, tag="al"):
    """Show a page of the added sources."""

    page: Number


class ChooseGroup(Payload, frozen=True, tag="ac"):
    """Show the groups that an added source may join."""

    addition: Number


class PlaceSource(Change, frozen=True, tag="ap"):
    """Put an added source into a group, or suggest that to the operators."""

    addition: Number
    group: Group


class DeclineGroup(OperatorPayload, frozen=True, tag="ak"):
    """Decline the group suggested for a source."""

    addition: Number


class ApproveSource(OperatorPayload, frozen=True, tag="ag"):
    """Let a source be added."""

    addition: Number


class RefuseSource(OperatorPayload, frozen=True, tag="ar"):
    """Remove a source for everyone."""

    addition: Number


class ApproveAll(OperatorPayload, frozen=True, tag="aga"):
    """Let all sources be added that a subscriber asked for."""

    subscriber: Number


class RefuseAll(OperatorPayload, frozen=True, tag="ara"):
    """Refuse all sources that a subscriber asked for."""

    subscriber: Number
