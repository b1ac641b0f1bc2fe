"""Convert Telegram's messages, files and buttons to our types, and back."""

from __future__ import annotations

import logging

from telegram import (
    CallbackQuery,
    Chat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessage,
    Message,
    User,
)
from telegram import Document as TelegramDocument
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.callbacks import decode, encode
from bot.chat import MAX_DOCUMENT_BYTES, Button, Document, Link, Press, Request, Row
from watchers.model import Address

log = logging.getLogger(__name__)


def request_of(message: Message, user: User | None) -> Request:
    """Return a message as a request from its chat and topic; its file is not fetched yet."""
    replied = message.reply_to_message
    return Request(
        address=_address(message.chat, _topic_of(message)),
        private=message.chat.type == ChatType.PRIVATE,
        user=user.id if user else 0,
        user_language=(user.language_code if user else None) or "",
        text=_whole(message.text or message.caption or ""),
        replied_to=str(replied.message_id) if replied else None,
    )


def press_of(query: CallbackQuery, message: MaybeInaccessibleMessage) -> Request:
    """Return a button press as a request from the topic that the button names.

    A button of version 1 names none. Its message's topic is used then, which Telegram does not report for an old or
    deleted message.
    """
    callback = decode(query.data or "")
    topic = callback.topic if callback else None
    unplaced = callback is not None and topic is None and not message.is_accessible
    if topic is None and isinstance(message, Message):
        topic = _topic_of(message)
    return Request(
        address=_address(message.chat, topic or 0),
        private=message.chat.type == ChatType.PRIVATE,
        user=query.from_user.id,
        user_language=query.from_user.language_code or "",
        text="",
        press=Press(callback.payload if callback else None, str(message.message_id) if unplaced else None),
    )


def _address(chat: Chat, topic: int) -> Address:
    return Address(f"{chat.id}/{topic}" if topic else str(chat.id))


def _topic_of(message: Message) -> int:
    """Return the topic that a message is in, or 0."""
    return (message.is_topic_message and message.message_thread_id) or 0


def document_of(message: Message, request: Request) -> TelegramDocument | None:
    """Return the file that is meant for the bot; in a group, only one that /import is attached or replies to."""
    if request.command == "import":
        replied = message.reply_to_message
        return message.document or (replied.document if replied else None)
    return message.document if request.private and request.command is None else None


async def fetched(document: TelegramDocument | None) -> Document | None:
    """Download a file. Its content is None if it is larger than ``MAX_DOCUMENT_BYTES`` or cannot be fetched."""
    if document is None:
        return None
    name = _whole(document.file_name or "")[:100] or "?"
    if (document.file_size or 0) > MAX_DOCUMENT_BYTES:
        return Document(name, None)
    try:
        content = bytes(await (await document.get_file()).download_as_bytearray())
    except TelegramError as error:
        log.warning("file_not_fetched", extra={"why": str(error)})
        return Document(name, None)
    return Document(name, content if len(content) <= MAX_DOCUMENT_BYTES else None)


def _whole(text: str) -> str:
    """Replace lone surrogates, which JSON can express and UTF-8 cannot."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def keyboard(rows: tuple[Row, ...], owner: Address) -> InlineKeyboardMarkup | None:
    """Return the buttons as an inline keyboard that acts for ``owner``, wherever the message is; None if empty."""
    topic = int(owner.partition("/")[2] or 0)
    keys = [[_key(button, topic) for button in row] for row in rows if row]
    return InlineKeyboardMarkup(keys) if keys else None


def _key(button: Button | Link, topic: int) -> InlineKeyboardButton:
    if isinstance(button, Button):
        return InlineKeyboardButton(button.label, callback_data=encode(button.payload, topic))
    return InlineKeyboardButton(button.label, url=button.url)


def without_links(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows with buttons only, without links."""
    return tuple(tuple(button for button in row if isinstance(button, Button)) for row in rows)
