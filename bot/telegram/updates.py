"""The parts of Telegram's updates that the bot reads, and the parser that skips what it cannot read (hazard X1).

Only the fields below are parsed, checked and stored: a field that is new, missing or damaged elsewhere in an update
cannot harm. Source: the Bot API's types Update, Message, CallbackQuery, ChatMemberUpdated and what they contain.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, field
from telegram.error import TelegramError

log = logging.getLogger(__name__)

UpdateId = Annotated[int, Meta(ge=0, le=2**31 - 1)]
"""The Bot API server stores offsets in 32 bits."""
Id = Annotated[int, Meta(ge=-(2**53), le=2**53)]
"""Telegram's IDs have at most 52 significant bits."""

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
"""The kinds of updates that Telegram is asked for."""
COMMAND_SIGNS = ("/", "\N{FULLWIDTH SOLIDUS}")


class Chat(Struct, omit_defaults=True):
    """A chat; its type is private, group, supergroup or channel."""

    id: Id
    type: str

    @property
    def private(self) -> bool:
        """Return whether it is one person's chat with the bot."""
        return self.type == "private"


class User(Struct, omit_defaults=True):
    """A person, or a bot that represents a chat."""

    id: Id
    language_code: str | None = None
    first_name: str | None = None
    is_bot: bool = False


class Document(Struct, omit_defaults=True):
    """A file that is not downloaded yet."""

    file_id: str
    file_name: str | None = None
    file_size: Id | None = None


class Media(Struct):
    """Something other than text, whose content is not read."""


class ChatShared(Struct, omit_defaults=True):
    """A chat that a person chose with a button of /channel."""

    chat_id: Id
    title: str | None = None


class Location(Struct, omit_defaults=True):
    """A place that a person shared, in degrees."""

    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]


class RepliedTo(Struct, omit_defaults=True):
    """The message that another one replies to, without its text."""

    message_id: Id
    document: Document | None = None
    sender: User | None = field(default=None, name="from")


class Message(Struct, omit_defaults=True):
    """A message, or a service message that a group became a supergroup."""

    message_id: Id
    chat: Chat
    date: Id = 0
    """0 for a message that Telegram hides from the bot."""
    sender: User | None = field(default=None, name="from")
    sender_chat: Chat | None = None
    """The chat in whose name somebody writes: the group itself for an anonymous administrator, or a channel."""
    message_thread_id: Id | None = None
    is_topic_message: bool | None = None
    is_automatic_forward: bool | None = None
    media_group_id: str | None = None
    """Of an album, which comes as one message for each of its pictures."""
    text: str | None = None
    caption: str | None = None
    document: Document | None = None
    photo: list[Media] | None = None
    sticker: Media | None = None
    voice: Media | None = None
    audio: Media | None = None
    video: Media | None = None
    video_note: Media | None = None
    animation: Media | None = None
    contact: Media | None = None
    poll: Media | None = None
    dice: Media | None = None
    story: Media | None = None
    game: Media | None = None
    paid_media: Media | None = None
    checklist: Media | None = None
    reply_to_message: RepliedTo | None = None
    migrate_to_chat_id: Id | None = None
    migrate_from_chat_id: Id | None = None
    chat_shared: ChatShared | None = None
    location: Location | None = None
    forum_topic_reopened: Media | None = None
    general_forum_topic_unhidden: Media | None = None

    @property
    def answers_a_bot(self) -> bool:
        """Return whether it replies to a message of a bot, which may be our question."""
        replied = self.reply_to_message
        return replied is not None and replied.sender is not None and replied.sender.is_bot

    @property
    def opens_topic(self) -> bool:
        """Return whether it is the service message that a topic was opened again."""
        return self.forum_topic_reopened is not None or self.general_forum_topic_unhidden is not None

    @property
    def has_media(self) -> bool:
        """Return whether it holds something that the bot cannot read; Telegram repeats an animation as a document."""
        others = (self.sticker, self.voice, self.audio, self.video, self.video_note, self.animation)
        rare = (self.contact, self.poll, self.dice, self.story, self.game, self.paid_media, self.checklist)
        return bool(self.photo) or any(each is not None for each in (*others, *rare))


class CallbackQuery(Struct, omit_defaults=True):
    """A press of a button."""

    id: str
    sender: User = field(name="from")
    data: str | None = None
    message: Message | None = None


