"""The commands, one file per family, in the order of /help and of Telegram's menu."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import chats, general, searching, settings, sources, watching
from bot.commands.context import HANDLERS, Command, CommandContext

COMMANDS: Mapping[str, Command] = {
    "start": general.start,
    "watch": watching.watch,
    "watches": watching.watches,
    "unwatch": watching.unwatch,
    "packs": watching.packs,
    "search": searching.search,
    "pause": general.pause,
    "resume": general.resume,
    "why": searching.why,
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

name_zone = settings.name_zone
"""Answers with the time zone of a city that a person typed when asked for one."""
share_location = settings.share_location
"""Answers with the time zone of a place that a person shared."""

__all__ = [
    "COMMANDS",
    "HANDLERS",
    "Command",
    "CommandContext",
    "connect_channel",
    "name_zone",
    "share_location",
]
