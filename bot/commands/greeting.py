"""/start and /help, and the buttons that choose a language."""

from __future__ import annotations

from bot.callbacks import SetLanguage
from bot.chat import Reply, Request
from bot.commands.context import Desk, handles
from bot.messages import replies
from bot.messages.words import LANGUAGES
from watchers.model import PauseReason


async def start(request: Request, desk: Desk) -> Reply:
    """Greet the subscriber; one who blocked the bot before gets the held alerts."""
    if desk.subscriber.paused is PauseReason.UNREACHABLE:
        await desk.watchlist.resume(desk.subscriber)
        desk.deliver()
    watches = await desk.watchlist.watches(desk.subscriber)
    sources, healthy = await desk.watchlist.sources_by_health()
    return replies.start(desk.words, desk.known, len(watches), sources, healthy)


async def help_(request: Request, desk: Desk) -> Reply:
    """List the commands and the syntax of watches."""
    return replies.help_list(desk.words, desk.commands)


@handles(SetLanguage)
async def _set_language(payload: SetLanguage, desk: Desk) -> Reply:
    if payload.language not in LANGUAGES:
        return Reply(desk.words.say("old-button"))
    await desk.watchlist.set_language(desk.subscriber, payload.language)
    return Reply(desk.all_words[payload.language].say("language-set"))
