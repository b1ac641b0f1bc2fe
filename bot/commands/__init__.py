"""The commands, one file per family, in the order of /help and of Telegram's menu."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import adding, attention, coverage, greeting, naming, packs, reasons, searching, watching
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
    "help": greeting.help_,
}

__all__ = ["COMMANDS", "HANDLERS", "Command", "Desk"]
