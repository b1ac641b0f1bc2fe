"""Convert Telegram's messages, files and buttons to our types, and back."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from telegram import Bot
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.callbacks import decode, encode
from bot.callbacks.talking import AddLink
from bot.chat import MAX_DOCUMENT_BYTES, Button, Copy, Document, Link, Press, Request, Row
from bot.messages.rows import fit_in_a_row
from bot.telegram import updates
from bot.telegram.updates import CallbackQuery, ChatMemberUpdated, Message, Update
from watchers.model import Address
from watchers.urls import host_of

log = logging.getLogger(__name__)


def request_of(message: Message) -> Request:
    """Return a message as a request from its chat and topic; its file is not fetched yet."""
    sender, replied = message.sender, message.reply_to_message
    return Request(
        address=_address(message.chat, _topic_of(message)),
        private=message.chat.private,
        user=sender.id if sender else 0,
        user_language=(sender.language_code if sender else None) or "",
        text=_whole(message.text or message.caption or ""),
        replied_to=str(replied.message_id) if replied else None,
        user_name=_whole((sender.first_name if sender else None) or ""),
        as_chat=message.sender_chat.id if message.sender_chat else None,
        chosen_channel=message.chat_shared.chat_id if message.chat_shared else None,
        has_media=message.has_media and not (message.text or message.caption),
        location=(message.location.latitude, message.location.longitude) if message.location else None,
    )


def joined_of(change: ChatMemberUpdated) -> Request | None:
    """Return a request for a greeting if somebody added the bot to a group; None for any other change."""
    before, now = change.old_chat_member, change.new_chat_member
    was_outside = before is not None and before.status in (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
    is_inside = now.status in (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR)
    if not (was_outside and is_inside and change.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)):
        return None
    sender = change.sender
    return Request(
        address=_address(change.chat, 0),
        private=False,
        user=sender.id if sender else 0,
        user_language=(sender.language_code if sender else None) or "",
        text="",
        joined=True,
    )


def press_of(query: CallbackQuery, message: Message) -> Request:
    """Return a button press as a request from the topic that the button names.

    A button of version 1 names none. Its message's topic is used then, which Telegram does not report for an old or
    deleted message, whose date is 0.
    """
    callback = decode(query.data or "")
    topic = callback.topic if callback else None
    unplaced = callback is not None and topic is None and not message.date
    if topic is None:
        topic = _topic_of(message)
    return Request(
        address=_address(message.chat, topic),
        private=message.chat.private,
        user=query.sender.id,
        user_language=query.sender.language_code or "",
        text="",
        press=Press(callback.payload if callback else None, str(message.message_id) if unplaced else None),
        user_name=_whole(query.sender.first_name or ""),
    )


def is_long(update: Update) -> bool:
    """Return whether an update asks for something that fetches from the web or imports a file."""
    if update.callback_query is not None:
        callback = decode(update.callback_query.data or "")
        return callback is not None and isinstance(callback.payload, AddLink)
    message = update.message
    if message is None or message.chat_shared is not None:
        return False
    request = request_of(message)
    return file_of(message, request) is not None or (request.command == "addsource" and bool(request.words))


def address_of(update: Update) -> Address:
    """Return the chat and topic in which an update happened; "0" for none."""
    message = update.callback_query.message if update.callback_query else update.said
    return _address(message.chat, _topic_of(message)) if message else Address(str(update.chat))


def chat_id_of(chat: str) -> int | str:
    """Return a chat as the Bot API takes it: its number, or the name of a channel."""
    return chat if chat.startswith("@") else int(chat)


def _address(chat: updates.Chat, topic: int) -> Address:
    return Address(f"{chat.id}/{topic}" if topic else str(chat.id))


def _topic_of(message: Message) -> int:
    """Return the topic that a message is in, or 0."""
    return (message.is_topic_message and message.message_thread_id) or 0


def file_of(message: Message, request: Request) -> updates.Document | None:
    """Return the file that is meant for the bot; in a group, only one that /import is attached or replies to."""
    if message.animation is not None:
        return None
    if request.command == "import":
        replied = message.reply_to_message
        return message.document or (replied.document if replied else None)
    return message.document if request.private and request.command is None else None


async def fetched(document: updates.Document | None, bot: Bot) -> Document | None:
    """Download a file. Its content is None if it is larger than ``MAX_DOCUMENT_BYTES`` or cannot be fetched."""
    if document is None:
        return None
    name = _whole(document.file_name or "")[:100] or "?"
    if (document.file_size or 0) > MAX_DOCUMENT_BYTES:
        return Document(name, None)
    try:
        # The connection reads no more than the limit, whatever the message said of the size.
        content = bytes(await (await bot.get_file(document.file_id)).download_as_bytearray())
    except TelegramError as error:
        log.warning("file_not_fetched", extra={"why": str(error)})
        return Document(name, None)
    return Document(name, content)


def _whole(text: str) -> str:
    """Replace lone surrogates, which JSON can express and UTF-8 cannot."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def markup(rows: tuple[Row, ...], owner: Address) -> dict[str, Any] | None:
    """Return buttons as an InlineKeyboardMarkup that acts for ``owner``, wherever the message is; None if empty."""
    topic = int(owner.partition("/")[2] or 0)
    keys = [[_key(button, topic) for button in part] for row in rows for part in _divided(_accepted(row))]
    return {"inline_keyboard": keys} if keys else None