class ChatMember(Struct, omit_defaults=True):
    """What somebody is in a chat."""

    status: str
    user: User


class ChatMemberUpdated(Struct, omit_defaults=True):
    """A change of what the bot is in a chat."""

    chat: Chat
    new_chat_member: ChatMember
    sender: User | None = field(default=None, name="from")
    old_chat_member: ChatMember | None = None


class Update(Struct, omit_defaults=True):
    """One update."""

    update_id: UpdateId
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: CallbackQuery | None = None
    my_chat_member: ChatMemberUpdated | None = None

    @property
    def said(self) -> Message | None:
        """Return the message, new or edited."""
        return self.message or self.edited_message

    @property
    def chat(self) -> int:
        """Return the chat that it belongs to; 0 for none. For a group that becomes a supergroup, the new chat."""
        if self.said is not None:
            return self.said.migrate_to_chat_id or self.said.chat.id
        if self.my_chat_member is not None:
            return self.my_chat_member.chat.id
        if self.callback_query is not None and self.callback_query.message is not None:
            return self.callback_query.message.chat.id
        return 0

    @property
    def person(self) -> int | None:
        """Return who asks for something: a user, or the chat in whose name somebody writes; None for nobody."""
        if self.callback_query is not None:
            return self.callback_query.sender.id
        message = self.said
        if message is None or message.migrate_to_chat_id or message.migrate_from_chat_id:
            return None
        if message.sender_chat is not None:
            return message.sender_chat.id
        return message.sender.id if message.sender is not None else None

    @property
    def wanted(self) -> bool:
        """Return whether there is anything to do for it. The rest of what people write in groups is not stored."""
        message = self.said
        if message is None:
            return self.callback_query is not None or self.my_chat_member is not None
        if message.migrate_to_chat_id or message.migrate_from_chat_id or message.chat_shared or message.opens_topic:
            return True
        # Telegram forwards each post of a channel into its discussion group, where nobody said it to the bot.
        if message.is_automatic_forward:
            return False
        text = (message.text or message.caption or "").lstrip()
        if self.message is None:
            # Files and places change too while they are shown; only new words are worth an answer.
            return bool(text) and (message.chat.private or _may_be_command(text))
        if message.chat.private:
            return bool(text or message.document or message.location) or message.has_media
        return bool(text) and (_may_be_command(text) or message.answers_a_bot)


def _may_be_command(text: str) -> bool:
    return any(sign in text[:20] for sign in COMMAND_SIGNS)


def read_all(raw: Any) -> tuple[list[Update], int | None]:
    """Return the updates of a getUpdates result that can be read, and the highest ID of all.

    One that cannot be read is logged by its ID, so that the next offset passes it. One without a usable ID is logged
    too: the IDs of its neighbors confirm it.

    Raises:
        TelegramError: It is not a list, or nothing in it can be confirmed.
    """
    if not isinstance(raw, list):
        raise TelegramError("Invalid server response")
    identifiers = [each for each in map(_identifier, raw) if each is not None]
    if raw and not identifiers:
        raise TelegramError("Invalid server response")
    return _readable(raw), max(identifiers, default=None)


def read_one(raw: Any) -> Update | None:
    """Return an update, or None if it cannot be read; that is logged."""
    found = _readable([raw])
    return found[0] if found else None


def read_body(body: bytes) -> Update | None:
    """Return the update in the body of a request, or None if it cannot be read; that is logged."""
    try:
        return read_one(msgspec.json.decode(body))
    except (msgspec.DecodeError, RecursionError) as error:
        log.error("update_skipped", extra={"update": None, "problem": type(error).__name__})
        return None


def _readable(raw: Sequence[Any]) -> list[Update]:
    return [update for update in map(_read, raw) if update is not None]


def _read(raw: Any) -> Update | None:
    try:
        return msgspec.convert(raw, Update)
    except (msgspec.ValidationError, RecursionError) as error:
        # The error's message may quote what a person wrote: only its class is logged.
        log.error("update_skipped", extra={"update": _identifier(raw), "problem": type(error).__name__})
        return None


class _Numbered(Struct):
    update_id: UpdateId


def _identifier(raw: Any) -> int | None:
    try:
        return msgspec.convert(raw, _Numbered).update_id
    except msgspec.ValidationError:
        return None
