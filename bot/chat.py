"""Requests, replies and send outcomes: values that do not depend on Telegram."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol
from unicodedata import category

from bot.callbacks import Payload
from watchers.model import Address


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was received or is to be sent."""

    name: str
    content: bytes | None
    """None if a received file is too large or could not be fetched."""


MAX_DOCUMENT_BYTES = 2_000_000
"""Limit of a received file; ten thousand sources fit."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed."""

    payload: Payload | None
    """None if the button is too old to be understood, or forged."""
    unplaced_message: str | None = None
    """The ID of its message, if neither the message nor the button identifies the topic of the chat."""


@dataclass(frozen=True, slots=True)
class Request:
    """One message or button press."""

    address: Address
    private: bool
    """Whether this is a private chat of one person with the bot."""
    user: int
    user_language: str
    """IETF language tag reported by the user's app; "" if unknown."""
    text: str
    """As typed; "" for a button press."""
    press: Press | None = None
    """None for a message."""
    replied_to: str | None = None
    """The ID of the message that this one replies to."""
    document: Document | None = None
    """The attached file; for /import, also that of the message it replies to."""
    user_name: str = ""
    """The user's first name, for answers that say who changed something."""
    as_chat: int | None = None
    """The chat in whose name the user writes: the group itself for an anonymous administrator, or a channel."""
    chosen_channel: int | None = None
    """The channel that the user chose after /channel."""
    has_media: bool = False
    """Whether it has no text but something else: a photo, a sticker, a voice message."""
    edited: bool = False
    """Whether it is the new version of a message that was sent before."""
    joined: bool = False
    """Whether it is not a message but the event that the user added the bot to this group."""
    location: tuple[float, float] | None = None
    """The latitude and longitude, in degrees, of the place that the user shared."""

    command: str | None = field(init=False)
    """The command in lower case, ``watch`` for ``/watch@Bot TSMC``; None for other text."""
    bot: str = field(init=False)
    """The bot that the command names, ``Bot`` for ``/watch@Bot TSMC``; "" if it names none."""
    words: str = field(init=False)
    """The text after the command, or all of the text without one."""

    def __post_init__(self) -> None:
        for name, part in zip(("command", "bot", "words"), _parts(self.text), strict=True):
            object.__setattr__(self, name, part)


def _parts(text: str) -> tuple[str | None, str, str]:
    """Return the command in lower case, the bot that it names, and the text after it; None, "" and all of other text.

    The slash may be full-width, as Chinese and Japanese input methods write it. Invisible format characters before or
    in the command word, as pasted text has them, are dropped.
    """
    visible = [place for place, character in enumerate(text) if not character.isspace() and category(character) != "Cf"]
    start = visible[0] if visible else len(text)
    if text[start : start + 1] not in ("/", "\N{FULLWIDTH SOLIDUS}"):
        return None, "", text.strip()
    word = text[start:].split(maxsplit=1)[0]
    command, _, bot = "".join(character for character in word[1:] if category(character) != "Cf").partition("@")
    return command.lower(), bot, text[start + len(word) :].strip()


@dataclass(frozen=True, slots=True)
class Button:
    """A button that sends its payload when pressed."""

    label: str
    payload: Payload


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A button that copies a text to the clipboard."""

    label: str
    text: str
    """1 to 256 characters."""


Row = tuple[Button | Link | Copy, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to send: Telegram HTML, within Telegram's limits."""

    html: str
    buttons: tuple[Row, ...] = ()
    edits: bool = False
    """Whether to replace the message whose button was pressed."""
    silent: bool = False
    """Whether to send nothing."""
    document: Document | None = None
    """A file to attach; the text becomes its caption."""
    picture: Document | None = None
    """A picture in PNG; the text becomes its caption."""
    notices: tuple[ChatMessage, ...] = ()
    """Messages to other chats about it."""
    toast: str = ""
    """Plain text that is shown over the chat to the person who pressed the button, and to nobody else."""
    chooses_channel: str = ""
    """The label of a key below the text field, with which a person chooses a channel; "" without one."""
    asks_location: str = ""
    """The label of a key below the text field, with which a person shares where it is; "" without one."""
    without_sound: bool = False
    """Whether the app makes no sound for it."""
    in_reply_to: str | None = None
    """The ID of the message that it replies to."""
    replaces: str | None = None
    """The ID of the message that it replaces; it is sent as a new one if that is impossible."""
    only_replaces: bool = False
    """Whether to send nothing if it cannot replace that message."""
    only_buttons: bool = False
    """Whether only the buttons of the replaced message change; the text is sent if that is impossible."""
    asks_text: str = ""
    """The hint in the text field, which opens for an answer to this message; "" without one."""


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message to a chat."""

    address: Address
    reply: Reply


SILENCE = Reply("", silent=True)


class Send(Protocol):
    """The port that sends messages. Never raises for errors of the network or the chat."""

    async def __call__(self, address: Address, reply: Reply) -> Outcome:
        """Send one message and return what became of it."""


class Roles(Protocol):
    """The port that says what people are in a chat."""

    async def is_admin(self, chat: str, user: int) -> bool | None:
        """Return whether a user administers a chat; None if that cannot be known now."""

    async def linked_channel(self, chat: str) -> int | None:
        """Return the ID of the channel whose discussion group a chat is; None without one."""


class Everybody:
    """Roles where there is only one person, as in a terminal."""

    async def is_admin(self, chat: str, user: int) -> bool | None:
        """Return True."""
        return True

    async def linked_channel(self, chat: str) -> int | None:
        """Return None."""
        return None


Answer = Callable[[Request], Awaitable[Reply]]


def is_group(address: str) -> bool:
    """Return whether an address is in a group or a channel, where only commands and replies are read."""
    return address.startswith(("-", "@"))


# ---- what becomes of a message ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sent:
    """Confirmed, with this message ID."""

    message: str


@dataclass(frozen=True, slots=True)
class _Failed:
    """Why a message was not confirmed."""

    why: str


class ChatUnreachable(_Failed):
    """Blocked, kicked, deactivated, or no rights to write there: hold what is pending."""


class ChatClosed(_Failed):
    """Nobody but admins may write in its topic now, nor in the general one: hold what is pending and what comes."""


@dataclass(frozen=True, slots=True)
class ChatMoved:
    """The chat has a new address."""

    to: Address


@dataclass(frozen=True, slots=True)
class Wait:
    """Not sent; the chat accepts no messages for this long."""

    duration: timedelta


@dataclass(frozen=True, slots=True)
class NotSent(_Failed):
    """Not sent: no connection, or the server reported it. Retry."""

    certain: bool = True
    """False if the server failed, so that a repeat says that it may be one."""


class Unsure(_Failed):
    """Possibly sent: the connection broke before the answer."""


class SendRefused(_Failed):
    """This message will never be accepted."""


@dataclass(frozen=True, slots=True)
class TokenRefused:
    """Telegram refuses the bot's token: nothing can be sent to anyone."""


Outcome = Sent | ChatUnreachable | ChatClosed | ChatMoved | Wait | NotSent | Unsure | SendRefused | TokenRefused
