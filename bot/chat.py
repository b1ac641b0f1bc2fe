"""What was said, what we answer, and what becomes of a message: values without Telegram."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.callbacks import Payload
from watchers.model import Address


@dataclass(frozen=True, slots=True)
class Document:
    """A file, in either direction."""

    name: str
    content: bytes | None
    """None of one that came and is too large, or could not be fetched."""


MAX_DOCUMENT_BYTES = 2_000_000
"""Of a file that comes: it holds ten thousand sources."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed."""

    payload: Payload | None
    """None for a button that is too old to be understood, or forged."""
    unplaced_message: str | None = None
    """The ID of its message, where neither the message nor the button says in which topic of the chat it is."""


@dataclass(frozen=True, slots=True)
class Request:
    """One message or press of a button."""

    address: Address
    private: bool
    """One person alone with the bot."""
    user: int
    user_language: str
    """IETF tag as the person's app tells it, "" where it does not."""
    text: str
    """As typed; "" for a press."""
    press: Press | None = None
    """None for a message."""
    replied_to: str | None = None
    """The id of the message that this one answers."""
    document: Document | None = None
    """The file that came with it; of /import, also the one that it answers."""

    @property
    def command(self) -> str | None:
        """``watch`` of ``/watch@Bot TSMC``, in lower case; None for other text."""
        word = self.text.split(maxsplit=1)[0] if self.text.strip() else ""
        return word[1:].partition("@")[0].lower() if word.startswith("/") else None

    @property
    def bot(self) -> str:
        """The bot that the command names, ``Bot`` of ``/watch@Bot TSMC``; "" where it names none."""
        return "" if self.command is None else self.text.split(maxsplit=1)[0].partition("@")[2]

    @property
    def words(self) -> str:
        """What follows the command; all of the text where there is none."""
        if self.command is None:
            return self.text.strip()
        _, _, rest = self.text.strip().partition(self.text.split(maxsplit=1)[0])
        return rest.strip()


@dataclass(frozen=True, slots=True)
class Button:
    """A press comes back as its payload."""

    label: str
    payload: Payload


@dataclass(frozen=True, slots=True)
class Link:
    """A press opens the address."""

    label: str
    url: str


Row = tuple[Button | Link, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What we say: Telegram HTML, within its limits."""

    html: str
    buttons: tuple[Row, ...] = ()
    edits: bool = False
    """Takes the place of the message whose button was pressed."""
    silent: bool = False
    """Nothing is said."""
    document: Document | None = None
    """A file that goes with it; the words are its caption then."""
    notices: tuple[Notice, ...] = ()
    """What others are told of it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to somebody else: tried as patiently as an answer, and not kept."""

    address: Address
    reply: Reply


SILENCE = Reply("", silent=True)


class Send(Protocol):
    """The port to where people are. Never raises for what the network or the chat does."""

    async def __call__(self, address: Address, reply: Reply) -> Outcome: ...


Answer = Callable[[Request], Awaitable[Reply]]


def chat_of(address: Address) -> str:
    """The chat of an address; its topics share the chat's pace."""
    return address.partition("/")[0]


# ---- what becomes of a message ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sent:
    """Confirmed, under this id."""

    message: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Blocked, kicked, deactivated, or no rights to write there: hold what is owed."""

    why: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has a new address."""

    to: Address


@dataclass(frozen=True, slots=True)
class Wait:
    """Not sent; this chat wants none before that long."""

    duration: timedelta


@dataclass(frozen=True, slots=True)
class NotSent:
    """Surely not sent: no connection, or the server said so. Worth another try."""

    why: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have been sent: the connection broke before the answer."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """This message will never be accepted."""

    why: str


@dataclass(frozen=True, slots=True)
class TokenRefused:
    """The bot's token is no longer valid: nothing can be sent to anyone."""


Outcome = Sent | Unreachable | Moved | Wait | NotSent | Unsure | Refused | TokenRefused
