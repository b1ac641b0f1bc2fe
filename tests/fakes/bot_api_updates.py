"""What people do, as updates of the Bot API, and the queue in which they wait for the bot."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from tests.fakes.bell import Bell
from tests.fakes.bot_api_schema import CallError
from tests.fakes.telegram_html import utf16_length

Json = dict[str, Any]

ANONYMOUS_ADMIN = 1087968824
"""GroupAnonymousBot, in whose name Telegram shows administrators who hide."""
CHANNEL_FORWARDER = 777000
"""Telegram's own user, from whom posts of a channel come into its discussion group."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a person, as it went into the queue."""

    chat_id: int
    message_id: int
    user_id: int
    text: str
    thread_id: int | None
    message: Json


class Updates:
    """The queue that getUpdates reads: https://core.telegram.org/bots/api#getupdates."""

    def __init__(self, bell: Bell, first: int = 1) -> None:
        self._bell = bell
        self._next = first
        self._waiting: list[Json] = []
        self._allowed: Collection[str] = ()
        self._poller = 0

    @property
    def waiting(self) -> int:
        """How many the bot has not confirmed."""
        return len(self._waiting)

    @property
    def pending(self) -> tuple[Any, ...]:
        """Those that the bot has not confirmed, the oldest first."""
        return tuple(self._waiting)

    def done(self, update: Any) -> None:
        """Forget an update that the webhook accepted."""
        self._waiting = [each for each in self._waiting if each is not update]
        self._bell.ring()

    def put(self, kind: str, content: Json) -> None:
        """Queued, unless the bot asked for other kinds only."""
        if self._allowed and kind not in self._allowed:
            return
        self.put_raw({"update_id": self._next, kind: content})
        self._next += 1

    def put_raw(self, update: Any) -> None:
        """Queued as it is, whatever is wrong with it."""
        self._waiting.append(update)
        self._bell.ring()

    def allow(self, kinds: Collection[str] | None) -> None:
        """None leaves it as it was, an empty collection allows all; what waits already stays."""
        if kinds is not None:
            self._allowed = kinds

    def drop(self) -> None:
        self._waiting.clear()

    async def take(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """The oldest that wait, after those below the offset are forgotten.

        A newer call ends this one, which then raises CallError 409.
        """
        self._confirm(offset)
        self._poller += 1
        me = self._poller
        self._bell.ring()
        await self._bell.until(lambda: bool(self._waiting) or self._poller != me, seconds)
        if self._poller != me:
            raise CallError(409, _CONFLICT)
        return self._waiting[:limit]

    def end_polls(self) -> None:
        self._poller += 1
        self._bell.ring()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._waiting = self._waiting[offset:]
        else:
            # What has no id of its own goes with the next that has one.
            kept: list[Json] = []
            following: float = math.inf
            for update in reversed(self._waiting):
                following = update["update_id"] if _is_numbered(update) else following
                if following >= offset:
                    kept.append(update)
            self._waiting = kept[::-1]


def _is_numbered(update: object) -> bool:
    return isinstance(update, dict) and type(update.get("update_id")) is int


_CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")


def command_entities(text: str) -> list[Json]:
    """Where Telegram marks commands; offsets count UTF-16 units."""
    return [
        {
            "type": "bot_command",
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found[0]),
        }
        for found in _COMMAND.finditer(text)
    ]


def chat(chat_id: int, kind: str, username: str = "") -> Json:
    if kind == "private":
        described: Json = {"id": chat_id, "type": kind, "first_name": f"User {chat_id}"}
    else:
        described = {"id": chat_id, "type": kind, "title": f"Chat {chat_id}"}
    return described | ({"username": username} if username else {})


def likely_kind(chat_id: int) -> str:
    """What an ID says about its chat: people are positive, supergroups begin with -100."""
    if chat_id > 0:
        return "private"
    return "supergroup" if chat_id < -1_000_000_000_000 else "group"


def user(user_id: int, language_code: str = "", username: str = "") -> Json:
    described: Json = {"id": user_id, "is_bot": False, "first_name": f"User {user_id}"}
    if language_code:
        described["language_code"] = language_code
    return described | ({"username": username} if username else {})


def member(of: Json, status: str) -> Json:
    """A ChatMember with all that its kind must have; every right is granted."""
    described: Json = {"status": status, "user": of}
    match status:
        case "administrator":
            described |= dict.fromkeys(_ADMIN_RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
        case "creator":
            described["is_anonymous"] = False
        case "kicked":
            described["until_date"] = 0
        case "restricted":
            described |= dict.fromkeys(_MEMBER_RIGHTS, True) | {"is_member": True, "until_date": 0}
    return described


_ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
_MEMBER_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
