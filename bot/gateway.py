"""Telegram at the edge: Update to Request, Reply to message, and what each error means for a message."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    Update,
    User,
)
from telegram import (
    Document as TelegramDocument,
)
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseUpdateProcessor,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    Updater,
    filters,
)
from telegram.request import HTTPXRequest

from bot.buttons import decode, encode
from bot.chat import (
    MOST_DOCUMENT_BYTES,
    Answer,
    Button,
    Document,
    Link,
    Moved,
    NotSent,
    Outcome,
    Refused,
    Reply,
    Request,
    Row,
    Sent,
    TokenRefused,
    Unreachable,
    Unsure,
    Wait,
)
from bot.messages.layout import plain
from bot.messages.words import Words
from watchers.model import Address

log = logging.getLogger(__name__)

POLL_TIMEOUT = 10
"""Seconds that Telegram holds getUpdates open; the sign of life comes at least this often."""
SEND_TIMEOUT = 25.0
"""A send that timed out may have been delivered: better to wait."""
REPLY_ATTEMPTS = 4
CONFLICT_LASTS = 60.0
"""Seconds; longer than a poll and the pause behind a refused one, so that the other process is met again within it."""
PARTING = 2.0
"""Seconds for answers under way when the service stops."""
REGAIN_EVERY = 1.0
"""Seconds between questions whether Telegram is back."""
UNCONFIRMED = 0.5
"""Seconds that updates may take to be answered before Telegram is told that they were taken in."""
FEW = 30
"""Updates; with more in hand nobody is kept waiting for that."""
MOST_WAITING = 300
"""Updates of one chat that wait for their turn; what comes on top is dropped."""
MOST_UPDATES = 10_000
"""Updates that wait for their turn in all chats; more are left with the library."""
ALLOWED_UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]

Membership = Callable[[Address, bool], Awaitable[None]]
"""Hears that the bot was taken into a chat (True) or put out of it."""


class Gateway:
    """The bot at Telegram: a ``Send``, and the way in for what people say."""

    def __init__(self, token: str, base_url: str, base_file_url: str) -> None:
        self.alive: Callable[[], None] = lambda: None
        """Called whenever Telegram answered getUpdates, be it that another process asks."""
        self.connected = False
        """Telegram has told who the bot is."""
        self.out_of_touch = False
        """The last getUpdates broke off or was answered by something else: what is sent may go nowhere."""
        self._regaining: asyncio.Task[None] | None = None
        self.token_refused = asyncio.Event()
        self._conflict_at = float("-inf")
        self._answer: Answer
        self._membership: Membership
        self._turns = _OneAtATimeInAChat(64)
        self._application: Application[Any, Any, Any, Any, Any, Any] = (
            ApplicationBuilder()
            .token(token)
            .base_url(base_url)
            .base_file_url(base_file_url)
            .job_queue(None)
            .request(_BotApi(64))
            .get_updates_request(_Observed(self._answered, self._heard, 2))
            .concurrent_updates(self._turns)
            .build()
        )

    @property
    def conflict(self) -> bool:
        """Another process asks for the same bot's updates, or did a moment ago: the two take turns at being refused."""
        return asyncio.get_running_loop().time() - self._conflict_at < CONFLICT_LASTS

    @property
    def bot(self) -> Bot:
        return self._application.bot  # type: ignore[no-any-return]  # typed Any by the application's parameters

    async def connect(self) -> User:
        """Says hello to Telegram, as often as it takes; raises InvalidToken where it refuses the token."""
        pause = 1.0
        while True:
            try:
                await self._application.initialize()
            except InvalidToken:
                raise
            except TelegramError as error:
                asked = outcome_of(error)
                wait = asked.duration.total_seconds() if isinstance(asked, Wait) else pause
                log.warning("telegram_unreachable", extra={"why": str(error), "again_in": wait})
                await asyncio.sleep(wait)
                pause = min(pause * 2, 60.0)
            else:
                self.connected = True
                return self.bot.bot

    async def run(
        self,
        answer: Answer,
        membership: Membership,
        words: Mapping[str, Words],
        commands: tuple[str, ...],
    ) -> None:
        """Takes in updates and answers them until cancelled."""
        self._answer, self._membership = answer, membership
        self._application.add_handler(MessageHandler(_SPOKEN & filters.UpdateType.MESSAGE, self._on_message))
        self._application.add_handler(CallbackQueryHandler(self._on_press))
        self._application.add_handler(ChatMemberHandler(self._on_member, ChatMemberHandler.MY_CHAT_MEMBER))
        await self._application.start()
        updater = self._application.updater
        assert updater is not None
        offering = asyncio.create_task(self._offer_commands(words, commands), name="menu")
        try:
            await updater.start_polling(
                timeout=POLL_TIMEOUT,
                bootstrap_retries=-1,
                allowed_updates=ALLOWED_UPDATES,
                drop_pending_updates=False,
                error_callback=self._on_polling_error,
            )
            await asyncio.Event().wait()
        except InvalidToken:
            self.token_refused.set()
        finally:
            offering.cancel()
            if self._regaining is not None:
                self._regaining.cancel()
            await self._part(updater)

    async def close(self) -> None:
        await self.bot.shutdown()

    async def __call__(self, address: Address, reply: Reply) -> Outcome:
        """Sends one message; what went wrong is an outcome."""
        return await self._say(address, reply, None)

    async def _part(self, updater: Updater) -> None:
        """Confirms what was taken in and ends the answers under way; who keeps us waiting is left."""
        try:
            async with asyncio.timeout(PARTING):
                if updater.running:
                    await updater.stop()
                await self._application.stop()
        except (TimeoutError, TelegramError) as error:
            log.warning("telegram_parting", extra={"why": str(error) or "too slow"})

    # ---- what people say ---------------------------------------------------------------------------

    async def _on_message(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        message = update.effective_message
        if message is None:
            return
        request = _request_of(message, update.effective_user)
        if request.bot and request.bot.lower() != self.bot.username.lower():
            return
        request = replace(request, document=await _fetched(_document_of(message, request)))
        reply = await self._answer(request)
        in_reply_to = None if request.private else message.message_id
        await self._reply(request.address, reply, in_reply_to)
        await self._tell(reply)

    async def _on_press(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        query = update.callback_query
        if query is None:
            return
        message = query.message if isinstance(query.message, Message) else None
        try:
            await query.answer()
        except TelegramError as error:
            # Too old to be answered, or the network: what the button asks for is still done.
            log.info("press_unanswered", extra={"why": str(error)})
        if message is None:
            return
        said = _request_of(message, query.from_user, pressed=True, data=query.data or "")
        reply = await self._answer(said)
        if not reply.edits or not await self._edited(message, reply):
            await self._reply(said.address, reply, None)
        await self._tell(reply)

    async def _on_member(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        change = update.my_chat_member
        if change is not None:
            gone = change.new_chat_member.status in (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
            await self._membership(Address(str(change.chat.id)), not gone)

    # ---- what we say -------------------------------------------------------------------------------

    async def _reply(self, address: Address, reply: Reply, in_reply_to: int | None) -> None:
        """Answers a person, patiently; an answer in doubt is not repeated."""
        if reply.silent:
            return
        for attempt in range(REPLY_ATTEMPTS):
            outcome = await self._say(address, reply, in_reply_to)
            match outcome:
                case Wait(duration):
                    await asyncio.sleep(min(duration.total_seconds(), 30.0))
                case NotSent():
                    await asyncio.sleep(2.0**attempt)
                case Sent():
                    return
                case _:
                    log.warning("reply_lost", extra={"outcome": type(outcome).__name__})
                    return
        log.warning("reply_lost", extra={"outcome": "gave up"})

    async def _tell(self, reply: Reply) -> None:
        """What others are told of it, each as patiently as an answer."""
        for notice in reply.notices:
            await self._reply(notice.address, notice.reply, None)

    async def _edited(self, message: Message, reply: Reply) -> bool:
        try:
            await message.edit_text(
                reply.html,
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(reply.buttons),
                link_preview_options=_NO_PREVIEW,
            )
        except BadRequest as error:
            return "not modified" in str(error).lower()
        except TelegramError as error:
            log.warning("edit_failed", extra={"why": str(error)})
            return False
        return True

    async def _say(self, address: Address, reply: Reply, in_reply_to: int | None) -> Outcome:
        outcome = await self._send(address, reply, in_reply_to, as_html=True)
        match outcome:
            case _Unreadable():
                # Its markup or a button was refused: the words must still arrive.
                outcome = await self._send(address, reply, in_reply_to, as_html=False)
            case _NoSuchTopic():
                outcome = await self._send(Address(address.partition("/")[0]), reply, None, as_html=True)
        match outcome:
            case _Unreadable(why):
                return Refused(why)
            case _NoSuchTopic(why):
                # The general topic is closed as well: nothing can be said there until somebody opens it.
                return Unreachable(why)
        return outcome

    async def _send(
        self, address: Address, reply: Reply, in_reply_to: int | None, as_html: bool
    ) -> Outcome | _Unreadable | _NoSuchTopic:
        chat, _, thread = address.partition("/")
        if not chat.startswith("@") and not chat.removeprefix("-").isdecimal():
            return Refused(f"{address} is no address at Telegram")
        text = reply.html if as_html else plain(reply.html)
        where: dict[str, Any] = {
            "chat_id": chat if chat.startswith("@") else int(chat),
            "parse_mode": ParseMode.HTML if as_html else None,
            "reply_markup": _keyboard(reply.buttons if as_html else _without_links(reply.buttons)),
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

    async def _offer_commands(self, words: Mapping[str, Words], commands: tuple[str, ...]) -> None:
        """The menu, in each language; Telegram knows two letters only, so zh is Traditional."""
        for language, code in (("en", None), ("zh-Hant", "zh"), ("ja", "ja")):
            menu = [BotCommand(name, plain(words[language].say(f"help-{name}"))) for name in commands]
            try:
                await self.bot.set_my_commands(menu, language_code=code)
            except TelegramError as error:
                log.warning("menu_not_set", extra={"language": language, "why": str(error)})

    async def _answered(self) -> None:
        """Waits until what was taken in is answered, but not for long.

        The next getUpdates confirms it to Telegram, and a process that is killed right after it would never
        be told of it again.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(0 if self._turns.in_hand > FEW else UNCONFIRMED):
                await self._application.update_queue.join()

    def _heard(self, status: int) -> None:
        match status:
            case HTTPStatus.OK:
                self.out_of_touch = False
                self.alive()
            case HTTPStatus.UNAUTHORIZED | HTTPStatus.NOT_FOUND:
                # PTB ends its polling at that and tells nobody.
                self.token_refused.set()

    async def _regain(self) -> None:
        """Asks Telegram for a sign of itself: the next getUpdates may be held open for as long as nobody speaks."""
        while self.out_of_touch:
            await asyncio.sleep(REGAIN_EVERY)
            try:
                await self.bot.get_me()
            except TelegramError:
                continue
            self.out_of_touch = False

    def _on_polling_error(self, error: TelegramError) -> None:
        if isinstance(error, Conflict):
            if not self.conflict:
                log.error("telegram_conflict", extra={"why": "another process polls with this token; stop one of them"})
            self._conflict_at = asyncio.get_running_loop().time()
            self.alive()
        else:
            if isinstance(outcome_of(error), Unsure) and not self.out_of_touch:
                self.out_of_touch = True
                self._regaining = asyncio.create_task(self._regain(), name="regain")
            log.warning("telegram_polling", extra={"why": str(error)})


# ---- errors ----------------------------------------------------------------------------------------


class _Unreadable(Refused):
    """The markup, the length or a button was refused: worth another try in plain text."""


class _NoSuchTopic(Refused):
    """The topic is closed or gone: the general topic may take it."""


_GONE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "user_is_blocked",
    "user is deactivated",
    "chat_admin_required",
)
_UNREADABLE = ("can't parse", "too long", "entit", "button_", "wrong http url", "url host", "reply_markup", "keyboard")
_TOPIC = ("thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
_NEVER_ARRIVED = ("ConnectError", "ConnectTimeout", "PoolTimeout")


def outcome_of(error: TelegramError) -> Outcome | _Unreadable | _NoSuchTopic:
    """What an error of the Bot API means for the message that met it.

    PTB makes BadRequest and TimedOut subclasses of NetworkError, so the order matters.
    """
    why = str(error)
    match error:
        case RetryAfter():
            wait = error.retry_after
            return Wait(timedelta(seconds=wait) if isinstance(wait, int) else wait)
        case ChatMigrated():
            return Moved(Address(str(error.new_chat_id)))
        case Forbidden():
            return Unreachable(why)
        case InvalidToken():
            return TokenRefused()
        case BadRequest():
            return _refusal(why)
        case Conflict():
            return NotSent(why)
        case TimedOut() | NetworkError():
            # Without a cause, or with one of PTB's own, there was an answer: a status that says that nothing was done.
            answered = error.__cause__ is None or isinstance(error.__cause__, TelegramError)
            return NotSent(why) if answered or type(error.__cause__).__name__ in _NEVER_ARRIVED else Unsure(why)
        case _:
            return Unsure(why)


def _refusal(why: str) -> Outcome | _Unreadable | _NoSuchTopic:
    said = why.lower()
    if any(sign in said for sign in _TOPIC):
        return _NoSuchTopic(why)
    if any(sign in said for sign in _GONE):
        return Unreachable(why)
    if any(sign in said for sign in _UNREADABLE):
        return _Unreadable(why)
    return Refused(why)


# ---- Telegram's types ------------------------------------------------------------------------------

_TIMEOUTS: dict[str, Any] = {
    "read_timeout": SEND_TIMEOUT,
    "write_timeout": SEND_TIMEOUT,
    "connect_timeout": 10.0,
    "pool_timeout": 30.0,
}
_SPOKEN = filters.TEXT | filters.Document.ALL
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class _BotApi(HTTPXRequest):
    """Takes for Telegram's answer what the Bot API can have said, and nothing that a gate on the way says."""

    def __init__(self, connections: int) -> None:
        super().__init__(connection_pool_size=connections, **_TIMEOUTS)

    async def do_request(self, url: str, method: str, **options: Any) -> tuple[int, bytes]:  # type: ignore[override]  # PTB names them all
        status, body = await super().do_request(url, method, **options)
        # What is fetched by GET is a file.
        if method == "POST" and status == 200 and not _is_telegrams(url.rpartition("/")[2], body):
            raise TelegramError("Invalid server response")
        return status, body


class _Observed(_BotApi):
    """The connection for getUpdates, which waits before it asks again, and tells when it was answered."""

    def __init__(self, ready: Callable[[], Awaitable[None]], heard: Callable[[int], None], connections: int) -> None:
        super().__init__(connections)
        self._ready = ready
        self._heard = heard

    async def do_request(self, url: str, method: str, **options: Any) -> tuple[int, bytes]:  # type: ignore[override]  # PTB names them all
        await self._ready()
        status, body = await super().do_request(url, method, **options)
        self._heard(status)
        return status, body


def _is_telegrams(method: str, body: bytes) -> bool:
    """Whether a good answer is the Bot API's own: PTB believes whatever is JSON."""
    try:
        answer = json.loads(body)
    except ValueError:
        return False
    if not isinstance(answer, dict) or answer.get("ok") is not True or "result" not in answer:
        return False
    result = answer["result"]
    match method:
        case "getUpdates":
            return isinstance(result, list) and all(_has(each, "update_id") for each in result)
        case "sendMessage" | "sendDocument":
            return _has(result, "message_id")
        case "getMe":
            return _has(result, "id")
    return True


def _has(found: object, identifier: str) -> bool:
    return isinstance(found, dict) and isinstance(found.get(identifier), int)


class _OneAtATimeInAChat(BaseUpdateProcessor):
    """Keeps the order within a chat, and lets chats go on beside each other, ``most`` at once.

    Who waits for the chat's turn takes no place from the others: a flood from one chat, or a 429 to it,
    holds up nobody else. What such a flood has in excess is dropped.
    """

    def __init__(self, most: int) -> None:
        # The library's own places would be taken by those who wait; ours are not.
        super().__init__(MOST_UPDATES)
        self._places = asyncio.Semaphore(most)
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: defaultdict[int, int] = defaultdict(int)
        self._flooded: set[int] = set()

    @property
    def in_hand(self) -> int:
        """Updates that are being answered or wait for their turn."""
        return sum(self._waiting.values())

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        try:
            known = update if isinstance(update, Update) else None
            chat = known.effective_chat.id if known and known.effective_chat else 0
            if known and known.my_chat_member is None and self._floods(chat):
                return
            await self._in_turn(chat, coroutine)
        finally:
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # it may never have had its turn

    async def _in_turn(self, chat: int, coroutine: Awaitable[Any]) -> None:
        self._waiting[chat] += 1
        try:
            async with self._locks[chat], self._places:
                await coroutine
        finally:
            self._waiting[chat] -= 1
            if not self._waiting[chat]:
                del self._waiting[chat], self._locks[chat]
                self._flooded.discard(chat)

    def _floods(self, chat: int) -> bool:
        if self._waiting.get(chat, 0) < MOST_WAITING:
            return False
        if chat not in self._flooded:
            self._flooded.add(chat)
            log.warning("chat_floods")
        return True

    async def initialize(self) -> None:
        """Nothing to make ready."""

    async def shutdown(self) -> None:
        """Nothing to put away."""


def _request_of(message: Message, user: User | None, pressed: bool = False, data: str = "") -> Request:
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


def _document_of(message: Message, request: Request) -> TelegramDocument | None:
    """The file that was meant for us: in a group only one that /import names or answers."""
    if request.command == "import":
        replied = message.reply_to_message
        return message.document or (replied.document if replied else None)
    return message.document if request.private and request.command is None else None


async def _fetched(document: TelegramDocument | None) -> Document | None:
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


def _keyboard(rows: tuple[Row, ...]) -> InlineKeyboardMarkup | None:
    keys = [[_key(button) for button in row] for row in rows if row]
    return InlineKeyboardMarkup(keys) if keys else None


def _key(button: Button | Link) -> InlineKeyboardButton:
    if isinstance(button, Button):
        return InlineKeyboardButton(button.label, callback_data=encode(button.action))
    return InlineKeyboardButton(button.label, url=button.url)


def _without_links(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(tuple(button for button in row if isinstance(button, Button)) for row in rows)
