"""What Telegram knows: chats, messages, members, commands, files and the queries still open."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.bell import Bell
from tests.fakes.bot_api_schema import Upload
from tests.fakes.bot_api_updates import Json, Updates, chat, likely_kind
from tests.fakes.telegram_html import Entity


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button; data and url are "" where it has none."""

    text: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of the bot that Telegram accepted, as it stood then."""

    chat_id: int
    message_id: int
    text: str
    """What a person reads; of a document, its caption."""
    html: str
    """The text as the bot gave it."""
    entities: tuple[Entity, ...]
    buttons: tuple[tuple[Button, ...], ...]
    markup: Json
    """reply_markup as given, {} without one."""
    thread_id: int | None
    reply_to: int | None
    silent: bool
    document: Upload | None
    at: float
    """time.monotonic() at which it was accepted."""

    def button(self, wanted: str) -> Button:
        """The button with this text or this data; LookupError says what there is instead."""
        there = [button for row in self.buttons for button in row]
        for button in there:
            if wanted in (button.text, button.data):
                return button
        raise LookupError(f"no button {wanted!r} among {there}")


@dataclass(frozen=True, slots=True)
class Answered:
    """What the bot answered to a pressed button."""

    query_id: str
    text: str
    show_alert: bool
    at: float


@dataclass(slots=True)
class Telegram:
    """The state that the methods read and change; each change rings the bell."""

    bell: Bell
    bot: Json
    now: Callable[[], float] = time.time
    updates: Updates = field(init=False)
    sent: list[Sent] = field(default_factory=list)
    edited: list[Sent] = field(default_factory=list)
    deleted: list[tuple[int, int]] = field(default_factory=list)
    answered: list[Answered] = field(default_factory=list)
    shown: dict[tuple[int, int], Sent] = field(default_factory=dict)
    """The bot's messages as they stand now, by chat and message id."""
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    """Everybody's messages as the Bot API shows them."""
    chats: dict[int, Json] = field(default_factory=dict)
    members: dict[tuple[int, int], str] = field(default_factory=dict)
    """The status of a user in a chat; who is not in it is an administrator."""
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    """By scope, as sorted JSON, and language code."""
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)
    """By method and language code."""
    files: dict[str, Upload] = field(default_factory=dict)
    queries: set[str] = field(default_factory=set)
    """Callback queries that wait for an answer."""
    webhook: str = ""
    webhook_secret: str = ""
    webhook_error: str = ""
    """Why the last call that failed did; it stays until the webhook is set again."""
    webhook_error_at: int = 0
    _last_message: int = 0
    _last_query: int = 0

    def __post_init__(self) -> None:
        self.updates = Updates(self.bell)

    def new_message_id(self) -> int:
        self._last_message += 1
        return self._last_message

    def new_query_id(self) -> str:
        self._last_query += 1
        query_id = str(4_000_000_000_000_000_000 + self._last_query)
        self.queries.add(query_id)
        return query_id

    def chat(self, chat_id: int) -> Json:
        if chat_id not in self.chats:
            self.chats[chat_id] = chat(chat_id, likely_kind(chat_id))
        return self.chats[chat_id]

    def chat_named(self, username: str) -> Json | None:
        """The chat with this ``@name``; None if there is none."""
        for known in self.chats.values():
            if known.get("username", "").lower() == username.removeprefix("@").lower():
                return known
        return None

    def keep(self, message: dict[str, Any]) -> Json:
        self.messages[message["chat"]["id"], message["message_id"]] = message
        return message
