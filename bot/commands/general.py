"""/help, /pause and /resume."""

from __future__ import annotations

from bot.callbacks import general as buttons
from bot.chat import Reply, Request
from bot.commands.context import CommandContext, handles
from bot.messages import watches as messages


async def help_(request: Request, context: CommandContext) -> Reply:
    """List the commands and the syntax of watches."""
    return messages.help_list(context.t, context.commands)


async def pause(request: Request, context: CommandContext) -> Reply:
    """Hold all alerts; matching continues."""
    await context.watchlist.pause(context.subscriber)
    return context.t.reply("paused", context.t.button("resume", buttons.Resume()))


async def resume(request: Request, context: CommandContext) -> Reply:
    """End the pause and send the held alerts."""
    return await _end_pause(buttons.Resume(), context)


@handles
async def _end_pause(payload: buttons.Resume, context: CommandContext) -> Reply:
    released = await context.watchlist.resume(context.subscriber)
    context.deliver()
    return messages.resumed(released, context.t)
