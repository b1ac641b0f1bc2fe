"""The commands, one file per family, in the order of /help and of Telegram's menu."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import (
    admin,
    alert_buttons,
    chats,
    deadlines,
    general,
    personal,
    searching,
    settings,
    sources,
    start,
    talking,
    trends,
    watch_screens,
    watching,
)
from bot.commands.context import HANDLERS, Command, CommandContext

COMMANDS: Mapping[str, Command] = {
    "start": start.start,
    "watch": watching.watch,
    "watches": watch_screens.watches,
    "unwatch": watch_screens.unwatch,
    "packs": start.packs,
    "search": searching.search,
    "pause": general.pause,
    "resume": general.resume,
    "why": searching.why,
    "deadlines": deadlines.deadlines,
    "saved": alert_buttons.saved,
    "alias": watching.alias,
    "sources": sources.sources,
    "status": sources.status,
    "addsource": sources.addsource,
    "import": personal.import_,
    "export": personal.export,
    "settings": settings.settings,
    "language": settings.language,
    "timezone": settings.timezone,
    "quiet": settings.quiet,
    "digest": settings.digest,
    "channel": chats.channel,
    "privacy": personal.privacy,
    "forgetme": personal.forgetme,
    "feed": chats.feed,
    "trends": trends.trends,
    "review": trends.review,
    "help": general.help_,
}

OPERATOR_COMMANDS: Mapping[str, Command] = {"admin": admin.admin, "broadcast": admin.broadcast}
"""Commands that only operators have, in their private chats."""

connect_channel = chats.connect
"""Handles the channel that a person chose after /channel."""

added_to_group, talk, talk_edited = start.added_to_group, talking.talk, talking.edited
"""Answer what is not a command: the bot was added to a group, a private message, an edited command."""
name_zone = settings.name_zone
"""Answers with the time zone of a city that a person typed when asked for one."""
share_location = settings.share_location
"""Answers with the time zone of a place that a person shared."""

answer_question = watch_screens.answer_question
"""Changes a watch as a reply to our question says."""

__all__ = [
    "COMMANDS",
    "HANDLERS",
    "OPERATOR_COMMANDS",
    "Command",
    "CommandContext",
    "added_to_group",
    "answer_question",
    "connect_channel",
    "name_zone",
    "share_location",
    "talk",
    "talk_edited",
]
