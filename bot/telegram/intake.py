"""Receive updates one by one, so that an update that cannot be parsed affects no other (hazard X1)."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from msgspec import Meta, Struct, ValidationError, convert, field
from telegram import Bot, Update
from telegram.error import InvalidToken, TelegramError

from bot.chat import Wait
from bot.telegram.outcomes import outcome_of

log = logging.getLogger(__name__)

POLL_TIMEOUT = 10
"""Seconds that Telegram holds getUpdates open; heartbeats come at least this often."""
ALLOWED_UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]
FIRST_PAUSE_SECONDS = 1.0
MAX_PAUSE_SECONDS = 30.0
MAX_DIGITS = 18
"""Digits of a number in an update: Telegram's have at most 16, and Python refuses to parse several thousand."""

T = TypeVar("T")


async def patiently(action: Callable[[], Awaitable[T]], failed: Callable[[TelegramError, float], None]) -> T:
    """Repeat a call until Telegram answers it, with pauses that grow to 30 seconds.

    Args:
        action: The call.
        failed: Called with each error and the pause that follows it, in seconds.

    Raises:
        InvalidToken: Telegram refuses the token, so repeating is useless.
    """
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            return await action()
        except InvalidToken:
            raise
        except TelegramError as error:
            asked = outcome_of(error)
            wait = asked.duration.total_seconds() if isinstance(asked, Wait) else pause
            failed(error, wait)
            await asyncio.sleep(wait)
            pause = min(pause * 2, MAX_PAUSE_SECONDS)


class Intake:
    """Fetch updates, pass them on, and confirm them with the next fetch."""

    def __init__(
        self,
        bot: Bot,
        ready: Callable[[], Awaitable[None]],
        take_in: Callable[[Update], Awaitable[None]],
        taken_in: Callable[[], None],
        failed: Callable[[TelegramError, float], None],
    ) -> None:
        """Prepare, without a request.

        Args:
            bot: Its getUpdates request must be an ``UpdatesRequest``, which calls ``screened``.
            ready: Awaited before each fetch, which confirms the updates of the previous one.
            take_in: Awaited with each update.
            taken_in: Called when all updates of a fetch have been passed on.
            failed: As for ``patiently``.
        """
        self._bot = bot
        self._ready = ready
        self._take_in = take_in
        self._taken_in = taken_in
        self._failed = failed
        self._offset = self._confirmed = 0

    async def run(self) -> None:
        """Fetch updates until cancelled. Raises InvalidToken."""
        await patiently(self._bot.delete_webhook, self._failed)
        while True:
            await patiently(self._fetch, self._failed)

    async def confirm(self) -> None:
        """Confirm the received updates, so that a restart does not get them again. Raises TelegramError."""
        if self._offset > self._confirmed:
            await self._ready()
            await self._bot.get_updates(offset=self._offset, limit=1, timeout=0, allowed_updates=ALLOWED_UPDATES)

    async def _fetch(self) -> None:
        await self._ready()
        offset = self._offset
        updates = await self._bot.get_updates(offset=offset, timeout=POLL_TIMEOUT, allowed_updates=ALLOWED_UPDATES)
        self._confirmed = offset
        for update in updates:
            await self._take_in(update)
        if updates:
            self._offset = max(update.update_id for update in updates) + 1
        self._taken_in()


def screened(body: bytes) -> bytes:
    """Return the body of a successful answer to getUpdates with only updates that the library can parse.

    An update that cannot be parsed is replaced by an empty one with its ID, which no handler accepts, so that the
    offset passes it. One without a usable ID is left out: the IDs of its neighbors confirm it.

    Raises:
        TelegramError: The body is not an answer of the Bot API, or nothing in it can be confirmed.
    """
    try:
        answer = json.loads(body.decode("utf-8", "replace"), parse_int=_number)
        told = convert(answer, _Answer)
    except (ValueError, RecursionError) as error:
        raise TelegramError("Invalid server response") from error
    raw = told.result
    identifiers = [_identifier(each) for each in raw]
    if not told.ok or (raw and all(identifier is None for identifier in identifiers)):
        raise TelegramError("Invalid server response")
    found = [_screened(each, identifier) for each, identifier in zip(raw, identifiers, strict=True)]
    return json.dumps({"ok": True, "result": [each for each in found if each is not None]}).encode()


def screened_update(body: bytes) -> dict[str, Any] | None:
    """Return the one update that a webhook's body holds, screened as ``screened`` does; None if it has no usable ID."""
    try:
        raw = json.loads(body.decode("utf-8", "replace"), parse_int=_number)
    except (ValueError, RecursionError):
        raw = None
    return _screened(raw, _identifier(raw))


def _screened(raw: Any, identifier: int | None) -> dict[str, Any] | None:
    if identifier is None:
        log.error("update_skipped", extra={"update": None, "problem": "no usable update_id"})
        return None
    wanted = {name: value for name, value in raw.items() if name == "update_id" or name in ALLOWED_UPDATES}
    try:
        convert(wanted, _Update)
        Update.de_json(wanted, None)
    except Exception as error:  # noqa: BLE001 - whatever the library raises, the update cannot be answered
        # The error's message may quote what a person wrote: only its class is logged.
        log.error("update_skipped", extra={"update": identifier, "problem": type(error).__name__})
        return {"update_id": identifier}
    return wanted


def _identifier(raw: Any) -> int | None:
    try:
        return convert(raw, _Numbered).update_id
    except ValidationError:
        return None


def _number(digits: str) -> int | None:
    """Return a JSON integer, or None if it has too many digits to be valid."""
    return int(digits) if len(digits) <= MAX_DIGITS else None


# ---- what the handlers rely on ---------------------------------------------------------------------
# The library accepts any type for any field, so the fields that we read are checked. Source: the Bot API's
# types Update, Message, CallbackQuery, ChatMemberUpdated and what they contain.

_UpdateId = Annotated[int, Meta(ge=0, le=2**31 - 1)]
"""The Bot API server stores offsets in 32 bits."""
_Id = Annotated[int, Meta(ge=-(2**53), le=2**53)]
"""Telegram's IDs have at most 52 significant bits."""


class _Answer(Struct):
    result: list[Any]
    ok: bool


class _Numbered(Struct):
    update_id: _UpdateId


class _Chat(Struct):
    id: _Id
    type: str


class _User(Struct):
    id: _Id
    language_code: str | None = None


class _Document(Struct):
    file_id: str
    file_name: str | None = None
    file_size: _Id | None = None


class _Message(Struct):
    message_id: _Id
    date: _Id
    chat: _Chat
    sender: _User | None = field(default=None, name="from")
    message_thread_id: _Id | None = None
    is_topic_message: bool | None = None
    is_automatic_forward: bool | None = None
    text: str | None = None
    caption: str | None = None
    document: _Document | None = None
    reply_to_message: _Message | None = None
    migrate_to_chat_id: _Id | None = None
    migrate_from_chat_id: _Id | None = None


class _CallbackQuery(Struct):
    id: str
    sender: _User = field(name="from")
    data: str | None = None
    message: _Message | None = None


class _ChatMember(Struct):
    status: str
    user: _User


class _ChatMemberUpdated(Struct):
    chat: _Chat
    sender: _User = field(name="from")
    date: _Id
    new_chat_member: _ChatMember


class _Update(Struct):
    update_id: _UpdateId
    message: _Message | None = None
    callback_query: _CallbackQuery | None = None
    my_chat_member: _ChatMemberUpdated | None = None
