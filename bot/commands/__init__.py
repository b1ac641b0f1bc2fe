"""The commands, one file per family, in the order of /help and of Telegram's menu."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import (
    admin,
    alert_buttons,
    chats,
    deadlines,
    personal,
    searching,
    settings,
    sources,
    start,
    talking,
    trends,
    watching,
)
from bot.commands.context import HANDLERS, Command

COMMANDS: Mapping[str, Command] = {
    "start": start.start,
    "watch": watching.watch,
    "watches": watching.watches,
    "unwatch": watching.unwatch,
    "packs": start.packs,
    "search": searching.search,
    "pause": settings.pause,
    "resume": settings.resume,
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
    "help": talking.help_,
}

OPERATOR_COMMANDS: Mapping[str, Command] = {"admin": admin.admin, "broadcast": admin.broadcast}
"""Commands that only operators have, in their private chats."""

__all__ = ["COMMANDS", "HANDLERS", "OPERATOR_COMMANDS"]
