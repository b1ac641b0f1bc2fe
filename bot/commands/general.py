"""/start, /help, /pause and /resume, and the buttons that choose a language."""

from __future__ import annotations

from bot.callbacks import Resume, SetLanguage
from bot.chat import Reply, Request
from bot.commands.context import CommandContext, handles
from bot.messages import watches as messages
from bot.messages.text import LANGUAGES
from watchers.model import PauseReason


async def start(request: Request, context: CommandContext) -> Reply:
    """Greet the subscriber; one who blocked the bot before gets the held alerts."""
    if context.subscriber.paused is PauseReason.UNREACHABLE:
        await context.watchlist.resume(context.subscriber)
        context.deliver()
    watches = await context.watchlist.watches(context.subscriber)
    sources, healthy = await context.watchlist.sources_by_health()
    return messages.start(context.t, context.known, len(watches), sources, healthy)


async def help_(request: Request, context: CommandContext) -> Reply:
    """List the commands and the syntax of watches."""
    return messages.help_list(context.t, context.commands)


async def pause(request: Request, context: CommandContext) -> Reply:
    """Hold all alerts; matching continues."""
    await context.watchlist.pause(context.subscriber)
    return context.t.reply("paused", context.t.button("resume", Resume()))


async def resume(request: Request, context: CommandContext) -> Reply:
    """End the pause and send the held alerts."""
    return await _end_pause(Resume(), context)


@handles
async def _end_pause(payload: Resume, context: CommandContext) -> Reply:
    released = await context.watchlist.resume(context.subscriber)
    context.deliver()
    return messages.resumed(released, context.t)


@handles
async def _set_language(payload: SetLanguage, context: CommandContext) -> Reply:
    if payload.language not in LANGUAGES:
        return context.t.reply("old-button")
    await context.watchlist.set_language(context.subscriber, payload.language)
    return context.languages[payload.language].reply("language-set")
