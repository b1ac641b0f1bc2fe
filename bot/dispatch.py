"""Turn a Request into a Reply: choose command and language, check access, report errors. No Telegram here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.callbacks import Mute, OnlyWords, ReadAnew, RemovePack, Restore, UndoOnlyWords, Unmute, Unwatch, WithoutPart
from bot.chat import SILENCE, OtherMessage, Press, Reply, Request, chat_of
from bot.commands import COMMANDS, HANDLERS, CommandContext
from bot.commands.context import Refusal
from bot.messages import aliases, rules
from bot.messages.text import Translator, language_for
from watchers.errors import DatabaseFull, OwnNameError, RuleError
from watchers.model import Address, Subscriber
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


@dataclass(frozen=True, slots=True)
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

    async def __call__(self, request: Request) -> Reply:
        """Return the reply to a request. Never raises, except for cancellation."""
        t = self.languages[language_for(request.user_language)]
        try:
            if not self.access.admits(request):
                return _refused(request, t)
            if request.press is not None and request.press.unplaced_message is not None:
                return await self._place(request, request.press, request.press.unplaced_message, t)
            known = await self.watchlist.subscriber_for(request.address)
            if known is None and request.press is not None:
                return t.reply("old-button")
            if known is None and request.command is None and not request.private:
                return SILENCE
            if known is not None and await self._misleads(request, known):
                return t.reply("old-button")
            subscriber = known or await self.watchlist.subscribe(request.address, t.language)
            context = CommandContext(
                subscriber=subscriber,
                known=known is not None,
                t=self.languages.get(subscriber.language, t),
                languages=self.languages,
                catalog=self.watchlist.catalog,
                watchlist=self.watchlist,
                now=self.now,
                commands=tuple(COMMANDS),
                deliver=self.deliver,
                additions=self.additions,
                operator=request.user in self.access.operators,
                # A private chat has the ID of its user.
                operators=tuple(Address(str(user)) for user in sorted(self.access.operators)),
            )
            t = context.t
            return await _answer(request, context)
        except Refusal as refusal:
            return Reply(t.format(refusal.key, **refusal.values))
        except RuleError as error:
            return rules.describe_error(error, t)
        except OwnNameError as error:
            return aliases.describe_error(error, t, self.watchlist.catalog)
        except DatabaseFull:
            log.exception("disk_full")
            return t.reply("trouble-full")
        except Exception:
            log.exception("answer_failed", extra={"command": request.command or "press"})
            return t.reply("went-wrong")

    async def _misleads(self, request: Request, known: Subscriber) -> bool:
        """Return whether a button uses a watch number that changed when its chat moved."""
        if known.address == request.address or request.press is None:
            return False
        return isinstance(request.press.payload, _NUMBERED) and await self.watchlist.renumbered(request.address)

    async def _place(self, request: Request, press: Press, message: str, t: Translator) -> Reply:
        """Answer a button press in its message's topic, which only a stored alert can identify."""
        address = await self.watchlist.owner_of_message(request.address, message)
        if address is None:
            return t.reply("old-button")
        reply = await self(replace(request, address=address, press=Press(press.payload)))
        return replace(SILENCE, notices=(OtherMessage(address, reply), *reply.notices))


_NUMBERED = (Mute, Unmute, Unwatch, Restore, OnlyWords, UndoOnlyWords, WithoutPart, ReadAnew, RemovePack)
"""Buttons that refer to watches by number."""


async def _answer(request: Request, context: CommandContext) -> Reply:
    if request.press is not None:
        payload = request.press.payload
        return await HANDLERS[type(payload)](payload, context) if payload else context.t.reply("old-button")
    name = request.command
    if name is None and request.document is not None and request.private:
        name = "import"
    if name is None:
        return _plain(request, context)
    if (command := COMMANDS.get(name)) is None:
        return context.t.reply("unknown-command", command=name[:40]) if request.private else SILENCE
    return await command(request, context)


def _refused(request: Request, t: Translator) -> Reply:
    """Return a refusal for a command, a button press or a private message; ignore other group messages."""
    if request.private or request.press or request.command in COMMANDS:
        return t.reply("not-allowed", chat=chat_of(request.address))
    return SILENCE


def _plain(request: Request, context: CommandContext) -> Reply:
    """Offer a plain text message as a watch in a private chat; ignore it in a group."""
    if not request.private or not request.words:
        return SILENCE
    return context.t.reply("plain-text", words=request.words[:200])
