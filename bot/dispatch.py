"""Turn a Request into a Reply: choose command and language, check access, report errors. No Telegram here.

In groups and channels only administrators may change watches, unless a group lets everyone (X9).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches

from bot.callbacks.payload import AdminChange, Change, OperatorPayload, names_watches
from bot.callbacks.start import ShowTopics
from bot.callbacks.talking import ShowHelp
from bot.chat import SILENCE, ChatMessage, Everybody, Press, Reply, Request, Roles
from bot.commands import COMMANDS, HANDLERS, OPERATOR_COMMANDS, chats, settings, start, talking, watching
from bot.commands.context import CommandContext, Operation, Refusal
from bot.messages import aliases, watches
from bot.messages.start import next_steps
from bot.messages.text import Html, Translator, blocks, chat_translator_for, escape, language_for
from watchers.errors import AliasError, DatabaseFull, RuleError, StoreError
from watchers.model import Address, Subscriber, chat_of
from watchers.services.chats import Chats
from watchers.services.sources import Additions
from watchers.services.watches import Watchlist

MIN_LIKENESS = 0.7
"""Of a command to one that was probably meant, from 0 to 1."""
MAX_REPEATED_LENGTH = 1_000
"""Characters after a command that are repeated in an answer; more may not fit in one message."""
CHANGING_COMMANDS = frozenset(
    {"watch", "unwatch", "pause", "resume", "alias", "addsource", "import", "language", "timezone", "quiet", "digest"}
)
"""Commands that change something for the chat."""
_WITH_WORDS = frozenset({"watch", "alias", "addsource", "import", "language", "timezone", "quiet", "digest"})
"""Those of them that only explain or list something if they have neither words nor a file."""
_CHANGING_WITHOUT_UNDO = frozenset({"resume", "import"})
"""Those of them whose answers have no button that undoes them."""
_FOR_NEWCOMERS = (ShowTopics, ShowHelp)
"""Buttons that work in a chat of which nothing is stored, for example after /forgetme."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use the bot."""

    allow: frozenset[str]
    """Chat IDs; empty for everyone."""
    operators: frozenset[int]
    """IDs of users who may use it in any chat."""

    def admits(self, request: Request) -> bool:
        """Return whether a request comes from an allowed chat or an operator."""
        return not self.allow or chat_of(request.address) in self.allow or request.user in self.operators


@dataclass(slots=True)
class Answering:
    """Answer every request; errors are reported to the person who asked."""

    watchlist: Watchlist
    languages: Mapping[str, Translator]
    """The texts in each language."""
    access: Access
    now: Callable[[], datetime]
    deliver: Callable[[], None]
    """Wakes the delivery after alerts were released."""
    additions: Additions
    chats: Chats
    roles: Roles = field(default_factory=Everybody)
    """What people are in a chat; set by the front end that knows."""
    bot_name: str = ""
    """The user name of the bot at Telegram; "" in a terminal."""
    operation: Operation = field(default_factory=Operation)
    public_url: str = ""
    """Where people reach the HTTP port; "" without one."""

    async def __call__(self, request: Request) -> Reply:
        """Return the reply to a request. Never raises, except for cancellation."""
        try:
            return await self.carry_out(request)
        except StoreError as error:
            log.exception("answer_failed", extra={"command": request.command or "press"})
            t = self.languages[language_for(request.user_language)]
            return t.reply("trouble-full" if isinstance(error, DatabaseFull) else "went-wrong")

    async def carry_out(self, request: Request) -> Reply:
        """Return the reply to a request. Raises StoreError while nothing can be stored; the caller tries again."""
        t = self.languages[language_for(request.user_language)]
        try:
            if not self.access.admits(request):
                return _refused(request, t)
            if request.press is not None and request.press.unplaced_message is not None:
                return await self._answer_in_topic(request, request.press, request.press.unplaced_message, t)
            known = await self.watchlist.subscriber_for(request.address)
            if known is None and request.press is not None and not isinstance(request.press.payload, _FOR_NEWCOMERS):
                return t.reply("old-button")
            if known is None and request.command is None and not (request.private or request.joined):
                return SILENCE
            if known is not None and await self._has_outdated_number(request, known):
                return t.reply("old-button")
            changing = changes(request) and not await self._only_shows(request, known)
            spoken = self.languages[known.language if known else t.language]
            refusal = await self._without_right(request, spoken) if changing else None
            if refusal is not None:
                return refusal
            subscriber = known or await self.watchlist.subscribe(request.address, t.language)
            t = chat_translator_for(subscriber, self.languages)
            context = self._context(request, subscriber, known is not None, t)
            reply = await _answer(request, context)
            return _with_next_steps(await self._with_author(request, reply, t) if changing else reply, t)
        except Refusal as refused:
            return _with_next_steps(Reply(t.format(refused.key, **refused.values)), t)
        except RuleError as error:
            return _with_next_steps(watches.describe_error(error, t), t)
        except AliasError as error:
            return _with_next_steps(aliases.describe_error(error, t, self.watchlist.catalog), t)
        except StoreError:
            raise
        except Exception:
            log.exception("answer_failed", extra={"command": request.command or "press"})
            return t.reply("went-wrong")

    def _context(self, request: Request, subscriber: Subscriber, known: bool, t: Translator) -> CommandContext:
        operator = request.user in self.access.operators
        # Only the operator sees the answer.
        operates = operator and request.private
        return CommandContext(
            subscriber=subscriber,
            known=known,
            t=t,
            languages=self.languages,
            catalog=self.watchlist.catalog,
            watchlist=self.watchlist,
            now=self.now,
            commands=(*COMMANDS, *(OPERATOR_COMMANDS if operates else ())),
            deliver=self.deliver,
            additions=self.additions,
            operator=operator,
            # A private chat has the ID of its user.
            operators=tuple(Address(str(user)) for user in sorted(self.access.operators)),
            user=request.user,
            roles=self.roles,
            chats=self.chats,
            bot_name=self.bot_name,
            operation=self.operation,
            public_url=self.public_url,
        )

    async def _only_shows(self, request: Request, known: Subscriber | None) -> bool:
        """Return whether a /watch names a watch of the chat by its number, which shows it."""
        number = watching.number_of(request.words) if request.command == "watch" else None
        if known is None or number is None:
            return False
        return await self.watchlist.overview.one(known, number) is not None

    async def _without_right(self, request: Request, t: Translator) -> Reply | None:
        """Return a refusal for a change that only an administrator may make; None if it may be made."""
        if request.private or request.user in self.access.operators:
            return None
        asks_for_rights = request.press is not None and isinstance(request.press.payload, AdminChange)
        if not asks_for_rights and await self.chats.is_open(chat_of(request.address)):
            return None
        is_admin = await administers(request, self.roles)
        if is_admin:
            return None
        key = "admins-unknown" if is_admin is None else "admins-only"
        return t.toast(key) if request.press is not None else t.reply(key)

    async def _with_author(self, request: Request, reply: Reply, t: Translator) -> Reply:
        """Add who made a change to the answer in a group; answers to changes offer to undo or replace them."""
        changed = reply.edits or reply.buttons or request.command in _CHANGING_WITHOUT_UNDO
        if request.private or reply.silent or not changed:
            return reply
        # The change may be that of the language.
        known = await self.watchlist.subscriber_for(request.address)
        t = t if known is None else chat_translator_for(known, self.languages)
        if request.as_chat is not None or not request.user_name:
            return replace(reply, html=blocks([Html(reply.html), t.format("changed-by-admin")]))
        return replace(reply, html=blocks([Html(reply.html), t.format("changed-by", name=request.user_name[:40])]))

    async def _has_outdated_number(self, request: Request, known: Subscriber) -> bool:
        """Return whether a button uses a watch number that changed when its chat moved."""
        if known.address == request.address or request.press is None or request.press.payload is None:
            return False
        return names_watches(request.press.payload) and await self.watchlist.renumbered(request.address)

    async def _answer_in_topic(self, request: Request, press: Press, message: str, t: Translator) -> Reply:
        """Answer a button press in its message's topic, which only a stored alert can identify."""
        address = await self.watchlist.owner_of_message(request.address, message)
        if address is None:
            return t.reply("old-button")
        reply = await self.carry_out(replace(request, address=address, press=Press(press.payload)))
        return replace(SILENCE, notices=(ChatMessage(address, reply), *reply.notices))


