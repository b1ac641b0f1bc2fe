"""Rate limits for sending, by the generic cell rate algorithm (GCRA). Pure; times are monotonic seconds.

Telegram's limits: 30 messages a second in all, one a second to a chat, 20 a minute to a group
(https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from bot.chat import is_group
from watchers.model import Address, chat_of

TOLERANCE = 3.5
"""Intervals between two messages by which one may be early, so that late timers and messages that leave together do
not lower the rate. That no second sees more than one message above the rate is ensured by the last messages, which are
remembered."""
MAX_DELAY = 0.2
"""Seconds for which a message counts as on its way, at most: one that hangs must not hold up the others."""
USUAL_AMONG = 100
"""The last answers, of which the quickest shows how long one takes when nothing delays it."""
CHAT_INTERVAL = 1.05
"""Seconds between messages to one chat; more than one, since the network does not keep their distance."""
GROUP_LIMIT = 20
"""Messages to one group in ``GROUP_WINDOW``."""
GROUP_WINDOW = 60.0
GROUP_BURST = 3
"""Messages to a group that are not slowed down, so that it is answered quickly while it is quiet."""
GROUP_INTERVAL = GROUP_WINDOW / (GROUP_LIMIT - GROUP_BURST)
MAX_CHATS = 10_000
"""Chats to remember before those that are ready are forgotten."""


@dataclass(slots=True)
class _Chat:
    last: float
    """When the last message was sent."""
    due: float
    """The theoretical arrival time of the next message to a group; 0 for a private chat."""


@dataclass(slots=True)
class _Message:
    started: float
    took: float | None = None
    """Seconds until its answer; None until then."""


class Pace:
    """Say when a message may be sent, so that at most one more than ``per_second`` arrive in any second.

    Messages that left at their distance may arrive at once, since a busy machine or network delays the first of them.
    What counts is when they can have arrived at the latest: when they were answered, without the shortest usual time
    between a message and its answer.
    """

    def __init__(self, per_second: float) -> None:
        self._interval = 1.0 / per_second
        self._tolerance = TOLERANCE * self._interval
        self._due = 0.0
        self._last: deque[_Message] = deque(maxlen=ceil(per_second) + 1)
        self._unanswered: dict[Address, _Message] = {}
        self._took: deque[float] = deque(maxlen=USUAL_AMONG)
        self._chats: dict[str, _Chat] = {}

    def wait(self, now: float, together: int = 1) -> float:
        """Return how many seconds to wait until the next messages may leave together, whatever their chats."""
        rate = self._due - self._tolerance + (together - 1) * self._interval
        if len(self._last) == self._last.maxlen:
            rate = max(rate, self._arrived(self._last[together - 1]) + 1.0)
        return max(0.0, rate - now)

    def ready_at(self, address: Address) -> float:
        """Return when the next message to the chat is allowed."""
        chat = self._chats.get(chat_of(address))
        return 0.0 if chat is None else _ready_at(chat)

    def last(self, address: Address) -> float:
        """Return when the last message was sent to the chat; 0 if that was long ago."""
        chat = self._chats.get(chat_of(address))
        return 0.0 if chat is None else chat.last

    def reserve(self, address: Address, now: float) -> None:
        """Keep other messages from the chat until one that is being prepared was sent; ``take`` follows."""
        self._chats.setdefault(chat_of(address), _Chat(now, 0.0)).last = now

    def take(self, address: Address, now: float) -> None:
        """Note that a message is sent now."""
        self._due = max(now, self._due) + self._interval
        message = self._unanswered[address] = _Message(now)
        self._last.append(message)
        key = chat_of(address)
        chat = self._chats.setdefault(key, _Chat(now, 0.0))
        chat.last = now
        if is_group(key):
            chat.due = max(now, chat.due) + GROUP_INTERVAL
        if len(self._chats) > MAX_CHATS:
            self._chats = {key: chat for key, chat in self._chats.items() if _ready_at(chat) > now}

    def answered(self, address: Address, now: float) -> None:
        """Note that the last message to the address is answered now, whatever the answer."""
        message = self._unanswered.pop(address, None)
        if message is not None:
            message.took = now - message.started
            self._took.append(message.took)
            if (chat := self._chats.get(chat_of(address))) is not None:
                chat.last = max(chat.last, self._arrived(message, at_most=message.took))

    def restore(self, sent: Iterable[tuple[Address, float]], now: float) -> None:
        """Take into account what the last process sent: the address of each message, and how many seconds ago."""
        for address, ago in sorted(sent, key=lambda each: -each[1]):
            self.take(address, now - max(0.0, ago))
            if (message := self._unanswered.pop(address, None)) is not None:
                message.took = 0.0

    def _arrived(self, message: _Message, at_most: float = MAX_DELAY) -> float:
        """Return when a message arrived at the latest, on the clock of one that nothing delays."""
        if message.took is None:
            return message.started + MAX_DELAY
        usual = min(self._took, default=0.0)
        return message.started + min(max(message.took - usual, 0.0), at_most)


def _ready_at(chat: _Chat) -> float:
    in_group = chat.due - (GROUP_BURST - 1) * GROUP_INTERVAL if chat.due else 0.0
    return max(chat.last + CHAT_INTERVAL, in_group)
