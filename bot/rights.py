"""Who may change a chat's watches: in groups and channels only administrators, unless a group lets everyone (X9)."""

from __future__ import annotations

from typing import Protocol

from bot.callbacks.payload import Change
from bot.chat import Request, chat_of


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


CHANGING_COMMANDS = frozenset(
    {"watch", "unwatch", "pause", "resume", "alias", "addsource", "import", "language", "timezone", "quiet", "digest"}
)
"""Commands that change something for the chat."""
_WITH_WORDS = frozenset({"watch", "alias", "addsource", "import", "language", "timezone", "quiet", "digest"})
"""Those of them that only explain or list something if they have neither words nor a file."""


def changes(request: Request) -> bool:
    """Return whether a request asks to change something for its chat."""
    if request.press is not None:
        return isinstance(request.press.payload, Change)
    given = bool(request.words) or request.document is not None
    return request.command in CHANGING_COMMANDS and (given or request.command not in _WITH_WORDS)


async def administers(request: Request, roles: Roles) -> bool | None:
    """Return whether the person who asks in a group or channel administers it; None if that cannot be known now."""
    chat = chat_of(request.address)
    if request.as_chat is not None:
        # An anonymous administrator writes in the name of the group, its channel in its own; anybody may write in
        # the name of another channel.
        return str(request.as_chat) == chat or request.as_chat == await roles.linked_channel(chat)
    return await roles.is_admin(chat, request.user)
