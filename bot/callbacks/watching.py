"""Buttons of /watch, /watches and /alias, and of links that copy a watch or a pack."""

from __future__ import annotations

from bot.callbacks.payload import Change, Hours, Number, PackId, Payload


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


class WatchesPage(Payload, frozen=True, tag="p"):
    """Show a page of /watches."""

    page: Number


class Reword(Change, frozen=True, tag="rw"):
    """Give a watch another text."""

    watch: Number
    rule: Number
    """The ID under which the text is stored among the searches."""


class ShowWatch(Payload, frozen=True, tag="wv"):
    """Show one watch, with what it brings and what can be done with it."""

    watch: Number


class EditRule(Change, frozen=True, tag="we"):
    """Ask for another rule of a watch."""

    watch: Number


class NameWatch(Change, frozen=True, tag="wn"):
    """Ask for the name of a watch."""

    watch: Number


class ShowWatchMute(Payload, frozen=True, tag="wm"):
    """Show for how long a watch can be muted."""

    watch: Number


class MuteWatch(Change, frozen=True, tag="wf"):
    """Mute a watch for a time, and show it."""

    watch: Number
    hours: Hours


class UnmuteWatch(Change, frozen=True, tag="wu"):
    """Unmute a watch, and show it."""

    watch: Number


class TryWatch(Payload, frozen=True, tag="wt"):
    """Show what a watch would have matched in the last 30 days."""

    watch: Number


class ShareWatch(Payload, frozen=True, tag="wc"):
    """Show the link that copies a watch to another chat."""

    watch: Number


class SharePack(Payload, frozen=True, tag="pc"):
    """Show the link that shows a starter pack in another chat."""

    pack: PackId


class RemoveWatch(Change, frozen=True, tag="wx"):
    """Remove a watch, with the way back to the others."""

    watch: Number


class PickWatches(Payload, frozen=True, tag="wq"):
    """Pick watches to remove."""

    first_watch: Number
    """The first number on the page."""
    picked: Number
    """A bit for each watch that is picked; bit 0 is the one with the first number."""


class RemovePicked(Change, frozen=True, tag="wr"):
    """Remove the picked watches."""

    first_watch: Number
    picked: Number


class RestorePicked(Change, frozen=True, tag="wb"):
    """Put them back."""

    first_watch: Number
    picked: Number


class ShowUnfit(Payload, frozen=True, tag="wz"):
    """Show the watches that bring too much, and those that never brought anything."""


class HowToWatch(Payload, frozen=True, tag="wa"):
    """Say how to add a watch."""


class EndSilence(Change, frozen=True, tag="mx"):
    """End the mute of a source or a story, and show the watches."""

    mute: Number
