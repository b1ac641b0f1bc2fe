"""The commands, one file per family, in the order of /help and of Telegram's menu."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import adding, attention, chats, coverage, greeting, naming, packs, reasons, searching, watching
from bot.commands.context import HANDLERS, Command, Desk

COMMANDS: Mapping[str, Command] = {
    "start": greeting.start,
    "watch": watching.watch,
    "watches": watching.watches,
    "unwatch": watching.unwatch,
    "packs": packs.packs,
    "search": searching.search,
    "pause": attention.pause,
    "resume": attention.resume,
    "why": reasons.why,
    "alias": naming.alias,
    "sources": coverage.sources,
    "status": coverage.status,
    "addsource": adding.addsource,
    "import": adding.import_,
    "export": adding.export,
    "settings": chats.settings,
    "channel": chats.channel,
    "help": greeting.help_,
}

connect_channel = chats.connect
"""Handles the channel that a person chose after /channel."""

__all__ = ["COMMANDS", "HANDLERS", "Command", "Desk", "connect_channel"]
