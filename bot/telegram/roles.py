"""Ask Telegram what people are in a chat, and remember it for some minutes."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Hashable
from typing import Any

from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.telegram.shapes import chat_id_of
from bot.telegram.wire import BotApi

log = logging.getLogger(__name__)

REMEMBERED_SECONDS = 300.0
MAX_REMEMBERED = 10_000
RETRY_PAUSES = (0.3, 1.0)
"""Seconds before each further try."""


class TelegramRoles:
    """Roles by getChatMember and getChat; see ``bot.chat.Roles``."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._known: dict[Hashable, tuple[float, Any]] = {}

    async def is_admin(self, chat: str, user: int) -> bool | None:
        """Return whether a user administers a chat; None if Telegram does not answer."""
        key = (chat, user)
        if (known := self._remembered(key)) is not None:
            return bool(known)
        try:
            member = await self._ask("getChatMember", {"chat_id": chat_id_of(chat), "user_id": user})
        except TelegramError as error:
            # Telegram knows the chat and says that the user is not in it.
            if isinstance(error, BadRequest) and re.search("not found|participant", str(error), re.IGNORECASE):
                return False
            log.warning("role_unknown", extra={"why": str(error)})
            return None
        is_admin = member.get("status") in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)
        self._remember(key, is_admin)
        return is_admin

    async def linked_channel(self, chat: str) -> int | None:
        """Return the ID of the channel whose discussion group a chat is; None without one."""
        key = ("linked", chat)
        if (known := self._remembered(key)) is not None:
            return int(known) or None
        try:
            found = await self._ask("getChat", {"chat_id": chat_id_of(chat)})
        except TelegramError as error:
            log.warning("role_unknown", extra={"why": str(error)})
            return None
        channel = found.get("linked_chat_id")
        self._remember(key, channel or 0)
        return channel if isinstance(channel, int) else None

    async def _ask(self, method: str, parameters: dict[str, Any]) -> Any:
        """Ask again after failures of the network or the server. Raises TelegramError for the last one."""
        for pause in RETRY_PAUSES:
            try:
                return await self._api.call(method, parameters)
            except NetworkError as error:
                if isinstance(error, BadRequest):
                    raise
                await asyncio.sleep(pause)
        return await self._api.call(method, parameters)

    def _remembered(self, key: Hashable) -> Any:
        at, value = self._known.get(key, (0.0, None))
        return value if asyncio.get_running_loop().time() - at < REMEMBERED_SECONDS else None

    def _remember(self, key: Hashable, value: object) -> None:
        if len(self._known) >= MAX_REMEMBERED:
            self._known.clear()
        self._known[key] = (asyncio.get_running_loop().time(), value)
