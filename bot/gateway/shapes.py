"""Telegram's messages, files and keys, and ours: each made into the other."""

from __future__ import annotations

import logging

from telegram import Document as TelegramDocument
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, User
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.buttons import decode, encode
from bot.chat import MOST_DOCUMENT_BYTES, Button, Document, Link, Request, Row
from watchers.model import Address

log = logging.getLogger(__name__)


def request_of(message: Message, user: User | None, pressed: bool = False, data: str = "") -> Request:
    thread = message.message_thread_id if message.is_topic_message else None
    replied = message.reply_to_message
    return Request(
        address=Address(f"{message.chat.id}/{thread}" if thread else str(message.chat.id)),
        private=message.chat.type == ChatType.PRIVATE,
        user=user.id if user else 0,
        user_language=(user.language_code if user else None) or "",
        text="" if pressed else _whole(message.text or message.caption or ""),
        action=decode(data) if pressed else None,
        pressed=pressed,
        replied_to=str(replied.message_id) if replied else None,
    )


def document_of(message: Message, request: Request) -> TelegramDocument | None:
    """The file that was meant for us: in a group only one that /import names or answers."""
    if request.command == "import":
        replied = message.reply_to_message
        return message.document or (replied.document if replied else None)
    return message.document if request.private and request.command is None else None


async def fetched(document: TelegramDocument | None) -> Document | None:
    if document is None:
        return None
    name = _whole(document.file_name or "")[:100] or "?"
    if (document.file_size or 0) > MOST_DOCUMENT_BYTES:
        return Document(name, None)
    try:
        content = bytes(await (await document.get_file()).download_as_bytearray())
    except TelegramError as error:
        log.warning("file_not_fetched", extra={"why": str(error)})
        return Document(name, None)
    return Document(name, content if len(content) <= MOST_DOCUMENT_BYTES else None)


def _whole(text: str) -> str:
    """Half of a character outside the first plane can be written in JSON and nowhere else."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def keyboard(rows: tuple[Row, ...]) -> InlineKeyboardMarkup | None:
    keys = [[_key(button) for button in row] for row in rows if row]
    return InlineKeyboardMarkup(keys) if keys else None


def _key(button: Button | Link) -> InlineKeyboardButton:
    if isinstance(button, Button):
        return InlineKeyboardButton(button.label, callback_data=encode(button.action))
    return InlineKeyboardButton(button.label, url=button.url)


def without_links(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(tuple(button for button in row if isinstance(button, Button)) for row in rows)
