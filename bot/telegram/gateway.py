"""Connect the bot to Telegram: updates become requests, replies become messages, errors become outcomes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    InputFile,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    ReplyParameters,
    Update,
    User,
)
from telegram.constants import ChatMemberStatus, ParseMode
from telegram.error import BadRequest, Conflict, InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    filters,
)

from bot.chat import Answer, Moved, NotSent, Outcome, Refused, Reply, Sent, TokenRefused, Unreachable, Unsure, Wait
from bot.messages.text import Translator, plain
from bot.telegram.intake import Intake, patiently
from bot.telegram.outcomes import NoSuchTopic, Unreadable, outcome_of
from bot.telegram.shapes import document_of, fetched, keyboard, press_of, request_of, without_links
from bot.telegram.turns import OneAtATimeInAChat
from bot.telegram.webhook import Webhook, secret_of
from bot.telegram.wire import BotApi, UpdatesRequest
from watchers.model import Address

log = logging.getLogger(__name__)

REPLY_ATTEMPTS = 4
CONFLICT_LASTS = 60.0
"""Seconds that a conflict is reported; longer than a poll and the pause after a refusal, so that it is seen again."""
PARTING = 2.0
"""Seconds that replies in progress are given when the service stops."""
REGAIN_EVERY = 1.0
"""Seconds between checks whether Telegram can be reached again."""
UNCONFIRMED = 0.5
"""Seconds that updates are given to be answered before the next getUpdates confirms them to Telegram."""
FEW = 30
"""Updates; if more are in progress, getUpdates does not wait for them."""

Membership = Callable[[Address, bool], Awaitable[None]]
"""Called when the bot was added to a chat (True) or removed from it."""
Migration = Callable[[Address, Address], Awaitable[None]]
"""Called with the old and the new address of a group that became a supergroup; possibly more than once."""


class Gateway:
    """The bot at Telegram: a ``Send``, and the receiver of messages and button presses."""

    def __init__(self, token: str, base_url: str, base_file_url: str, webhook_url: str | None = None) -> None:
        """Prepare, without a request; with ``webhook_url`` updates come to ``accept``, otherwise by getUpdates."""
        self.alive: Callable[[], None] = lambda: None
        """Called when updates can be received, or when another process requests them."""
        self.connected = False
        """Whether Telegram has confirmed the token and returned the bot's user."""
        self.out_of_touch = False
        """Whether the last getUpdates broke off or got an invalid answer, so that sends may be lost too."""
        self._regaining: asyncio.Task[None] | None = None
        self.token_refused = asyncio.Event()
        self._conflict_at = float("-inf")
        self._answer: Answer
        self._membership: Membership
        self._moved: Migration
        self._turns = OneAtATimeInAChat(64)
        self._application: Application[Any, Any, Any, Any, Any, Any] = (
            ApplicationBuilder()
            .token(token)
            .base_url(base_url)
            .base_file_url(base_file_url)
            .job_queue(None)
            .request(BotApi(64))
            .get_updates_request(UpdatesRequest())
            .updater(None)
            .concurrent_updates(self._turns)
            .build()
        )
        self.webhook_secret = secret_of(token)
        """What a request to the webhook must have in its header."""
        self._webhook = (
            Webhook(self.bot, webhook_url, self.webhook_secret, self._process, self._taken_in, self._on_polling_error)
            if webhook_url
            else None
        )
        self._intake = self._webhook or Intake(
            self.bot, self._answered, self._application.update_queue.put, self._taken_in, self._on_polling_error
        )

    @property
    def conflict(self) -> bool:
        """Whether another process polls with this token, or did recently: Telegram refuses the two in turn."""
        return asyncio.get_running_loop().time() - self._conflict_at < CONFLICT_LASTS

    @property
    def webhook_problem(self) -> str | None:
        """Why Telegram cannot deliver updates to the webhook; None if it can, or if there is none."""
        return self._webhook.problem if self._webhook else None

    @property
    def bot(self) -> Bot:
        """The library's client for the Bot API."""
        return self._application.bot  # type: ignore[no-any-return]  # typed Any by the application's parameters

    async def connect(self) -> User:
        """Connect to Telegram, retrying until it answers, and return the bot's user. Raises InvalidToken."""
        await patiently(
            self._application.initialize,
            lambda error, wait: log.warning("telegram_unreachable", extra={"why": str(error), "again_in": wait}),
        )
        self.connected = True
        return self.bot.bot

    async def run(
        self,
        answer: Answer,
        membership: Membership,
        moved: Migration,
        words: Mapping[str, Translator],
        commands: tuple[str, ...],
    ) -> None:
        """Receive updates and answer them until cancelled.

        If Telegram refuses the token, set ``token_refused`` and return.
        """
        self._answer, self._membership, self._moved = answer, membership, moved
        self._application.add_handler(MessageHandler(_SPOKEN & filters.UpdateType.MESSAGE, self._on_message))
        self._application.add_handler(
            MessageHandler(filters.StatusUpdate.MIGRATE & filters.UpdateType.MESSAGE, self._on_migration)
        )
        self._application.add_handler(CallbackQueryHandler(self._on_press))
        self._application.add_handler(ChatMemberHandler(self._on_member, ChatMemberHandler.MY_CHAT_MEMBER))
        self._application.add_error_handler(self._on_handler_error)
        await self._application.start()
        offering = asyncio.create_task(self._offer_commands(words, commands), name="menu")
        try:
            await self._intake.run()
        except InvalidToken:
            self.token_refused.set()
        finally:
            offering.cancel()
            if self._regaining is not None:
                self._regaining.cancel()
            await self._part()

    async def accept(self, body: bytes) -> bool:
        """Take in an update that Telegram sent to the webhook, and answer it.

        Return whether Telegram need not send it again: what it asked for is committed. False outside of ``run``.
        """
        if not self._webhook or not self._application.running:
            return False
        await self._webhook.accept(body)
        return True

    async def close(self) -> None:
        """Close the connections to Telegram."""
        await self.bot.shutdown()

    async def __call__(self, address: Address, reply: Reply) -> Outcome:
        """Send one message. Errors are returned as outcomes."""
        return await self._say(address, reply, None)

    async def _part(self) -> None:
        """Confirm the received updates and finish the replies in progress, within ``PARTING`` seconds."""
        try:
            async with asyncio.timeout(PARTING):
                try:
                    await self._intake.confirm()
                except TelegramError as error:
                    log.warning("telegram_parting", extra={"why": str(error)})
                await self._application.stop()
        except TimeoutError:
            log.warning("telegram_parting", extra={"why": "too slow"})

    # ---- what people say ---------------------------------------------------------------------------

    async def _on_message(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        message = update.effective_message
        if message is None:
            return
        request = request_of(message, update.effective_user)
        if request.bot and request.bot.lower() != self.bot.username.lower():
            return
        request = replace(request, document=await fetched(document_of(message, request)))
        reply = await self._answer(request)
        in_reply_to = None if request.private else message.message_id
        await self._reply(request.address, reply, in_reply_to)
        await self._tell(reply)

    async def _on_press(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        query = update.callback_query
        if query is None:
            return
        try:
            await query.answer()
        except TelegramError as error:
            # The press is too old, or the network failed: the button's action is still performed.
            log.info("press_unanswered", extra={"why": str(error)})
        if query.message is None:
            return
        request = press_of(query, query.message)
        reply = await self._answer(request)
        if not reply.edits or not await self._edited(query.message, reply, request.address):
            await self._reply(request.address, reply, None)
        await self._tell(reply)

    async def _on_member(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        change = update.my_chat_member
        if change is not None:
            gone = change.new_chat_member.status in (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
            await self._membership(Address(str(change.chat.id)), not gone)

    async def _on_migration(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Handle the service messages about a group that became a supergroup: one in each of the two chats."""
        message = update.message
        if message is None:
            return
        here = Address(str(message.chat.id))
        if message.migrate_to_chat_id:
            await self._moved(here, Address(str(message.migrate_to_chat_id)))
        elif message.migrate_from_chat_id:
            await self._moved(Address(str(message.migrate_from_chat_id)), here)

    # ---- what we say -------------------------------------------------------------------------------

    async def _reply(self, address: Address, reply: Reply, in_reply_to: int | None) -> None:
        """Send a reply, retrying what was not sent; what may have been sent is not repeated."""
        if reply.silent:
            return
        for attempt in range(REPLY_ATTEMPTS):
            outcome = await self._say(address, reply, in_reply_to)
            match outcome:
                case Wait(duration):
                    await asyncio.sleep(min(duration.total_seconds(), 30.0))
                case NotSent():
                    await asyncio.sleep(2.0**attempt)
                case Moved(to):
                    await self._moved(address, to)
                    address, in_reply_to = to, None
                case Sent():
                    return
                case _:
                    log.warning("reply_lost", extra={"outcome": type(outcome).__name__})
                    return
        log.warning("reply_lost", extra={"outcome": "gave up"})

    async def _tell(self, reply: Reply) -> None:
        """Send the notices of a reply, each retried like a reply."""
        for notice in reply.notices:
            await self._reply(notice.address, notice.reply, None)

    async def _edited(self, message: MaybeInaccessibleMessage, reply: Reply, owner: Address) -> bool:
        try:
            await self.bot.edit_message_text(
                reply.html,
                chat_id=message.chat.id,
                message_id=message.message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(reply.buttons, owner),
                link_preview_options=_NO_PREVIEW,
            )
        except BadRequest as error:
            return "not modified" in str(error).lower()
        except TelegramError as error:
            log.warning("edit_failed", extra={"why": str(error)})
            return False
        return True

    async def _say(self, address: Address, reply: Reply, in_reply_to: int | None) -> Outcome:
        outcome = await self._send(address, address, reply, in_reply_to, as_html=True)
        match outcome:
            case Unreadable():
                # The markup or a button was refused: the text must still arrive.
                outcome = await self._send(address, address, reply, in_reply_to, as_html=False)
            case NoSuchTopic():
                outcome = await self._send(Address(address.partition("/")[0]), address, reply, None, as_html=True)
        match outcome:
            case Unreadable(why):
                return Refused(why)
            case NoSuchTopic(why):
                # The general topic is closed too: nothing can be sent until somebody opens it.
                return Unreachable(why)
        return outcome

    async def _send(
        self, address: Address, owner: Address, reply: Reply, in_reply_to: int | None, as_html: bool
    ) -> Outcome | Unreadable | NoSuchTopic:
        """Send once. ``owner`` is the subscriber that the buttons act for, even if its topic is gone."""
        chat, _, thread = address.partition("/")
        if not chat.startswith("@") and not chat.removeprefix("-").isdecimal():
            return Refused(f"{address} is no address at Telegram")
        text = reply.html if as_html else plain(reply.html)
        where: dict[str, Any] = {
            "chat_id": chat if chat.startswith("@") else int(chat),
            "parse_mode": ParseMode.HTML if as_html else None,
            "reply_markup": keyboard(reply.buttons if as_html else without_links(reply.buttons), owner),
            "message_thread_id": int(thread) if thread else None,
            "reply_parameters": (
                ReplyParameters(in_reply_to, allow_sending_without_reply=True) if in_reply_to is not None else None
            ),
        }
        try:
            if reply.document is not None and reply.document.content is not None:
                file = InputFile(reply.document.content, filename=reply.document.name)
                message = await self.bot.send_document(document=file, caption=text, **where)
            else:
                message = await self.bot.send_message(text=text, link_preview_options=_NO_PREVIEW, **where)
        except TelegramError as error:
            outcome = outcome_of(error)
            if isinstance(outcome, TokenRefused):
                self.token_refused.set()
            return outcome
        return Sent(str(message.message_id))

    async def _offer_commands(self, words: Mapping[str, Translator], commands: tuple[str, ...]) -> None:
        """Set the menu in each language. Telegram accepts only two-letter codes, so zh is Traditional."""
        for language, code in (("en", None), ("zh-Hant", "zh"), ("ja", "ja")):
            menu = [BotCommand(name, plain(words[language].format(f"help-{name}"))) for name in commands]
            try:
                await self.bot.set_my_commands(menu, language_code=code)
            except TelegramError as error:
                log.warning("menu_not_set", extra={"language": language, "why": str(error)})

    async def _answered(self) -> None:
        """Wait until the received updates are answered, for ``UNCONFIRMED`` seconds at most.

        The next getUpdates confirms them to Telegram, and a process killed right after it would never get them again.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(0 if self._turns.in_hand > FEW else UNCONFIRMED):
                await self._application.update_queue.join()

    async def _process(self, update: Update) -> None:
        """Answer an update in its chat's turn."""
        await self._turns.process_update(update, self._application.process_update(update))

    def _taken_in(self) -> None:
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

    def _on_polling_error(self, error: TelegramError, wait: float) -> None:
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

    async def _on_handler_error(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Log a bug in answering an update by its ID; the library would log the whole update."""
        identifier = update.update_id if isinstance(update, Update) else None
        log.error("update_failed", exc_info=context.error, extra={"update": identifier})


_SPOKEN = (filters.TEXT | filters.Document.ALL) & ~filters.IS_AUTOMATIC_FORWARD
"""Telegram forwards each post of a channel into its discussion group, where nobody said it to the bot."""
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
