"""Whose update is handled when: in order within a chat, and chats beside each other."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

log = logging.getLogger(__name__)

MAX_WAITING = 300
"""Updates of one chat that wait for their turn; what comes on top is dropped."""
MAX_UPDATES = 10_000
"""Updates that wait for their turn in all chats; more are left with the library."""


class OneAtATimeInAChat(BaseUpdateProcessor):
    """Keeps the order within a chat, and lets chats go on beside each other, ``most`` at once.

    Who waits for the chat's turn takes no place from the others: a flood from one chat, or a 429 to it,
    holds up nobody else. What such a flood has in excess is dropped.
    """

    def __init__(self, most: int) -> None:
        # The library's own places would be taken by those who wait; ours are not.
        super().__init__(MAX_UPDATES)
        self._places = asyncio.Semaphore(most)
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: defaultdict[int, int] = defaultdict(int)
        self._flooded: set[int] = set()

    @property
    def in_hand(self) -> int:
        """Updates that are being answered or wait for their turn."""
        return sum(self._waiting.values())

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        try:
            known = update if isinstance(update, Update) else None
            chat = _chat_of(known) if known else 0
            if known and not _must_be_heard(known) and self._floods(chat):
                return
            await self._in_turn(chat, coroutine)
        finally:
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # it may never have had its turn

    async def _in_turn(self, chat: int, coroutine: Awaitable[Any]) -> None:
        self._waiting[chat] += 1
        try:
            async with self._locks[chat], self._places:
                await coroutine
        finally:
            self._waiting[chat] -= 1
            if not self._waiting[chat]:
                del self._waiting[chat], self._locks[chat]
                self._flooded.discard(chat)

    def _floods(self, chat: int) -> bool:
        if self._waiting.get(chat, 0) < MAX_WAITING:
            return False
        if chat not in self._flooded:
            self._flooded.add(chat)
            log.warning("chat_floods")
        return True

    async def initialize(self) -> None:
        """Nothing to make ready."""

    async def shutdown(self) -> None:
        """Nothing to put away."""


def _chat_of(update: Update) -> int:
    """The chat whose turn an update takes; a group that moves is at its new number when that one asks."""
    if update.message and update.message.migrate_to_chat_id:
        return update.message.migrate_to_chat_id
    return update.effective_chat.id if update.effective_chat else 0


def _must_be_heard(update: Update) -> bool:
    """Return whether nobody says it again."""
    message = update.message
    moves = message is not None and (message.migrate_to_chat_id or message.migrate_from_chat_id)
    return update.my_chat_member is not None or bool(moves)
