"""The context that commands get besides the request, and the registry of button handlers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from bot.callbacks import Payload
from bot.chat import Reply, Request
from bot.messages.words import Words
from bot.rights import Roles
from watchers.model import Address, Subscriber
from watchers.services.chats import Chats
from watchers.services.sources import Additions
from watchers.services.watches import Watchlist


@dataclass(frozen=True, slots=True)
class Desk:
    """Who asks, the language to answer in, and the services to answer with."""

    subscriber: Subscriber
    known: bool
    """Whether the subscriber has written before."""
    words: Words
    all_words: Mapping[str, Words]
    watchlist: Watchlist
    now: Callable[[], datetime]
    commands: tuple[str, ...]
    """The names of all commands, for /help."""
    deliver: Callable[[], None]
    """Wakes the delivery after alerts were released."""
    additions: Additions
    operator: bool
    """Whether the user runs the service."""
    operators: tuple[Address, ...]
    """The private chats of the operators, for notices."""
    user: int
    """The Telegram ID of the person."""
    roles: Roles
    """What people are in a chat."""
    chats: Chats


Command = Callable[[Request, Desk], Awaitable[Reply]]

P = TypeVar("P", bound=Payload)
Handler = Callable[[P, Desk], Awaitable[Reply]]

HANDLERS: dict[type[Payload], Handler[Any]] = {}
"""What each kind of button does; pressing a button twice changes nothing more."""


def handles(kind: type[P]) -> Callable[[Handler[P]], Handler[P]]:
    """Register the handler of a kind of button. Raises TypeError for a second one."""

    def register(handler: Handler[P]) -> Handler[P]:
        if kind in HANDLERS:
            raise TypeError(f"{kind.__name__} has a handler already")
        HANDLERS[kind] = handler
        return handler

    return register
