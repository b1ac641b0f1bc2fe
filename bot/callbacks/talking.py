"""Buttons below the answers to what is not a command."""

from __future__ import annotations

from bot.callbacks.payload import Change, Number, Payload


class ShowDraft(Payload, frozen=True, tag="ds"):
    """Show what is known about a typed rule that is not watched yet."""

    rule: Number
    """The ID under which it is stored among the searches, here and in the next two."""


class ChangeDraft(Payload, frozen=True, tag="dc"):
    """Say how to change a typed rule that is not watched yet."""

    rule: Number


class ShowFound(Payload, frozen=True, tag="df"):
    """Show the stored items that a typed rule matches."""

    rule: Number


class DropDraft(Payload, frozen=True, tag="dx"):
    """Do not watch what was typed."""


class WhyLink(Payload, frozen=True, tag="lw"):
    """Explain the item of a link that somebody sent."""

    link: Number
    """The ID under which it is stored among the searches, here and in the next two."""


class ShowLinkTopic(Payload, frozen=True, tag="lt"):
    """Show what the item of a link is about, as a rule that is not watched yet."""

    link: Number


class AddLink(Change, frozen=True, tag="la"):
    """Look for feeds at a link that somebody sent."""

    link: Number


class ShowHelp(Payload, frozen=True, tag="hp"):
    """Show the commands."""
