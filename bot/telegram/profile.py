"""What Telegram shows of the bot before anybody writes to it: its descriptions, and the menus of its commands."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from telegram.error import TelegramError

from bot.messages.text import Translator
from bot.telegram.wire import BotApi

log = logging.getLogger(__name__)

CODES = {"en": "", "zh-Hant": "zh", "ja": "ja"}
"""Telegram accepts only two letters, so zh is Traditional; English is for everyone else."""
MENU = (
    *("watch", "watches", "packs", "digest", "quiet", "pause"),
    *("resume", "search", "why", "sources", "settings", "help"),
)
"""The commands of the menu in a private chat and for administrators, at most twelve; /help lists all."""
MEMBERS_MENU = ("watches", "search", "why", "sources", "status", "help")
"""The commands of the menu for members of a group, who may only look."""
SCOPES = {"default": MENU, "all_group_chats": MEMBERS_MENU, "all_chat_administrators": MENU}
"""By the type of Telegram's BotCommandScope."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the profile in one language: ``getMy`` and ``setMy`` with its name are its methods."""

    name: str
    where: dict[str, Any]
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile as it should be."""

    words: Mapping[str, Translator]
    """The texts by language."""
    commands: Sequence[str]
    """All commands; those of a menu that do not exist are left out."""
    sources: int

    async def update(self, api: BotApi) -> None:
        """Set the parts that differ at Telegram. Errors are logged: the service works without them."""
        for part in self._parts():
            try:
                there = await api.call(f"getMy{part.name}", part.where)
                if (there if part.name != "Commands" else {"commands": there}) != part.content:
                    await api.call(f"setMy{part.name}", part.where | part.content)
            except TelegramError as error:
                log.warning("profile_not_set", extra={"part": part.name, "why": str(error)})

    async def speak(self, api: BotApi, chat: int, language: str) -> None:
        """Show a chat its menu in the language that it chose, whatever its apps speak."""
        menu = MENU if chat > 0 else MEMBERS_MENU
        scope = {"type": "chat", "chat_id": chat}
        try:
            await api.call("setMyCommands", {"scope": scope, "commands": self._menu(menu, self.words[language])})
        except TelegramError as error:
            log.warning("profile_not_set", extra={"part": "Commands", "why": str(error)})

    def _parts(self) -> Iterator[Part]:
        for language, code in CODES.items():
            t, where = self.words[language], {"language_code": code}
            described = t.text("profile-description", count=self.sources)
            yield Part("Description", where, {"description": described})
            yield Part("ShortDescription", where, {"short_description": t.text("profile-short")})
            for scope, menu in SCOPES.items():
                yield Part("Commands", where | {"scope": {"type": scope}}, {"commands": self._menu(menu, t)})

    def _menu(self, names: Sequence[str], t: Translator) -> list[dict[str, str]]:
        there = (name for name in names if name in self.commands)
        return [{"command": name, "description": t.text(f"help-{name}")} for name in there]
