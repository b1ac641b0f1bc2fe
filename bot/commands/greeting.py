"""/start and /help."""

from __future__ import annotations

from bot.chat import Reply, Request
from bot.commands.desk import Desk
from bot.messages import replies
from watchers.model import PauseReason


async def start(request: Request, desk: Desk) -> Reply:
    """Greets; one who had blocked the bot gets the alerts that waited."""
    if desk.subscriber.paused is PauseReason.UNREACHABLE:
        await desk.watchlist.resume(desk.subscriber)
        desk.deliver()
    watches = await desk.watchlist.watches(desk.subscriber)
    sources, healthy = await desk.watchlist.sources_by_health()
    return replies.start(desk.words, desk.known, len(watches), sources, healthy)


async def help_(request: Request, desk: Desk) -> Reply:
    """Lists the commands and the language of watches."""
    return replies.help_list(desk.words, desk.commands)
