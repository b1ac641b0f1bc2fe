"""Turn a Request into a Reply: choose command and language, check access, report errors. No Telegram here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.callbacks import LetMembers, Mute, OnlyWords, RemovePack, Restore, UndoOnlyWords, Unmute, Unwatch
from bot.chat import SILENCE, Notice, Press, Reply, Request, chat_of
from bot.commands import COMMANDS, HANDLERS, Desk, connect_channel
from bot.messages.layout import blocks, plain
from bot.messages.words import Html, Words, language_for
from bot.rights import Everybody, Right, Roles, changes, right_of
from watchers.errors import DatabaseFull, StoreError
from watchers.model import Address, Subscriber
from watchers.services.chats import Chats
from watchers.services.sources import Additions
from watchers.services.watches import Watchlist

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


class Answering:
    """Answer every request; errors are reported to the person who asked."""

    def __init__(
        self,
        watchlist: Watchlist,
        words: Mapping[str, Words],
        access: Access,
        now: Callable[[], datetime],
        deliver: Callable[[], None],
        additions: Additions,
        chats: Chats,
    ) -> None:
        self._watchlist = watchlist
        self._additions = additions
        self._words = words
        self._access = access
        self._now = now
        self._deliver = deliver
        self._chats = chats
        self.roles: Roles = Everybody()
        """What people are in a chat; set by the front end that knows."""

    async def __call__(self, request: Request) -> Reply:
        """Return the reply to a request. Never raises, except for cancellation."""
        try:
            return await self.carry_out(request)
        except StoreError as error:
            log.exception("answer_failed", extra={"command": request.command or "press"})
            key = "trouble-full" if isinstance(error, DatabaseFull) else "went-wrong"
            return Reply(self._words[language_for(request.user_language)].say(key))

    async def carry_out(self, request: Request) -> Reply:
        """Return the reply to a request. Raises StoreError while nothing can be stored; the caller tries again."""
        words = self._words[language_for(request.user_language)]
        try:
            if not self._access.admits(request):
                return _refused(request, words)
            if request.press is not None and request.press.unplaced_message is not None:
                return await self._place(request, request.press, request.press.unplaced_message, words)
            known = await self._watchlist.subscriber_for(request.address)
            if known is None and request.press is not None:
                return Reply(words.say("old-button"))
            if known is None and request.command is None and not request.private:
                return SILENCE
            if known is not None and await self._misleads(request, known):
                return Reply(words.say("old-button"))
            refusal = await self._without_right(request, self._words[known.language if known else words.language])
            if refusal is not None:
                return refusal
            subscriber = known or await self._watchlist.subscribe(request.address, words.language)
            desk = Desk(
                subscriber=subscriber,
                known=known is not None,
                words=self._words.get(subscriber.language, words),
                all_words=self._words,
                watchlist=self._watchlist,
                now=self._now,
                commands=tuple(COMMANDS),
                deliver=self._deliver,
                additions=self._additions,
                operator=request.user in self._access.operators,
                # A private chat has the ID of its user.
                operators=tuple(Address(str(user)) for user in sorted(self._access.operators)),
                user=request.user,
                roles=self.roles,
                chats=self._chats,
            )
            return _signed(request, await _answer(request, desk), desk.words)
        except StoreError:
            raise
        except Exception:
            log.exception("answer_failed", extra={"command": request.command or "press"})
            return Reply(words.say("went-wrong"))

    async def _without_right(self, request: Request, words: Words) -> Reply | None:
        """Return a refusal for a change that only an administrator may make; None if it may be made."""
        if request.private or not changes(request) or request.user in self._access.operators:
            return None
        asks_for_rights = request.press is not None and isinstance(request.press.payload, LetMembers)
        if not asks_for_rights and await self._chats.is_open(chat_of(request.address)):
            return None
        right = await right_of(request, self.roles)
        if right is Right.GRANTED:
            return None
        said = words.say("admins-only" if right is Right.REFUSED else "admins-unknown")
        return replace(SILENCE, toast=plain(said)) if request.press is not None else Reply(said)

    async def _misleads(self, request: Request, known: Subscriber) -> bool:
        """Return whether a button uses a watch number that changed when its chat moved."""
        if known.address == request.address or request.press is None:
            return False
        return isinstance(request.press.payload, _NUMBERED) and await self._watchlist.renumbered(request.address)

    async def _place(self, request: Request, press: Press, message: str, words: Words) -> Reply:
        """Answer a button press in its message's topic, which only a stored alert can identify."""
        address = await self._watchlist.owner_of_message(request.address, message)
        if address is None:
            return Reply(words.say("old-button"))
        reply = await self.carry_out(replace(request, address=address, press=Press(press.payload)))
        return replace(SILENCE, notices=(Notice(address, reply), *reply.notices))


_NUMBERED = (Mute, Unmute, Unwatch, Restore, OnlyWords, UndoOnlyWords, RemovePack)
"""Buttons that refer to watches by number."""


def _signed(request: Request, reply: Reply, words: Words) -> Reply:
    """Add who made a change to the answer in a group; answers that changed something offer to undo or replace it."""
    if request.private or not changes(request) or reply.silent or not (reply.edits or reply.buttons):
        return reply
    if request.as_chat is not None or not request.user_name:
        return replace(reply, html=blocks([Html(reply.html), words.say("changed-by-admin")]))
    return replace(reply, html=blocks([Html(reply.html), words.say("changed-by", name=request.user_name[:40])]))


async def _answer(request: Request, desk: Desk) -> Reply:
    if request.chosen_channel is not None:
        return await connect_channel(request, desk)
    if request.press is not None:
        payload = request.press.payload
        return await HANDLERS[type(payload)](payload, desk) if payload else Reply(desk.words.say("old-button"))
    name = request.command
    if name is None and request.document is not None and request.private:
        name = "import"
    if name is None:
        return _plain(request, desk)
    if (command := COMMANDS.get(name)) is None:
        return Reply(desk.words.say("unknown-command", command=name[:40])) if request.private else SILENCE
    return await command(request, desk)


def _refused(request: Request, words: Words) -> Reply:
    """Return a refusal for a command, a button press or a private message; ignore other group messages."""
    if request.private or request.press or request.command in COMMANDS:
        return Reply(words.say("not-allowed", chat=chat_of(request.address)))
    return SILENCE


def _plain(request: Request, desk: Desk) -> Reply:
    """Offer a plain text message as a watch in a private chat; ignore it in a group."""
    if not request.private or not request.words:
        return SILENCE
    return Reply(desk.words.say("plain-text", words=request.words[:200]))