def _accepted(row: Row) -> Row:
    """Return the row without links to a host that has no dot, such as localhost: Telegram refuses their message."""
    return tuple(each for each in row if not isinstance(each, Link) or re.search("[.:]", host_of(each.url)))


def _divided(row: Row) -> Iterator[Row]:
    """Yield the parts of a row whose labels would be cut on a phone; what a button copies may be cut."""
    while row:
        size = len(row)
        while size > 1 and not fit_in_a_row([each.label for each in row[:size] if not isinstance(each, Copy)] or [""]):
            size -= 1
        yield row[:size]
        row = row[size:]


def _key(button: Button | Link | Copy, topic: int) -> dict[str, Any]:
    match button:
        case Button(label, payload):
            return {"text": label, "callback_data": encode(payload, topic)}
        case Link(label, url):
            return {"text": label, "url": url}
        case Copy(label, text):
            return {"text": label, "copy_text": {"text": text}}


def channel_keyboard(label: str) -> dict[str, Any]:
    """Return a ReplyKeyboardMarkup with one key, which opens the list of channels in which the bot may post.

    Source: https://core.telegram.org/bots/api#keyboardbuttonrequestchat
    """
    rights = dict.fromkeys(_ADMIN_RIGHTS, False) | {"can_post_messages": True, "can_edit_messages": True}
    request = {
        "request_id": 1,
        "chat_is_channel": True,
        "bot_administrator_rights": rights,
        "user_administrator_rights": rights,
        "request_title": True,
    }
    return _keyboard({"text": label, "request_chat": request})


def location_keyboard(label: str) -> dict[str, Any]:
    """Return a ReplyKeyboardMarkup with one key, which shares where the person is; only for private chats.

    Source: https://core.telegram.org/bots/api#keyboardbutton
    """
    return _keyboard({"text": label, "request_location": True})


def _keyboard(key: dict[str, Any]) -> dict[str, Any]:
    return {"keyboard": [[key]], "resize_keyboard": True, "one_time_keyboard": True}


def asking(hint: str) -> dict[str, Any]:
    """Return a ForceReply: the app opens the text field for an answer to the message.

    Source: https://core.telegram.org/bots/api#forcereply
    """
    return {"force_reply": True, "input_field_placeholder": hint[:64]}


def without_links(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows with buttons only, without links."""
    return tuple(tuple(button for button in row if isinstance(button, Button)) for row in rows)


_ADMIN_RIGHTS = (
    "is_anonymous",
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
"""The rights in Telegram's ChatAdministratorRights that must be given, yes or no."""
