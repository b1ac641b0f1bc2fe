"""The context that commands get besides the request, and the registry of button handlers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar, get_args, get_type_hints

from bot.callbacks import Payload
from bot.chat import Reply, Request, Roles, is_group
from bot.messages.text import Translator, chat_translator_for
from watchers.entities import Catalog
from watchers.model import Address, Alert, AlertId, Subscriber
from watchers.services.administration import Administration
from watchers.services.chats import Chats
from watchers.services.maintenance import DEFAULT_RETENTION, NO_BACKUPS, Backups, Retention
from watchers.services.sources import Additions
from watchers.services.times import Times
from watchers.services.watches import Watchlist


@dataclass(frozen=True, slots=True)
class Operation:
    """What people and operators may know about how the service is run."""

    contact: str = ""
    """How to reach the operator; "" if not configured."""
    retention: Retention = DEFAULT_RETENTION
    backups: Backups = NO_BACKUPS


@dataclass(frozen=True, slots=True)
class CommandContext:
    """Who asks, the language to answer in, and the services to answer with."""

    subscriber: Subscriber
    known: bool
    """Whether the subscriber has written before."""
    t: Translator
    """The texts in the subscriber's language."""
    languages: Mapping[str, Translator]
    """The texts in all languages."""
    catalog: Catalog
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
    bot_name: str
    """The user name of the bot, for links to it; "" where there are none."""
    public_url: str
    """Where people reach the HTTP port; "" without one."""
    operation: Operation

    @property
    def administration(self) -> Administration:
        """What operators do."""
        return Administration(self.watchlist.database, self.operation.backups, self.now)

    async def alert(self, identifier: int) -> Alert:
        """Return an alert of this chat. Raises Refusal if it has none with this ID."""
        return existing(await self.watchlist.alert(self.subscriber, AlertId(identifier)), "why-unknown-message")

    @property
    def in_group(self) -> bool:
        """Whether the chat is a group or a channel, where only commands and replies are read."""
        return is_group(self.subscriber.address)

    @property
    def times(self) -> Times:
        """When alerts are sent."""
        return self.watchlist.times

    def in_language(self, language: str) -> CommandContext:
        """Return the context after the subscriber chose a language."""
        subscriber = replace(self.subscriber, language=language)
        return replace(self, subscriber=subscriber, t=chat_translator_for(subscriber, self.languages))


class Refusal(Exception):
    """The answer to a request that cannot be met: a message with its values."""

    def __init__(self, key: str, **values: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


Command = Callable[[Request, CommandContext], Awaitable[Reply]]

P = TypeVar("P", bound=Payload)
T = TypeVar("T")
Handler = Callable[[P, CommandContext], Awaitable[Reply]]

HANDLERS: dict[type[Payload], Handler[Any]] = {}
"""What each kind of button does; pressing a button twice changes nothing more."""


def existing(found: T | None, key: str, **values: str | int) -> T:
    """Return what was found. Raises Refusal with the message if nothing was."""
    if found is None:
        raise Refusal(key, **values)
    return found


def known_watch(found: T | None, number: int) -> T:
    """Return what was found of the watch with a number. Raises Refusal if the chat has no such watch."""
    return existing(found, "unwatch-unknown", name=f"W{number}")


def handles(handler: Handler[P]) -> Handler[P]:
    """Register the handler of the kinds of buttons that its parameter ``payload`` may be.

    Raises TypeError for a kind that has one.
    """
    kinds = get_type_hints(handler)["payload"]
    for kind in get_args(kinds) or (kinds,):
        if kind in HANDLERS:
            raise TypeError(f"{kind.__name__} has a handler already")
        HANDLERS[kind] = handler
    return handler
