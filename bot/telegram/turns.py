"""Handle updates in order within each chat, and in parallel across chats."""

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
"""Updates of one chat that wait for their turn; further ones are dropped."""
MAX_UPDATES = 10_000
"""Updates that wait for their turn in all chats; further ones stay in the library's queue."""


class OneAtATimeInAChat(BaseUpdateProcessor):
    """Process the updates of each chat in order, and up to ``most`` chats in parallel.

    An update that waits for its chat's turn uses none of these slots: a flood from one chat, or a 429 for it, delays
    no other chat. Updates beyond ``MAX_WAITING`` are dropped.
    """

    def __init__(self, most: int) -> None:
        # Waiting updates would occupy the library's slots; they do not occupy ours.
        super().__init__(MAX_UPDATES)
        self._places = asyncio.Semaphore(most)
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: defaultdict[int, int] = defaultdict(int)
        self._flooded: set[int] = set()

    @property
    def in_hand(self) -> int:
        """How many updates are being answered or wait for their turn."""
        return sum(self._waiting.values())

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run an update's handlers in its chat's turn, or drop the update if the chat floods."""
        try:
            known = update if isinstance(update, Update) else None
            chat = _chat_of(known) if known else 0
            if known and not _must_be_heard(known) and self._floods(chat):
                return
            await self._in_turn(chat, coroutine)
        finally:
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # it may never have been awaited

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
        """Do nothing: there is nothing to prepare."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to release."""


def _chat_of(update: Update) -> int:
    """Return the chat whose turn an update takes; for a group that becomes a supergroup, the new chat."""
    if update.message and update.message.migrate_to_chat_id:
        return update.message.migrate_to_chat_id
    return update.effective_chat.id if update.effective_chat else 0


def _must_be_heard(update: Update) -> bool:
    """Return whether an update must not be dropped, because it is never repeated."""
    message = update.message
    moves = message is not None and (message.migrate_to_chat_id or message.migrate_from_chat_id)
    return update.my_chat_member is not None or bool(moves)
