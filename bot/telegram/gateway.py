"""Connect the bot to Telegram: updates become requests, replies become messages, errors become outcomes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram import Bot, InputFile, User
from telegram.constants import ChatMemberStatus, ParseMode
from telegram.error import BadRequest, Conflict, InvalidToken, TelegramError

from bot.callbacks.settings import ChooseLanguage
from bot.callbacks.start import SetLanguage
from bot.chat import (
    Answer,
    ChatClosed,
    ChatMessage,
    ChatMoved,
    NotSent,
    Outcome,
    Reply,
    SendRefused,
    Sent,
    TokenRefused,
    Unsure,
)
from bot.messages.text import plain, shortened, without_times
from bot.telegram.inbox import Inbox
from bot.telegram.intake import Intake, until_answered
from bot.telegram.outcomes import NoSuchTopic, outcome_of
from bot.telegram.profile import Profile
from bot.telegram.roles import TelegramRoles
from bot.telegram.shapes import (
    asking,
    channel_keyboard,
    chat_id_of,
    fetched,
    file_of,
    joined_of,
    location_keyboard,
    markup,
    press_of,
    request_of,
    without_links,
)
from bot.telegram.updates import CallbackQuery, ChatMemberUpdated, Message, Update
from bot.telegram.webhook import Webhook, secret_of
from bot.telegram.wire import BotApi
from watchers.model import Address, chat_of

log = logging.getLogger(__name__)

CONFLICT_LASTS = 60.0
"""Seconds that a conflict is reported; longer than a poll and the pause after a refusal, so that it is seen again."""
STOP_SECONDS = 2.0
"""Seconds that the end of the intake may take when the service stops."""
REGAIN_EVERY = 1.0
"""Seconds between checks whether Telegram can be reached again."""
TOAST_SECONDS = 5.0
"""Seconds that a toast may take: the answer to a press waits for it, and the app soon stops waiting."""
MAX_TOAST_LENGTH = 200
"""Source: https://core.telegram.org/bots/api#answercallbackquery"""
CONNECTIONS = 64

Membership = Callable[[Address, bool], Awaitable[None]]
"""Called when the bot was added to a chat (True) or removed from it."""
Migration = Callable[[Address, Address], Awaitable[None]]
"""Called with the old and the new address of a group that became a supergroup; possibly more than once."""


@dataclass(frozen=True, slots=True)
class Handlers:
    """What the service does with what Telegram reports."""

    answer: Answer
    membership: Membership
    moved: Migration


