"""Buttons of /privacy, /forgetme and /export."""

from __future__ import annotations

from bot.callbacks.payload import AdminChange, Number, Payload


class ShowExport(Payload, frozen=True, tag="xe"):
    """Offer the files that a chat can take along."""


class ExportWatches(Payload, frozen=True, tag="xw"):
    """Send the watches and aliases as a text file."""


class ExportEvidence(Payload, frozen=True, tag="ye"):
    """Send what proves the alerts, as JSON or CSV."""

    as_json: bool


class ExportSources(Payload, frozen=True, tag="xs"):
    """Send the sources as OPML."""


class AskForget(Payload, frozen=True, tag="xa"):
    """Ask whether everything about the chat should be deleted."""


class ForgetChat(AdminChange, frozen=True, tag="xf"):
    """Delete everything about the chat."""

    asked_at: Number
    """When the question was asked, in seconds since 1970: an old answer must not delete what came later."""


class KeepChat(Payload, frozen=True, tag="xk"):
    """Delete nothing."""
