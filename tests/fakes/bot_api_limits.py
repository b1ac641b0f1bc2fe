"""Telegram's limits on sending, as its FAQ states them: enforced, with 429 and how long to wait."""

from __future__ import annotations

import math
from collections import defaultdict, deque

SENDING = frozenset({"sendMessage", "sendDocument", "sendPhoto", "editMessageText"})
A_SECOND = 31
"""Messages that fall into any second at thirty a second, its two ends counted."""
A_MINUTE_IN_A_GROUP = 20
CHAT_SECONDS = 0.98
"""Between two messages to one chat; a little less than one, since the network does not keep their distance."""


class Limits:
    """What was accepted lately, by chat."""

    def __init__(self) -> None:
        self.refused = 0
        self._all: deque[float] = deque()
        self._of: defaultdict[object, deque[float]] = defaultdict(deque)

    def wait(self, method: str, chat: object, now: float) -> int:
        """How many seconds the caller has to wait; 0 where the message is accepted, which then counts."""
        if method not in SENDING:
            return 0
        of_chat = self._of[chat]
        _forget(self._all, now - 1.0)
        _forget(of_chat, now - 60.0)
        too_soon = bool(of_chat) and now - of_chat[-1] < CHAT_SECONDS
        in_group = str(chat).startswith("-") and len(of_chat) >= A_MINUTE_IN_A_GROUP
        if too_soon or in_group or len(self._all) >= A_SECOND:
            self.refused += 1
            return math.ceil(of_chat[0] + 60.0 - now) if in_group else 1
        self._all.append(now)
        of_chat.append(now)
        return 0


def _forget(moments: deque[float], before: float) -> None:
    while moments and moments[0] <= before:
        moments.popleft()