class Gateway:
    """The bot at Telegram: a ``Send``, and the one that carries out updates."""

    def __init__(self, token: str, base_url: str, base_file_url: str, webhook_url: str | None = None) -> None:
        """Prepare, without a request; with ``webhook_url`` updates come to ``accept``, otherwise by getUpdates."""
        self.alive: Callable[[], None] = lambda: None
        """Called when the updates of a getUpdates were stored, or when another process requests them."""
        self.trying: Callable[[], None] = lambda: None
        """Called when a call to Telegram failed and will be repeated."""
        self.connected = False
        """Whether Telegram has confirmed the token and returned the bot's user."""
        self.out_of_touch = False
        """Whether the last getUpdates broke off or got an invalid answer, so that sends may be lost too."""
        self._regaining: asyncio.Task[None] | None = None
        self.token_refused = asyncio.Event()
        self._conflict_at = float("-inf")
        self._handlers: Handlers
        self._profile: Profile
        self._api = BotApi(base_url + token, CONNECTIONS)
        self.bot = Bot(token, base_url, base_file_url, request=self._api, get_updates_request=self._api)
        """The library's client for the Bot API."""
        self.roles = TelegramRoles(self._api)
        self._marks_times = True
        """Whether the server knows marked times; one that is older refuses the messages with them."""
        self.webhook_secret = secret_of(token)
        """What a request to the webhook must have in its header."""
        self._webhook_url = webhook_url
        self._webhook: Webhook | None = None
        self._album: str | None = None
        """The album that was answered last."""

    @property
    def webhook_problem(self) -> str | None:
        """Why Telegram cannot deliver updates to the webhook; None if it can, or if there is none."""
        return self._webhook.problem if self._webhook else None

    @property
    def conflict(self) -> bool:
        """Whether another process polls with this token, or did recently: Telegram refuses the two in turn."""
        return asyncio.get_running_loop().time() - self._conflict_at < CONFLICT_LASTS

    async def connect(self) -> User:
        """Connect to Telegram, retrying until it answers, and return the bot's user. Raises InvalidToken."""
        await until_answered(self.bot.initialize, self._on_connection_error)
        self.connected = True
        return self.bot.bot

    async def run(self, handlers: Handlers, inbox: Inbox, profile: Profile) -> None:
        """Receive updates into the inbox until cancelled.

        If Telegram refuses the token, set ``token_refused`` and return.
        """
        self._handlers = handlers
        await inbox.resume()
        intake = self._intake(inbox)
        self._profile = profile
        introducing = asyncio.create_task(profile.update(self._api), name="profile")
        try:
            await intake.run()
        except InvalidToken:
            self.token_refused.set()
        finally:
            introducing.cancel()
            self._webhook = None
            if self._regaining is not None:
                self._regaining.cancel()
            await self._stop(intake, inbox)

    async def close(self) -> None:
        """Close the connections to Telegram."""
        await self.bot.shutdown()

    async def __call__(self, address: Address, reply: Reply) -> Outcome:
        """Send one message, or replace one. Errors are returned as outcomes."""
        if self._marks_times:
            try:
                return await self._deliver(address, reply)
            except _TimesRefused as error:
                self._marks_times = False
                log.warning("times_refused", extra={"why": str(error)})
        return await self._deliver(address, replace(reply, html=without_times(reply.html)))

    async def _deliver(self, address: Address, reply: Reply) -> Outcome:
        if reply.replaces is not None:
            outcome = await self._edit(address, reply, reply.replaces)
            if outcome is not None:
                return outcome
            if reply.only_replaces:
                return SendRefused("the message cannot be edited")
        return await self._send_new(address, reply)

    async def accept(self, body: bytes) -> bool:
        """Store an update that Telegram sent to the webhook; one that cannot be read is skipped.

        Returns:
            Whether Telegram may forget it; False while no updates are received.
        """
        if self._webhook is None:
            return False
        await self._webhook.accept(body)
        return True

    def _intake(self, inbox: Inbox) -> Intake | Webhook:
        if self._webhook_url is None:
            return Intake(self._api, inbox.take, self._on_stored, self._on_polling_error)
        self._webhook = Webhook(
            self.bot, self._webhook_url, self.webhook_secret, inbox.take, self._on_stored, self._on_polling_error
        )
        return self._webhook

    async def _stop(self, intake: Intake | Webhook, inbox: Inbox) -> None:
        """Confirm the stored updates, and finish the commands in progress."""
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await asyncio.gather(inbox.stop(), intake.confirm())
        except TelegramError as error:
            log.warning("telegram_parting", extra={"why": str(error)})
        except TimeoutError:
            log.warning("telegram_parting", extra={"why": "too slow"})

    # ---- what people send --------------------------------------------------------------------------

    async def carry_out(self, update: Update) -> Sequence[ChatMessage]:
        """Do what an update asks for, and return the replies."""
        if update.callback_query is not None:
            return await self._on_press(update.callback_query)
        if update.my_chat_member is not None:
            return await self._on_member(update.my_chat_member)
        if update.said is not None:
            return await self._on_message(update.said, edited=update.message is None)
        return ()

    async def _on_message(self, message: Message, edited: bool) -> Sequence[ChatMessage]:
        here = Address(str(message.chat.id))
        # A group that became a supergroup says so in both chats.
        if message.migrate_to_chat_id:
            await self._handlers.moved(here, Address(str(message.migrate_to_chat_id)))
            return ()
        if message.migrate_from_chat_id:
            await self._handlers.moved(Address(str(message.migrate_from_chat_id)), here)
            return ()
        request = replace(request_of(message), edited=edited)
        if message.opens_topic:
            await self._handlers.membership(request.address, True)
            return ()
        if request.bot and request.bot.lower() != self.bot.username.lower():
            return ()
        if message.media_group_id is not None:
            is_answered, self._album = message.media_group_id == self._album, message.media_group_id
            if is_answered and request.has_media:
                return ()
        request = replace(request, document=await fetched(file_of(message, request), self.bot))
        reply = await self._handlers.answer(request)
        in_reply_to = None if request.private else str(message.message_id)
        return _messages(request.address, replace(reply, in_reply_to=in_reply_to))

    async def _on_press(self, query: CallbackQuery) -> Sequence[ChatMessage]:
        if query.message is None:
            await self._end_press(query, "")
            return ()
        request = press_of(query, query.message)
        reply = await self._handlers.answer(request)
        await self._end_press(query, reply.toast)
        payload = request.press.payload if request.press else None
        if isinstance(payload, SetLanguage | ChooseLanguage) and reply.edits:
            await self._profile.speak(self._api, query.message.chat.id, payload.language)
        pressed = str(query.message.message_id)
        reply = replace(reply, replaces=pressed) if reply.edits else replace(reply, in_reply_to=pressed)
        return _messages(request.address, reply)

    async def _end_press(self, query: CallbackQuery, toast: str) -> None:
        """End the waiting that the app shows on a pressed button, with a toast if there is something to say."""
        shown = {"callback_query_id": query.id, "text": shortened(toast, MAX_TOAST_LENGTH)}
        try:
            await self._api.call("answerCallbackQuery", shown, TOAST_SECONDS)
        except TelegramError as error:
            # The press is too old, or the network failed: its action was performed all the same.
            log.info("press_unanswered", extra={"why": str(error)})

    async def _on_member(self, change: ChatMemberUpdated) -> Sequence[ChatMessage]:
        gone = change.new_chat_member.status in (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
        await self._handlers.membership(Address(str(change.chat.id)), not gone)
        request = joined_of(change)
        return _messages(request.address, await self._handlers.answer(request)) if request is not None else ()

    # ---- what we send ------------------------------------------------------------------------------

    async def _edit(self, address: Address, reply: Reply, message: str) -> Outcome | None:
        """Replace a message; None if that is impossible, so that the reply must be sent as a new message."""
        edited = _parameters(replace(reply, in_reply_to=None), address, as_html=True)
        place = {"chat_id": chat_id_of(chat_of(address)), "message_id": int(message)}
        edited |= place
        try:
            if reply.only_buttons:
                await self._api.call("editMessageReplyMarkup", place | {"reply_markup": edited["reply_markup"]})
            else:
                await self._api.call("editMessageText", edited | {"link_preview_options": _NO_PREVIEW})
        except BadRequest as error:
            _raise_refused_times(error)
            return Sent(message) if "not modified" in str(error).lower() else None
        except TelegramError as error:
            outcome = outcome_of(error)
            # A second edit to the same text does no harm.
            return NotSent(outcome.why) if isinstance(outcome, Unsure) else self._outcome(outcome, address)
        return Sent(message)

    async def _send_new(self, address: Address, reply: Reply) -> Outcome:
        outcome = await self._send(address, address, reply, as_html=True)
        match outcome:
            case NoSuchTopic():
                general = Address(chat_of(address))
                outcome = await self._send(general, address, replace(reply, in_reply_to=None), as_html=True)
            case SendRefused():
                # The markup or a button may be at fault: the text must still arrive.
                outcome = await self._send(address, address, reply, as_html=False)
        return self._outcome(outcome, address)

    def _outcome(self, outcome: Outcome | NoSuchTopic, address: Address) -> Outcome:
        match outcome:
            case ChatMoved(to) if to == chat_of(address):
                return NotSent("the chat is said to have moved to itself")
            case TokenRefused():
                self.token_refused.set()
            case NoSuchTopic(why):
                # The general topic is closed too: nothing can be sent until somebody opens it.
                return ChatClosed(why)
        return outcome

    async def _send(self, address: Address, owner: Address, reply: Reply, as_html: bool) -> Outcome | NoSuchTopic:
        """Send once. ``owner`` is the subscriber that the buttons act for, even if its topic is gone."""
        chat, _, thread = address.partition("/")
        if not chat.startswith("@") and not chat.removeprefix("-").isdecimal():
            return SendRefused(f"{address} is not a Telegram address")
        message = _parameters(reply, owner, as_html) | {"chat_id": chat_id_of(chat_of(address))}
        if thread:
            message["message_thread_id"] = int(thread)
        try:
            if reply.document is not None and reply.document.content is not None:
                file = InputFile(reply.document.content, filename=reply.document.name)
                caption = message.pop("text")
                return Sent(str((await self.bot.send_document(document=file, caption=caption, **message)).message_id))
            if reply.picture is not None and reply.picture.content is not None:
                file = InputFile(reply.picture.content, filename=reply.picture.name)
                caption = message.pop("text")
                return Sent(str((await self.bot.send_photo(photo=file, caption=caption, **message)).message_id))
            if reply.without_sound:
                message["disable_notification"] = True
            sent = await self._api.call("sendMessage", message | {"link_preview_options": _NO_PREVIEW})
            return Sent(str(sent["message_id"]))
        except TelegramError as error:
            _raise_refused_times(error)
            return outcome_of(error)

    def _on_stored(self) -> None:
        self.out_of_touch = False
        self.alive()

    async def _regain(self) -> None:
        """Call getMe until Telegram answers: the next getUpdates may be held open for as long as nobody writes."""
        while self.out_of_touch:
            await asyncio.sleep(REGAIN_EVERY)
            try:
                await self.bot.get_me()
            except TelegramError:
                continue
            self.out_of_touch = False

    def _on_connection_error(self, error: TelegramError, wait: float) -> None:
        self.trying()
        log.warning("telegram_unreachable", extra={"why": str(error), "again_in": wait})

    def _on_polling_error(self, error: TelegramError, wait: float) -> None:
        self.trying()
        if isinstance(error, Conflict):
            if not self.conflict:
                log.error("telegram_conflict", extra={"why": "another process polls with this token; stop one of them"})
            self._conflict_at = asyncio.get_running_loop().time()
            self.alive()
        else:
            if isinstance(outcome_of(error), Unsure) and not self.out_of_touch:
                self.out_of_touch = True
                self._regaining = asyncio.create_task(self._regain(), name="regain")
            log.warning("telegram_polling", extra={"why": str(error), "again_in": wait})


class _TimesRefused(Exception):
    """The server does not know marked times."""


def _raise_refused_times(error: TelegramError) -> None:
    """Raise _TimesRefused if a server that does not know marked times refused a message for one."""
    if isinstance(error, BadRequest) and 'tag "tg-time"' in str(error):
        raise _TimesRefused(str(error)) from error


def _messages(address: Address, reply: Reply) -> Sequence[ChatMessage]:
    """Return a reply and its notices as messages to send."""
    return [ChatMessage(address, reply), *reply.notices] if not reply.silent else reply.notices


def _parameters(reply: Reply, owner: Address, as_html: bool) -> dict[str, Any]:
    """Return what sendMessage and sendDocument have in common, and the text."""
    message: dict[str, Any] = {"text": reply.html if as_html else plain(reply.html)}
    if as_html:
        message["parse_mode"] = ParseMode.HTML
    keys = markup(reply.buttons if as_html else without_links(reply.buttons), owner)
    if keys is None and reply.chooses_channel:
        keys = channel_keyboard(reply.chooses_channel)
    if keys is None and reply.asks_location:
        keys = location_keyboard(reply.asks_location)
    if keys is None and reply.asks_text:
        keys = asking(reply.asks_text)
    if keys is not None:
        message["reply_markup"] = keys
    if reply.in_reply_to is not None:
        message["reply_parameters"] = {"message_id": int(reply.in_reply_to), "allow_sending_without_reply": True}
    return message


_NO_PREVIEW = {"is_disabled": True}
