"""Buttons of /watch and /alias."""

from __future__ import annotations

from bot.callbacks.payload import Change, Number, Payload


class Mute(Change, frozen=True, tag="m"):
    """Stop the alerts of a watch."""

    watch: Number
    """The watch's number, here and in all payloads: 3 for W3."""


class Unmute(Change, frozen=True, tag="u"):
    """Restart the alerts of a watch."""

    watch: Number


class Unwatch(Change, frozen=True, tag="x"):
    """Remove a watch."""

    watch: Number


class Restore(Change, frozen=True, tag="r"):
    """Put a removed watch back."""

    watch: Number


class OnlyWords(Change, frozen=True, tag="o"):
    """Treat the names typed in a watch as plain words."""

    watch: Number


class UndoOnlyWords(Change, frozen=True, tag="b"):
    """Treat them as names again."""

    watch: Number


class WatchSuggested(Change, frozen=True, tag="ws"):
    """Watch a rule that an answer suggested."""

    rule: Number
    """The ID under which the rule is stored among the searches."""


class WatchTimed(Change, frozen=True, tag="wy"):
    """Watch a rule that would bring many alerts a day, as a daily digest or at once."""

    rule: Number
    """The ID under which the rule is stored among the searches."""
    daily: bool


class WithoutPart(Change, frozen=True, tag="wo"):
    """Leave out one of the parts of a watch that must all appear."""

    watch: Number
    part: Number
    of: Number
    """How many parts the watch had; if it has fewer, the button was pressed before."""


class ReadAnew(Change, frozen=True, tag="ra"):
    """Read a watch as its text would be read if it were typed today."""

    watch: Number


class KeepRules(Payload, frozen=True, tag="rk"):
    """Keep the watches as they are."""


class RemoveAlias(Change, frozen=True, tag="t"):
    """Remove an alias of the chat."""

    alias: Number


class RestoreAlias(Change, frozen=True, tag="n"):
    """Put a removed alias back."""

    alias: Number
