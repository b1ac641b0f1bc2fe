"""Carry out received updates: each exactly once, in order within a chat, and in parallel across chats (hazard X5).

An update is stored before it is confirmed to Telegram. It is carried out under a receipt, so that its effects are
committed once; its replies and the end of it are one transaction. Whatever ends the process, the next one goes on.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from bot.chat import ChatMessage, Reply
from bot.messages.text import Translator, language_for
from bot.replies import encoded
from bot.telegram.shapes import address_of, is_long
from bot.telegram.updates import Update, read_one
from watchers.errors import StoreError
from watchers.store import Database, Transaction, inbox
from watchers.store.failpoints import Failpoint, reach
from watchers.store.receipts import carrying_out

log = logging.getLogger(__name__)

MAX_WAITING = 20
"""Commands of one person that wait for their turn; further ones are refused."""
SLOTS = 64
"""Commands that are carried out at once, in all chats."""
LONG_SLOTS = 8
"""Commands at once that fetch or import something. They take none of the others' slots, nor their chat's turn."""
STORE_RETRY_SECONDS = 2.0
STOP_SECONDS = 1.0
"""Seconds that commands in progress are given when the service stops."""

CarryOut = Callable[[Update], Awaitable[Sequence[ChatMessage]]]
"""Does what an update asks for, and returns the replies."""


@dataclass(slots=True)
class Inbox:
    """Received updates until they are answered."""

    _database: Database
    """Holds updates and replies."""
    _carry_out: CarryOut
    _words: Mapping[str, Translator]
    """The texts by language."""
    _now: Callable[[], datetime]
    _wake: Callable[[], None]
    """Called when there are replies to send."""
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(SLOTS))
    _long_slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(LONG_SLOTS))
    _lanes: dict[Hashable, deque[Update]] = field(default_factory=dict)
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    async def resume(self) -> None:
        """Go on with the updates that the last process did not finish."""
        for content in await self._database.read(inbox.waiting):
            if (update := read_one(json.loads(content))) is not None:
                self._queue(update)

    async def take(self, updates: Sequence[Update]) -> None:
        """Store updates and begin to carry them out by their IDs; those that are known already are left out.

        When this returns, they may be confirmed to Telegram. While nothing can be stored, it does not return.
        """
        in_order = sorted(updates, key=lambda update: update.update_id)
        wanted = {update.update_id: update for update in in_order if update.wanted}
        if not wanted:
            return
        received = [_received(update) for update in wanted.values()]
        while True:
            try:
                accepted = await self._database.write(inbox.take, received, MAX_WAITING, self._now())
            except StoreError as error:
                await self._wait_to_retry(error)
            else:
                break
        for identifier in accepted:
            self._queue(wanted[identifier])

    async def stop(self) -> None:
        """Let what is in progress finish within a second; the rest is carried out after the next start."""
        self._lanes.clear()
        if not self._running:
            return
        _, late = await asyncio.wait(self._running, timeout=STOP_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _queue(self, update: Update) -> None:
        long = is_long(update)
        lane = (update.chat, long)
        if lane in self._lanes:
            self._lanes[lane].append(update)
            return
        self._lanes[lane] = deque([update])
        slots = self._long_slots if long else self._slots
        task = asyncio.create_task(self._work(lane, slots), name=f"lane-{update.chat}")
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _work(self, lane: Hashable, slots: asyncio.Semaphore) -> None:
        """Carry out the updates of one chat, one after another."""
        while waiting := self._lanes.get(lane):
            async with slots:
                await self._finish(waiting[0])
            waiting.popleft()
        self._lanes.pop(lane, None)

    async def _finish(self, update: Update) -> None:
        """Carry out an update and store its replies; repeat while the disk is full.

        A bug costs the replies of this update only. The update holds what a person wrote, so only its ID is logged.
        """
        carry_out = self._carry_out
        while True:
            try:
                with carrying_out(update.update_id):
                    replies = await carry_out(update)
                reach(Failpoint.CARRIED_OUT)
                await self._database.write(self._answered, update, replies, self._now())
            except StoreError as error:
                await self._wait_to_retry(error)
            except Exception:
                log.exception("update_failed", extra={"update": update.update_id})
                carry_out = _nothing
                await asyncio.sleep(STORE_RETRY_SECONDS)
            else:
                reach(Failpoint.REPLY_STORED)
                self._wake()
                return

    def _answered(self, tx: Transaction, update: Update, replies: Sequence[ChatMessage], now: datetime) -> None:
        for notice in replies:
            inbox.enqueue(tx, notice.address, encoded(notice.reply), now)
        refused = inbox.answered(tx, update.update_id, now)
        if refused is not None:
            log.warning("commands_refused", extra={"count": refused.count})
            text = self._words[refused.language].format("commands-refused", count=refused.count, limit=MAX_WAITING)
            inbox.enqueue(tx, refused.address, encoded(Reply(text)), now)

    async def _wait_to_retry(self, error: StoreError) -> None:
        log.error("intake_held", extra={"problem": type(error).__name__, "why": error.why})
        await asyncio.sleep(STORE_RETRY_SECONDS)


async def _nothing(update: Update) -> Sequence[ChatMessage]:
    return ()


def _received(update: Update) -> inbox.Received:
    sender = update.callback_query.sender if update.callback_query else update.said and update.said.sender
    return inbox.Received(
        id=update.update_id,
        person=update.person,
        content=json.dumps(msgspec.to_builtins(update)),  # unlike msgspec's, it can hold lone surrogates
        address=address_of(update),
        language=language_for((sender.language_code if sender else None) or ""),
    )
