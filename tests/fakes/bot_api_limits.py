"""Telegram's limits on sending, as its FAQ states them: enforced, with 429 and how long to wait."""

from __future__ import annotations

import asyncio
import math
import time
from collections import defaultdict, deque

SENDING = frozenset({"sendMessage", "sendDocument", "sendPhoto", "editMessageText"})
A_SECOND = 31
"""Messages that fall into any second at thirty a second, its two ends counted."""
A_MINUTE_IN_A_GROUP = 20
CHAT_SECONDS = 0.98
"""Between two messages to one chat; a little less than one, since the network does not keep their distance."""


TURN_SECONDS = 0.005


class Limits:
    """What was accepted lately, by chat.

    A busy machine may keep this process from reading: what it then reads at once has arrived one by one. So a message
    counts from the moment since which it may have been here.
    """

    def __init__(self) -> None:
        self.refused = 0
        self._all: deque[float] = deque()
        self._of: defaultdict[object, deque[float]] = defaultdict(deque)
        self._turning: asyncio.Task[None] | None = None
        self._turns: deque[float] = deque(maxlen=2)
        """When the loop had its last turns; what is read now was not here before the earlier one."""

    def wait(self, method: str, chat: object, now: float) -> int:
        """How many seconds the caller has to wait; 0 where the message is accepted, which then counts."""
        if self._turning is None:
            self._turning = asyncio.get_running_loop().create_task(self._turn())
        if method not in SENDING:
            return 0
        since = self._turns[0] if self._turns else now
        of_chat = self._of[chat]
        _forget(self._all, now - 1.0)
        _forget(of_chat, now - 60.0)
        too_soon = bool(of_chat) and now - of_chat[-1] < CHAT_SECONDS
        in_group = str(chat).startswith("-") and len(of_chat) >= A_MINUTE_IN_A_GROUP
        if too_soon or in_group or len(self._all) >= A_SECOND:
            self.refused += 1
            return math.ceil(of_chat[0] + 60.0 - now) if in_group else 1
        self._all.append(since)
        of_chat.append(since)
        return 0

    async def _turn(self) -> None:
        while True:
            self._turns.append(time.monotonic())
            await asyncio.sleep(TURN_SECONDS)


def _forget(moments: deque[float], before: float) -> None:
    while moments and moments[0] <= before:
        moments.popleft()
