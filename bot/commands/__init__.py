"""The commands, one file per family, in the order of /help and of Telegram's menu."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import chats, deadlines, general, searching, settings, sources, start, talking, watching
from bot.commands.context import HANDLERS, Command, CommandContext

COMMANDS: Mapping[str, Command] = {
    "start": start.start,
    "watch": watching.watch,
    "watches": watching.watches,
    "unwatch": watching.unwatch,
    "packs": start.packs,
    "search": searching.search,
    "pause": general.pause,
    "resume": general.resume,
    "why": searching.why,
    "deadlines": deadlines.deadlines,
    "alias": watching.alias,
    "sources": sources.sources,
    "status": sources.status,
    "addsource": sources.addsource,
    "import": sources.import_,
    "export": sources.export,
    "settings": settings.settings,
    "language": settings.language,
    "timezone": settings.timezone,
    "quiet": settings.quiet,
    "digest": settings.digest,
    "channel": chats.channel,
    "help": general.help_,
}

connect_channel = chats.connect
"""Handles the channel that a person chose after /channel."""

added_to_group, talk, talk_edited = start.added_to_group, talking.talk, talking.edited
"""Answer what is no command: the bot was added to a group, a private message, an edited command."""
name_zone = settings.name_zone
"""Answers with the time zone of a city that a person typed when asked for one."""
share_location = settings.share_location
"""Answers with the time zone of a place that a person shared."""

__all__ = [
    "COMMANDS",
    "HANDLERS",
    "Command",
    "CommandContext",
    "added_to_group",
    "connect_channel",
    "name_zone",
    "share_location",
    "talk",
    "talk_edited",
]