def _with_next_steps(reply: Reply, t: Translator) -> Reply:
    """Return an answer with the next steps if it has no buttons and asks for nothing."""
    asks = reply.asks_text or reply.asks_location or reply.chooses_channel
    if reply.silent or asks or any(reply.buttons) or reply.document or reply.picture:
        return reply
    return replace(reply, buttons=(next_steps(t),))


async def _answer(request: Request, context: CommandContext) -> Reply:
    if request.chosen_channel is not None:
        return await chats.connect(request, context)
    if request.joined:
        return await start.added_to_group(request, context)
    if request.press is not None:
        payload = request.press.payload
        if isinstance(payload, OperatorPayload) and not context.operator:
            return context.t.reply("operators-only")
        return await HANDLERS[type(payload)](payload, context) if payload else context.t.reply("old-button")
    name = request.command
    if name is None and request.replied_to is not None and request.words:
        answered = await watching.answer_question(request, context)
        if answered is not None:
            return answered
    if name is None and request.document is not None and request.private:
        name = "import"
    if request.location is not None and request.private:
        return await settings.share_location(request, context)
    if name is None and not request.private:
        return SILENCE
    if name is None and request.words and await settings.awaits_zone(context):
        return await settings.name_zone(request.words, context)
    if name is None:
        return await talking.talk(request, context)
    if request.edited and changes(request):
        return await talking.edited(request, context)
    operated = OPERATOR_COMMANDS.get(name) if context.operator and request.private else None
    if (command := operated or COMMANDS.get(name)) is None:
        return _unknown(name, request, context) if request.private else SILENCE
    return await command(request, context)


def _unknown(name: str, request: Request, context: CommandContext) -> Reply:
    """Return that the command does not exist, with the one that was probably meant, to tap or copy."""
    near = get_close_matches(name, context.commands, 1, MIN_LIKENESS)
    if not near:
        return context.t.reply("unknown-command", command=name[:40])
    repeats = 0 < len(request.words) <= MAX_REPEATED_LENGTH
    instead = Html(f"<code>/{near[0]} {escape(request.words)}</code>" if repeats else f"/{near[0]}")
    return Reply(context.t.format("unknown-command-near", command=name[:40], instead=instead))


def _refused(request: Request, t: Translator) -> Reply:
    """Return a refusal for a command, a button press or a private message; ignore other group messages."""
    if request.private or request.press or request.command in COMMANDS:
        return t.reply("not-allowed", chat=chat_of(request.address))
    return SILENCE


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
