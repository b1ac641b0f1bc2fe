"""Rate limits for sending: GCRA, one bucket overall and one per chat. Pure; times are monotonic seconds."""

from __future__ import annotations

from bot.chat import chat_of
from watchers.model import Address

GROUP_INTERVAL = 3.0
"""Seconds between messages to one group: Telegram allows 20 a minute."""
PRIVATE_INTERVAL = 1.0
"""Seconds between messages to a private chat: one a second (Bot FAQ, My bot is hitting limits)."""


class Pace:
    """Assign times to send at, at most ``per_second`` of them per second."""

    def __init__(self, per_second: float) -> None:
        self._interval = 1.0 / per_second
        self._next = 0.0
        self._next_of: dict[str, float] = {}

    def ready_at(self, address: Address) -> float:
        """Return when the next message to the chat is allowed."""
        return self._next_of.get(chat_of(address), 0.0)

    def take(self, address: Address, now: float) -> float:
        """Reserve the next time slot for a message to the chat. Return how many seconds to wait for it."""
        moment = max(now, self._next, self.ready_at(address))
        self._next = moment + self._interval
        self._next_of[chat_of(address)] = moment + _interval_of(address)
        if len(self._next_of) > 10_000:
            self._next_of = {chat: free for chat, free in self._next_of.items() if free > now}
        return moment - now


def _interval_of(address: Address) -> float:
    return GROUP_INTERVAL if address.startswith(("-", "@")) else PRIVATE_INTERVAL
